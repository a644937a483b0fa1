"""Forecasts worked out a second time: exact fractions, textbook formulas, no SQL.

Here: least squares about the mean, Student's t by its distribution function, the first day that
meets a target. Not here: anything of the code under test.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

from tests.support.recounting import ninth

NINTH = Decimal("0.000000001")
DIGITS = 60


@dataclass(frozen=True)
class Point:
    """A complete value and the last day of its period."""

    day: date
    value: Decimal


@dataclass(frozen=True)
class Line:
    """A least-squares line: its mean, its slope by day, and how its points lie around it."""

    count: int
    mean_day: Fraction
    mean_value: Fraction
    slope: Fraction
    spread: Fraction
    residual_squares: Fraction
    last_day: date

    def at(self, day: date) -> Fraction:
        return self.mean_value + self.slope * (day.toordinal() - self.mean_day)

    def half_interval(self, day: date, quantile: Decimal) -> Decimal:
        """The quantile times s √(1 + 1/n + distance² / spread); s² is squares / (n less 2)."""
        distance = day.toordinal() - self.mean_day
        variance = (
            self.residual_squares
            / (self.count - 2)
            * (1 + Fraction(1, self.count) + distance**2 / self.spread)
        )
        with localcontext(prec=DIGITS):
            return quantile * (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()

    def slack(self, day: date, quantile: Decimal) -> Decimal:
        """What half an interval may differ by: the warehouse rounds each point's distance from the
        line to nine decimals, so that the root of their squares is off by √n halves of the ninth
        at most, multiplied by t and the other root; then the ninth itself, and a float's digits."""
        unit = Line(**{**vars(self), "residual_squares": Fraction(1)})
        rounding = unit.half_interval(day, quantile) * Decimal(self.count).sqrt() * NINTH / 2
        return NINTH + rounding + self.half_interval(day, quantile) * Decimal("1e-14")


def fitted(points: Sequence[Point]) -> Line:
    """The line of least squares through points on different days."""
    count = len(points)
    days = [Fraction(point.day.toordinal()) for point in points]
    values = [Fraction(point.value) for point in points]
    mean_day, mean_value = sum(days) / count, sum(values) / count
    spread = sum((day - mean_day) ** 2 for day in days)
    slope = (
        sum((d - mean_day) * (v - mean_value) for d, v in zip(days, values, strict=True)) / spread
    )
    misses = [v - mean_value - slope * (d - mean_day) for d, v in zip(days, values, strict=True)]
    return Line(
        count=count,
        mean_day=mean_day,
        mean_value=mean_value,
        slope=slope,
        spread=Fraction(spread),
        residual_squares=Fraction(sum(miss**2 for miss in misses)),
        last_day=max(point.day for point in points),
    )


def meets(value: Fraction | Decimal, target: Decimal, direction: str, *, is_strict: bool) -> bool:
    """Whether a value keeps a promise."""
    if value == target:
        return not is_strict
    return (value > target) == (direction == "higher")


def first_day_met(
    line: Line, after: date, target: Decimal, direction: str, *, is_strict: bool, within: int
) -> date | None:
    """The first whole day after a day on which the line meets the target, if it leads there."""
    if line.slope == 0 or (line.slope > 0) != (direction == "higher"):
        return None
    reached = Fraction((Fraction(target) - line.at(line.last_day)) / line.slope)
    days = ninth(reached)
    whole = math.floor(days) + 1 if is_strict else math.ceil(days)
    if whole > within:
        return None
    return max(line.last_day + timedelta(days=max(whole, 0)), after + timedelta(days=1))


def share_below(quantile: float, degrees_of_freedom: int) -> float:
    """Student's distribution function for whole degrees of freedom, as its finite sum."""
    angle = math.atan(quantile / math.sqrt(degrees_of_freedom))
    cosine, term, terms = math.cos(angle), 1.0, 0.0
    odd = degrees_of_freedom % 2
    if odd:
        term = cosine
    for step in range((degrees_of_freedom - odd) // 2):
        terms += term
        k = 2 * step + 1 + odd
        term *= cosine**2 * k / (k + 1)
    ratio = 2 / math.pi * (angle + math.sin(angle) * terms) if odd else math.sin(angle) * terms
    return (1 + ratio) / 2
