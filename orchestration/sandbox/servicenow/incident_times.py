"""Draws when things happen to each incident: looked at, handed on, resolved, reopened, closed.

Here: durations by the month's plan, and the moments that follow from them. Not here: what an
incident is and who deals with it (incidents.py), and what the table shows (incident_table.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.sandbox.servicenow import plan
from orchestration.sandbox.servicenow.incidents import CLINICAL, Handling, Nature
from orchestration.sandbox.timeline import DAY, HOUR, MINUTE, NEVER, Flags, Seconds, spread


@dataclass(frozen=True)
class Times:
    """When things happen (UTC seconds; NEVER where they do not)."""

    created: Seconds
    detected: Seconds
    started: Seconds
    held: Seconds
    reassigned: Seconds
    first_resolved: Seconds
    reopened: Seconds
    resolved: Seconds
    restored: Seconds
    closed: Seconds
    called_back: Seconds
    linked: Seconds
    found_test: Seconds
    touched: Seconds


def durations(rng: np.random.Generator, nature: Nature, handling: Handling) -> Seconds:
    """Seconds from opened to first resolved (P1 and P2: to last resolved), by the month's plan."""
    duration = np.zeros(nature.count, dtype=np.int64)
    for priority, days in ((3, 1.3), (4, 2.4), (5, 5.0)):
        members = (nature.priority == priority) & ~handling.is_first_contact
        duration[members] = spread(rng, members, days * DAY, 0.9)
    first = handling.is_first_contact
    duration[first] = spread(rng, first, 24 * MINUTE, 0.6)
    clinical, counted = CLINICAL[nature.service], nature.is_counted & ~nature.is_planted
    for month in range(plan.MONTHS):
        minutes = plan.P1_CLINICAL_MINUTES[month] * MINUTE
        # On average 8% of the time lies between restored and resolved, three minutes before opened.
        second = (plan.P2_HOURS[month] * HOUR - 3 * MINUTE) / 0.92
        for members, mean, sigma in (
            ((nature.priority == 1) & clinical, minutes, 0.45),
            ((nature.priority == 1) & ~clinical, minutes * plan.P1_OTHER_FACTOR, 0.45),
            (nature.priority == 2, second, 0.55),
        ):
            for group in (members & counted, members & ~counted):
                rows = group & (nature.months == month)
                duration[rows] = spread(rng, rows, mean, sigma)
    for plant in plan.PLANTED:
        duration[nature.plants[plant.name]] = plant.minutes * MINUTE
    return duration


@dataclass(frozen=True)
class Dice:
    """Draws for all incidents at once."""

    rng: np.random.Generator
    count: int

    def chance(self, share: float) -> Flags:
        """For each incident, whether it is one of so many in a hundred."""
        drawn: Flags = self.rng.random(self.count) < share
        return drawn

    def after(self, base: Seconds, least: int, most: int, where: Flags) -> Seconds:
        """A moment `least` to `most` seconds later where it comes to that, else never."""
        return np.where(where, base + self.rng.integers(least, most, self.count), NEVER)


@dataclass(frozen=True)
class Resolutions:
    """First and last resolution, and the reopening between them."""

    first: Seconds
    reopened: Seconds
    last: Seconds


def resolutions(dice: Dice, nature: Nature, handling: Handling, duration: Seconds) -> Resolutions:
    """Reopened P1 and P2 take as long in all as they would have; others take longer."""
    opened, gone, major = nature.opened, nature.is_cancelled, nature.priority <= 2
    again = handling.is_reopened & ~gone
    first = opened + np.where(again & major, duration // 2, duration)
    first = np.where(gone, NEVER, first)
    late = dice.after(first, HOUR, 3 * DAY, again)
    reopened = np.where(again, np.where(major, opened + duration * 7 // 10, late), NEVER)
    last = np.where(major, opened + duration, dice.after(reopened, HOUR, 2 * DAY, again))
    return Resolutions(first, reopened, np.where(again, last, first))


def lives(rng: np.random.Generator, nature: Nature, handling: Handling) -> Times:
    """When everything happens to each incident."""
    dice, opened = Dice(rng, nature.count), nature.opened
    duration = durations(rng, nature, handling)
    gone, major = nature.is_cancelled, nature.priority <= 2
    done = resolutions(dice, nature, handling, duration)
    # The tool closes by itself five days after the resolution, cancelled ones at once.
    withdrawn = dice.after(opened, 10 * MINUTE, 2 * DAY, gone)
    closed = np.where(gone, withdrawn, done.last + 5 * DAY)
    early = np.minimum(done.first, closed)
    # One in five waits for the next shift before anyone looks at it.
    wait = np.where(dice.chance(0.2) & ~major, 12 * HOUR, 0)
    started = np.minimum(opened + wait + rng.integers(MINUTE, HOUR, nature.count), early)
    on_hold = started + 2 * HOUR
    restored = done.last - (duration * rng.uniform(0, 0.16, nature.count)).astype(np.int64)
    found = opened + np.where(dice.chance(0.7), 0, 10 * DAY)
    linked = opened + np.where(dice.chance(0.9), 2 * HOUR, 20 * DAY)
    return Times(
        created=opened + rng.integers(0, 45, nature.count),
        detected=np.where(major, opened - rng.integers(0, 6 * MINUTE, nature.count), NEVER),
        started=started,
        held=np.where(dice.chance(0.08) & ~major & (on_hold < early), on_hold, NEVER),
        reassigned=np.where(handling.reassignments > 0, (started + early) // 2, NEVER),
        first_resolved=done.first,
        reopened=done.reopened,
        resolved=done.last,
        restored=np.where(major & ~gone, restored, NEVER),
        closed=closed,
        called_back=dice.after(done.last, HOUR, 2 * DAY, handling.is_called_back),
        linked=np.where(nature.is_duplicate, linked, NEVER),
        found_test=np.where(nature.is_test, found, NEVER),
        touched=dice.after(closed, 5 * DAY, 60 * DAY, dice.chance(0.03)),
    )
