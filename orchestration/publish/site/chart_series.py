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
class Step:
    """The forecast on a day ahead, and the interval around it."""

    day: date
    value: Decimal
    lower: Decimal
    upper: Decimal


@dataclass(frozen=True)
class Series:
    """The values behind a chart, absolute where a band is judged on the size alone."""

    measure: Measure
    actual: list[Entry]
    promise: list[Entry]
    bounds: list[Decimal]
    target: Row | None
    forecast: list[Step]
    # The control chart by day, and what people decided about it.
    control: dict[date, Row]
    events: list[Row]

    @property
    def dates(self) -> list[date]:
        """The last days of the periods there are."""
        days = {day for day, _, _ in self.actual} | {day for day, _, _ in self.promise}
        return sorted(days)

    @property
    def horizon(self) -> date:
        """The last day that is drawn; a deadline may lie between two periods."""
        return max([self.dates[-1], *(step.day for step in self.forecast)])

    @property
    def last_complete(self) -> tuple[date, Decimal] | None:
        """The last value that is not provisional."""
        firm = [
            (day, value)
            for day, value, row in self.actual
            if value is not None and row["value_status"] != "provisional"
        ]
        return firm[-1] if firm else None

    @property
    def values(self) -> list[Decimal]:
        found = [value for _, value, _ in (*self.actual, *self.promise) if value is not None]
        ends = [end for step in self.forecast for end in (step.lower, step.upper)]
        limits = [row[end] for row in self.limits for end in ("lower_limit", "upper_limit")]
        return [*found, *self.bounds, *ends, *limits]

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
    last = max(actual[-1][0], *_planned_days(measure))
    promise = [
        (row["period_end_date"], row["expected_value"], row)
        for row in measure.promises
        if known[0] <= row["period_end_date"] <= last
    ]
    bounds = []
    if target and measure.row["direction"] == "none":
        edges = (target["target_lower_value"], target["target_upper_value"])
        bounds = [edge for edge in edges if edge is not None]
    days = {day for day, _, _ in actual}
    control = {
        row["period_end_date"]: row for row in measure.spc_points if row["period_end_date"] in days
    }
    events = [row for row in measure.spc_events if row["is_in_force"]]
    return Series(measure, actual, promise, bounds, target, _forecast(measure), control, events)


def _planned_days(measure: Measure) -> list[date]:
    """The deadline, and the last point of a plan that has no deadline."""
    target = measure.target
    if target is None:
        return [date.min]
    if target["deadline_date"] or target["trajectory_shape"] not in ("stepped", "profile"):
        return [target["deadline_date"] or date.min]
    return [
        row["period_end_date"]
        for row in measure.promises
        if row["target_version_id"] == target["target_version_id"]
        and row["expected_value"] is not None
    ] or [date.min]


def _forecast(measure: Measure) -> list[Step]:
    """The periods ahead; last the deadline itself where it is no period's last day."""
    row = measure.row
    steps = [
        Step(
            promise["period_end_date"],
            promise["forecast_value"],
            promise["forecast_lower_value"],
            promise["forecast_upper_value"],
        )
        for promise in measure.promises
        if promise["forecast_value"] is not None
    ]
    at_deadline = row["forecast_at_deadline"]
    reached = steps[-1].day if steps else row["period_end_date"]
    if at_deadline is not None and reached < row["deadline_date"]:
        ends = (row["forecast_lower_at_deadline"], row["forecast_upper_at_deadline"])
        steps.append(Step(row["deadline_date"], at_deadline, *ends))
    return steps


def _size(value: Decimal | None, is_size: bool) -> Decimal | None:
    return abs(value) if is_size and value is not None else value
