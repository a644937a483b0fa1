"""The incident table as the service desk's tool shows it at a given moment.

Here: the state of each column at that moment, bad records included. Not here: what happens when
(incidents.py).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns
from orchestration.sandbox.dirt import Flaw
from orchestration.sandbox.servicenow import plan
from orchestration.sandbox.servicenow.incident_times import Times
from orchestration.sandbox.servicenow.incidents import Handling, Nature
from orchestration.sandbox.timeline import MINUTE, Flags, Numbers, Seconds, latest

NEW, IN_PROGRESS, ON_HOLD, RESOLVED, CLOSED, CANCELLED = range(6)
STATES = ("1", "2", "3", "6", "7", "8")
SERVICE_IDS = tuple(service.service_id for service in plan.SERVICES)
PRIORITIES = ("", *map(str, range(1, plan.UNKNOWN_PRIORITY + 1)))


@dataclass(frozen=True)
class Incidents:
    """All incidents of the two years; `caused_by` and `parent` are positions, -1 for none."""

    nature: Nature
    handling: Handling
    times: Times
    keys: pa.Array
    parent: Numbers
    caused_by: Numbers
    caused_at: Seconds

    def states(self, until: int) -> Numbers:
        """The state of each incident at the end of `until`."""
        at = self.times
        is_open = (at.first_resolved > until) | ((at.reopened <= until) & (at.resolved > until))
        return np.select(
            [
                self.nature.is_cancelled & (at.closed <= until),
                ~self.nature.is_cancelled & (at.closed <= until),
                ~is_open,
                at.held <= until,
                at.started <= until,
            ],
            [CANCELLED, CLOSED, RESOLVED, ON_HOLD, IN_PROGRESS],
            default=NEW,
        ).astype(np.int64)

    def updated(self, until: int) -> Seconds:
        """When each was last written to; detection and restoration are told afterwards."""
        told_later = ("detected", "restored")
        events = [getattr(self.times, f.name) for f in fields(Times) if f.name not in told_later]
        return latest(until, *events, self.caused_at)

    def visible(self, until: int) -> Flags:
        shown: Flags = self.times.created <= until
        return shown

    def flaws(self, until: int) -> dict[Flaw, int]:
        """How many bad records of each kind show: some only once the incident is resolved."""
        dirt, done = self.nature.dirt, self.states(until)
        early = dirt.has("opened_missing") | dirt.has("priority_missing")
        early |= dirt.has("priority_unknown")
        shown = np.where(early, self.visible(until), (done == RESOLVED) | (done == CLOSED))
        return dirt.counted(shown)

    def as_at(self, until: int, changes: pa.Array) -> pa.Table:
        """The table's rows at the end of `until`, in the order they were created."""
        shown, nature, handling, at = self.visible(until), self.nature, self.handling, self.times
        shown_times = self._shown_times(until)
        named = columns.references(changes, self.caused_by, self.caused_at <= until)
        parent = columns.references(self.keys, self.parent, at.linked <= until)
        moved = at.reassigned <= until
        text = {
            "sys_id": self.keys,
            "number": columns.numbers("INC", nature.count),
            "sys_created_on": columns.times(at.created, shown),
            "sys_updated_on": columns.times(self.updated(until), shown),
            "state": columns.coded(STATES, self.states(until)),
            "priority": columns.coded(PRIORITIES, self._priorities()),
            **shown_times,
            "business_service": columns.coded(SERVICE_IDS, nature.service),
            "assignment_group": columns.coded(plan.GROUPS, self._groups(until)),
            "reassignment_count": columns.counts(np.where(moved, handling.reassignments, 0)),
            "reopen_count": columns.counts((at.reopened <= until).astype(np.int64)),
            "u_callback_count": columns.counts((at.called_back <= until).astype(np.int64)),
            "contact_type": columns.coded(plan.CONTACT_TYPES, nature.contact),
            "caused_by": named,
            "parent_incident": parent,
            "u_is_test": columns.booleans(at.found_test <= until),
        }
        return pa.table(text).filter(columns.flags(shown))

    def _groups(self, until: int) -> Numbers:
        """First line until it is handed on; what came in at the second line stays there."""
        waiting = (self.handling.reassignments > 0) & (self.times.reassigned > until)
        return np.where(waiting, plan.FIRST_LINE, self.handling.group)

    def _priorities(self) -> Numbers:
        shown = np.where(self.nature.dirt.has("priority_missing"), 0, self.nature.priority)
        return np.where(self.nature.dirt.has("priority_unknown"), plan.UNKNOWN_PRIORITY, shown)

    def _shown_times(self, until: int) -> dict[str, pa.Array]:
        """The times in the record, wrong where the plan says so."""
        dirt, at, state = self.nature.dirt, self.times, self.states(until)
        done = (state == RESOLVED) | (state == CLOSED)
        is_last = at.resolved <= until
        resolved = np.where(is_last, at.resolved, at.first_resolved)
        early = dirt.has("resolved_before_opened")
        resolved = np.where(early, self.nature.opened - dirt.seconds_wrong, resolved)
        restored = np.where(is_last, at.restored, at.first_resolved)
        swapped = dirt.has("restored_before_detected")
        restored = np.where(swapped, at.detected - 20 * MINUTE, restored)
        major = self.nature.priority <= 2
        return {
            "opened_at": columns.times(self.nature.opened, ~dirt.has("opened_missing")),
            "u_detected_at": columns.times(
                at.detected, major & ~(dirt.has("detected_missing") & done)
            ),
            "resolved_at": columns.times(resolved, done & ~dirt.has("resolved_without_time")),
            "u_restored_at": columns.times(restored, major & done & ~dirt.has("restored_missing")),
            "closed_at": columns.times(at.closed, at.closed <= until),
        }
