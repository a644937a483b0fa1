"""Draws the findings of two years and shows their table at a given moment.

Here: one finding's life, from first seen to its end, and its text columns. Not here: the figures
drawn by (plan.py), and the server.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns
from orchestration.sandbox.dirt import Dirt, Flaw, planted
from orchestration.sandbox.security import plan
from orchestration.sandbox.timeline import (
    DAY,
    HOUR,
    MINUTE,
    NEVER,
    Flags,
    Numbers,
    Seconds,
    Timeline,
    latest,
    some,
)

OPEN, REMEDIATED, FALSE_POSITIVE, ACCEPTED, UNKNOWN = range(5)
_WEEK = 7


@dataclass(frozen=True)
class Findings:
    """All findings: what they are and when things happen to them (NEVER: they do not)."""

    severity: Numbers
    scored: Numbers
    asset: Numbers
    parent: Numbers
    dirt: Dirt
    first_seen: Seconds
    created: Seconds
    first_fixed: Seconds
    reopened: Seconds
    fixed: Seconds
    dismissed: Seconds
    accepted: Seconds
    approved: Seconds
    rescored: Seconds
    linked: Seconds
    found_test: Seconds
    deleted: Seconds

    def visible(self, until: int) -> Flags:
        shown: Flags = (self.created <= until) & (self.deleted > until)
        return shown

    def flaws(self, until: int) -> dict[Flaw, int]:
        """How many bad records of each kind show at the end of `until`."""
        late = self.dirt.has("remediated_before_first_seen")
        late |= self.dirt.has("remediated_without_time")
        return self.dirt.counted(np.where(late, self.fixed <= until, self.visible(until)))

    def as_at(self, until: int) -> pa.Table:
        """The table's rows at the end of `until`, in the order they were first seen."""
        is_refixed, is_first_fixed = self.fixed <= until, self.first_fixed <= until
        is_fixed = is_refixed | (is_first_fixed & (self.reopened > until))
        status = np.select(
            [
                self.dirt.has("status_unknown"),
                self.dismissed <= until,
                self.accepted <= until,
                is_fixed,
            ],
            [UNKNOWN, FALSE_POSITIVE, ACCEPTED, REMEDIATED],
            default=OPEN,
        ).astype(np.int64)
        fixed = np.where(is_refixed, self.fixed, self.first_fixed)
        early = self.dirt.has("remediated_before_first_seen")
        fixed = np.where(early, self.first_seen - self.dirt.seconds_wrong, fixed)
        has_time = (is_refixed | is_first_fixed) & ~self.dirt.has("remediated_without_time")
        severity = np.where(self.rescored <= until, self.severity, self.scored)
        severity = np.where(
            self.dirt.has("severity_unknown"), len(plan.SEVERITIES), severity
        ).astype(np.int64)
        stamps = (self.created, self.first_fixed, self.reopened, self.fixed, self.dismissed)
        told = (self.accepted, self.approved, self.rescored, self.linked, self.found_test)
        everything = np.ones(len(self.created), dtype=np.bool_)
        text = {
            "finding_id": self.keys(),
            "asset_id": columns.coded(ASSET_IDS, self.asset),
            "severity": columns.coded((*plan.SEVERITIES, plan.UNKNOWN_SEVERITY), severity),
            "cvss_score": scores(self.severity, self.asset),
            "status": columns.coded((*plan.STATUSES, plan.UNKNOWN_STATUS), status),
            "first_seen_at": columns.known_times(
                self.first_seen, ~self.dirt.has("first_seen_missing")
            ),
            "remediated_at": columns.known_times(fixed, has_time),
            "risk_accepted_at": columns.known_times(self.accepted, self.accepted <= until),
            "acceptance_approved_at": columns.known_times(self.approved, self.approved <= until),
            "duplicate_of_finding_id": columns.known_words(
                self.keys().take(columns.whole_numbers(self.parent)), self.linked <= until
            ),
            "is_test": columns.booleans(self.found_test <= until),
            "updated_at": columns.known_times(latest(until, *stamps, *told), everything),
        }
        return pa.table(text).filter(columns.flags(self.visible(until)))

    def keys(self) -> pa.Array:
        return columns.numbers("VF-", len(self.created))


ASSET_IDS = tuple(f"host-{number:04d}" for number in range(plan.ASSETS))


def scores(severity: Numbers, spice: Numbers) -> pa.Array:
    """A score with one decimal inside the range of its severity."""
    lowest = np.array([90, 70, 40, 10])[severity]
    width = np.array([10, 19, 29, 29])[severity]
    return columns.known_pounds(
        (lowest + spice % (width + 1)) * 10, np.ones(len(severity), dtype=np.bool_)
    )


def drawn(rng: np.random.Generator, timeline: Timeline, scale: float) -> Findings:
    """All findings of the two years."""
    limit_end, severity = deadlines(rng, timeline, scale)
    limit = np.array([plan.LIMIT_HOURS.get(name, _WEEK * 24) * HOUR for name in plan.SEVERITIES])
    limit = limit[severity]
    first_seen = limit_end - limit
    n, odd = len(first_seen), rng.random(len(first_seen))
    is_test, is_duplicate, dismissed, accepted, deleted = shares(odd)
    ordinary = ~(is_test | is_duplicate | dismissed | accepted | deleted)
    dirt = planted(rng, plan.FLAWS, ordinary, scale, {})
    # Only what counts in the end is steered; whatever else happens is left to chance.
    steered = (ordinary & dirt.none) | (accepted & (odd * 1e4 % 1 >= plan.APPROVED_SHARE))
    in_time = kept(rng, timeline, limit_end, severity, steered)
    fixed, first_fixed, reopened = repairs(rng, first_seen, limit, in_time & ~accepted)
    needs_end = dirt.has("remediated_before_first_seen") | dirt.has("remediated_without_time")
    fixed = np.where(needs_end & (fixed == NEVER), first_seen + limit, fixed)
    ended = dismissed | accepted
    fixed, first_fixed = (
        np.where(ended, NEVER, fixed),
        np.where(ended | needs_end, NEVER, first_fixed),
    )
    at = first_seen + rng.integers(DAY, 6 * DAY, n)
    is_approved = accepted & (odd * 1e4 % 1 < plan.APPROVED_SHARE)
    rescored = ordinary & (rng.random(n) < plan.RESCORED_SHARE)
    return Findings(
        severity=severity,
        scored=np.where(rescored, 2, severity),
        asset=rng.integers(0, plan.ASSETS, n),
        parent=np.maximum(np.arange(n) - rng.integers(1, 40, n), 0),
        dirt=dirt,
        first_seen=first_seen,
        created=first_seen + rng.integers(0, 20 * MINUTE, n),
        first_fixed=first_fixed,
        reopened=np.where(ended | needs_end, NEVER, reopened),
        fixed=fixed,
        dismissed=np.where(dismissed, at, NEVER),
        accepted=np.where(accepted, at, NEVER),
        approved=np.where(is_approved, at + rng.integers(DAY, 20 * DAY, n), NEVER),
        rescored=np.where(rescored, first_seen + DAY, NEVER),
        linked=np.where(is_duplicate, at, NEVER),
        found_test=np.where(is_test, at, NEVER),
        deleted=np.where(deleted, first_seen + rng.integers(20 * DAY, 200 * DAY, n), NEVER),
    )


def shares(odd: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[Flags, ...]:
    """Which findings are tests, duplicates, false positives, accepted risks or removed later."""
    edges = np.cumsum(
        [
            0.0,
            plan.TEST_SHARE,
            plan.DUPLICATE_SHARE,
            plan.FALSE_POSITIVE_SHARE,
            plan.ACCEPTED_SHARE,
            plan.DELETED_SHARE,
        ]
    )
    return tuple((odd >= low) & (odd < high) for low, high in pairwise(edges))


def deadlines(
    rng: np.random.Generator, timeline: Timeline, scale: float
) -> tuple[Seconds, Numbers]:
    """When each finding's time limit ends, in order, and its severity."""
    weeks = timeline.starts[::_WEEK]
    mean = plan.URGENT_PER_WEEK * scale
    urgent = np.maximum(plan.FEWEST_URGENT_PER_WEEK, rng.poisson(mean, len(weeks)))
    others = rng.poisson(plan.OTHERS_PER_WEEK * scale, len(weeks))
    ends = np.repeat(weeks, urgent + others)
    ends = ends + rng.integers(0, _WEEK * DAY - HOUR, len(ends))
    is_urgent = np.concatenate(
        [np.arange(both) < few for few, both in zip(urgent, urgent + others, strict=True)]
    )
    is_critical = rng.random(len(ends)) < plan.CRITICAL_SHARE
    is_medium = rng.random(len(ends)) < 0.6
    severity = np.where(is_urgent, np.where(is_critical, 0, 1), np.where(is_medium, 2, 3))
    order = np.argsort(ends, kind="stable")
    return ends[order], severity[order].astype(np.int64)


def kept(
    rng: np.random.Generator, timeline: Timeline, ends: Seconds, severity: Numbers, steered: Flags
) -> Flags:
    """Which findings are fixed in time: week by week as many as the plan says, give or take."""
    week = np.searchsorted(timeline.starts[::_WEEK], ends, side="right") - 1
    percent = np.array(plan.IN_TIME_PERCENT)[timeline.month_of(ends)]
    in_time = np.zeros(len(ends), dtype=np.bool_)
    for number in range(int(week.max()) + 1):
        among = steered & (week == number) & (severity < 2)
        if among.any():
            share = percent[among].mean() + rng.normal(0.0, plan.WEEKLY_NOISE_POINTS)
            in_time[some(rng, among, round(np.count_nonzero(among) * share / 100))] = True
    return in_time


def repairs(
    rng: np.random.Generator, first_seen: Seconds, limit: Seconds, in_time: Flags
) -> tuple[Seconds, Seconds, Seconds]:
    """When a finding is fixed for good, fixed at first, and found again."""
    n, way = len(first_seen), rng.random(len(first_seen))
    quick = first_seen + (limit * rng.uniform(0.05, 0.98, n)).astype(np.int64)
    exact = some(rng, in_time, plan.EXACTLY_AT_THE_LIMIT)
    quick[exact] = (first_seen + limit)[exact]
    late = first_seen + limit + 1 + rng.exponential(plan.LATE_DAYS * DAY, n).astype(np.int64)
    again = ~in_time & (way < plan.REOPENED_SHARE)
    never = ~in_time & (way >= 1 - plan.NEVER_FIXED_SHARE)
    reopened = np.where(again, quick + rng.integers(2 * DAY, 15 * DAY, n), NEVER)
    fixed = np.where(in_time, quick, np.where(again, reopened + limit, late))
    return (
        np.where(never, NEVER, fixed),
        np.where(again, quick, NEVER),
        reopened,
    )
