"""The invented rows by table. Every kind of cell is there once, with text that would do harm.

Here: whole tables. Not here: measures and their figures (serving_measures).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tests.support.serving_changes import invented_changes, target_changes
from tests.support.serving_charts import invented_charts
from tests.support.serving_measures import (
    AS_OF,
    FORMULA,
    IMAGE,
    LINK,
    MEASURES,
    MONTHS,
    QUARTERS,
    SCRIPT,
    START,
    TARGETS,
    Row,
    facts,
    month_end,
    period_id,
)
from tests.support.serving_promises import promise_rows
from tests.support.serving_publications import invented_publications

LATEST = "2026-01"
RECORDED = datetime(2024, 12, 31)  # noqa: DTZ001 -- the marts hold UTC without a zone


def invented_rows() -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {
        "fct_measure_values": [],
        "fct_measure_statuses": [],
        "fct_measure_trajectories": [],
    }
    for row in MEASURES:
        for lines, found in zip(tables.values(), facts(row), strict=True):
            lines.extend(found)
    told = {
        **_rules(), **_told(), **_audit(), **invented_charts(), **invented_publications(),
        **promise_rows(), **invented_changes("library_loans"),
    }  # fmt: skip
    return {**tables, "dim_measures": MEASURES, **_frames(), **told}


def _frames() -> dict[str, list[Row]]:
    def scorecard(scorecard_id: str, layout: str, order: int) -> Row:
        return {
            "scorecard_id": scorecard_id, "name": f"{scorecard_id.capitalize()} scorecard",
            "short_name": scorecard_id.capitalize(), "organisation_name": f"The {scorecard_id}",
            "title": "Committee of 6 March", "is_illustrative": scorecard_id == "library",
            "illustrative_note": f"Invented {IMAGE}", "page_layout": layout, "sort_order": order,
            "source_document": "None", "rag_profile_id": "variance_5",
            "attainment_method": "variance", "calendar": "calendar",
        }  # fmt: skip

    def objective(objective_id: str, kind: str, name: str) -> Row:
        return {
            "objective_id": objective_id, "scorecard_id": "library", "parent_objective_id": None,
            "node_type": kind, "code": "OKR 1" if kind == "okr_objective" else None, "name": name,
            "statement": f"Read more {SCRIPT}", "owner_post_id": "library_keeper",
            "timeline_start_date": date(2025, 1, 1), "timeline_end_date": date(2025, 12, 31),
            "outcome": "Readers", "success_metric": "More loans", "sort_order": 1,
        }  # fmt: skip

    def post(post_id: str, title: str) -> Row:
        return {"post_id": post_id, "scorecard_id": post_id.split("_")[0], "title": title}

    days = [*MONTHS, month_end(2026, 2), month_end(2026, 3)]
    return {
        "dim_scorecards": [
            scorecard("harbour", "vital_signs", 1), scorecard("library", "progress", 2),
        ],
        "dim_objectives": [
            objective("library_reading", "okr_objective", "Reading"),
            objective("library_kpi", "kpi_group", "Money & buildings"),
        ],
        "dim_posts": [post("harbour_master", "Harbour Master"), post("library_keeper", "Keeper")],
        "dim_organisation_units": [
            {"organisation_unit_id": name, "scorecard_id": name, "name": f"The {name}"}
            for name in ("harbour", "library")
        ],
        "dim_periods": [
            _period(day, "month") for day in days
        ] + [_period(day, "quarter") for day in QUARTERS],
        "dim_source_systems": [
            {"source_system": "returns", "name": "Returns", "is_connected": True},
        ],
        "dim_forums": [{
            "forum_id": "board", "scorecard_id": "harbour", "name": "Board",
            "audience_level": "board",
        }],
    }  # fmt: skip


def _period(day: date, grain: str) -> Row:
    return {
        "period_id": period_id(day, grain), "grain": grain, "calendar": "calendar",
        "start_date": day.replace(day=1),
        "end_date": day, "label": f"{day:%B %Y}" if grain == "month" else f"Q{day.month // 3} 2025",
        "short_label": f"{day:%b %y}", "sort_order": day.toordinal(),
    }  # fmt: skip


def _rules() -> dict[str, list[Row]]:
    def rule(
        profile: str,
        status: str,
        basis: str,
        low: str | None,
        high: str | None,
        applies_to: str | None = None,
    ) -> Row:
        return {
            "rag_profile_id": profile, "rag_status": status, "basis": basis,
            "applies_to": applies_to,
            "version": 1,
            "lower_bound": Decimal(low) if low else None,
            "upper_bound": Decimal(high) if high else None, "is_lower_inclusive": True,
            "is_upper_inclusive": False, "valid_from_date": date(2014, 1, 1), "valid_to_date": None,
        }  # fmt: skip

    return {
        "dim_targets": [{
            "target_version_id": f"{measure_id}_1", "measure_id": measure_id,
            "comparator": None, "benchmark_as_at_date": None,
            "organisation_unit_id": measure_id.split("_")[0],
            "baseline_value": Decimal(baseline) if baseline else None, "baseline_text": None,
            "target_value": Decimal(target or 0), "target_lower_value": None,
            "target_upper_value": None, "target_text": None, "start_date": START,
            "deadline_date": deadline, "trajectory_shape": "linear" if deadline else "flat",
            "attainment_method": None, "effective_from_date": START, "effective_to_date": None,
            "recorded_at": RECORDED, "superseded_at": None, "approver_post_id": None,
            "reason": f"As printed {SCRIPT}", "decision_reference": None,
        } for measure_id, (baseline, target, deadline) in TARGETS.items()],
        "fct_target_changes": target_changes(list(TARGETS), changed="library_loans"),
        "dim_rag_rules": [
            rule("trajectory_70_90", "green", "attainment", "0.9", None),
            rule("trajectory_70_90", "amber", "attainment", "0.7", "0.9"),
            rule("trajectory_70_90", "red", "attainment", None, "0.7"),
            rule("variance_5", "green", "variance_pct", None, "0"),
            rule("variance_5", "amber", "variance_pct", "0", "0.05"),
            rule("variance_5", "red", "variance_pct", "0.05", None),
            rule("milestone", "green", "days_left", "21", None, "not_delivered"),
            rule("milestone", "amber", "days_left", "0", "21", "not_delivered"),
            rule("milestone", "red", "days_left", None, "0", "not_delivered"),
            rule("tiers", "green", "tier", "2", None),
            rule("tiers", "amber", "tier", "1", "2"),
            rule("tiers", "red", "tier", None, "1"),
        ],
        "dim_target_tiers": [
            {"target_version_id": "harbour_waits_1", "tier": tier, "tier_rank": rank}
            for rank, tier in enumerate(("calm", "flat calm"), 1)
        ],
        "dim_rag_profiles": [
            {"rag_profile_id": name, "name": name, "description": "A rule."}
            for name in ("variance_5", "trajectory_70_90", "milestone")
        ],
        "dim_rag_reasons": [
            {"rag_reason": "not_expected", "precedence": 1, "label": "none expected",
             "sentence": "no figure is expected for this period"},
            {"rag_reason": "no_target", "precedence": 2, "label": "no target",
             "sentence": "no target was in force"},
        ],
        "dim_forecast_parameters": [
            {"parameter": name, "description": "A number.", "value": Decimal(value),
             "valid_to_date": None}
            for name, value in (("coverage", "0.8"), ("least_points", "3"), ("most_points", "6"))
        ],
        "dim_forecast_reasons": [
            {"forecast_reason": "no_deadline", "label": "no deadline",
             "sentence": f"the target has no deadline {SCRIPT}"},
            {"forecast_reason": "deadline_passed", "label": "deadline passed",
             "sentence": "the deadline has passed"},
        ],
        "dim_exception_rules": [
            {"exception_rule_id": "off_target", "rule_number": 1, "name": "Off target",
             "criterion": "Red, or worse by 5% or more.", "framework": "norfolk"},
            {"exception_rule_id": "overdue", "rule_number": 8, "name": "Overdue",
             "criterion": "The deadline has passed.", "framework": "house"},
        ],
        "dim_report_card_sections": [
            {"section_id": section, "heading": heading, "sort_order": order, "is_prompt": prompt,
             "is_standard": not prompt}
            for order, (section, heading, prompt) in enumerate((
                ("why_important", "Why is this important?", False),
                ("success", "What will success look like?", False),
                ("prompt_not_meeting", "Why are we not meeting our target?", True),
                ("prompt_impact", "What is the impact?", True),
            ))
        ],
        "dim_disclosure_rules": [
            {"measure_id": "harbour_ships", "symbol": "[c]", "version": 2,
             "sentence": "1 to 7 is shown as 5.", "reason": f"Ships are few. {SCRIPT}",
             "valid_to_date": None},
            {"measure_id": "harbour_ships", "symbol": "*", "version": 1,
             "sentence": "The rule before.", "reason": "Replaced.",
             "valid_to_date": RECORDED.date()},
        ],
        "dim_follow_up_actions": [
            {"scorecard_id": "harbour", "action_number": 1, "name": "Approve actions",
             "description": f"Approve them {SCRIPT}", "post_text": "Committee"},
        ],
    }  # fmt: skip


def _told() -> dict[str, list[Row]]:
    waits = {"measure_id": "harbour_waits", "period_id": LATEST}
    return {
        "fct_measure_exceptions": [
            {**waits, "organisation_unit_id": "harbour", "exception_rule_id": "off_target",
             "period_end_date": MONTHS[-1], "explanation": f"Red {SCRIPT}", "reference": LINK,
             "is_waived": False},
            {**waits, "measure_id": "library_speed", "organisation_unit_id": "library",
             "exception_rule_id": "overdue", "period_end_date": MONTHS[-1],
             "explanation": "Past its deadline.", "reference": None, "is_waived": True},
        ],
        "fct_narratives": [
            {**waits, "section_id": "why_important", "position": 1, "text": f"Because {IMAGE}",
             "author_post_id": "harbour_master"},
            {**waits, "section_id": "prompt_impact", "position": 1, "text": LINK,
             "author_post_id": None},
        ],
        "fct_commentary": [
            {**waits, "author_post_id": "harbour_master", "commentary": f"Fog {SCRIPT}"},
        ],
        "bridge_measure_tables": [
            {"measure_id": "harbour_waits", "source": "returns", "table_name": "observations",
             "model_name": "int_return_observations", "is_counted_only": False},
        ],
        "metric_figures": [
            {"metric": "harbour_waits", "saved_query": "harbour", "grain": grain,
             "period_id": span, "scorecard_id": None, "organisation_unit_id": unit,
             "value": Decimal(value)}
            for grain, span, unit, value in (
                ("fiscal_quarter", "2025/26-Q3", None, "4.25"),
                ("fiscal_year", "2025/26", None, "5.5"),
                ("fiscal_year", "2025/26", "harbour_north", "99"),
            )
        ],
        "fct_audit_events": [{
            "audit_event_id": "waivers-1", "register": "waivers", "event": "granted",
            "measure_id": "harbour_waits", "author_title": "Harbour Master",
            "approver_title": None, "description": f"Waived {SCRIPT}", "reason": f"Fog {IMAGE}",
            "decision_reference": None, "source_file": "seeds/waivers.csv",
            "source_sheet": None, "source_row": 2,
            "event_on_date": AS_OF,
        }],
        "bridge_measure_comparisons": [
            {"measure_id": "harbour_waits", "other_measure_id": "harbour_ships",
             "difference": f"Waits are hours, ships are ships. {SCRIPT}"},
        ],
        "fct_actions": [{
            "scorecard_id": "harbour", "measure_id": "harbour_waits", "objective_id": None,
            "action": f"Open the second gate {SCRIPT}", "conditions": None,
            "post_id": "harbour_master", "due_on_date": AS_OF, "due_text": None,
            "action_status": "in_progress", "position": 1, "is_overdue": True,
        }],
    }  # fmt: skip


def _audit() -> dict[str, list[Row]]:
    return {
        "fct_data_quality_findings": [
            {"finding_type": "printed_value_inconsistent", "scorecard_id": "harbour",
             "measure_id": "harbour_waits", "organisation_unit_id": "harbour", "period_id": LATEST,
             "finding_name": None, "severity": "warning",
             "explanation": f"1,255 of 4,258 is 29.5% {SCRIPT}",
             "remedy": "Ask the data owner."},
        ],
        "fct_rejected_records": [
            {"source": "returns", "table_name": "observations", "load_id": "returns-00000001",
             "record_id": "1", "file_name": f"{IMAGE}.csv", "row_number": 7, "column_name": "value",
             "rejected_value": FORMULA, "rejection_rule_id": "formula",
             "reason": "A formula is not a number.", "remedy": "Type the number itself.",
             "record_count": 1},
            {"source": "staff", "table_name": "leavers", "load_id": "staff-00000001",
             "record_id": None, "file_name": None, "row_number": None, "column_name": "left_on",
             "rejected_value": "[c]", "rejection_rule_id": "leaver_day_unreadable",
             "reason": "The day [c] is not a date.", "remedy": "Correct it.",
             "record_count": None},
        ],
        "fct_extractions": [
            {"source": "returns", "table_name": "observations", "load_id": "returns-00000001",
             "row_count": 100, "accepted_count": 99, "rejected_count": 1},
        ],
        "fct_source_rejections": [
            {"source": "returns", "row_count": 128, "rejected_count": 1,
             "rejected_pct": Decimal("0.0078125"), "rejection_limit_pct": Decimal("0.02")},
        ],
    }  # fmt: skip
