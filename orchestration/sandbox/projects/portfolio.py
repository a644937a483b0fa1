"""Draws the projects of the portfolio and shows their table at a given moment.

Here: when projects start and complete, what they may cost. Not here: their reports (reports.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns
from orchestration.sandbox.dirt import Dirt, Flaw, planted
from orchestration.sandbox.projects import days, plan
from orchestration.sandbox.timeline import DAY, NEVER, Flags, Numbers, Seconds, latest, scaled

PREFIX = "PRJ"
ACTIVE, COMPLETED, WITHDRAWN, UNKNOWN = range(4)


@dataclass(frozen=True)
class Projects:
    """All projects: their days, their budgets in pence, and when things are entered."""

    started: Numbers
    completed: Numbers
    budget: Numbers
    parent: Numbers
    dirt: Dirt
    created: Seconds
    ended: Seconds
    linked: Seconds
    found_test: Seconds
    withdrawn: Seconds

    @property
    def count(self) -> int:
        return len(self.started)

    def keys(self) -> pa.Array:
        return days.identifiers(PREFIX, np.arange(self.count))

    def visible(self, until: int) -> Flags:
        shown: Flags = self.created <= until
        return shown

    def flaws(self, until: int) -> dict[Flaw, int]:
        """How many bad records of each kind show at the end of `until`."""
        late = self.dirt.has("completed_before_started")
        return self.dirt.counted(np.where(late, self.ended <= until, self.visible(until)))

    def as_at(self, until: int) -> pa.Table:
        """The table's rows at the end of `until`, in the order of their numbers."""
        is_ended, is_withdrawn = self.ended <= until, self.withdrawn <= until
        early = self.dirt.has("completed_before_started")
        completed = np.where(
            early, self.started - self.dirt.seconds_wrong // DAY - 1, self.completed
        )
        status = np.select(
            [self.dirt.has("status_unknown"), is_withdrawn, is_ended],
            [UNKNOWN, WITHDRAWN, COMPLETED],
            default=ACTIVE,
        ).astype(np.int64)
        known = days.everything(self.count)
        stamps = (self.created, self.ended, self.linked, self.found_test, self.withdrawn)
        text = {
            "project_id": self.keys(),
            "status": columns.coded((*plan.STATUSES, plan.UNKNOWN), status),
            "started_on": columns.known_dates(self.started, ~self.dirt.has("started_missing")),
            "completed_on": columns.known_dates(completed, is_ended),
            "budget_gbp": columns.known_pounds(self.budget, known),
            "duplicate_of_project_id": columns.known_words(
                self.keys().take(columns.whole_numbers(self.parent)), self.linked <= until
            ),
            "is_test": columns.booleans(self.found_test <= until),
            "updated_at": columns.known_times(latest(until, *stamps), known),
        }
        return pa.table(text).filter(columns.flags(self.visible(until)))


def drawn(rng: np.random.Generator, scale: float) -> Projects:
    """All projects, those that complete first before those that still run."""
    completed = np.concatenate([completions(rng, scale), planned_ends(rng, scale)])
    n, odd = len(completed), rng.random(len(completed))
    started = completed - rng.integers(*plan.DURATION_DAYS, n)
    lowest, highest = np.log(plan.BUDGET_POUNDS)
    is_ended = completed <= days.HORIZON
    # Few records: one of each kind of exclusion is drawn, however small the scale.
    kind = np.full(n, -1, dtype=np.int64)
    kind[rng.permutation(n)[:3]] = np.arange(3)
    kind[(kind < 0) & (odd < 0.02)] = 0
    dirt = planted(rng, plan.PROJECT_FLAWS, kind < 0, scale, {"completed_before_started": is_ended})
    created = days.told(started, -rng.integers(5, 40, n))
    return Projects(
        started=started,
        completed=completed,
        budget=np.rint(np.exp(rng.uniform(lowest, highest, n))).astype(np.int64) * 100,
        parent=np.maximum(np.arange(n) - rng.integers(1, 9, n), 0),
        dirt=dirt,
        created=created,
        ended=np.where(is_ended, days.told(completed, rng.integers(0, 4, n)), NEVER),
        linked=np.where(kind == 1, created + 9 * DAY, NEVER),
        found_test=np.where(kind == 2, created + DAY, NEVER),
        withdrawn=np.where(kind == 0, created + 30 * DAY, NEVER),
    )


def completions(rng: np.random.Generator, scale: float) -> Numbers:
    """Days on which projects complete: as many in each quarter; the plan's own days among them."""
    each = max(plan.FEWEST_COMPLETED_PER_QUARTER, scaled(plan.COMPLETED_PER_QUARTER, scale))
    starts = [days.number(day) for day in days.first_days(3, plan.QUARTERS)]
    ends = [*starts[1:], days.HORIZON + 1]
    drawn = [rng.integers(start, end, each) for start, end in zip(starts, ends, strict=True)]
    chosen = np.concatenate(drawn).astype(np.int64)
    for day in plan.COMPLETED_ON:
        place = int(days.quarter_of(np.array([days.number(day)]))[0]) * each
        while int(chosen[place]) in planned_days():
            place += 1
        chosen[place] = days.number(day)
    return chosen


def planned_days() -> set[int]:
    """The plan's own days, as numbers."""
    return {days.number(day) for day in plan.COMPLETED_ON}


def planned_ends(rng: np.random.Generator, scale: float) -> Numbers:
    """Days after the last that is drawn, on which the running projects are to complete."""
    count = max(plan.FEWEST_STILL_RUNNING, scaled(plan.STILL_RUNNING, scale))
    last = days.number(date(plan.FIRST_YEAR + 4, 6, 30))
    return rng.integers(days.HORIZON + 1, last, count).astype(np.int64)
