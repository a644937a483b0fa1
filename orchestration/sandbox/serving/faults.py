"""Faults planned for a simulated API, waiting for their request; tests of its readers plan them.

Here: which fault is due, and columns served under another name. Not here: the forms of failure, and
how each looks, which every API has of its own.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from enum import Enum
from typing import Generic, TypeVar

Kind = TypeVar("Kind", bound=Enum)


@dataclass(frozen=True)
class Fault(Generic[Kind]):
    """One failure of one request for rows of `table` (any, if empty), after `skip` good ones."""

    kind: Kind
    table: str = ""
    skip: int = 0
    retry_after_seconds: int = 1


class Faults(Generic[Kind]):
    """Faults waiting, and lasting changes to a table. Safe to use while the server runs."""

    def __init__(self) -> None:
        self._waiting: list[Fault[Kind]] = []
        self._renamed: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def plan(self, fault: Fault[Kind], *, times: int = 1) -> None:
        """Let a fault happen `times` times in a row."""
        with self._lock:
            self._waiting += [fault] + [replace(fault, skip=0)] * (times - 1)

    def rename(self, table: str, column: str, new_name: str) -> None:
        """Serve a column under another name from now on."""
        with self._lock:
            self._renamed[(table, column)] = new_name

    def clear(self) -> None:
        """All is well again."""
        with self._lock:
            self._waiting.clear()
            self._renamed.clear()

    def due(self, table: str) -> Fault[Kind] | None:
        """The fault that meets this request, if any; the first in line counts requests."""
        with self._lock:
            for place, fault in enumerate(self._waiting):
                if fault.table not in ("", table):
                    continue
                if fault.skip:
                    self._waiting[place] = replace(fault, skip=fault.skip - 1)
                    return None
                return self._waiting.pop(place)
        return None

    def new_names(self, table: str) -> dict[str, str]:
        """The columns of a table that are served under another name."""
        with self._lock:
            return {old: new for (where, old), new in self._renamed.items() if where == table}
