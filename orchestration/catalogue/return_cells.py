"""What each cell of a return may hold, told from the catalogue alone.

Here: one rule a column, by the id of the rejection rule it stands for; the check of waiting files
and the published template both read them. Not here: reading files, what cells mean together (SQL
judges that) and the words of a fault, which seeds/rejection_rules.csv holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

# As the macros in dbt_project/macros/cells.sql and versions.sql read them.
NUMBER = r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?"
PART = rf"{NUMBER}k?|[nN]/[aA]"
COUNT = "[0-9]{1,9}"
# Everything a cell may name, by what it names.
Known = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Named:
    """An id of the catalogue: `what` is the seed."""

    what: str


@dataclass(frozen=True)
class Code:
    """A code of seeds/source_codes.csv: `what` is table and column with a point between."""

    what: str


@dataclass(frozen=True)
class Number:
    """A figure of a certain form."""

    pattern: str


@dataclass(frozen=True)
class Day:
    """A date as YYYY-MM-DD, perhaps only the last one of a month."""

    ends_month: bool = False


@dataclass(frozen=True)
class Words:
    """Any text."""


Takes = Named | Code | Number | Day | Words


@dataclass(frozen=True)
class CellRule:
    """A rejection rule by its id, and what keeps a cell from breaking it."""

    rule_id: str
    column: str
    takes: Takes
    may_be_empty: bool = True


def accepts(takes: Takes, text: str, known: Known) -> bool:
    """Whether a cell that is not empty holds what it may."""
    match takes:
        case Named(what):
            return text in known[what]
        case Code(what):
            return text.lower() in known[what]
        case Number(pattern):
            return re.fullmatch(pattern, text) is not None
        case Day(ends_month):
            return _is_day(text, ends_month=ends_month)
        case Words():
            return True


def _is_day(text: str, *, ends_month: bool) -> bool:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return not ends_month or (day + timedelta(days=1)).day == 1


def _unit(prefix: str) -> CellRule:
    return CellRule(
        f"{prefix}_unit_unknown", "organisation_unit_id", Named("organisation_units"), False
    )


def _subject(prefix: str) -> tuple[CellRule, ...]:
    return (
        CellRule(f"{prefix}_scorecard_unknown", "scorecard_id", Named("scorecards"), False),
        CellRule(f"{prefix}_measure_unknown", "measure_id", Named("measures")),
        CellRule(f"{prefix}_objective_unknown", "objective_id", Named("objectives")),
    )


CELL_RULES: Mapping[str, tuple[CellRule, ...]] = {
    "observations": (
        CellRule("observation_measure_unknown", "measure_id", Named("measures"), False),
        CellRule("observation_unit_unknown", "organisation_unit_id", Named("organisation_units")),
        CellRule("observation_period_not_a_date", "period_end", Day(), False),
        CellRule("observation_value_not_a_number", "value", Number(NUMBER)),
        CellRule("observation_numerator_not_a_number", "numerator", Number(PART)),
        CellRule("observation_denominator_not_a_number", "denominator", Number(PART)),
        CellRule("observation_status_unknown", "status", Code("observations.status")),
        CellRule("observation_delivered_not_a_date", "delivered_on", Day()),
        CellRule("observation_post_unknown", "author_post_id", Named("posts")),
        CellRule("observation_budget_flag_unknown", "budget_impact", Code("observations.flag")),
        CellRule("observation_risk_flag_unknown", "corporate_risk", Code("observations.flag")),
    ),
    "narratives": (
        CellRule("narrative_measure_unknown", "measure_id", Named("measures"), False),
        CellRule("narrative_period_wrong", "period_end", Day()),
        CellRule("narrative_section_unknown", "section_id", Named("report_card_sections"), False),
        CellRule("narrative_position_not_a_number", "position", Number(COUNT), False),
        CellRule("narrative_text_missing", "text", Words(), False),
        CellRule("narrative_post_unknown", "author_post_id", Named("posts")),
    ),
    "actions": (
        *_subject("action"),
        CellRule("action_text_missing", "action", Words(), False),
        CellRule("action_post_unknown", "post_id", Named("posts")),
        CellRule("action_due_not_a_date", "due_on", Day()),
        CellRule("action_status_unknown", "action_status", Code("actions.action_status")),
    ),
    "recovery_plans": (
        *_subject("recovery_plan"),
        CellRule("recovery_plan_reference_missing", "plan_reference", Words(), False),
        CellRule("recovery_plan_text_missing", "what", Words(), False),
        CellRule("recovery_plan_post_unknown", "post_id", Named("posts"), False),
        CellRule("recovery_plan_submitted_not_a_date", "submitted_on", Day(), False),
        CellRule("recovery_plan_due_not_a_date", "due_on", Day()),
        CellRule("recovery_plan_done_not_a_date", "done_on", Day()),
    ),
    "decisions": (
        *_subject("decision"),
        CellRule("decision_reference_missing", "decision_reference", Words(), False),
        CellRule("decision_kind_unknown", "decision", Code("decisions.decision"), False),
        CellRule("decision_forum_unknown", "forum_id", Named("forums")),
        CellRule("decision_post_unknown", "post_id", Named("posts")),
        CellRule("decision_decided_not_a_date", "decided_on", Day(), False),
        CellRule("decision_report_back_not_a_date", "report_back_on", Day()),
        CellRule("decision_reported_not_a_date", "reported_back_on", Day()),
    ),
    "benchmarks": (
        CellRule("benchmark_measure_unknown", "measure_id", Named("measures"), False),
        CellRule("benchmark_comparator_missing", "comparator", Words(), False),
        CellRule("benchmark_as_at_not_a_date", "as_at_date", Day(), False),
        CellRule("benchmark_value_not_a_number", "value", Number(NUMBER), False),
        CellRule("benchmark_source_missing", "source", Words(), False),
    ),
    "programme_volumes": (
        CellRule("programme_volume_scorecard_unknown", "scorecard_id", Named("scorecards"), False),
        CellRule("programme_volume_year_wrong", "year_end", Day(), False),
        CellRule("programme_volume_completed_not_a_number", "completed", Number(COUNT), False),
        CellRule("programme_volume_cancelled_not_a_number", "cancelled", Number(COUNT), False),
        CellRule("programme_volume_accepted_not_a_number", "accepted", Number(COUNT), False),
        CellRule("programme_volume_difference_not_a_number", "difference", Number(NUMBER)),
        CellRule("programme_volume_share_not_a_number", "completed_vs_accepted", Number(NUMBER)),
    ),
    "priority_projects": (
        CellRule("priority_project_scorecard_unknown", "scorecard_id", Named("scorecards"), False),
        CellRule("priority_project_quarter_wrong", "quarter_end", Day(), False),
        CellRule("priority_project_position_not_a_number", "position", Number(COUNT), False),
        CellRule("priority_project_name_missing", "project", Words(), False),
    ),
    "sign_offs": (
        CellRule("sign_off_measure_unknown", "measure_id", Named("measures"), False),
        CellRule("sign_off_period_not_a_date", "period_end", Day(), False),
        CellRule("sign_off_state_unknown", "state", Code("sign_offs.state"), False),
        CellRule("sign_off_post_unknown", "post_id", Named("posts"), False),
        CellRule("sign_off_signed_not_a_date", "signed_on", Day(), False),
    ),
    "survey_answers": (
        CellRule(
            "survey_answer_survey_unknown", "survey_id", Code("survey_answers.survey_id"), False
        ),
        CellRule("survey_answer_wave_not_a_date", "wave_date", Day(), False),
        CellRule(
            "survey_answer_question_unknown",
            "question_id",
            Code("survey_answers.question_id"),
            False,
        ),
        _unit("survey_answer"),
        CellRule(
            "survey_answer_answer_unknown",
            "answer_code",
            Code("survey_answers.answer_code"),
            False,
        ),
        CellRule("survey_answer_count_not_a_number", "answer_count", Number(COUNT), False),
    ),
    "certificates": (
        _unit("certificate"),
        CellRule("certificate_scheme_unknown", "scheme", Code("certificates.scheme"), False),
        CellRule("certificate_reference_missing", "reference", Words(), False),
        CellRule("certificate_awarded_not_a_date", "awarded_on", Day(), False),
        CellRule("certificate_expires_not_a_date", "expires_on", Day(), False),
        CellRule("certificate_withdrawn_not_a_date", "withdrawn_on", Day()),
    ),
    "self_assessments": (
        _unit("self_assessment"),
        CellRule(
            "self_assessment_toolkit_unknown", "toolkit", Code("self_assessments.toolkit"), False
        ),
        CellRule("self_assessment_assessed_not_a_date", "assessed_on", Day(), False),
        CellRule("self_assessment_assertion_missing", "assertion", Words(), False),
        CellRule("self_assessment_met_unknown", "is_met", Code("self_assessments.is_met"), False),
    ),
    "integration_flows": (
        _unit("integration_flow"),
        CellRule("integration_flow_flow_unknown", "flow", Code("integration_flows.flow"), False),
        CellRule(
            "integration_flow_required_unknown",
            "is_required",
            Code("integration_flows.is_required"),
            False,
        ),
        CellRule("integration_flow_live_not_a_date", "went_live_on", Day()),
        CellRule("integration_flow_verified_not_a_date", "verified_on", Day()),
    ),
    "dashboards": (
        _unit("dashboard"),
        CellRule("dashboard_name_missing", "dashboard", Words(), False),
        CellRule("dashboard_deployed_not_a_date", "deployed_on", Day(), False),
        CellRule("dashboard_retired_not_a_date", "retired_on", Day()),
    ),
    "dashboard_users": (
        _unit("dashboard_user"),
        CellRule("dashboard_user_dashboard_unknown", "dashboard", Words(), False),
        CellRule("dashboard_user_month_not_a_month_end", "month_end", Day(ends_month=True), False),
        CellRule("dashboard_user_count_not_a_number", "active_users", Number(COUNT), False),
    ),
}
