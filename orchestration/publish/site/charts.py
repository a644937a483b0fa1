"""The report card's chart, put together from its layers, wide and for phones.

Here: the order and the scales. Not here: the layers themselves and markup.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from orchestration.publish.site import chart_parts as parts
from orchestration.publish.site import chart_promise as promises
from orchestration.publish.site.catalogue import Measure
from orchestration.publish.site.chart_forecast import Ahead, ahead_of
from orchestration.publish.site.chart_limits import (
    EVENT_ROW,
    Event,
    Limits,
    event_rows,
    events_of,
    limits_of,
)
from orchestration.publish.site.chart_series import (
    INSET,
    LETTERED_GAP,
    PHONE,
    PHONE_LETTERS,
    PLAIN_TOP,
    POINT_GAP,
    RIBBON_GAP,
    WIDE,
    Frame,
    Label,
    Mark,
    Point,
    Series,
    Tick,
    series_of,
)
from orchestration.publish.site.formatting import axis_labels
from orchestration.publish.site.scales import Scale, axis, path


@dataclass(frozen=True)
class Chart:
    """Everything a macro needs to draw one chart, back to front."""

    frame: Frame
    grid: list[Label]
    ticks: list[Tick]
    control: Limits
    events: list[Event]
    fan: list[str]
    promise: list[str]
    is_flat: bool
    baselines: list[Point]
    target_bar: Point | None
    deadline: Label | None
    ahead: Ahead | None
    actual: str
    points: list[Point]
    provisional: list[Point]
    value_labels: list[Label]
    line_labels: list[Label]
    ribbon: list[Mark]
    is_lettered: bool
    ribbon_size: float
    is_cut: bool
    axis_start: str


def charts_of(measure: Measure) -> list[Chart]:
    """Two drawings of the same series, or none when there is no value to draw."""
    series = series_of(measure)
    return [chart(series, frame) for frame in (WIDE, PHONE)] if series else []


def chart(series: Series, frame: Frame) -> Chart:
    """The chart of a series in a frame."""
    if not (series.target and series.target["deadline_date"]):
        # No event to name above the plot: the plot takes its room.
        frame = replace(frame, top=PLAIN_TOP)
    starts = promises.starts_of(series)
    first = min([series.dates[0], *(day for day, _ in starts)])
    x = Scale(
        first.toordinal(), series.horizon.toordinal(), frame.left + INSET, frame.right - INSET
    )
    events = events_of(series, x, frame)
    frame = _heightened(frame, EVENT_ROW * event_rows(events))
    values = [*series.values, *(value for _, value in starts)]
    marks, is_cut = axis(min(values), max(values), wanted=4 if frame.kind == "wide" else 3)
    y = Scale(float(marks[0]), float(marks[-1]), frame.bottom, frame.top)
    labels = axis_labels(marks, series.measure.unit)
    actual = [
        (x(day.toordinal()), y(value)) if value is not None else None
        for day, value, _ in series.actual
    ]
    ahead = ahead_of(series, x, y)
    firm = [
        point if row["value_status"] != "provisional" else None
        for point, (_, _, row) in zip(actual, series.actual, strict=True)
    ]
    gap = parts.spacing(x, [day for day, _, _ in series.actual])
    is_crowded = frame.kind == "phone" and len(series.actual) > PHONE_LETTERS
    is_lettered = gap >= LETTERED_GAP and not is_crowded
    names = parts.line_labels(series, x, y, frame)
    control = limits_of(series, x, y, gap)
    return Chart(
        frame=frame,
        grid=[
            Label(frame.left - 8, y(mark), text, "end")
            for mark, text in zip(marks, labels, strict=True)
        ],
        ticks=parts.tick_labels(series, _named_days(series, first), x, frame),
        control=control,
        events=events,
        **_promised(series, x, y, frame),
        ahead=ahead,
        actual=path(parts.broken_by_new_starts(series, actual)),
        points=[point for point in firm if point and point not in control.marked]
        if gap >= POINT_GAP
        else [],
        provisional=[point for point in actual if point and point not in firm],
        value_labels=parts.value_labels(series, x, y, frame, names),
        line_labels=names,
        ribbon=parts.ribbon_marks(series, x) if gap >= RIBBON_GAP else [],
        is_lettered=is_lettered,
        ribbon_size=15 if is_lettered else round(min(12.0, gap + 1), 1),
        is_cut=is_cut,
        axis_start=labels[0],
    )


def _named_days(series: Series, first: date) -> list[date]:
    """The days the axis may name: those of periods, and a start in a month before them."""
    begins = series.dates[0]
    is_earlier = (first.year, first.month) < (begins.year, begins.month)
    return [first, *series.dates] if is_earlier else series.dates


def _heightened(frame: Frame, more: int) -> Frame:
    """Room above the plot; the plot keeps its own."""
    return replace(
        frame,
        height=frame.height + more,
        top=frame.top + more,
        bottom=frame.bottom + more,
        ribbon=frame.ribbon + more,
    )


def _promised(series: Series, x: Scale, y: Scale, frame: Frame) -> dict[str, Any]:
    """The blue layers: target, trajectory, where green and red begin, deadline."""
    flat = promises.is_flat(series)
    target = series.target
    deadline = target["deadline_date"] if target else None
    final = target["target_value"] if target else None
    day = deadline.toordinal() if deadline else 0
    starts = [] if flat else promises.starts_of(series)
    return {
        "promise": promises.promise_paths(series, x, y),
        "fan": promises.fan_paths(series, x, y),
        "is_flat": flat,
        "baselines": [(x(start.toordinal()), y(value)) for start, value in starts],
        "target_bar": (x(day), y(final)) if deadline and final is not None and not flat else None,
        "deadline": parts.deadline_label(deadline, x, frame)
        if deadline and deadline <= series.horizon
        else None,
    }
