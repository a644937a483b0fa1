"""The `calendar` source: bank holidays of England and Wales, from a library.

Here: the rows. Not here: working-day arithmetic, which is SQL's.
"""

from __future__ import annotations

import holidays
import pyarrow as pa

from .loads import TableLoad, rows_load, text_table

TABLE = "bank_holidays"
COLUMNS = ("holiday_date", "name", "region")
REGION = "england-and-wales"
YEARS = range(2014, 2031)


def bank_holiday_rows() -> list[dict[str, str]]:
    """One row per bank holiday, in date order."""
    # England's days are the law's "England and Wales"; the library knows no such pair.
    found = holidays.country_holidays("GB", subdiv="ENG", years=YEARS, language="en_GB")
    return [
        {"holiday_date": day.isoformat(), "name": name, "region": REGION}
        for day, name in sorted(found.items())
    ]


def bank_holidays_table() -> pa.Table:
    return text_table(COLUMNS, [tuple(row.values()) for row in bank_holiday_rows()])


def bank_holidays_load() -> TableLoad:
    return rows_load(TABLE, COLUMNS, bank_holiday_rows())
