"""What a chart is drawn from: a measure's series, and the frames it is drawn in.

Here: the data and the names of the pieces. Not here: coordinates (chart_parts, charts).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from orchestration.publish.site.catalogue import Measure
from orchestration.publish.site.reading import Row

Point = tuple[float, float]
Baseline = tuple[date, Decimal]
Entry = tuple[date, Decimal | None, Row]


@dataclass(frozen=True)
class Frame:
    """The size of a drawing and the plot inside it."""

    kind: str
    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    ribbon: float
    least_tick_gap: float


WIDE = Frame("wide", 768, 392, 50, 618, 72, 320, 374, 34)
PHONE = Frame("phone", 320, 300, 48, 306, 48, 236, 284, 62)
INSET = 10
PLAIN_TOP = 24.0
LETTER_WIDTH = 6.5
# Marks need their letters' room; closer than this they are drawn small and without.
LETTERED_GAP = 17.0
PHONE_LETTERS = 16
RIBBON_GAP = 3.2
POINT_GAP = 8.0


@dataclass(frozen=True)
class Label:
    """Words in a chart, and where they stand."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    role: str = ""
    line_y: float | None = None


@dataclass(frozen=True)
class Tick:
    """A mark on the time axis."""

    x: float
    text: str
    year: str


@dataclass(frozen=True)
class Mark:
    """A status below the plot."""

    x: float
    status: str
    title: str


@dataclass(frozen=True)
class Series:
    """The values behind a chart, absolute where a band is judged on the size alone."""

    measure: Measure
    actual: list[Entry]
    promise: list[Entry]
    bounds: list[Decimal]
    target: Row | None
    # The control chart by day, and what people decided about it.
    control: dict[date, Row]
    events: list[Row]

    @property
    def dates(self) -> list[date]:
        days = {day for day, _, _ in self.actual} | {day for day, _, _ in self.promise}
        return sorted(days)

    @property
    def values(self) -> list[Decimal]:
        found = [value for _, value, _ in (*self.actual, *self.promise) if value is not None]
        limits = [row[end] for row in self.limits for end in ("lower_limit", "upper_limit")]
        return [*found, *self.bounds, *limits]

    @property
    def limits(self) -> list[Row]:
        """The periods whose process limits are drawn."""
        return [row for row in self.control.values() if row["are_limits_shown"]]


def series_of(measure: Measure) -> Series | None:
    """None when there is no value to draw."""
    is_size = measure.row["measure_kind"] == "band" and measure.row["direction"] == "lower"
    actual = [
        (row["period_end_date"], _size(row["value"], is_size), row) for row in measure.periods
    ]
    known = [day for day, value, _ in actual if value is not None]
    if not known or measure.is_done or measure.row["measure_kind"] == "composite":
        return None
    actual = [entry for entry in actual if entry[0] >= known[0]]
    target = measure.target
    deadline = target["deadline_date"] if target else None
    last = max(actual[-1][0], deadline) if deadline else actual[-1][0]
    promise = [
        (row["period_end_date"], row["expected_value"], row)
        for row in measure.promises
        if known[0] <= row["period_end_date"] <= last
    ]
    bounds = []
    if target and measure.row["direction"] == "none":
        bounds = [v for v in (target["target_lower_value"], target["target_upper_value"]) if v]
    days = {day for day, _, _ in actual}
    control = {
        row["period_end_date"]: row for row in measure.spc_points if row["period_end_date"] in days
    }
    events = [row for row in measure.spc_events if row["is_in_force"]]
    return Series(measure, actual, promise, bounds, target, control, events)


def _size(value: Decimal | None, is_size: bool) -> Decimal | None:
    return abs(value) if is_size and value is not None else value
