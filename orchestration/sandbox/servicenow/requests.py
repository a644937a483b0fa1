"""Draws the service requests of the two years and shows their table at a given moment.

Here: sc_request, from first draw to text columns. Not here: incidents, changes, the figures drawn
by.
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
    spread,
)

REQUESTED, IN_PROCESS, COMPLETE, INCOMPLETE, CANCELLED = range(5)
STATES = ("requested", "in_process", "closed_complete", "closed_incomplete", "closed_cancelled")


@dataclass(frozen=True)
class Requests:
    """All requests of the two years: what they are, how they end, and when (NEVER: they do not)."""

    keys: pa.Array
    opened: Seconds
    contact: Numbers
    ending: Numbers
    group: Numbers
    reassignments: Numbers
    parent: Numbers
    dirt: Dirt
    created: Seconds
    started: Seconds
    reassigned: Seconds
    closed: Seconds
    reopened: Seconds
    called_back: Seconds
    linked: Seconds
    found_test: Seconds

    def visible(self, until: int) -> Flags:
        shown: Flags = self.created <= until
        return shown

    def flaws(self, until: int) -> dict[Flaw, int]:
        """How many bad records of each kind show at the end of `until`."""
        early = self.dirt.has("opened_missing")
        return self.dirt.counted(np.where(early, self.visible(until), self.closed <= until))

    def as_at(self, until: int) -> pa.Table:
        """The table's rows at the end of `until`, in the order they were created."""
        shown, is_closed = self.visible(until), self.closed <= until
        waiting = (self.reassignments > 0) & (self.reassigned > until)
        early = self.dirt.has("closed_before_opened")
        closed = np.where(early, self.opened - self.dirt.seconds_wrong, self.closed)
        state = np.where(self.started <= until, IN_PROCESS, REQUESTED)
        events = (self.started, self.reassigned, self.closed, self.reopened)
        told = (self.called_back, self.linked, self.found_test)
        text = {
            "sys_id": self.keys,
            "number": columns.numbers("REQ", len(self.opened)),
            "sys_created_on": columns.times(self.created, shown),
            "sys_updated_on": columns.times(latest(until, self.created, *events, *told), shown),
            "request_state": columns.coded(STATES, np.where(is_closed, self.ending, state)),
            "opened_at": columns.times(self.opened, ~self.dirt.has("opened_missing")),
            "closed_at": columns.times(closed, is_closed & ~self.dirt.has("closed_without_time")),
            "assignment_group": columns.coded(
                plan.GROUPS, np.where(waiting, plan.FIRST_LINE, self.group)
            ),
            "reassignment_count": columns.counts(np.where(waiting, 0, self.reassignments)),
            "u_reopen_count": columns.counts((self.reopened <= until).astype(np.int64)),
            "u_callback_count": columns.counts((self.called_back <= until).astype(np.int64)),
            "contact_type": columns.coded(plan.CONTACT_TYPES, self.contact),
            "parent": columns.references(self.keys, self.parent, self.linked <= until),
            "u_is_test": columns.booleans(self.found_test <= until),
        }
        return pa.table(text).filter(columns.flags(shown))


def drawn(rng: np.random.Generator, timeline: Timeline, scale: float) -> Requests:
    """All requests of the two years."""
    opened = timeline.openings(rng, scaled(plan.REQUESTS, scale))
    n, odd = len(opened), rng.random(len(opened))
    is_test, is_duplicate = odd < 0.003, (odd >= 0.003) & (odd < 0.014)
    ending = np.full(n, COMPLETE, dtype=np.int64)
    ending[(odd >= 0.014) & (odd < 0.034)] = CANCELLED
    ending[(odd >= 0.034) & (odd < 0.049)] = INCOMPLETE
    dirt = planted(rng, plan.flaws_of("sc_request"), odd >= 0.049, scale, {})
    counted = (ending == COMPLETE) & ~is_test & ~is_duplicate & dirt.none
    first = first_contacts(rng, timeline.month_of(opened), counted)
    way, other = rng.random(n), ~first
    moved = other & (way < 0.7)
    at_desk = first | (other & (way >= 0.85))
    reassignments = np.where(moved, rng.geometric(0.7, n), 0).astype(np.int64)
    duration = np.zeros(n, dtype=np.int64)
    duration[first] = spread(rng, first, 35 * MINUTE, 0.6)
    duration[other] = spread(rng, other, 2.2 * DAY, 0.8)
    people = np.array(plan.CONTACT_WEIGHTS, dtype=np.float64)
    closed = opened + duration
    halfway = opened + duration // 2
    return Requests(
        keys=columns.key_text(columns.keys(rng, n)),
        opened=opened,
        contact=rng.choice(len(people), n, p=people / people.sum()),
        ending=ending,
        group=np.where(at_desk, plan.FIRST_LINE, rng.integers(1, len(plan.GROUPS), n)),
        reassignments=reassignments,
        parent=np.maximum(np.arange(n) - rng.integers(1, 90, n), 0),
        dirt=dirt,
        created=opened + rng.integers(0, 45, n),
        started=opened + duration // 4 + MINUTE,
        reassigned=np.where(moved, halfway, NEVER),
        closed=closed,
        reopened=np.where(other & (way >= 0.85) & (way < 0.93), halfway, NEVER),
        called_back=np.where(other & (way >= 0.93), closed + rng.integers(HOUR, 2 * DAY, n), NEVER),
        linked=np.where(is_duplicate, closed + rng.integers(HOUR, 20 * DAY, n), NEVER),
        found_test=np.where(is_test, opened + 3 * DAY, NEVER),
    )


def first_contacts(rng: np.random.Generator, months: Numbers, counted: Flags) -> Flags:
    """As many first contacts among the counted as the month's plan says."""
    first = np.zeros(len(months), dtype=np.bool_)
    for month, percent in enumerate(plan.FIRST_CONTACT_PERCENT):
        among = counted & (months == month)
        first[some(rng, among, round(np.count_nonzero(among) * percent / 100))] = True
    return first
