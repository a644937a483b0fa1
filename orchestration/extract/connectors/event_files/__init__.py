"""Event files by day in a folder: what is new in the list of each table, and nothing twice.

Here: the door; the folder, and a look at each table for who checks a connection. Not here: reading
a table (`reader`), files and their lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from orchestration.extract.connectors.event_files.folder import open_folder
from orchestration.extract.connectors.event_files.reader import FILE_COLUMNS, TableReader
from orchestration.extract.contracts import SourceTable
from orchestration.extract.errors import noting
from orchestration.extract.loads import TableLoad
from orchestration.extract.progress import say_nothing
from orchestration.extract.raw_zone import LockedSource
from orchestration.extract.sources.event_files import EventFilesSource

__all__ = ["FILE_COLUMNS", "check", "open_tables"]


@contextmanager
def open_tables(
    name: str,
    source: EventFilesSource,
    tables: tuple[SourceTable, ...],
    locked: LockedSource,
    progress: Callable[[str], None],
) -> Iterator[list[TableLoad]]:
    """Each table's new rows, and beside it the list of the files they came in."""
    folder = open_folder(name, source)
    readers = [TableReader(folder, table, progress) for table in tables]
    yield [load for reader in readers for load in reader.loads(locked)]


def check(name: str, source: EventFilesSource, tables: tuple[SourceTable, ...]) -> list[str]:
    """Look at the list of each table and at its newest file."""
    found: list[str] = []
    with noting(found):
        folder = open_folder(name, source)
        for table in tables:
            with noting(found):
                TableReader(folder, table, say_nothing).try_newest()
    return found
