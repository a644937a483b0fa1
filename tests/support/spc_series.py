"""Random series for control charts: short and long, with gaps, ties, runs, trends and events.

Here: how they are drawn, from a seed. Not here: what a chart makes of them.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.support.spc_reference import TOOLS, Series, chart

LONGEST = 48
STEPS = (Decimal(1), Decimal("0.1"), Decimal("0.000000001"), Decimal("12345.678"))


def random_series(count: int, seed: int) -> list[Series]:
    """So many series, the same ones for the same seed."""
    random = Random(seed)  # noqa: S311 -- test data
    return [_series(f"series_{number:04d}", random) for number in range(count)]


def _series(name: str, random: Random) -> Series:
    length = random.choice((1, 2, 3, 6, 7, 12, 13, 14)) if random.random() < 0.3 else 0
    values = _values(length or random.randint(8, LONGEST), random)
    places = range(len(values))
    series = Series(
        name,
        values,
        direction=random.choice(("higher", "lower", "none")),
        conflict=random.choice(("improvement", "concern")),
        rebases=_some(places, random, (0, 0, 1, 2, 3)),
        ghosts=_some(places, random, (0, 0, 1, 3)),
        baseline=random.choice((None, None, 1, 2, 5, 11, 12, 13, 20)),
    )
    return replace(series, targets=_targets(series, random))


def _some(places: range, random: Random, counts: tuple[int, ...]) -> frozenset[int]:
    return frozenset(random.sample(places, min(random.choice(counts), len(places))))


def _values(length: int, random: Random) -> list[Decimal | None]:
    """Stretches of noise, of one level, of a rise or a fall, of ties; then some go missing."""
    step = random.choice(STEPS)
    level = random.randint(-20, 60)
    figures: list[int] = []
    while len(figures) < length:
        size = random.randint(1, 12)
        kind = random.random()
        if kind < 0.4:
            spread = random.choice((1, 2, 5, 15))
            figures += [level + random.randint(-spread, spread) for _ in range(size)]
        elif kind < 0.7:
            slope = random.choice((-2, -1, 1, 2))
            figures += [level + slope * place for place in range(size)]
            level = figures[-1]
        elif kind < 0.8:
            figures += _two_trends(level, random)
            level = figures[-1]
        elif kind < 0.9:
            figures += [level] * size
        else:
            level += random.choice((-9, -4, 4, 9))
            figures += [level + random.randint(0, 1) for _ in range(size)]
    share = random.choice((0.0, 0.0, 0.05, 0.3))
    return [None if random.random() < share else step * figure for figure in figures[:length]]


def _two_trends(level: int, random: Random) -> list[int]:
    """One trend directly behind another, a tie, a leap or a turn between them."""
    figures = [level]
    for _ in range(2):
        slope = random.choice((-1, 1))
        figures += [figures[-1] + random.choice((0, -3, 3, slope))]
        figures += [figures[-1] + slope * (place + 1) for place in range(random.randint(5, 8))]
    return figures


def _targets(series: Series, random: Random) -> tuple[tuple[int, int, Decimal], ...]:
    """None, one for ever, or two in turn; often exactly on a line of the chart."""
    last = len(series.values) - 1
    points = [p for p in chart(series, random.choice(tuple(TOOLS.values()))) if p.is_latest]
    lines = [
        line
        for point in points
        for line in (point.lower_limit, point.upper_limit, point.mean)
        if line is not None
    ]
    known = [value for value in series.values if value is not None] or [Decimal(1)]
    figures = [*lines, *lines, max(known) + 7, min(known) - 7, known[-1]]
    kind = random.random()
    if kind < 0.2:
        return ()
    if kind < 0.7:
        return ((0, last, random.choice(figures)),)
    change = random.randint(0, last)
    return (
        (0, change - 1, random.choice(figures)),
        (change, last - random.randint(0, 2), random.choice(figures)),
    )
