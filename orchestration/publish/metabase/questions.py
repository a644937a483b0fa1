"""Each metric as a question, or the reason why it is none.

Here: names, descriptions and how figures are shown. Not here: the SQL (metric_sql.py) and where a
question stands on a dashboard (dashboards.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.metric import Aggregation, Metric, Refusal, Scope
from orchestration.publish.metabase.content import Question
from orchestration.publish.metabase.metric_sql import TAGS, UnsayableError, metric_sql
from orchestration.publish.metabase.wording import marked, plain, short
from orchestration.publish.tables import Table

FRACTION = "fraction"
ROOT = "collection"
COUNTS = f"{ROOT}/counts"


@dataclass(frozen=True)
class MetricQuestion:
    """A question, and the metric it asks."""

    metric: Metric
    question: Question


def metric_questions(
    metrics: MetricList, tables: tuple[Table, ...], site_url: str | None
) -> tuple[tuple[MetricQuestion, ...], tuple[Refusal, ...]]:
    """A question for each metric that can be put into SQL, and a reason for each other one."""
    questions: list[MetricQuestion] = []
    refused: list[Refusal] = []
    for metric in metrics.metrics:
        try:
            sql = metric_sql(metric, tables)
        except UnsayableError as reason:
            refused.append(Refusal(metric.name, str(reason)))
            continue
        questions.append(MetricQuestion(metric, _question(metric, sql, site_url)))
    return tuple(questions), tuple(refused)


def collection_of(scorecard_id: str | None) -> str:
    """The key of the collection for a scorecard's questions; counts have their own."""
    return f"{ROOT}/{scorecard_id}" if scorecard_id else COUNTS


def passport(measure_id: str, site_url: str | None) -> str:
    """Where the measure's passport is, as a sentence in Markdown."""
    page = f"passports/{measure_id}.html"
    if site_url is None:
        return f"Passport: `{page}` on the pages."
    return f"[Passport of this measure]({site_url.rstrip('/')}/{page})"


def _question(metric: Metric, sql: str, site_url: str | None) -> Question:
    said = [plain(metric.description), *_notes(metric)]
    if metric.measure_id:
        said.append(passport(metric.measure_id, site_url))
    key = f"metric/{metric.name}"
    is_added = metric.aggregation in {Aggregation.COUNT, Aggregation.TOTAL}
    return Question(
        key=key,
        collection=collection_of(metric.scorecard_id),
        name=short(metric.label),
        description=marked("\n\n".join(said), key),
        sql=sql,
        tags=TAGS,
        display="bar" if is_added else "line",
        settings=_settings(metric),
    )


def _notes(metric: Metric) -> Iterable[str]:
    better = {"higher": "Higher is better.", "lower": "Lower is better."}.get(metric.direction)
    if better:
        yield better
    if metric.unit and metric.unit not in {FRACTION, "count"}:
        yield f"Unit: {plain(metric.unit.replace('_', ' '))}."


def _settings(metric: Metric) -> dict[str, Any]:
    number: dict[str, Any] = {"decimals": metric.decimals}
    if metric.unit == FRACTION:
        number["number_style"] = "percent"
    else:
        number["number_style"] = "decimal"
        shown = {"prefix": metric.prefix, "suffix": metric.suffix}
        number |= {side: text for side, text in shown.items() if text}
    by_unit = ["Unit"] if metric.scope is Scope.UNITS else []
    return {
        "graph.dimensions": ["Span", *by_unit],
        "graph.metrics": ["Value"],
        "graph.x_axis.scale": "ordinal",
        "column_settings": {'["name","Value"]': number},
    }
