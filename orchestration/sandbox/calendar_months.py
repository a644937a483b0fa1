"""The months of the two years in days since 1970, for records that know days and no hours.

Here: first days of months and quarters. Not here: moments (timeline.py).
"""

from __future__ import annotations

from datetime import date

import numpy as np

from orchestration.sandbox.timeline import Numbers

FIRST_YEAR, FIRST_MONTH = 2024, 4
MONTHS = 24
EPOCH = date(1970, 1, 1)


def day_number(day: str | date) -> int:
    """Days since 1970."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return (found - EPOCH).days


def month_start(month: int) -> date:
    """The first day of a month, April 2024 being number 0."""
    years, place = divmod(month + FIRST_MONTH - 1, 12)
    return date(FIRST_YEAR + years, place + 1, 1)


# One more than there are months, so that a month ends the day before the next one's place.
MONTH_STARTS: Numbers = np.array(
    [day_number(month_start(month)) for month in range(MONTHS + 1)], dtype=np.int64
)
QUARTER_STARTS: Numbers = MONTH_STARTS[::3]
