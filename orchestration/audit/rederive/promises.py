"""What was promised for a day: the version in force and the value due by then.

Here: trajectories, and the one division. Not here: the figures held against them (distance.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from orchestration.audit.rederive.release import Promise

PLACES = Decimal("0.000000001")
ARITHMETIC = Context(prec=90, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Promised:
    """The promise in force for a period, and whether the period ended before there was a first."""

    promise: Promise | None
    is_before_first: bool


def promised_on(promises: tuple[Promise, ...], day: date) -> Promised:
    """The promise of a measure and unit that holds on a day."""
    holding = next((promise for promise in promises if promise.holds_on(day)), None)
    return Promised(holding, bool(promises) and day < min(each.holds_from for each in promises))


def divided(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """A quotient at nine decimals, half away from zero; nothing over zero."""
    if divisor == 0:
        return None
    return ARITHMETIC.divide(dividend, divisor).quantize(PLACES, context=ARITHMETIC)


def expected_on(promise: Promise, day: date) -> Decimal | None:
    """What the promise makes due by a day: all of it from the deadline on, whatever its shape."""
    if promise.shape == "flat" or (promise.deadline is not None and day >= promise.deadline):
        return promise.target
    if promise.shape == "stepped":
        reached = [planned for since, planned in promise.points if since <= day]
        return reached[-1] if reached else promise.baseline
    if promise.shape == "profile":
        return dict(promise.points).get(day)
    return _on_the_line(promise, day)


def _on_the_line(promise: Promise, day: date) -> Decimal | None:
    if day <= promise.start:
        return promise.baseline
    if promise.baseline is None or promise.target is None or promise.deadline is None:
        return None
    gone, whole = (day - promise.start).days, (promise.deadline - promise.start).days
    risen = divided((promise.target - promise.baseline) * gone, Decimal(whole))
    return None if risen is None else promise.baseline + risen
