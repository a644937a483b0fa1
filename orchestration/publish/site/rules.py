"""The rules in words: what makes a status, read from the rules' own rows.

Here: which rules are in force, and legends with the rules' own bounds. Not here: applying a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from orchestration.publish.site.formatting import number
from orchestration.publish.site.reading import Row, grouped

# A composite takes the colour of its parts and has no bounds of its own.
WITHOUT_RULES: Mapping[str, Mapping[str, str]] = {
    "composite": {
        "green": "every coloured part is green",
        "amber": "the worst part is amber",
        "red": "a part is red",
    },
}


def in_force(rows: list[Row], day: date) -> list[Row]:
    """The rules that hold on a day; a version that begins later is nobody's rule yet."""
    return [
        row
        for row in rows
        if row["valid_from_date"] <= day
        and (row["valid_to_date"] is None or day <= row["valid_to_date"])
    ]


def legends(rows: list[Row], day: date) -> dict[str, dict[str, str]]:
    """By profile: what red, amber and green mean, by the rules in force on a day."""
    found = {
        profile: _legend(rules)
        for profile, rules in grouped(in_force(rows, day), "rag_profile_id").items()
    }
    return {**found, **{key: dict(words) for key, words in WITHOUT_RULES.items()}}


def _legend(rules: list[Row]) -> dict[str, str]:
    if rules[0]["basis"] == "days_left":
        return _days_left(rules)
    words = {}
    for rule in rules:
        phrase = PHRASES.get(rule["basis"])
        if phrase:
            words[rule["rag_status"]] = phrase(rule)
    return words


def _percent(value: Decimal) -> str:
    return f"{number(value * 100)}%"


def _attainment(rule: Row) -> str:
    low, high = rule["lower_bound"], rule["upper_bound"]
    if low is None:
        return f"under {_percent(high)}"
    if high is None:
        return f"{_percent(low)} or more of the improvement due by now"
    return f"{_percent(low)} to under {_percent(high)}"


def _variance(rule: Row) -> str:
    low, high = rule["lower_bound"], rule["upper_bound"]
    if low is None:
        return "equal or better" if high == 0 else f"up to {_percent(high)} worse than target"
    if high is None:
        return f"more than {_percent(low)} worse than target"
    if low == 0:
        return f"worse by up to {_percent(high)}"
    return f"more than {_percent(low)} and up to {_percent(high)} worse"


def _tier(rule: Row) -> str:
    low, high = rule["lower_tier"], rule["upper_tier"]
    if low is None:
        return f"worse than {high}"
    if high is None:
        return f"{low} or better"
    return f"{low}, short of {high}"


def _days_left(rules: list[Row]) -> dict[str, str]:
    """A milestone's rules together: amber is what is left of the days before green ends."""
    ends = [
        rule["upper_bound"]
        for rule in rules
        if rule["applies_to"] == "not_delivered" and rule["rag_status"] == "amber"
    ]
    if not ends:
        return {}
    days = number(ends[0])
    return {
        "green": f"delivered in time, or more than {days} days left",
        "amber": f"{days} days or fewer left, reported off plan, or delivered late",
        "red": "deadline passed and not delivered",
    }


def _value(rule: Row) -> str:
    return "exactly zero" if rule["rag_status"] == "green" else "any other figure"


PHRASES = {
    "attainment": _attainment,
    "variance_pct": _variance,
    "tier": _tier,
    "value": _value,
}
