"""Where the papers contradict themselves: loaded as printed, flagged, worked out where possible.

The list and the numbers were made by hand from the papers.
"""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

# scorecard, measure, words of the finding. The numbers are worked out beside each.
FLAGGED = [
    # nine rows in the two tables of section 2.4; accounts and broadband without a target; six cards
    ("norfolk", None, "prints 9 rows, 7 of them with a target, and 6 report cards"),
    ("norfolk", None, "The paper speaks of 8 and of 7 vital signs"),
    # 24.8, 29.3, 34.4 against 28
    (
        "norfolk",
        "norfolk_first_line_fix",
        "1 of the last 3 months to January 2018 did not exceed the target of 28.0%: "
        "November 2017 (24.8%)",
    ),
    # 1.21 times 10.0 and 10.0 + 21
    ("norfolk", "norfolk_call_abandonment", "12.1% when read as a share of the target and 31.0%"),
    # 62 of 90, and 62 + 23 of 90
    (
        "norfolk",
        None,
        "In 4 of 4 years the printed percentage comes out only when cancelled projects are "
        "counted with the completed ones: in 2014/15 the 62 completed of 90 accepted are 68.89%, "
        "and 94.44% with the 23 cancelled",
    ),
    # printed 99.0: Aug 99.83, Sep 99.47, Oct 100, Dec 100, Jan 99.66
    (
        "norfolk",
        "norfolk_systems_availability",
        "In 5 of the 5 months that are printed as 99.0% with their parts the parts give more, "
        "up to 100.0% in October 2017 (118,800 of 118,800 minutes)",
    ),
    ("heiw", None, "“Q3 Report (end of year) May Board”"),
    ("heiw", None, "The aims stand in a picture that is lost: none are loaded"),
    ("dhcw", None, "16 key results and 20 KPIs, 36 in all; 5 KPIs"),
    ("dhcw", "dhcw_kr_1_1", "printed without a code, where 15 of 16 have one"),
    # 0.04 of 0.42
    ("dhcw", "dhcw_kpi_fn02", "From £0.42 to £0.38 is a reduction of 9.52%, not 10%"),
    ("dhcw", "dhcw_kr_3_4", "The baseline counts trained analysts"),
    ("dhcw", None, "“Top quartile NHS Wales staff engagement”"),
]

AS_PRINTED = {
    ("norfolk_first_line_fix", "2017-11"): "24.8",
    ("norfolk_systems_availability", "2017-10"): "99.0",
}


@pytest.mark.parametrize(("scorecard", "measure", "words"), FLAGGED, ids=lambda v: str(v)[:40])
def test_it_is_flagged_with_its_figures(
    marts: duckdb.DuckDBPyConnection, scorecard: str, measure: str | None, words: str
) -> None:
    rows = marts.execute(
        "select explanation from fct_data_quality_findings where finding_type = 'known_discrepancy'"
        " and scorecard_id = ? and measure_id is not distinct from ?",
        [scorecard, measure],
    ).fetchall()
    assert [text for (text,) in rows if words in text], rows


def test_none_is_left_unworked_in_the_whole_sandbox(marts: duckdb.DuckDBPyConnection) -> None:
    (count,) = marts.execute(
        "select count(*) from fct_data_quality_findings where finding_type = 'known_discrepancy'"
        " and (explanation like '%cannot be worked out%' or explanation like '%{%')"
    ).fetchall()[0]
    assert count == 0


@pytest.mark.parametrize(("where", "value"), AS_PRINTED.items())
def test_the_figure_itself_stays_as_printed(
    marts: duckdb.DuckDBPyConnection, where: tuple[str, str], value: str
) -> None:
    ((found,),) = marts.execute(
        "select value from fct_measure_values where measure_id = ? and period_id = ?"
        " and organisation_unit_id = 'norfolk'",
        where,
    ).fetchall()
    assert found == Decimal(value)


def test_what_a_paper_leaves_out_is_stored_as_nothing(marts: duckdb.DuckDBPyConnection) -> None:
    """No code for the first key result, no aims, no owner for two goals, no source in Norfolk."""
    empty = [
        "select code from dim_measures where measure_id = 'dhcw_kr_1_1'",
        "select executive_post_id from dim_measures where measure_id like 'dhcw_kpi%'",
        "select owner_post_id from dim_objectives where objective_id in ('waht_bp2', 'waht_bp3')",
        "select lead_post_id from dim_measures where measure_id = 'norfolk_superfast_broadband'",
        "select source_description from dim_measures where scorecard_id = 'norfolk'"
        " and measure_id != 'norfolk_ict_satisfaction'",
        "select code from dim_objectives where scorecard_id in ('heiw', 'progress')",
        "select deadline_date from dim_targets where measure_id like 'dhcw_kpi%'",
        "select baseline_value from dim_targets where measure_id in"
        " ('dhcw_kr_2_3_ce_plus', 'dhcw_kr_4_3_pilot', 'waht_new_apprenticeships')",
        "select target_value from dim_targets where comparator is not null",
    ]
    for query in empty:
        rows = marts.execute(query).fetchall()
        assert rows, query
        assert {value for (value,) in rows} == {None}, query
    (nodes,) = marts.execute(
        "select count(*) from dim_objectives where scorecard_id = 'heiw'"
    ).fetchall()[0]
    assert nodes == 4
