"""Draws innovation projects and the gates they pass, and shows both tables at a given moment.

Here: a month's openings, closings and changes of stage, so that the month ends with the counts of
the plan. Not here: the portfolio. This register is small at any scale.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns
from orchestration.sandbox.dirt import Dirt, Flaw, planted
from orchestration.sandbox.projects import days, plan
from orchestration.sandbox.timeline import DAY, HOUR, NEVER, Flags, Numbers, Seconds, latest

PREFIX = "INN"
IDEATION, FEASIBILITY, PROTOTYPE, PILOT, ADOPTED = range(5)
_ENTRY_DELAY = 3 * HOUR
_CLOSING_CHANCE = 0.3


@dataclass
class Story:
    """What happens, event by event: openings, closings, gates (project, stage, instant)."""

    opened: list[int] = field(default_factory=list)
    closed: dict[int, int] = field(default_factory=dict)
    gates: list[tuple[int, int, int]] = field(default_factory=list)
    stage: dict[int, int] = field(default_factory=dict)

    def open_one(self, instant: int) -> None:
        self.opened.append(instant)
        self.move(len(self.opened) - 1, IDEATION, instant)

    def move(self, project: int, stage: int, instant: int) -> None:
        self.stage[project] = stage
        self.gates.append((project, stage, instant))

    def close(self, project: int, instant: int) -> None:
        if self.stage[project] == PILOT:
            self.move(project, ADOPTED, instant)
        del self.stage[project]
        self.closed[project] = instant

    def in_pilot(self) -> list[int]:
        return [project for project, stage in self.stage.items() if stage == PILOT]


def told_story(rng: np.random.Generator) -> Story:
    """Two years, month by month, each ending with the plan's counts."""
    story = Story()
    months = [days.number(day) for day in days.first_days(1, 36)[12:]]
    for _ in range(plan.INNOVATION_OPEN[0]):
        story.open_one((months[0] - int(rng.integers(20, 200))) * DAY + 10 * HOUR)
    for first, target, pilots in zip(
        months, plan.INNOVATION_OPEN, plan.INNOVATION_IN_PILOT, strict=True
    ):
        early, late = (first + np.sort(rng.integers(1, 26, 2))) * DAY + 11 * HOUR
        if rng.random() < _CLOSING_CHANCE and len(story.stage) > 2:
            story.close(next(iter(story.stage)), int(early))
        while len(story.stage) > target:
            story.close(next(iter(story.stage)), int(early))
        while len(story.stage) < target:
            story.open_one(int(early) + len(story.opened))
        advance(story, pilots, int(late))
    return story


def advance(story: Story, pilots: int, instant: int) -> None:
    """Move as many projects into pilot, or back from it, as it takes; some others a stage on."""
    while len(found := story.in_pilot()) > pilots:
        story.move(found[-1], PROTOTYPE, instant + HOUR)
    waiting = [project for project, stage in story.stage.items() if stage < PILOT]
    for project in waiting[: pilots - len(story.in_pilot())]:
        for stage in range(story.stage[project] + 1, PILOT + 1):
            story.move(project, stage, instant + stage * HOUR)
    for project in waiting[pilots::3]:
        if story.stage[project] < PROTOTYPE:
            story.move(project, story.stage[project] + 1, instant + 5 * HOUR)


@dataclass(frozen=True)
class Innovation:
    """Both tables: projects with their days, gates with their stages."""

    opened: Seconds
    closed: Seconds
    withdrawn: Seconds
    parent: Numbers
    linked: Seconds
    dirt: Dirt
    gate_project: Numbers
    gate_stage: Numbers
    entered: Seconds
    gate_dirt: Dirt

    def visible(self, until: int) -> tuple[Flags, Flags]:
        return self.opened + _ENTRY_DELAY <= until, self.entered + _ENTRY_DELAY <= until

    def flaws(self, until: int) -> dict[Flaw, int]:
        """How many bad records of each kind show at the end of `until`."""
        shown = self.closed + _ENTRY_DELAY <= until
        return self.dirt.counted(shown) | self.gate_dirt.counted(self.visible(until)[1])

    def projects_as_at(self, until: int) -> pa.Table:
        """The projects at the end of `until`, in the order they were opened."""
        n, known = len(self.opened), days.everything(len(self.opened))
        is_closed = self.closed + _ENTRY_DELAY <= until
        early = self.dirt.has("closed_before_opened")
        closed = np.where(early, self.opened - self.dirt.seconds_wrong, self.closed)
        stamps = (self.opened + _ENTRY_DELAY, np.minimum(self.closed, NEVER - DAY) + _ENTRY_DELAY)
        text = {
            "innovation_project_id": days.identifiers(PREFIX, np.arange(n)),
            "opened_at": columns.known_times(self.opened, known),
            "closed_at": columns.known_times(closed, is_closed),
            "is_withdrawn": columns.booleans(self.withdrawn <= until),
            "duplicate_of_innovation_project_id": columns.known_words(
                days.identifiers(PREFIX, self.parent), self.linked <= until
            ),
            "updated_at": columns.known_times(
                latest(until, *stamps, self.withdrawn, self.linked), known
            ),
        }
        return pa.table(text).filter(columns.flags(self.visible(until)[0]))

    def gates_as_at(self, until: int) -> pa.Table:
        """The gates passed by the end of `until`, in the order of their numbers."""
        n, known = len(self.entered), days.everything(len(self.entered))
        stage = np.where(
            self.gate_dirt.has("stage_unknown"), len(plan.STAGES), self.gate_stage
        ).astype(np.int64)
        text = {
            "stage_gate_id": days.identifiers("GAT", np.arange(n)),
            "innovation_project_id": days.identifiers(PREFIX, self.gate_project),
            "stage": columns.coded((*plan.STAGES, plan.UNKNOWN), stage),
            "entered_at": columns.known_times(self.entered, ~self.gate_dirt.has("entered_missing")),
            "updated_at": columns.known_times(self.entered + _ENTRY_DELAY, known),
        }
        return pa.table(text).filter(columns.flags(self.visible(until)[1]))


def drawn(rng: np.random.Generator) -> Innovation:
    """The register: the story, and three records that never count."""
    story = told_story(rng)
    real = len(story.opened)
    # One flawed project, one withdrawn and one duplicate beside the story, each with its gate.
    extra = np.array(story.opened[:3]) + 2 * DAY
    opened = np.array([*story.opened, *extra], dtype=np.int64)
    closed = np.full(len(opened), NEVER)
    closed[list(story.closed)] = list(story.closed.values())
    closed[real] = opened[real] + 40 * DAY
    beside = [(real + place, IDEATION, int(at)) for place, at in enumerate(extra)]
    project, stage, entered = np.array(story.gates + beside, dtype=np.int64).T
    is_flawed, later = np.arange(len(opened)) == real, NEVER * np.ones(len(opened), dtype=np.int64)
    linked, withdrawn = later.copy(), later.copy()
    withdrawn[real + 1], linked[real + 2] = opened[real + 1] + DAY, opened[real + 2] + DAY
    parent = np.zeros(len(opened), dtype=np.int64)
    # Of the first half of the story, so that the flaw shows early; no pilot is lost with them.
    spare = (stage == FEASIBILITY) & (project < real) & (entered <= np.median(entered))
    return Innovation(
        opened=opened,
        closed=closed,
        withdrawn=withdrawn,
        parent=parent,
        linked=linked,
        dirt=planted(rng, plan.INNOVATION_FLAWS, is_flawed, 1.0, {}),
        gate_project=project,
        gate_stage=stage,
        entered=entered,
        gate_dirt=planted(rng, plan.STAGE_FLAWS, spare, 1.0, {}),
    )
