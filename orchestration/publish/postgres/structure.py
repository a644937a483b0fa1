"""The stable tables of schema `bi`: made once, widened when a release has more, never dropped.

Here: tables, columns and comments. Not here: keys (keys.py), policies (access.py), views (views.py)
and rows (publishing.py). A column or table that a release does not have stays, empty: an older
release can be published again, and views that people made go on working.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestration.publish.postgres.errors import PostgresError
from orchestration.publish.postgres.session import Session
from orchestration.publish.postgres.words import (
    ACCESS,
    BI,
    READER,
    name,
    remember,
    text,
    type_of,
)
from orchestration.publish.tables import Table

TABLE = "table "


@dataclass(frozen=True)
class Found:
    """What schema `bi` holds: every relation, the columns of tables in order, and our notes."""

    relations: frozenset[str]
    columns: dict[str, dict[str, str]]
    made: dict[str, str]

    @property
    def tables(self) -> tuple[str, ...]:
        """Our tables, those that this release does not have among them."""
        return tuple(
            thing.removeprefix(TABLE) for thing in sorted(self.made) if thing.startswith(TABLE)
        )


def read_structure(session: Session) -> Found:
    """What is there now."""
    relations = session.names(
        "select relname from pg_class join pg_namespace n on n.oid = relnamespace "
        f"where nspname = {text(BI)} and relkind in ('r', 'p', 'v', 'm', 'f')"
    )
    columns: dict[str, dict[str, str]] = {}
    for row in session.rows(
        "select relname, attname, format_type(atttypid, atttypmod) as type "
        "from pg_attribute join pg_class c on c.oid = attrelid "
        f"join pg_namespace n on n.oid = relnamespace where nspname = {text(BI)} "
        "and relkind in ('r', 'p') and attnum > 0 and not attisdropped order by relname, attnum"
    ):
        columns.setdefault(row["relname"], {})[row["attname"]] = row["type"]
    made = {
        row["thing"]: row["definition"]
        for row in session.rows(f"select thing, definition from {ACCESS}.made")
    }
    return Found(frozenset(relations), columns, made)


def bring_tables(session: Session, tables: Sequence[Table], found: Found, release_id: str) -> None:
    """Every table and column of the release, where it is missing, with its description."""
    _refuse_changes(tables, found, release_id)
    for table in tables:
        relation = f"{BI}.{name(table.name)}"
        there = found.columns.get(table.name, {})
        wanted = [
            f"{name(column.name)} {type_of(column.data_type)}"
            for column in table.columns
            if column.name not in there
        ]
        if not there:
            session.execute(
                f"create table {relation} ({', '.join(wanted)})",
                f"alter table {relation} enable row level security",
                f"grant select on {relation} to {READER}",
                remember(f"{TABLE}{table.name}", ""),
            )
        elif wanted:
            adding = ", ".join(f"add column {column}" for column in wanted)
            session.execute(f"alter table {relation} {adding}")
    _describe(session, tables, found)


def _refuse_changes(tables: Sequence[Table], found: Found, release_id: str) -> None:
    ours = set(found.tables)
    for table in tables:
        if table.name in found.relations and table.name not in ours:
            raise PostgresError(
                f"{BI}.{table.name} is there and was not made by a publish; the release has a "
                "table of that name.",
                f"Rename it or move it to a schema of its own: `alter table {BI}.{table.name} "
                "set schema …`. Then publish again.",
            )
    changed = [
        f"{BI}.{table.name}.{column.name} is {there[column.name]} and would be "
        f"{type_of(column.data_type)}"
        for table in tables
        for there in [found.columns.get(table.name, {})]
        for column in table.columns
        if column.name in there and there[column.name] != type_of(column.data_type)
    ]
    if changed:
        raise PostgresError(
            f"Release {release_id} has columns of another type than the database: "
            f"{'; '.join(changed)}.",
            "Views that people made may rest on such a column, so it is not changed for them: "
            "drop those views, run `alter table … alter column … type … using …` as the owner, "
            "publish again, then make the views again.",
        )


def _describe(session: Session, tables: Sequence[Table], found: Found) -> None:
    """Comments, where there is none or where the present one is ours and older."""
    present = {
        (row["relname"], row["attname"]): row["description"]
        for row in session.rows(
            "select relname, coalesce(attname, '') as attname, description from pg_description "
            "join pg_class c on c.oid = objoid and classoid = 'pg_class'::regclass "
            f"join pg_namespace n on n.oid = relnamespace and nspname = {text(BI)} "
            "left join pg_attribute on attrelid = objoid and attnum = objsubid and objsubid > 0"
        )
    }
    statements: list[str] = []
    for kind, table, column, said in _descriptions(tables):
        thing = f"comment {table}.{column}"
        there = present.get((table, column))
        if not said or said == there or there not in (None, found.made.get(thing)):
            continue
        place = f"{BI}.{name(table)}" + (f".{name(column)}" if column else "")
        statements += [f"comment on {kind} {place} is {text(said)}", remember(thing, said)]
    session.execute(*statements)


def _descriptions(tables: Sequence[Table]) -> Iterator[tuple[str, str, str, str]]:
    for table in tables:
        yield "table", table.name, "", table.description
        for column in table.columns:
            yield "column", table.name, column.name, column.description
