"""PostgreSQL's and SQLite's SQL: what is asked differs between them only here.

Here: names and texts in quotes, the catalogue, and every column as text of one form: days
`YYYY-MM-DD`, moments `YYYY-MM-DD HH:MM:SS` in UTC, `true` and `false`, decimals without exponent.
A value that has no such form comes as it is, for staging to judge. Not here: connections.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from orchestration.extract.connectors.sql.database import Column, Selection


def quoted(name: str) -> str:
    """A name that cannot be taken for anything else."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text that cannot be taken for anything else."""
    return "'" + text.replace("'", "''") + "'"


class Dialect(Protocol):
    """The parts of a statement that depend on the database."""

    @property
    def clock(self) -> str:
        """An expression for the present UTC second."""

    @property
    def guesses_types(self) -> bool:
        """Whether the driver takes a column's type from the values it happens to meet first."""

    def opening(self, statement_seconds: int) -> tuple[str, ...]:
        """What is said before anything is asked."""

    def relation(self, table: str) -> str:
        """The table's full name."""

    def catalogue(self, table: str) -> str:
        """A query for name and type_name of each column, in order."""

    def column(self, name: str, type_name: str) -> Column:
        """A column with its family."""

    def as_text(self, column: Column, expression: str = "") -> str:
        """The column, or an expression of its type, as text of the one form."""

    def newest(self, stamp: Column) -> str:
        """The last stamp, as text."""

    def window(self, selection: Selection) -> str:
        """The condition that a row lies in the selection's window."""


@dataclass(frozen=True)
class PostgreSql:
    """PostgreSQL; the session speaks UTC and ISO dates."""

    schema: str = ""
    clock: str = "date_trunc('second', now() at time zone 'UTC')::text"
    guesses_types: bool = False

    def opening(self, statement_seconds: int) -> tuple[str, ...]:
        return (
            "begin transaction isolation level repeatable read, read only",
            "set local timezone = 'UTC'",
            "set local datestyle = 'ISO, YMD'",
            "set local extra_float_digits = 1",
            f"set local statement_timeout = '{statement_seconds}s'",
        )

    def relation(self, table: str) -> str:
        return f"{quoted(self.schema)}.{quoted(table)}" if self.schema else quoted(table)

    def catalogue(self, table: str) -> str:
        return f"""
            select a.attname::text as name,
                case t.typtype when 'e' then 'enum' else
                    format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null)
                end as type_name
            from pg_attribute as a inner join pg_type as t on t.oid = a.atttypid
            where a.attrelid = to_regclass({literal(self.relation(table))})
                and a.attnum > 0 and not a.attisdropped
            order by a.attnum"""  # noqa: S608  quoted

    def column(self, name: str, type_name: str) -> Column:
        family = _POSTGRESQL_FAMILIES.get(type_name.partition("(")[0], "other")
        return Column(name, type_name, family)

    def as_text(self, column: Column, expression: str = "") -> str:
        value = expression or quoted(column.name)
        if column.type_name == "timestamp with time zone":
            return f"({value} at time zone 'UTC')::text"
        if column.type_name in ("real", "double precision"):
            return (
                f"case when {value}::text like '%e%' then {value}::numeric::text"
                f" else {value}::text end"
            )
        return f"{value}::text"

    def newest(self, stamp: Column) -> str:
        return self.as_text(stamp, f"max({quoted(stamp.name)})")

    def window(self, selection: Selection) -> str:
        column = selection.columns[selection.stamp]
        stamp = quoted(column.name)
        if column.family != "timestamp":
            return _text_window(f"{stamp}::text", selection)
        kind = "timestamptz" if column.type_name == "timestamp with time zone" else "timestamp"
        # The stamp itself is compared, so that an index on it serves; the last second is whole.
        return _either(
            stamp,
            f"{stamp} >= {kind} {literal(selection.first)}" if selection.first else "",
            f"{stamp} < {kind} {literal(selection.last)} + interval '1 second'"
            if selection.last
            else "",
        )


@dataclass(frozen=True)
class Sqlite:
    """SQLite; a column's type is what its table's declaration calls it."""

    clock: str = "datetime('now')"
    guesses_types: bool = True

    def opening(self, statement_seconds: int) -> tuple[str, ...]:
        return (f"pragma busy_timeout = {statement_seconds * 1000}", "begin")

    def relation(self, table: str) -> str:
        return quoted(table)

    def catalogue(self, table: str) -> str:
        return (
            f"select name, lower(type) as type_name from pragma_table_info({literal(table)})"  # noqa: S608
            " order by cid"
        )

    def column(self, name: str, type_name: str) -> Column:
        for words, family in _SQLITE_FAMILIES:
            if re.search(words, type_name):
                return Column(name, type_name, family)
        return Column(name, type_name, "other")

    def as_text(self, column: Column, expression: str = "") -> str:
        value = expression or quoted(column.name)
        text = f"cast({value} as text)"
        if column.family == "boolean":
            return f"case {value} when 1 then 'true' when 0 then 'false' else {text} end"
        if column.family == "timestamp":
            return (
                f"case when {value} glob '????-??-?? ??:??:??' then {value}"
                f" when typeof({value}) = 'text' then"
                f" coalesce(strftime('%Y-%m-%d %H:%M:%S', {value}), {value}) else {text} end"
            )
        places = re.search(r",\s*(\d+)\)", column.type_name)
        if column.family == "decimal" and places:
            is_number = f"typeof({value}) in ('integer', 'real')"
            return f"case when {is_number} then printf('%.{places[1]}f', {value}) else {text} end"
        if column.family == "decimal":
            return f"case when {text} like '%e%' then printf('%f', {value}) else {text} end"
        return text

    def newest(self, stamp: Column) -> str:
        return f"max({self.as_text(stamp)})"

    def window(self, selection: Selection) -> str:
        return _text_window(self.as_text(selection.columns[selection.stamp]), selection)


def _text_window(stamp: str, selection: Selection) -> str:
    return _either(
        stamp,
        f"{stamp} >= {literal(selection.first)}" if selection.first else "",
        f"{stamp} <= {literal(selection.last)}" if selection.last else "",
    )


def _either(stamp: str, *bounds: str) -> str:
    """Within the bounds that are set, or without a stamp."""
    within = " and ".join(filter(None, bounds)) or "true"
    return f"({within} or {stamp} is null)"


_POSTGRESQL_FAMILIES = {
    "boolean": "boolean",
    "date": "date",
    "timestamp without time zone": "timestamp",
    "timestamp with time zone": "timestamp",
    "smallint": "integer",
    "integer": "integer",
    "bigint": "integer",
    "numeric": "decimal",
    "real": "decimal",
    "double precision": "decimal",
    "text": "text",
    "character varying": "text",
    "character": "text",
    "bpchar": "text",
    "name": "text",
    "uuid": "text",
    "enum": "text",
}
_SQLITE_FAMILIES = (
    ("bool", "boolean"),
    ("datetime|timestamp", "timestamp"),
    ("date", "date"),
    ("char|clob|text|uuid|^$", "text"),
    ("int", "integer"),
    ("dec|num|real|doub|floa", "decimal"),
)
