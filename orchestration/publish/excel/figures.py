"""Every metric's figures by month, fiscal quarter and fiscal year, worked out from a release.

Here: the one way a metric adds up its rows, as SQL over the release's own Parquet files. Not here:
which metrics there are (metrics/) and the sheet they stand on (data_sheets.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

import duckdb

from orchestration.metrics.metric import Aggregation, Metric, Refusal, Scope
from orchestration.publish.marts import name, text

WIDE = Context(prec=60)
UNIT = "organisation_unit_id"
# Three rows a day: the spans it belongs to.
SPANS = """
create temp table spans as
with days as (
    select
        date_day,
        unnest([1, 2, 3]) as span_number,
        unnest(['month', 'fiscal_quarter', 'fiscal_year']) as span,
        unnest([strftime(date_day, '%Y-%m'), fiscal_quarter, fiscal_year]) as label
    from read_parquet({dates})
)
select
    date_day,
    span_number,
    span,
    label,
    min(date_day) over (partition by span, label) as first_date,
    max(date_day) over (partition by span, label) as last_date
from days
"""


@dataclass(frozen=True)
class Figure:
    """A metric's figure of one span of days; of one unit, where it is asked by unit."""

    metric: Metric
    unit_id: str
    span: str
    label: str
    first_date: date
    last_date: date
    value: Decimal


@dataclass(frozen=True)
class Figures:
    """All figures of a release, and the metrics that have no way to any."""

    figures: tuple[Figure, ...]
    refused: tuple[Refusal, ...]


def read_figures(folder: Path, metrics: Sequence[Metric]) -> Figures:
    """The figures of these metrics in the order of the metrics, then by span and unit."""
    found: list[Figure] = []
    refused: list[Refusal] = []
    with duckdb.connect() as session:
        session.execute("set enable_progress_bar = false")
        session.execute("set timezone = 'UTC'")
        missing = _load(session, folder, metrics)
        for metric in metrics:
            table = next((t for t in (metric.table, "dim_dates") if t in missing), None)
            if table is None:
                found += _figures(session, metric)
            else:
                reason = f"The release has no table {table}, which its figures come from."
                refused.append(Refusal(metric.name, reason))
    return Figures(tuple(found), tuple(refused))


def _load(
    session: duckdb.DuckDBPyConnection, folder: Path, metrics: Sequence[Metric]
) -> frozenset[str]:
    """Bring the tables into the session; the names of those the release lacks."""
    missing = set()
    for table in sorted({metric.table for metric in metrics} | {"dim_dates"}):
        file = folder / f"{table}.parquet"
        if not file.is_file():
            missing.add(table)
        elif table == "dim_dates":
            session.execute(SPANS.format(dates=text(file)))
        else:
            session.execute(f"create temp table {name(table)} as from read_parquet({text(file)})")
    return frozenset(missing)


def _figures(session: duckdb.DuckDBPyConnection, metric: Metric) -> Iterator[Figure]:
    sql, values = figures_query(metric)
    for unit_id, _, span, label, first, last, above, below in _rows(session, sql, values):
        value = _quotient(above, below)
        if value is not None:
            yield Figure(metric, unit_id, span, label, first, last, value)


def _rows(session: duckdb.DuckDBPyConnection, sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    return session.execute(sql, values).fetchall()


def figures_query(metric: Metric) -> tuple[str, list[Any]]:
    """The SQL of a metric and the values it asks for: what is divided, and by what."""
    day = f"rows.{name(metric.date_column)}"
    unit = f"rows.{UNIT}" if metric.scope is Scope.UNITS else "''"
    # What a metric asks for is a parameter, never part of the SQL.
    asked = [f"rows.{name(column)} = ?" for column, _ in metric.where]
    above, below = _sums(metric, day)
    sql = (
        f"select {unit}, spans.span_number, spans.span, spans.label, spans.first_date, "
        f"spans.last_date, {above}, {below} "
        f"from {name(metric.table)} as rows inner join spans on {day} = spans.date_day "
        f"{'where ' + ' and '.join(asked) if asked else ''} "
        "group by all "
        "order by spans.span_number, 1, spans.first_date"
    )
    return sql, [value for _, value in metric.where]


def _sums(metric: Metric, day: str) -> tuple[str, str]:
    match metric.aggregation:
        case Aggregation.PARTS:
            return "sum(rows.weighted_value)", "sum(rows.weight)"
        case Aggregation.TOTAL:
            return f"sum(rows.{name(metric.column)})", "1"
        case Aggregation.LATEST:
            # The last row stands even where it holds nothing: an older one would not be the last.
            return f"arg_max_null(rows.{name(metric.column)}, {day})", "1"
        case Aggregation.COUNT:
            return "count(*)", "1"


def _quotient(above: Any, below: Any) -> Decimal | None:
    """Not rounded: a small rate would lose digits. Nothing where there is nothing to divide by."""
    if above is None or not below:
        return None
    return WIDE.divide(Decimal(above), Decimal(below))
