"""PostgreSQL and SQLite through ADBC: one transaction, rows as Arrow (PostgreSQL's by COPY).

Here: the connection and what is asked through it. Not here: SQL that differs (`dialects`). The
driver's plain interface is used: its DB-API side imports pandas, more than a second of each run.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit, urlunsplit

import adbc_driver_manager as adbc
import adbc_driver_postgresql
import adbc_driver_sqlite
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.extract.connectors.sql.database import Column, Selection
from orchestration.extract.connectors.sql.dialects import Dialect, PostgreSql, Sqlite, quoted
from orchestration.extract.sources.sql import SqlSource

_BATCH_ROWS = "adbc.sqlite.query.batch_rows"
_CONNECT_SECONDS = "10"
_FRACTION = r"(:\d\d)\.\d+"
_MOMENT_LENGTH = len("2026-01-31 23:59:59")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class AdbcDatabase:
    """An open transaction of one database."""

    connection: adbc.AdbcConnection
    dialect: Dialect
    batch_rows: int

    @property
    def is_of_one_moment(self) -> bool:
        return True

    def columns(self, table: str) -> dict[str, Column]:
        found = self._asked(self.dialect.catalogue(table))
        return {row["name"]: self.dialect.column(row["name"], row["type_name"]) for row in found}

    def now(self) -> str:
        return str(self._asked(f"select {self.dialect.clock} as answer")[0]["answer"])

    def newest(self, selection: Selection) -> tuple[str | None, int]:
        newest = self.dialect.newest(selection.columns[selection.stamp])
        query = f"select {newest} as newest, count(*) as row_count {self._from(selection)}"
        answer = self._asked(query)[0]
        text = answer["newest"]
        found = None if text is None else re.sub(_FRACTION, r"\1", str(text))
        return found, int(answer["row_count"])

    def count(self, selection: Selection) -> int:
        return int(self._asked(f"select count(*) as answer {self._from(selection)}")[0]["answer"])

    def rows(self, selection: Selection, names: tuple[str, ...]) -> Generator[pa.Table]:
        texts = [self.dialect.as_text(selection.columns[name]) for name in names]
        chosen = ", ".join(
            f"{text} as {quoted(name)}" for text, name in zip(texts, names, strict=True)
        )
        query = f"select {chosen} {self._from(selection)}"
        if self.dialect.guesses_types:
            yield from self._typed_by_a_first_row(query, names)
            return
        with self._answered(query) as batches:
            for batch in batches:
                yield self._in_whole_seconds(_text_table(batch, names), selection.columns)

    def _in_whole_seconds(self, page: pa.Table, columns: Mapping[str, Column]) -> pa.Table:
        """Moments cut to their second, by us: for the server it costs more than all other texts."""
        for place, name in enumerate(page.column_names):
            if columns[name].family == "timestamp":
                page = page.set_column(place, name, whole_seconds(page.column(name)))
        return page

    def _typed_by_a_first_row(self, query: str, names: tuple[str, ...]) -> Iterator[pa.Table]:
        """The driver takes a column's type from the first batch, and a null there for a number.

        A row of empty texts goes first and makes every column text.
        """
        first = ", ".join(f"'' as {quoted(name)}" for name in names)
        with self._answered(f"select {first} union all {query}") as batches:
            skip = 1
            for batch in batches:
                page = _text_table(batch, names)
                if skip and any(page.column(name)[0].as_py() != "" for name in names):
                    raise RuntimeError("SQLite gave the rows of a union in another order")
                yield page.slice(skip)
                skip = 0

    def _from(self, selection: Selection) -> str:
        relation = self.dialect.relation(selection.table)
        where = f" where {self.dialect.window(selection)}" if selection.stamp else ""
        return f"from {relation}{where}"

    def _asked(self, query: str) -> list[dict[str, Any]]:
        with self._answered(query) as batches:
            rows: list[dict[str, Any]] = [row for batch in batches for row in batch.to_pylist()]
        return rows

    @contextmanager
    def _answered(self, query: str) -> Iterator[pa.RecordBatchReader]:
        with adbc.AdbcStatement(self.connection) as statement:
            if self.dialect.guesses_types:
                statement.set_options(**{_BATCH_ROWS: self.batch_rows})
            statement.set_sql_query(query)
            handle, _ = statement.execute_query()
            with pa.RecordBatchReader._import_from_c(handle.address) as batches:
                yield batches


@contextmanager
def open_adbc(source: SqlSource, url: str) -> Iterator[AdbcDatabase]:
    """Connect, begin, and let go of everything at the end."""
    is_file = urlsplit(url).scheme == "sqlite"
    dialect: Dialect = Sqlite() if is_file else PostgreSql(source.schema)
    driver = adbc_driver_sqlite if is_file else adbc_driver_postgresql
    address = _read_only_file(url) if is_file else guarded(url)
    with driver.connect(address) as database, adbc.AdbcConnection(database) as connection:
        for statement in dialect.opening(source.statement_seconds):
            _execute(connection, statement)
        yield AdbcDatabase(connection, dialect, source.batch_rows)


def _execute(connection: adbc.AdbcConnection, text: str) -> None:
    with adbc.AdbcStatement(connection) as statement:
        statement.set_sql_query(text)
        statement.execute_update()


def _read_only_file(url: str) -> str:
    """An SQLite address as the driver reads it; a file that is not there is not made."""
    path = unquote(urlsplit(url).path)
    # As in SQLAlchemy: three slashes and a relative path, four and an absolute one.
    return f"file:{quote(path.removeprefix('/'))}?mode=ro"


def guarded(url: str) -> str:
    """The address with a limit to waiting, a name for the server's log, and TLS where it is far."""
    parts = urlsplit(url)
    given = parse_qs(parts.query, keep_blank_values=True)
    host = (given.get("host") or [parts.hostname or ""])[0]
    is_near = host in _LOOPBACK or not host or unquote(host).startswith("/")
    wanted = {"connect_timeout": _CONNECT_SECONDS, "application_name": "vital-signs"}
    if not is_near:
        wanted["sslmode"] = "require"
    more = {key: value for key, value in wanted.items() if key not in given}
    query = "&".join(filter(None, [parts.query, urlencode(more)]))
    return urlunsplit(parts._replace(query=query))


def whole_seconds(moments: pa.ChunkedArray) -> pa.ChunkedArray:
    """Moments without a fraction of a second; most have none, which their length tells."""
    if (pc.max(pc.binary_length(moments)).as_py() or 0) <= _MOMENT_LENGTH:
        return moments
    return pc.replace_substring_regex(moments, _FRACTION, r"\1")


def _text_table(batch: pa.RecordBatch, names: tuple[str, ...]) -> pa.Table:
    columns = [
        column if column.type == pa.string() else column.cast(pa.string())
        for column in batch.columns
    ]
    return pa.table(columns, names=list(names))
