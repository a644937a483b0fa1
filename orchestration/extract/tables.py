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
            " risk_reason risk_reference"
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
)

RETURN_META_COLUMNS = ("_file_name", "_file_sha256", "_sheet_name", "_row_number", "_received_at")

RETURN_FILE_COLUMNS = _words(
    "file_name file_sha256 received_at kind sheet_name row_count encoding outcome reason remedy"
)
