"""Draws booking journeys, begun and mostly finished, and the ratings people give in the App.

Here: booking events and ratings, from first draw to text. Not here: the figures drawn by.
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
    spread,
)

SOURCE = "journey_events"
STARTED, FINISHED = range(2)
EVENT_TYPES = ("started", "finished")


@dataclass(frozen=True)
class BookingEvents:
    """Starts and finishes of journeys, in order of time; the flaws are those of finishes."""

    journey: Numbers
    event_type: Numbers
    occurred: Seconds
    is_test: Flags
    dirt: Dirt

    def text(self, numbers: Numbers, _at: Seconds, _wrong: Flags) -> pa.Table:
        every = np.ones(len(numbers), dtype=np.bool_)
        unreadable = self.dirt.has("finish_unreadable")[numbers]
        at = columns.times(self.occurred[numbers], every)
        return pa.table(
            {
                "event_id": key_text("b", numbers),
                "journey_id": key_text("j", self.journey[numbers]),
                "event_type": columns.coded(EVENT_TYPES, self.event_type[numbers]),
                "occurred_at": either(unreadable, plan.UNREADABLE, at),
                "is_test": columns.booleans(self.is_test[numbers]),
            }
        )


def tables(seed: int, scale: float, files: FileDays) -> list[EventTable]:
    """The bookings of the journey events."""
    rng = stream(seed, 2)
    timeline = Timeline.between()
    counts = monthly(plan.BOOKINGS_A_MONTH / (1 - plan.ABANDONED_PERCENT[0] / 100), scale)
    begun = [instant(text) for text, _ in plan.PLANTED_BOOKINGS]
    drawn = moments(rng, timeline, counts)
    started = np.concatenate([np.array(begun, dtype=np.int64), drawn])
    count, plain = len(started), np.arange(len(started)) >= len(begun)
    months = timeline.month_of(started)
    is_abandoned = by_percent(rng, months, plain, plan.ABANDONED_PERCENT)
    is_test = plain & (rng.random(count) < plan.TEST_SHARE)
    ordinary = plain & ~is_abandoned & ~is_test
    dirt = planted(rng, plan.flaws_of("booking_events"), ordinary, scale, {})
    took = _durations(rng, months, ordinary & dirt.none, count)
    took[: len(begun)] = [minutes * MINUTE for _, minutes in plan.PLANTED_BOOKINGS]
    took = np.where(dirt.has("over_a_day"), DAY + 1 + dirt.seconds_wrong, took)
    finished = np.where(is_abandoned, NEVER, started + took)
    shown = np.where(dirt.has("finished_before_started"), started - dirt.seconds_wrong, finished)
    events = _events(started, finished, shown, is_test, dirt)
    # A finish counts once its start is there: neither is late where one of them is bad.
    sent_as = np.where(events.event_type == FINISHED, finished[events.journey], events.occurred)
    ordinary_event = ordinary[events.journey] & dirt.none[events.journey]
    sent = delivered(rng, files, sent_as, ordinary_event & (events.event_type == FINISHED))

    def flaws(until: int) -> dict[Flaw, int]:
        return events.dirt.counted(sent.records(until, len(events.journey)))

    return [EventTable(SOURCE, "booking_events", "ndjson", files, sent, events.text, flaws)]


def _durations(rng: np.random.Generator, months: Numbers, ordinary: Flags, count: int) -> Seconds:
    """Log-normal durations whose mean is the month's."""
    took: Seconds = rng.integers(2 * MINUTE, 9 * MINUTE, count)
    for month, minutes in enumerate(plan.BOOKING_MINUTES):
        members = ordinary & (months == month)
        took[members] = np.minimum(spread(rng, members, minutes * MINUTE, 0.6), 3 * HOUR)
    return took


def _events(
    started: Seconds, finished: Seconds, shown: Seconds, is_test: Flags, dirt: Dirt
) -> BookingEvents:
    """All events of the journeys; a journey whose start is missing has only its finish."""
    starts = np.flatnonzero(~dirt.has("start_missing"))
    finishes = np.flatnonzero(finished < NEVER)
    journey = np.concatenate([starts, finishes])
    event_type = np.repeat([STARTED, FINISHED], [len(starts), len(finishes)])
    order = np.argsort(np.concatenate([started[starts], finished[finishes]]), kind="stable")
    journey, event_type = journey[order], event_type[order]
    is_finish = event_type == FINISHED
    return BookingEvents(
        journey=journey,
        event_type=event_type,
        occurred=np.where(is_finish, shown[journey], started[journey]),
        is_test=is_test[journey],
        dirt=Dirt(
            dirt.kinds,
            np.where(is_finish, dirt.codes[journey], -1),
            dirt.seconds_wrong[journey],
        ),
    )
