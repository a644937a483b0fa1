"""Draws the changes of the two years and shows their table at a given moment.

Here: change_request, from first draw to text columns. Not here: incidents, requests, the figures
drawn by.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns
from orchestration.sandbox.dirt import Dirt, Flaw, planted
from orchestration.sandbox.servicenow import plan
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
    scaled,
    some,
)

NEW, IMPLEMENT, REVIEW, CLOSED, CANCELLED = range(5)
STATES = ("-5", "-1", "0", "3", "4")
STANDARD, NORMAL, EMERGENCY, UNSTATED = range(4)
TYPES = ("standard", "normal", "emergency", "")
SUCCESSFUL, WITH_ISSUES, UNSUCCESSFUL, UNDECIDED = range(4)
CLOSE_CODES = ("successful", "successful_issues", "unsuccessful", "")
SERVICE_IDS = tuple(service.service_id for service in plan.SERVICES)


@dataclass(frozen=True)
class Changes:
    """All changes of the two years: what they are, how they end, and when (NEVER: they do not)."""

    keys: pa.Array
    type: Numbers
    service: Numbers
    group: Numbers
    close_code: Numbers
    is_backed_out: Flags
    is_cause: Flags
    parent: Numbers
    dirt: Dirt
    created: Seconds
    work_start: Seconds
    work_end: Seconds
    closed: Seconds
    cancelled: Seconds
    linked: Seconds
    found_test: Seconds

    def visible(self, until: int) -> Flags:
        shown: Flags = self.created <= until
        return shown

    def flaws(self, until: int) -> dict[Flaw, int]:
        """How many bad records of each kind show at the end of `until`."""
        shown = np.where(self.dirt.has("type_missing"), self.visible(until), self.work_end <= until)
        return self.dirt.counted(shown)

    def as_at(self, until: int) -> pa.Table:
        """The table's rows at the end of `until`, in the order they were created."""
        shown, n = self.visible(until), len(self.created)
        is_started, is_ended = self.work_start <= until, self.work_end <= until
        is_closed, is_cancelled = self.closed <= until, self.cancelled <= until
        early = self.dirt.has("work_end_before_start")
        work_end = np.where(early, self.work_start - self.dirt.seconds_wrong, self.work_end)
        state = np.select(
            [is_cancelled, is_closed, is_ended, is_started],
            [CANCELLED, CLOSED, REVIEW, IMPLEMENT],
            default=NEW,
        ).astype(np.int64)
        events = (self.created, self.work_start, self.work_end, self.closed, self.cancelled)
        updated = latest(until, *events, self.linked, self.found_test)
        no_end = self.dirt.has("work_end_missing")
        unstated = self.dirt.has("type_missing")
        text = {
            "sys_id": self.keys,
            "number": columns.numbers("CHG", n),
            "sys_created_on": columns.times(self.created, shown),
            "sys_updated_on": columns.times(updated, shown),
            "state": columns.coded(STATES, state),
            "type": columns.coded(TYPES, np.where(unstated, UNSTATED, self.type)),
            "work_start": columns.times(self.work_start, is_started),
            "work_end": columns.times(work_end, is_ended & ~no_end),
            "close_code": columns.coded(
                CLOSE_CODES, np.where(is_closed, self.close_code, UNDECIDED)
            ),
            "u_backed_out": columns.booleans(self.is_backed_out & is_ended),
            "business_service": columns.coded(SERVICE_IDS, self.service),
            "assignment_group": columns.coded(plan.GROUPS, self.group),
            "parent": columns.references(self.keys, self.parent, self.linked <= until),
            "u_is_test": columns.booleans(self.found_test <= until),
        }
        return pa.table(text).filter(columns.flags(shown))


def drawn(rng: np.random.Generator, timeline: Timeline, scale: float) -> Changes:
    """All changes of the two years."""
    created = timeline.openings(rng, scaled(plan.CHANGES, scale))
    n, odd = len(created), rng.random(len(created))
    type_ = rng.choice(np.array([STANDARD, NORMAL, EMERGENCY]), n, p=[0.5, 0.42, 0.08])
    lead = np.array([2 * DAY, 9 * DAY, HOUR])[type_]
    is_cancelled = (odd >= 0.014) & (odd < 0.044)
    start = created + (lead * rng.uniform(0.5, 1.5, n)).astype(np.int64)
    end = start + rng.integers(20 * MINUTE, 4 * HOUR, n)
    start, end = np.where(is_cancelled, NEVER, start), np.where(is_cancelled, NEVER, end)
    dirt = planted(rng, plan.flaws_of("change_request"), odd >= 0.044, scale, {})
    counted = (odd >= 0.044) & dirt.none
    failed = failures(rng, timeline.month_of(end), counted & (type_ != EMERGENCY))
    failed |= counted & (type_ == EMERGENCY) & (rng.random(n) < 0.15)
    # What lacks its end is closed with it, so that the gap never looks like work still under way.
    review = np.where(dirt.has("work_end_missing"), 0, rng.integers(10 * MINUTE, 8 * HOUR, n))
    way = rng.random(n)
    backed_out = failed & (way < 0.35)
    code = np.full(n, SUCCESSFUL, dtype=np.int64)
    code[failed & (way >= 0.1) & (way < 0.6)] = UNSUCCESSFUL
    code[failed & (way >= 0.6) & (way < 0.7)] = WITH_ISSUES
    return Changes(
        keys=columns.key_text(columns.keys(rng, n)),
        type=type_,
        service=rng.integers(0, len(SERVICE_IDS), n),
        group=rng.integers(1, len(plan.GROUPS), n),
        close_code=code,
        is_backed_out=backed_out,
        is_cause=failed & (way >= 0.55),
        parent=np.maximum(np.arange(n) - rng.integers(1, 40, n), 0),
        dirt=dirt,
        created=created,
        work_start=start,
        work_end=end,
        closed=np.where(is_cancelled, NEVER, end + review),
        cancelled=np.where(is_cancelled, created + rng.integers(HOUR, 2 * DAY, n), NEVER),
        linked=np.where((odd >= 0.003) & (odd < 0.014), created + HOUR, NEVER),
        found_test=np.where(odd < 0.003, created, NEVER),
    )


def failures(rng: np.random.Generator, months: Numbers, planned: Flags) -> Flags:
    """As many planned changes fail, by the month they end in, as the plan says."""
    failed = np.zeros(len(months), dtype=np.bool_)
    for month, percent in enumerate(plan.CHANGE_SUCCESS_PERCENT):
        among = planned & (months == month)
        failed[some(rng, among, round(np.count_nonzero(among) * (1 - percent / 100)))] = True
    return failed
