"""The status of one figure that is judged by itself: colour, or the reason for none.

Here: which rules are asked, which reasons hold, which comes first. Not here: composites
(composite.py) and the numbers the rules look at (distance.py, promises.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from orchestration.audit.rederive.distance import Distance, distance_from
from orchestration.audit.rederive.promises import Promised, expected_on
from orchestration.audit.rederive.release import Judge, Record

BY_DATE = ("milestone", "binary")
FROM_THE_FIGURE = frozenset({"not_expected", "rejected", "no_denominator", "suppressed"})


@dataclass(frozen=True)
class Status:
    """What is said of one measure, unit and period; named as the columns of the release are."""

    value: Decimal | None
    value_status: str
    is_complete: bool
    rag_profile_id: str
    rag_rule_version: int | None = None
    rag_status: str = "none"
    rag_reason: str | None = None
    target_version_id: str | None = None
    expected_value: Decimal | None = None
    target_value: Decimal | None = None
    deadline_date: date | None = None
    attainment_method: str | None = None
    variance: Decimal | None = None
    variance_pct: Decimal | None = None
    attainment: Decimal | None = None
    tier_reached: str | None = None
    is_met: bool | None = None
    is_overdue: bool = False
    # What the rules say before any reason is asked.
    ruled_status: str | None = None


def judge_single(
    measure: Record, row: Record, promised: Promised, earlier: Decimal | None, by: Judge
) -> Status:
    """`earlier` is the last value there was of the measure and unit before this period."""
    promise, day = promised.promise, row["period_end_date"]
    status = Status(
        value=row["value"],
        value_status=row["value_status"],
        is_complete=row["is_complete"],
        rag_profile_id=measure["rag_profile_id"],
    )
    if promise is not None:
        status = replace(
            status,
            target_version_id=promise.version_id,
            expected_value=expected_on(promise, day),
            target_value=promise.target,
            deadline_date=promise.deadline,
        )
    held = _held_before_any_rule(row, promised)
    if measure["measure_kind"] in BY_DATE:
        status, more = _by_date(status, row, earlier, by)
    else:
        status, more = _by_number(status, measure, row, promised, by)
    if not promised.is_before_first and _is_without_target(measure, promised):
        held.add("no_target")
    if status.ruled_status is None:
        held.add("insufficient_data")
    reason = by.first_reason(held | more)
    is_late = status.deadline_date is not None and day > status.deadline_date
    return replace(
        status,
        rag_rule_version=by.version(status.rag_profile_id, day),
        rag_reason=reason,
        rag_status=(None if reason else status.ruled_status) or "none",
        is_overdue=is_late and status.value is not None and status.is_met is False,
    )


def _held_before_any_rule(row: Record, promised: Promised) -> set[str]:
    held = {row["value_status"]} & FROM_THE_FIGURE
    if not row["is_complete"]:
        held.add("not_due")
    if promised.is_before_first:
        held.add("not_started")
    return held


def _is_without_target(measure: Record, promised: Promised) -> bool:
    promise = promised.promise
    if promise is None:
        return True
    if measure["measure_kind"] in BY_DATE:
        return promise.deadline is None
    return promise.target is None and promise.lower is None


def _by_number(
    status: Status, measure: Record, row: Record, promised: Promised, by: Judge
) -> tuple[Status, set[str]]:
    held = {"awaiting_data"} & {row["value_status"]}
    if promised.promise is None:
        return status, held
    day = row["period_end_date"]
    far = distance_from(measure, promised.promise, status.expected_value, row["value"], day)
    profile = status.rag_profile_id
    if not far.is_own_profile:
        profile = by.fallbacks[profile] or profile
    ruled = by.colour(profile, None, day, _looked_at(far))
    if far.reason:
        held.add(far.reason)
    is_without_percent = far.variance is not None and far.variance_pct is None
    if ruled is None and (status.expected_value == 0 or is_without_percent):
        held.add("target_is_zero")
    status = replace(
        status,
        rag_profile_id=profile,
        ruled_status=ruled,
        attainment_method=far.method,
        variance=far.variance,
        variance_pct=far.variance_pct,
        attainment=far.attainment,
        tier_reached=far.tier,
        is_met=far.is_met,
    )
    return status, held


def _looked_at(far: Distance) -> dict[str, Decimal | None]:
    """By the name of the basis a rule gives."""
    return {
        "attainment": far.attainment,
        "variance_pct": far.variance_pct,
        "value": far.judged,
        "tier": None if far.tier_rank is None else Decimal(far.tier_rank),
        "days_left": None,
    }


def _by_date(
    status: Status, row: Record, earlier: Decimal | None, by: Judge
) -> tuple[Status, set[str]]:
    """Counted from the day of delivery once delivered, from the period's end until then."""
    state, day = _state(row, earlier), row["period_end_date"]
    counted_from = (row["delivered_on_date"] if state == "delivered" else None) or day
    left = status.deadline_date and Decimal((status.deadline_date - counted_from).days)
    looked_at = dict.fromkeys(("attainment", "variance_pct", "value", "tier")) | {"days_left": left}
    ruled = by.colour(status.rag_profile_id, state, day, looked_at)
    is_met = None if row["value"] is None else row["value"] == 1
    # Its own rules say what silence means.
    is_silent = row["value_status"] == "awaiting_data" and ruled == "none"
    held = {"awaiting_data"} if is_silent else set()
    if ruled is None and status.expected_value == 0:
        held.add("target_is_zero")
    return replace(status, ruled_status=ruled, is_met=is_met), held


def _state(row: Record, earlier: Decimal | None) -> str:
    if row["value"] == 1:
        return "held" if earlier == 1 else "delivered"
    if row["is_off_plan"]:
        return "off_plan"
    return "unreported" if row["value"] is None else "not_delivered"
