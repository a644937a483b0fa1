"""Which tables each source has and their columns: the exact check of every read goes by these.

Here: names and order of raw columns. Not here: types and meanings, which are staging's.
"""

from __future__ import annotations

from dataclasses import dataclass

SERVICENOW = "servicenow"
RETURNS = "returns"
CALENDAR = "calendar"


@dataclass(frozen=True)
class ApiTable:
    """A Table API table. By keyset where `sys_id` can be filtered; else by the Link header."""

    name: str
    columns: tuple[str, ...]
    is_keyset: bool = True


@dataclass(frozen=True)
class ReturnLayout:
    """A kind of return: its columns in order, and those a file cannot do without."""

    kind: str
    columns: tuple[str, ...]
    required: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SERVICENOW_TABLES = (
    ApiTable(
        "incident",
        _words(
            "sys_id number sys_created_on sys_updated_on state priority opened_at u_detected_at"
            " resolved_at u_restored_at closed_at business_service assignment_group"
            " reassignment_count reopen_count u_callback_count contact_type caused_by"
            " parent_incident u_is_test"
        ),
    ),
    ApiTable(
        "sc_request",
        _words(
            "sys_id number sys_created_on sys_updated_on request_state opened_at closed_at"
            " assignment_group reassignment_count u_reopen_count u_callback_count contact_type"
            " parent u_is_test"
        ),
    ),
    ApiTable(
        "change_request",
        _words(
            "sys_id number sys_created_on sys_updated_on state type work_start work_end close_code"
            " u_backed_out business_service assignment_group parent u_is_test"
        ),
    ),
)

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
