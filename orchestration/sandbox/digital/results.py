"""Draws test results: when clinicians had them, when patients could see them, when they looked.

Here: results, from first draw to text. Not here: the figures drawn by. A result is sent when it is
clinically available, and again when it has become digitally available and when it was viewed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns
from orchestration.sandbox.digital import plan
from orchestration.sandbox.digital.deliveries import EventTable, FileDays, delivered
from orchestration.sandbox.digital.months import (
    boards,
    by_percent,
    either,
    key_text,
    moments,
    monthly,
    stream,
)
from orchestration.sandbox.dirt import Dirt, Flaw, planted
from orchestration.sandbox.timeline import (
    DAY,
    HOUR,
    MINUTE,
    NEVER,
    Flags,
    Numbers,
    Seconds,
    Timeline,
    instant,
)

SOURCE = "results_delivery"


@dataclass(frozen=True)
class Results:
    """All results in order; NEVER for what does not happen."""

    clinical: Seconds
    digital: Seconds
    viewed: Seconds
    board: Numbers
    is_test: Flags
    dirt: Dirt

    def text(self, numbers: Numbers, at: Seconds, is_wrong: Flags) -> pa.Table:
        has = {flaw.kind: self.dirt.has(flaw.kind)[numbers] for flaw in self.dirt.kinds}
        clinical, digital = self.clinical[numbers], self.digital[numbers]
        viewed = self.viewed[numbers]
        early = clinical - self.dirt.seconds_wrong[numbers]
        shown = np.where(has["digital_before_clinical"], early, digital)
        # What was wrong at first was the time: the release queue's instead of the patient's.
        shown = np.where(is_wrong, shown + 2 * DAY, shown)
        board = columns.coded(plan.BOARDS, self.board[numbers])
        return pa.table(
            {
                "result_id": key_text("s", numbers),
                "health_board": either(has["board_unknown"], plan.UNKNOWN_BOARD, board),
                "clinically_available_at": columns.times(clinical, ~has["clinical_missing"]),
                "digitally_available_at": columns.times(shown, digital <= at),
                "viewed_at": columns.times(viewed, viewed <= at),
                "is_test": columns.booleans(self.is_test[numbers]),
            }
        )


def tables(seed: int, scale: float, files: FileDays) -> list[EventTable]:
    """The one table of the results delivery."""
    rng = stream(seed, 4)
    timeline = Timeline.between()
    drawn = _drawn(rng, timeline, scale)
    ordinary = ~drawn.is_test & drawn.dirt.none
    sent = delivered(
        rng,
        files,
        drawn.clinical,
        ordinary & (drawn.digital < drawn.clinical + DAY),
        updates=(drawn.digital, drawn.viewed),
        is_correctable=True,
    )

    def flaws(until: int) -> dict[Flaw, int]:
        shown = sent.records(until, len(drawn.clinical))
        backwards = drawn.dirt.has("digital_before_clinical")
        return drawn.dirt.counted(np.where(backwards, shown & (drawn.digital <= until), shown))

    return [EventTable(SOURCE, "results", "parquet", files, sent, drawn.text, flaws)]


def _drawn(rng: np.random.Generator, timeline: Timeline, scale: float) -> Results:
    counts = monthly(plan.RESULTS_A_MONTH, scale)
    first = instant(plan.PLANTED_RESULTS_FROM)
    plants = np.array([first + n * HOUR for n in range(len(plan.PLANTED_DELAYS))], dtype=np.int64)
    clinical = np.concatenate([plants, moments(rng, timeline, counts)])
    count, plain = len(clinical), np.arange(len(clinical)) >= len(plants)
    months = timeline.month_of(clinical)
    board = np.concatenate([boards(rng, len(plants)), *[boards(rng, n) for n in counts]])
    is_test = plain & (rng.random(count) < plan.TEST_SHARE)
    dirt = planted(rng, plan.flaws_of("results"), plain & ~is_test, scale, {})
    lag = np.array(plan.BOARD_LAGS)[board]
    in_time = by_percent(rng, months, plain & dirt.none, plan.WITHIN_A_DAY_PERCENT)
    # A board ahead of the others turns some of its late results into timely ones, and the reverse.
    odd = rng.random(count) * 100
    in_time = np.where(plain & (odd < np.abs(lag)), lag > 0, in_time)
    quick = np.minimum(rng.lognormal(np.log(5 * HOUR), 0.8, count), DAY - MINUTE)
    slow = DAY + 1 + rng.exponential(18 * HOUR, count)
    delay = np.where(in_time, quick, slow).astype(np.int64)
    delay[: len(plants)] = plan.PLANTED_DELAYS
    is_never = plain & ~in_time & dirt.none & (rng.random(count) < plan.NEVER_DIGITAL_SHARE * 4)
    digital = np.where(is_never, NEVER, clinical + delay)
    is_viewed = ~is_never & (rng.random(count) < plan.VIEWED_SHARE)
    viewed = np.where(is_viewed, digital + rng.integers(MINUTE, 4 * DAY, count), NEVER)
    return Results(clinical, digital, viewed, board, is_test, dirt)
