"""What identifies a row, what it refers to, and where the server finds it quickly.

Here: primary and unique keys, foreign keys, indexes. Not here: columns. Constraints are compared
with what was noted when they were made, and only a difference is a statement: an ordinary publish
changes none and so never waits for a reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from orchestration.publish.marts import name as quoted
from orchestration.publish.postgres.session import Session
from orchestration.publish.postgres.structure import Found
from orchestration.publish.postgres.words import BI, forget, name, names, remember, short, text
from orchestration.publish.tables import Reference, Table

CONSTRAINT = "constraint "
# By these a report asks for rows of any fact. None of them tells a finding: by an index on colours
# `explain analyze` counts the hidden rows of one colour for its reader.
ASKED_BY = (
    "measure_id",
    "organisation_unit_id",
    "period_id",
    "period_end_date",
    "scorecard_id",
    "objective_id",
)


@dataclass(frozen=True)
class Constraint:
    """A constraint of a table, by name; `columns` are those that a primary key makes required."""

    table: str
    name: str
    definition: str
    columns: tuple[str, ...] = ()

    @property
    def thing(self) -> str:
        return f"{CONSTRAINT}{self.table} {self.name}"


def constraints_of(
    tables: Sequence[Table], rows: duckdb.DuckDBPyConnection
) -> tuple[Constraint, ...]:
    """Keys first, then the references that hold in `rows`, where each table is a view."""
    by_name = {table.name: table for table in tables}
    return (*(_key(table) for table in tables if table.key), *_references(by_name, rows))


def _key(table: Table) -> Constraint:
    required = {column.name for column in table.columns if column.is_required}
    columns = names(table.key)
    if required.issuperset(table.key):
        definition = f"primary key ({columns})"
        return Constraint(table.name, short(f"{table.name}_pkey"), definition, table.key)
    # A part may be empty; two rows that are empty there are alike all the same.
    definition = f"unique nulls not distinct ({columns})"
    return Constraint(table.name, short(f"{table.name}_key"), definition)


def _references(tables: dict[str, Table], rows: duckdb.DuckDBPyConnection) -> Iterator[Constraint]:
    for table in tables.values():
        for reference in table.references:
            parent = tables.get(reference.table)
            if parent is None or parent.key != (reference.parent_column,):
                continue
            if _orphans(table, reference, rows):
                continue
            yield Constraint(
                table.name,
                short(f"{table.name}_{reference.column}_fkey"),
                f"foreign key ({name(reference.column)}) references {BI}.{name(parent.name)} "
                f"({name(reference.parent_column)}) deferrable initially deferred",
            )


def _orphans(table: Table, reference: Reference, rows: duckdb.DuckDBPyConnection) -> int:
    """Values without a parent; `*`, which stands for no value, is one for a server."""
    child, parent = quoted(reference.column), quoted(reference.parent_column)
    found = rows.execute(
        f"select count(*) from {quoted(table.name)} where {child} is not null "
        f"and {child} not in (select {parent} from {quoted(reference.table)})"
    ).fetchall()
    return int(found[0][0])


def drop_changed(session: Session, wanted: Sequence[Constraint], found: Found) -> None:
    """Drop our constraints that this release has not, or has otherwise."""
    there = _present(session)
    kept = {
        constraint.thing
        for constraint in wanted
        if constraint.thing in there and found.made.get(constraint.thing) == constraint.definition
    }
    ours = {thing for thing in found.made if thing.startswith(CONSTRAINT)}
    # References first: a key cannot go while one rests on it.
    for thing in sorted(ours - kept, key=lambda thing: (not thing.endswith("_fkey"), thing)):
        if thing in there:
            _drop(session, thing)
        session.execute(forget(thing))


def _present(session: Session) -> set[str]:
    return session.names(
        f"select {text(CONSTRAINT)} || relname || ' ' || conname from pg_constraint "
        "join pg_class c on c.oid = conrelid join pg_namespace n on n.oid = relnamespace "
        f"where nspname = {text(BI)} and contype in ('p', 'u', 'f')"
    )


def _drop(session: Session, thing: str) -> None:
    table, _, constraint = thing.removeprefix(CONSTRAINT).partition(" ")
    relation = f"{BI}.{name(table)}"
    required = session.names(
        "select attname from pg_constraint join pg_attribute on attrelid = conrelid "
        f"and attnum = any (conkey) where conrelid = {text(relation)}::regclass "
        f"and conname = {text(constraint)} and contype = 'p'"
    )
    # A key of ours that references of ours rest on takes them with it; they are made again.
    session.execute(
        f"alter table {relation} drop constraint {name(constraint)} cascade",
        *(
            f"alter table {relation} alter column {name(column)} drop not null"
            for column in sorted(required)
        ),
    )


def add_missing(session: Session, wanted: Sequence[Constraint]) -> None:
    """Make the constraints that are not there, now that the rows are."""
    there = _present(session)
    for constraint in wanted:
        if constraint.thing not in there:
            session.execute(
                f"alter table {BI}.{name(constraint.table)} "
                f"add constraint {name(constraint.name)} {constraint.definition}",
                remember(constraint.thing, constraint.definition),
            )


def bring_indexes(session: Session, tables: Sequence[Table]) -> None:
    """An index for each column that reports ask by, and for no other."""
    there = session.names(f"select indexname from pg_indexes where schemaname = {text(BI)}")
    statements: list[str] = []
    for table in tables:
        asked = {column.name for column in table.columns if column.name in ASKED_BY}
        for column in sorted(asked - set(table.key[:1])):
            index = short(f"{table.name}_{column}_idx")
            if index not in there:
                statements.append(
                    f"create index {name(index)} on {BI}.{name(table.name)} ({name(column)})"
                )
    session.execute(*statements)
