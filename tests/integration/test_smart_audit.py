"""The audit against two lists made by hand: what it must find, and where it must find nothing.

Both were read from the papers, not from the audit. Together they are complete: a finding nobody
listed fails as a missing one does. HEIW and PROGRESS print no measures: theirs are invented, and
have neither baselines nor deadlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import duckdb
import pytest

from orchestration.settings import PROJECT_ROOT

Found = set[tuple[str, str]]


def each(prefix: str, names: str) -> set[str]:
    """Ids from their names without the scorecard."""
    return {f"{prefix}_{name}" for name in names.split()}


# ── DHCW ──────────────────────────────────────────────────────────────────────────────────────────
SOUND_KEY_RESULTS = each("dhcw_kr", "1_1 1_2 1_3 1_4 2_1 2_2 2_4 3_1 3_2 3_3 4_1 4_2 4_4")
KPIS = each(
    "dhcw_kpi",
    "ps01 ps02 ps03 ps04 oe01 oe02 oe03 oe04 pd01 pd02 pd03 pd04 fn01 fn02 fn03 fn04"
    " pl01 pl02 pl03 pl04",
)
# The later of each pair, and what it repeats.
DUPLICATES = {
    ("dhcw_kpi_oe03_p1", "dhcw_kr_2_2"),
    ("dhcw_kpi_oe01", "dhcw_kr_2_1"),
    ("dhcw_kpi_pl01", "dhcw_kr_4_1"),
    ("dhcw_kpi_pl02", "dhcw_kr_4_2"),
    ("dhcw_kpi_pl03", "dhcw_kr_4_4"),
}
DHCW = {
    "specific": set[str](),
    "measurable": set[str](),
    # another certificate as baseline; no baseline; trained against active analysts; 9.52%
    "achievable": each("dhcw", "kr_2_3_ce_plus kr_4_3_pilot kr_3_4 kpi_fn02"),
    "relevant": set[str](),
    "time_bound": KPIS,
    "duplicate": {later for later, _ in DUPLICATES},
}

# ── Worcestershire ────────────────────────────────────────────────────────────────────────────────
# A deliverable and a date inside the plan year: sound.
DATED_MILESTONES = each(
    "waht",
    "memoranda_of_understanding integrated_pathway_per_division integrated_care_kpis"
    " place_operating_model place_plan integrated_care_partnership_strategy armed_forces_silver"
    " theatres_outline_business_case theatres_full_business_case"
    " acute_service_review_business_case acute_service_review_developments surgical_robot"
    " quality_safety_strategy establishment_control_policy financial_trajectories"
    " benchmarked_performance_owned risk_share_framework section_106 dashboards_rationalised"
    " accountability_framework business_planning_approach parking_strategy",
)
UNDATED_MILESTONES = each(
    "waht",
    "integrated_care_evaluation waste_kpis urgent_care_new_build targeted_investment_fund_bid"
    " theatres_national_approvals digital_care_record maternity_plan location_by_vocation"
    " business_cases_reflect_outcomes pfi_handover",
)
DEFERRED = each("waht", "theatres_productivity_measures outpatients_productivity_measures")
# Called KPIs in the catalogue, and none with a baseline.
WAHT_KPIS = each(
    "waht",
    "planned_activity waits_over_104_weeks waits_over_78_weeks waits_over_52_weeks cancer_62_days"
    " diagnostic_capacity virtual_outpatients patient_initiated_follow_up follow_up_reduction"
    " advice_and_guidance length_of_stay_21_days length_of_stay_14_days length_of_stay_7_days"
    " average_length_of_stay emergency_access_standards harm_falls harm_ulcers"
    " harm_catheter_infections harm_cannula_infections harm_never_events serious_incidents"
    " staff_turnover vacancy_rate staff_absence",
)
WAHT_GOALS = each(
    "waht",
    "shared_best_practice shared_roles new_apprenticeships kickstart_apprentices carbon_net_zero"
    " seven_day_standards internal_professional_standards recommend_place_to_work staff_engagement"
    " premium_staffing_reduction cost_per_wte workforce_race_equality workforce_disability"
    " employee_relations_reduction bullying_reporting charter_awareness time_to_hire"
    " candidate_experience hr_casework_days weighted_activity_unit value_for_patients"
    " benchmarked_performance clinical_space_ratio",
)
FIGURES = WAHT_KPIS | WAHT_GOALS
# With a date of their own, or under a heading that gives one.
DATED_FIGURES = each(
    "waht",
    "kickstart_apprentices length_of_stay_21_days length_of_stay_14_days length_of_stay_7_days"
    " seven_day_standards internal_professional_standards recommend_place_to_work staff_engagement"
    " staff_turnover vacancy_rate staff_absence premium_staffing_reduction cost_per_wte"
    " workforce_race_equality workforce_disability employee_relations_reduction bullying_reporting"
    " charter_awareness weighted_activity_unit value_for_patients benchmarked_performance",
)
# The only ones whose sentence says what is counted, of whom, and in which unit.
DEFINED_FIGURES = each("waht", "cancer_62_days hr_casework_days")
WAHT = {
    "specific": (FIGURES - DEFINED_FIGURES) | DEFERRED,
    # No figure has both a source and a number; no undated milestone can be measured by its date.
    "measurable": FIGURES | UNDATED_MILESTONES,
    "achievable": WAHT_KPIS,
    "relevant": set[str](),
    "time_bound": (FIGURES - DATED_FIGURES)
    | UNDATED_MILESTONES
    | each("waht", "veterans_accreditation estates_strategy"),
    "duplicate": set[str](),
}

# ── Norfolk ───────────────────────────────────────────────────────────────────────────────────────
VITAL_SIGNS = each(
    "norfolk",
    "my_norfolk_accounts web_satisfaction call_abandonment incidents_per_customer first_line_fix"
    " resolved_within_sla ict_satisfaction systems_availability superfast_broadband",
)
NORFOLK = {
    # a row's name alone defines nothing
    "specific": each(
        "norfolk",
        "my_norfolk_accounts web_satisfaction ict_satisfaction systems_availability"
        " superfast_broadband",
    ),
    # only the survey of customers is named as a source
    "measurable": VITAL_SIGNS - {"norfolk_ict_satisfaction"},
    "achievable": set[str](),  # neither key results nor KPIs
    "relevant": VITAL_SIGNS,  # the paper prints no objectives
    "time_bound": VITAL_SIGNS,  # nor a date by which a target is to be met
    "duplicate": set[str](),
}

# ── HEIW and PROGRESS ─────────────────────────────────────────────────────────────────────────────
HEIW_KPIS = each(
    "heiw",
    "plan_milestones commissioned_places training_posts_filled trainee_satisfaction"
    " quality_actions_closed sickness_absence invoices_paid",
)
PROGRESS_KPIS = each(
    "progress",
    "seven_day_follow_up follow_up_useful restrictive_practice restrictive_reviewed"
    " care_plans_coproduced patient_recommend supervision_completed staff_engagement agency_spend"
    " safe_shifts cost_per_bed_day",
)
# Two targets of 2025/26 have a deadline, and one of them says where it starts from.
ILLUSTRATIVE = {
    "achievable": HEIW_KPIS - {"heiw_trainee_satisfaction"} | PROGRESS_KPIS,
    "time_bound": HEIW_KPIS - each("heiw", "plan_milestones trainee_satisfaction") | PROGRESS_KPIS,
}

# What is printed has to be in the sentence, with its numbers.
SAID = {
    ("waht_new_apprenticeships", "measurable"): "“by how many???”",
    ("waht_time_to_hire", "measurable"): "“TBC”",
    ("waht_theatres_national_approvals", "measurable"): "“timescale to TBC”",
    ("waht_veterans_accreditation", "time_bound"): "31 March 2022 lies outside the plan year, "
    "1 April 2022 to 31 March 2023",
    ("waht_theatres_productivity_measures", "specific"): "to be defined, “by end June 22”",
    ("waht_outpatients_productivity_measures", "specific"): "to be defined, “by end June 22”",
    ("waht_staff_engagement", "measurable"): "“Acute Trust average” is a comparison",
    ("waht_recommend_place_to_work", "measurable"): "“Acute Trust average” is a comparison",
    ("waht_workforce_race_equality", "measurable"): "“Acute Trust average” is a comparison",
    ("waht_workforce_disability", "measurable"): "“Acute Trust average” is a comparison",
    ("waht_candidate_experience", "measurable"): "“Acute Trust average” is a comparison",
    ("waht_length_of_stay_7_days", "measurable"): "“top quartile performance” is a comparison",
    ("waht_average_length_of_stay", "measurable"): "“top decile” is a comparison",
    ("waht_benchmarked_performance", "measurable"): "“better than peers” is a comparison",
    ("waht_clinical_space_ratio", "measurable"): "“Model Hospital benchmark data” is a comparison",
    ("waht_cost_per_wte", "measurable"): "“Reduction” holds no number",
    ("waht_waits_over_52_weeks", "measurable"): "no target is stated",
    ("waht_urgent_care_new_build", "time_bound"): "“by early 2023” names no day",
    ("waht_estates_strategy", "time_bound"): "30 September 2022 holds only on a condition: "
    "“depending on Aug F&P meeting”",
    ("dhcw_kpi_fn02", "achievable"): "stated 10% from £0.42 to £0.38 is 9.52%",
    ("dhcw_kr_2_3_ce_plus", "achievable"): "“Cyber Essentials certified” is no number",
    ("dhcw_kr_4_3_pilot", "achievable"): "no baseline is stated",
    ("dhcw_kpi_oe03_p1", "duplicate"): "KR 2.2 Incident response time with the same baseline "
    "(58 min), target (30 min), unit and owner (Service Delivery Manager)",
    ("norfolk_web_satisfaction", "relevant"): "no post is stated that owns it",
}


def listed() -> Found:
    """Every measure and test that must be found."""
    return {
        (measure, test)
        for paper in (DHCW, WAHT, NORFOLK, ILLUSTRATIVE)
        for test, measures in paper.items()
        for measure in measures
    }


def of_measures(marts: duckdb.DuckDBPyConnection, columns: str) -> list[tuple[str, ...]]:
    return marts.execute(
        f"select {columns} from fct_smart_findings where measure_id is not null"
    ).fetchall()


def test_the_audit_finds_what_was_read_from_the_papers_and_nothing_else(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    found = of_measures(marts, "measure_id, test")
    assert set(found) == listed()
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(SOUND_KEY_RESULTS, id="key results"),
        pytest.param(DATED_MILESTONES, id="dated milestones"),
        pytest.param({"heiw_programme_evaluation"}, id="the invented milestone"),
    ],
)
def test_what_is_sound_gets_no_finding(
    marts: duckdb.DuckDBPyConnection, sound: Iterable[str]
) -> None:
    touched = {measure for (measure,) in of_measures(marts, "measure_id")}
    catalogue = {m for (m,) in marts.execute("select measure_id from dim_measures").fetchall()}
    assert set(sound) <= catalogue
    assert set(sound) & touched == set()


def test_the_lists_name_every_measure_of_the_three_papers(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """A composite answers through its parts, and companions are not asked."""
    named = SOUND_KEY_RESULTS | DATED_MILESTONES | {measure for measure, _ in listed()}
    rows = marts.execute(
        "select measure_id from dim_measures where scorecard_id in ('dhcw', 'waht', 'norfolk')"
        " and parent_measure_id is null"
    ).fetchall()
    assert {measure for (measure,) in rows} - named == {"dhcw_kr_2_3", "dhcw_kr_4_3"}


def test_the_five_pairs_are_five_findings(marts: duckdb.DuckDBPyConnection) -> None:
    rows = of_measures(marts, "measure_id, other_measure_id, test")
    assert {(later, earlier) for later, earlier, test in rows if test == "duplicate"} == DUPLICATES
    assert [row for row in rows if row[1] and row[2] != "duplicate"] == []


@pytest.mark.parametrize(("where", "words"), SAID.items(), ids=lambda value: str(value)[:50])
def test_the_sentence_says_what_is_printed(
    marts: duckdb.DuckDBPyConnection, where: tuple[str, str], words: str
) -> None:
    ((sentence,),) = marts.execute(
        "select explanation from fct_smart_findings where measure_id = ? and test = ?", where
    ).fetchall()
    assert words in sentence.replace("\N{NO-BREAK SPACE}", " ")


def test_one_success_metric_is_a_comparison_without_a_number(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """85%, 99.95% and "all Health Boards" can be measured; "Top quartile" cannot."""
    rows = marts.execute(
        "select objective_id, test, explanation from fct_smart_findings where measure_id is null"
    ).fetchall()
    assert [row[:2] for row in rows] == [("dhcw_okr_4", "measurable")]
    assert "“Top quartile NHS Wales staff engagement” is a comparison" in rows[0][2]


def test_every_finding_names_its_rule_and_version(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select explanation, test, rules_version, smart_rule_ids from fct_smart_findings"
    ).fetchall()
    rules = {
        rule for (rule,) in marts.execute("select smart_rule_id from dim_smart_rules").fetchall()
    }
    for sentence, test, version, asked in rows:
        assert sentence.endswith(f". ({test}, version {version})")
        assert "{" not in sentence
        assert set(asked.split()) <= rules


def test_no_measure_is_named_where_the_audit_is_made() -> None:
    """It goes by structure: rules and models know kinds, types and words, and no measure."""
    folder = PROJECT_ROOT / "dbt_project" / "models" / "intermediate" / "smart"
    files = [*folder.glob("*.sql"), *(PROJECT_ROOT / "seeds").glob("smart_*.csv")]
    assert len(files) > 10
    known = re.compile(r"\b(dhcw|waht|norfolk|heiw|progress)_\w+")
    assert [file.name for file in files if known.search(file.read_text("utf-8"))] == []
