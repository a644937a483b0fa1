"""What a scorecard's page says about its objectives and its plan: heads of objectives, quarters.

Here: words and choices from the rows of marts. Not here: the measures below them (progress_layout).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from orchestration.publish.site.catalogue import Catalogue
from orchestration.publish.site.escalation_words import current_step, flag_words
from orchestration.publish.site.formatting import share
from orchestration.publish.site.reading import Row, grouped
from orchestration.publish.site.wording import tally

# Two years of quarters; older ones are in the mart.
QUARTERS_SHOWN = 8
STATUSES = ("red", "amber", "green", "none")
MISSED = ("delivered_late", "not_delivered", "not_reported")
PLAN_TYPE_WORDS = {
    "plan_objective": "Objectives of the plan",
    "business_as_usual": "Business as usual",
}


@dataclass(frozen=True)
class ObjectiveState:
    """The head of an objective: its mark, its word, and to whom it is escalated."""

    rag_status: str
    words: str
    is_at_risk: bool
    share: str
    sentence: str
    escalated: str


@dataclass(frozen=True)
class Plan:
    """What was due in each quarter, and how plan and business as usual stood at its end."""

    deliveries: list[Row]
    missed: list[tuple[Row, str]]
    undated: int
    headings: list[str]
    quarters: list[tuple[str, list[str]]]


def objective_state(catalogue: Catalogue, objective: Row | None) -> ObjectiveState | None:
    """How an objective stands; nothing for a section without a node of its own."""
    status = catalogue.objective_statuses.get(objective["objective_id"]) if objective else None
    if objective is None or status is None:
        return None
    steps = [
        row
        for row in catalogue.rows["escalations"]
        if row["objective_id"] == objective["objective_id"]
    ]
    step = current_step(steps)
    words = "At risk" if status["is_at_risk"] else "On track"
    if status["rag_status"] == "none" and not status["is_at_risk"]:
        words = "No status"
    return ObjectiveState(
        rag_status=status["rag_status"],
        words=words,
        is_at_risk=bool(status["is_at_risk"]),
        share=share(status["attainment"]),
        sentence=status["explanation"],
        escalated=flag_words(step) if step else "",
    )


def roll_ups(catalogue: Catalogue, scorecard: Row) -> list[tuple[str, Row]]:
    """The groups of a scorecard that shows its measures by period, each with its status."""
    return [
        (row["name"], catalogue.objective_statuses[row["objective_id"]])
        for row in catalogue.rows["objectives"]
        if row["scorecard_id"] == scorecard["scorecard_id"]
        and row["objective_id"] in catalogue.objective_statuses
    ]


def plan_of(catalogue: Catalogue, scorecard: Row) -> Plan:
    """The plan of one scorecard, as far as it has one."""
    own = {
        name: grouped(catalogue.rows[name], "scorecard_id").get(scorecard["scorecard_id"], [])
        for name in ("quarterly_deliveries", "plan_deliveries", "plan_quarters")
    }
    by_type = grouped(own["plan_quarters"], "plan_type")
    by_quarter = grouped(own["plan_quarters"], "period_label")
    return Plan(
        deliveries=own["quarterly_deliveries"],
        missed=[
            # The sentence names the deliverable first; the measure's own name stands in its place.
            (row, row["explanation"].rpartition(": ")[2])
            for row in own["plan_deliveries"]
            if row["delivery_status"] in MISSED
        ],
        undated=sum(row["delivery_status"] == "no_date" for row in own["plan_deliveries"]),
        headings=[PLAN_TYPE_WORDS.get(name, name.replace("_", " ")) for name in by_type],
        quarters=[
            (quarter, [_standing(rows, name) for name in by_type])
            for quarter, rows in list(by_quarter.items())[-QUARTERS_SHOWN:]
        ],
    )


def _standing(rows: list[Row], plan_type: str) -> str:
    """1 red, 2 green: how the measures of one type of plan stood."""
    row = next((row for row in rows if row["plan_type"] == plan_type), None)
    if row is None:
        return ""
    return tally(Counter({name: row[f"{name}_count"] for name in STATUSES}))
