"""A metric as a measure in DAX.

Here: one expression for each way of adding up, its target and its status. Not here: how a measure
is named and shown (measures.py).

Figures of a whole organisation are not divided by units: asked by unit they are blank, for the
organisation's figure beside each unit would be read as the unit's.
"""

from __future__ import annotations

from orchestration.metrics.metric import Aggregation, Metric, Scalar, Scope
from orchestration.publish.powerbi.model import Kpi, Model, Table, in_dax
from orchestration.publish.powerbi.names import dax_measure, dax_table, dax_text, indented

UNITS = "dim_organisation_units"
STATUSES = "fct_measure_statuses"
PROMISED = "Promised for the last period"
JUDGED = "Status of the last period, as a number"
PERIODS = "Periods judged"
# Shapes that differ, not colours alone: a tick, an exclamation mark, a cross.
GRAPHIC = "Three Symbols Circled Colored"


class InexpressibleError(Exception):
    """A metric that the model cannot say, and why."""


def expression(model: Model, metric: Metric) -> str:
    """The metric's calculation."""
    table = _table(model, metric)
    if metric.aggregation is Aggregation.PARTS:
        upper, lower = _column(table, "weighted_value"), _column(table, "weight")
        counted = _calculate(f"DIVIDE(SUM({upper}), SUM({lower}))", _filters(table, metric))
    elif metric.aggregation is Aggregation.TOTAL:
        counted = _calculate(f"SUM({_column(table, metric.column)})", _filters(table, metric))
    elif metric.aggregation is Aggregation.LATEST:
        counted = _latest(table, metric)
    else:
        return _calculate(f"COUNTROWS({dax_table(table.name)})", _filters(table, metric))
    return _guarded(model, metric, counted)


def kpi(model: Model, metric: Metric) -> Kpi | None:
    """What a measure's figure is held against; nothing for counts and for attainment itself."""
    if metric.measure_id is None or metric.column != "value":
        return None
    statuses = model.of_mart(STATUSES)
    filters = [_equals(statuses, "measure_id", metric.measure_id)]
    if metric.scope is Scope.ORGANISATION:
        filters.append(_equals(statuses, "organisation_unit_id", metric.scorecard_id or ""))
    said = "The target and the status of the last period of the span."
    target, status = dax_measure(PROMISED), dax_measure(JUDGED)
    if metric.aggregation is not Aggregation.LATEST:
        # No status was given to a figure of several periods.
        said = "The target and the status of the period; none over a longer span."
        target, status = (f"IF({dax_measure(PERIODS)} = 1, {told})" for told in (target, status))
    return Kpi(
        target=_guarded(model, metric, _calculate(target, filters)),
        status=_guarded(model, metric, _calculate(status, filters)),
        graphic=GRAPHIC,
        description=said,
    )


def _latest(table: Table, metric: Metric) -> str:
    filters = _filters(table, metric)
    day = _column(table, metric.date_column)
    last = _calculate(f"MAX({day})", filters)
    figure = _calculate(
        f"SUM({_column(table, metric.column)})", [*filters, f"KEEPFILTERS({day} = LastDay)"]
    )
    return f"VAR LastDay =\n{indented(last)}\nRETURN\n{indented(figure)}"


def _guarded(model: Model, metric: Metric, counted: str) -> str:
    units = model.of_mart(UNITS)
    if metric.scope is Scope.UNITS:
        condition = f"HASONEVALUE({_column(units, 'organisation_unit_id')})"
    else:
        condition = f"NOT ISFILTERED({dax_table(units.name)})"
    return f"IF(\n    {condition},\n{indented(counted)}\n)"


def _filters(table: Table, metric: Metric) -> list[str]:
    return [_equals(table, column, value) for column, value in metric.where]


def _equals(table: Table, source: str, value: Scalar) -> str:
    told = f"{str(value).upper()}()" if isinstance(value, bool) else dax_text(value)
    return f"KEEPFILTERS({_column(table, source)} = {told})"


def _calculate(counted: str, filters: list[str]) -> str:
    if not filters:
        return counted
    told = ",\n".join(indented(part) for part in (counted, *filters))
    return f"CALCULATE(\n{told}\n)"


def _table(model: Model, metric: Metric) -> Table:
    for table in model.tables:
        if table.mart == metric.table:
            return table
    raise InexpressibleError(f"The model has no table made of {metric.table}.")


def _column(table: Table, source: str) -> str:
    if not table.has(source):
        raise InexpressibleError(f"The table made of {table.mart} has no column {source}.")
    return in_dax(table, source)
