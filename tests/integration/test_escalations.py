"""Every escalation and every objective of the shared run, worked out again from what it published.

Row for row: what was raised, due, done, ended, every event, and the status on any past day.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import duckdb
import pytest

from orchestration.settings import PROJECT_ROOT
from tests.conftest import AS_OF
from tests.support.answering import Outcome, outcome
from tests.support.escalating import History, every_step
from tests.support.rolling_up import rolled_up

READ = (
    "bridge_measure_posts",
    "dim_dates",
    "dim_escalation_rules",
    "dim_escalation_steps",
    "dim_forum_dates",
    "dim_measures",
    "dim_objectives",
    "dim_rag_rules",
    "fct_decisions",
    "fct_escalation_events",
    "fct_escalations",
    "fct_measure_exceptions",
    "fct_measure_statuses",
    "fct_objective_statuses",
    "fct_recovery_plans",
)


@pytest.fixture
def history(marts: duckdb.DuckDBPyConnection) -> History:
    found = {}
    for mart in READ:
        cursor = marts.execute(f"select * from {mart}")
        columns = [column[0] for column in cursor.description or ()]
        found[mart] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return History(AS_OF, found, PROJECT_ROOT / "seeds")


@pytest.fixture
def outcomes(history: History) -> list[Outcome]:
    return [outcome(history, step) for step in every_step(history)]


def test_every_step_is_raised_dated_answered_and_ended_as_worked_out_again(
    history: History, outcomes: list[Outcome]
) -> None:
    expected = {
        (*o.step.key, o.post, o.step.due, o.step.done, o.step.ended, o.status) for o in outcomes
    }
    published = [
        (
            row["rule_id"],
            row["step_id"],
            row["measure_id"] or row["objective_id"],
            row["triggered_on_date"],
            row["decision_reference"],
            row["post_id"],
            row["due_on_date"],
            row["done_on_date"],
            row["ended_on_date"],
            row["escalation_status"],
        )
        for row in history.marts["fct_escalations"]
    ]
    assert len(published) == len(outcomes) > 100
    assert set(published) == expected


def test_every_event_is_the_one_worked_out_again(history: History, outcomes: list[Outcome]) -> None:
    keys = {
        row["escalation_id"]: (
            row["rule_id"],
            row["step_id"],
            row["measure_id"] or row["objective_id"],
            row["triggered_on_date"],
            row["decision_reference"],
        )
        for row in history.marts["fct_escalations"]
    }
    published = Counter(
        (keys[row["escalation_id"]], row["event"], row["event_on_date"], row["escalation_status"])
        for row in history.marts["fct_escalation_events"]
    )
    assert published == Counter((o.step.key, *event) for o in outcomes for event in o.events)


@pytest.mark.parametrize("day", [date(2025, 7, 15), date(2025, 12, 10), AS_OF])
def test_the_state_of_a_past_day_is_read_from_the_events(
    marts: duckdb.DuckDBPyConnection, outcomes: list[Outcome], day: date
) -> None:
    read = dict(
        marts.execute(
            """
            select escalation_status, count(*) from (
                select escalation_id, escalation_status, row_number() over (
                    partition by escalation_id order by event_number desc
                ) as recency
                from fct_escalation_events where event_on_date <= ?
            ) where recency = 1 group by escalation_status
            """,
            [day],
        ).fetchall()
    )
    assert read == Counter(s for o in outcomes if (s := o.status_on(day)))


def test_the_sandbox_shows_every_status_and_rule(history: History) -> None:
    rows = history.marts["fct_escalations"]
    assert {row["escalation_status"] for row in rows} == {
        "open",
        "met",
        "overdue",
        "closed",
        "superseded",
    }
    rules = {row["rule_id"] for row in history.marts["dim_escalation_rules"]}
    assert rules == {row["rule_id"] for row in rows}
    assert any(row["is_met_late"] for row in rows)


def test_no_step_is_about_a_person_a_part_or_a_unit(history: History) -> None:
    whole = {
        row["measure_id"]
        for row in history.marts["dim_measures"]
        if row["parent_measure_id"] is None
    }
    for row in history.marts["fct_escalations"]:
        assert (row["measure_id"] is None) != (row["objective_id"] is None)
        assert row["measure_id"] is None or row["measure_id"] in whole


def test_every_objective_comes_to_what_its_measures_say(history: History) -> None:
    nodes = {row["objective_id"]: row for row in history.marts["dim_objectives"]}
    rows = history.marts["fct_objective_statuses"]
    assert len(rows) > 400
    for row in rows:
        expected = rolled_up(history, nodes[row["objective_id"]], row["period_end_date"])
        assert (row["attainment"], row["rag_status"], row["is_at_risk"]) == (
            expected.attainment,
            expected.rag_status,
            expected.is_at_risk,
        ), (row["objective_id"], row["period_id"])
        counted = tuple(row[f"{c}_count"] for c in ("green", "amber", "red", "none"))
        assert counted == expected.counts


def test_every_objective_has_every_month_of_its_timeline(history: History) -> None:
    months = Counter(row["objective_id"] for row in history.marts["fct_objective_statuses"])
    for row in history.marts["dim_objectives"]:
        expected = {"dhcw_okr": 10, "dhcw_kpi": 22, "heiw": 22, "progress": 22, "waht": 12}
        prefix = next(name for name in expected if row["objective_id"].startswith(name))
        assert months[row["objective_id"]] == expected[prefix], row["objective_id"]


def test_a_status_counts_as_published_on_its_due_date(history: History) -> None:
    due = {
        (row["measure_id"], row["period_id"]): row["due_date"]
        for row in history.marts["fct_measure_statuses"]
        if row["organisation_unit_id"] == "dhcw"
    }
    steps = [row for row in history.marts["fct_escalations"] if row["rule_id"] == "dhcw_amber_plan"]
    assert steps
    for row in steps:
        assert row["triggered_on_date"] == due[row["measure_id"], row["period_id"]]
        assert row["due_on_date"] - row["triggered_on_date"] == timedelta(days=5)
