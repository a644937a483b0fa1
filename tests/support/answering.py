"""What became of each step: its due date, the answer to it, its status, its events.

Here: the second half of the second opinion on escalations. Not here: which steps there are
(escalating).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tests.support.escalating import DAY, History, Row, Step

Event = tuple[str, date, str]


@dataclass(frozen=True)
class Outcome:
    """A step with its end, and everything that happened to it in order."""

    step: Step
    post: str | None
    events: tuple[Event, ...]

    @property
    def status(self) -> str:
        return self.events[-1][2]

    def status_on(self, day: date) -> str | None:
        """As a reader of the events would find it on a past day."""
        past = [status for _, happened, status in self.events if happened <= day]
        return past[-1] if past else None


def outcome(history: History, step: Step) -> Outcome:
    """The step with its due date, its answer and its status."""
    rule = history.step(step.rule, step.step, step.triggered)
    post = _post(history, step, rule)
    due = step.due if rule["due_rule"] == "as_decided" else _due(history, step, rule)
    done = step.done
    if rule["evidence"]:
        done = min(_answers(history, step, rule, post), default=None)
    dated = replace(step, due=due, done=done)
    return Outcome(dated, post, tuple(_events(dated, history.as_of)))


def _events(step: Step, as_of: date) -> Iterator[Event]:
    yield "triggered", step.triggered, "open"
    if step.done and (step.due is None or step.done <= step.due):
        yield "met", max(step.done, step.triggered), "met"
        return
    late_from = step.due + DAY if step.due else None
    if late_from and late_from <= as_of and (step.ended is None or late_from < step.ended):
        yield "overdue", late_from, "overdue"
        if step.done:
            yield "met_late", step.done, "overdue"
    if step.ended and step.ended_as:
        yield step.ended_as, step.ended, step.ended_as


def _due(history: History, step: Step, rule: Row) -> date | None:
    if rule["due_rule"] == "next_meeting":
        meetings = [
            row["meets_on_date"]
            for row in history.marts["dim_forum_dates"]
            if row["forum_id"] == rule["forum_id"]
            and (row["meets_on_date"] - step.triggered).days >= rule["notice_days"]
        ]
        return min(meetings, default=None)
    if rule["due_rule"] != "after_trigger":
        return None
    if rule["day_type"] == "calendar":
        return step.triggered + rule["due_days"] * DAY
    working = {row["date_day"]: row["is_working_day"] for row in history.marts["dim_dates"]}
    day, left = step.triggered, rule["due_days"]
    while left or not working[day]:
        day += DAY
        left -= bool(working[day] and left)
    return day


def _post(history: History, step: Step, rule: Row) -> str | None:
    if rule["post_id"]:
        return str(rule["post_id"])
    role = rule["post_role"]
    if step.rule == "norfolk_follow_up":
        code = next(
            row["decision"]
            for row in history.decisions(step.subject)
            if row["decision_reference"] == step.reference
        )
        actions = history.seed("follow_up_actions")
        role = next(row["post_role"] for row in actions if row["decision_code"] == code)
    for row in history.marts["dim_objectives"]:
        if row["objective_id"] == step.subject and role == "owner":
            return row["owner_post_id"]  # type: ignore[no-any-return]
    posts = [
        (row["sort_order"], row["post_id"])
        for row in history.marts["bridge_measure_posts"]
        if (row["measure_id"], row["role"]) == (step.subject, role)
    ]
    return min(posts)[1] if posts else None


def _answers(history: History, step: Step, rule: Row, post: str | None) -> Iterator[date]:
    last = step.ended or history.as_of
    if rule["evidence"] == "recovery_plan":
        for row in history.marts["fct_recovery_plans"]:
            is_about = step.subject in (row["measure_id"], row["objective_id"])
            if is_about and step.evidence_from <= row["submitted_on_date"] <= last:
                yield row["submitted_on_date"]
        return
    meanings = {
        row["code"]: row["meanings"].split()
        for row in history.seed("source_codes")
        if (row["source"], row["table_name"]) == ("returns", "decisions")
    }
    for row in history.decisions(step.subject):
        if rule["evidence"] not in meanings[row["decision"]]:
            continue
        if rule["evidence_maker"] == "forum":
            is_theirs = row["forum_id"] == rule["forum_id"]
        else:
            is_theirs = post is None or row["post_id"] == post
        if is_theirs and step.evidence_from <= row["decided_on_date"] <= last:
            yield row["decided_on_date"]
