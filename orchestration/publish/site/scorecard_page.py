"""What a scorecard page shows, in either layout; a new scorecard needs no code.

Here: rows and columns of the grid, sections and rows of the progress layout. Not here: drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.cells import Cell, cell
from orchestration.publish.site.formatting import better_when, joined, share
from orchestration.publish.site.front_page import went_well
from orchestration.publish.site.plan_words import plan_of, roll_ups
from orchestration.publish.site.progress_layout import progress_sections
from orchestration.publish.site.reading import Row, grouped
from orchestration.publish.site.rules import legends
from orchestration.publish.site.variation import HEAD_ICONS, matrix
from orchestration.publish.site.wording import scorecard_lead, scorecard_title

COLUMNS = 13
SHORT = 4
SHARE_DECIMALS = 2
FREQUENCIES = ("day", "week", "month", "quarter", "term", "half", "year")
HEADINGS = {
    "day": "Daily",
    "week": "Weekly",
    "month": "Monthly",
    "quarter": "Quarterly",
    "term": "Termly",
    "half": "Half-yearly",
    "year": "Yearly",
}


@dataclass(frozen=True)
class Column:
    """A period as a column of the grid."""

    period_id: str
    label: str
    long_label: str
    is_latest: bool


@dataclass(frozen=True)
class GridRow:
    """A measure as a row of the grid."""

    measure: Measure
    better: str
    note: str
    cells: list[Cell]
    target: str


@dataclass(frozen=True)
class GridGroup:
    """The rows of one objective; without a name where the scorecard has no tree."""

    name: str
    rows: list[GridRow]


@dataclass(frozen=True)
class Grid:
    """One frequency: thirteen periods, the latest complete one framed."""

    heading: str
    frequency: str
    span: str
    columns: list[Column]
    groups: list[GridGroup]

    @property
    def is_short(self) -> bool:
        """Few enough rows to be kept on one printed page."""
        return sum(len(group.rows) for group in self.groups) <= SHORT


def scorecard_page(catalogue: Catalogue, scorecard: Row) -> dict[str, Any]:
    """What a scorecard's page says, in the layout it asks for."""
    measures = catalogue.of_scorecard(scorecard["scorecard_id"])
    page: dict[str, Any] = {
        "scorecard": scorecard,
        "title": scorecard_title(measures),
        "lead": scorecard_lead(measures),
        "legend": legends(catalogue.rows["rag_rules"], catalogue.as_of).get(
            scorecard["rag_profile_id"], {}
        ),
        "matrix": matrix(catalogue, scorecard, measures),
        "head_icons": HEAD_ICONS,
        "notes": notes(catalogue, scorecard, measures),
        "well": went_well(measures),
        **programme(catalogue, scorecard),
        "plan": plan_of(catalogue, scorecard),
    }
    if scorecard["page_layout"] == "vital_signs":
        groups = roll_ups(catalogue, scorecard)
        return {**page, "grids": grids(catalogue, measures), "roll_ups": groups}
    sections = progress_sections(catalogue, scorecard)
    has_bars = any(section.has_bars for section in sections)
    return {**page, "page_sections": sections, "has_bars": has_bars}


def programme(catalogue: Catalogue, scorecard: Row) -> dict[str, Any]:
    """Its programme of projects: volumes by year, and the priorities of the newest quarter."""
    own = scorecard["scorecard_id"]
    volumes = [row for row in catalogue.rows["programme_volumes"] if row["scorecard_id"] == own]
    projects = [row for row in catalogue.rows["priority_projects"] if row["scorecard_id"] == own]
    newest = projects[0]["period_label"] if projects else ""
    return {
        "volumes": [
            {
                **row,
                "printed": share(row["printed_share_pct"], SHARE_DECIMALS),
                "completed": share(row["completed_share_pct"], SHARE_DECIMALS),
                "closed": share(row["closed_share_pct"], SHARE_DECIMALS),
            }
            for row in volumes
        ],
        "projects": [row for row in projects if row["period_label"] == newest],
        "projects_period": newest,
    }


def grids(catalogue: Catalogue, measures: list[Measure]) -> list[Grid]:
    """By frequency; parts and companions follow the measure they belong to."""
    names = {row["objective_id"]: row["name"] for row in catalogue.rows["objectives"]}
    family = [m for measure in measures for m in (measure, *_children(catalogue, measure))]
    return [
        _grid(frequency, rows, names)
        for frequency in FREQUENCIES
        if (rows := [m for m in family if m.row["frequency"] == frequency])
    ]


def _children(catalogue: Catalogue, measure: Measure) -> list[Measure]:
    return catalogue.children.get(measure.measure_id, [])


def _grid(frequency: str, measures: list[Measure], names: Mapping[str, str]) -> Grid:
    columns = _columns(measures)
    groups: dict[str, list[GridRow]] = {}
    for measure in measures:
        by_period = {row["period_id"]: row for row in measure.periods}
        cells = [
            cell(
                measure,
                by_period.get(column.period_id),
                period=column.label,
                is_latest=column.is_latest,
            )
            for column in columns
        ]
        name = names.get(measure.row["objective_id"] or "", "")
        groups.setdefault(name, []).append(
            GridRow(
                measure,
                _better(measure),
                _note(measure),
                cells,
                _target(measure),
            )
        )
    # "quarter to March 2017" is a fine label alone; a span needs its end only.
    ends = [columns[index].long_label.rpartition(" to ")[2] for index in (0, -1)] if columns else []
    found = [GridGroup(name, rows) for name, rows in groups.items()]
    return Grid(HEADINGS[frequency], frequency, " to ".join(ends), columns, found)


def _columns(measures: list[Measure]) -> list[Column]:
    periods = {row["period_id"]: row for measure in measures for row in measure.periods}
    shown = sorted(periods.values(), key=lambda row: row["period_end_date"])[-COLUMNS:]
    latest = [row for row in shown if row["is_complete"]][-1:]
    return [
        Column(
            row["period_id"],
            row["period_short_label"] or row["period_label"],
            row["period_label"],
            row in latest,
        )
        for row in shown
    ]


def _better(measure: Measure) -> str:
    """An event has no size: it is better done than not."""
    if measure.is_done:
        return "done"
    return better_when(measure.row["direction"])


def _note(measure: Measure) -> str:
    """Whose it is, and the unit where it is too long for the cells."""
    unit = measure.unit.suffix.strip() if measure.unit.is_long else ""
    return ", ".join(filter(None, (measure.row["service"] or measure.row["code"], unit)))


def _target(measure: Measure) -> str:
    """Beside a "better when" column the plain figure says enough."""
    value = measure.row["target_value"]
    if value is not None and measure.row["measure_kind"] in ("level", "maintain"):
        return measure.text(value, is_short=True)
    return measure.target_text() or "none"


def notes(catalogue: Catalogue, scorecard: Row, measures: list[Measure]) -> list[tuple[str, str]]:
    """What a reader must know about the figures, numbered as they come."""
    findings = [
        row
        for row in catalogue.rows["findings"]
        if row["scorecard_id"] == scorecard["scorecard_id"]
    ]
    told = [row["explanation"] for row in findings if row["finding_type"] == "known_discrepancy"]
    by_note = grouped([measure.row for measure in measures if measure.row["note"]], "note")
    for note, rows in by_note.items():
        # What is said of many measures is said once.
        names = f"{rows[0]['name']}: " if len(rows) == 1 else ""
        told.append(f"{names}{note}")
    own = [row for measure in measures for row in measure.periods]
    lines = []
    if doubtful := sum(bool(row["has_contradicting_parts"]) for row in own):
        with_parts = sum(row["denominator"] is not None and row["value"] is not None for row in own)
        lines.append(
            (
                "†",
                f"The printed value and its own parts differ in the last printed digit: {doubtful} "
                f"of {with_parts} values with parts. The printed value stands.",
            )
        )
    family = [m for measure in measures for m in (measure, *_children(catalogue, measure))]
    lines += rounding_notes(family)
    return [*lines, *((str(number), text) for number, text in enumerate(told, start=1))]


def rounding_notes(measures: list[Measure]) -> list[tuple[str, str]]:
    """Whose numbers are rounded because they count people, and what stands where none is shown."""
    symbols = grouped([m.row for m in measures if m.row["disclosure_symbol"]], "disclosure_symbol")
    return [
        (
            str(symbol),
            "Withheld, to protect small numbers about people. Numbers are rounded, and figures and "
            f"statuses worked out from them, for {joined([row['name'] for row in rows])}; the card "
            "of each has the rule.",
        )
        for symbol, rows in symbols.items()
    ]
