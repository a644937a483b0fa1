"""Moments and choices month by month: so many records in each, so many of them of a kind.

Here: what the kinds of records share when they are drawn. Not here: any record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.sandbox import columns, seasons
from orchestration.sandbox.digital import plan
from orchestration.sandbox.timeline import DAY, HOUR, Flags, Numbers, Seconds, Timeline, some

STREAM = 400
"""The first of the digital services' own streams of random numbers; one for each kind."""
FEWEST_A_MONTH = 14
"""However small the sandbox, every health board has something to count in every month."""
_PRIME = 1_000_000_007
_FACTOR = 387_420_489


def stream(seed: int, number: int) -> np.random.Generator:
    """The random numbers of one kind of record."""
    return np.random.default_rng([seed, STREAM + number])


def monthly(count: float, scale: float) -> list[int]:
    """How many records each of the months has, by the seasons."""
    weights = np.resize(np.array(seasons.MONTH_WEIGHTS), _months())
    return [max(FEWEST_A_MONTH, round(count * weight * scale)) for weight in weights]


def moments(rng: np.random.Generator, timeline: Timeline, counts: Sequence[int]) -> Seconds:
    """Instants in order, as many in each London month as asked: busy Mondays, quiet nights."""
    weights = np.array(seasons.WEEKDAY_WEIGHTS)[timeline.weekdays]
    parts = []
    for month, count in enumerate(counts):
        days = np.flatnonzero(timeline.months == month)
        share = weights[days] / weights[days].sum()
        parts.append(np.repeat(timeline.starts[days], rng.multinomial(count, share)))
    day = np.concatenate(parts)
    hours = np.cumsum(np.array(seasons.HOUR_WEIGHTS, dtype=np.float64))
    hour = np.searchsorted(hours / hours[-1], rng.random(len(day)), side="right")
    second = np.clip(hour, 0, 22) * HOUR + rng.integers(0, HOUR, len(day))
    # An hour is kept free: the spring day is one short.
    return np.sort(day + second)


def by_percent(
    rng: np.random.Generator, months: Numbers, among: Flags, percents: Sequence[float]
) -> Flags:
    """The members chosen so that each month has its percentage of them, to the nearest record."""
    chosen = np.zeros(len(months), dtype=np.bool_)
    for month, percent in enumerate(percents):
        members = among & (months == month)
        count = round(np.count_nonzero(members) * percent / 100)
        chosen[some(rng, members, count)] = True
    return chosen


def boards(rng: np.random.Generator, count: int) -> Numbers:
    """A health board for each record; the first few go round, so that none is left out."""
    weights = np.array(plan.BOARD_WEIGHTS, dtype=np.float64)
    drawn: Numbers = rng.choice(len(weights), count, p=weights / weights.sum())
    round_robin = np.arange(min(count, FEWEST_A_MONTH)) % len(weights)
    drawn[: len(round_robin)] = round_robin
    return drawn


def key_text(prefix: str, numbers: Numbers) -> pa.Array:
    """Keys that say nothing about age: each number's own, ten digits long."""
    mixed = (numbers.astype(np.int64) * _FACTOR + 1) % _PRIME
    digits = pc.utf8_lpad(columns.whole_numbers(mixed).cast(pa.string()), 10, "0")
    return pc.binary_join_element_wise(columns.word(prefix), digits, columns.word(""))


def day_second(day: date) -> int:
    """A calendar day as the second of its midnight in UTC."""
    return (day - date(1970, 1, 1)).days * DAY


def dates(seconds: Seconds, known: Flags) -> pa.Array:
    """`YYYY-MM-DD`, empty where nothing is known."""
    return pc.utf8_slice_codeunits(columns.times(seconds, known), 0, 10)


def either(chosen: Flags, value: str, otherwise: pa.Array) -> pa.Array:
    """One value for the chosen rows, their own text for the others."""
    return pc.if_else(columns.flags(chosen), columns.word(value), otherwise)


def _months() -> int:
    return len(plan.REGISTERED)
