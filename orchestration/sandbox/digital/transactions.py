"""Draws patient transactions by channel.

Here: transactions, from first draw to text. Not here: the figures drawn by.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns
from orchestration.sandbox.digital import plan
from orchestration.sandbox.digital.deliveries import EventTable, FileDays, delivered
from orchestration.sandbox.digital.months import (
    by_percent,
    either,
    key_text,
    moments,
    monthly,
    stream,
)
from orchestration.sandbox.dirt import Dirt, Flaw, planted
from orchestration.sandbox.timeline import Flags, Numbers, Seconds, Timeline

SOURCE = "transactions"
COMPLETED = 0
PHONE = plan.CHANNELS.index("phone")


@dataclass(frozen=True)
class Transactions:
    """All transactions in order: by which channel, how they ended, what they repeat (-1: none)."""

    ended: Seconds
    channel: Numbers
    status: Numbers
    repeats: Numbers
    is_test: Flags
    dirt: Dirt

    def text(self, numbers: Numbers, _at: Seconds, is_wrong: Flags) -> pa.Table:
        has = {flaw.kind: self.dirt.has(flaw.kind)[numbers] for flaw in self.dirt.kinds}
        channel = np.where(is_wrong, PHONE, self.channel[numbers])
        repeats = self.repeats[numbers]
        is_known = (self.status[numbers] == COMPLETED) & ~has["completed_missing"]
        shown = either(
            has["channel_unknown"], plan.UNKNOWN_CHANNEL, columns.coded(plan.CHANNELS, channel)
        )
        original = key_text("t", np.maximum(repeats, 0))
        return pa.table(
            {
                "transaction_id": key_text("t", numbers),
                "channel": either(has["channel_missing"], "", shown),
                "status": either(
                    has["status_unknown"],
                    "parked",
                    columns.coded(plan.STATUSES, self.status[numbers]),
                ),
                "completed_at": columns.times(self.ended[numbers], is_known),
                "duplicate_of": either(repeats < 0, "", original),
                "is_test": columns.booleans(self.is_test[numbers]),
            }
        )


def tables(seed: int, scale: float, files: FileDays) -> list[EventTable]:
    """The one table of the transaction analytics."""
    rng = stream(seed, 1)
    timeline = Timeline.between()
    ended = moments(rng, timeline, monthly(plan.TRANSACTIONS_A_MONTH, scale))
    count = len(ended)
    months = timeline.month_of(ended)
    weights = np.array(plan.STATUS_WEIGHTS)
    status = rng.choice(len(weights), count, p=weights / weights.sum())
    odd = rng.random(count)
    is_test = odd < plan.TEST_SHARE
    is_repeat = (odd >= plan.TEST_SHARE) & (odd < plan.TEST_SHARE + plan.DUPLICATE_SHARE)
    ordinary = ~is_test & ~is_repeat & (status == COMPLETED)
    dirt = planted(rng, plan.flaws_of("transactions"), ordinary, scale, {})
    is_digital = by_percent(rng, months, ordinary & dirt.none, plan.DIGITAL_PERCENT)
    drawn = Transactions(
        ended=ended,
        channel=_channels(rng, is_digital),
        status=status,
        repeats=np.where(
            is_repeat, np.maximum(np.arange(count) - rng.integers(1, 90, count), 0), -1
        ),
        is_test=is_test,
        dirt=dirt,
    )
    sent = delivered(rng, files, ended, ordinary & dirt.none, is_correctable=True)

    def flaws(until: int) -> dict[Flaw, int]:
        return dirt.counted(sent.records(until, count))

    return [EventTable(SOURCE, "transactions", "parquet", files, sent, drawn.text, flaws)]


def _channels(rng: np.random.Generator, is_digital: Flags) -> Numbers:
    digital, other = np.array(plan.DIGITAL_WEIGHTS), np.array(plan.OTHER_WEIGHTS)
    count = len(is_digital)
    by_app = rng.choice(len(digital), count, p=digital / digital.sum())
    by_hand = rng.choice(len(other), count, p=other / other.sum()) + len(digital)
    found: Numbers = np.where(is_digital, by_app, by_hand)
    return found
