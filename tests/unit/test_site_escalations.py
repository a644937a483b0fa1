"""What the pages say about steps, registers, objectives and plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from orchestration.publish.site import SiteSummary, write_site
from orchestration.publish.site.catalogue import Catalogue, build_catalogue
from orchestration.publish.site.escalation_words import (
    current_step,
    due_words,
    flag_words,
    history_words,
    state_words,
    support_words,
    who_words,
)
from orchestration.publish.site.plan_words import objective_state, plan_of
from orchestration.publish.site.reading import Row, read_rows
from orchestration.publish.site.register_pages import (
    actions_page,
    escalations_lead,
    escalations_page,
    escalations_title,
)
from orchestration.settings import Settings
from tests.support.serving import ROOT, write_release


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("release"))


@pytest.fixture(scope="module")
def catalogue(release: Path) -> Catalogue:
    rows = read_rows(release / "serving.duckdb", ROOT / "reports" / "queries")
    return build_catalogue(rows, {"release_id": "x", "as_of_date": "2026-02-15"})


@pytest.fixture(scope="module")
def site(release: Path, tmp_path_factory: pytest.TempPathFactory) -> SiteSummary:
    return write_site(Settings(root=ROOT, home=tmp_path_factory.mktemp("home")), release)


@pytest.fixture
def steps(catalogue: Catalogue) -> dict[str, Row]:
    return {row["escalation_id"]: row for row in catalogue.rows["escalations"]}


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("overdue", "Overdue, 31 days"),
        ("open", "Open"),
        ("late", "Done 3 days late"),
        ("met", "Met"),
        ("closed", "Closed"),
        ("replaced", "Replaced"),
    ],
)
def test_a_step_says_how_it_stands(steps: dict[str, Row], step: str, said: str) -> None:
    assert state_words(steps[step]) == said


def test_one_day_is_a_day(steps: dict[str, Row]) -> None:
    assert state_words({**steps["overdue"], "days_overdue": 1}) == "Overdue, 1 day"


def test_a_step_says_whose_it_is_and_when_it_is_due(steps: dict[str, Row]) -> None:
    assert who_words(steps["overdue"]) == "Keeper"
    assert who_words(steps["objective"]) == "Board"
    assert who_words({**steps["overdue"], "post_title": None}) == "not stated"
    assert due_words(steps["overdue"]).replace("\N{NO-BREAK SPACE}", " ") == "15 Jan 2026"
    assert due_words(steps["open"]) == "until decided"
    assert due_words({**steps["overdue"], "due_on_date": None}) == "no date known"


def test_the_flag_names_the_highest_step_that_still_holds(steps: dict[str, Row]) -> None:
    plan, stage = steps["overdue"], steps["open"]
    assert current_step([plan, stage]) == stage
    assert current_step([plan, steps["closed"], steps["replaced"]]) == plan
    assert current_step([steps["closed"]]) is None
    told = {**steps["met"], "raised_by": "change"}
    assert current_step([told]) is None
    proposed = {**stage, "raised_by": "proposal"}
    assert flag_words(plan) == "Recovery plan, overdue"
    assert flag_words(proposed) == "Enhanced proposed"
    assert current_step([{**proposed, "is_outstanding": False}]) is None


def test_a_met_step_is_flagged_while_its_reason_lasts(steps: dict[str, Row]) -> None:
    assert current_step([steps["met"]]) == steps["met"]
    assert flag_words(steps["met"]) == "Recovery plan"


def test_the_support_is_listed_where_it_holds_or_waits(steps: dict[str, Row]) -> None:
    assert support_words(steps["open"])[0] == "Weekly meeting"
    assert support_words(steps["overdue"]) == []
    proposal = {**steps["open"], "raised_by": "proposal"}
    assert len(support_words(proposal)) == 2
    assert support_words({**proposal, "is_outstanding": False}) == []


def test_the_history_of_a_step_is_told_in_order(catalogue: Catalogue) -> None:
    told = history_words(catalogue.events["overdue"]).replace("\N{NO-BREAK SPACE}", " ")
    assert told == "Raised 10 Jan 2026, overdue from 16 Jan 2026"


def test_the_register_counts_what_is_outstanding_and_what_was_settled(
    catalogue: Catalogue,
) -> None:
    page = escalations_page(catalogue)
    assert page["title"] == "Three steps of escalation are outstanding, two of them overdue"
    # 1 + 1 + 1 + 1 + 3 are the seven.
    assert page["lead"] == (
        "Of 7 steps raised so far 1 was done in time and 1 late; before anything was done, "
        "for 1 the reason went away and 1 was replaced by a higher step; 3 are outstanding."
    )
    (register,) = page["registers"]
    assert [line.row["escalation_id"] for line in register.outstanding] == [
        "objective",
        "overdue",
        "open",
    ]
    assert register.settled_total == 4
    assert (page["quiet"], page["unruled"]) == ("", "Harbour")


def test_a_step_done_late_and_closed_since_counts_once(steps: dict[str, Row]) -> None:
    closed_late = {**steps["closed"], "is_met_late": True}
    assert escalations_lead([closed_late]).startswith(
        "Of 1 step raised so far 0 were done in time and 1 late; before anything was done, for 0 "
    )


def test_nothing_raised_is_said_in_words() -> None:
    assert escalations_title([]) == "No step of escalation is outstanding"
    assert escalations_lead([]) == "The rules have raised nothing yet."


def test_the_actions_register_puts_the_overdue_first(catalogue: Catalogue) -> None:
    page = actions_page(catalogue)
    assert page["title"] == "Two actions to do, two of them overdue"
    harbour, library = page["registers"]
    assert harbour.to_do[0].state == "Overdue, in progress"
    assert library.to_do[0].kind == "Report back D1"
    assert library.done[0].state.replace("\N{NO-BREAK SPACE}", " ") == "Done 18 Jan 2026, late"


def test_the_head_of_an_objective_says_at_risk_or_on_track(catalogue: Catalogue) -> None:
    nodes = {row["objective_id"]: row for row in catalogue.rows["objectives"]}
    state = objective_state(catalogue, nodes["library_reading"])
    assert state is not None
    assert (state.words, state.share, state.rag_status) == ("At risk", "84.5%", "amber")
    assert state.escalated.startswith("Committee")
    group = objective_state(catalogue, nodes["library_kpi"])
    assert group is not None
    assert (group.words, group.share, group.escalated) == ("No status", "", "")
    safe = {**catalogue.objective_statuses["library_reading"], "is_at_risk": False}
    shown = replace(catalogue, objective_statuses={"library_reading": safe})
    track = objective_state(shown, nodes["library_reading"])
    assert track is not None
    assert track.words == "On track"
    assert objective_state(shown, nodes["library_kpi"]) is None
    assert objective_state(shown, None) is None


def test_the_plan_names_what_was_missed_and_counts_what_has_no_date(catalogue: Catalogue) -> None:
    library = next(row for row in catalogue.scorecards if row["scorecard_id"] == "library")
    plan = plan_of(catalogue, library)
    assert [row["late_count"] for row in plan.deliveries] == [1]
    assert [row["measure_id"] for row, _ in plan.missed] == ["library_speed"]
    assert plan.undated == 1
    assert plan.headings == ["Objectives of the plan", "Business as usual"]
    assert plan.quarters[-1][1][0] in ("1 red", "1 amber", "1 green", "1 without status")
    harbour = plan_of(catalogue, catalogue.scorecards[0])
    assert (harbour.deliveries, harbour.quarters) == ([], [])


def test_a_card_tells_its_steps_or_why_there_are_none(site: SiteSummary) -> None:
    def card(measure: str) -> str:
        return (site.folder / "cards" / f"{measure}.html").read_text("utf-8")

    assert "Overdue, 31 days" in card("library_loans")
    assert "This scorecard has no rule of escalation." in card("harbour_waits")
    assert "No rule has raised anything about this measure." in card("library_roof")
    assert "that of the measure it belongs to is." in card("library_safe_door")


def test_the_whole_registers_can_be_taken_away(site: SiteSummary) -> None:
    for name, lines in (("escalations", 8), ("escalation_events", 3), ("actions", 4)):
        text = (site.folder / "data" / f"{name}.csv").read_text("utf-8")
        assert text.count("\n") == lines, name
    events = (site.folder / "data" / "escalation_events.csv").read_text("utf-8")
    assert "'=cmd" in events
    assert str(date(2026, 1, 16)) in events
