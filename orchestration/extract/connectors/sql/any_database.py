"""Any other database, through SQLAlchemy and whatever driver its address names.

Here: the same questions in SQLAlchemy's words; values become text in Python, in the form `dialects`
gives them elsewhere. Slower than ADBC, and imported only where it is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from orchestration.extract.connectors.sql.database import MOMENT_FORMAT, Column, Selection
from orchestration.extract.loads import text_table
from orchestration.extract.sources.sql import SqlSource

# The strictest of these that a database knows makes all answers speak of one moment.
_ISOLATION = ("REPEATABLE READ", "SNAPSHOT", "SERIALIZABLE")
_FAMILIES: tuple[tuple[type[Any], str], ...] = (
    (sa.Boolean, "boolean"),
    (sa.DateTime, "timestamp"),
    (sa.Date, "date"),
    (sa.Integer, "integer"),
    (sa.Numeric, "decimal"),
    (sa.Uuid, "text"),
    (sa.String, "text"),
)


@dataclass(frozen=True)
class AnyDatabase:
    """An open transaction of one database."""

    connection: Connection
    schema: str | None
    batch_rows: int

    @property
    def is_of_one_moment(self) -> bool:
        return False

    def columns(self, table: str) -> dict[str, Column]:
        inspector = sa.inspect(self.connection)
        try:
            found = inspector.get_columns(table, schema=self.schema)
        except sa.exc.NoSuchTableError:
            return {}
        return {item["name"]: _column(item["name"], item["type"]) for item in found}

    def now(self) -> str:
        """This machine's clock: databases word the question in too many ways."""
        return datetime.now(UTC).strftime(MOMENT_FORMAT)

    def newest(self, selection: Selection) -> tuple[str | None, int]:
        table = self._table(selection)
        newest = sa.func.max(table.c[selection.stamp])
        query = self._where(sa.select(newest, sa.func.count()), table, selection)
        found, row_count = self.connection.execute(query).one()
        return None if found is None else as_text(found), cast(int, row_count)

    def count(self, selection: Selection) -> int:
        table = self._table(selection)
        query = self._where(sa.select(sa.func.count()).select_from(table), table, selection)
        return int(self.connection.execute(query).scalar_one())

    def rows(self, selection: Selection, names: tuple[str, ...]) -> Generator[pa.Table]:
        table = self._table(selection)
        query = self._where(sa.select(*(table.c[name] for name in names)), table, selection)
        streamed = self.connection.execution_options(
            stream_results=True, max_row_buffer=self.batch_rows
        ).execute(query)
        places = [_places(selection.columns[name]) for name in names]
        for batch in streamed.partitions(self.batch_rows):
            rows = [
                [as_text(value, at) for value, at in zip(row, places, strict=True)] for row in batch
            ]
            yield text_table(names, rows)

    def _table(self, selection: Selection) -> sa.Table:
        columns: list[sa.Column[Any]] = [
            sa.Column(column.name, _READ_AS.get(column.type_name) or _READ_AS.get(column.family))
            for column in selection.columns.values()
        ]
        return sa.Table(selection.table, sa.MetaData(), *columns, schema=self.schema)

    def _where(self, query: Any, table: sa.Table, selection: Selection) -> Any:
        if not selection.stamp:
            return query
        column: sa.Column[Any] = table.c[selection.stamp]
        described = selection.columns[selection.stamp]
        within: list[sa.ColumnElement[bool]] = []
        is_time = described.family == "timestamp"
        if selection.first:
            first = _moment(selection.first, described) if is_time else selection.first
            within.append(column >= first)
        if selection.last:
            # The last second is whole.
            last = _moment(selection.last, described) + timedelta(seconds=1) if is_time else None
            within.append(column < last if is_time else column <= selection.last)
        return query.where(sa.or_(sa.and_(sa.true(), *within), column.is_(None)))


# Types that turn a bound into what the driver expects, and its answer into Python's own.
_ZONED = "timestamp with time zone"
_READ_AS: dict[str, Any] = {
    _ZONED: sa.DateTime(timezone=True),
    "timestamp": sa.DateTime(),
    "date": sa.Date(),
    "boolean": sa.Boolean(),
}


@contextmanager
def open_any(source: SqlSource, url: str) -> Iterator[AnyDatabase]:
    """Connect, begin, and let go of everything at the end."""
    engine = sa.create_engine(url, hide_parameters=True, poolclass=sa.pool.NullPool)
    try:
        with engine.connect() as connection:
            known = connection.dialect.get_isolation_level_values(
                cast(Any, connection.connection.dbapi_connection)
            )
            level = next((name for name in _ISOLATION if name in known), None)
            if level:
                connection = connection.execution_options(isolation_level=level)
            yield AnyDatabase(connection, source.schema or None, source.batch_rows)
    finally:
        engine.dispose()


def _column(name: str, type_: Any) -> Column:
    family = next((family for kind, family in _FAMILIES if isinstance(type_, kind)), "other")
    return Column(name, _ZONED if getattr(type_, "timezone", False) else str(type_), family)


def _moment(text: str, column: Column) -> datetime:
    """A bound as the column's driver expects it: columns without a zone hold UTC."""
    moment = datetime.strptime(text, MOMENT_FORMAT).replace(tzinfo=UTC)
    return moment if column.type_name == _ZONED else moment.replace(tzinfo=None)


def _places(column: Column) -> int | None:
    """The decimal places a column's type promises."""
    found = re.search(r",\s*(\d+)\)", column.type_name)
    return int(found[1]) if found and column.family == "decimal" else None


def as_text(value: Any, places: int | None = None) -> str | None:
    """One value in the form every source lands in."""
    if value is None or isinstance(value, str):
        return value
    if places is not None and isinstance(value, int | float | Decimal):
        return format(Decimal(str(value)), f".{places}f")
    for kind, form in _FORMS:
        if isinstance(value, kind):
            return form(value)
    return str(value)


def _moment_text(value: datetime) -> str:
    return (value.astimezone(UTC) if value.tzinfo else value).strftime(MOMENT_FORMAT)


# A datetime is a date and a boolean a number to Python: the narrower comes first.
_FORMS: tuple[tuple[type[Any], Callable[[Any], str]], ...] = (
    (bool, lambda value: "true" if value else "false"),
    (datetime, _moment_text),
    (date, date.isoformat),
    (int, str),
    (Decimal, lambda value: format(value, "f")),
    (float, lambda value: format(Decimal(repr(value)), "f")),
    (UUID, str),
    (bytes, bytes.hex),
)
