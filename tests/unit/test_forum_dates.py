"""The days forums meet on, held against the rhythm the papers print and the working week."""

from __future__ import annotations

import csv
import itertools
from collections import defaultdict
from datetime import date

import holidays
import pytest

from orchestration.settings import PROJECT_ROOT

MONTHS = "January February March April May June July August September October November December"


def seed(name: str) -> list[dict[str, str]]:
    with (PROJECT_ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def dates() -> dict[str, list[date]]:
    found = defaultdict(list)
    for row in seed("forum_dates"):
        found[row["forum_id"]].append(date.fromisoformat(row["meets_on_date"]))
    return {forum: sorted(days) for forum, days in found.items()}


def test_the_board_of_heiw_meets_in_the_months_its_framework_prints(
    dates: dict[str, list[date]],
) -> None:
    named = {
        row["meets"]
        for row in seed("reporting_calendar")
        if row["forum_id"] == "heiw_board" and row["meets"] in MONTHS.split()
    }
    assert named == {"September", "November", "March", "May"}
    assert {f"{day:%B}" for day in dates["heiw_board"]} == named


@pytest.mark.parametrize(("cadence", "months"), [("monthly", 1), ("quarterly", 3)])
def test_a_forum_of_dhcw_meets_as_often_as_the_page_says(
    dates: dict[str, list[date]], cadence: str, months: int
) -> None:
    forums = [
        row["forum_id"]
        for row in seed("forums")
        if row["cadence"] == cadence and row["scorecard_id"] == "dhcw" and row["forum_id"] in dates
    ]
    assert forums
    for forum in forums:
        counted = [day.year * 12 + day.month for day in dates[forum]]
        assert {b - a for a, b in itertools.pairwise(counted)} == {months}, forum


def test_no_forum_meets_on_a_weekend_or_a_bank_holiday(dates: dict[str, list[date]]) -> None:
    for forum, days in dates.items():
        closed = holidays.country_holidays("GB", subdiv="ENG", years={day.year for day in days})
        assert [day for day in days if day.weekday() > 4 or day in closed] == [], forum


def test_every_step_that_waits_for_a_meeting_has_one_after_the_sandbox_s_day(
    dates: dict[str, list[date]],
) -> None:
    waiting = {r["forum_id"] for r in seed("escalation_steps") if r["due_rule"] == "next_meeting"}
    assert waiting
    assert [forum for forum in waiting if dates[forum][-1] <= date(2026, 1, 31)] == []
