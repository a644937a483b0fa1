"""A measure's data as CSV, safe to open in a spreadsheet.

Here: columns and escaping. Not here: pages.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.formatting import trimmed
from orchestration.publish.site.reading import Row

# A spreadsheet runs text that begins with one of these.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "measure_id",
    "organisation_unit_id",
    "period_id",
    "period_label",
    "period_end_date",
    "value_status",
    "numerator",
    "denominator",
    "value",
    "is_rounded",
    "expected_value",
    "target_value",
    "variance_pct",
    "attainment",
    "deadline_date",
    "forecast_at_deadline",
    "forecast_lower_at_deadline",
    "forecast_upper_at_deadline",
    "forecast_reason",
    "expected_met_date",
    "expected_met_reason",
    "rag_status",
    "rag_reason",
    "movement",
    "explanation",
)
# The organisation's own control chart; units have theirs in the marts.
CHART_COLUMNS = (
    "segment",
    "mean",
    "lower_limit",
    "upper_limit",
    "are_limits_shown",
    "is_ghost",
    "point_type",
)
FINDING_COLUMNS = (
    "finding_type",
    "severity",
    "scorecard_id",
    "measure_id",
    "measure_name",
    "period_label",
    "explanation",
    "remedy",
)


STEP_COLUMNS = (
    "escalation_id",
    "scorecard_id",
    "measure_id",
    "objective_id",
    "rule_id",
    "step",
    "stage",
    "support",
    "post_title",
    "forum_name",
    "triggered_on_date",
    "due_on_date",
    "done_on_date",
    "ended_on_date",
    "escalation_status",
    "explanation",
)
EVENT_COLUMNS = (
    "escalation_id",
    "event_number",
    "event_on_date",
    "event",
    "escalation_status",
    "explanation",
)
ACTION_COLUMNS = (
    "scorecard_id",
    "entry_type",
    "measure_id",
    "objective_id",
    "reference",
    "description",
    "post_title",
    "forum_name",
    "due_on_date",
    "due_text",
    "entry_status",
    "is_overdue",
    "done_on_date",
)


def safe(value: Any) -> str:
    """Numbers stay numbers; text that would be run as a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{trimmed(value):f}"
    if isinstance(value, bool | int | date):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def measure_csv(measure: Measure) -> str:
    """Every period of the organisation and of its units."""
    units = [row for rows in measure.unit_periods.values() for row in rows]
    points = {row["period_id"]: row for row in measure.spc_points}
    empty: Row = dict.fromkeys(CHART_COLUMNS)
    own = [{**row, **_of_chart(points.get(row["period_id"], empty))} for row in measure.periods]
    return _csv((*COLUMNS, *CHART_COLUMNS), [*own, *({**row, **empty} for row in units)])


def _of_chart(point: Row) -> Row:
    return {column: point[column] for column in CHART_COLUMNS}


def whole_lists(catalogue: Catalogue) -> dict[str, str]:
    """Lists of which a page shows the first lines, by the name of their file."""
    rows = catalogue.rows
    return {
        "findings.csv": _csv(FINDING_COLUMNS, rows["findings"]),
        "escalations.csv": _csv(STEP_COLUMNS, rows["escalations"]),
        "escalation_events.csv": _csv(EVENT_COLUMNS, rows["escalation_events"]),
        "actions.csv": _csv(ACTION_COLUMNS, rows["action_register"]),
    }


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe(row[column]) for column in columns] for row in rows)
    return buffer.getvalue()
