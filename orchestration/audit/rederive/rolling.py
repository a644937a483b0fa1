"""What the measures of an objective give in a month: colour, share, counts, lasting reds.

Here: one measure's latest complete status, and the rule that makes one status of many. Not here:
which measures and months an objective has (objectives.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from orchestration.audit.rederive.promises import divided
from orchestration.audit.rederive.release import Judge, Record

ZERO, ONE = Decimal(0), Decimal(1)
AT_RISK = ("amber", "red")


@dataclass(frozen=True)
class Member:
    """What a measure contributes to its objective in a month."""

    rag_status: str
    rag_reason: str | None
    attainment: Decimal | None
    weight: Decimal
    reds_running: int


def member_on(series: Sequence[Record], weight: Decimal, day: date) -> Member:
    """With its latest complete period up to a day; a colour older than that is still a check."""
    rows = [row for row in series if row["is_complete"] and row["period_end_date"] <= day]
    checks = [row["rag_status"] for row in rows if row["rag_status"] != "none"]
    reds = 0
    while reds < len(checks) and checks[-1 - reds] == "red":
        reds += 1
    if not rows:
        return Member("none", "not_due", None, weight, reds)
    last = rows[-1]
    share = None if last["rag_status"] == "none" else last["attainment"]
    return Member(last["rag_status"], last["rag_reason"], share, weight, reds)


def rolled_up(
    members: Sequence[Member], rule: Record, profile: str, day: date, by: Judge
) -> Record:
    """What the rule of the day makes of the members, by the columns of the release."""
    is_shared = rule["roll_up"] == "attainment" and any(
        row["rag_profile_id"] == profile and row["basis"] == "attainment" for row in by.rules
    )
    colours = Counter(member.rag_status for member in members)
    with_share = [member for member in members if member.attainment is not None]
    attainment, version = None, None
    if is_shared:
        status, attainment, version = _by_share(members, with_share, rule, profile, day, by)
        reason = "insufficient_data"
    else:
        status = max(colours, key=by.severity.__getitem__, default="none")
        reasons = {member.rag_reason for member in members if member.rag_reason}
        reason = by.first_reason(reasons) or "insufficient_data"
    checks = rule["at_risk_red_checks"]
    has_lasting_red = checks is not None and any(m.reds_running >= checks for m in members)
    return {
        "rag_profile_id": profile if is_shared else None,
        "rule_version": version,
        "roll_up_rule_id": rule["roll_up_rule_id"],
        "roll_up_version": rule["version"],
        "rag_status": status,
        "rag_reason": reason if status == "none" else None,
        "attainment": attainment,
        "measure_count": len(members),
        **{f"{colour}_count": colours[colour] for colour in by.severity},
        "left_out_count": len(members) - len(with_share) if is_shared else None,
        "is_judged_by_attainment": is_shared,
        "is_at_risk": status in AT_RISK or has_lasting_red,
    }


def _by_share(
    members: Sequence[Member],
    with_share: Sequence[Member],
    rule: Record,
    profile: str,
    day: date,
    by: Judge,
) -> tuple[str, Decimal | None, int | None]:
    """Colour, mean share and version of the rule; none of them below the least share of members."""
    share = divided(Decimal(len(with_share)), Decimal(len(members)))
    if share is None or share < rule["minimum_share_pct"]:
        return "none", None, None
    total = sum((min(max(m.attainment or ZERO, ZERO), ONE) * m.weight for m in with_share), ZERO)
    mean = divided(total, sum((member.weight for member in with_share), ZERO))
    looked_at = dict.fromkeys(("variance_pct", "value", "tier", "days_left")) | {"attainment": mean}
    colour = by.colour(profile, None, day, looked_at)
    return colour or "none", mean, None if colour is None else by.version(profile, day)
