"""Days, months and instants of the sandbox: London calendar days against UTC seconds.

Here: where local days begin, which month an instant falls in, when things happen. Not here: any
record. Instants are whole seconds since 1970 in int64; NEVER stands for "has not happened and
will not".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from orchestration.sandbox import seasons

Seconds = NDArray[np.int64]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

LONDON = ZoneInfo("Europe/London")
NEVER = np.int64(2**62)
MINUTE = 60
HOUR = 3_600
DAY = 86_400


def midnight(day: date) -> int:
    """The UTC second at which a London calendar day begins."""
    return int(datetime.combine(day, time(), tzinfo=LONDON).timestamp())


def end_of(day: date) -> int:
    """The last UTC second of a London calendar day."""
    return midnight(day + timedelta(days=1)) - 1


def instant(text: str) -> int:
    """A UTC time as the source prints it, in seconds."""
    return int(datetime.fromisoformat(text + "+00:00").timestamp())


@dataclass(frozen=True)
class Timeline:
    """Local days in a row: first second, months since the first day's, weekday (Monday 0)."""

    starts: Seconds
    months: Numbers
    weekdays: Numbers
    first_month: int

    @classmethod
    def between(cls, first: date = seasons.FIRST_DAY, last: date = seasons.LAST_DAY) -> Timeline:
        """The days from first to last, both included; without arguments the two drawn years."""
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return cls(
            starts=np.array([midnight(day) for day in days], dtype=np.int64),
            months=np.array(
                [(d.year - first.year) * 12 + d.month - first.month for d in days], dtype=np.int64
            ),
            weekdays=np.array([day.weekday() for day in days], dtype=np.int64),
            first_month=first.month,
        )

    def month_of(self, instants: Seconds) -> Numbers:
        """The month each instant falls in by London time; the ends are extended."""
        day = np.searchsorted(self.starts, instants, side="right") - 1
        month: Numbers = self.months[np.clip(day, 0, len(self.months) - 1)]
        return month

    def openings(self, rng: np.random.Generator, count: int) -> Seconds:
        """Instants at which `count` records are opened, in order: busy Mondays, quiet nights."""
        weights = np.array(seasons.WEEKDAY_WEIGHTS)[self.weekdays]
        month = (self.months + self.first_month - seasons.FIRST_MONTH) % 12
        weights = weights * np.array(seasons.MONTH_WEIGHTS)[month]
        per_day = rng.multinomial(count, weights / weights.sum())
        hours = np.array(seasons.HOUR_WEIGHTS, dtype=np.float64)
        hour = np.searchsorted(np.cumsum(hours / hours.sum()), rng.random(count), side="right")
        second = np.clip(hour, 0, 23) * HOUR + rng.integers(0, HOUR, count)
        return np.sort(np.repeat(self.starts, per_day) + second)


def scaled(count: int, scale: float) -> int:
    """A count at another scale, never less than one."""
    return max(1, round(count * scale))


def spread(rng: np.random.Generator, members: Flags, mean: float, sigma: float) -> Seconds:
    """Log-normal durations for the members whose mean is `mean` seconds, whatever their number."""
    draws = rng.lognormal(0.0, sigma, int(members.sum()))
    if not len(draws):
        return np.zeros(0, dtype=np.int64)
    whole: Seconds = np.rint(draws * (mean / draws.mean())).astype(np.int64)
    return np.maximum(whole, MINUTE)


def some(rng: np.random.Generator, among: Flags, count: int) -> Numbers:
    """Positions of `count` members (or all, if there are fewer), drawn without repetition."""
    positions = np.flatnonzero(among)
    chosen: Numbers = rng.permutation(positions)[:count]
    return chosen


def latest(until: int, *moments: Seconds) -> Seconds:
    """Per record, the last of its moments that has happened by `until`."""
    past = [np.where(moment <= until, moment, np.int64(-1)) for moment in moments]
    last: Seconds = np.maximum.reduce(past)
    return last
