"""The catalogue against three papers: Worcestershire, HEIW and PROGRESS.

What stands here was read from the papers by hand; nothing is derived from the seeds. Rules that
hold of every scorecard are tested elsewhere.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.catalogue.declarations import read_declarations

SEEDS = Path(__file__).parents[2] / "seeds"
OURS = ("waht", "heiw", "progress")
Row = dict[str, str]

MEASURES_OF_SUCCESS = {
    "waht_bs1_1": 3,
    "waht_bs1_2": 3,  # the evaluation and its KPIs are two tests
    "waht_bs1_3": 3,
    "waht_bs2_1": 2,
    "waht_bs2_2": 2,
    "waht_bs2_3": 2,
    "waht_bec1_1": 6,  # 104 and 78 weeks are two
    "waht_bec1_2": 1,
    "waht_bec1_3": 5,
    "waht_bec2_1": 5,  # 21, 14 and 7 days are three
    "waht_bec2_2": 8,  # outline case, national approvals and full case are three
    "waht_bec3_1": 1,
    "waht_bec4_1": 7,  # five harm indicators
    "waht_bec4_2": 2,
    "waht_bec4_3": 1,
    "waht_bp1_1": 5,
    "waht_bp2_1": 3,
    "waht_bp3_1": 5,
    "waht_bp4_1": 4,  # time to hire and candidate experience are two
    "waht_bur1_1": 7,  # trajectories, activity unit, value; better than peers, owned
    "waht_bur2_1": 1,
    "waht_bur2_2": 3,
    "waht_bur2_3": 4,
}

# deadline: measures. March 2022 is printed so, before the plan year.
DEADLINES = {
    "2022-03-31": "veterans_accreditation",
    "2022-06-30": "place_plan theatres_productivity_measures outpatients_productivity_measures",
    "2022-07-31": "place_operating_model theatres_outline_business_case quality_safety_strategy",
    "2022-08-31": "establishment_control_policy",
    "2022-09-30": "acute_service_review_business_case acute_service_review_developments "
    "surgical_robot accountability_framework business_planning_approach estates_strategy",
    "2022-11-30": "integrated_care_kpis",
    "2022-12-31": "memoranda_of_understanding integrated_care_partnership_strategy "
    "theatres_full_business_case parking_strategy",
    "2023-03-31": "integrated_pathway_per_division armed_forces_silver kickstart_apprentices "
    "length_of_stay_21_days length_of_stay_14_days length_of_stay_7_days seven_day_standards "
    "internal_professional_standards recommend_place_to_work staff_engagement staff_turnover "
    "vacancy_rate staff_absence premium_staffing_reduction cost_per_wte workforce_race_equality "
    "workforce_disability employee_relations_reduction bullying_reporting charter_awareness "
    "financial_trajectories weighted_activity_unit value_for_patients benchmarked_performance "
    "benchmarked_performance_owned risk_share_framework section_106 dashboards_rationalised",
}

# measure: (target, direction, strict)
NUMBERS = {
    "shared_best_practice": ("1", "higher", "false"),
    "shared_roles": ("2", "higher", "false"),
    "kickstart_apprentices": ("10", "higher", "false"),
    "waits_over_104_weeks": ("0", "lower", "false"),
    "waits_over_78_weeks": ("0", "lower", "false"),
    "cancer_62_days": ("85", "higher", "false"),
    "diagnostic_capacity": ("120", "higher", "false"),
    "virtual_outpatients": ("25", "higher", "false"),
    "patient_initiated_follow_up": ("5", "higher", "false"),
    "follow_up_reduction": ("25", "higher", "false"),
    "seven_day_standards": ("100", "higher", "false"),
    "internal_professional_standards": ("100", "higher", "false"),
    "staff_turnover": ("11", "lower", "true"),
    "vacancy_rate": ("8", "lower", "true"),
    "staff_absence": ("4.8", "lower", "true"),
    "premium_staffing_reduction": ("25", "higher", "false"),
    "employee_relations_reduction": ("10", "higher", "false"),
    "charter_awareness": ("100", "higher", "false"),
    "hr_casework_days": ("100", "lower", "true"),
}

WITHOUT_A_NUMBER = {
    "new_apprenticeships": "by how many???",
    "length_of_stay_7_days": "top quartile performance",
    "average_length_of_stay": "top decile",
    "recommend_place_to_work": "Acute Trust average",
    "time_to_hire": "Acute Trust average (TBC)",
    "benchmarked_performance": "better than peers",
    "clinical_space_ratio": "Model Hospital benchmark data",
    "urgent_care_new_build": "by early 2023",
    "theatres_national_approvals": "timescale to TBC",
    "digital_care_record": "in line with plan",
}

# measure: (executive leads, delivery leads)
LEADS = {
    "surgical_robot": ("Chief Operating Officer", "DDs, Director of Estates"),
    "parking_strategy": (
        "Chief Operating Officer",
        "Director of Estates, Chief Digital Information Officer",
    ),
    "shared_roles": ("DSP", "Chief Medical Officer, Chief Operating Officer, DDs"),
    "vacancy_rate": ("DP&C", ""),
    "section_106": ("Chief Finance Officer", "Deputy Directors of Finance, DSP"),
}

# column: the seed whose first column it names
HOMES = {
    "post_id": "posts",
    "owner_post_id": "posts",
    "author_post_id": "posts",
    "approver_post_id": "posts",
    "measure_id": "measures",
    "balancing_measure_id": "measures",
    "objective_id": "objectives",
    "parent_objective_id": "objectives",
    "forum_id": "forums",
    "organisation_unit_id": "organisation_units",
    "scorecard_id": "scorecards",
    "target_version_id": "targets",
    "rag_profile_id": "rag_profiles",
    "unit": "units",
    "source_system": "source_systems",
    "tier": "tiers",
}


def rows(seed: str) -> list[Row]:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measures(scorecard_id: str) -> dict[str, Row]:
    found = (row for row in rows("measures") if row["scorecard_id"] == scorecard_id)
    return {row["measure_id"].removeprefix(f"{scorecard_id}_"): row for row in found}


def first_targets(scorecard_id: str) -> dict[str, Row]:
    start = f"{scorecard_id}_"
    found = (row for row in rows("targets") if row["target_version_id"].endswith("_v1"))
    return {
        row["measure_id"].removeprefix(start): row
        for row in found
        if row["measure_id"].startswith(start)
    }


def dated() -> dict[str, str]:
    return {measure: day for day, names in DEADLINES.items() for measure in names.split()}


def column_types() -> dict[str, dict[str, str]]:
    return {name: dict(seed.types) for name, seed in read_declarations(SEEDS).items()}


def parses(value: str, kind: str) -> bool:
    """False where dbt would refuse the value; raises where it isn't even shaped like one."""
    if kind.startswith("decimal"):
        return Decimal(value).is_finite()
    if kind == "date":
        return date.fromisoformat(value) > date(2000, 1, 1)
    if kind == "timestamp":
        return datetime.fromisoformat(value).year > 2000
    if kind == "integer":
        return value.isdigit()
    return kind != "boolean" or value in ("true", "false")


def test_worcestershire_has_every_objective() -> None:
    found = Counter(r["node_type"] for r in rows("objectives") if r["scorecard_id"] == "waht")
    assert found == {"strategic_objective": 4, "goal": 12, "improvement_priority": 23}


def test_every_measure_of_success_stands_under_its_improvement_priority() -> None:
    found = Counter(row["objective_id"] for row in measures("waht").values())
    assert found == MEASURES_OF_SUCCESS


def test_dates_are_the_printed_ones_and_no_others() -> None:
    printed = {k: row["deadline_date"] for k, row in first_targets("waht").items()}
    assert {k: day for k, day in printed.items() if day} == dated()


def test_numbers_are_the_printed_ones_and_no_others() -> None:
    catalogue = measures("waht")
    found = {
        k: (row["target_value"], catalogue[k]["direction"], catalogue[k]["is_strict"])
        for k, row in first_targets("waht").items()
        if row["target_value"] and catalogue[k]["measure_kind"] != "milestone"
    }
    assert found == NUMBERS


@pytest.mark.parametrize(("measure", "words"), WITHOUT_A_NUMBER.items())
def test_a_comparison_without_a_number_stays_words(measure: str, words: str) -> None:
    target = first_targets("waht")[measure]
    assert (target["target_text"], target["target_value"]) == (words, "")


def test_a_milestone_names_its_deliverable_and_has_a_target_only_with_a_date() -> None:
    targets = first_targets("waht")
    for measure, row in measures("waht").items():
        if row["measure_kind"] == "milestone":
            assert row["deliverable"], measure
            target_value = targets[measure]["target_value"] if measure in targets else ""
            assert target_value == ("1" if measure in dated() else ""), measure


def test_baselines_and_conditions_are_as_printed() -> None:
    baselines = {k: r["baseline_value"] for k, r in first_targets("waht").items()}
    # a reduction from a dated baseline is 0 on the baseline's own day
    printed = {"hr_casework_days": "127", "premium_staffing_reduction": "0"}
    assert {k: value for k, value in baselines.items() if value} == printed
    conditions = {k: row["conditions"] for k, row in measures("waht").items() if row["conditions"]}
    assert conditions == {
        "estates_strategy": "depending on Aug F&P meeting",
        "theatres_national_approvals": "timescale to TBC",
        "time_to_hire": "TBC",
    }
    actions = [row for row in rows("objective_actions") if row["conditions"]]
    assert [row["objective_id"] for row in actions] == ["waht_bec2_2"]


@pytest.mark.parametrize("measure", LEADS)
def test_executive_and_delivery_leads_are_posts(measure: str) -> None:
    titles = {row["post_id"]: row["title"] for row in rows("posts")}
    found: dict[str, list[str]] = {"executive": [], "delivery": []}
    for row in rows("measure_posts"):
        if row["measure_id"] == f"waht_{measure}":
            found[row["role"]].append(titles[row["post_id"]])
    assert (", ".join(found["executive"]), ", ".join(found["delivery"])) == LEADS[measure]


def test_what_has_neither_number_nor_date_waits_for_a_source() -> None:
    catalogue = measures("waht")
    milestones = {k for k in dated() if catalogue[k]["measure_kind"] == "milestone"}
    owed = {k for k, row in catalogue.items() if row["source_system"] == "returns"}
    assert owed == set(NUMBERS) | milestones | {"waits_over_52_weeks"}
    assert owed == {k for k, row in catalogue.items() if row["is_illustrative"] == "true"}


def test_heiw_has_two_measures_a_quadrant_and_tells_plan_from_business_as_usual() -> None:
    catalogue = measures("heiw").values()
    found = Counter(row["objective_id"] for row in catalogue)
    assert found == {f"heiw_{q}": 2 for q in ("programmes", "activity", "quality", "corporate")}
    assert {row["plan_type"] for row in catalogue} == {"plan_objective", "business_as_usual"}
    assert {row["calendar"] for row in catalogue} == {"academic", "fiscal"}


def test_heiw_board_meets_as_the_framework_says() -> None:
    board = [row for row in rows("reporting_calendar") if row["forum_id"] == "heiw_board"]
    meets = {row["covers"]: row["meets"] for row in board}
    assert meets == {"Q1": "September", "Q2": "November", "Q3": "March", "Q4": "May"}


def test_progress_has_three_axes_a_story_and_four_tiers_on_every_measure() -> None:
    tiers = Counter(row["target_version_id"] for row in rows("target_tiers"))
    for measure, row in measures("progress").items():
        assert all(row[axis] for axis in ("level", "pathway", "ambition")), measure
        assert len(row["story"]) > 80, measure
        assert tiers[f"progress_{measure}_v1"] == 4, measure


def test_the_target_of_a_tiered_measure_is_its_desirable_tier() -> None:
    desirable = {
        row["target_version_id"]: row["threshold_value"]
        for row in rows("target_tiers")
        if row["tier"] == "desirable" and row["target_version_id"].startswith("progress_")
    }
    targets = first_targets("progress").values()
    assert desirable == {row["target_version_id"]: row["target_value"] for row in targets}


def test_progress_reads_every_count_beside_its_quality() -> None:
    catalogue = measures("progress")
    domains = Counter(row["objective_id"] for row in catalogue.values())
    assert len(domains) == 4
    assert min(domains.values()) >= 2
    balanced = {k: r["balancing_measure_id"] for k, r in catalogue.items()}
    assert {k: v.removeprefix("progress_") for k, v in balanced.items() if v} == {
        "seven_day_follow_up": "follow_up_useful",
        "restrictive_practice": "restrictive_reviewed",
        "care_plans_coproduced": "patient_recommend",
        "supervision_completed": "staff_engagement",
        "agency_spend": "safe_shifts",
        "cost_per_bed_day": "patient_recommend",
    }
    assert catalogue["restrictive_practice"]["scale"] == "1000"


@pytest.mark.parametrize("seed", column_types())
def test_rows_of_these_papers_parse_and_refer_to_rows_that_exist(seed: str) -> None:
    kinds = column_types()[seed]
    homes = {c: h for c, h in HOMES.items() if c in kinds}
    known = {c: {next(iter(row.values())) for row in rows(h)} for c, h in homes.items()}
    for row in rows(seed):
        if not any(value.split("_")[0] in OURS for value in list(row.values())[:2]):
            continue
        assert list(row) == list(kinds), f"{seed}: {row}"
        for column, value in row.items():
            if value:
                assert parses(value, kinds[column]), f"{seed}.{column}: {value}"
                assert value in known.get(column, {value}), f"{seed}.{column}: {value}"
