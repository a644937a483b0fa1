"""A metric as SQL over schema `bi`, with Metabase's variables for the span and the days.

Here: the SQL, and the reasons why a metric has none. Not here: names, texts and settings of a
question (questions.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from orchestration.metrics.metric import Aggregation, Metric, Scalar, Scope
from orchestration.publish.metabase.content import Tag
from orchestration.publish.tables import Table

SCHEMA = "bi"
DATES = "dim_dates"
DAY_COLUMNS = {"date_day", "fiscal_year", "fiscal_quarter", "calendar_year", "month_number"}
UNITS = "dim_organisation_units"
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
# Metabase reads these as a variable and as an optional clause, also inside a text.
VARIABLES = ("{{", "}}", "[[", "]]")

MONTH, QUARTER, YEAR = "month", "fiscal quarter", "fiscal year"
TAGS = (
    Tag("span", "text", "By", MONTH, (MONTH, QUARTER, YEAR)),
    Tag("from_day", "date", "From"),
    Tag("to_day", "date", "To"),
)
SPAN = f"""case {{{{span}}}}
            when '{YEAR}' then days.fiscal_year
            when '{QUARTER}' then days.fiscal_quarter
            else cast(days.calendar_year as varchar)
            || '-' || lpad(cast(days.month_number as varchar), 2, '0')
        end"""


class UnsayableError(Exception):
    """A metric that cannot be put into SQL that Metabase reads as it is meant."""


def metric_sql(metric: Metric, tables: Iterable[Table]) -> str:
    """The SQL of a metric; an UnsayableError where there is none."""
    known = {table.name: {column.name for column in table.columns} for table in tables}
    is_by_unit = metric.scope is Scope.UNITS
    used = _columns(metric)
    _check(known, metric.table, {*used, *(name for name, _ in metric.where)})
    _check(known, DATES, DAY_COLUMNS)
    if is_by_unit:
        _check(known, UNITS, {"organisation_unit_id", "name"})
    conditions = [f"facts.{name} = {literal(value)}" for name, value in metric.where]
    unit_column = "        units.name as unit,\n" if is_by_unit else ""
    unit_join = (
        f"    inner join {SCHEMA}.{UNITS} as units\n"
        "        on facts.organisation_unit_id = units.organisation_unit_id\n"
        if is_by_unit
        else ""
    )
    columns = ",\n".join(f"        facts.{name}" for name in used)
    return (
        "with figures as (\n    select\n"
        f"        {SPAN} as span,\n{unit_column}{columns}\n"
        f"    from {SCHEMA}.{metric.table} as facts\n"
        f"    inner join {SCHEMA}.{DATES} as days\n"
        f"        on facts.{metric.date_column} = days.date_day\n"
        f"{unit_join}"
        f"    where\n        {_and(conditions)}\n"
        f"        [[and facts.{metric.date_column} >= {{{{from_day}}}}]]\n"
        f"        [[and facts.{metric.date_column} <= {{{{to_day}}}}]]\n"
        f")\n{_figure(metric, is_by_unit=is_by_unit)}"
    )


def literal(value: Scalar) -> str:
    """A value in SQL; an UnsayableError where Metabase or PostgreSQL may read it otherwise."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if any(sign in value for sign in VARIABLES):
        raise UnsayableError("A value holds brackets that Metabase reads as a variable.")
    if "\\" in value or not value.isprintable():
        raise UnsayableError("A value holds a sign that PostgreSQL may read otherwise.")
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def _columns(metric: Metric) -> list[str]:
    if metric.aggregation is Aggregation.PARTS:
        figures = ["weighted_value", "weight"]
    elif metric.aggregation is Aggregation.COUNT:
        figures = []
    else:
        figures = [metric.column]
    by_unit = ["organisation_unit_id"] if metric.scope is Scope.UNITS else []
    return [*by_unit, metric.date_column, *figures]


def _check(known: dict[str, set[str]], table: str, columns: set[str]) -> None:
    for name in (table, *sorted(columns)):
        if not IDENTIFIER.fullmatch(name):
            raise UnsayableError(f"`{name}` is no name that SQL takes without quotes.")
    if table not in known:
        raise UnsayableError(f"The release has no table {table}.")
    missing = sorted(columns - known[table])
    if missing:
        raise UnsayableError(f"{table} has no column {', '.join(missing)}.")


def _and(conditions: list[str]) -> str:
    return "\n        and ".join(conditions) if conditions else "true"


def _figure(metric: Metric, *, is_by_unit: bool) -> str:
    unit = ["unit"] if is_by_unit else []
    named = "".join(f'    {column} as "{column.title()}",\n' for column in ("span", *unit))
    # Two units may bear one name.
    grouped = ", ".join(["span", *unit, *(["organisation_unit_id"] if is_by_unit else [])])
    if metric.aggregation is Aggregation.LATEST:
        return _latest(metric, named, grouped)
    figure = {
        Aggregation.PARTS: "sum(weighted_value) / nullif(sum(weight), 0)",
        Aggregation.TOTAL: f"sum({metric.column})",
        Aggregation.COUNT: "count(*)",
    }[metric.aggregation]
    return (
        f'select\n{named}    {figure} as "Value"\nfrom figures\n'
        f"group by {grouped}\norder by {grouped}"
    )


def _latest(metric: Metric, named: str, grouped: str) -> str:
    return (
        f'select\n{named}    {metric.column} as "Value"\n'
        "from (\n    select\n        *,\n"
        f"        row_number() over (\n            partition by {grouped}\n"
        f"            order by {metric.date_column} desc\n        ) as age\n    from figures\n"
        f") as dated\nwhere age = 1\norder by {grouped}"
    )
