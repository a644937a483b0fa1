"""Who has which training to do, and when they do it.

Here: required and chosen training, drawn so that the plan's shares come true. Not here: digital
training (`digital_training`), how it looks in a database (`learning_tables`), who is employed
(`staffing`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from orchestration.sandbox.people import plan
from orchestration.sandbox.people.establishment import Posts, month_starts
from orchestration.sandbox.people.register import FAR, Days
from orchestration.sandbox.people.staffing import Stays
from orchestration.sandbox.timeline import Flags, Numbers, some

COURSES = (
    *plan.MANDATORY_COURSES,
    *plan.SPECIALIST_COURSES,
    *plan.OTHER_COURSES,
    *plan.DIGITAL_COURSES,
    *plan.DEVELOPMENT_COURSES,
)
MANDATORY, ROLE_SPECIFIC, DEVELOPMENT = range(3)
TYPES = ("mandatory", "role_specific", "development")
LEAD_DAYS = 45


@dataclass(frozen=True)
class Trainings:
    """Assignments, and their completion where there is one (FAR: none)."""

    stay: Numbers
    course: Numbers
    kind: Numbers
    is_digital: Flags
    assigned: Days
    due: Days
    completed: Days
    expires: Days


def joined(parts: list[Trainings]) -> Trainings:
    """All assignments together."""
    names = Trainings.__dataclass_fields__
    return Trainings(**{n: np.concatenate([getattr(part, n) for part in parts]) for n in names})


def required(rng: np.random.Generator, posts: Posts, stays: Stays) -> Trainings:
    """Mandatory and role-specific training: each course falls due once a year for each person."""
    months = plan.MONTHS + 2
    starts = month_starts(months)
    anniversary = rng.integers(0, 12, int(stays.staff.max()) + 1)[stays.staff]
    is_specialist = posts.is_specialist[stays.post]
    first_role = len(plan.MANDATORY_COURSES)
    first_other = first_role + len(plan.SPECIALIST_COURSES)
    parts = []
    for month in range(plan.FIRST_DUE_MONTH - 2, months):
        for course in range(first_other + len(plan.OTHER_COURSES)):
            due = rng.integers(starts[month], starts[month + 1], len(stays.staff))
            takes = (anniversary + course) % 12 == month % 12
            if course >= first_role:
                takes &= is_specialist == (course < first_other)
            takes &= (stays.start <= due - LEAD_DAYS) & (stays.end > due)
            stay = np.flatnonzero(takes)
            kind = MANDATORY if course < first_role else ROLE_SPECIFIC
            parts.append(assigned(stay, course, kind, due[stay]))
    return _completed(rng, joined(parts), starts)


def assigned(stay: Numbers, course: int, kind: int, due: Days) -> Trainings:
    """A course given to people some weeks before it is due, and not done."""
    n = len(stay)
    never = np.full(n, FAR)
    return Trainings(
        stay=stay,
        course=np.full(n, course),
        kind=np.full(n, kind),
        is_digital=np.zeros(n, dtype=np.bool_),
        assigned=due - LEAD_DAYS,
        due=due,
        completed=never,
        expires=never,
    )


def _completed(rng: np.random.Generator, given: Trainings, starts: Days) -> Trainings:
    """As many in time, by the month they were due in, as the plan says; of the rest most later."""
    n = len(given.stay)
    month = np.searchsorted(starts, given.due, side="right") - 1 - plan.FIRST_DUE_MONTH
    in_time = np.zeros(n, dtype=np.bool_)
    for number in np.unique(month):
        percent = plan.IN_TIME_PERCENT[min(max(number, 0), len(plan.IN_TIME_PERCENT) - 1)]
        due = month == number
        in_time[some(rng, due, round(np.count_nonzero(due) * percent / 100))] = True
    early = given.due - rng.integers(0, LEAD_DAYS, n)
    early = np.where(rng.random(n) < plan.ON_THE_DAY_SHARE, given.due, early)
    late = given.due + rng.integers(1, 70, n)
    later = np.where(rng.random(n) < plan.LATE_SHARE, late, FAR)
    completed = np.where(in_time, early, later)
    expires = np.where(completed < FAR, completed + 365, FAR)
    return replace(given, completed=completed, expires=expires)


def development(rng: np.random.Generator, stays: Stays) -> Trainings:
    """Courses people choose; they count nowhere."""
    chosen = np.flatnonzero((rng.random(len(stays.staff)) < 0.1) & (stays.end > stays.start + 200))
    n = len(chosen)
    first = len(COURSES) - len(plan.DEVELOPMENT_COURSES)
    due = stays.start[chosen] + 120
    given = assigned(chosen, first, DEVELOPMENT, due)
    done = np.where(rng.random(n) < 0.6, due - rng.integers(0, 40, n), FAR)
    course = first + rng.integers(0, len(plan.DEVELOPMENT_COURSES), n)
    return replace(given, completed=done, course=course)
