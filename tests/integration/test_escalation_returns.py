"""Decisions and corrections that arrive after a run: what they add, what history they change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.pipeline import run
from orchestration.publish.release import read_release
from orchestration.settings import PROJECT_ROOT, Settings
from tests.conftest import PipelineRun

COMMITTEE = """\
scorecard_id,measure_id,decision_reference,decision,what,forum_id,decided_on,report_back_on,reported_back_on
norfolk,norfolk_call_abandonment,T-1,approve_actions,Test,norfolk_die_committee,2018-03-06,2018-05-08,2018-05-08
norfolk,norfolk_call_abandonment,T-2,additional_actions,Test,norfolk_die_committee,2018-03-06,2018-05-08,2018-05-09
norfolk,norfolk_call_abandonment,T-3,refer_to_management_team,Test,norfolk_die_committee,2018-03-06,2018-05-08,
norfolk,norfolk_call_abandonment,T-4,refer_to_task_group,Test,norfolk_die_committee,2018-03-06,2026-01-31,
norfolk,norfolk_call_abandonment,T-5,refer_to_leadership_team,Test,norfolk_die_committee,2018-03-06,2026-01-30,
norfolk,norfolk_call_abandonment,T-6,refer_to_policy_committee,Test,norfolk_die_committee,2018-03-06,,
"""
CORRECTION = """\
measure_id,organisation_unit_id,period_end,value,numerator,denominator,restatement_reason
heiw_quality_actions_closed,heiw,2025-06-30,92.0,46,50,Found after approval
"""
NOT_THEIRS = """\
scorecard_id,measure_id,decision_reference,decision,post_id,decided_on
heiw,heiw_quality_actions_closed,X-1,targeted_support,heiw_board_secretary,2026-01-20
heiw,heiw_quality_actions_closed,X-2,noted,heiw_board_secretary,2026-01-20
"""


@pytest.fixture(scope="module")
def later(
    pipeline_run: PipelineRun, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of a second run, after three files were dropped."""
    home: Path = tmp_path_factory.mktemp("later") / "home"
    shutil.copytree(pipeline_run.settings.home, home, symlinks=True)
    settings = Settings(root=PROJECT_ROOT, home=home.resolve())
    for name, text in (("norfolk", COMMITTEE), ("heiw", CORRECTION), ("secretary", NOT_THEIRS)):
        (settings.incoming / f"{name}_test.csv").write_text(text, encoding="utf-8")
    run(settings, pipeline_run.options, lambda _: None)
    serving = read_release(settings).folder / "serving.duckdb"
    with duckdb.connect(str(serving), read_only=True) as connection:
        yield connection


def test_the_committee_s_six_actions_are_followed_up(later: duckdb.DuckDBPyConnection) -> None:
    found = later.execute(
        """
        select decision_reference, stage, due_on_date, escalation_status, is_met_late, post_id
        from fct_escalations
        where rule_id = 'norfolk_follow_up' and decision_reference like 'T-%'
        order by decision_reference
        """
    ).fetchall()
    lead = "norfolk_service_delivery_manager"
    assert found == [
        ("T-1", "Approve actions", date(2018, 5, 8), "met", False, lead),
        ("T-2", "Identify alternative/additional actions", date(2018, 5, 8), "overdue", True, lead),
        ("T-3", "Refer to Departmental Management Team", date(2018, 5, 8), "overdue", False, None),
        ("T-4", "Refer to committee task and finish group", date(2026, 1, 31), "open", False, None),
        ("T-5", "Refer to County Leadership Team", date(2026, 1, 30), "overdue", False, None),
        ("T-6", "Refer to Policy and Resources Committee", None, "open", False, None),
    ]


def test_a_corrected_quarter_takes_back_the_proposal_it_led_to(
    marts: duckdb.DuckDBPyConnection, later: duckdb.DuckDBPyConnection
) -> None:
    """The first quarter was not red after all, so the second was no second red quarter. What the
    chief executive decided stays decided: a correction undoes a rule, not a person's decision."""
    query = """
        select rule_id, step_id, triggered_on_date from fct_escalations
        where measure_id = 'heiw_quality_actions_closed' order by triggered_on_date, step_id
    """
    proposal = ("heiw_enhanced", "decide", date(2025, 10, 10))
    before, after = marts.execute(query).fetchall(), later.execute(query).fetchall()
    assert proposal in before
    assert after == [row for row in before if row != proposal]


def test_nobody_else_decides_a_stage_of_support(later: duckdb.DuckDBPyConnection) -> None:
    rejected = later.execute(
        "select rejection_rule_id, reason from fct_rejected_records"
        " where file_name = 'secretary_test.csv'"
    ).fetchall()
    assert [rule for rule, _ in rejected] == ["decision_maker_not_entitled"]
    assert "heiw_chief_executive alone" in rejected[0][1]
    assert later.execute(
        "select decision_reference from fct_decisions where post_id = 'heiw_board_secretary'"
    ).fetchall() == [("X-2",)]
