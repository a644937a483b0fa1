"""Views over the tables: what holds now, and what held on a day.

Here: `<fact>_current`, the row of the latest complete period of each measure and unit, and
`<table>_as_of`, a row for each day on which something was in force as far as it was known then:
ask it for one `as_of_date`. Not here: tables. Every view reads as its reader (`security_invoker`),
or it would show each row to everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from orchestration.publish.postgres.access import TIME_ZONE
from orchestration.publish.postgres.errors import PostgresError
from orchestration.publish.postgres.session import Session
from orchestration.publish.postgres.structure import Found
from orchestration.publish.postgres.words import BI, READER, name, remember, text
from orchestration.publish.tables import Table

VIEW = "view "
STATUSES = "fct_measure_statuses"
DATES = "dim_dates"
UNIT_FACT = ("measure_id", "organisation_unit_id", "period_id")
WHOLE_FACT = ("measure_id", "period_id")
OBJECTIVE_FACT = ("objective_id", "period_id")
FACTS = ("fct_", "obt_")
SPANS = (("effective_from_date", "effective_to_date"), ("valid_from_date", "valid_to_date"))
# The London midnight that ends the day, in UTC: what is stamped earlier was known on it.
DAY_END = f"(cast(days.date_day + 1 as timestamp) at time zone '{TIME_ZONE}' at time zone 'UTC')"

Columns = Mapping[str, Sequence[str]]


def views_of(tables: Sequence[Table], columns: Columns) -> dict[str, tuple[str, str]]:
    """Name of each view: its query and what it is; `columns` are those of the tables on the server.

    All of them stand in the query, those this release has not included: a view cannot lose one.
    """
    by_name = {table.name: table for table in tables}
    found: dict[str, tuple[str, str]] = {}
    if STATUSES in by_name:
        found |= dict(_current(by_name, columns))
    if DATES in by_name:
        found |= dict(_as_of(by_name, columns))
    return found


def _current(
    tables: Mapping[str, Table], columns: Columns
) -> Iterator[tuple[str, tuple[str, str]]]:
    for table in tables.values():
        present = columns[table.name]
        joined = _latest(table, present)
        if joined and table.name.startswith(FACTS):
            query = f"select {_of_rows(present)} from {BI}.{name(table.name)} as rows {joined}"
            yield _view(table, "_current", query, CURRENT)


def _latest(table: Table, columns: Sequence[str]) -> str:
    """The join that leaves a table's rows of the latest complete periods, where it has any."""
    source, series = STATUSES, "measure_id, organisation_unit_id"
    if table.key[: len(UNIT_FACT)] == UNIT_FACT:
        alike = [f"rows.{column} = latest.{column}" for column in UNIT_FACT]
    elif table.key == WHOLE_FACT and "scorecard_id" in columns:
        alike = [f"rows.{column} = latest.{column}" for column in WHOLE_FACT]
        alike.append("rows.scorecard_id = latest.organisation_unit_id")
    elif table.key == OBJECTIVE_FACT and "is_complete" in columns:
        source, series = table.name, "objective_id"
        alike = [f"rows.{column} = latest.{column}" for column in OBJECTIVE_FACT]
    else:
        return ""
    return (
        f"inner join (select distinct on ({series}) {series}, period_id from {BI}.{name(source)} "
        f"where is_complete order by {series}, period_end_date desc, period_id desc) as latest "
        f"on {' and '.join(alike)}"
    )


CURRENT = "The latest complete period of each, of those its reader may see"
IN_FORCE = "What was in force on each day, as far as it was known when that day was over"
SHOWN = "What had been shown to a forum by each day: the newest publication of each figure"


def _as_of(tables: Mapping[str, Table], columns: Columns) -> Iterator[tuple[str, tuple[str, str]]]:
    for table in tables.values():
        present = columns[table.name]
        for first, last in SPANS:
            if not table.name.startswith("dim_") or not {first, last} <= set(present):
                continue
            conditions = [
                f"coalesce(rows.{first}, '-infinity') <= days.date_day",
                f"coalesce(rows.{last}, 'infinity') >= days.date_day",
            ]
            if "recorded_at" in present:
                conditions.append(f"rows.recorded_at < {DAY_END}")
            if "superseded_at" in present:
                conditions.append(f"coalesce(rows.superseded_at, 'infinity') >= {DAY_END}")
            query = (
                f"select days.date_day as as_of_date, {_of_rows(present)} "
                f"from {BI}.{DATES} as days inner join {BI}.{name(table.name)} as rows "
                f"on {' and '.join(conditions)}"
            )
            yield _view(table, "_as_of", query, IN_FORCE)
    shown, publications = "fct_published_measures", "fct_publications"
    if {shown, publications} <= set(tables):
        key = ", ".join(f"rows.{column}" for column in UNIT_FACT)
        query = (
            f"select days.date_day as as_of_date, newest.* from {BI}.{DATES} as days "
            f"cross join lateral (select distinct on ({key}) told.published_on_date, "
            f"{_of_rows(columns[shown])} from {BI}.{shown} as rows "
            f"inner join {BI}.{publications} as told using (publication_id) "
            "where told.published_on_date <= days.date_day "
            f"order by {key}, told.published_on_date desc, told.publication_id desc) as newest"
        )
        yield _view(tables[shown], "_as_of", query, SHOWN)


def _of_rows(columns: Sequence[str]) -> str:
    return ", ".join(f"rows.{name(column)}" for column in columns)


def _view(table: Table, suffix: str, query: str, said: str) -> tuple[str, tuple[str, str]]:
    return f"{table.name}{suffix}", (query, f"{said}. From {table.name}.")


def bring_views(session: Session, tables: Sequence[Table], columns: Columns, found: Found) -> None:
    """Each view, where it is missing or another one now."""
    for view, (query, said) in views_of(tables, columns).items():
        thing, relation = f"{VIEW}{view}", f"{BI}.{name(view)}"
        if view in found.relations and thing not in found.made:
            raise PostgresError(
                f"{relation} is there and was not made by a publish, which makes a view of that "
                "name.",
                f"Rename it or move it: `alter view {relation} set schema …`. Then publish again.",
            )
        if found.made.get(thing) == query and view in found.relations:
            continue
        session.execute(
            f"create or replace view {relation} with (security_invoker = true) as {query}",
            f"comment on view {relation} is {text(said)}",
            f"grant select on {relation} to {READER}",
            remember(thing, query),
        )
