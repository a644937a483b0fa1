"""Draws the benefits register: what each project was to bring, and what it has brought.

Here: benefits and the entries of benefit realised, shown at a given moment. Not here: projects.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.sandbox import columns
from orchestration.sandbox.dirt import Dirt, Flaw, planted
from orchestration.sandbox.projects import days, plan, portfolio
from orchestration.sandbox.projects.portfolio import Projects
from orchestration.sandbox.timeline import DAY, NEVER, Flags, Numbers, Seconds, latest

PREFIX = "BEN"
_YEAR_DAYS = 365


@dataclass(frozen=True)
class Benefits:
    """All benefits: whose they are, what was projected (pence), and when things are entered."""

    project: Numbers
    completed: Numbers
    projected: Numbers
    dirt: Dirt
    created: Seconds
    ended: Seconds
    withdrawn: Seconds
    deleted: Seconds

    def visible(self, until: int) -> Flags:
        shown: Flags = (self.created <= until) & (self.deleted > until)
        return shown

    def flaws(self, until: int) -> dict[Flaw, int]:
        """How many bad records of each kind show at the end of `until`."""
        late = self.dirt.has("completed_unreadable")
        return self.dirt.counted(np.where(late, self.ended <= until, self.visible(until)))

    def as_at(self, until: int) -> pa.Table:
        """The table's rows at the end of `until`, in the order of their numbers."""
        n, known = len(self.project), days.everything(len(self.project))
        negative = self.dirt.has("projected_negative")
        completed = columns.known_dates(self.completed, self.ended <= until)
        unreadable = self.dirt.has("completed_unreadable") & (self.ended <= until)
        text = {
            "benefit_id": days.identifiers(PREFIX, np.arange(n)),
            "project_id": days.identifiers(portfolio.PREFIX, self.project),
            "project_completed_on": pc.if_else(
                columns.flags(unreadable), columns.word(plan.UNREADABLE_DAY), completed
            ),
            "projected_gbp": columns.known_pounds(
                np.where(negative, -self.projected, self.projected), known
            ),
            "is_withdrawn": columns.booleans(self.withdrawn <= until),
            "updated_at": columns.known_times(
                latest(until, self.created, self.ended, self.withdrawn), known
            ),
        }
        return pa.table(text).filter(columns.flags(self.visible(until)))


@dataclass(frozen=True)
class Realisations:
    """All entries of benefit realised, in pence."""

    benefit: Numbers
    day: Numbers
    amount: Numbers
    amount_at_first: Numbers
    dirt: Dirt
    created: Seconds
    corrected: Seconds
    deleted: Seconds

    def visible(self, until: int) -> Flags:
        shown: Flags = (self.created <= until) & (self.deleted > until)
        return shown

    def flaws(self, until: int) -> dict[Flaw, int]:
        """How many bad records of each kind show at the end of `until`."""
        return self.dirt.counted(self.visible(until))

    def as_at(self, until: int) -> pa.Table:
        """The table's rows at the end of `until`, in the order of their numbers."""
        dirt, known = self.dirt, days.everything(len(self.day))
        amount = np.where(self.corrected <= until, self.amount, self.amount_at_first)
        nothing = pc.if_else(
            columns.flags(dirt.has("benefit_unknown")),
            columns.word(f"{PREFIX}-{plan.UNKNOWN}"),
            days.identifiers(PREFIX, self.benefit),
        )
        text = {
            "realisation_id": days.identifiers("BRE", np.arange(len(self.day))),
            "benefit_id": nothing,
            "realised_on": columns.known_dates(self.day, ~dirt.has("realised_on_missing")),
            "realised_gbp": columns.known_pounds(amount, ~dirt.has("realised_missing")),
            "updated_at": columns.known_times(latest(until, self.created, self.corrected), known),
        }
        return pa.table(text).filter(columns.flags(self.visible(until)))


def drawn(
    rng: np.random.Generator, projects: Projects, scale: float
) -> tuple[Benefits, Realisations]:
    """The register of all projects that complete within the drawn years."""
    ended = np.flatnonzero(projects.completed <= days.HORIZON)
    least, most = plan.BENEFITS_PER_PROJECT
    project = np.repeat(ended, rng.integers(least, most + 1, len(ended)))
    n, completed = len(project), projects.completed[project]
    share = rng.uniform(*plan.BENEFIT_SHARE_OF_BUDGET, n)
    kind = np.full(n, -1, dtype=np.int64)
    kind[rng.permutation(n)[: 2 + n // 60]] = rng.integers(0, 2, 2 + n // 60)
    dirt = planted(rng, plan.BENEFIT_FLAWS, kind < 0, scale, {})
    created = projects.created[project] + rng.integers(DAY, 60 * DAY, n)
    ended_at = np.maximum(created, projects.ended[project])
    benefits = Benefits(
        project=project,
        completed=completed,
        projected=np.rint(projects.budget[project] * share).astype(np.int64),
        dirt=dirt,
        created=created,
        ended=ended_at,
        withdrawn=np.where(kind == 0, ended_at + 40 * DAY, NEVER),
        deleted=np.where(kind == 1, ended_at + 90 * DAY, NEVER),
    )
    return benefits, realised(rng, benefits, scale)


def realised(rng: np.random.Generator, benefits: Benefits, scale: float) -> Realisations:
    """Entries within twelve months as the plan says, and some before and after them."""
    benefit = np.repeat(np.arange(len(benefits.project)), plan.REALISATIONS + 2)
    n, place = len(benefit), np.tile(np.arange(plan.REALISATIONS + 2), len(benefits.project))
    after = rng.integers(0, _YEAR_DAYS, n)
    # The anniversary itself is the last day that counts; the last two entries count in no year.
    after = np.where((place == 0) & (benefit % 11 == 0), _YEAR_DAYS, after)
    after = np.where(place == plan.REALISATIONS, rng.integers(-90, 0, n), after)
    after = np.where(place > plan.REALISATIONS, rng.integers(370, 560, n), after)
    projected = benefits.projected[benefit] / plan.REALISATIONS
    quarter = np.minimum(
        days.quarter_of(benefits.completed)[benefit], len(plan.REALISED_PERCENT) - 1
    )
    is_within = place < plan.REALISATIONS
    drawn = projected * rng.uniform(0.4, 1.6, n)
    ratio = np.array(plan.REALISED_PERCENT)[quarter] / 100
    group = np.where(is_within, quarter, len(plan.REALISED_PERCENT))
    amount = np.rint(days.steered(ratio, group, drawn, projected)).astype(np.int64)
    day, odd = benefits.completed[benefit] + after, rng.random(n)
    corrected, deleted = odd < plan.CORRECTED_SHARE, odd >= 1 - plan.DELETED_SHARE
    created = days.told(day, rng.integers(4, 26, n))
    gone = np.minimum(benefits.deleted[benefit], np.where(deleted, created + 50 * DAY, NEVER))
    spare = ~corrected & (gone == NEVER) & (benefits.withdrawn[benefit] == NEVER)
    return Realisations(
        benefit=benefit,
        day=day,
        amount=amount,
        amount_at_first=np.where(corrected, amount * 9 // 10, amount),
        dirt=planted(rng, plan.REALISATION_FLAWS, spare, scale, {}),
        created=np.maximum(created, benefits.created[benefit]),
        corrected=np.where(corrected, created + 30 * DAY, NEVER),
        deleted=gone,
    )
