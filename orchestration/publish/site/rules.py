"""The rules in words: what makes a status, read from the rules' own rows.

Here: legends and the fractions at which amber and green begin. Not here: applying a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from orchestration.publish.site.formatting import number
from orchestration.publish.site.reading import Row, grouped

FIXED: Mapping[str, Mapping[str, str]] = {
    "milestone": {
        "green": "delivered in time, or more than 28 days left",
        "amber": "28 days or fewer left, reported off plan, or delivered late",
        "red": "deadline passed and not delivered",
    },
    "composite": {
        "green": "every coloured part is green",
        "amber": "the worst part is amber",
        "red": "a part is red",
    },
}
TIER_NAMES = ("below essential", "essential", "desirable", "aspirational", "breakthrough")


def legends(rows: list[Row]) -> dict[str, dict[str, str]]:
    """By profile: what red, amber and green mean, for the rules in force now."""
    found = {
        profile: _legend(rules)
        for profile, rules in grouped(
            [row for row in rows if row["valid_to_date"] is None], "rag_profile_id"
        ).items()
    }
    return {**found, **{key: dict(words) for key, words in FIXED.items()}}


def _legend(rules: list[Row]) -> dict[str, str]:
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
    low, high = rule["lower_bound"], rule["upper_bound"]
    if low is None:
        return f"worse than {TIER_NAMES[int(high)]}"
    if high is None:
        return f"{TIER_NAMES[int(low)]} or better"
    return f"{TIER_NAMES[int(low)]}, short of {TIER_NAMES[int(high)]}"


def _value(rule: Row) -> str:
    return "exactly zero" if rule["rag_status"] == "green" else "any other figure"


PHRASES = {
    "attainment": _attainment,
    "variance_pct": _variance,
    "tier": _tier,
    "value": _value,
}
