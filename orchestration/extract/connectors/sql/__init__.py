"""SQL databases: PostgreSQL and SQLite through ADBC, any other through SQLAlchemy.

Here: the doors of the connector, and which driver an address asks for. One transaction reads all
tables of a source, in PostgreSQL as of one moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from urllib.parse import urlsplit

from orchestration.extract.connectors.key_sweeps import key_sweep
from orchestration.extract.connectors.sql.database import Database, Selection
from orchestration.extract.connectors.sql.key_reading import read_keys
from orchestration.extract.connectors.sql.reading import TableReader
from orchestration.extract.connectors.sql.refusals import opening, refusing
from orchestration.extract.contracts import SourceTable
from orchestration.extract.errors import noting
from orchestration.extract.loads import TableLoad
from orchestration.extract.progress import say_nothing
from orchestration.extract.raw_zone import LockedSource
from orchestration.extract.sources.shared import read_credential
from orchestration.extract.sources.sql import SqlSource

_BY_ADBC = {"postgresql", "postgres", "sqlite"}
_BEFORE_EVERYTHING = "0001-01-01 00:00:00"


@contextmanager
def open_tables(
    name: str,
    source: SqlSource,
    tables: tuple[SourceTable, ...],
    locked: LockedSource,
    progress: Callable[[str], None],
) -> Iterator[list[TableLoad]]:
    """The tables' loads, each followed by its sweep of keys where deletes are found by one."""
    with open_database(name, source) as database:
        loads = []
        for table in tables:
            cursor = locked.last_cursor(table.name)
            reader = TableReader(database, source, table, cursor, progress)
            loads.append(reader.load())
            if table.deletes == "key_sweep":
                read = partial(read_keys, reader, locked.raw)
                loads.append(key_sweep(table, source, locked, read))
        yield loads


def check(name: str, source: SqlSource, tables: tuple[SourceTable, ...]) -> list[str]:
    """What is wrong with the connection or with a table; nothing lands."""
    found: list[str] = []
    for table in tables:
        # One refused statement ends a transaction: each table has its own.
        with noting(found), open_database(name, source) as database:
            _look_into(database, source, table)
    return found


def _look_into(database: Database, source: SqlSource, table: SourceTable) -> None:
    """The table has its columns, and each may be read."""
    found = TableReader(database, source, table, None, say_nothing).columns()
    with refusing(source.name, f"table {table.name}: "):
        nothing = Selection(table.name, found, table.stamp, last=_BEFORE_EVERYTHING)
        for _ in database.rows(nothing, table.columns):
            return


@contextmanager
def open_database(name: str, source: SqlSource) -> Iterator[Database]:
    """Connect by what the address asks for; errors on the way never repeat the address."""
    url = source.url or read_credential(name, source.url_variable, "address of the database")
    with ExitStack() as held:
        with opening(name):
            database = held.enter_context(_door(source, url))
        yield database


def _door(source: SqlSource, url: str) -> AbstractContextManager[Database]:
    # Each kind is imported where it is needed: SQLAlchemy alone costs half a second.
    if urlsplit(url).scheme in _BY_ADBC:
        from orchestration.extract.connectors.sql.adbc import open_adbc

        return open_adbc(source, url)
    from orchestration.extract.connectors.sql.any_database import open_any

    return open_any(source, url)
