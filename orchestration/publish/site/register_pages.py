"""The two registers: what the rules oblige somebody to do, and what somebody undertook to do.

Here: grouping and counting. Not here: drawing, and what a step or an action is (marts).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from orchestration.publish.site.catalogue import Catalogue
from orchestration.publish.site.escalation_words import (
    due_words,
    escalation_counts,
    history_words,
    state_words,
    support_words,
    who_words,
)
from orchestration.publish.site.formatting import count_word, joined, plural, short_date
from orchestration.publish.site.reading import Row, grouped

# Long lists are cut on the page; the files beside it are whole.
SETTLED_SHOWN = 12
DONE_SHOWN = 12
TO_DO_SHOWN = 25
ENTRY_WORDS = {
    "action": "Action",
    "recovery_plan": "Recovery plan",
    "report_back": "Report back",
}


@dataclass(frozen=True)
class StepLine:
    """A step as a line of the register or of a card, all text."""

    row: Row
    subject: str
    who: str
    triggered: str
    due: str
    state: str
    history: str
    support: list[str]


@dataclass(frozen=True)
class Register:
    """One scorecard's steps: what is outstanding, and what was settled lately."""

    scorecard: Row
    counts: str
    outstanding: list[StepLine]
    settled: list[StepLine]
    settled_total: int


@dataclass(frozen=True)
class ActionLine:
    """One entry of the actions register, all text."""

    row: Row
    kind: str
    subject: str
    who: str
    due: str
    state: str


@dataclass(frozen=True)
class Actions:
    """One scorecard's entries: what is to be done, and what was done lately."""

    scorecard: Row
    overdue: int
    to_do: list[ActionLine]
    to_do_total: int
    done: list[ActionLine]
    done_total: int


def step_line(catalogue: Catalogue, row: Row) -> StepLine:
    """A step with its words and its history."""
    return StepLine(
        row=row,
        subject=str(row["measure_name"] or row["objective_name"]),
        who=who_words(row),
        triggered=short_date(row["triggered_on_date"]),
        due=due_words(row),
        state=state_words(row),
        history=history_words(catalogue.events.get(row["escalation_id"], [])),
        support=support_words(row),
    )


def escalations_page(catalogue: Catalogue) -> dict[str, Any]:
    """What the escalation register says: scorecard by scorecard, open first."""
    rows = catalogue.rows["escalations"]
    by_scorecard = grouped(rows, "scorecard_id")
    registers = [
        _register(catalogue, card, steps)
        for card in catalogue.scorecards
        if (steps := by_scorecard.get(card["scorecard_id"], []))
    ]
    ruled = {row["scorecard_id"] for row in catalogue.rows["escalation_rules"]}
    quiet = [
        card["short_name"]
        for card in catalogue.scorecards
        if card["scorecard_id"] in ruled and card["scorecard_id"] not in by_scorecard
    ]
    unruled = [c["short_name"] for c in catalogue.scorecards if c["scorecard_id"] not in ruled]
    return {
        "title": escalations_title(rows),
        "lead": escalations_lead(rows),
        "registers": registers,
        "quiet": joined(quiet),
        "unruled": joined(unruled),
        "illustrative_names": _invented(catalogue, list(by_scorecard)),
    }


def _invented(catalogue: Catalogue, scorecards: list[str]) -> str:
    return joined(
        [
            card["short_name"]
            for card in catalogue.scorecards
            if card["is_illustrative"] and card["scorecard_id"] in scorecards
        ]
    )


def _register(catalogue: Catalogue, scorecard: Row, steps: list[Row]) -> Register:
    outstanding = [step for step in steps if step["is_outstanding"]]
    settled = [step for step in steps if not step["is_outstanding"]]
    return Register(
        scorecard=scorecard,
        counts=escalation_counts(steps),
        outstanding=[step_line(catalogue, row) for row in outstanding],
        settled=[step_line(catalogue, row) for row in settled[:SETTLED_SHOWN]],
        settled_total=len(settled),
    )


def escalations_title(rows: list[Row]) -> str:
    """How many steps wait, and how many of them are late."""
    outstanding = [row for row in rows if row["is_outstanding"]]
    late = sum(row["escalation_status"] == "overdue" for row in outstanding)
    if not outstanding:
        return "No step of escalation is outstanding"
    count = len(outstanding)
    subject = f"{count_word(count, capital=True)} {plural(count, 'step')}"
    verb = plural(count, "is", "are")
    tail = f"{count_word(late)} of them overdue" if late else "none of them overdue"
    return f"{subject} of escalation {verb} outstanding, {tail}"


def escalations_lead(rows: list[Row]) -> str:
    """What was settled, and how much of it in time."""
    if not rows:
        return "The rules have raised nothing yet."
    # Each step once: what was done counts as done, whatever became of its reason.
    late = sum(bool(row["is_met_late"]) for row in rows)
    waiting = sum(bool(row["is_outstanding"]) for row in rows)
    met, closed, superseded = (
        sum(row["escalation_status"] == status and not row["is_met_late"] for row in rows)
        for status in ("met", "closed", "superseded")
    )
    return (
        f"Of {len(rows):,} {plural(len(rows), 'step')} raised so far {met:,} "
        f"{plural(met, 'was', 'were')} done in time and {late:,} late; before anything was done, "
        f"for {closed:,} the reason went away and {superseded:,} "
        f"{plural(superseded, 'was', 'were')} replaced by a higher step; {waiting:,} "
        f"{plural(waiting, 'is', 'are')} outstanding."
    )


def actions_page(catalogue: Catalogue) -> dict[str, Any]:
    """What the actions register says: overdue first, then by day."""
    rows = catalogue.rows["action_register"]
    by_scorecard = grouped(rows, "scorecard_id")
    registers = [
        _actions(card, entries)
        for card in catalogue.scorecards
        if (entries := by_scorecard.get(card["scorecard_id"], []))
    ]
    late = sum(register.overdue for register in registers)
    waiting = sum(register.to_do_total for register in registers)
    title = f"{count_word(waiting, capital=True)} {plural(waiting, 'action')} to do"
    return {
        "title": f"{title}, {count_word(late)} of them overdue",
        "lead": "Actions as last returned or printed, recovery plans, and reports back that "
        "somebody owes a forum. An action is overdue the day after it was due, unless a return "
        "says that it is done.",
        "registers": registers,
        "illustrative_names": _invented(catalogue, list(by_scorecard)),
    }


def _actions(scorecard: Row, entries: list[Row]) -> Actions:
    lines = [_action_line(row) for row in entries]
    to_do = [line for line in lines if line.row["entry_status"] != "done"]
    done = [line for line in lines if line.row["entry_status"] == "done"]
    done.sort(key=lambda line: str(line.row["done_on_date"] or ""), reverse=True)
    return Actions(
        scorecard=scorecard,
        overdue=sum(bool(line.row["is_overdue"]) for line in to_do),
        to_do=to_do[:TO_DO_SHOWN],
        to_do_total=len(to_do),
        done=done[:DONE_SHOWN],
        done_total=len(done),
    )


def _action_line(row: Row) -> ActionLine:
    is_done = row["entry_status"] == "done"
    state = row["entry_status"].replace("_", " ").capitalize()
    if row["is_overdue"]:
        state = f"Overdue, {state.lower()}"
    elif is_done and row["done_on_date"]:
        late = ", late" if row["is_done_late"] else ""
        state = f"Done {short_date(row['done_on_date'])}{late}"
    named = [ENTRY_WORDS[row["entry_type"]], row["reference"]]
    return ActionLine(
        row=row,
        kind=" ".join(filter(None, named)),
        subject=str(row["measure_name"] or row["objective_name"] or ""),
        who="; ".join(filter(None, (row["post_title"], row["forum_name"]))) or "no owner given",
        due=short_date(row["due_on_date"]) or row["due_text"] or "no date given",
        state=state,
    )
