"""The posts of the simulated organisation: their directorate, their kind, when they exist.

Here: every post there ever is, and the months that are played. Not here: who sits in them
(`staffing`). Days are whole days since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from orchestration.sandbox.people import plan
from orchestration.sandbox.people.register import FAR, Days
from orchestration.sandbox.timeline import Flags, Numbers, scaled

EPOCH = date(1970, 1, 1)
TECHNICAL, DIGITAL, OTHER = range(3)
FAMILIES = ("technical", "digital", "other")


def day_number(day: date) -> int:
    """Whole days since 1970."""
    return (day - EPOCH).days


def month_starts(count: int) -> Days:
    """The first days of so many months from the plan's first, and of the one after."""
    first = plan.FIRST_DAY
    months = [first.month - 1 + n for n in range(count + 1)]
    return np.array(
        [day_number(date(first.year + m // 12, m % 12 + 1, 1)) for m in months], dtype=np.int64
    )


@dataclass(frozen=True)
class Posts:
    """Every post there ever is."""

    unit: Numbers
    family: Numbers
    is_established: Flags
    opened: Days
    closed: Days

    @property
    def is_specialist(self) -> Flags:
        found: Flags = self.family != OTHER
        return found


def drawn_posts(rng: np.random.Generator, scale: float) -> Posts:
    """The establishment: by directorate and role family, some posts new within the years."""
    n = max(plan.FEWEST, scaled(plan.POSTS, scale))
    weights = np.array([weight for _, weight, _ in plan.DIRECTORATES], dtype=np.float64)
    edges = np.rint(np.cumsum(weights / weights.sum()) * n).astype(np.int64)
    unit = np.searchsorted(edges, np.arange(n), side="right")
    share = np.array([share for _, _, share in plan.DIRECTORATES])[unit]
    kind = rng.random(n)
    family = np.where(kind < share * 0.6, TECHNICAL, np.where(kind < share, DIGITAL, OTHER))
    starts = month_starts(plan.MONTHS)
    opened = starts[0] - rng.integers(30, 4_000, n)
    is_new = rng.random(n) < plan.NEW_POSTS_SHARE
    opened = np.where(is_new, starts[rng.integers(2, plan.MONTHS - 2, n)], opened)
    return Posts(
        unit=unit,
        family=family.astype(np.int64),
        is_established=rng.random(n) >= plan.UNESTABLISHED_SHARE,
        opened=opened,
        closed=np.full(n, FAR, dtype=np.int64),
    )
