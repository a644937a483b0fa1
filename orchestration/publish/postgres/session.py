"""One connection to the server, by ADBC: statements, questions, rows as Arrow by COPY.

Here: the connection and its transactions. Not here: what is said through it. The driver's plain
interface is used: its DB-API side imports pandas, a second of every start.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import adbc_driver_manager as adbc
import adbc_driver_postgresql
import pyarrow as pa

from orchestration.publish.postgres.errors import PostgresError, told

# Keys with no empty part are not told apart before it, nor can a view read as its reader.
OLDEST_SERVER = 150000
# Two publishes at once would wait for each other half-way.
LOCK = "hashtext('vital-signs: publish')"
WAIT_FOR_OTHERS = "10s"
# Structure is changed seldom; then it waits for readers, but not for ever.
WAIT_FOR_READERS = "60s"
OPENING = (
    "set standard_conforming_strings = on",
    "set client_min_messages = warning",
    "set timezone = 'UTC'",
    # Nothing of a person's is found before the system's own.
    "set search_path = pg_catalog",
)


@dataclass(frozen=True)
class Session:
    """An open connection that nobody else publishes beside."""

    connection: adbc.AdbcConnection

    def execute(self, *statements: str) -> None:
        """Statements in order, in one journey."""
        if statements:
            with adbc.AdbcStatement(self.connection) as statement:
                statement.set_sql_query(";\n".join(statements))
                statement.execute_update()

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The answer to a question."""
        with adbc.AdbcStatement(self.connection) as statement:
            statement.set_sql_query(query)
            handle, _ = statement.execute_query()
            with pa.RecordBatchReader._import_from_c(handle.address) as batches:
                return [row for batch in batches for row in batch.to_pylist()]

    def names(self, query: str) -> set[str]:
        """The first column of an answer."""
        return {str(next(iter(row.values()))) for row in self.rows(query)}

    def copy(self, schema: str, table: str, batches: pa.RecordBatchReader) -> None:
        """Rows into a table that is there, by COPY."""
        with adbc.AdbcStatement(self.connection) as statement:
            statement.set_options(
                **{
                    "adbc.ingest.target_db_schema": schema,
                    "adbc.ingest.target_table": table,
                    "adbc.ingest.mode": "adbc.ingest.mode.append",
                }
            )
            statement.bind_stream(batches)
            statement.execute_update()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or nothing of it."""
        self.execute("begin")
        try:
            yield
        except BaseException:
            with suppress(adbc.Error):
                self.execute("rollback")
            raise
        self.execute("commit")

    def each(self, statements: Iterable[str]) -> None:
        """Statements that are no part of a transaction, one by one."""
        for statement in statements:
            self.execute(statement)


@contextmanager
def open_session(url: str) -> Iterator[Session]:
    """Connect, make sure that the server is new enough and that nobody else is publishing."""
    with told("connecting"):
        database = adbc_driver_postgresql.connect(url)
    with database:
        with told("connecting"):
            connection = adbc.AdbcConnection(database)
        with connection:
            session = Session(connection)
            with told("connecting"):
                session.each(OPENING)
                version = int(
                    session.rows("select current_setting('server_version_num') as v")[0]["v"]
                )
            if version < OLDEST_SERVER:
                raise PostgresError(
                    f"The server is PostgreSQL {version // 10000}; it has to be 15 or later.",
                    "Publish to a newer server.",
                )
            _be_alone(session)
            yield session


def _be_alone(session: Session) -> None:
    """Wait a little for a publish that was just killed to be noticed, then refuse a second one."""
    try:
        with told("waiting for another publish"):
            session.each((f"set lock_timeout = '{WAIT_FOR_OTHERS}'",))
            session.rows(f"select cast(pg_advisory_lock({LOCK}) as text) as locked")
            session.each((f"set lock_timeout = '{WAIT_FOR_READERS}'",))
    except PostgresError as error:
        if not error.is_locked:
            raise
        raise PostgresError(
            "Another publish to this database is under way.",
            "Wait for it to end, then publish again.",
        ) from None
