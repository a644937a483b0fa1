"""All sources, one after the other, each into a load of its own.

Here: the order, and what happens when one fails: the others are still loaded, then the run stops
with the name of what failed. Not here: how a source is read.
"""

from __future__ import annotations

from collections.abc import Callable

from orchestration.extract.api_session import ApiSession
from orchestration.extract.bank_holidays import TABLE as BANK_HOLIDAYS
from orchestration.extract.bank_holidays import bank_holidays_load
from orchestration.extract.errors import ExtractionError
from orchestration.extract.loads import LoadSummary, rows_load, summarise
from orchestration.extract.raw_zone import committed_loads, locked_source
from orchestration.extract.returns import load_returns
from orchestration.extract.sources import ServiceNowSource, Sources, load_sources
from orchestration.extract.table_api import TableReader
from orchestration.extract.tables import CALENDAR, RETURNS, SERVICENOW, SERVICENOW_TABLES
from orchestration.settings import Settings

__all__ = ["ExtractionError", "LoadSummary", "Sources", "extract_all", "load_sources"]

Progress = Callable[[str], None]


def extract_all(settings: Settings, sources: Sources, *, progress: Progress) -> list[LoadSummary]:
    """Load every source; raises after the last one, naming each that failed."""
    readers: dict[str, Callable[[], list[LoadSummary]]] = {
        CALENDAR: lambda: extract_calendar(settings),
        RETURNS: lambda: extract_returns(settings, progress=progress),
        SERVICENOW: lambda: extract_servicenow(settings, sources.servicenow, progress=progress),
    }
    loaded: list[LoadSummary] = []
    failures: list[ExtractionError] = []
    for name, reader in readers.items():
        progress(f"{name}: reading")
        try:
            loaded += reader()
        except ExtractionError as error:
            failures.append(error)
    if len(failures) == 1:
        raise failures[0]
    if failures:
        raise ExtractionError(
            " and ".join(failure.source for failure in failures),
            " ".join(f"{failure.source}: {failure.what}" for failure in failures),
            " ".join(failure.remedy for failure in failures),
        )
    return loaded


def extract_calendar(settings: Settings) -> list[LoadSummary]:
    """Bank holidays; days already loaded, by the hash in the cursor, are not loaded again."""
    with locked_source(settings.raw, CALENDAR) as locked:
        load = bank_holidays_load(locked.last_cursor(BANK_HOLIDAYS))
        return summarise(locked.commit([load]))


def extract_returns(settings: Settings, *, progress: Progress) -> list[LoadSummary]:
    """Whatever lies in the drop folder; each file is loaded or refused whole."""
    return summarise(load_returns(settings, progress=progress))


def extract_servicenow(
    settings: Settings, source: ServiceNowSource | None, *, progress: Progress
) -> list[LoadSummary]:
    """The instance's tables, in one load: they and their cursors move together or not at all."""
    if source is None:
        if not committed_loads(settings.raw, SERVICENOW):
            _place_empty_tables(settings)
        progress(f"{SERVICENOW}: not connected")
        return []
    with (
        locked_source(settings.raw, SERVICENOW) as locked,
        ApiSession(SERVICENOW, source) as session,
    ):
        readers = [
            TableReader(session, source, table, locked.last_cursor(table.name), progress)
            for table in SERVICENOW_TABLES
        ]
        return summarise(locked.commit([reader.load() for reader in readers]))


def _place_empty_tables(settings: Settings) -> None:
    """Files for the readers' globs; the empty ledger says that nothing was loaded."""
    with locked_source(settings.raw, SERVICENOW) as locked:
        tables = [rows_load(table.name, table.columns, []) for table in SERVICENOW_TABLES]
        locked.commit(tables, is_placeholder=True)
