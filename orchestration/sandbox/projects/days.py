"""Calendar days of the portfolio as numbers: days since 1970, quarters and months by them.

Here: conversions the modules of this domain share. Not here: any record.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from orchestration.sandbox import columns
from orchestration.sandbox.projects import plan
from orchestration.sandbox.seasons import LAST_DAY
from orchestration.sandbox.timeline import DAY, HOUR, Flags, Numbers, Seconds

Amounts = NDArray[np.float64]
EPOCH = date(1970, 1, 1)
# Work that is told of on its day is told of in the afternoon.
AFTERNOON = 15 * HOUR


def number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


HORIZON = number(LAST_DAY)


def first_days(step: int, count: int) -> list[date]:
    """The first days of `count` spans of `step` months, from April of the first year."""
    months = [3 + step * place for place in range(count)]
    return [date(plan.FIRST_YEAR + month // 12, month % 12 + 1, 1) for month in months]


def quarter_of(days: Numbers) -> Numbers:
    """The quarter each day falls in, counted from April of the first year."""
    starts = np.array([number(day) for day in first_days(3, plan.QUARTERS)])
    quarter: Numbers = np.searchsorted(starts, days, side="right") - 1
    return quarter


def months_since_april_2024(days: Numbers) -> Numbers:
    """The place of each day's month in a monthly tuple of the plan; the ends are extended."""
    starts = np.array([number(day) for day in first_days(1, plan.QUARTERS * 3)[12:]])
    month: Numbers = np.searchsorted(starts, days, side="right") - 1
    return np.clip(month, 0, len(starts) - 1)


def told(days: Numbers, later: Numbers) -> Seconds:
    """The instant at which something of a day is entered, `later` days after it."""
    instant: Seconds = (days + later) * DAY + AFTERNOON
    return instant


def identifiers(prefix: str, positions: Numbers) -> pa.Array:
    """The identifier of the record at each position."""
    padded = columns.counts(positions + columns.FIRST_NUMBER)
    return pc.binary_join_element_wise(columns.word(prefix), padded, columns.word(""))


def everything(count: int) -> Flags:
    """True for all."""
    return np.ones(count, dtype=np.bool_)


def steered(ratio: Amounts, group: Numbers, above: Amounts, below: Amounts) -> Amounts:
    """`above` turned so that in each group its sum is `ratio` of the sum of `below`."""
    top = np.bincount(group, weights=above)[group]
    bottom = np.bincount(group, weights=below)[group]
    turned: Amounts = above * ratio * bottom / top
    return turned
