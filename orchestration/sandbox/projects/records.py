"""The records of the simulated portfolio: one seed and scale always give the same ones.

Here: all its registers together, as they stood at the end of a day. Not here: how each is drawn,
and how it is served.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from orchestration.sandbox.dirt import Flaw
from orchestration.sandbox.projects import closures, innovation, plan, portfolio, reports
from orchestration.sandbox.projects.benefits import Benefits, Realisations
from orchestration.sandbox.projects.benefits import drawn as drawn_benefits
from orchestration.sandbox.timeline import end_of

SOURCES = ("project_portfolio", "benefits_register", "closure_reports", "innovation_portfolio")


@dataclass(frozen=True)
class Records:
    """Three years of projects, with all that ever happens to them."""

    projects: portfolio.Projects
    reports: reports.Reports
    benefits: Benefits
    realisations: Realisations
    closures: closures.Closures
    innovation: innovation.Innovation

    def as_at(self, day: date) -> dict[str, pa.Table]:
        """All tables as they stood at the end of a London day."""
        until = end_of(day)
        return {
            "projects": self.projects.as_at(until),
            "project_reports": self.reports.as_at(until),
            "benefits": self.benefits.as_at(until),
            "benefit_realisations": self.realisations.as_at(until),
            "closure_reports": self.closures.as_at(until),
            "innovation_projects": self.innovation.projects_as_at(until),
            "stage_gates": self.innovation.gates_as_at(until),
        }

    def flaws(self, day: date) -> dict[Flaw, int]:
        """How many bad records of each planted kind stand in the tables on that day."""
        until = end_of(day)
        return {
            **self.projects.flaws(until),
            **self.reports.flaws(until),
            **self.benefits.flaws(until),
            **self.realisations.flaws(until),
            **self.closures.flaws(until),
            **self.innovation.flaws(until),
        }


def generate(seed: int, scale: float) -> Records:
    """Draw the years. Nothing depends on the day they are looked at."""
    # One stream per register: a change in one leaves the others as they are.
    streams = [np.random.default_rng([seed, plan.STREAM, number]) for number in range(5)]
    drawn = portfolio.drawn(streams[0], scale)
    register, realised = drawn_benefits(streams[2], drawn, scale)
    return Records(
        projects=drawn,
        reports=reports.drawn(streams[1], drawn, scale),
        benefits=register,
        realisations=realised,
        closures=closures.drawn(streams[3], drawn, scale),
        innovation=innovation.drawn(streams[4]),
    )
