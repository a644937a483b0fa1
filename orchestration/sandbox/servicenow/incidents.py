"""Draws what every incident of the two years is, and how it is dealt with.

Here: what is fixed from the start. Not here: when each thing happens (incident_times.py), what the
table shows at a given moment (incident_table.py) and the figures the draws follow (plan.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.sandbox.dirt import Dirt, planted
from orchestration.sandbox.servicenow import plan
from orchestration.sandbox.timeline import (
    Flags,
    Numbers,
    Seconds,
    Timeline,
    instant,
    scaled,
    some,
)

CLINICAL = np.array([service.is_clinical for service in plan.SERVICES])


@dataclass(frozen=True)
class Nature:
    """What an incident is from the start, whatever happens to it later."""

    opened: Seconds
    months: Numbers
    priority: Numbers
    service: Numbers
    contact: Numbers
    plants: dict[str, int]
    is_test: Flags
    is_duplicate: Flags
    is_cancelled: Flags
    dirt: Dirt

    @property
    def count(self) -> int:
        return len(self.opened)

    @property
    def is_planted(self) -> Flags:
        rows = np.zeros(self.count, dtype=np.bool_)
        rows[list(self.plants.values())] = True
        return rows

    @property
    def is_counted(self) -> Flags:
        """Neither withdrawn, nor a test, nor a duplicate, nor bad."""
        return ~(self.is_test | self.is_duplicate | self.is_cancelled) & self.dirt.none


@dataclass(frozen=True)
class Handling:
    """Who dealt with it and how it went."""

    is_first_contact: Flags
    is_called_back: Flags
    is_reopened: Flags
    group: Numbers
    reassignments: Numbers


def openings(
    rng: np.random.Generator, timeline: Timeline, scale: float
) -> tuple[Seconds, dict[str, int]]:
    """When incidents are opened, the planted ones among them with their positions."""
    drawn = timeline.openings(rng, scaled(plan.INCIDENTS, scale))
    fixed = np.array([instant(plant.opened_at) for plant in plan.PLANTED], dtype=np.int64)
    order = np.argsort(np.concatenate([drawn, fixed]), kind="stable")
    place = np.argsort(order, kind="stable")[len(drawn) :]
    plants = {plant.name: int(at) for plant, at in zip(plan.PLANTED, place, strict=True)}
    return np.concatenate([drawn, fixed])[order], plants


def priorities(rng: np.random.Generator, months: Numbers, scale: float) -> Numbers:
    """So many P1 and P2 a month as planned, the rest P3 to P5."""
    priority = rng.choice(np.array([3, 4, 5]), len(months), p=[0.56, 0.36, 0.08])
    for month in range(plan.MONTHS):
        high = scaled(plan.P1_PER_MONTH[month % 12], scale)
        second = scaled(plan.P2_PER_MONTH[month % 12], scale)
        chosen = some(rng, months == month, high + second)
        priority[chosen[:high]] = 1
        priority[chosen[high:]] = 2
    return priority


def natures(rng: np.random.Generator, timeline: Timeline, scale: float) -> Nature:
    """What each incident is."""
    opened, plants = openings(rng, timeline, scale)
    count, at = len(opened), list(plants.values())
    months = timeline.month_of(opened)
    priority = priorities(rng, months, scale)
    weights = np.array([service.weight for service in plan.SERVICES], dtype=np.float64)
    service = rng.choice(len(weights), count, p=weights / weights.sum())
    people = np.array(plan.CONTACT_WEIGHTS, dtype=np.float64)
    contact = rng.choice(len(people), count, p=people / people.sum())
    contact[rng.random(count) < np.where(priority <= 2, 0.35, 0.11)] = plan.EVENT
    priority[at], service[at] = 1, plan.PORTAL
    odd = rng.random(count)
    odd[at] = 1.0
    is_test, is_duplicate = odd < 0.004, (odd >= 0.004) & (odd < 0.019)
    is_cancelled = (odd >= 0.019) & (odd < 0.039)
    ordinary = odd >= 0.039
    ordinary[at] = False
    major, minor = priority <= 2, priority > 2
    only = dict.fromkeys(
        ("restored_before_detected", "detected_missing", "restored_missing"), major
    )
    only |= dict.fromkeys(("opened_missing", "priority_missing", "priority_unknown"), minor)
    dirt = planted(rng, plan.flaws_of("incident"), ordinary, scale, only)
    return Nature(
        opened,
        months,
        priority,
        service,
        contact,
        plants,
        is_test,
        is_duplicate,
        is_cancelled,
        dirt,
    )


def handled(rng: np.random.Generator, nature: Nature) -> Handling:
    """First contact as often as planned for the month; what went otherwise where not."""
    able = nature.is_counted & (nature.contact != plan.EVENT) & (nature.priority > 2)
    able &= ~nature.is_planted
    asked = nature.is_counted & (nature.contact != plan.EVENT)
    first = np.zeros(nature.count, dtype=np.bool_)
    for month in range(plan.MONTHS):
        due = np.count_nonzero(asked & (nature.months == month))
        share = plan.FIRST_CONTACT_PERCENT[month] / 100
        first[some(rng, able & (nature.months == month), round(due * share))] = True
    other = able & ~first
    way = rng.random(nature.count)
    called_back = other & (way < 0.07)
    reopened = (other & (way >= 0.07) & (way < 0.12)) | (~first & ~other & (way > 0.98))
    moved = (other & (way >= 0.12) & (way < 0.9)) | (~first & ~other & (way < 0.5))
    group = rng.integers(1, len(plan.GROUPS), nature.count)
    group[first | called_back | (other & reopened)] = plan.FIRST_LINE
    reassignments = np.where(moved, rng.geometric(0.65, nature.count), 0).astype(np.int64)
    reopened |= moved & (rng.random(nature.count) < 0.03)
    return Handling(first, called_back, reopened & ~nature.is_planted, group, reassignments)
