"""What pages say about a step of escalation: to whom it goes, how it stands, what happened.

Here: words from one step's own row, and which step a measure shows. Not here: which steps there are
and their status (marts decide), pages (register_pages).
"""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.publish.site.formatting import joined, plural, short_date
from orchestration.publish.site.reading import Row

STATE_WORDS = {
    "open": "Open",
    "met": "Met",
    "overdue": "Overdue",
    "closed": "Closed",
    "superseded": "Replaced",
}
EVENT_WORDS = {
    "triggered": "raised",
    "met": "met",
    "overdue": "overdue from",
    "met_late": "done late",
    "closed": "closed",
    "superseded": "replaced",
}


def state_words(step: Row) -> str:
    """How a step stands, with the days it is late."""
    status = step["escalation_status"]
    if status != "overdue":
        return STATE_WORDS[status]
    days = f"{step['days_overdue']:,} {plural(step['days_overdue'], 'day')}"
    return f"Done {days} late" if step["is_met_late"] else f"Overdue, {days}"


def who_words(step: Row) -> str:
    """The post that owes it or is told, and the forum it goes to."""
    return "; ".join(filter(None, (step["post_title"], step["forum_name"]))) or "not stated"


def due_words(step: Row) -> str:
    """The due date, or why there is none."""
    if step["due_on_date"]:
        return short_date(step["due_on_date"])
    return "until decided" if step["raised_by"] == "stage" else "no date known"


def flag_words(step: Row) -> str:
    """To whom or what something is escalated, in a word or three."""
    name = str(step["stage"])
    if step["raised_by"] == "proposal":
        name = f"{name} proposed"
    return f"{name}, overdue" if step["is_outstanding"] and _is_late(step) else name


def _is_late(step: Row) -> bool:
    return bool(step["escalation_status"] == "overdue")


def current_step(steps: Iterable[Row]) -> Row | None:
    """The highest step that still holds: its reason is not gone and nothing has replaced it."""
    holding = [step for step in steps if step["ended_on_date"] is None and _still_asks(step)]
    order = ("rule_number", "step_order", "triggered_on_date")
    return max(holding, key=lambda step: tuple(step[name] for name in order), default=None)


def _still_asks(step: Row) -> bool:
    """A proposal and a request end with the answer; a colour and a stage last."""
    return step["raised_by"] in ("status", "stage") or bool(step["is_outstanding"])


def history_words(events: Iterable[Row]) -> str:
    """Raised 10 Oct 2025, overdue from 29 Oct 2025, met 4 Nov 2025."""
    said = [f"{EVENT_WORDS[row['event']]} {short_date(row['event_on_date'])}" for row in events]
    text = ", ".join(said)
    return f"{text[:1].upper()}{text[1:]}"


def support_words(step: Row) -> list[str]:
    """The support of a stage, item by item, where the stage holds or waits to be decided."""
    is_told = step["raised_by"] == "stage" or (
        step["raised_by"] == "proposal" and step["is_outstanding"]
    )
    return str(step["support"]).split("; ") if is_told and step["support"] else []


def escalation_counts(steps: Iterable[Row]) -> str:
    """3 overdue, 2 open: only those there are, of what is outstanding."""
    outstanding = [step for step in steps if step["is_outstanding"]]
    late = sum(_is_late(step) for step in outstanding)
    said = [f"{late} overdue"] if late else []
    if still := len(outstanding) - late:
        said.append(f"{still} open")
    return joined(said) or "nothing outstanding"
