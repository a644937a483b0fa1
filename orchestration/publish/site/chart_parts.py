"""The layers of a report card's chart, each on its own: axis, actual, labels, ribbon.

Here: one function a layer. Not here: the series (chart_series), promises (chart_promise), the time
ahead (chart_forecast), putting the layers together (charts) and markup (macros).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

from orchestration.publish.site.chart_limits import limit_names
from orchestration.publish.site.chart_promise import is_flat
from orchestration.publish.site.chart_series import (
    INSET,
    LETTER_WIDTH,
    Entry,
    Frame,
    Label,
    Mark,
    Point,
    Series,
    Tick,
)
from orchestration.publish.site.formatting import compact, long_date, month_short
from orchestration.publish.site.scales import LABEL_GAP, Scale, kept_apart


def spacing(x: Scale, days: list[date]) -> float:
    """Pixels between two neighbouring periods."""
    if len(days) < 2:
        return 1000.0
    return (x(days[-1].toordinal()) - x(days[0].toordinal())) / (len(days) - 1)


def tick_labels(series: Series, days: list[date], x: Scale, frame: Frame) -> list[Tick]:
    """Months below, the year under the first and under each one that begins a year."""
    frequency = series.measure.row["frequency"]
    # A plan year crosses two calendar years: it keeps its own name.
    names = {day: str(row["period_label"]) for day, _, row in series.actual}
    gap = spacing(x, days)
    # A day and a month take more room than a month.
    wanted = frame.least_tick_gap + (24 if frequency in ("day", "week") else 0)
    steps = (1, 2, 3, 4, 6, 12, 24, 48, 96)
    step = next((n for n in steps if n * gap >= wanted), len(days))
    shown = [day for index, day in enumerate(days) if index % step == 0]
    ticks, year = [], 0
    for day in shown:
        text = names.get(day, str(day.year)) if frequency == "year" else month_short(day)
        if frequency in ("day", "week"):
            text = f"{day.day} {text}"
        label = str(day.year) if day.year != year and frequency != "year" else ""
        ticks.append(Tick(x(day.toordinal()), text, label))
        year = day.year
    return ticks


def broken_by_new_starts(series: Series, places: list[Point | None]) -> list[Point | None]:
    """The actual line, interrupted where a figure begins again and has nothing to compare with."""
    has_direction = series.measure.row["direction"] != "none"
    found: list[Point | None] = []
    for place, (_, _, row) in zip(places, series.actual, strict=True):
        if place and has_direction and row["movement"] is None and any(found):
            found.append(None)
        found.append(place)
    return found


def deadline_label(deadline: date, x: Scale, frame: Frame) -> Label:
    """The words at the deadline, on the side where there is room."""
    place = x(deadline.toordinal())
    text = f"Deadline {long_date(deadline)}" if frame.kind == "wide" else "Deadline"
    anchor = "end" if place > frame.left + 170 else "start"
    return Label(place + (-6 if anchor == "end" else 6), frame.top - 32, text, anchor, "deadline")


def value_labels(
    series: Series, x: Scale, y: Scale, frame: Frame, names: list[Label]
) -> list[Label]:
    """The last value, and the worst one when it is far enough away to be read."""
    measure = series.measure
    known = [(day, value, row) for day, value, row in series.actual if value is not None]
    last = known[-1]
    wants_high = measure.row["direction"] == "higher"
    worst = (min if wants_high else max)(known, key=lambda entry: entry[1])
    apart = abs(x(worst[0].toordinal()) - x(last[0].toordinal()))
    shown = [(last, _is_above_line(last, known))]
    if apart > (44 if frame.kind == "wide" else 60):
        shown.append((worst, not wants_high))
    labels = []
    for (day, value, _), above in shown:
        place = min(max(y(value) + (-11 if above else 20), frame.top - 8), frame.bottom - 6)
        across = x(day.toordinal())
        text = compact(value, measure.unit)
        if across > frame.right - 30 and frame.kind == "wide" and not _is_taken(names, y(value)):
            # Beside the last point there is only paper, unless a line's name stands there.
            across, place, anchor = across + 8, y(value) + 4, "start"
        elif across > frame.right - 30:
            # The line comes from the left, under or over the label: keep to the other side.
            before = known[-2][1] if len(known) > 1 else value
            is_under = before > value and y(value) + 18 <= frame.bottom - 4
            place = y(value) + (18 if is_under else -11)
            across, anchor = frame.right + (8 if frame.kind == "wide" else 4), "end"
        else:
            across, anchor = max(across, frame.left + 18), "middle"
        labels.append(Label(across, place, text, anchor))
    return labels


def _is_taken(names: list[Label], place: float) -> bool:
    return any(abs(label.y - 4 - place) < LABEL_GAP for label in names)


def _is_above_line(last: Entry, known: Sequence[Entry]) -> bool:
    """On the side away from the promise; without one, on the side away from the line's own past."""
    _, value, row = last
    expected = row["expected_value"]
    if expected is not None and value is not None and abs(value) != expected:
        return bool(abs(value) > expected)
    before = known[-2][1] if len(known) > 1 else None
    return bool(before is None or value is None or value >= before)


def line_labels(series: Series, x: Scale, y: Scale, frame: Frame) -> list[Label]:
    """The names of the lines: at the right end, or on the lines of a phone's chart."""
    measure = series.measure
    wanted: list[tuple[Decimal, str, str]] = []
    if series.bounds:
        wanted = [(b, f"Target {compact(b, measure.unit)}", "target") for b in series.bounds]
    if series.forecast:
        last = series.forecast[-1].value
        name = f"Forecast {compact(last, measure.unit.ahead(last))}"
        wanted.append((last, name, "forecast"))
    promised = [(value, row) for _, value, row in series.promise if value is not None]
    if promised and not series.bounds:
        value, row = promised[-1]
        wanted.append((value, _target_name(series, value), "target"))
        better, worse = (
            ("below", "above") if measure.row["direction"] == "lower" else ("above", "below")
        )
        if row["green_from_value"] is not None:
            wanted.append((row["green_from_value"], f"Green {better} this", "note"))
            wanted.append((row["amber_from_value"], f"Red {worse} this", "note"))
    wanted += limit_names(series)
    if frame.kind == "phone":
        labels: list[Label] = []
        for value, text, role in wanted:
            if role != "note":
                line = Label(0, y(value), text, "start", role)
                labels.append(_on_line(line, frame, _drawn(series, x, y), labels))
        return labels
    places = kept_apart([y(value) + 4 for value, _, _ in wanted], frame.top, frame.bottom + 4)
    return [
        Label(frame.right + 12, place, text, "start", role, y(value))
        for (value, text, role), place in zip(wanted, places, strict=True)
    ]


def _drawn(series: Series, x: Scale, y: Scale) -> list[Point]:
    """The points of actual values and forecasts, which no name should cover."""
    points = [
        (x(day.toordinal()), y(value)) for day, value, _ in series.actual if value is not None
    ]
    # The last value's own label stands over or under its point.
    points += [(points[-1][0] - 20, points[-1][1] + offset) for offset in (-15, 15)]
    return points + [(x(step.day.toordinal()), y(step.value)) for step in series.forecast]


def _on_line(line: Label, frame: Frame, points: list[Point], others: list[Label]) -> Label:
    """A name on its own line, where the fewest points and no other name are in its way."""
    width = LETTER_WIDTH * len(line.text)
    right = frame.right - width - 6
    if line.role == "forecast":
        # Its line is short and ends at the deadline, among others.
        places = list(product((right - INSET,), (15, 30, 45, 60, 75, -6, -22)))
    else:
        middle = (frame.left + frame.right - width) / 2
        places = list(product((frame.left + 6, middle, right), (-6, 15)))
    tried: list[tuple[int, Label]] = []
    for start, offset in places:
        low, high = line.y + offset - 13, line.y + offset + 4
        covered = sum(
            start - 8 <= px <= start + width + 8 and low - 4 <= py <= high + 4 for px, py in points
        )
        label = replace(line, x=round(start, 1), y=round(line.y + offset, 1))
        # Under the axis stand its own labels.
        covered += 100 if label.y > frame.bottom - 4 else 0
        covered += 50 * sum(_touch(label, other) for other in others)
        tried.append((covered, label))
    return min(tried, key=lambda entry: entry[0])[1]


def _touch(one: Label, other: Label) -> bool:
    """Two names that begin at their left ends."""
    left, right = sorted((one, other), key=lambda label: label.x)
    reaches = right.x - left.x < LETTER_WIDTH * (len(left.text) + 2)
    return reaches and abs(one.y - other.y) < LABEL_GAP


def _target_name(series: Series, value: Decimal) -> str:
    measure, target = series.measure, series.target
    final = target["target_value"] if target else None
    if final is not None and value == final:
        # A long unit stands under the figure's title: behind the line there is no room for it.
        words = (
            measure.target_text(is_short=True) if is_flat(series) else compact(final, measure.unit)
        )
        return f"Target {words}"
    return f"Due {compact(value, measure.unit)}"


def ribbon_marks(series: Series, x: Scale) -> list[Mark]:
    """Every period's status under its point; a dash says it has none. No row of dashes alone."""
    if all(row["rag_status"] == "none" for _, _, row in series.actual):
        return []
    return [
        Mark(x(day.toordinal()), str(row["rag_status"]), str(row["period_label"]))
        for day, value, row in series.actual
        if value is not None or row["rag_status"] != "none"
    ]
