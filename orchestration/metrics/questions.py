"""What a metric may be asked by, in the words people use, and what MetricFlow takes for them.

Here: spans, groups and conditions, read and turned into MetricFlow's own, and the refusal of what
cannot be asked. Not here: asking (engine.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from orchestration.errors import ToldError
from orchestration.publish.marts import text

# What people ask by, and MetricFlow's word for it.
SPANS: Mapping[str, str] = {
    "day": "metric_time__day",
    "week": "metric_time__week",
    "month": "metric_time__month",
    "quarter": "metric_time__quarter",
    "year": "metric_time__year",
    "fiscal_quarter": "metric_time__fiscal_quarter",
    "fiscal_year": "metric_time__fiscal_year",
    "academic_term": "metric_time__academic_term",
    "academic_year": "metric_time__academic_year",
}
GROUPS: Mapping[str, str] = {
    **SPANS,
    "measure": "measure",
    "objective": "objective",
    "organisation_unit": "organisation_unit",
    "organisation_unit_name": "organisation_unit__name",
    "period": "period",
    "scorecard": "scorecard",
}
# Spans that are known by their first day.
DATED = frozenset({"day", "week", "month", "quarter", "year"})
UNIT_GROUPS = frozenset({"organisation_unit", "organisation_unit_name"})
BY_UNIT = "_by_unit"
CONDITION = re.compile(r"\s*(?P<group>\w+)\s*(?P<sign><=|>=|!=|=|<|>)\s*(?P<value>.+?)\s*")


class MetricError(ToldError):
    """A question that has no answer: why, and what can be asked."""


@dataclass(frozen=True)
class Condition:
    """What a group has to be: `fiscal_year`, `=`, `2025/26`."""

    group: str
    sign: str
    value: str


def group_of(word: str) -> str:
    """MetricFlow's word for what a person asks by; raises MetricError."""
    if word not in GROUPS:
        raise MetricError(
            f"Nothing can be asked by {word}.", f"What can be asked by: {', '.join(GROUPS)}."
        )
    return GROUPS[word]


def read_condition(told: str) -> Condition:
    """A condition as a person writes it; raises MetricError."""
    found = CONDITION.fullmatch(told)
    if found is None:
        raise MetricError(
            f"The condition {told!r} cannot be read.",
            "Write it as NAME SIGN VALUE, such as: fiscal_year = 2025/26.",
        )
    group_of(found["group"])
    return Condition(found["group"], found["sign"], found["value"].strip("'\""))


def template(condition: Condition) -> str:
    """A condition as MetricFlow takes it. A brace would be read as a template: no value has one."""
    if "{" in condition.value or "}" in condition.value:
        raise MetricError(f"The value {condition.value!r} holds a brace.", "Leave it out.")
    asked = GROUPS[condition.group]
    value = condition.value
    if condition.group in DATED:
        value = _day(condition)
    if condition.group in SPANS:
        column = f"{{{{ TimeDimension('metric_time', '{asked.removeprefix('metric_time__')}') }}}}"
    elif "__" in asked:
        column = f"{{{{ Dimension('{asked}') }}}}"
    else:
        column = f"{{{{ Entity('{asked}') }}}}"
    return f"{column} {condition.sign} {text(value)}"


def _day(condition: Condition) -> str:
    """The first day of a span, of which a month may be written as 2025-12; raises MetricError."""
    told = condition.value
    if condition.group == "month" and re.fullmatch(r"\d{4}-\d{2}", told):
        told += "-01"
    try:
        return date.fromisoformat(told).isoformat()
    except ValueError as error:
        raise MetricError(
            f"{condition.value!r} is no {condition.group}.",
            f"Write its first day, as in: {condition.group} >= 2025-12-01.",
        ) from error
