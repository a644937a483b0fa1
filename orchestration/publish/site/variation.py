"""What control charts say on pages: the matrix, the card's section, the facts beside a chart.

Here: choosing and wording, the icons' own words come from the marts. Not here: rules and drawing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.formatting import NO_BREAK, figure, short_date
from orchestration.publish.site.reading import Row

ROWS = {"improving": "Improving", "normal": "Normal variation", "concerning": "Concerning"}
COLUMNS = {
    "passing": "Consistently passing",
    "hit_or_miss": "Hit or miss",
    "failing": "Consistently failing",
}
# What stands for a row or a column in its head.
HEAD_ICONS = {
    "improving": "improvement_either",
    "normal": "common_cause",
    "concerning": "concern_either",
    "passing": "consistent_pass",
    "hit_or_miss": "inconsistent",
    "failing": "consistent_fail",
}
NO_LIMITS = {
    "no_point": "no figure yet",
    "one_point": "one point alone has no moving range",
    "no_neighbours": "no two points stand side by side",
    "constant": "the figure does not vary",
}
EVENTS = {
    "rebase": "Rebase",
    "baseline": "Fixed baseline",
    "ghost": "Left out",
    "annotation": "Note",
}


@dataclass(frozen=True)
class MatrixCell:
    """One of the nine: how many measures stand in it, and which."""

    column: str
    heading: str
    count: int
    measures: list[Measure]


@dataclass(frozen=True)
class Matrix:
    """Variation by assurance, and the measures that have no place in it."""

    rows: list[tuple[str, str, list[MatrixCell]]]
    beside: list[tuple[str, list[Measure]]]


@dataclass(frozen=True)
class EventLine:
    """A decision about a chart, as a row of text."""

    what: str
    where: str
    reason: str
    approver: str
    recorded: str
    state: str


def matrix(catalogue: Catalogue, scorecard: Row, measures: list[Measure]) -> Matrix | None:
    """None where no measure has a chart to speak of."""
    charted = [(m, chart) for m in measures if (chart := m.control_chart)]
    if not any(chart["variation_icon"] for _, chart in charted):
        return None
    counts = {
        (row["variation_group"], row["assurance_group"]): row["measure_count"]
        for row in catalogue.rows["spc_matrices"]
        if row["scorecard_id"] == scorecard["scorecard_id"]
    }
    places: dict[tuple[Any, Any], list[Measure]] = {}
    for measure, chart in charted:
        key = (chart["variation_group"], chart["assurance_group"])
        places.setdefault(key, []).append(measure)
    rows = [
        (row, heading, [_cell(row, column, counts, places) for column in COLUMNS])
        for row, heading in ROWS.items()
    ]
    inside = {m.measure_id for key, found in places.items() if all(key) for m in found}
    outside = [(m, chart) for m, chart in charted if m.measure_id not in inside]
    return Matrix(rows, _beside(outside))


def _cell(
    row: str,
    column: str,
    counts: dict[tuple[str, str], int],
    places: dict[tuple[Any, Any], list[Measure]],
) -> MatrixCell:
    key = (row, column)
    return MatrixCell(column, COLUMNS[column], counts.get(key, 0), places.get(key, []))


def _beside(charted: list[tuple[Measure, Row]]) -> list[tuple[str, list[Measure]]]:
    """By the reason why a measure has no cell, in the order of the measures."""
    found: dict[str, list[Measure]] = {}
    for measure, chart in charted:
        found.setdefault(_why_beside(measure, chart), []).append(measure)
    return list(found.items())


def _why_beside(measure: Measure, chart: Row) -> str:
    if not chart["series_point_count"]:
        return "No figure yet"
    if chart["variation_icon"] == "too_few_points":
        return f"Fewer than {chart['minimum_points']} points"
    if measure.row["direction"] == "none":
        return "Neither direction is the better one"
    if not chart["are_limits_shown"]:
        return "No limits can be drawn"
    return f"{chart['variation_name']}, no target in force"


def limits_fact(measure: Measure) -> str:
    """The limits of the latest segment, or why the chart has none."""
    chart = measure.control_chart
    if chart is None:
        return ""
    if not chart["are_limits_shown"]:
        return f"none: {_why_no_limits(chart)}"
    unit = measure.unit.short
    if unit.decimals is not None:
        # A limit lies between two figures more often than on one.
        unit = replace(unit, decimals=min(unit.decimals + 1, 4))
    low, high, mean = (figure(chart[name], unit) for name in ("lower_limit", "upper_limit", "mean"))
    is_rebased = any(row["is_rebase"] for row in measure.spc_points)
    since = f", {chart['segment_label'][:1].lower()}{chart['segment_label'][1:]}"
    return f"{low} to {high}, mean{NO_BREAK}{mean}{since if is_rebased else ''}"


def _why_no_limits(chart: Row) -> str:
    count, least = chart["series_point_count"], chart["minimum_points"]
    if count and least and count < least:
        return f"{least} points needed, this series has {count}"
    return NO_LIMITS[chart["no_limits_reason"] or "no_point"]


POINT_WORDS = {
    "common_cause": "normal",
    "improvement": "unusual, improving",
    "concern": "unusual, concerning",
    "neutral_high": "unusual, high",
    "neutral_low": "unusual, low",
}


def point_words(row: Row | None) -> str:
    """What a point of the chart is, for a cell; nothing where the chart has no limits."""
    if row is None or row["is_ghost"]:
        return "left out" if row else ""
    return POINT_WORDS[row["point_type"]] if row["are_limits_shown"] else ""


def chart_readings(measure: Measure) -> list[Row]:
    """The organisation's chart by each profile; the pages' own comes first."""
    own = measure.row["scorecard_id"]
    return [row for row in measure.spc_charts if row["organisation_unit_id"] == own]


def event_lines(measure: Measure) -> list[EventLine]:
    """Everything ever decided about the organisation's chart."""
    return [
        EventLine(
            what=EVENTS[row["event_type"]],
            where=row["period_label"]
            or row["period_id"]
            or f"the first {row['point_count']} points",
            reason=row["reason"],
            approver=row["approver_title"],
            recorded=short_date(row["recorded_at"].date()),
            state=_state(row),
        )
        for row in measure.spc_events
    ]


def _state(row: Row) -> str:
    if row["is_in_force"]:
        return "In force"
    return "Withdrawal" if row["is_withdrawn"] else "Replaced or withdrawn"
