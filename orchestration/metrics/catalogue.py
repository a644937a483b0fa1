"""The metrics that follow from the catalogue.

Here: one metric per measure, one more where it is reported by unit, one for its attainment where
something is promised, and the counts of statuses, exceptions and escalations. Not here: their form
in MetricFlow (definitions.py) or in a BI tool (publish/).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from orchestration.catalogue.check import read_tables
from orchestration.catalogue.declarations import read_declarations
from orchestration.catalogue.return_choices import rows_of
from orchestration.metrics.metric import Aggregation, Metric, Refusal, Scope
from orchestration.metrics.questions import SPANS

SEEDS = (
    "measures",
    "measure_units",
    "objectives",
    "rag_statuses",
    "scorecards",
    "targets",
    "units",
)
# What MetricFlow takes for a name: two underscores are its way to a joined table.
USABLE_NAME = re.compile(r"[a-z]((?!__)[a-z0-9_])*[a-z0-9]")
# MetricFlow's own words for time: no metric may be called so.
TIME_WORDS = frozenset({*SPANS, "second", "minute", "hour", "metric_time"})
COUNTS_FOLDER = ("Counts",)
ATTAINMENT_DECIMALS = 1

Row = Mapping[str, Any]


@dataclass(frozen=True)
class MetricList:
    """All metrics in the order of the catalogue, and the measures that have none."""

    metrics: tuple[Metric, ...]
    refused: tuple[Refusal, ...]


def read_metric_list(root: Path) -> MetricList:
    """The metrics of the catalogue below `root`."""
    declarations = read_declarations(root / "seeds")
    tables, _ = read_tables(root / "seeds", {name: declarations[name] for name in SEEDS})
    return metric_list(rows_of(tables))


def metric_list(seeds: Mapping[str, Iterable[Row]]) -> MetricList:
    """The metrics of these seeds, by name of the seed."""
    scorecards = {row["scorecard_id"]: row for row in seeds["scorecards"]}
    objectives = {row["objective_id"]: row for row in seeds["objectives"]}
    units = {row["unit"]: row for row in seeds["units"]}
    by_unit = {row["measure_id"] for row in seeds["measure_units"]}
    promised = {row["measure_id"] for row in seeds["targets"]}
    metrics: list[Metric] = []
    refused: list[Refusal] = []
    measures = sorted(
        seeds["measures"],
        key=lambda row: (scorecards[row["scorecard_id"]]["sort_order"], row["sort_order"]),
    )
    for row in measures:
        measure_id = row["measure_id"]
        if not USABLE_NAME.fullmatch(measure_id) or measure_id in TIME_WORDS:
            refused.append(Refusal(measure_id, "MetricFlow cannot use its id as a name."))
            continue
        metric = _of_measure(
            row,
            scorecards[row["scorecard_id"]],
            objectives.get(row["objective_id"]),
            units.get(row["unit"], {}),
        )
        metrics.append(metric)
        if measure_id in by_unit:
            metrics.append(_by_unit(metric))
        if measure_id in promised:
            metrics.append(_attainment(metric))
    metrics += _counts(seeds["rag_statuses"])
    return MetricList(tuple(metrics), tuple(refused))


def _of_measure(row: Row, scorecard: Row, objective: Row | None, unit: Row) -> Metric:
    words = [scorecard["short_name"], row["code"], row["name"]]
    counted = [
        f"{label}: {row[column].rstrip('.')}."
        for label, column in (
            ("Numerator", "numerator_description"),
            ("Denominator", "denominator_description"),
        )
        if row[column]
    ]
    said = [f"{(row['definition'] or row['name']).rstrip('.')}.", *counted]
    return Metric(
        name=row["measure_id"],
        label=" ".join(word for word in words if word),
        description=" ".join([*said, LONGER[row["aggregation"]]]),
        aggregation=Aggregation(row["aggregation"]),
        scope=Scope.ORGANISATION,
        table="fct_organisation_figures",
        column="value",
        date_column="period_end_date",
        where=(("measure_id", row["measure_id"]),),
        unit=row["unit"] or "",
        prefix=unit.get("prefix") or "",
        suffix=unit.get("suffix") or "",
        decimals=row["display_decimals"],
        direction=row["direction"],
        folder=(scorecard["name"], *([objective["name"]] if objective else [])),
        measure_id=row["measure_id"],
        scorecard_id=row["scorecard_id"],
        objective_id=row["objective_id"],
    )


# What a figure of more than one period is, in words.
LONGER = {
    "parts": "Over a longer span numerators and denominators are added up and divided; provisional "
    "figures count as they stand.",
    "total": "Over a longer span the figures are added up; provisional ones count as they stand.",
    "latest": "Over a longer span the last figure stands, be it provisional.",
}


def _by_unit(metric: Metric) -> Metric:
    return replace(
        metric,
        name=f"{metric.name}_by_unit",
        label=f"{metric.label}, by unit",
        description=f"{metric.description} To be read for each unit; units need not add up.",
        scope=Scope.UNITS,
        table="fct_unit_figures",
    )


def _attainment(metric: Metric) -> Metric:
    return replace(
        metric,
        name=f"{metric.name}_attainment",
        label=f"{metric.label}, attainment",
        description="How much of what was promised was delivered, as a fraction of one. "
        + LONGER["latest"],
        aggregation=Aggregation.LATEST,
        column="attainment",
        unit="fraction",
        prefix="",
        suffix="",
        decimals=ATTAINMENT_DECIMALS,
        direction="higher",
    )


def _counts(statuses: Iterable[Row]) -> Iterator[Metric]:
    for row in statuses:
        yield _count(
            f"statuses_{row['rag_status']}",
            f"Statuses: {row['name'].lower()}",
            "Periods of measures with this status, of whole organisations, without the parts of "
            "composites and companions.",
            "obt_measure_periods",
            (("is_counted", True), ("rag_status", row["rag_status"])),
        )
    yield _count(
        "exceptions",
        "Exceptions",
        "Exceptions of measures, those left out that a waiver covers.",
        "fct_measure_exceptions",
        (("is_waived", False),),
    )
    yield _count(
        "escalations",
        "Escalations",
        "Steps of escalation, by the day that triggered them.",
        "fct_escalations",
        (),
        date_column="triggered_on_date",
    )


def _count(
    name: str,
    label: str,
    description: str,
    table: str,
    where: tuple[tuple[str, str | bool], ...],
    date_column: str = "period_end_date",
) -> Metric:
    return Metric(
        name=name,
        label=label,
        description=description,
        aggregation=Aggregation.COUNT,
        scope=Scope.ORGANISATION,
        table=table,
        column="",
        date_column=date_column,
        where=where,
        unit="count",
        prefix="",
        suffix="",
        decimals=0,
        direction="none",
        folder=COUNTS_FOLDER,
    )
