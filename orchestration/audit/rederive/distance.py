"""How a figure stands to its promise: shortfall, share delivered, whether the target is met.

Here: numbers, and why there are none. Not here: colours (single.py) and figures judged by a date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from orchestration.audit.rederive.promises import divided
from orchestration.audit.rederive.release import Promise, Record

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class Distance:
    """`reason` says why no share of a promise can be worked out; `tier_rank` 0 is below every tier.

    `is_own_profile` is false where the rules for a shortfall judge instead of the measure's own.
    """

    method: str
    judged: Decimal | None
    variance: Decimal | None
    variance_pct: Decimal | None
    attainment: Decimal | None
    reason: str | None
    is_met: bool | None
    is_own_profile: bool
    tier_rank: int | None
    tier: str | None


def judged_value(measure: Record, value: Decimal | None) -> Decimal | None:
    """A band around zero is judged by the size of the miss."""
    is_around_zero = measure["measure_kind"] == "band" and measure["direction"] == "lower"
    return abs(value) if is_around_zero and value is not None else value


def distance_from(
    measure: Record, promise: Promise, expected: Decimal | None, value: Decimal | None, day: date
) -> Distance:
    """Hold a figure against what was due on a day and what was promised in the end."""
    judged = judged_value(measure, value)
    direction = measure["direction"]
    method = promise.method or measure["attainment_method"]
    is_band = direction == "none" and promise.lower is not None and promise.upper is not None
    if is_band:
        is_met, variance, variance_pct = _from_band(promise, judged)
    else:
        is_met = _meets(measure, promise.target, judged)
        variance = _shortfall(direction, expected, judged)
        variance_pct = (
            None if variance is None or expected is None else divided(variance, abs(expected))
        )
    was_there = not is_band and _was_there(direction, method, promise)
    reason = None if is_band else _why_no_share(method, promise, expected, day, was_there=was_there)
    attainment = None
    if was_there and method != "variance" and reason is None:
        attainment = ONE if is_met else None
    elif not is_band and method != "variance" and reason is None:
        attainment = _share(method, direction, promise, expected, judged)
    is_lost = was_there and reason is None and is_met is False
    rank, tier = _tier(promise, direction, judged)
    return Distance(
        method=method,
        judged=judged,
        variance=variance,
        variance_pct=variance_pct,
        attainment=attainment,
        reason=reason,
        is_met=is_met,
        is_own_profile=not (is_band or is_lost),
        tier_rank=rank,
        tier=tier,
    )


def _from_band(
    promise: Promise, judged: Decimal | None
) -> tuple[bool | None, Decimal | None, Decimal | None]:
    """To the nearer edge, both edges being inside."""
    lower, upper = promise.lower, promise.upper
    if judged is None or lower is None or upper is None:
        return None, None, None
    if lower <= judged <= upper:
        return True, ZERO, ZERO
    missed, edge = (lower - judged, lower) if judged < lower else (judged - upper, upper)
    return False, missed, divided(missed, abs(edge))


def _meets(measure: Record, target: Decimal | None, judged: Decimal | None) -> bool | None:
    if judged is None or target is None or measure["direction"] == "none":
        return None
    if judged == target:
        return not measure["is_strict"]
    return bool((judged > target) == (measure["direction"] == "higher"))


def _shortfall(direction: str, expected: Decimal | None, judged: Decimal | None) -> Decimal | None:
    """Worse is positive, whichever way is better."""
    if expected is None or judged is None or direction == "none":
        return None
    return expected - judged if direction == "higher" else judged - expected


def _was_there(direction: str, method: str, promise: Promise) -> bool:
    """Whether the promise was kept on the day it was made; a ratio asks nothing of the baseline."""
    baseline, target = promise.baseline, promise.target
    if baseline is None or target is None:
        return False
    if baseline == target:
        return True
    is_ordered = method != "ratio" and direction != "none"
    return is_ordered and (baseline > target) == (direction == "higher")


def _why_no_share(
    method: str, promise: Promise, expected: Decimal | None, day: date, *, was_there: bool
) -> str | None:
    if method == "variance":
        return None
    if day <= promise.start:
        return "not_started"
    if was_there:
        return None
    if promise.baseline is not None and expected == promise.baseline:
        return "not_started"
    return "no_baseline" if method != "ratio" and promise.baseline is None else None


def _share(
    method: str,
    direction: str,
    promise: Promise,
    expected: Decimal | None,
    judged: Decimal | None,
) -> Decimal | None:
    if judged is None:
        return None
    if method == "ratio":
        if expected is None:
            return None
        if direction == "higher":
            return divided(judged, expected)
        return ONE if judged == 0 else divided(expected, judged)
    goal = expected if method == "progress" else promise.target
    if goal is None or promise.baseline is None:
        return None
    return divided(judged - promise.baseline, goal - promise.baseline)


def _tier(
    promise: Promise, direction: str, judged: Decimal | None
) -> tuple[int | None, str | None]:
    if judged is None or not promise.tiers:
        return None, None
    reached: tuple[int, str | None] = (0, None)
    for rank, tier, threshold in promise.tiers:
        if judged <= threshold if direction == "lower" else judged >= threshold:
            reached = (rank, tier)
    return reached
