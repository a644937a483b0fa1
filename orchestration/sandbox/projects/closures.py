"""Draws the closure reports of completed projects and shows their table at a given moment.

Here: requirements agreed and delivered. Not here: projects.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns
from orchestration.sandbox.dirt import Dirt, Flaw, planted
from orchestration.sandbox.projects import days, plan, portfolio
from orchestration.sandbox.projects.portfolio import Projects
from orchestration.sandbox.timeline import DAY, NEVER, Flags, Numbers, Seconds, latest

PREFIX = "CLO"
_QUARTERS_BEFORE = 4


@dataclass(frozen=True)
class Closures:
    """All closure reports: whose they are, their day, and their requirements."""

    project: Numbers
    closed: Numbers
    agreed: Numbers
    delivered: Numbers
    delivered_at_first: Numbers
    parent: Numbers
    dirt: Dirt
    created: Seconds
    corrected: Seconds
    linked: Seconds
    withdrawn: Seconds

    def visible(self, until: int) -> Flags:
        shown: Flags = self.created <= until
        return shown

    def flaws(self, until: int) -> dict[Flaw, int]:
        """How many bad records of each kind show at the end of `until`."""
        return self.dirt.counted(self.visible(until))

    def as_at(self, until: int) -> pa.Table:
        """The table's rows at the end of `until`, in the order of their numbers."""
        n, known = len(self.closed), days.everything(len(self.closed))
        delivered = np.where(self.corrected <= until, self.delivered, self.delivered_at_first)
        above = self.dirt.has("delivered_above_agreed")
        stamps = (self.created, self.corrected, self.linked, self.withdrawn)
        text = {
            "closure_report_id": days.identifiers(PREFIX, np.arange(n)),
            "project_id": days.identifiers(portfolio.PREFIX, self.project),
            "closed_on": columns.known_dates(self.closed, ~self.dirt.has("closed_missing")),
            "requirements_agreed": columns.counts(self.agreed),
            "requirements_delivered": columns.counts(np.where(above, self.agreed + 3, delivered)),
            "duplicate_of_closure_report_id": columns.known_words(
                days.identifiers(PREFIX, self.parent), self.linked <= until
            ),
            "is_withdrawn": columns.booleans(self.withdrawn <= until),
            "updated_at": columns.known_times(latest(until, *stamps), known),
        }
        return pa.table(text).filter(columns.flags(self.visible(until)))


def drawn(rng: np.random.Generator, projects: Projects, scale: float) -> Closures:
    """One report for each project that completes within the drawn years, and some duplicates."""
    ended = np.flatnonzero(projects.completed <= days.HORIZON)
    again = rng.permutation(len(ended))[: 1 + len(ended) // 40]
    project = np.concatenate([ended, ended[again]])
    n, closed = len(project), projects.completed[project]
    quarter = np.clip(
        days.quarter_of(closed) - _QUARTERS_BEFORE, 0, len(plan.DELIVERED_PERCENT) - 1
    )
    agreed = rng.integers(*plan.REQUIREMENTS, n)
    share = np.array(plan.DELIVERED_PERCENT)[quarter] / 100
    drawn = (agreed * np.clip(rng.normal(1.0, 0.05, n), 0.9, 1.1)).astype(np.float64)
    delivered = np.rint(
        days.steered(share, days.quarter_of(closed), drawn, agreed.astype(np.float64))
    )
    delivered = np.minimum(delivered.astype(np.int64), agreed)
    corrected = rng.random(n) < plan.CORRECTED_SHARE
    is_again = np.arange(n) >= len(ended)
    withdrawn = np.arange(n) == rng.integers(0, len(ended))
    created = days.told(closed, rng.integers(2, 9, n))
    parent = np.arange(n)
    parent[len(ended) :] = again
    return Closures(
        project=project,
        closed=closed,
        agreed=agreed,
        delivered=delivered,
        delivered_at_first=np.where(corrected, np.maximum(delivered - 4, 0), delivered),
        parent=parent,
        dirt=planted(rng, plan.CLOSURE_FLAWS, ~corrected & ~is_again & ~withdrawn, scale, {}),
        created=created + np.where(is_again, DAY, 0),
        corrected=np.where(corrected, created + 20 * DAY, NEVER),
        linked=np.where(is_again, created + 12 * DAY, NEVER),
        withdrawn=np.where(withdrawn, created + 6 * DAY, NEVER),
    )
