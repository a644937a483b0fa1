"""Draws who registered with the App and who left it again.

Here: registrations and deregistrations, from first draw to text. Not here: the figures drawn by.
A user who comes back has a new key, so that a key registers once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns
from orchestration.sandbox.digital import plan
from orchestration.sandbox.digital.deliveries import EventTable, FileDays, delivered
from orchestration.sandbox.digital.months import either, key_text, moments, stream
from orchestration.sandbox.dirt import Dirt, Flaw, planted
from orchestration.sandbox.timeline import (
    DAY,
    NEVER,
    Flags,
    Numbers,
    Seconds,
    Timeline,
    scaled,
)

SOURCE = "app_analytics"
UNKNOWN_USER = 900_000_000


@dataclass(frozen=True)
class Users:
    """Everybody who ever registered, in order, and when they left (NEVER: they stay)."""

    registered: Seconds
    is_test: Flags
    left: Seconds
    dirt: Dirt

    def registrations(self, numbers: Numbers, _at: Seconds, _wrong: Flags) -> pa.Table:
        known = ~self.dirt.has("registered_missing")[numbers]
        at = columns.times(self.registered[numbers], known)
        unreadable = self.dirt.has("registered_unreadable")[numbers]
        return pa.table(
            {
                "user_id": key_text("u", numbers),
                "registered_at": either(unreadable, plan.UNREADABLE, at),
                "is_test": columns.booleans(self.is_test[numbers]),
            }
        )


@dataclass(frozen=True)
class Leavers:
    """The deregistrations in order: whose, and when."""

    user: Numbers
    left: Seconds
    shown: Seconds
    dirt: Dirt

    def text(self, numbers: Numbers, _at: Seconds, _wrong: Flags) -> pa.Table:
        at = columns.times(self.shown[numbers], np.ones(len(numbers), dtype=np.bool_))
        unreadable = self.dirt.has("left_unreadable")[numbers]
        unknown = self.dirt.has("user_unknown")[numbers]
        user = np.where(unknown, UNKNOWN_USER + numbers, self.user[numbers])
        return pa.table(
            {
                "user_id": key_text("u", user),
                "deregistered_at": either(unreadable, plan.UNREADABLE, at),
            }
        )


def tables(seed: int, scale: float, files: FileDays) -> list[EventTable]:
    """Both tables of the App's analytics."""
    rng = stream(seed, 0)
    users = _users(rng, scale)
    ordinary = ~users.is_test & users.dirt.none & (users.left == NEVER)
    sent = delivered(rng, files, users.registered, ordinary)
    leavers = _leavers(rng, users, scale)
    sent_leavers = delivered(rng, files, leavers.left, leavers.dirt.none & _plain(users, leavers))

    def flaws(until: int) -> dict[Flaw, int]:
        backwards = users.dirt.has("left_before_registered")
        shown = np.where(backwards, users.left <= until, sent.records(until, len(users.left)))
        return users.dirt.counted(shown)

    def leaver_flaws(until: int) -> dict[Flaw, int]:
        return leavers.dirt.counted(sent_leavers.records(until, len(leavers.left)))

    return [
        EventTable(SOURCE, "registrations", "parquet", files, sent, users.registrations, flaws),
        EventTable(
            SOURCE, "deregistrations", "parquet", files, sent_leavers, leavers.text, leaver_flaws
        ),
    ]


def _users(rng: np.random.Generator, scale: float) -> Users:
    timeline = Timeline.between()
    before = scaled(round(plan.REGISTERED_BEFORE * 1_000), scale)
    at_ends = [scaled(round(users * 1_000), scale) for users in plan.REGISTERED]
    at_starts = [before, *at_ends[:-1]]
    leaving = [round(users * plan.LEAVERS_PER_THOUSAND / 1_000) for users in at_starts]
    arriving = [
        max(1, end - start + gone)
        for start, end, gone in zip(at_starts, at_ends, leaving, strict=True)
    ]
    first = int(timeline.starts[0])
    backlog = np.sort(rng.integers(first - plan.BACKLOG_YEARS * 365 * DAY, first, before))
    registered = np.concatenate([backlog, moments(rng, timeline, arriving)])
    is_test = rng.random(len(registered)) < plan.TEST_SHARE / 20
    left = np.full(len(registered), NEVER, dtype=np.int64)
    registered_by = before + np.cumsum([0, *arriving])
    for month, count in enumerate(leaving):
        stays = (left == NEVER) & ~is_test
        gone = _some_of_many(rng, stays, int(registered_by[month]), count)
        left[gone] = moments_within(rng, timeline, month, len(gone))
    bad_end = left < NEVER
    kinds = plan.flaws_of("registrations")
    dirt = planted(
        rng,
        kinds,
        ~is_test,
        scale,
        {"left_before_registered": bad_end}
        | {kind.kind: ~bad_end for kind in kinds if kind.kind != "left_before_registered"},
    )
    return Users(registered, is_test, left, dirt)


def _some_of_many(rng: np.random.Generator, among: Flags, first: int, count: int) -> Numbers:
    """Some of the first members, without putting all of them into an order."""
    drawn = np.unique(rng.integers(0, first, 2 * count + 8))
    chosen: Numbers = rng.permutation(drawn[among[drawn]])[:count]
    return chosen


def moments_within(rng: np.random.Generator, timeline: Timeline, month: int, count: int) -> Seconds:
    """Moments somewhere in one month."""
    days = timeline.starts[timeline.months == month]
    found: Seconds = rng.integers(int(days[0]), int(days[-1]) + 22 * 3_600, count)
    return found


def _leavers(rng: np.random.Generator, users: Users, scale: float) -> Leavers:
    user = np.flatnonzero(users.left < NEVER)
    user = user[np.argsort(users.left[user], kind="stable")]
    dirt = planted(rng, plan.flaws_of("deregistrations"), _plain_users(users, user), scale, {})
    backwards = users.dirt.has("left_before_registered")[user]
    early = users.registered[user] - users.dirt.seconds_wrong[user]
    left = users.left[user]
    return Leavers(user, left, np.where(backwards, early, left), dirt)


def _plain(users: Users, leavers: Leavers) -> Flags:
    return _plain_users(users, leavers.user)


def _plain_users(users: Users, user: Numbers) -> Flags:
    found: Flags = users.dirt.none[user]
    return found
