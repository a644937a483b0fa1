"""A release small enough to reckon by hand, for the tests that judge statuses again.

Here: one measure, its promise, its figures and the printed rules, as records. Not here: what the
statuses should be (the tests say), and a whole release (conftest).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from orchestration.audit.rederive.comparing import judge_all
from orchestration.audit.rederive.release import Judge, Promise, Released
from orchestration.audit.rederive.single import Status

AS_OF = date(2026, 1, 31)
UNIT = "board"
ALWAYS = {"valid_from_date": date(2014, 1, 1), "valid_to_date": None, "version": 1}


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def rule(
    profile: str, status: str, basis: str, bounds: str, state: str | None = None, **dates: Any
) -> dict[str, Any]:
    """A rule from the bounds as a person writes them: `[0.70, 0.90)`, an empty side is open."""
    lower, upper = bounds[1:-1].split(",")
    return {
        "rag_profile_id": profile,
        "rag_status": status,
        "basis": basis,
        "applies_to": state,
        "lower_bound": number(lower.strip() or None),
        "upper_bound": number(upper.strip() or None),
        "is_lower_inclusive": bounds[0] == "[",
        "is_upper_inclusive": bounds[-1] == "]",
        **ALWAYS,
        **dates,
    }


RULES = (
    rule("trajectory_70_90", "green", "attainment", "[0.90,)"),
    rule("trajectory_70_90", "amber", "attainment", "[0.70, 0.90)"),
    rule("trajectory_70_90", "red", "attainment", "(, 0.70)"),
    rule("variance_5", "green", "variance_pct", "(, 0]"),
    rule("variance_5", "amber", "variance_pct", "(0, 0.05]"),
    rule("variance_5", "red", "variance_pct", "(0.05,)"),
    rule("zero_tolerance", "green", "value", "[0, 0]"),
    rule("zero_tolerance", "red", "value", "(0,)"),
    rule("milestone", "green", "days_left", "[0,)", "delivered"),
    rule("milestone", "amber", "days_left", "(, 0)", "delivered"),
    rule("milestone", "green", "days_left", "(,)", "held"),
    rule("milestone", "green", "days_left", "(28,)", "not_delivered"),
    rule("milestone", "amber", "days_left", "[0, 28]", "not_delivered"),
    rule("milestone", "red", "days_left", "(, 0)", "not_delivered"),
    rule("milestone", "amber", "days_left", "[0,)", "off_plan"),
    rule("milestone", "red", "days_left", "(, 0)", "off_plan"),
    rule("milestone", "green", "days_left", "(28,)", "unreported"),
    rule("milestone", "amber", "days_left", "[0, 28]", "unreported"),
    rule("milestone", "none", "days_left", "(, 0)", "unreported"),
    rule("tiers", "green", "tier", "[2,)"),
    rule("tiers", "amber", "tier", "[1, 2)"),
    rule("tiers", "red", "tier", "(, 1)"),
)
REASONS = (
    "not_expected",
    "not_due",
    "awaiting_data",
    "rejected",
    "no_denominator",
    "suppressed",
    "no_target",
    "not_started",
    "no_baseline",
    "target_is_zero",
    "insufficient_data",
)


def judge(rules: Sequence[Mapping[str, Any]] = RULES) -> Judge:
    profiles = {row["rag_profile_id"] for row in rules}
    return Judge(
        rules=tuple(rules),
        versions=tuple({**ALWAYS, "rule_id": profile} for profile in profiles),
        fallbacks=dict.fromkeys((*profiles, "composite"), None)
        | {"trajectory_70_90": "variance_5"},
        precedence={reason: place for place, reason in enumerate(REASONS)},
        severity={"none": 0, "green": 1, "amber": 2, "red": 3},
    )


def measure(measure_id: str = "m", **given: Any) -> dict[str, Any]:
    return {
        "measure_id": measure_id,
        "parent_measure_id": None,
        "measure_kind": "level",
        "direction": "higher",
        "rag_profile_id": "trajectory_70_90",
        "attainment_method": "progress",
        "is_strict": False,
        "is_value_authoritative": False,
        "scale": Decimal(1),
        "reporting_lag_days": 10,
    } | given


def promise(baseline: str | None, target: str | None, **given: Any) -> Promise:
    return Promise(
        **{  # type: ignore[arg-type]  # one default for each field
            "version_id": "m_v1",
            "baseline": number(baseline),
            "target": number(target),
            "lower": None,
            "upper": None,
            "start": date(2025, 3, 31),
            "deadline": None,
            "shape": "flat",
            "method": None,
            "holds_from": date(2025, 4, 1),
            "holds_to": None,
        }
        | given
    )


def figure(value: str | None, day: date, **given: Any) -> dict[str, Any]:
    return {
        "numerator": None,
        "denominator": None,
        "value": number(value),
        "value_status": "awaiting_data" if value is None else "reported",
        "period_end_date": day,
        "is_off_plan": False,
        "delivered_on_date": None,
    } | given


def status_of(
    entry: Mapping[str, Any],
    promises: Sequence[Promise],
    *figures: Mapping[str, Any],
    by: Judge | None = None,
    as_of: date = AS_OF,
) -> Status:
    """The status of the last of the figures given."""
    values = {(str(entry["measure_id"]), UNIT, str(row["period_end_date"])): row for row in figures}
    released = Released(
        as_of=as_of,
        measures={str(entry["measure_id"]): entry},
        values=values,
        statuses={},
        trajectories={},
        promises={(str(entry["measure_id"]), UNIT): tuple(promises)},
        judge=by or judge(),
        lacking={},
    )
    derived, left_out = judge_all(released)
    assert not left_out
    return derived[list(values)[-1]]
