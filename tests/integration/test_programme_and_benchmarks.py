"""Norfolk's programme as printed, and the figures that stand beside DHCW's, HEIW's and PROGRESS's.

What is expected was read from the papers or worked out by hand.
"""

from __future__ import annotations

from decimal import Decimal

import duckdb

# year: completed, cancelled, accepted, difference, printed percentage; appendix 2
PRINTED = {
    "2014/15": (62, 23, 90, 5, "0.9444"),
    "2015/16": (44, 19, 120, 57, "0.5250"),
    "2016/17": (103, 94, 219, 22, "0.8995"),
    "2017/18": (61, 10, 73, 2, "0.9726"),
}
# 62 / 90 and so on; with the cancelled, 85 / 90
WORKED_OUT = {
    "2014/15": ("0.688888889", "0.944444444"),
    "2015/16": ("0.366666667", "0.525"),
    "2016/17": ("0.470319635", "0.899543379"),
    "2017/18": ("0.835616438", "0.972602740"),
}


def test_volumes_are_loaded_as_printed(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select period_label, completed_count, cancelled_count, accepted_count, printed_difference,"
        " printed_share_pct from fct_programme_volumes where scorecard_id = 'norfolk'"
    ).fetchall()
    assert {row[0]: row[1:] for row in rows} == {
        year: (done, gone, taken, Decimal(difference), Decimal(share))
        for year, (done, gone, taken, difference, share) in PRINTED.items()
    }


def test_the_shares_are_worked_out_beside_the_printed_one(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    rows = marts.execute(
        "select period_label, completed_share_pct, closed_share_pct, printed_share_basis,"
        " implied_difference, period_start_date, period_end_date from fct_programme_volumes"
    ).fetchall()
    for year, completed, closed, basis, difference, starts, ends in rows:
        assert (completed, closed) == tuple(map(Decimal, WORKED_OUT[year]))
        assert basis == "completed_and_cancelled"
        assert difference == PRINTED[year][3]
        assert (starts.month, starts.day, ends.month, ends.day) == (4, 1, 3, 31)


def test_the_priority_projects_stand_in_their_order(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select position, project, period_label from fct_priority_projects order by position"
    ).fetchall()
    assert [row[0] for row in rows] == list(range(1, 25))
    assert rows[0][1:] == ("Social Care System Delivery", "quarter to March 2018")
    assert rows[11][1] == "Libraries move to Open +"
    assert rows[-1][1] == "IMT Customer Satisfaction"


def test_the_printed_baseline_of_capital_delivery_is_a_benchmark(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    rows = marts.execute(
        "select comparator, value, as_at_date::varchar, is_target from fct_benchmarks"
        " where measure_id = 'dhcw_kpi_fn03'"
    ).fetchall()
    assert rows == [("Last year's outturn", Decimal(87), "2025-03-31", False)]
    ((baseline,),) = marts.execute(
        "select baseline_value from dim_targets where measure_id = 'dhcw_kpi_fn03'"
    ).fetchall()
    assert baseline == 0


def test_the_quarterly_survey_stands_beside_the_ratings(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select as_at_date::varchar from fct_benchmarks where measure_id = 'dhcw_kr_1_3'"
        " order by as_at_date"
    ).fetchall()
    assert [day for (day,) in rows] == [
        "2024-06-30",
        "2024-09-30",
        "2024-12-31",
        "2025-03-31",
        "2025-06-30",
        "2025-09-30",
        "2025-12-31",
    ]


def test_a_target_nobody_has_given_a_figure_for_waits_with_its_comparator(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    rows = marts.execute(
        "select comparator, count(*), count(value), bool_and(is_target) from fct_benchmarks"
        " where measure_id like 'waht%' group by comparator order by comparator"
    ).fetchall()
    assert rows == [
        ("Acute Trust average", 6, 0, True),
        ("Model Hospital benchmark", 1, 0, True),
        ("Peers", 1, 0, True),
        ("Top decile", 1, 0, True),
        ("Top quartile", 3, 0, True),
    ]


def test_a_change_of_definition_names_who_approved_it(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select count(*), count(approver_post_id), count(distinct definition_change_id)"
        " from fct_definition_changes where recorded_at::date <= effective_from_date"
    ).fetchall()
    assert rows == [(4, 4, 4)]
