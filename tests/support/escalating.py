"""Escalations worked out a second time, from published marts and the seeds, without the SQL.

Here: one walk through time for each ladder, and what follows for a step's due date and status. Not
here: objectives (rolling_up), and the comparison itself (tests/integration/test_escalations.py).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """One thing somebody has to do, as far as this walk can tell."""

    rule: str
    step: str
    subject: str
    triggered: date
    evidence_from: date
    reference: str | None = None
    ended: date | None = None
    ended_as: str | None = None
    due: date | None = None
    done: date | None = None

    @property
    def key(self) -> tuple[str, str, str, date, str | None]:
        return self.rule, self.step, self.subject, self.triggered, self.reference


@dataclass(frozen=True)
class History:
    """What was published: rows of marts by name, and the seeds that no mart shows."""

    as_of: date
    marts: Mapping[str, list[Row]]
    seeds: Path

    def seed(self, name: str) -> list[dict[str, str]]:
        with (self.seeds / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def step(self, rule: str, step: str, day: date) -> Row:
        """A step as the version of its rule in force on a day has it."""
        version = max(
            row["version"]
            for row in self.marts["dim_escalation_rules"]
            if row["rule_id"] == rule and row["valid_from_date"] <= day
        )
        return next(
            row
            for row in self.marts["dim_escalation_steps"]
            if (row["rule_id"], row["step_id"], row["version"]) == (rule, step, version)
        )

    def measures(self, scorecard: str) -> list[Row]:
        """Those that stand for themselves."""
        return [
            row
            for row in self.marts["dim_measures"]
            if row["scorecard_id"] == scorecard and row["parent_measure_id"] is None
        ]

    def periods(self, measure: str, scorecard: str) -> list[Row]:
        found = [
            row
            for row in self.marts["fct_measure_statuses"]
            if (row["measure_id"], row["organisation_unit_id"]) == (measure, scorecard)
        ]
        return sorted(found, key=lambda row: row["period_end_date"])

    def decisions(self, subject: str) -> list[Row]:
        rows = [
            row
            for row in self.marts["fct_decisions"]
            if subject in (row["measure_id"], row["objective_id"])
        ]
        return sorted(rows, key=lambda row: (row["decided_on_date"], row["decision_reference"]))


def amber_and_red(history: History) -> Iterator[Step]:
    """DHCW: what each measure's colours ask for, check after check."""
    for measure in history.measures("dhcw"):
        colours = [
            row
            for row in history.periods(measure["measure_id"], "dhcw")
            if row["is_complete"] and row["rag_status"] != "none"
        ]
        yield from _climb(measure["measure_id"], colours)


def _climb(measure: str, colours: list[Row]) -> Iterator[Step]:
    standing: list[Step] = []
    before, running = None, 0
    for row in colours:
        colour, day = row["rag_status"], row["due_date"]
        running = running + 1 if colour == before else 1
        if colour != before:
            for step in standing:
                is_replaced = colour == "red" and step.rule.startswith("dhcw_amber")
                yield replace(step, ended=day, ended_as="superseded" if is_replaced else "closed")
            standing = []
        asked = {
            ("amber", 1): ("dhcw_amber_plan", "plan", row["period_end_date"] + DAY),
            ("amber", 2): ("dhcw_amber_review", "review", day),
            ("red", 1): ("dhcw_red_sponsor", "inform", day),
        }.get((colour, running))
        if asked:
            rule, step, counts_from = asked
            standing.append(Step(rule, step, measure, day, counts_from))
        before = colour
    yield from standing


def objectives_at_risk(history: History) -> Iterator[Step]:
    """DHCW: an objective goes to the committee when it comes at risk."""
    kinds = {row["objective_id"]: row for row in history.marts["dim_objectives"]}
    months = defaultdict(list)
    for row in history.marts["fct_objective_statuses"]:
        kind = kinds[row["objective_id"]]
        if (kind["scorecard_id"], kind["node_type"]) == ("dhcw", "okr_objective"):
            months[row["objective_id"]].append(row)
    for objective, rows in months.items():
        standing: Step | None = None
        for row in sorted(rows, key=lambda row: row["period_end_date"]):
            if not row["is_complete"] or (row["rag_status"] == "none" and not row["is_at_risk"]):
                continue
            day = row["due_date"]
            if row["is_at_risk"] and standing is None:
                standing = Step("dhcw_objective_committee", "review", objective, day, day)
            elif standing and not row["is_at_risk"]:
                yield replace(standing, ended=day, ended_as="closed")
                standing = None
        if standing:
            yield standing


@dataclass
class Quarter:
    """A quarter of a measure, published when the last of its periods came due."""

    ended: date
    published: date
    colour: str
    has_exception: bool


def quarters(history: History, measure: str) -> list[Quarter]:
    """HEIW's quarters of a measure in which something was there and all has come due."""
    excepted = {
        row["period_id"]
        for row in history.marts["fct_measure_exceptions"]
        if row["measure_id"] == measure
        and row["organisation_unit_id"] == "heiw"
        and not row["is_waived"]
    }
    by_quarter: dict[date, list[Row]] = defaultdict(list)
    for row in history.periods(measure, "heiw"):
        by_quarter[_quarter_end(row["period_end_date"])].append(row)
    found = []
    for ended, rows in sorted(by_quarter.items()):
        there = [r for r in rows if r["value"] is not None or r["rag_status"] != "none"]
        if ended > history.as_of or not there or not all(r["is_complete"] for r in rows):
            continue
        colours = [row["rag_status"] for row in rows if row["rag_status"] != "none"]
        found.append(
            Quarter(
                ended,
                max(row["due_date"] for row in rows),
                colours[-1] if colours else "none",
                any(row["period_id"] in excepted for row in there),
            )
        )
    return found


def _quarter_end(day: date) -> date:
    first_after = date(
        day.year + (day.month > 9), (day.month - 1) // 3 * 3 + 4 if day.month < 10 else 1, 1
    )
    return first_after - DAY


def stages_of_support(history: History) -> Iterator[Step]:
    """HEIW: figures propose, the chief executive decides, and then somebody has to be told."""
    order = {
        row["decision_code"]: (int(row["stage_order"]), row["decided_by_post_id"])
        for row in history.seed("escalation_stages")
    }
    for measure in history.measures("heiw"):
        name = measure["measure_id"]
        last_of_day = {
            row["decided_on_date"]: row
            for row in history.decisions(name)
            if row["decision"] in order and row["post_id"] == order[row["decision"]][1]
        }
        decided = [
            (day, order[row["decision"]][0], row["decision_reference"])
            for day, row in sorted(last_of_day.items())
        ]
        yield from _told(name, decided)
        yield from _proposed(name, quarters(history, name), decided)


RULES = {1: "heiw_enhanced", 2: "heiw_targeted"}
Decided = list[tuple[date, int, str]]


def _told(measure: str, decided: Decided) -> Iterator[Step]:
    stage, changes = 0, []
    for day, to, reference in decided:
        if to != stage:
            changes.append((day, stage, to, reference))
        stage = to
    for place, (day, left, to, reference) in enumerate(changes):
        after = changes[place + 1] if place + 1 < len(changes) else None
        ended_as = None if after is None else "superseded" if after[2] > to else "closed"
        common = (measure, day, day, reference, after[0] if after else None, ended_as)
        for step in ("inform_chair", "inform_board"):
            yield Step(RULES[max(left, to)], step, *common)
        if to:
            yield Step(RULES[to], "support", *common)


def _proposed(measure: str, rows: list[Quarter], decided: Decided) -> Iterator[Step]:
    reds = exceptions = 0
    standing: list[Step] = []
    asked: dict[str, int] = {}
    for place, row in enumerate(rows):
        reds = reds + 1 if row.colour == "red" else reds if row.colour == "none" else 0
        exceptions = exceptions + 1 if row.has_exception else 0
        earlier = [entry for entry in decided if entry[0] < row.published]
        stage = earlier[-1][1] if earlier else 0
        since = _since(earlier)
        spent = sum(1 for q in rows[: place + 1] if since and q.ended > since)
        reasons = {RULES[1]: reds >= 2 or exceptions >= 2, RULES[2]: reds >= 1}
        for step in list(standing):
            if not reasons[step.rule] and step.ended is None:
                standing.remove(step)
                yield replace(step, ended=row.published, ended_as="closed")
        may = {RULES[1]: stage == 0, RULES[2]: stage == 1 and spent >= 1}
        for rule in RULES.values():
            if not (may[rule] and reasons[rule]):
                asked.pop(rule, None)
            elif asked.get(rule) != len(earlier):
                asked[rule] = len(earlier)
                standing.append(Step(rule, "decide", measure, row.published, row.published))
    yield from standing


def _since(earlier: Decided) -> date | None:
    stage, since = 0, None
    for day, to, _ in earlier:
        if to != stage:
            stage, since = to, day
    return since


def follow_ups(history: History) -> Iterator[Step]:
    """Norfolk: each follow-up action the committee decided."""
    codes = {row["decision_code"] for row in history.seed("follow_up_actions")}
    for measure in history.measures("norfolk"):
        for row in history.decisions(measure["measure_id"]):
            day = row["decided_on_date"]
            forum = history.step("norfolk_follow_up", "report_back", day)["forum_id"]
            if row["decision"] in codes and row["forum_id"] == forum:
                yield Step(
                    "norfolk_follow_up",
                    "report_back",
                    measure["measure_id"],
                    day,
                    day,
                    row["decision_reference"],
                    due=row["report_back_on_date"],
                    done=row["reported_back_on_date"],
                )


def every_step(history: History) -> Iterable[Step]:
    """All ladders, without due dates and answers."""
    yield from amber_and_red(history)
    yield from objectives_at_risk(history)
    yield from stages_of_support(history)
    yield from follow_ups(history)
