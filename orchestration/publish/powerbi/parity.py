"""A query in DAX that holds every measure against what it must say.

Here: what each metric is in the last fiscal quarter it has a figure of, by SQL over the release's
rows, and the query that compares. Not here: the measures (dax.py). The query was never run here: a
person who has Power BI runs it, and reads the first column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from orchestration.metrics.metric import Aggregation, Metric, Scope
from orchestration.publish.powerbi.model import Model
from orchestration.publish.powerbi.names import (
    column_name,
    dax_column,
    dax_measure,
    dax_text,
    table_name,
)

FILE = "DAXQueries/parity.dax"
# Figures agree to nine significant digits: a double has fifteen.
TOLERANCE = "1E-9"


@dataclass(frozen=True)
class Expected:
    """What a metric is in a fiscal quarter, for a unit where it is asked by unit."""

    metric: str
    quarter: str
    unit: str | None
    figure: Decimal | int | None


def expected_figures(
    connection: duckdb.DuckDBPyConnection, metrics: Sequence[Metric]
) -> list[Expected]:
    """What the release's rows say of each metric; nothing of one that has no row."""
    told: dict[tuple[Any, ...], dict[tuple[Any, ...], tuple[Any, ...]]] = {}
    found = []
    for metric in metrics:
        # Metrics that differ in nothing but the values of their filters are asked at once.
        filters = tuple(column for column, _ in metric.where)
        way = (metric.aggregation, metric.scope)
        alike = (metric.table, metric.column, metric.date_column, *way, filters)
        if alike not in told:
            told[alike] = _asked(connection, metric)
        row = told[alike].get(tuple(value for _, value in metric.where))
        if row is not None:
            found.append(Expected(metric.name, *row))
    return found


def _asked(
    connection: duckdb.DuckDBPyConnection, metric: Metric
) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Quarter, unit and figure by the values of a metric's filters, for all it could filter by."""
    keys = [f'"{column}"' for column, _ in metric.where]
    listed = "".join(f"{key}, " for key in keys)
    alike = "".join(f"rows.{key} = chosen.{key} and " for key in keys)
    day = f'"{metric.date_column}"'
    unit = "organisation_unit_id" if metric.scope is Scope.UNITS else "null"
    # The last quarter with a figure, or with a row; of its units the first by name.
    figure = f'"{metric.column}"' if metric.column else "of_quarter"
    rows = connection.execute(
        f"with rows as (select days.fiscal_quarter as of_quarter, {unit} as of_unit, facts.* "
        f'from "{metric.table}" facts inner join dim_dates days on days.date_day = facts.{day}), '
        f"ranked as (select {listed}of_quarter, of_unit, row_number() over ("
        f"partition by {listed}1 order by {figure} is null, of_quarter desc, of_unit) as place "
        "from rows), chosen as (select * from ranked where place = 1), "
        f"span as (select rows.*, max(rows.{day}) over (partition by {_of_rows(keys)}1) as of_day "
        f"from rows inner join chosen on {alike}rows.of_quarter = chosen.of_quarter "
        "and rows.of_unit is not distinct from chosen.of_unit) "
        f"select {listed}any_value(of_quarter), any_value(of_unit), {_counted(metric, day)} "
        f"from span group by {listed}of_quarter"
    ).fetchall()
    return {row[: len(keys)]: row[len(keys) :] for row in rows}


def _of_rows(keys: Sequence[str]) -> str:
    return "".join(f"rows.{key}, " for key in keys)


def _counted(metric: Metric, day: str) -> str:
    figure = f'"{metric.column}"'
    # DuckDB divides decimals as doubles: good for more digits than are compared.
    return {
        Aggregation.PARTS: "sum(weighted_value) / nullif(sum(weight), 0)",
        Aggregation.TOTAL: f"sum({figure})",
        Aggregation.LATEST: f"sum({figure}) filter (where {day} = of_day)",
        Aggregation.COUNT: "count(*)",
    }[metric.aggregation]


def parity_query(model: Model, names: Mapping[str, str], expected: Iterable[Expected]) -> str:
    """The query: a row for each metric, the ones that differ first."""
    rows = ",\n".join(_row(names[one.metric], one) for one in expected if one.metric in names)
    said = (
        "// Every measure beside what the release says of it, in the last fiscal quarter it has a "
        "figure of.\n"
        f"// Release {model.release_id}. Rows that differ come first; there must be none.\n"
        "// Generated, and never run before you run it."
    )
    return (
        f"{said}\nEVALUATE\n    ADDCOLUMNS(\n        UNION(\n{rows}\n        ),\n"
        '        "Agrees",\n'
        "            IF(\n                ABS(COALESCE([Measured], 0) - COALESCE([Expected], 0))\n"
        f"                    <= {TOLERANCE} * ABS(COALESCE([Expected], 0))\n"
        "                    && ISBLANK([Measured]) = ISBLANK([Expected]),\n"
        '                "yes",\n                "NO"\n            )\n    )\n'
        "ORDER BY [Agrees], [Metric]\n"
    )


def _row(name: str, one: Expected) -> str:
    quarter = dax_column(table_name("dim_dates"), column_name("dim_dates", "fiscal_quarter"))
    filters = [f"{quarter} = {dax_text(one.quarter)}"]
    if one.unit is not None:
        units = "dim_organisation_units"
        column = dax_column(table_name(units), column_name(units, "organisation_unit_id"))
        filters.append(f"{column} = {dax_text(one.unit)}")
    figure = "BLANK()" if one.figure is None else format(Decimal(str(one.figure)), "f")
    unit = "" if one.unit is None else one.unit
    return (
        f'            ROW(\n                "Metric", {dax_text(one.metric)},\n'
        f'                "Fiscal quarter", {dax_text(one.quarter)},\n'
        f'                "Unit", {dax_text(unit)},\n'
        f'                "Expected", {figure},\n'
        f'                "Measured", CALCULATE({dax_measure(name)}, {", ".join(filters)})\n'
        "            )"
    )
