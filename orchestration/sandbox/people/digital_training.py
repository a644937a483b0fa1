"""Digital training right for the role: assigned to everybody, completed as the plan says.

Here: one main course for each person, further ones for many, renewals of what expires. Not here:
other training (`training`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from orchestration.sandbox.people import plan
from orchestration.sandbox.people.establishment import OTHER, Posts, month_starts
from orchestration.sandbox.people.register import FAR, Days
from orchestration.sandbox.people.staffing import Stays
from orchestration.sandbox.people.training import (
    COURSES,
    DEVELOPMENT,
    LEAD_DAYS,
    Trainings,
    assigned,
    joined,
)
from orchestration.sandbox.timeline import Flags, Numbers, some

# Further courses are short: everybody has done them within this time.
_SHORT_DAYS = 13
_DUE_DAYS = 90
# The programme began three months before the first scorecard month.
_BEGIN = plan.FIRST_DUE_MONTH - 3


@dataclass
class Progress:
    """Per person: when the main course was assigned, done, runs out, and is renewed."""

    given: Days
    done: Days
    until: Days
    first_until: Days
    renewal_given: Days
    renewed: Days

    @classmethod
    def of(cls, given: Days) -> Progress:
        return cls(given, *(np.full(len(given), FAR) for _ in range(5)))


def digital(rng: np.random.Generator, posts: Posts, stays: Stays) -> Trainings:
    """All digital assignments with their completions."""
    people, stay = np.unique(stays.staff, return_index=True)
    last_end = np.zeros(len(people), dtype=np.int64)
    np.maximum.at(last_end, stays.staff, stays.end)
    begin = month_starts(plan.MONTHS)[_BEGIN]
    given = np.maximum(stays.start[stay], begin) + rng.integers(0, 15, len(people))
    takes_part = last_end > given + 1
    progress = Progress.of(np.where(takes_part, given, FAR))
    _play(rng, stays, progress)
    is_other = posts.family[stays.post[stay]] == OTHER
    count = np.where(is_other, 1, 2) + (rng.random(len(people)) < 0.4)
    return joined(
        [
            *_main_course(stay, progress, takes_part),
            *(_further(rng, stay, progress, takes_part & (count > n), n) for n in (1, 2)),
        ]
    )


def _play(rng: np.random.Generator, stays: Stays, progress: Progress) -> None:
    """Month by month, enough people finish to bring the share to the plan's."""
    starts = month_starts(plan.MONTHS)
    for month in range(plan.FIRST_DUE_MONTH - 1, plan.MONTHS):
        first, last = int(starts[month]), int(starts[month + 1]) - 1
        if month == plan.FIRST_DUE_MONTH - 1:
            first = int(starts[_BEGIN])
        in_post = np.zeros(len(progress.given), dtype=np.bool_)
        in_post[stays.staff[(stays.start <= last) & (stays.end > last)]] = True
        counted = in_post & (progress.given <= last)
        holds = counted & (progress.done <= last) & (progress.until > last)
        percent = plan.DIGITAL_PERCENT[max(month - plan.FIRST_DUE_MONTH, 0)]
        missing = round(np.count_nonzero(counted) * percent / 100) - np.count_nonzero(holds)
        able = counted & ~holds & (progress.given + _SHORT_DAYS <= last)
        _finish(rng, progress, some(rng, able, max(int(missing), 0)), first, last)


def _finish(
    rng: np.random.Generator, progress: Progress, people: Numbers, first: int, last: int
) -> None:
    """Complete the main course, or its renewal, on some day of the month."""
    earliest = np.maximum(first, progress.given[people] + _SHORT_DAYS)
    earliest = np.where(progress.done[people] < FAR, first, earliest)
    day = earliest + (rng.random(len(people)) * (last + 1 - earliest)).astype(np.int64)
    is_renewal = progress.done[people] < FAR
    again, once = people[is_renewal], people[~is_renewal]
    progress.renewed[again], progress.until[again] = day[is_renewal], FAR
    progress.done[again] = day[is_renewal]
    progress.done[once] = day[~is_renewal]
    expiring = once[rng.random(len(once)) < plan.EXPIRING_SHARE]
    runs_out = progress.done[expiring] + plan.VALID_MONTHS * 30
    progress.first_until[expiring] = progress.until[expiring] = runs_out
    progress.renewal_given[expiring] = runs_out - LEAD_DAYS
    early = rng.random(len(expiring)) < 0.6
    progress.renewed[expiring[early]] = (runs_out - rng.integers(1, 40, len(expiring)))[early]
    progress.until[expiring[early]] = FAR


def _main_course(stay: Numbers, progress: Progress, takes_part: Flags) -> list[Trainings]:
    """The first assignment, with its own completion, and the renewal."""
    course = COURSES.index(plan.DIGITAL_COURSES[0])
    first = np.flatnonzero(takes_part)
    # A renewal moved `done` on: what expired was done its validity before.
    expired = progress.first_until - plan.VALID_MONTHS * 30
    done = np.where(progress.first_until < FAR, expired, progress.done)[first]
    again = np.flatnonzero(takes_part & (progress.renewal_given < FAR))
    due = progress.renewal_given[again] + LEAD_DAYS
    return [
        replace(
            _digital(stay[first], course, progress.given[first], progress.given[first] + _DUE_DAYS),
            completed=done,
            expires=progress.first_until[first],
        ),
        replace(
            _digital(stay[again], course, progress.renewal_given[again], due),
            completed=progress.renewed[again],
        ),
    ]


def _further(
    rng: np.random.Generator, stay: Numbers, progress: Progress, takes: Flags, number: int
) -> Trainings:
    """One more course, done within days."""
    who = np.flatnonzero(takes)
    given = progress.given[who]
    course = COURSES.index(plan.DIGITAL_COURSES[number])
    done = given + rng.integers(1, _SHORT_DAYS, len(who))
    return replace(_digital(stay[who], course, given, given + _DUE_DAYS), completed=done)


def _digital(stay: Numbers, course: int, given: Days, due: Days) -> Trainings:
    made = assigned(stay, course, DEVELOPMENT, due)
    return replace(made, assigned=given, is_digital=np.ones(len(stay), dtype=np.bool_))
