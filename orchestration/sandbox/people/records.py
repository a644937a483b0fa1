"""The records of the simulated workforce: one seed and scale always give the same ones.

Here: drawing both systems' tables together, and showing them as at the end of a day. Not here: how
each is drawn, and how it is served.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from orchestration.sandbox.dirt import Flaw
from orchestration.sandbox.people import plan
from orchestration.sandbox.people.digital_training import digital
from orchestration.sandbox.people.extras import Extras
from orchestration.sandbox.people.hr_tables import hr_tables
from orchestration.sandbox.people.learning_tables import learning_tables
from orchestration.sandbox.people.register import Register
from orchestration.sandbox.people.staffing import staffed
from orchestration.sandbox.people.training import development, joined, required
from orchestration.sandbox.timeline import Seconds, end_of

HR, LEARNING = "hr", "learning"
# This domain's own part of the random numbers: other domains change nothing here.
_STREAM = 40


@dataclass(frozen=True)
class Records:
    """All rows of both systems, and when each flawed one appears."""

    registers: dict[str, dict[str, Register]]
    shown: dict[str, Seconds]

    def as_at(self, source: str, day: date) -> dict[str, pa.Table]:
        """One system's tables as they stood at the end of a London day."""
        until = end_of(day)
        return {name: rows.as_at(until) for name, rows in self.registers[source].items()}

    def flaws(self, day: date) -> dict[Flaw, int]:
        """How many bad records of each planted kind stand in the tables on that day."""
        until = end_of(day)
        return {flaw: int(np.count_nonzero(self.shown[flaw.kind] <= until)) for flaw in plan.FLAWS}


def generate(seed: int, scale: float) -> Records:
    """Draw the three years. Nothing depends on the day they are looked at."""
    if scale <= 0:
        raise ValueError(f"The sandbox's scale must be above 0, not {scale}.")
    # A stream each: a change in one table's drawing leaves the others as they are.
    streams = [np.random.default_rng([seed, _STREAM + number]) for number in range(5)]
    posts, stays = staffed(streams[0], scale)
    people = Extras(streams[1], scale)
    hr = hr_tables(streams[1], people, posts, stays)
    trainings = joined(
        [
            required(streams[2], posts, stays),
            development(streams[2], stays),
            digital(streams[3], posts, stays),
        ]
    )
    courses = Extras(streams[4], scale)
    learning = learning_tables(
        streams[4], courses, posts, stays, (hr.entered, hr.ended), hr.staff_keys, trainings
    )
    return Records({HR: hr.registers, LEARNING: learning}, people.shown | courses.shown)
