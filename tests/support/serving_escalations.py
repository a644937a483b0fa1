"""Invented escalations, objectives and plans, with text that would do harm.

Here: one row for each way a page may show them. Not here: measures and their figures.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.support.serving_measures import FORMULA, IMAGE, LINK, SCRIPT, Row

PLAN_DUE = date(2026, 1, 15)


def escalation_rows() -> dict[str, list[Row]]:
    return {**_escalations(), **_objectives(), **_plans()}


def step(escalation_id: str, **changed: object) -> Row:
    """An overdue recovery plan, unless something else is said."""
    return {
        "escalation_id": escalation_id, "scorecard_id": "library", "measure_id": "library_loans",
        "objective_id": None, "rule_id": "plan_rule", "rule_version": 1, "step_id": "plan",
        "step_order": 1, "step": "Recovery plan", "stage": "Recovery plan", "support": "A plan",
        "raised_by": "status", "period_id": "2025-12", "forum_id": None,
        "post_id": "library_keeper", "decision_reference": None, "evidence_reference": None,
        "escalation_status": "overdue", "reason": f"amber {SCRIPT}",
        "explanation": f"Recovery plan. {SCRIPT}", "days_overdue": 31, "is_outstanding": True,
        "is_met_late": False, "triggered_on_date": date(2026, 1, 10), "due_on_date": PLAN_DUE,
        "done_on_date": None, "ended_on_date": None,
    } | changed  # fmt: skip


def _escalations() -> dict[str, list[Row]]:
    def rule(rule_id: str, number: int) -> Row:
        return {
            "rule_id": rule_id, "version": 1, "scorecard_id": "library", "rule_number": number,
            "name": f"Rule {number}", "criterion": f"When {IMAGE}", "support": "A plan; A talk",
            "source_reference": "Paper, page 1", "valid_to_date": None,
        }  # fmt: skip

    settled = {"is_outstanding": False, "days_overdue": None}
    return {
        "dim_escalation_rules": [rule("plan_rule", 1), rule("sponsor_rule", 2)],
        "fct_escalations": [
            step("overdue"),
            step("open", escalation_status="open", days_overdue=None, due_on_date=None,
                 rule_id="sponsor_rule", step="Enhanced", stage="Enhanced", raised_by="stage",
                 support=f"Weekly meeting; Root causes {SCRIPT}", measure_id="library_speed"),
            step("late", is_outstanding=False, is_met_late=True, days_overdue=3,
                 done_on_date=date(2026, 1, 18), measure_id="library_speed"),
            step("met", escalation_status="met", **settled, done_on_date=PLAN_DUE),
            step("closed", escalation_status="closed", **settled, ended_on_date=PLAN_DUE),
            step("replaced", escalation_status="superseded", **settled, ended_on_date=PLAN_DUE),
            step("objective", measure_id=None, objective_id="library_reading", forum_id="board",
                 post_id=None, step="Committee review", stage=f"Committee {IMAGE}"),
        ],
        "fct_escalation_events": [
            {"escalation_id": "overdue", "event_number": number, "scorecard_id": "library",
             "measure_id": "library_loans", "objective_id": None, "rule_id": "plan_rule",
             "rule_version": 1, "event": event, "escalation_status": status,
             "explanation": FORMULA, "event_on_date": day}
            for number, event, status, day in (
                (1, "triggered", "open", date(2026, 1, 10)),
                (2, "overdue", "overdue", date(2026, 1, 16)),
            )
        ],
    }  # fmt: skip


def _objectives() -> dict[str, list[Row]]:
    def status(objective_id: str, day: date, **changed: object) -> Row:
        return {
            "objective_id": objective_id, "period_id": f"{day:%Y-%m}", "scorecard_id": "library",
            "rag_status": "amber", "rag_reason": None, "explanation": f"Amber: {SCRIPT}",
            "attainment": Decimal("0.845"), "green_count": 1, "amber_count": 2, "red_count": 0,
            "none_count": 0, "is_judged_by_attainment": True, "is_at_risk": True,
            "period_end_date": day,
        } | changed  # fmt: skip

    return {
        "fct_objective_statuses": [
            status("library_reading", date(2025, 12, 31), rag_status="green"),
            status("library_reading", date(2026, 1, 31)),
            status("library_kpi", date(2026, 1, 31), rag_status="none", attainment=None,
                   is_at_risk=False, rag_reason="no_target"),
        ],
    }  # fmt: skip


def _plans() -> dict[str, list[Row]]:
    def delivery(measure_id: str, status: str, due: str | None) -> Row:
        return {
            "measure_id": measure_id, "scorecard_id": "library", "due_period_id": due,
            "plan_type": None, "delivery_status": status, "explanation": f"Late {SCRIPT}",
            "days_late": 3, "deadline_date": date(2025, 12, 31), "delivered_on_date": None,
        }  # fmt: skip

    return {
        "fct_plan_deliveries": [
            delivery("library_speed", "delivered_late", "2025-Q4"),
            delivery("library_loans", "no_date", None),
        ],
        "fct_recovery_plans": [
            {"scorecard_id": "library", "plan_reference": f"P1 {LINK}",
             "measure_id": "library_loans", "objective_id": None, "plan": f"Mend {SCRIPT}",
             "post_id": "library_keeper", "is_overdue": False, "due_on_date": PLAN_DUE,
             "done_on_date": date(2026, 1, 18)},
        ],
        "fct_decisions": [
            {"scorecard_id": "library", "decision_reference": "D1", "measure_id": None,
             "objective_id": "library_reading", "description": None, "decision_name": "Reviewed",
             "post_id": None, "forum_id": "board", "is_report_overdue": True,
             "report_back_on_date": PLAN_DUE, "reported_back_on_date": None},
        ],
    }  # fmt: skip
