"""The source tables of the project, for tests that make rows for them or read them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from orchestration.extract.contracts import SourceTable, read_contracts
from orchestration.extract.loads import LoadSummary
from orchestration.extract.run import extract_system
from orchestration.extract.sources import System
from orchestration.settings import PROJECT_ROOT, Settings


@cache
def source_tables(source: str) -> tuple[SourceTable, ...]:
    """What the project reads of a source."""
    return read_contracts(PROJECT_ROOT)[source].tables


def extract(
    settings: Settings, source: str, system: System | None, *, progress: Callable[[str], None]
) -> list[LoadSummary]:
    """One load of one source, read by the project's own contract."""
    contract = read_contracts(settings.root)[source]
    return extract_system(settings, contract, system, progress=progress)


def extract_servicenow(
    settings: Settings, source: System | None, *, progress: Callable[[str], None]
) -> list[LoadSummary]:
    """One load of the service desk."""
    return extract(settings, "servicenow", source, progress=progress)
