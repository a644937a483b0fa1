"""REST APIs with pages by cursor: a system's tables over one session.

Here: the session, the order of tables and sweeps, and a look at each table for who checks a
connection. Not here: reading a table (`reading`) or its keys (`key_reading`), an answer (`pages`),
HTTP itself (`api_session`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from orchestration.extract.api_session import ApiSession
from orchestration.extract.connectors.key_sweeps import key_sweep
from orchestration.extract.connectors.rest.asking import Asking
from orchestration.extract.connectors.rest.key_reading import read_keys
from orchestration.extract.connectors.rest.reading import TableReader
from orchestration.extract.contracts import SourceTable
from orchestration.extract.errors import noting
from orchestration.extract.loads import TableLoad
from orchestration.extract.progress import say_nothing
from orchestration.extract.raw_zone import LockedSource
from orchestration.extract.sources.rest import RestSource


@contextmanager
def open_tables(
    name: str,
    source: RestSource,
    tables: tuple[SourceTable, ...],
    locked: LockedSource,
    progress: Callable[[str], None],
) -> Iterator[list[TableLoad]]:
    """Each table, and after it the keys it still has where deletes show in no other way."""
    with ApiSession(name, source) as session:
        loads = []
        for table in tables:
            asking = Asking(session, source, table)
            reader = TableReader(asking, locked.last_cursor(table.name), progress)
            loads.append(reader.load())
            if table.deletes == "key_sweep":
                loads.append(key_sweep(table, source, locked, partial(read_keys, asking)))
        yield loads


def check(name: str, source: RestSource, tables: tuple[SourceTable, ...]) -> list[str]:
    """Sign in, and look at the newest row of each table and at its columns."""
    found: list[str] = []
    with noting(found), ApiSession(name, source) as session:
        for table in tables:
            with noting(found):
                TableReader(Asking(session, source, table), None, say_nothing).look()
    return found
