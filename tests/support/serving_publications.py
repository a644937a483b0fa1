"""What the invented harbour published: a row of each kind, with text that would do harm.

Here: rows of the marts about publications. Not here: measures and their figures.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tests.support.serving_measures import IMAGE, MEASURES, SCRIPT, Row

PUBLICATION = "board_2026_01_20"
KNOWN = datetime(2026, 1, 21)  # noqa: DTZ001 -- the marts hold UTC without a zone


def invented_publications() -> dict[str, list[Row]]:
    """One publication: a row that is other now, one too little, one withheld, one as it was."""
    own = [row for row in MEASURES if row["scorecard_id"] == "harbour"]
    kinds = [
        {"value": Decimal("92"), "current_value": Decimal("94"), "is_restated": True},
        {"value": Decimal("90.01001"), "current_value": Decimal("90.01002"), "is_restated": True},
        {
            "current_value": Decimal("88.0"), "is_withheld": True, "rag_status": None,
            "withheld_reason": f"Withheld: returned {SCRIPT}.", "sign_off_state": "returned",
            "current_sign_off_state": "approved",
        },
        {"value": Decimal("90.0"), "current_value": Decimal("90.0"), "explanation": IMAGE},
    ]  # fmt: skip
    measures = [_row(row["measure_id"], kind) for row, kind in zip(own, kinds, strict=False)]
    untold = {
        "period_id": "2025-11", "current_value": Decimal("87.0"), "is_withheld": True,
        "rag_status": None, "current_rag_status": "red", "sign_off_state": None,
        "withheld_reason": "Withheld: nobody has signed yet.",
        "current_sign_off_state": "submitted",
    }  # fmt: skip
    measures.append(_row(own[2]["measure_id"], untold))
    return {
        "fct_publications": [{
            "publication_id": PUBLICATION, "forum_id": "board", "release_id": "2026-01-20",
            "content_hash": "0a1b2c3d4e5f60718293", "row_count": 6, "withheld_count": 2,
            "exception_count": 2, "objective_count": 2, "escalation_count": 2, "action_count": 2,
            "withheld_part_count": 3, "restated_count": 2, "material_count": 1,
            "restated_part_count": 4,
            "published_on_date": date(2026, 1, 20), "known_before_at": KNOWN,
        }],
        "fct_published_measures": measures,
        "fct_restatements": [{
            **{key: row[key] for key in (
                "publication_id", "measure_id", "organisation_unit_id", "period_id",
            )},
            "reason": f"Corrected by a return: {SCRIPT}.", "known_since_at": KNOWN,
            "is_material": is_material,
        } for row, is_material in ((measures[0], True), (measures[1], False))],
        **_parts(own[0]["measure_id"]),
    }  # fmt: skip


def _row(measure_id: str, kind: Row) -> Row:
    return {
        "publication_id": PUBLICATION, "measure_id": measure_id,
        "organisation_unit_id": "harbour", "period_id": "2025-12", "value_status": "reported",
        "current_value_status": "reported", "rag_status": "green", "current_rag_status": "green",
        "explanation": None, "commentary": None, "sign_off_state": "approved",
        "current_sign_off_state": "approved", "withheld_reason": None, "numerator": None,
        "denominator": None, "value": None, "current_value": None,
        "target_value": Decimal(90), "current_target_value": Decimal(90), "is_withheld": False,
        "is_restated": False, "period_end_date": date(2025, 12, 31), **kind,
    }  # fmt: skip


def _parts(measure_id: str) -> dict[str, list[Row]]:
    """Of each part a row that is other now and one that is not, with text that would do harm."""
    own = {"publication_id": PUBLICATION, "period_id": "2025-12"}
    objectives = [
        own
        | {
            "objective_id": objective,
            "rag_status": None,
            "current_rag_status": "red",
            "explanation": None,
            "withheld_reason": f"Withheld: quays {SCRIPT}."
            if objective == "library_reading"
            else "Withheld: members.",
            "attainment": None,
            "current_attainment": None,
            "is_withheld": True,
            "is_unapproved_now": is_unapproved,
            "is_restated": False,
        }
        for objective, is_unapproved in (("library_reading", False), ("library_kpi", True))
    ]
    exceptions = [
        own
        | {
            "measure_id": measure_id,
            "organisation_unit_id": "harbour",
            "exception_rule_id": rule,
            "explanation": f"Off target {IMAGE}",
            "waiver_reason": None,
            "is_waived": False,
            "is_raised_now": is_raised,
            "is_restated": not is_raised,
        }
        for rule, is_raised in (("off_target", False), ("overdue", True))
    ]
    escalations = [
        own
        | {
            "escalation_id": each,
            "measure_id": measure_id,
            "objective_id": None,
            "step": f"Tell the harbour master {IMAGE}",
            "escalation_status": "overdue",
            "restated_status": then,
            "current_status": "met",
            "explanation": "Withheld: tides." if each == "held" else "Told too late.",
            "is_outstanding": True,
            "is_withheld": each == "held",
            "is_unapproved_now": each == "held",
            "is_restated": then == "met",
            "triggered_on_date": date(2026, 1, 10),
        }
        for each, then in (("told", "met"), ("telling", "overdue"), ("held", None))
    ]
    actions = [
        {
            "publication_id": PUBLICATION,
            "entry_number": number,
            "entry_type": "action",
            "measure_id": None,
            "objective_id": None,
            "description": f"Dredge {SCRIPT}",
            "post_id": None,
            "due_text": "in spring",
            "entry_status": "planned",
            "current_status": "done" if is_listed else None,
            "is_overdue": True,
            "is_overdue_now": False if is_listed else None,
            "is_listed_now": is_listed,
            "due_on_date": None,
        }
        for number, is_listed in ((1, True), (2, False))
    ]
    restated = [
        own
        | {
            "part": part,
            "item_id": item,
            "published_text": was,
            "current_text": now,
            "reason": f"What it rests on is other {SCRIPT}.",
            "measure_id": measure_id,
            "organisation_unit_id": "quay" if "quay" in item else None,
            "objective_id": None,
            "exception_rule_id": item.split(".")[0] if part == "exception" else None,
            "is_material": is_material,
            "known_since_at": since,
        }
        for part, item, was, now, is_material, since in (
            (
                "exception",
                f"off_target.{measure_id}.harbour.2025-12",
                "raised",
                "not raised",
                True,
                KNOWN,
            ),
            ("escalation", "told", "overdue", "met", False, None),
            ("exception", "overdue.unshown", "not raised", "raised", True, KNOWN),
            ("exception", "off_target.of_a_unit.quay.2025-12", "raised", "not raised", True, None),
        )
    ]
    return {
        "fct_published_objectives": objectives, "fct_published_exceptions": exceptions,
        "fct_published_escalations": escalations, "fct_published_actions": actions,
        "fct_part_restatements": restated,
    }  # fmt: skip
