"""Who fills which post from when to when: three years of leaving, moving and hiring by month.

Here: stays in posts, drawn so that vacancies and departures follow the plan. Not here: the posts
(`establishment`), how they look in a database (`hr_tables`), anybody's training (`training`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from orchestration.sandbox.people import plan
from orchestration.sandbox.people.establishment import Posts, drawn_posts, month_starts
from orchestration.sandbox.people.register import FAR, Days
from orchestration.sandbox.timeline import Flags, Numbers, some

PERMANENT, FIXED_TERM, SECONDMENT = range(3)
CONTRACTS = ("permanent", "fixed_term", "secondment")
STAYS, MOVED, LEFT = range(3)
REASONS = (*plan.VOLUNTARY_REASONS, *plan.OTHER_REASONS, plan.END_OF_FIXED_TERM, plan.NOT_STATED)
_GROWTH = 6


@dataclass(frozen=True)
class Stays:
    """Everybody's time in a post: one row per person and post."""

    staff: Numbers
    post: Numbers
    contract: Numbers
    start: Days
    end: Days
    ended_by: Numbers
    reason: Numbers


@dataclass
class Workforce:
    """The months as they are played: who sits where now, and all stays so far."""

    rng: np.random.Generator
    posts: Posts
    count: int = 0
    next_staff: int = 0
    carried: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        seats = len(self.posts.unit)
        self.sitting = np.full(seats, -1, dtype=np.int64)
        self.emptied = np.full(seats, -1, dtype=np.int64)
        self.cells = np.full((8, seats * _GROWTH + 50), -1, dtype=np.int64)

    @property
    def rows(self) -> Numbers:
        """staff, post, contract, start, end, ended_by, reason, planned end."""
        found: Numbers = self.cells[:, : self.count]
        return found

    def share(self, name: str, exact: float) -> int:
        """A whole number, and its fraction kept for next month."""
        exact += self.carried.get(name, 0.5)
        self.carried[name] = exact - int(exact)
        return int(exact)

    def seat(self, staff: Numbers, post: Numbers, contract: Numbers, start: Days) -> None:
        """Begin stays; a fixed term has its end from the beginning."""
        n = len(post)
        low, high = plan.FIXED_TERM_MONTHS
        term = start + self.rng.integers(low * 30, high * 30, n)
        planned = np.where(contract == FIXED_TERM, term, FAR)
        places = slice(self.count, self.count + n)
        self.cells[4, places], self.cells[5, places], self.cells[6, places] = FAR, STAYS, -1
        for row, values in zip(
            (0, 1, 2, 3, 7), (staff, post, contract, start, planned), strict=True
        ):
            self.cells[row, places] = values
        self.sitting[post] = np.arange(self.count, self.count + n)
        self.count += n

    def leave(self, seats: Numbers, day: Days, how: int, reason: Numbers | int) -> None:
        """End the stays of whoever sits there."""
        stays = self.sitting[seats]
        self.cells[4, stays], self.cells[5, stays] = day, how
        self.cells[6, stays] = reason
        self.sitting[seats], self.emptied[seats] = -1, day

    def stays(self) -> Stays:
        staff, post, contract, start, end, ended_by, reason, _ = self.rows
        # A number that was kept for somebody who came back is nobody's.
        numbered = np.unique(staff, return_inverse=True)[1].astype(np.int64)
        return Stays(numbered, post, contract, start, end, ended_by, reason)


def staffed(rng: np.random.Generator, scale: float) -> tuple[Posts, Stays]:
    """The posts and everybody who ever sat in one."""
    posts = drawn_posts(rng, scale)
    force = Workforce(rng, posts)
    starts = month_starts(plan.MONTHS)
    _begin(force, starts[0])
    for month in range(plan.MONTHS):
        _play(force, month, int(starts[month]), int(starts[month + 1]))
    return posts, force.stays()


def _begin(force: Workforce, first: int) -> None:
    """Fill the posts of the first day as far as the plan says; people came over many years."""
    rng, posts = force.rng, force.posts
    there = posts.opened <= first
    filled = round(np.count_nonzero(there) * (1 - plan.VACANCY_PERCENT[0] / 100))
    seats = some(rng, there, filled)
    tenure = rng.exponential(5 * 365, len(seats)).astype(np.int64) + 1
    start = np.maximum(first - tenure, posts.opened[seats])
    contract = _contracts(force, seats)
    # A fixed term that began long ago is over.
    start = np.where(contract == FIXED_TERM, first - rng.integers(1, 240, len(seats)), start)
    start = np.maximum(start, posts.opened[seats])
    force.seat(_new_staff(force, len(seats)), seats, contract, start)


def _play(force: Workforce, month: int, first: int, after: int) -> None:
    """One month: terms end, people leave, some move, vacancies are filled as far as planned."""
    posts = force.posts
    free = (force.sitting < 0) & (posts.opened <= first) & (posts.closed == FAR)
    seats = np.flatnonzero(force.sitting >= 0)
    planned = force.rows[7][force.sitting[seats]]
    over = seats[(planned >= first) & (planned < after)]
    force.leave(
        over,
        force.rows[7][force.sitting[over]],
        LEFT,
        REASONS.index(plan.END_OF_FIXED_TERM),
    )
    for name, rates in (
        ("specialist", plan.SPECIALIST_TURNOVER_PERCENT),
        ("other", plan.OTHER_TURNOVER_PERCENT),
    ):
        group = posts.is_specialist == (name == "specialist")
        sitting = np.count_nonzero((force.sitting >= 0) & group)
        count = force.share(name, sitting * rates[month] / 1200)
        _depart(force, group, count, first, after, voluntary=True)
    count = force.share("involuntary", len(seats) * plan.INVOLUNTARY_PER_MONTH)
    _depart(force, np.ones(len(posts.unit), dtype=np.bool_), count, first, after, voluntary=False)
    _move(force, free, first, after)
    _close(force, free, first, after)
    _hire(force, month, first, after)


def _settled(force: Workforce, group: Flags, first: int) -> Flags:
    """Posts of the group whose holder was there before the month, with no end in sight."""
    stays = np.maximum(force.sitting, 0)
    planned, start = force.cells[7][stays], force.cells[3][stays]
    found: Flags = group & (force.sitting >= 0) & (start < first) & (planned > first + 62)
    return found


def _depart(
    force: Workforce, group: Flags, count: int, first: int, after: int, *, voluntary: bool
) -> None:
    seats = some(force.rng, _settled(force, group, first), count)
    names = plan.VOLUNTARY_REASONS if voluntary else plan.OTHER_REASONS
    weights = plan.VOLUNTARY_WEIGHTS if voluntary else plan.OTHER_WEIGHTS
    drawn = force.rng.choice(len(names), len(seats), p=weights)
    reason = drawn + REASONS.index(names[0])
    force.leave(seats, force.rng.integers(first, after, len(seats)), LEFT, reason)


def _move(force: Workforce, free: Flags, first: int, after: int) -> None:
    """Some take another post: one stay ends and the next begins on the same day."""
    rng = force.rng
    everybody = np.ones(len(free), dtype=np.bool_)
    count = force.share("moves", np.count_nonzero(force.sitting >= 0) * plan.MOVES_PER_MONTH)
    targets = some(rng, free, count)
    seats = some(rng, _settled(force, everybody, first), len(targets))
    stays, targets = force.sitting[seats], targets[: len(seats)]
    day = rng.integers(first, after, len(seats))
    force.leave(seats, day, MOVED, -1)
    staff, contract = force.rows[0][stays], force.rows[2][stays]
    force.seat(staff, targets, contract, day)


def _close(force: Workforce, free: Flags, first: int, after: int) -> None:
    """A few vacant posts are given up."""
    count = force.share("closed", len(free) * plan.DISESTABLISHED_PER_MONTH)
    seats = some(force.rng, free & (force.sitting < 0), count)
    force.posts.closed[seats] = force.rng.integers(first, after, len(seats))


def _hire(force: Workforce, month: int, first: int, after: int) -> None:
    """Fill what is vacant beyond the plan, never before the last holder's day is over."""
    rng, posts = force.rng, force.posts
    there = (posts.opened < after) & (posts.closed == FAR)
    vacant = there & (force.sitting < 0) & (force.emptied < after - 1)
    counted = there & posts.is_established
    planned = round(np.count_nonzero(counted) * plan.VACANCY_PERCENT[month] / 100)
    count = np.count_nonzero(counted & (force.sitting < 0)) - planned
    seats = np.concatenate(
        [
            some(rng, vacant & posts.is_established, max(int(count), 0)),
            np.flatnonzero(vacant & ~posts.is_established),
        ]
    )
    earliest = np.maximum(np.maximum(force.emptied[seats] + 1, posts.opened[seats]), first)
    start = earliest + (rng.random(len(seats)) * (after - earliest)).astype(np.int64)
    force.seat(_hired_staff(force, len(seats), first), seats, _contracts(force, seats), start)


def _contracts(force: Workforce, seats: Numbers) -> Numbers:
    drawn = force.rng.random(len(seats))
    found = np.full(len(seats), PERMANENT, dtype=np.int64)
    found[drawn < plan.FIXED_TERM_SHARE + plan.SECONDMENT_SHARE] = SECONDMENT
    found[drawn < plan.FIXED_TERM_SHARE] = FIXED_TERM
    found[~force.posts.is_established[seats]] = FIXED_TERM
    return found


def _new_staff(force: Workforce, count: int) -> Numbers:
    force.next_staff += count
    return np.arange(force.next_staff - count, force.next_staff)


def _hired_staff(force: Workforce, count: int, first: int) -> Numbers:
    """Mostly people nobody knew; some come back who left two months ago or longer."""
    staff = _new_staff(force, count)
    gone = np.zeros(force.next_staff, dtype=np.bool_)
    rows = force.rows
    gone[rows[0][(rows[5] == LEFT) & (rows[4] < first - 60)]] = True
    gone[rows[0][rows[4] >= first - 60]] = False
    back = force.rng.random(count) < plan.REHIRED_SHARE
    known = some(force.rng, gone, int(np.count_nonzero(back)))
    staff[np.flatnonzero(back)[: len(known)]] = known
    return staff
