"""The measures of the model: one for each metric.

Here: their names, folders, formats and notes. Not here: the calculation of a metric (dax.py) and
the measures that the report's tables show (shown.py).
"""

from __future__ import annotations

from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.metric import Metric, Refusal
from orchestration.publish.powerbi.dax import (
    InexpressibleError,
    expression,
    kpi,
)
from orchestration.publish.powerbi.formats import format_of
from orchestration.publish.powerbi.model import Column, Measure, Model, Table
from orchestration.publish.powerbi.names import one_line
from orchestration.publish.powerbi.shown import helpers

TABLE = "Metrics"
PLACEHOLDER = "Placeholder"
METRIC_NOTE = "VitalSigns_Metric"
PASSPORT_NOTE = "VitalSigns_Passport"


def measures(
    model: Model, found: MetricList
) -> tuple[tuple[Measure, ...], dict[str, str], tuple[Refusal, ...]]:
    """All measures, what each metric is called among them, and the metrics that are refused."""
    shown = helpers(model)
    taken = {measure.name.casefold() for measure in shown}
    taken |= {column.name.casefold() for table in model.tables for column in table.columns}
    made: list[Measure] = []
    names: dict[str, str] = {}
    refused: list[Refusal] = []
    for metric in found.metrics:
        name = _name(metric, taken)
        try:
            made.append(_measure(model, metric, name))
        except InexpressibleError as error:
            refused.append(Refusal(metric.name, str(error)))
            continue
        taken.add(name.casefold())
        names[metric.name] = name
    return (*made, *shown), names, tuple(refused)


def _name(metric: Metric, taken: set[str]) -> str:
    """The label, with the metric's own name behind it where the label is taken."""
    name = one_line(metric.label) or metric.name
    return f"{name} ({metric.name})" if name.casefold() in taken else name


def _measure(model: Model, metric: Metric, name: str) -> Measure:
    notes = [(METRIC_NOTE, metric.name)]
    if metric.measure_id is not None:
        notes.append((PASSPORT_NOTE, f"passports/{metric.measure_id}.html"))
    return Measure(
        name=name,
        expression=expression(model, metric),
        description=one_line(metric.description),
        format=format_of(metric),
        # A backslash opens a folder within one, a semicolon a second folder.
        folder="\\".join(
            one_line(part).replace("\\", "/").replace(";", ",") for part in metric.folder
        ),
        kpi=kpi(model, metric),
        annotations=tuple(notes),
    )


def metrics_table(made: tuple[Measure, ...]) -> Table:
    """The table that holds all measures, and no rows."""
    return Table(
        name=TABLE,
        mart=TABLE,
        description="Every metric of the catalogue, by folder. It holds no rows.",
        columns=(Column(PLACEHOLDER, PLACEHOLDER, "string", "Holds nothing.", is_hidden=True),),
        partition=f"#table(type table [{PLACEHOLDER} = text], {{}})",
        measures=made,
    )
