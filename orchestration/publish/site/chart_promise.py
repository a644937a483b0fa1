"""The blue layers of a chart: where a promise begins, the way it takes, and its fan of colours.

Here: one version of a target after the other, each by its shape. Not here: the names of lines
(chart_parts), what is expected ahead (chart_forecast), putting layers together (charts).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from orchestration.publish.site.chart_series import Baseline, Entry, Point, Series
from orchestration.publish.site.reading import Row
from orchestration.publish.site.scales import Scale, path

FAN = ("green_from_value", "amber_from_value")
Corner = tuple[date, Decimal]


@dataclass(frozen=True)
class Stretch:
    """The periods one version of a target holds for; `before` is the last day of the former one."""

    version: Row
    entries: list[Entry]
    before: date | None

    @property
    def shape(self) -> str:
        return str(self.entries[0][2]["trajectory_shape"])

    @property
    def start(self) -> Baseline | None:
        """Its first day at its baseline, unless another promise held on that day."""
        day, value = self.version["start_date"], self.version["baseline_value"]
        known = [entry[0] for entry in self.entries if entry[1] is not None]
        if value is None or self.shape == "flat" or not known or day > known[0]:
            return None
        return None if self.before and day < self.before else (day, value)

    @property
    def last_corner(self) -> Corner | None:
        """All of the target on the day of its deadline, if the version still holds then."""
        deadline, value = self.version["deadline_date"], self.version["target_value"]
        until = self.version["effective_to_date"]
        if deadline is None or value is None or (until and until < deadline):
            return None
        return deadline, value


def stretches(series: Series) -> list[Stretch]:
    """The promise, version by version."""
    versions = {row["target_version_id"]: row for row in series.measure.targets}
    found: list[Stretch] = []
    for name, entries in groupby(series.promise, key=lambda entry: entry[2]["target_version_id"]):
        before = found[-1].entries[-1][0] if found else None
        if name in versions:
            found.append(Stretch(versions[name], list(entries), before))
    return found


def starts_of(series: Series) -> list[Baseline]:
    """Where promises begin."""
    return [stretch.start for stretch in stretches(series) if stretch.start]


def is_flat(series: Series) -> bool:
    """The same figure is promised all along."""
    promised = {value for _, value, _ in series.promise if value is not None}
    return len(promised) == 1 and (
        series.target is None or promised == {series.target["target_value"]}
    )


def promise_paths(series: Series, x: Scale, y: Scale) -> list[str]:
    """The expected value; a new target begins a new line. A band is its two edges."""
    if series.bounds:
        low, high = x(series.dates[0].toordinal()), x(series.dates[-1].toordinal())
        return [path([(low - 10, y(b)), (high + 10, y(b))]) for b in series.bounds]
    lines = [list(_corners(series, stretch, None)) for stretch in stretches(series)]
    lines = [line for line in lines if any(line)]
    if lines and is_flat(series):
        # A single promise runs the whole width, so that one period is a line as well.
        known = [_placed(corner, x, y) for line in lines for corner in line if corner]
        return [path([(known[0][0] - 10, known[0][1]), (known[-1][0] + 10, known[-1][1])])]
    return _paths(lines, x, y)


def fan_paths(series: Series, x: Scale, y: Scale) -> list[str]:
    """Where green and where red begin, from the baseline on."""
    found: list[str] = []
    for column in FAN:
        lines = [list(_corners(series, stretch, column)) for stretch in stretches(series)]
        found += _paths([line for line in lines if any(line)], x, y)
    return found


def _corners(series: Series, stretch: Stretch, column: str | None) -> Iterator[Corner | None]:
    """The corners of one version's line; None where nothing is promised."""
    entries = [(day, row[column] if column else value, row) for day, value, row in stretch.entries]
    if all(value is None for _, value, _ in entries):
        return
    former: Corner | None = None if stretch.shape == "flat" else stretch.start
    if former:
        yield former
    elif stretch.shape == "flat" and entries[0][1] is not None:
        yield max(stretch.version["effective_from_date"], series.dates[0]), entries[0][1]
    deadline = stretch.version["deadline_date"]
    for day, value, _ in entries:
        if value is None:
            yield None
        else:
            yield from _steps(stretch.shape, former, (day, value), deadline)
        former = (day, value) if value is not None else None
    final = stretch.last_corner
    if former and column is None and final and former[0] < final[0] <= series.horizon:
        yield from _steps(stretch.shape, former, final, deadline)


def _steps(
    shape: str, former: Corner | None, corner: Corner, deadline: date | None
) -> Iterator[Corner]:
    """From one period's figure to the next: straight, or level until the day it is due."""
    day, value = corner
    turn = deadline if deadline and former and former[0] < deadline < day else None
    if shape == "stepped" and former and former[1] != value:
        yield turn or day, former[1]
    if turn:
        # Between two periods the way ends on the day of the deadline itself.
        yield turn, value
    yield corner


def _paths(lines: list[list[Corner | None]], x: Scale, y: Scale) -> list[str]:
    return [path([_placed(corner, x, y) if corner else None for corner in line]) for line in lines]


def _placed(corner: Corner, x: Scale, y: Scale) -> Point:
    return x(corner[0].toordinal()), y(corner[1])
