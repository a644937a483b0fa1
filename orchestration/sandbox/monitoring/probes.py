"""The probes of the simulated monitoring: one seed and scale always give the same ones.

Here: drawing when each service is down, unprobed or misnamed, and showing the series as they stood
at the end of a day. Not here: the figures drawn by (plan.py), and how series are served.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from orchestration.sandbox import columns
from orchestration.sandbox.monitoring import plan
from orchestration.sandbox.serving.prometheus_series import DOWN, NONE, NOT_A_NUMBER, UP, Series
from orchestration.sandbox.timeline import HOUR, LONDON, MINUTE, end_of, midnight

States = NDArray[np.uint8]
_VALUES = ("0", "1", "NaN")
_STREAM = 41


@dataclass(frozen=True)
class Probes:
    """Every probe of the two years, by service, a step apart; written later where so planned."""

    step_seconds: int
    states: dict[str, States]

    @cached_property
    def first(self) -> int:
        """The second of the first probe."""
        return midnight(plan.FIRST_DAY)

    def series(self, day: date) -> tuple[Series, ...]:
        """What the server holds at the end of a London day."""
        until = (end_of(day) - self.first) // self.step_seconds + 1
        found = []
        for service_id, states in self.states.items():
            shown = states[:until].copy()
            for event in plan.BACKFILLED:
                if service_id in event.services and event.known_from and day < event.known_from:
                    shown[self.steps(event)] = NONE
            if (shown != NONE).any():
                found.append(Series(_labels(service_id), self.first, self.step_seconds, shown))
        return tuple(found)

    def as_at(self, day: date) -> dict[str, pa.Table]:
        """The rows a complete reading brings at the end of a London day, service by service."""
        parts = []
        for series in self.series(day):
            places = np.flatnonzero(series.values != NONE)
            parts.append(
                pa.table(
                    {
                        "service_id": columns.coded(
                            (series.labels["service_id"],), np.zeros(len(places), dtype=np.int64)
                        ),
                        "probed_at": columns.counts(self.first + places * self.step_seconds),
                        "value": columns.coded(_VALUES, series.values[places].astype(np.int64)),
                        "step_seconds": columns.counts(np.full(len(places), self.step_seconds)),
                    }
                )
            )
        return {plan.METRIC: pa.concat_tables(parts).combine_chunks()}

    def flaws(self, day: date) -> dict[str, int]:
        """How many probes of each kind of flaw stand in the series on that day."""
        shown = {series.labels["service_id"]: series.values for series in self.series(day)}
        misspelt = shown.pop(plan.MISSPELT_SERVICE, np.zeros(0, dtype=np.uint8))
        return {
            plan.UNKNOWN_SERVICE: int(np.count_nonzero(misspelt != NONE)),
            plan.UNKNOWN_VALUE: sum(
                int(np.count_nonzero(values == NOT_A_NUMBER)) for values in shown.values()
            ),
        }

    def steps(self, event: plan.Event) -> slice:
        """The probes an event falls on."""
        return self._between(_moment(event.starts_at), _moment(event.ends_at))

    def _between(self, starts: int, ends: int) -> slice:
        """The probes from one second to another, that one not included."""
        first, step = self.first, self.step_seconds
        return slice(-((first - starts) // step), -((first - ends) // step))


def generate(seed: int, scale: float) -> Probes:
    """Draw the two years. Nothing depends on the day they are looked at."""
    if scale <= 0:
        raise ValueError(f"The sandbox's scale must be above 0, not {scale}.")
    rng = np.random.default_rng([seed, _STREAM])
    step = next((s for s in plan.STEPS_SECONDS if s * scale >= MINUTE), plan.STEPS_SECONDS[-1])
    count = (end_of(plan.LAST_DAY) + 1 - midnight(plan.FIRST_DAY)) // step
    probes = Probes(step, {w.service_id: np.full(count, UP, dtype=np.uint8) for w in plan.SERVICES})
    for watched in plan.SERVICES:
        states = probes.states[watched.service_id]
        for starts, seconds in _outages(rng, watched):
            states[probes._between(starts, starts + seconds)] = DOWN
    _apply(probes, (*plan.MAINTENANCE, *plan.CLOCK_CHANGES), DOWN)
    _apply(probes, plan.GAPS, NONE)
    _apply(probes, (plan.UNDECIDED,), NOT_A_NUMBER)
    return _misspelt(probes)


def _apply(probes: Probes, events: tuple[plan.Event, ...], state: int) -> None:
    for event in events:
        for service_id in event.services or tuple(probes.states):
            probes.states[service_id][probes.steps(event)] = state


def _misspelt(probes: Probes) -> Probes:
    """The portal's probes of that morning, under the wrong name and not under its own."""
    (service_id,), steps = plan.MISSPELT.services, probes.steps(plan.MISSPELT)
    own = probes.states[service_id]
    other = np.full(len(own), NONE, dtype=np.uint8)
    other[steps] = own[steps]
    own[steps] = NONE
    return replace(probes, states=probes.states | {plan.MISSPELT_SERVICE: other})


def _outages(rng: np.random.Generator, watched: plan.Watched) -> list[tuple[int, int]]:
    """Start and length in seconds: what the plan loses by month in the window, some by night."""
    found = []
    for month, percent in enumerate(plan.PORTAL_PERCENT):
        days = _days(month)
        factor = (
            watched.lost_before if month < len(plan.PORTAL_PERCENT) // 2 else watched.lost_since
        )
        hours = plan.WINDOW_LAST_HOUR - plan.WINDOW_FIRST_HOUR
        lost = round(len(days) * hours * HOUR * (1 - percent / 100) * factor)
        count = max(1, round(lost / (plan.MINUTES_AN_OUTAGE * MINUTE)))
        lengths = rng.multinomial(lost, rng.dirichlet(np.full(count, 4.0)))
        for length in lengths:
            opens = _hour(days[rng.integers(len(days))], plan.WINDOW_FIRST_HOUR)
            found.append((opens + int(rng.integers(hours * HOUR - length)), int(length)))
        for _ in range(plan.NIGHT_OUTAGES_A_MONTH):
            length = int(rng.integers(*plan.NIGHT_OUTAGE_MINUTES)) * MINUTE
            closes = _hour(days[rng.integers(len(days))], plan.WINDOW_LAST_HOUR)
            found.append((closes + int(rng.integers(plan.NIGHT_HOURS * HOUR - length)), length))
    return found


def _days(month: int) -> list[date]:
    """The days of a month of the plan."""
    first, year = plan.FIRST_DAY.month - 1 + month, plan.FIRST_DAY.year
    start = date(year + first // 12, first % 12 + 1, 1)
    after = date(year + (first + 1) // 12, (first + 1) % 12 + 1, 1)
    return [date.fromordinal(n) for n in range(start.toordinal(), after.toordinal())]


def _hour(day: date, hour: int) -> int:
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=LONDON).timestamp())


def _moment(text: str) -> int:
    """A London time of the plan as a UTC second."""
    return int(datetime.fromisoformat(text).replace(tzinfo=LONDON).timestamp())


def _labels(service_id: str) -> dict[str, str]:
    return {
        "__name__": plan.METRIC,
        "instance": f"https://{service_id.replace('_', '-')}.example.wales",
        "job": plan.JOB,
        "service_id": service_id,
    }
