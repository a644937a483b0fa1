"""What holding a table of a release against something else gives, and how it is put into words.

Here: the outcome, the sentences of a difference, reading a table row by row. Not here: what a
table should say (copies.py, objectives.py, metric_figures.py, comparing.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from orchestration.audit.rederive.release import Record, Row

# What tells a row from the others of its table: a measure, a unit and a period, or less.
Place = tuple[str | None, ...]

FOLLOWS = "its values, targets and rules give"
# Two figures that were added up in another order or in floating point.
NEARLY = Decimal("0.000000001")


@dataclass(frozen=True)
class Held:
    """How many rows were held, every difference, and how many rows were not held and why."""

    rows: int = 0
    differences: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)


def read_rows(folder: Path, table: str) -> list[Row]:
    """Every row of a table; a column it lacks is named when it is asked for."""
    return [Row(table, row) for row in pq.read_table(folder / f"{table}.parquet").to_pylist()]


def hold_rows(
    table: str, said: Iterable[Record], derived: Mapping[Place, Record], key: tuple[str, ...]
) -> Held:
    """Hold every column that both know, and that the same rows are there, each once.

    `key` names the columns that tell rows of `table` apart, in the order of the derived keys.
    """
    found: list[str] = []
    seen: set[Place] = set()
    for row in said:
        of_row = tuple(row[column] for column in key)
        if of_row in seen:
            found.append(f"{table}, {named(of_row)}: there is more than one row")
        elif of_row not in derived:
            found.append(f"{table}, {named(of_row)}: there is a row, though nothing gives one")
        else:
            found += differing(table, of_row, row, derived[of_row])
        seen.add(of_row)
    found += [
        f"{table}, {named(missing)}: there is no row, though {FOLLOWS} one"
        for missing in derived
        if missing not in seen
    ]
    return Held(len(seen), tuple(found))


def differing(table: str, key: Place, said: Record, derived: Record) -> Iterator[str]:
    """Each column that both have and that says two things."""
    for column, value in derived.items():
        if column in said and said[column] != value:
            yield difference(table, key, column, said[column], value)


def difference(table: str, key: Place, column: str, said: object, derived: object) -> str:
    """What a release says of one column of one row, and what follows from the rest of it."""
    return (
        f"{table}, {named(key)}, {column}: the release says {shown(said)}; {FOLLOWS} "
        f"{shown(derived)}"
    )


def is_near(said: Decimal | None, derived: Decimal | None) -> bool:
    """The same, but for the last of nine decimals."""
    if said is None or derived is None:
        return said is derived
    return abs(said - derived) <= NEARLY * max(abs(derived), Decimal(1))


def named(key: Place) -> str:
    """A row in words: what, of whom where that is told, in which period."""
    what, *of_whom, period = key
    return f"{' of '.join(str(word) for word in (what, *of_whom) if word)} in {period}"


def shown(value: Any) -> str:
    """A value as a person writes it, without the noughts a decimal is stored with."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "nothing" if value is None else str(value)


def is_in_force(row: Record, day: date) -> bool:
    """Whether a rule holds on a day, its last one included."""
    last = row["valid_to_date"]
    return bool(row["valid_from_date"] <= day and (last is None or day <= last))
