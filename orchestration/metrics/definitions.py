"""The metrics in the form dbt and MetricFlow read: `_metrics.yml`.

Here: one definition for each metric of the catalogue, written over the semantic models beside the
file, and the saved queries that ask them all. Not here: which metrics there are (catalogue.py), and
asking them (engine.py).

What is added up and divided needs two metrics more, the numerator's and the denominator's. They
carry the measure's filter too: a sum over all measures would be a number without a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from orchestration.errors import ToldError
from orchestration.metrics.catalogue import read_metric_list
from orchestration.metrics.metric import Aggregation, Metric, Scalar, Scope
from orchestration.yaml_files import read_yaml

FILE = Path("dbt_project/models/semantic/_metrics.yml")
HEADER = """\
# Written by `vitals metrics generate` from the catalogue (seeds/measures.csv and its neighbours);
# a test says when it is no longer what the catalogue gives. Do not edit it.
"""
WEIGHTED, WEIGHT = "weighted_value", "weight"
# The semantic model of each mart a metric is asked of: what its columns are called there.
MODELS = {
    "obt_measure_periods": "status",
    "fct_measure_exceptions": "exception",
    "fct_escalations": "escalation",
}
COUNTED = {
    "obt_measure_periods": "status_count",
    "fct_measure_exceptions": "exception_count",
    "fct_escalations": "escalation_count",
}
# What of a metric's note stands beside its definition.
KEPT = (
    "measure_id",
    "scorecard_id",
    "aggregation",
    "scope",
    "unit",
    "prefix",
    "suffix",
    "decimals",
    "direction",
)
SAVED_SPANS = ("fiscal_quarter", "fiscal_year")
BY_SCORECARD = ("Entity('scorecard')",)
BY_SCOPE = {Scope.ORGANISATION: (), Scope.UNITS: ("Entity('organisation_unit')",)}
PREFIXES = {Scope.ORGANISATION: "organisation", Scope.UNITS: "unit"}


class StaleMetricsError(ToldError):
    """The definitions are not what the catalogue gives."""

    def __init__(self) -> None:
        super().__init__(
            f"{FILE} is not what the catalogue gives: a measure, target or unit changed.",
            "Run `vitals metrics generate`, look at the difference, then run again.",
        )


def write_definitions(root: Path) -> Path:
    """Write the file of the project below `root`."""
    text = yaml.safe_dump(_content(root), sort_keys=False, allow_unicode=True, width=100)
    (root / FILE).write_text(HEADER + text, encoding="utf-8")
    return root / FILE


def refuse_stale(root: Path) -> None:
    """Raise StaleMetricsError unless the file says what the catalogue below `root` gives."""
    file = root / FILE
    if not file.is_file() or read_yaml(file) != _content(root):
        raise StaleMetricsError


def _content(root: Path) -> dict[str, Any]:
    metrics = read_metric_list(root).metrics
    return {
        "version": 2,
        "metrics": [entry for metric in metrics for entry in _definitions(metric)],
        "saved_queries": list(_saved_queries(metrics)),
    }


def _saved_queries(metrics: Iterable[Metric]) -> Iterator[dict[str, Any]]:
    """By fiscal quarter and year: each objective's figures, its units' figures, and the counts.

    Figures of shorter spans are rows of the marts already.
    """
    groups: dict[str, list[Metric]] = {}
    for metric in metrics:
        if metric.aggregation is Aggregation.COUNT:
            groups.setdefault("counts", []).append(metric)
        elif metric.column == "value":
            subject = metric.objective_id or metric.scorecard_id
            groups.setdefault(f"{subject}_{metric.scope.value}", []).append(metric)
    for subject, found in groups.items():
        by = BY_SCORECARD if subject == "counts" else BY_SCOPE[found[0].scope]
        for span in SAVED_SPANS:
            yield {
                "name": f"{subject}_by_{span}",
                "description": f"{subject.replace('_', ' ')} by {span.replace('_', ' ')}",
                "query_params": {
                    "metrics": [metric.name for metric in found],
                    "group_by": [f"TimeDimension('metric_time', '{span}')", *by],
                },
            }


def _definitions(metric: Metric) -> Iterator[dict[str, Any]]:
    prefix = PREFIXES[metric.scope]
    if metric.aggregation is Aggregation.PARTS:
        parts = {
            part: _simple(metric, f"{metric.name}_{part}", f"{prefix}_{part}")
            for part in (WEIGHTED, WEIGHT)
        }
        for part, definition in parts.items():
            yield definition | {"label": _plain(f"{metric.label} ({part.replace('_', ' ')})")}
        names = {"numerator": f"{metric.name}_{WEIGHTED}", "denominator": f"{metric.name}_{WEIGHT}"}
        yield _head(metric) | {"type": "ratio", "type_params": names} | _meta(metric)
        return
    match metric.aggregation:
        case Aggregation.COUNT:
            measure = COUNTED[metric.table]
        case aggregation:
            measure = f"{prefix}_{aggregation.value}_{metric.column}"
    yield _simple(metric, metric.name, measure) | _meta(metric)


def _head(metric: Metric) -> dict[str, Any]:
    return {
        "name": metric.name,
        "label": _plain(metric.label),
        "description": _plain(metric.description),
    }


def _plain(text: str) -> str:
    """A text of the catalogue, in which dbt finds nothing to evaluate."""
    return text.replace("{", "{ ").replace("{  ", "{ ") if re.search(r"\{[{%#]", text) else text


def _simple(metric: Metric, name: str, measure: str) -> dict[str, Any]:
    definition = _head(metric)
    definition |= {"name": name, "type": "simple", "type_params": {"measure": measure}}
    if metric.where:
        conditions = [_condition(metric, column, value) for column, value in metric.where]
        definition["filter"] = " and ".join(conditions)
    return definition


def _condition(metric: Metric, column: str, value: Scalar) -> str:
    if column == "measure_id":
        asked = "{{ Entity('measure') }}"
    else:
        asked = f"{{{{ Dimension('{MODELS[metric.table]}__{column}') }}}}"
    if isinstance(value, bool):
        return asked if value else f"not {asked}"
    return f"{asked} = '{value}'"


def _meta(metric: Metric) -> dict[str, Any]:
    """What a metric is beyond MetricFlow's own words; its presence marks what may be asked."""
    note = metric.note()
    return {"config": {"meta": {key: note[key] for key in KEPT if note[key] not in (None, "")}}}
