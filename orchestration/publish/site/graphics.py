"""The small drawings: a progress row and a sparkline.

Here: coordinates in the drawing's own box. Not here: markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from orchestration.publish.site.reading import Row
from orchestration.publish.site.scales import Scale, path

ARROW_BEYOND = Decimal("1.09")
ARROW_BELOW = Decimal("-0.02")
# Left is the baseline, right the target, whichever way is better; the box is 288 x 28.
PROGRESS = Scale(0, 1, 16, 252)


@dataclass(frozen=True)
class Progress:
    """One bar: where it ends, what is due by now, where amber and green begin."""

    actual: float
    due: float | None
    ticks: list[float]
    goes_beyond: bool
    falls_below: bool


def progress(
    baseline: Decimal | None,
    target: Decimal | None,
    actual: Decimal | None,
    expected: Decimal | None,
    thresholds: list[Decimal],
) -> Progress | None:
    """None when there is nothing to draw between: no baseline, no target or no value."""
    if baseline is None or target is None or actual is None or baseline == target:
        return None
    share = (actual - baseline) / (target - baseline)
    due = (expected - baseline) / (target - baseline) if expected is not None else None
    beyond, below = share > ARROW_BEYOND, share < ARROW_BELOW
    drawn = min(max(share, Decimal(0) if below else ARROW_BELOW), ARROW_BEYOND)
    return Progress(
        actual=PROGRESS(drawn),
        due=PROGRESS(min(max(due, Decimal(0)), Decimal(1))) if due is not None else None,
        ticks=[PROGRESS(due * edge) for edge in thresholds] if due is not None and due > 0 else [],
        goes_beyond=beyond,
        falls_below=below,
    )


@dataclass(frozen=True)
class Sparkline:
    """The paths of a small chart, and where its last value stands."""

    actual: str
    promise: str
    last: tuple[float, float]


def sparkline(
    periods: list[Row], *, most: int = 26, width: int = 104, height: int = 36
) -> Sparkline | None:
    """The latest periods; a gap breaks the line, one value is a dot."""
    shown = periods[-most:]
    values = [row["value"] for row in shown]
    known = [value for value in values if value is not None]
    if not known:
        return None
    promised = [row["expected_value"] for row in shown]
    everything = [*known, *(value for value in promised if value is not None)]
    x = Scale(0, max(len(shown) - 1, 1), 4, width - 6)
    y = Scale(float(min(everything)), float(max(everything)), height - 5, 5)
    points = [
        (x(index), y(value)) if value is not None else None for index, value in enumerate(values)
    ]
    promise = [
        (x(index), y(value)) if value is not None else None for index, value in enumerate(promised)
    ]
    return Sparkline(path(points), path(promise), [point for point in points if point][-1])
