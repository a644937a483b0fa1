"""All sources, one after the other, each into a load of its own.

Here: the order, and what happens when one fails: the others are still loaded, then the run stops
with the name of what failed. Not here: how a source is read (`connectors/`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from orchestration.extract.bank_holidays import TABLE as BANK_HOLIDAYS
from orchestration.extract.bank_holidays import bank_holidays_load
from orchestration.extract.connectors import connector_of
from orchestration.extract.contracts import Contract, read_contracts
from orchestration.extract.errors import ExtractionError
from orchestration.extract.loads import LoadSummary, Reread, summarise
from orchestration.extract.progress import Progress, now_and_then
from orchestration.extract.raw_zone import locked_source
from orchestration.extract.returns import load_returns
from orchestration.extract.sources import Sources, System, load_sources
from orchestration.extract.tables import CALENDAR, RETURN_TABLES, RETURNS
from orchestration.settings import Settings

__all__ = ["ExtractionError", "LoadSummary", "Sources", "extract_all", "load_sources"]


def extract_all(settings: Settings, sources: Sources, *, progress: Progress) -> list[LoadSummary]:
    """Load every source; raises after the last one, naming each that failed."""
    readers: dict[str, Callable[[], list[LoadSummary]]] = {
        CALENDAR: lambda: extract_calendar(settings),
        RETURNS: lambda: extract_returns(settings, progress=progress),
    }
    for name, contract in read_contracts(settings.root).items():
        system = sources.systems.get(name)
        readers[name] = partial(extract_system, settings, contract, system, progress=progress)
    loaded: list[LoadSummary] = []
    failures: list[ExtractionError] = []
    for reader in readers.values():
        try:
            loaded += reader()
        except ExtractionError as error:
            failures.append(error)
    if len(failures) == 1:
        raise failures[0]
    if failures:
        raise ExtractionError(
            " and ".join(failure.source for failure in failures),
            " ".join(failure.told for failure in failures),
            " ".join(failure.remedy for failure in failures),
        )
    return loaded


def extract_calendar(settings: Settings) -> list[LoadSummary]:
    """Bank holidays; days already loaded, by the hash in the cursor, are not loaded again."""
    simulated_at = settings.simulated_at
    with locked_source(settings.raw, CALENDAR, simulated_at=simulated_at) as locked:
        load = bank_holidays_load(locked.last_cursor(BANK_HOLIDAYS))
        return summarise(locked.commit([load]))


def extract_returns(settings: Settings, *, progress: Progress) -> list[LoadSummary]:
    """Whatever lies in the drop folder; each file is loaded or refused whole."""
    return summarise(load_returns(settings, progress=progress))


def extract_system(
    settings: Settings,
    contract: Contract,
    system: System | None,
    *,
    progress: Progress,
    reread: Reread | None = None,
) -> list[LoadSummary]:
    """A system's tables, in one load: they and their cursors move together or not at all."""
    if system is None:
        simulated_at = settings.simulated_at
        with locked_source(settings.raw, contract.source, simulated_at=simulated_at) as locked:
            locked.place_missing_tables(contract.raw_tables)
        progress(f"{contract.source}: not connected")
        return []
    opened = connector_of(system).open_tables
    told = now_and_then(progress)
    lock = locked_source(
        settings.raw, contract.source, reread=reread, simulated_at=settings.simulated_at
    )
    with (
        lock as locked,
        opened(contract.source, system, contract.tables, locked, told) as tables,
    ):
        brought = {table.table_name for table in tables}
        missing = locked.missing_tables(contract.raw_tables)
        load = locked.commit([*tables, *(t for t in missing if t.table_name not in brought)])
    landed = [line for line in summarise(load) if line.table_name in brought]
    progress(f"{contract.source}: {sum(line.row_count for line in landed):,} rows landed")
    return landed


def reread_system(
    settings: Settings, sources: Sources, name: str, reread: Reread, *, progress: Progress
) -> list[LoadSummary]:
    """Read a source again, some days of it or everything; staging takes the newest of each row."""
    contracts = read_contracts(settings.root)
    if name not in contracts:
        raise ExtractionError(
            "sources", f"{name!r} is no source system.", f"choose one of {sorted(contracts)}."
        )
    contract, system = contracts[name], sources.systems.get(name)
    if system is None:
        raise ExtractionError(name, "it is not connected.", "describe it in the sources file.")
    if reread.first and not contract.is_read_by_day:
        raise ExtractionError(
            name, "it cannot be read by day.", "leave the month out: all of it is read again."
        )
    return extract_system(settings, contract, system, progress=progress, reread=reread)


def check_systems(settings: Settings, sources: Sources) -> dict[str, list[str] | None]:
    """Per source system what keeps it from being read; None where it is not connected."""
    found: dict[str, list[str] | None] = {}
    for name, contract in read_contracts(settings.root).items():
        system = sources.systems.get(name)
        if system is None:
            found[name] = None
            continue
        found[name] = connector_of(system).check(name, system, contract.tables)
    return found


def place_missing_tables(settings: Settings) -> None:
    """Empty files of the tables and columns that are declared and in no load."""
    contracts = read_contracts(settings.root)
    declared = {name: contract.raw_tables for name, contract in contracts.items()}
    for source, tables in {**declared, RETURNS: RETURN_TABLES}.items():
        with locked_source(settings.raw, source, simulated_at=settings.simulated_at) as locked:
            locked.place_missing_tables(tables)
