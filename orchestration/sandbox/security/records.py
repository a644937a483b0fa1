"""The records of the simulated vulnerability scanner: one seed and scale always give the same ones.

Here: the table as it stood at the end of a day. Not here: how findings are drawn, and the server.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from orchestration.sandbox.dirt import Flaw
from orchestration.sandbox.security import plan
from orchestration.sandbox.security.findings import Findings, drawn
from orchestration.sandbox.timeline import Timeline, end_of

SOURCES = ("vulnerability_scanner",)


@dataclass(frozen=True)
class Records:
    """Two years of findings, with all that ever happens to them."""

    findings: Findings

    def as_at(self, day: date) -> dict[str, pa.Table]:
        """The scanner's tables as they stood at the end of a London day."""
        return {"findings": self.findings.as_at(end_of(day))}

    def flaws(self, day: date) -> dict[Flaw, int]:
        """How many bad records of each planted kind stand in the tables on that day."""
        return self.findings.flaws(end_of(day))


def generate(seed: int, scale: float) -> Records:
    """Draw the two years. Nothing depends on the day they are looked at."""
    rng = np.random.default_rng([seed, plan.STREAM])
    return Records(drawn(rng, Timeline.between(), scale))
