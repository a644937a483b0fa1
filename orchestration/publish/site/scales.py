"""Where things go on a drawing: scales, round ticks, labels kept apart, paths.

Here: arithmetic on coordinates (floats are enough for pixels). Not here: what is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ROUND_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
LABEL_GAP = 16.0


@dataclass(frozen=True)
class Scale:
    """A straight line from values to pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float | Decimal) -> float:
        span = self.high - self.low
        share = 0.5 if span == 0 else (float(value) - self.low) / span
        return round(self.start + share * (self.end - self.start), 1)


def round_step(span: Decimal, wanted: int) -> Decimal:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that makes at most `wanted` steps."""
    if span <= 0:
        return Decimal(1)
    raw = span / wanted
    power = Decimal(1).scaleb(raw.adjusted())
    return next(step * power for step in ROUND_STEPS if step * power >= raw)


def axis(low: Decimal, high: Decimal, *, wanted: int = 4) -> tuple[list[Decimal], bool]:
    """Round ticks around the data, and whether the axis is cut (does not begin at zero)."""
    if low == high:
        low, high = low - abs(low) / 10 - 1, high + abs(high) / 10 + 1
    reaches_zero = low >= 0 and low <= high * Decimal("0.4")
    if reaches_zero:
        low = Decimal(0)
    step = round_step(high - low, wanted)
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    last = (high / step).to_integral_value(rounding="ROUND_CEILING") * step
    if first > 0 and low - first < step / 4:
        # A figure on the axis cannot be told from it, and leaves no room for its label.
        first -= step
    ticks = [first + step * index for index in range(int((last - first) / step) + 1)]
    return ticks, not (ticks[0] <= 0 <= ticks[-1])


def path(points: Sequence[tuple[float, float] | None]) -> str:
    """An SVG path; None breaks the line, because nothing is drawn across a gap."""
    parts: list[str] = []
    pen_is_down = False
    for point in points:
        if point is None:
            pen_is_down = False
            continue
        parts.append(f"{'L' if pen_is_down else 'M'}{point[0]:g} {point[1]:g}")
        pen_is_down = True
    return "".join(parts)


def kept_apart(wanted: Sequence[float], low: float, high: float) -> list[float]:
    """The nearest places at least one label apart, in the given order, inside the bounds."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places = [wanted[index] for index in order]
    for position in range(1, len(places)):
        places[position] = max(places[position], places[position - 1] + LABEL_GAP)
    if places and places[-1] > high:
        places[-1] = high
        for position in range(len(places) - 2, -1, -1):
            places[position] = min(places[position], places[position + 1] - LABEL_GAP)
    if places and places[0] < low:
        places = [max(place, low + LABEL_GAP * index) for index, place in enumerate(places)]
    result = [0.0] * len(wanted)
    for place, index in zip(places, order, strict=True):
        result[index] = round(place, 1)
    return result
