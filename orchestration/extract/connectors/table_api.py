"""The ServiceNow Table API: an instance's tables over one session.

Here: the session, and a look at each table for who checks a connection. Not here: reading a table
(`table_reader`), HTTP itself (`api_session`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from orchestration.extract.api_session import ApiSession
from orchestration.extract.connectors.key_sweeps import key_sweep
from orchestration.extract.connectors.table_reader import TableReader
from orchestration.extract.contracts import SourceTable
from orchestration.extract.errors import noting
from orchestration.extract.loads import TableLoad
from orchestration.extract.progress import say_nothing
from orchestration.extract.raw_zone import LockedSource
from orchestration.extract.sources.servicenow import AUDIT_TABLE, ServiceNowSource


@contextmanager
def open_tables(
    name: str,
    source: ServiceNowSource,
    tables: tuple[SourceTable, ...],
    locked: LockedSource,
    progress: Callable[[str], None],
) -> Iterator[list[TableLoad]]:
    """The instance's tables over one session, each followed by its sweep of keys if it has one."""
    loads = []
    with ApiSession(name, source) as session:
        for table in read_tables(source, tables):
            cursor = locked.last_cursor(table.name)
            one = reader(session, source, table, tables, cursor, progress)
            loads.append(one.load())
            if source.deletes == "key_sweep":
                loads.append(key_sweep(table, source, locked, one.keys))
        yield loads


def check(name: str, source: ServiceNowSource, tables: tuple[SourceTable, ...]) -> list[str]:
    """Sign in, and look at one row of each table and at its columns."""
    found: list[str] = []
    with noting(found), ApiSession(name, source) as session:
        for table in read_tables(source, tables):
            with noting(found):
                reader(session, source, table, tables, None, say_nothing).offered_columns()
    return found


def read_tables(
    source: ServiceNowSource, tables: tuple[SourceTable, ...]
) -> tuple[SourceTable, ...]:
    """All of them, but the log of deletions where a sweep of keys stands in for it."""
    return tuple(
        table for table in tables if table.name != AUDIT_TABLE or source.deletes == "audit_table"
    )


def reader(
    session: ApiSession,
    source: ServiceNowSource,
    table: SourceTable,
    tables: tuple[SourceTable, ...],
    cursor: str | None,
    progress: Callable[[str], None],
) -> TableReader:
    """What reads one table; of the instance's log of deletions only those of the other tables."""
    scope = ""
    if table.name == AUDIT_TABLE:
        audited = (other.name for other in tables if other.deletes == "audit_table")
        scope = f"tablenameIN{','.join(audited)}"
    return TableReader(session, source, table, cursor, progress, scope)
