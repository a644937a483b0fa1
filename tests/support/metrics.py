"""A metric for tests in which few of its parts matter.

Here: one, to be changed where it has to differ. Not here: the catalogue's own metrics.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from orchestration.metrics.metric import Aggregation, Metric, Scope

PLAIN = Metric(
    name="m_plain",
    label="M plain",
    description="Invented.",
    aggregation=Aggregation.LATEST,
    scope=Scope.ORGANISATION,
    table="fct_organisation_figures",
    column="value",
    date_column="period_end_date",
    where=(),
    unit="",
    prefix="",
    suffix="",
    decimals=0,
    direction="none",
    folder=(),
)


def metric(name: str, **chosen: Any) -> Metric:
    """The plain metric under a name; `chosen` are fields of `Metric`."""
    return replace(PLAIN, **{"name": name, "label": name, **chosen})
