"""What a metric is: a name, a sentence, and one way of adding up the rows of one mart.

Here: the record that every tool's form of a metric is made from. Not here: which metrics there are
(catalogue.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

Scalar = str | bool


class Aggregation(StrEnum):
    """How rows of `Metric.table` become one figure of a span of days.

    `parts`: sum of weighted_value over sum of weight; `total`: sum of `column`; `latest`: `column`
    of the last day in the span that has a row; `count`: how many rows.
    """

    PARTS = "parts"
    TOTAL = "total"
    LATEST = "latest"
    COUNT = "count"


class Scope(StrEnum):
    """Whose rows are added up: `units` is asked for each unit, and has no total over units."""

    ORGANISATION = "organisation"
    UNITS = "units"


@dataclass(frozen=True)
class Metric:
    """One metric. `where` names the rows by columns of `table` and the values they must hold;
    `date_column` is the day by which a row belongs to a span.

    Figures come in `unit`, shown with `decimals` between `prefix` and `suffix`. `direction` says
    which way is better (higher, lower, none); `folder` where a list of metrics shows it.
    """

    name: str
    label: str
    description: str
    aggregation: Aggregation
    scope: Scope
    table: str
    column: str
    date_column: str
    where: tuple[tuple[str, Scalar], ...]
    unit: str
    prefix: str
    suffix: str
    decimals: int
    direction: str
    folder: tuple[str, ...]
    measure_id: str | None = None
    scorecard_id: str | None = None
    objective_id: str | None = None

    def note(self) -> dict[str, Any]:
        """All of it as plain values, for YAML and JSON."""
        note = asdict(self)
        note |= {"aggregation": self.aggregation.value, "scope": self.scope.value}
        note |= {"where": dict(self.where), "folder": list(self.folder)}
        return note

    @classmethod
    def of_note(cls, note: Mapping[str, Any]) -> Metric:
        """The metric a note was made of."""
        found = dict(note)
        found["aggregation"] = Aggregation(found["aggregation"])
        found["scope"] = Scope(found["scope"])
        found["where"] = tuple(found["where"].items())
        found["folder"] = tuple(found["folder"])
        return cls(**found)


@dataclass(frozen=True)
class Refusal:
    """What a target cannot express: the metric or measure, and why."""

    name: str
    reason: str
