"""The tables a measure is counted from, and which of them hold records about people.

Here: reading those two seeds. Not here: the rest of the catalogue.
"""

from __future__ import annotations

import csv
from pathlib import Path

RETURNED = ("returns.observations",)


def tables_of(root: Path, measure_id: str) -> tuple[str, ...]:
    """As `source.table`; of a measure without a row, the table of returned figures."""
    rows = _rows(root, "measure_tables")
    found = sorted(_table(row) for row in rows if row["measure_id"] == measure_id)
    return tuple(found) or RETURNED


def personal_tables(root: Path) -> frozenset[str]:
    """Of these nothing but keys is shown."""
    return frozenset(_table(row) for row in _rows(root, "personal_tables"))


def _table(row: dict[str, str]) -> str:
    return f"{row['source']}.{row['table_name']}"


def _rows(root: Path, seed: str) -> list[dict[str, str]]:
    with (root / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
