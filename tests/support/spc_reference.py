"""Control charts a second time, in plain Python and exact fractions, to hold the SQL against.

Here: the rules of both tools as a person reads them, one loop for each. Not here: anything of the
SQL, its seeds or its names for steps; what differs between the two is a mistake in one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

PLACES = 10**9
Numbers = list[Decimal | None]


@dataclass(frozen=True)
class Tool:
    """What the two public tools do differently."""

    shift: int
    trend: int
    shown_from: int
    screens: bool
    outside_counts_as_near: bool
    trend_crosses_rebases: bool
    run_crosses_baseline_end: bool
    baseline_begins_each_segment: bool
    least_baseline: int
    limit_decides: bool
    knows_ghosts: bool
    has_one_label: bool


MAKING_DATA_COUNT = Tool(6, 6, 13, False, True, True, False, False, 0, True, True, False)
PLOT_THE_DOTS = Tool(7, 7, 0, True, False, False, True, True, 12, False, False, True)
TOOLS = {"mdc_2024": MAKING_DATA_COUNT, "nhsr_0_2": PLOT_THE_DOTS}


@dataclass(frozen=True)
class Series:
    """One chart: figures in order, None where there is none, and what was decided about it."""

    name: str
    values: Numbers
    direction: str = "higher"
    conflict: str = "improvement"
    rebases: frozenset[int] = frozenset()
    ghosts: frozenset[int] = frozenset()
    baseline: int | None = None
    # From the position to the position (both inclusive), and the figure.
    targets: tuple[tuple[int, int, Decimal], ...] = ()


@dataclass
class Point:
    """What the chart says of one period."""

    value: Decimal | None
    segment: int = 1
    is_ghost: bool = False
    is_used_for_limits: bool = False
    is_latest: bool = False
    mean: Decimal | None = None
    lower_limit: Decimal | None = None
    upper_limit: Decimal | None = None
    near_lower_limit: Decimal | None = None
    near_upper_limit: Decimal | None = None
    moving_range: Decimal | None = None
    average_moving_range: Decimal | None = None
    is_outside_limits: bool = False
    is_shift: bool = False
    is_trend: bool = False
    is_two_of_three: bool = False
    point_type: str = "common_cause"
    variation_icon: str | None = None
    assurance_icon: str | None = None
    ups: set[str] = field(default_factory=set)
    downs: set[str] = field(default_factory=set)


def rounded(number: Fraction) -> Decimal:
    """At nine decimals, half away from zero."""
    scaled = abs(number) * PLACES
    whole = (scaled + Fraction(1, 2)).__floor__()
    return (Decimal(whole) / PLACES if number >= 0 else Decimal(-whole) / PLACES) + 0


def chart(series: Series, tool: Tool) -> list[Point]:
    """Every period of the series, judged."""
    points = [Point(value) for value in series.values]
    for position in series.ghosts:
        if tool.knows_ghosts and points[position].value is not None:
            points[position].is_ghost = True
    baselines = _lay_out(series, tool, points)
    for segment in {point.segment for point in points}:
        _draw_limits([p for p in points if p.segment == segment], tool)
    rows = [position for position, point in enumerate(points) if not point.is_ghost]
    _find_outside(points)
    for zone in _zones(points, rows, baselines, tool):
        _find_shifts(points, zone, tool)
        _find_two_of_three(points, zone, tool)
    _find_trends(points, rows, tool)
    for point in points:
        point.point_type = _type(point, series, tool)
    _give_icons(points, series, tool)
    return points


def _is_point(point: Point) -> bool:
    return point.value is not None and not point.is_ghost


def _lay_out(series: Series, tool: Tool, points: list[Point]) -> set[int]:
    """Segments, and which points make the limits; returns the positions inside a baseline."""
    rebases = 0
    for position, point in enumerate(points):
        if position in series.rebases and point.value is not None:
            rebases += 1
        point.segment = rebases + 1
    size = series.baseline
    if size is None or size < tool.least_baseline:
        _use([p for p in points if _is_point(p)])
        return set()
    if tool.baseline_begins_each_segment:
        inside: set[int] = set()
        for segment in {point.segment for point in points}:
            places = [i for i, p in enumerate(points) if p.segment == segment and _is_point(p)]
            _use([points[i] for i in places[:size]])
            inside |= set(places[:size])
        return inside
    places = [i for i, point in enumerate(points) if _is_point(point)]
    if len(places) < size:
        _use([p for p in points if _is_point(p)])
        return set()
    end = places[size - 1]
    for position, point in enumerate(points):
        if position <= end:
            point.segment = 1
    # What follows is judged by the baseline until a rebase, and a rebase inside it ends it at once.
    _use([p for i, p in enumerate(points) if _is_point(p) and (i <= end or p.segment > 1)])
    return set(range(end + 1))


def _use(points: list[Point]) -> None:
    for point in points:
        point.is_used_for_limits = True


def _draw_limits(points: list[Point], tool: Tool) -> None:
    """One segment's mean and limits, on all of its periods."""
    row = [point for point in points if not point.is_ghost]
    used = [point for point in row if point.is_used_for_limits]
    if not used:
        return
    ranges = []
    for before, point in pairwise(row):
        if point.is_used_for_limits and before.value is not None and point.value is not None:
            point.moving_range = abs(point.value - before.value)
            ranges.append(Fraction(point.moving_range))
    mean = sum((Fraction(p.value) for p in used if p.value is not None), Fraction(0)) / len(used)
    if tool.screens and ranges:
        bound = rounded(Fraction("3.267") * sum(ranges) / len(ranges))
        ranges = [moving for moving in ranges if moving < Fraction(bound)]
    for point in points:
        point.mean = rounded(mean)
        if ranges:
            average = sum(ranges) / len(ranges)
            reach = Fraction("2.66") * average
            point.average_moving_range = rounded(average)
            point.lower_limit, point.upper_limit = rounded(mean - reach), rounded(mean + reach)
            point.near_lower_limit = rounded(mean - reach * 2 / 3)
            point.near_upper_limit = rounded(mean + reach * 2 / 3)


def _side(point: Point) -> int:
    if not _is_point(point) or point.value is None or point.mean is None:
        return 0
    return (point.value > point.mean) - (point.value < point.mean)


def _find_outside(points: list[Point]) -> None:
    for point in points:
        if not _is_point(point) or point.value is None or point.upper_limit is None:
            continue
        assert point.lower_limit is not None
        if point.value > point.upper_limit:
            point.ups.add("outside")
        if point.value < point.lower_limit:
            point.downs.add("outside")
        point.is_outside_limits = bool(point.ups | point.downs)


def _zones(points: list[Point], rows: list[int], baseline: set[int], tool: Tool) -> list[list[int]]:
    """Where a shift and two of three may run on: neighbours until a rebase or a baseline's end."""
    zones: list[list[int]] = []
    for before, position in zip([None, *rows], rows, strict=False):
        is_new = before is None or points[before].segment != points[position].segment
        if before is not None and not tool.run_crosses_baseline_end:
            is_new = is_new or ((before in baseline) != (position in baseline))
        if is_new:
            zones.append([])
        zones[-1].append(position)
    return zones


def _find_shifts(points: list[Point], zone: list[int], tool: Tool) -> None:
    start = 0
    while start < len(zone):
        side, end = _side(points[zone[start]]), start
        while end + 1 < len(zone) and side != 0 and _side(points[zone[end + 1]]) == side:
            end += 1
        if side != 0 and end - start + 1 >= tool.shift:
            for position in zone[start : end + 1]:
                points[position].is_shift = True
                (points[position].ups if side > 0 else points[position].downs).add("shift")
        start = end + 1


def _is_near(point: Point, tool: Tool) -> bool:
    if not _is_point(point) or point.value is None or point.near_upper_limit is None:
        return False
    assert point.near_lower_limit is not None
    beyond = point.value > point.near_upper_limit or point.value < point.near_lower_limit
    return beyond and (tool.outside_counts_as_near or not point.is_outside_limits)


def _find_two_of_three(points: list[Point], zone: list[int], tool: Tool) -> None:
    for first in range(len(zone) - 2):
        window = [points[position] for position in zone[first : first + 3]]
        sides = {_side(point) for point in window}
        near = [point for point in window if _is_near(point, tool)]
        if sides in ({1}, {-1}) and len(near) >= 2:
            for point in near:
                point.is_two_of_three = True
                (point.ups if sides == {1} else point.downs).add("two_of_three")


def _step(points: list[Point], rows: list[int], index: int, tool: Tool) -> int | None:
    """From the neighbour before to this point; None where there is no such step."""
    if index == 0 or index >= len(rows):
        return None
    before, point = points[rows[index - 1]], points[rows[index]]
    if before.value is None or point.value is None:
        return None
    if before.segment != point.segment and not tool.trend_crosses_rebases:
        return None
    return (point.value > before.value) - (point.value < before.value)


def _find_trends(points: list[Point], rows: list[int], tool: Tool) -> None:
    steps = [_step(points, rows, index, tool) for index in range(len(rows))]
    members: dict[int, set[int]] = {}
    index = 1
    while index < len(rows):
        step, end = steps[index], index
        while end + 1 < len(rows) and step and steps[end + 1] == step:
            end += 1
        if step and end - index + 1 >= tool.trend - 1:
            for place in range(index - 1, end + 1):
                members.setdefault(place, set()).add(step)
        index = end + 1
    for place, directions in members.items():
        point = points[rows[place]]
        point.is_trend = True
        if tool.has_one_label:
            joined = place + 1 in members and _are_together(points, rows, place, tool)
            directions = {1 if steps[place + 1 if joined else place] == 1 else -1}
        if 1 in directions:
            point.ups.add("trend")
        if -1 in directions:
            point.downs.add("trend")


def _are_together(points: list[Point], rows: list[int], place: int, tool: Tool) -> bool:
    """Whether a point and the one after it are judged together at all."""
    same = points[rows[place]].segment == points[rows[place + 1]].segment
    return same or tool.trend_crosses_rebases


RANKS = {"trend": 4, "shift": 3, "two_of_three": 2, "outside": 1}
PRECEDENCE = ("outside", "trend", "two_of_three", "shift")


def _type(point: Point, series: Series, tool: Tool) -> str:
    if not point.ups and not point.downs:
        return "common_cause"
    is_up = _is_up(point, series, tool)
    if series.direction == "none":
        return "neutral_high" if is_up else "neutral_low"
    return "improvement" if is_up == (series.direction == "higher") else "concern"


def _is_up(point: Point, series: Series, tool: Tool) -> bool:
    if tool.has_one_label:
        label = next(rule for rule in PRECEDENCE if rule in point.ups | point.downs)
        return label in point.ups
    if not (point.ups and point.downs):
        return bool(point.ups)
    if series.direction == "none":
        # The query looks at the high side first and compares no ranks here.
        return True
    up = max(RANKS[rule] for rule in point.ups)
    down = max(RANKS[rule] for rule in point.downs)
    if up != down:
        return up > down
    return (series.conflict == "improvement") == (series.direction == "higher")


def _give_icons(points: list[Point], series: Series, tool: Tool) -> None:
    places = [position for position, point in enumerate(points) if _is_point(point)]
    if not places:
        return
    latest = points[places[-1]]
    latest.is_latest = True
    if len(places) < tool.shown_from:
        latest.variation_icon = "too_few_points"
        return
    latest.variation_icon = latest.point_type
    if latest.point_type in ("improvement", "concern"):
        height = "high" if _is_up(latest, series, tool) else "low"
        latest.variation_icon = f"{latest.point_type}_{height}"
    wanted = [target for low, high, target in series.targets if low <= places[-1] <= high]
    if wanted and series.direction != "none" and latest.upper_limit is not None:
        latest.assurance_icon = _assurance(latest, wanted[0], series.direction, tool)


def _assurance(point: Point, target: Decimal, direction: str, tool: Tool) -> str:
    low, high = point.lower_limit, point.upper_limit
    assert low is not None
    assert high is not None
    easy = target < low if direction == "higher" else target > high
    hard = target > high if direction == "higher" else target < low
    if tool.limit_decides:
        easy = easy or target == (low if direction == "higher" else high)
        hard = hard or target == (high if direction == "higher" else low)
    return "consistent_pass" if easy else "consistent_fail" if hard else "inconsistent"
