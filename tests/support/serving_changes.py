"""What was changed in the invented scorecards: a target, a rule and two owners, with hostile text.

Here: rows of the marts about changes. Not here: the targets themselves.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tests.support.serving_measures import IMAGE, SCRIPT, Row

RECORDED = datetime(2025, 12, 9, 10, 30)  # noqa: DTZ001 -- the marts hold UTC without a zone
COLUMNS = (
    "target_text",
    "trajectory_shape",
    "attainment_method",
    "baseline_value",
    "target_value",
    "target_lower_value",
    "target_upper_value",
    "deadline_date",
)


def target_changes(measures: list[str], changed: str) -> list[Row]:
    """One entry a measure; that of `changed` is no first one."""
    return [_target(measure, number, changed) for number, measure in enumerate(measures, 1)]


def _target(measure: str, number: int, changed: str) -> Row:
    is_changed = measure == changed
    old: Row = {"target_value": Decimal(9), "target_text": f"nine {SCRIPT}"} if is_changed else {}
    new: Row = {"target_value": Decimal(10), "target_text": f"ten {IMAGE}"} if is_changed else {}
    return {
        "target_version_id": f"{measure}_1",
        "measure_id": measure,
        "organisation_unit_id": "library",
        "change_type": "changed" if is_changed else "set",
        "author_post_id": None,
        "approver_post_id": None,
        "reason": f"More was asked {SCRIPT}",
        "decision_reference": f"Minute {IMAGE}",
        "explanation": f"Target changed from 9 to 10 {SCRIPT}",
        "rag_status_before": "green" if is_changed else None,
        "rag_status_after": "amber" if is_changed else None,
        "effect": f"2 of 4 complete periods change colour {IMAGE}.",
        "source_file": "seeds/targets.csv",
        "source_row": number + 1,
        "effective_from_date": date(2025, 4, 1),
        "recorded_at": RECORDED,
        **{f"old_{column}": old.get(column) for column in COLUMNS},
        **{f"new_{column}": new.get(column) for column in COLUMNS},
    }


def invented_changes(measure: str) -> dict[str, list[Row]]:
    """A second version of a rule beside a first one, and an owner who was added."""
    entry: Row = {
        "author_post_id": None,
        "approver_post_id": None,
        "reason": f"Why not {SCRIPT}.",
        "decision_reference": None,
    }
    return {
        "fct_rule_changes": [
            {
                **entry,
                "rule_kind": "rag_profile",
                "rule_id": "variance_5",
                "version": version,
                "old_version": version - 1 or None,
                "rule_name": f"Up to 5% {IMAGE}",
                "change_type": "changed" if version > 1 else "set",
                "difference": f"green: 5% → 4% {SCRIPT}" if version > 1 else None,
                "effect": f"3 of 9 colours change {IMAGE}.",
                "source_file": "seeds/rule_versions.csv",
                "source_row": version + 1,
                "valid_from_date": date(2025, version, 1),
                "recorded_at": datetime(2025, version, 1),  # noqa: DTZ001
            }
            for version in (1, 2)
        ],
        "fct_owner_changes": [
            {
                **entry,
                "measure_id": measure,
                "role": "lead",
                "change_type": "added",
                "old_post_title": None,
                "new_post_title": f"Head Librarian {SCRIPT}",
                "source_file": "seeds/owner_changes.csv",
                "source_row": 2,
                "effective_from_date": date(2026, 1, 1),
                "recorded_at": datetime(2025, 12, 20),  # noqa: DTZ001
            }
        ],
    }
