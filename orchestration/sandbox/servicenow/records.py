"""The records of the simulated service desk: one seed and scale always give the same ones.

Here: drawing all tables together and showing them as at the end of a day. Not here: how each
table is drawn, and how it is served.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns
from orchestration.sandbox.dirt import Flaw
from orchestration.sandbox.servicenow import (
    changes,
    deletions,
    incident_times,
    incidents,
    requests,
)
from orchestration.sandbox.servicenow.incident_table import Incidents
from orchestration.sandbox.timeline import DAY, HOUR, NEVER, Numbers, Seconds, Timeline, end_of

DELETIONS_STREAM = 4


@dataclass(frozen=True)
class Records:
    """Two years of incidents, requests and changes, with all that ever happens to them."""

    incidents: Incidents
    requests: requests.Requests
    changes: changes.Changes
    deletions: Mapping[str, deletions.Deletions]

    def as_at(self, day: date) -> dict[str, pa.Table]:
        """The three tables as they stood at the end of a London day, and the log of deletions."""
        until = end_of(day)
        tables = {
            "incident": self.incidents.as_at(until, self.changes.keys),
            "sc_request": self.requests.as_at(until),
            "change_request": self.changes.as_at(until),
        }
        shown = {
            "incident": self.incidents.visible(until),
            "sc_request": self.requests.visible(until),
            "change_request": self.changes.visible(until),
        }
        left = {
            name: self.deletions[name].left(rows, shown[name], until)
            for name, rows in tables.items()
        }
        return left | {deletions.TABLE: deletions.log(self.deletions, until)}

    def deleted(self, day: date) -> dict[str, int]:
        """How many records of each table are gone at the end of a day."""
        until = end_of(day)
        return {
            name: int(np.count_nonzero(made.gone(until))) for name, made in self.deletions.items()
        }

    def planted_number(self, name: str) -> str:
        """The record number of a planted incident."""
        return f"INC{self.incidents.nature.plants[name] + columns.FIRST_NUMBER:07d}"

    def flaws(self, day: date) -> dict[Flaw, int]:
        """How many bad records of each planted kind stand in the tables on that day."""
        until = end_of(day)
        return {
            **self.incidents.flaws(until),
            **self.requests.flaws(until),
            **self.changes.flaws(until),
        }


def generate(seed: int, scale: float) -> Records:
    """Draw the two years. Nothing depends on the day they are looked at."""
    if scale <= 0:
        raise ValueError(
            f"The sandbox's scale must be above 0, not {scale}: 1 is about 200,000 rows."
        )
    # One stream per table: a change in one leaves the others as they are.
    streams = [np.random.default_rng([seed, number]) for number in range(4)]
    going = np.random.default_rng([seed, DELETIONS_STREAM])
    timeline = Timeline.between()
    nature = incidents.natures(streams[0], timeline, scale)
    handling = incidents.handled(streams[0], nature)
    times = incident_times.lives(streams[0], nature, handling)
    made = changes.drawn(streams[2], timeline, scale)
    caused_by, caused_at = causes(streams[3], nature, made)
    reported = Incidents(
        nature=nature,
        handling=handling,
        times=times,
        keys=columns.key_text(columns.keys(streams[0], nature.count)),
        parent=earlier(streams[3], nature.count),
        caused_by=caused_by,
        caused_at=caused_at,
    )
    asked = requests.drawn(streams[1], timeline, scale)
    return Records(reported, asked, made, going_away(going, reported, asked, made, scale))


def going_away(
    rng: np.random.Generator,
    reported: Incidents,
    asked: requests.Requests,
    made: changes.Changes,
    scale: float,
) -> dict[str, deletions.Deletions]:
    """The deletions in each table: of records without a flaw, so that flaws stay countable."""
    ordinary = {
        "incident": reported.nature.dirt.none & ~reported.nature.is_planted,
        "sc_request": asked.dirt.none,
        "change_request": made.dirt.none,
    }
    created = {
        "incident": reported.times.created,
        "sc_request": asked.created,
        "change_request": made.created,
    }
    keys = {"incident": reported.keys, "sc_request": asked.keys, "change_request": made.keys}
    return {
        name: deletions.drawn(rng, name, keys[name], created[name], ordinary[name], scale)
        for name in keys
    }


def earlier(rng: np.random.Generator, count: int) -> Numbers:
    """For each record one that was opened shortly before it: what a duplicate repeats."""
    positions: Numbers = np.maximum(np.arange(count) - rng.integers(1, 120, count), 0)
    return positions


def causes(
    rng: np.random.Generator, nature: incidents.Nature, made: changes.Changes
) -> tuple[Numbers, Seconds]:
    """The next ordinary incident after each harmful change names it as its cause, days later."""
    caused_by = np.full(nature.count, -1, dtype=np.int64)
    caused_at = np.full(nature.count, NEVER, dtype=np.int64)
    ordinary = np.flatnonzero(nature.is_counted & ~nature.is_planted)
    opened = nature.opened[ordinary]
    for change in np.flatnonzero(made.is_cause):
        place = np.searchsorted(opened, made.work_end[change])
        while place < len(ordinary) and caused_by[ordinary[place]] >= 0:
            place += 1
        if place < len(ordinary):
            caused_by[ordinary[place]] = change
            caused_at[ordinary[place]] = opened[place] + rng.integers(HOUR, 5 * DAY)
    return caused_by, caused_at
