"""The HR system's tables: posts, employments, leavers, with their late entries and their dirt.

Here: from drawn stays to text columns. Not here: the drawing (`staffing`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns
from orchestration.sandbox.people import plan
from orchestration.sandbox.people.establishment import FAMILIES, Posts, month_starts
from orchestration.sandbox.people.extras import Extras
from orchestration.sandbox.people.register import (
    FAR,
    Column,
    Register,
    day_text,
    recorded,
    repeated,
    together,
)
from orchestration.sandbox.people.staffing import CONTRACTS, LEFT, REASONS, Stays
from orchestration.sandbox.timeline import NEVER, Flags, Numbers, Seconds, some

UNITS = tuple(unit for unit, _, _ in plan.DIRECTORATES)


@dataclass(frozen=True)
class HrTables:
    """The three tables, and of each stay: whose it is, when its two ends were entered."""

    registers: dict[str, Register]
    staff_keys: Column
    entered: Seconds
    ended: Seconds


def hr_tables(rng: np.random.Generator, extras: Extras, posts: Posts, stays: Stays) -> HrTables:
    """Everything the HR system will ever hold."""
    good_posts = _posts(rng, posts)
    entered, ended = _entries(rng, stays)
    employments = Register.of(
        rng,
        "employment_id",
        entered,
        staff_key=_staff_keys(rng, stays),
        post_id=columns.references(good_posts.keys, stays.post, np.ones(len(entered), np.bool_)),
        contract_type=columns.coded(CONTRACTS, stays.contract),
        started_on=day_text(stays.start),
        ended_on=Column(day_text(stays.end), repeated("", len(entered)), ended),
        is_test=repeated("false", len(entered)),
    )
    leavers = _leavers(rng, employments, stays, ended)
    return HrTables(
        {
            "posts": together([good_posts, *_bad_posts(extras, good_posts)]),
            "employments": together([employments, *_bad_employments(extras, employments, stays)]),
            "leavers": together([leavers, *_bad_leavers(extras, leavers)]),
        },
        employments.columns["staff_key"],
        entered,
        ended,
    )


def _staff_keys(rng: np.random.Generator, stays: Stays) -> pa.Array:
    keys = columns.key_text(columns.keys(rng, int(stays.staff.max()) + 1))
    return columns.references(keys, stays.staff, np.ones(len(stays.staff), np.bool_))


def _posts(rng: np.random.Generator, posts: Posts) -> Register:
    first = month_starts(0)[0]
    n = len(posts.unit)
    created = recorded(rng, np.maximum(posts.opened, first) - 60, np.zeros(n, np.int64))
    closed = recorded(rng, posts.closed, rng.integers(0, 10, n))
    return Register.of(
        rng,
        "post_id",
        created,
        organisation_unit_id=columns.coded(UNITS, posts.unit),
        role_family=columns.coded(FAMILIES, posts.family),
        is_established=columns.booleans(posts.is_established),
        established_on=day_text(posts.opened),
        disestablished_on=Column(day_text(posts.closed), repeated("", n), closed),
    )


def _entries(rng: np.random.Generator, stays: Stays) -> tuple[Seconds, Seconds]:
    """When a stay's beginning and its end were entered: mostly ahead, some weeks late."""
    n, first = len(stays.start), month_starts(0)[0]
    entered = recorded(rng, np.maximum(stays.start, first), -rng.integers(1, 20, n))
    late = rng.random(n) < 0.06
    lag = np.where(late, rng.integers(4, 26, n), rng.integers(-20, 3, n))
    ended = recorded(rng, stays.end, lag)
    return entered, np.where(ended < NEVER, np.maximum(ended, entered + 60), NEVER)


def _leavers(
    rng: np.random.Generator, employments: Register, stays: Stays, ended: Seconds
) -> Register:
    gone = np.flatnonzero((stays.ended_by == LEFT) & (stays.end < FAR))
    n = len(gone)
    late = rng.random(n) < plan.LATE_REASON_SHARE
    stated = np.where(late, ended[gone] + rng.integers(5, 30, n) * 86_400, np.int64(-1))
    return Register.of(
        rng,
        "leaver_id",
        ended[gone],
        employment_id=columns.references(employments.keys, gone, np.ones(n, np.bool_)),
        left_on=day_text(stays.end[gone]),
        leaving_reason=Column(
            columns.coded(REASONS, stays.reason[gone]), repeated(plan.NOT_STATED, n), stated
        ),
        is_withdrawn=repeated("false", n),
    )


def _bad_posts(extras: Extras, posts: Register) -> list[Register]:
    return [
        extras.flawed("post_unit_unknown", posts, plan.UNKNOWN),
        extras.flawed("post_role_family_unknown", posts, plan.UNKNOWN),
        extras.flawed("post_establishment_unknown", posts, ""),
        extras.mistaken(posts),
    ]


def _bad_employments(extras: Extras, employments: Register, stays: Stays) -> list[Register]:
    has_ended: Flags = stays.end < FAR
    positions: Numbers = some(extras.rng, has_ended, extras.count("employment_ends_early"))
    early = day_text(stays.start[positions] - extras.rng.integers(1, 90, len(positions)))
    return [
        extras.lost("employment_post_unknown", employments),
        extras.flawed("employment_contract_unknown", employments, plan.UNKNOWN),
        extras.flawed("employment_start_unreadable", employments, ""),
        extras.changed("employment_ends_early", employments, positions, early),
        extras.marked(employments, plan.TEST_EMPLOYMENTS, "is_test"),
        extras.mistaken(employments),
    ]


def _bad_leavers(extras: Extras, leavers: Register) -> list[Register]:
    return [
        extras.lost("leaver_employment_unknown", leavers),
        extras.flawed("leaver_reason_unknown", leavers, plan.UNKNOWN),
        extras.flawed("leaver_day_unreadable", leavers, ""),
        extras.marked(leavers, plan.WITHDRAWN_LEAVERS, "is_withdrawn", most_days=20),
        extras.mistaken(leavers),
    ]
