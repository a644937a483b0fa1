"""Objectives rolled up a second time, in fractions, from the published statuses of their measures.

Here: one month of one objective. Not here: the comparison (tests/integration/test_escalations.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from tests.support.escalating import History, Row

NINE = Decimal("0.000000001")


@dataclass(frozen=True)
class Rolled:
    """What an objective comes to."""

    attainment: Decimal | None
    rag_status: str
    counts: tuple[int, int, int, int]
    is_at_risk: bool


def members(history: History, objective: Row) -> list[Row]:
    """The measures that count: those of every node below, or key results alone."""
    below = {objective["objective_id"]}
    grown = True
    while grown:
        children = {
            row["objective_id"]
            for row in history.marts["dim_objectives"]
            if row["parent_objective_id"] in below
        }
        grown = not children <= below
        below |= children
    is_okr = objective["node_type"] == "okr_objective"
    return [
        row
        for row in history.measures(objective["scorecard_id"])
        if row["objective_id"] in below and (not is_okr or row["measure_type"] == "key_result")
    ]


def rolled_up(history: History, objective: Row, month_end: date) -> Rolled:
    """The objective at the end of a month."""
    found = [
        [
            row
            for row in history.periods(measure["measure_id"], objective["scorecard_id"])
            if row["is_complete"] and row["period_end_date"] <= month_end
        ]
        for measure in members(history, objective)
    ]
    latest = [rows[-1] if rows else None for rows in found]
    statuses = [row["rag_status"] if row else "none" for row in latest]
    counts = tuple(statuses.count(name) for name in ("green", "amber", "red", "none"))
    if objective["node_type"] == "okr_objective" and objective["scorecard_id"] == "dhcw":
        attainment, status = _by_mean(history, latest, month_end)
        lasting = any(_reds(rows) >= 2 for rows in found)
    else:
        worst = [name for name in ("red", "amber", "green") if name in statuses]
        attainment, status, lasting = None, (worst[0] if worst else "none"), False
    at_risk = status in ("amber", "red") or lasting
    return Rolled(attainment, status, (counts[0], counts[1], counts[2], counts[3]), at_risk)


def _reds(rows: list[Row]) -> int:
    running = 0
    for colour in (row["rag_status"] for row in rows if row["rag_status"] != "none"):
        running = running + 1 if colour == "red" else 0
    return running


def _by_mean(history: History, latest: list[Any], month_end: date) -> tuple[Decimal | None, str]:
    known = [
        (
            min(max(Fraction(row["attainment"]), Fraction(0)), Fraction(1)),
            _weight(history, row["measure_id"], month_end),
        )
        for row in latest
        if row and row["rag_status"] != "none" and row["attainment"] is not None
    ]
    if 2 * len(known) < len(latest) or not known:
        return None, "none"
    weights = sum((weight for _, weight in known), Fraction(0))
    mean = sum((value * weight for value, weight in known), Fraction(0)) / weights
    rounded = (Decimal(mean.numerator) / Decimal(mean.denominator)).quantize(NINE, ROUND_HALF_UP)
    rules = [
        row
        for row in history.marts["dim_rag_rules"]
        if row["rag_profile_id"] == "trajectory_70_90"
        and row["valid_from_date"] <= month_end <= (row["valid_to_date"] or month_end)
    ]
    return rounded, next(row["rag_status"] for row in rules if _holds(row, rounded))


def _weight(history: History, measure_id: str, day: date) -> Fraction:
    """The last entry that holds on the day; one where there is none."""
    held = [
        Fraction(row["weight"])
        for row in history.seed("measure_weights")
        if row["measure_id"] == measure_id
        and row["valid_from_date"] <= day.isoformat()
        and (not row["valid_to_date"] or row["valid_to_date"] >= day.isoformat())
    ]
    return held[-1] if held else Fraction(1)


def _holds(rule: Row, value: Decimal) -> bool:
    low, high = rule["lower_bound"], rule["upper_bound"]
    above = low is None or value > low or (rule["is_lower_inclusive"] and value == low)
    below = high is None or value < high or (rule["is_upper_inclusive"] and value == high)
    return above and below
