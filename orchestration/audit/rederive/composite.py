"""The status of a composite, from those of its parts.

Here: worst colour, missing data, parts met. Not here: how a part is judged (single.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from orchestration.audit.rederive.release import Judge, Record
from orchestration.audit.rederive.single import BY_DATE, Status

# Losing a part whose data is missing turns nothing green; one that cannot be judged does not count.
MISSING = frozenset({"awaiting_data", "rejected", "no_denominator", "suppressed"})


def judge_composite(
    measure: Record, row: Record, parts: Sequence[tuple[Record, Status]], by: Judge
) -> Status:
    """`parts` are the catalogue's entry and the status of each part in the same period."""
    statuses = [status for _, status in parts]
    missing = by.first_reason({s.value_status for s in statuses if _is_missing(s)})
    has_target = any(status.target_version_id is not None for status in statuses)
    worst = max((status.rag_status for status in statuses), key=by.severity.__getitem__)
    reason = _reason(statuses, missing, worst, row, by, has_target=has_target)
    if not has_target:
        value_status = "not_expected"
    else:
        value_status = missing or ("reported" if row["is_complete"] else "provisional")
    met = [status.is_met for status in statuses]
    shares = [share for share in (_share(*part) for part in parts) if share is not None]
    has_value = value_status in ("reported", "provisional")
    return Status(
        value=Decimal(met.count(True)) if has_value else None,
        value_status=value_status,
        is_complete=row["is_complete"],
        rag_profile_id=measure["rag_profile_id"],
        rag_rule_version=by.version(measure["rag_profile_id"], row["period_end_date"]),
        rag_status="none" if reason else worst,
        rag_reason=reason,
        attainment=min(shares, default=None),
        is_met=True if all(met) else False if False in met else None,
        is_overdue=any(status.is_overdue for status in statuses),
    )


def _reason(
    statuses: Sequence[Status],
    missing: str | None,
    worst: str,
    row: Record,
    by: Judge,
    *,
    has_target: bool,
) -> str | None:
    if not has_target:
        return "not_expected"
    if not row["is_complete"]:
        return "not_due"
    if missing is None and worst == "none":
        return by.first_reason({status.rag_reason for status in statuses if status.rag_reason})
    return missing


def _is_missing(status: Status) -> bool:
    """A milestone's silence is no missing data while its rules give it a colour."""
    is_allowed = (
        status.value_status == "awaiting_data" and (status.ruled_status or "none") != "none"
    )
    return status.rag_status == "none" and status.value_status in MISSING and not is_allowed


def _share(measure: Record, status: Status) -> Decimal | None:
    """A milestone is all or nothing, and neither until it is due."""
    if measure["measure_kind"] not in BY_DATE:
        return status.attainment
    if status.is_met:
        return Decimal(1)
    return Decimal(0) if status.is_overdue else None
