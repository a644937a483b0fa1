"""The tables a return may hold and their columns: the exact check of every file goes by these.

Here: names and order of raw columns. Not here: the tables of source systems (`contracts`), types
and meanings, which are staging's.
"""

from __future__ import annotations

from dataclasses import dataclass

RETURNS = "returns"
CALENDAR = "calendar"


@dataclass(frozen=True)
class ReturnLayout:
    """A kind of return: its columns in order, and those a file cannot do without."""

    kind: str
    columns: tuple[str, ...]
    required: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


RETURN_LAYOUTS = (
    ReturnLayout(
        "observations",
        _words(
            "measure_id organisation_unit_id period_end value numerator denominator status"
            " delivered_on commentary author_post_id budget_impact budget_reason corporate_risk"
            " risk_reason risk_reference restatement_reason"
        ),
        _words("measure_id organisation_unit_id period_end value"),
    ),
    ReturnLayout(
        "narratives",
        _words("measure_id period_end section_id position text author_post_id"),
        _words("measure_id period_end section_id text"),
    ),
    ReturnLayout(
        "actions",
        _words(
            "scorecard_id measure_id objective_id action post_id due_on due_text action_status"
            " position"
        ),
        _words("scorecard_id action action_status"),
    ),
    ReturnLayout(
        "recovery_plans",
        _words(
            "scorecard_id measure_id objective_id plan_reference what post_id submitted_on due_on"
            " done_on reason evidence_reference"
        ),
        _words("scorecard_id plan_reference what post_id submitted_on"),
    ),
    ReturnLayout(
        "decisions",
        _words(
            "scorecard_id measure_id objective_id decision_reference decision what forum_id post_id"
            " decided_on report_back_on reported_back_on reason evidence_reference"
        ),
        _words("scorecard_id decision_reference decision decided_on"),
    ),
    ReturnLayout(
        "benchmarks",
        _words("measure_id comparator as_at_date value source"),
        _words("measure_id comparator as_at_date value source"),
    ),
    ReturnLayout(
        "programme_volumes",
        _words(
            "scorecard_id year_end completed cancelled accepted difference completed_vs_accepted"
        ),
        _words("scorecard_id year_end completed cancelled accepted"),
    ),
    ReturnLayout(
        "priority_projects",
        _words("scorecard_id quarter_end position project"),
        _words("scorecard_id quarter_end position project"),
    ),
    ReturnLayout(
        "sign_offs",
        _words("measure_id period_end state post_id signed_on reason"),
        _words("measure_id period_end state post_id signed_on"),
    ),
    ReturnLayout(
        "survey_answers",
        _words("survey_id wave_date question_id organisation_unit_id answer_code answer_count"),
        _words("survey_id wave_date question_id organisation_unit_id answer_code answer_count"),
    ),
    ReturnLayout(
        "certificates",
        _words("organisation_unit_id scheme reference awarded_on expires_on withdrawn_on"),
        _words("organisation_unit_id scheme reference awarded_on expires_on"),
    ),
    ReturnLayout(
        "self_assessments",
        _words("organisation_unit_id toolkit assessed_on assertion is_met"),
        _words("organisation_unit_id toolkit assessed_on assertion is_met"),
    ),
    ReturnLayout(
        "integration_flows",
        _words("organisation_unit_id flow is_required went_live_on verified_on"),
        _words("organisation_unit_id flow is_required went_live_on verified_on"),
    ),
    ReturnLayout(
        "dashboards",
        _words("organisation_unit_id dashboard deployed_on retired_on"),
        _words("organisation_unit_id dashboard deployed_on"),
    ),
    ReturnLayout(
        "dashboard_users",
        _words("organisation_unit_id dashboard month_end active_users"),
        _words("organisation_unit_id dashboard month_end active_users"),
    ),
)

RETURN_META_COLUMNS = ("_file_name", "_file_sha256", "_sheet_name", "_row_number", "_received_at")

RETURN_FILE_COLUMNS = _words(
    "file_name file_sha256 received_at kind sheet_name row_count encoding outcome reason remedy"
)

# Every table a load of returns leaves, each with its columns.
RETURN_FILES = "files"
RETURN_TABLES = {
    layout.kind: (*layout.columns, *RETURN_META_COLUMNS) for layout in RETURN_LAYOUTS
} | {RETURN_FILES: RETURN_FILE_COLUMNS}

# Sheets of the published template that hold no return.
NOTES = "notes"
LISTS = "lists"
