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
    """One publication: a row that is other now, one that was withheld, one as it was."""
    own = [row for row in MEASURES if row["scorecard_id"] == "harbour"]
    kinds = [
        {"value": Decimal("92"), "current_value": Decimal("94"), "is_restated": True},
        {
            "current_value": Decimal("88.0"), "is_withheld": True, "rag_status": None,
            "withheld_reason": f"Withheld: returned {SCRIPT}.", "sign_off_state": "returned",
            "current_sign_off_state": "approved",
        },
        {"value": Decimal("90.0"), "current_value": Decimal("90.0"), "explanation": IMAGE},
    ]  # fmt: skip
    measures = [_row(row["measure_id"], kind) for row, kind in zip(own, kinds, strict=False)]
    return {
        "fct_publications": [{
            "publication_id": PUBLICATION, "forum_id": "board", "release_id": "2026-01-20",
            "content_hash": "0a1b2c3d4e5f60718293", "row_count": 5, "withheld_count": 1,
            "exception_count": 2, "restated_count": 1, "published_on_date": date(2026, 1, 20),
            "known_before_at": KNOWN,
        }],
        "fct_published_measures": measures,
        "fct_restatements": [{
            **{key: measures[0][key] for key in (
                "publication_id", "measure_id", "organisation_unit_id", "period_id",
            )},
            "reason": f"Corrected by a return: {SCRIPT}.", "known_since_at": KNOWN,
        }],
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
