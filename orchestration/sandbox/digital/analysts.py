"""Draws analysts of the health boards: their training, and what they do in the platform.

Here: training completions and platform activity, from first draw to text. Not here: the figures
drawn by.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns, seasons
from orchestration.sandbox.digital import plan
from orchestration.sandbox.digital.deliveries import EventTable, FileDays, delivered
from orchestration.sandbox.digital.months import (
    boards,
    dates,
    day_second,
    either,
    key_text,
    stream,
)
from orchestration.sandbox.dirt import Dirt, Flaw, planted
from orchestration.sandbox.timeline import (
    DAY,
    HOUR,
    Flags,
    Numbers,
    Seconds,
    Timeline,
    some,
)

SOURCE = "analytics_platform"
UNTRAINED = 700_000_000


@dataclass(frozen=True)
class Trainings:
    """Completed trainings in order; somebody may have completed more than one."""

    analyst: Numbers
    board: Numbers
    day: Seconds
    dirt: Dirt

    def text(self, numbers: Numbers, _at: Seconds, _wrong: Flags) -> pa.Table:
        has = {flaw.kind: self.dirt.has(flaw.kind)[numbers] for flaw in self.dirt.kinds}
        day = dates(self.day[numbers], np.ones(len(numbers), dtype=np.bool_))
        board = columns.coded(plan.BOARDS, self.board[numbers])
        return pa.table(
            {
                "completion_id": key_text("k", numbers),
                "analyst_id": key_text("a", self.analyst[numbers]),
                "health_board": either(has["trained_board_unknown"], plan.UNKNOWN_BOARD, board),
                "completed_on": either(has["trained_unreadable"], plan.UNREADABLE, day),
            }
        )


@dataclass(frozen=True)
class Activities:
    """What analysts did in the platform, in order of time."""

    analyst: Numbers
    kind: Numbers
    at: Seconds
    dirt: Dirt

    def text(self, numbers: Numbers, _at: Seconds, _wrong: Flags) -> pa.Table:
        has = {flaw.kind: self.dirt.has(flaw.kind)[numbers] for flaw in self.dirt.kinds}
        analyst = key_text("a", self.analyst[numbers])
        return pa.table(
            {
                "activity_id": key_text("p", numbers),
                "analyst_id": either(has["analyst_missing"], "", analyst),
                "activity": columns.coded(plan.ACTIVITIES, self.kind[numbers]),
                "occurred_at": columns.times(self.at[numbers], ~has["active_missing"]),
            }
        )


def tables(seed: int, scale: float, files: FileDays) -> list[EventTable]:
    """The trainings and the activity."""
    rng = stream(seed, 6)
    timeline = Timeline.between()
    trained = _trained(rng, timeline, scale)
    sent = delivered(rng, files, trained.day + 17 * HOUR, trained.dirt.none)
    active = _activities(rng, timeline, trained, scale)
    sent_active = delivered(rng, files, active.at, active.dirt.none)

    def flaws(until: int) -> dict[Flaw, int]:
        return trained.dirt.counted(sent.records(until, len(trained.day)))

    def active_flaws(until: int) -> dict[Flaw, int]:
        return active.dirt.counted(sent_active.records(until, len(active.at)))

    return [
        EventTable(SOURCE, "training_completions", "parquet", files, sent, trained.text, flaws),
        EventTable(
            SOURCE, "platform_activity", "parquet", files, sent_active, active.text, active_flaws
        ),
    ]


def _trained(rng: np.random.Generator, timeline: Timeline, scale: float) -> Trainings:
    fewest = len(plan.BOARDS)
    before = max(fewest, round(plan.ANALYSTS_TRAINED_BEFORE * scale))
    opening = day_second(seasons.FIRST_DAY)
    days = [opening - rng.integers(1, 500, before) * DAY]
    known = before
    for month, total in enumerate(plan.ANALYSTS_TRAINED):
        fresh = max(0, round(total * scale) - known)
        first = int(np.count_nonzero(timeline.months < month))
        length = int(np.count_nonzero(timeline.months == month))
        days.append(opening + np.sort(first + rng.integers(0, length, fresh)) * DAY)
        known += fresh
    day = np.concatenate(days)
    analyst = np.arange(len(day))
    board = boards(rng, len(day))
    again = np.flatnonzero(rng.random(len(day)) < plan.TRAINED_AGAIN_SHARE)
    day = np.concatenate([day, day[again] + rng.integers(20, 300, len(again)) * DAY])
    analyst, board = np.concatenate([analyst, again]), np.concatenate([board, board[again]])
    is_inside = day <= day_second(seasons.LAST_DAY)
    day, analyst, board = day[is_inside], analyst[is_inside], board[is_inside]
    dirt = planted(
        rng, plan.flaws_of("training_completions"), np.arange(len(day)) >= before, scale, {}
    )
    return Trainings(analyst, board, day, dirt)


def _activities(
    rng: np.random.Generator, timeline: Timeline, trained: Trainings, scale: float
) -> Activities:
    who, when = [], []
    strangers = UNTRAINED + np.arange(max(1, round(plan.UNTRAINED_ANALYSTS * scale)))
    for month, percent in enumerate(plan.ACTIVE_PERCENT):
        starts = timeline.starts[timeline.months == month]
        is_trained = trained.day <= starts[-1] + HOUR
        analysts = np.unique(trained.analyst[is_trained])
        chosen = some(rng, np.ones(len(analysts), bool), round(len(analysts) * percent / 100))
        busy = np.concatenate([analysts[chosen], strangers[rng.random(len(strangers)) < 0.6]])
        busy = np.repeat(busy, rng.integers(1, 6, len(busy)))
        who.append(busy)
        when.append(starts[rng.integers(0, len(starts), len(busy))])
    analyst, at = np.concatenate(who), np.concatenate(when)
    at = at + rng.integers(8 * HOUR, 18 * HOUR, len(at))
    order = np.argsort(at, kind="stable")
    analyst, at = analyst[order], at[order]
    kind = rng.integers(0, len(plan.ACTIVITIES), len(at))
    dirt = planted(rng, plan.flaws_of("platform_activity"), analyst >= UNTRAINED, scale, {})
    return Activities(analyst, kind, at, dirt)
