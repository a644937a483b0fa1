"""Draws the monthly and fortnightly reports of the projects and shows their table at a moment.

Here: planned value, earned value and cost to date, report by report. Not here: the projects.
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

_FORTNIGHT = 14
_CLOSING_DAYS = 10


@dataclass(frozen=True)
class Reports:
    """All reports: whose they are, their day, their figures in pence, and when they are entered."""

    project: Numbers
    day: Numbers
    planned: Numbers
    earned: Numbers
    earned_at_first: Numbers
    cost: Numbers
    dirt: Dirt
    created: Seconds
    corrected: Seconds
    withdrawn: Seconds
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
        earned = np.where(self.corrected <= until, self.earned, self.earned_at_first)
        planned = np.where(dirt.has("planned_value_negative"), -self.planned, self.planned)
        cost = np.where(dirt.has("actual_cost_negative"), -self.cost, self.cost)
        nobody = pc.if_else(
            columns.flags(dirt.has("project_unknown")),
            columns.word(f"{portfolio.PREFIX}-{plan.UNKNOWN}"),
            days.identifiers(portfolio.PREFIX, self.project),
        )
        stamps = (self.created, self.corrected, self.withdrawn)
        text = {
            "report_id": days.identifiers("REP", np.arange(len(self.day))),
            "project_id": nobody,
            "report_date": columns.known_dates(self.day, ~dirt.has("report_date_missing")),
            "planned_value_gbp": columns.known_pounds(planned, known),
            "earned_value_gbp": columns.known_pounds(earned, ~dirt.has("earned_value_missing")),
            "actual_cost_gbp": columns.known_pounds(cost, known),
            "is_withdrawn": columns.booleans(self.withdrawn <= until),
            "updated_at": columns.known_times(latest(until, *stamps), known),
        }
        return pa.table(text).filter(columns.flags(self.visible(until)))


def drawn(rng: np.random.Generator, projects: Projects, scale: float) -> Reports:
    """All reports, project by project."""
    project, day = schedule(rng, projects)
    n, odd = len(day), rng.random(len(day))
    planned, earned, cost = figures(rng, projects, project, day)
    withdrawn = odd < plan.WITHDRAWN_SHARE
    deleted = ~withdrawn & (odd < plan.WITHDRAWN_SHARE + plan.DELETED_SHARE)
    corrected = odd >= 1 - plan.CORRECTED_SHARE
    dirt = planted(rng, plan.REPORT_FLAWS, ~withdrawn & ~deleted & ~corrected, scale, {})
    is_late = rng.random(n) < plan.LATE_REPORT_SHARE
    created = days.told(day, np.where(is_late, 26, 0) + rng.integers(1, 6, n))
    rosy = np.rint(earned * rng.uniform(1.03, 1.12, n)).astype(np.int64)
    return Reports(
        project=project,
        day=day,
        planned=planned,
        earned=earned,
        earned_at_first=np.where(corrected, rosy, earned),
        cost=cost,
        dirt=dirt,
        created=created,
        corrected=np.where(corrected, created + rng.integers(15 * DAY, 45 * DAY, n), NEVER),
        withdrawn=np.where(withdrawn, created + rng.integers(3 * DAY, 20 * DAY, n), NEVER),
        deleted=np.where(deleted, created + rng.integers(30 * DAY, 90 * DAY, n), NEVER),
    )


def schedule(rng: np.random.Generator, projects: Projects) -> tuple[Numbers, Numbers]:
    """Whose reports there are and of which day: monthly or fortnightly, and two at the end."""
    firsts = [days.number(day) for day in days.first_days(1, plan.QUARTERS * 3)]
    month_ends = np.array([*firsts[1:], days.HORIZON + 1]) - 1
    owners, found = [], []
    for place in range(projects.count):
        first = max(int(projects.started[place]) + _FORTNIGHT, firsts[0])
        last = min(int(projects.completed[place]), days.HORIZON)
        if rng.random() < plan.FORTNIGHTLY_SHARE:
            dates = np.arange(first, last, _FORTNIGHT)
        else:
            dates = month_ends - rng.integers(0, 4, len(month_ends))
        dates = dates[(dates >= first) & (dates < last)]
        if projects.completed[place] <= days.HORIZON:
            dates = np.concatenate([dates, [last, last + _CLOSING_DAYS]])
        owners.append(np.full(len(dates), place))
        found.append(dates)
    return np.concatenate(owners).astype(np.int64), np.concatenate(found).astype(np.int64)


def figures(
    rng: np.random.Generator, projects: Projects, project: Numbers, day: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Value planned and earned and cost to date in pence; each month's sums stand as planned."""
    took = projects.completed[project] - projects.started[project]
    done = np.clip((day - projects.started[project]) / (0.92 * took), 0.02, 1.0)
    planned = projects.budget[project] * done**2 * (3 - 2 * done)
    month = days.months_since_april_2024(day)
    own = rng.lognormal(0.0, plan.PROJECT_SPREAD, (2, projects.count))[:, project]
    earned = days.steered(np.array(plan.SCHEDULE_RATIO)[month], month, planned * own[0], planned)
    cost = days.steered(1 / np.array(plan.COST_RATIO)[month], month, earned * own[1], earned)
    whole = (np.rint(amount).astype(np.int64) for amount in (planned, earned, cost))
    first, second, third = whole
    return first, second, third
