"""The layers of a report card's chart that come from its control chart.

Here: mean and process limits, unusual points, and what people decided about them. Not here: the
rules (the marts have judged already), the other layers (chart_parts) and markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, zip_longest
from textwrap import wrap

from orchestration.publish.site.chart_series import LETTER_WIDTH, Frame, Label, Point, Series
from orchestration.publish.site.formatting import compact
from orchestration.publish.site.reading import Row
from orchestration.publish.site.scales import Scale, path

LINES = ("lower_limit", "mean", "upper_limit")
LINE_NAMES = {"lower_limit": "Lower limit", "mean": "Mean", "upper_limit": "Upper limit"}
EVENT_ROW = 16
EVENT_LETTERS = 62
# Full size where points stand this far apart, smaller where they crowd.
ROOMY_GAP = 13.0
MARK_SIZE = 11.0
LEAST_MARK = 3.0
HALF_STEP = 6.0


@dataclass(frozen=True)
class Event:
    """A decision about the chart: a line through the plot, and words above it."""

    x: float
    words: list[Label]
    is_rebase: bool


@dataclass(frozen=True)
class Limits:
    """Everything of a control chart that is drawn."""

    means: list[str]
    limits: list[str]
    concerning: list[Point]
    improving: list[Point]
    unusual: list[Point]
    left_out: list[Point]
    size: float

    @property
    def marked(self) -> set[Point]:
        """Points with a mark of their own."""
        return {*self.concerning, *self.improving, *self.unusual, *self.left_out}


MARKS = {"concern": "concerning", "improvement": "improving"}


def limits_of(series: Series, x: Scale, y: Scale, gap: float) -> Limits:
    """Lines for each segment, and a mark for each point that is not ordinary."""
    drawn: dict[str, list[str]] = {name: [] for name in LINES}
    for _, rows in groupby(series.limits, key=lambda row: row["segment"]):
        for name, line in _segment(list(rows), x, y, gap):
            drawn[name].append(line)
    marks: dict[str, list[Point]] = {
        name: [] for name in ("concerning", "improving", "unusual", "left_out")
    }
    for day, value, _ in series.actual:
        row = series.control.get(day)
        if row is None or value is None:
            continue
        kind = "left_out" if row["is_ghost"] else _mark(row)
        if kind:
            marks[kind].append((x(day.toordinal()), y(value)))
    size = MARK_SIZE if gap >= ROOMY_GAP else max(LEAST_MARK, gap * MARK_SIZE / ROOMY_GAP)
    return Limits(
        means=drawn["mean"],
        limits=[*drawn["lower_limit"], *drawn["upper_limit"]],
        size=round(size, 1),
        **marks,
    )


def _mark(row: Row) -> str:
    """Without limits a chart judges nothing."""
    if not row["are_limits_shown"] or row["point_type"] == "common_cause":
        return ""
    return MARKS.get(row["point_type"], "unusual")


def _segment(rows: list[Row], x: Scale, y: Scale, gap: float) -> Iterator[tuple[str, str]]:
    """Its three lines, half a step wider than its points, so that one point has them as well."""
    over = min(gap / 2, HALF_STEP)
    first, last = (x(rows[end]["period_end_date"].toordinal()) for end in (0, -1))
    for name in LINES:
        height = y(rows[0][name])
        yield name, path([(round(first - over, 1), height), (round(last + over, 1), height)])


def limit_names(series: Series) -> list[tuple[Decimal, str, str]]:
    """The latest segment's lines with their figures, as labels at the right end."""
    if not series.limits:
        return []
    row, unit = series.limits[-1], series.measure.unit
    return [(row[name], f"{LINE_NAMES[name]} {compact(row[name], unit)}", "note") for name in LINES]


def events_of(series: Series, x: Scale, frame: Frame) -> list[Event]:
    """Each event with its words in the first row above the plot where they fit."""
    taken: list[list[tuple[float, float]]] = []
    events = []
    for day, words, short, is_rebase in _decided(series):
        place = x(day.toordinal())
        lines = wrap(words, EVENT_LETTERS) if frame.kind == "wide" else [short]
        width = LETTER_WIDTH * max(len(line) for line in lines) + 8
        anchor = "start" if place + width < frame.width else "end"
        span = (place, place + width) if anchor == "start" else (place - width, place)
        row = _free_row(taken, span, len(lines))
        labels = [
            Label(
                place + (6 if anchor == "start" else -6),
                14 + EVENT_ROW * (row + number),
                line,
                anchor,
            )
            for number, line in enumerate(lines)
        ]
        events.append(Event(place, labels, is_rebase))
    return events


def event_rows(events: list[Event]) -> int:
    """How many rows of words stand above the plot."""
    lowest = max((label.y for event in events for label in event.words), default=0.0)
    return round((lowest + 2) / EVENT_ROW) if events else 0


def _free_row(taken: list[list[tuple[float, float]]], span: tuple[float, float], count: int) -> int:
    """The first row from which on so many are free, which are taken now."""
    row = 0
    while any(
        low < span[1] and span[0] < high for line in taken[row : row + count] for low, high in line
    ):
        row += 1
    taken += [[] for _ in range(row + count - len(taken))]
    for line in taken[row : row + count]:
        line.append(span)
    return row


def _decided(series: Series) -> Iterator[tuple[date, str, str, bool]]:
    """What was decided in the order of its days: all words, a few words, and if it is a rebase."""
    by_period = {(row["event_type"], row["period_id"]): row for row in series.events}
    rows = list(series.control.values())
    said = ""
    for row, following in zip_longest(rows, rows[1:]):
        day, period = row["period_end_date"], row["period_id"]
        rebase = by_period.get(("rebase", period))
        if row["is_rebase"] and rebase:
            yield day, f"Rebased: {_reason(rebase)}", "Rebased", True
        ghost = by_period.get(("ghost", period))
        if row["is_ghost"] and ghost and ghost["reason"] != said:
            yield day, f"Left out: {_reason(ghost)}", "Left out", False
        said = ghost["reason"] if ghost else ""
        baseline = by_period.get(("baseline", None))
        if baseline and row["is_in_baseline"] and not (following and following["is_in_baseline"]):
            words = f"Fixed baseline of {baseline['point_count']} points up to here"
            yield day, f"{words}: {_reason(baseline)}", "Baseline ends", False
        note = by_period.get(("annotation", period))
        if note:
            yield day, note["reason"], "Note", False


def _reason(event: Row) -> str:
    return f"{event['reason']}, approved by the {event['approver_title']}"
