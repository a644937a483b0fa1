"""The `calendar` source: bank holidays of England and Wales, from a library.

Here: the rows. Not here: working-day arithmetic, which is SQL's.
"""

from __future__ import annotations

import holidays

from orchestration.extract.fingerprint import content_hash
from orchestration.extract.loads import Batches, Proof, TableLoad, text_table

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


def bank_holidays_load(cursor: str | None) -> TableLoad:
    """All days, or none where the cursor says that exactly these were loaded before."""

    def batches() -> Batches:
        page = text_table(COLUMNS, [tuple(row.values()) for row in bank_holiday_rows()])
        content = content_hash(page)
        page = page.slice(0, 0) if content == cursor else page
        yield page
        count = page.num_rows
        return Proof(count, count, page_count=1, cursor_after=content, offered_columns=COLUMNS)

    return TableLoad(TABLE, COLUMNS, batches())
