"""The calendars of the shared run, against Python's own and the definitions worked out by hand.

Here: days, and the periods they make up. Not here: which periods a measure owes (dbt unit tests).
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import duckdb
import holidays
import pytest


def first_year(day: date, month: int) -> int:
    """The calendar year in which a year that begins in `month` began."""
    return day.year if day.month >= month else day.year - 1


def fiscal_year(day: date) -> str:
    """1 April to 31 March: 31 March 2026 lies in 2025/26."""
    year = first_year(day, 4)
    return f"{year}/{(year + 1) % 100:02d}"


def academic_year(day: date) -> str:
    """1 September to 31 August."""
    year = first_year(day, 9)
    return f"{year}/{(year + 1) % 100:02d}"


def test_every_day_lies_in_its_years_quarter_and_month(marts: duckdb.DuckDBPyConnection) -> None:
    days = marts.execute(
        "select date_day, fiscal_year, fiscal_quarter, fiscal_month_number, academic_year, iso_week"
        " from dim_dates order by date_day"
    ).fetchall()
    assert len(days) == len({day for day, *_ in days}) > 6000
    for day, *found in days:
        fiscal_month = (day.month - 4) % 12 + 1
        quarter = f"{fiscal_year(day)}-Q{(fiscal_month - 1) // 3 + 1}"
        iso = day.isocalendar()
        week = f"{iso.year}-W{iso.week:02d}"
        assert found == [fiscal_year(day), quarter, fiscal_month, academic_year(day), week], day


def test_bank_holidays_are_those_of_england_and_wales(marts: duckdb.DuckDBPyConnection) -> None:
    found = {
        day
        for (day,) in marts.execute(
            "select date_day from dim_dates where is_bank_holiday"
            " and date_day between date '2024-01-01' and date '2026-12-31'"
        ).fetchall()
    }
    assert found == set(holidays.country_holidays("GB", subdiv="ENG", years=[2024, 2025, 2026]))
    assert date(2025, 12, 25) in found
    assert date(2025, 12, 24) not in found


@pytest.mark.parametrize(
    ("period_id", "grain", "first", "last", "label"),
    [
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2025-W01", "week", date(2024, 12, 30), date(2025, 1, 5), "week to 5 January 2025"),
        ("2020-W53", "week", date(2020, 12, 28), date(2021, 1, 3), "week to 3 January 2021"),
        ("2017-Q4", "quarter", date(2017, 10, 1), date(2017, 12, 31), "quarter to December 2017"),
        ("2025/26-Q4", "quarter", date(2026, 1, 1), date(2026, 3, 31), "Q4 2025/26"),
        ("2025-H1", "half", date(2025, 1, 1), date(2025, 6, 30), "H1 2025"),
        ("2025/26-H1", "half", date(2025, 4, 1), date(2025, 9, 30), "H1 2025/26"),
        ("2024/25-T1", "term", date(2024, 9, 1), date(2024, 12, 31), "term to December 2024"),
        ("2024/25-T2", "term", date(2025, 1, 1), date(2025, 4, 30), "term to April 2025"),
        ("2024/25-T3", "term", date(2025, 5, 1), date(2025, 8, 31), "term to August 2025"),
        ("2025/26", "year", date(2025, 4, 1), date(2026, 3, 31), "2025/26"),
        ("2025", "year", date(2025, 1, 1), date(2025, 12, 31), "2025"),
        ("2024/25-academic", "year", date(2024, 9, 1), date(2025, 8, 31), "2024/25"),
        ("2025-03-30", "day", date(2025, 3, 30), date(2025, 3, 30), "30 March 2025"),
    ],
)
def test_a_period_has_its_days_and_its_name(
    marts: duckdb.DuckDBPyConnection,
    period_id: str,
    grain: str,
    first: date,
    last: date,
    label: str,
) -> None:
    found = marts.execute(
        "select grain, start_date, end_date, label from dim_periods where period_id = ?",
        [period_id],
    ).fetchall()
    assert found == [(grain, first, last, label)]


def test_periods_of_a_calendar_follow_each_other_without_gap(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    rows = marts.execute(
        "select calendar, grain, start_date, end_date from dim_periods order by all"
    ).fetchall()
    followed = 0
    for (calendar, grain, _, end), (next_calendar, next_grain, start, _) in pairwise(rows):
        if (calendar, grain) == (next_calendar, next_grain):
            assert start == end + timedelta(days=1), (calendar, grain, end)
            followed += 1
    assert followed > 6000
