"""The connectors: one module for each protocol, all with the same two functions.

Here: which module reads which kind of system. Not here: any protocol.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any, Protocol, cast

from orchestration.extract.contracts import SourceTable
from orchestration.extract.loads import TableLoad
from orchestration.extract.raw_zone import LockedSource
from orchestration.extract.sources.shared import System

Progress = Callable[[str], None]


class Connector(Protocol):
    """What every module here offers."""

    def open_tables(
        self,
        name: str,
        source: Any,
        tables: tuple[SourceTable, ...],
        locked: LockedSource,
        progress: Progress,
    ) -> AbstractContextManager[list[TableLoad]]:
        """The system's tables, to be drained while the connection is open."""

    def check(self, name: str, source: Any, tables: tuple[SourceTable, ...]) -> list[str]:
        """What keeps the system from being read, in words; empty when nothing does."""


def connector_of(system: System) -> Connector:
    """The module that speaks the system's protocol; imported when it is needed."""
    return cast(Connector, import_module(f"{__name__}.{system.protocol}"))
