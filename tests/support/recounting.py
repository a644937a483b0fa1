"""What recounts share: raw rows as they landed, London time, names of periods, the ninth decimal.

Here: nothing that knows a source or a measure, and nothing of the code under test. A recount is a
module of tests/recount with one function, `recount(raw, as_of)`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq

ROOT = Path(__file__).parents[2]
LONDON = ZoneInfo("Europe/London")
NINTH = 10**9

Record = dict[str, str]
# Measure, organisation unit, period.
Key = tuple[str, str, str]
# Numerator and denominator after their divisors.
Parts = tuple[Fraction, Fraction]
Figures = dict[Key, Parts]


class Tally:
    """Numerators and denominators by measure, unit and period, added up exactly."""

    def __init__(self) -> None:
        self.figures: Figures = {}

    def add(
        self,
        measure: str,
        units: Iterable[str],
        period: str,
        numerator: Fraction | int,
        denominator: Fraction | int = 1,
    ) -> None:
        """Add to the figure of every unit the record belongs to, the organisation included."""
        for unit in units:
            n, d = self.figures.get((measure, unit, period), (Fraction(0), Fraction(0)))
            self.figures[measure, unit, period] = (n + numerator, d + denominator)


def landed(raw: Path, source: str, table: str) -> list[Record]:
    """Every row of every load, oldest load first; `_load` is the load's number."""
    return [
        {**row, "_load": part.parts[-3]}
        for part in sorted(raw.glob(f"{source}/loads/*/{table}/*.parquet"))
        for row in pq.read_table(part).to_pylist()
    ]


def newest(raw: Path, source: str, table: str, key: str, stamp: str = "") -> list[Record]:
    """One row for each key: the last change, and of equal changes the one that came last."""
    found: dict[str, Record] = {}
    for row in landed(raw, source, table):
        known = found.get(row[key])
        if known is None or not stamp or row[stamp] >= known[stamp]:
            found[row[key]] = row
    return list(found.values())


def seed_rows(name: str) -> list[Record]:
    """A seed as the file has it."""
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def utc_moment(text: str) -> datetime | None:
    """A moment the source wrote in UTC; None where there is none or it cannot be read."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return None


def london_day(when: datetime) -> date:
    """The day in London."""
    return when.astimezone(LONDON).date()


def month(day: date) -> str:
    """2025-06."""
    return f"{day:%Y-%m}"


def week(day: date) -> str:
    """2025-W14, the week its Thursday's year counts."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


def fiscal_year(day: date) -> str:
    """2025/26, from April to March."""
    first = day.year if day.month > 3 else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def fiscal_quarter(day: date) -> str:
    """2025/26-Q1, which begins in April."""
    return f"{fiscal_year(day)}-Q{(day.month - 4) % 12 // 3 + 1}"


def calendar_half(day: date) -> str:
    """2025-H1, from January to June."""
    return f"{day.year}-H{1 if day.month < 7 else 2}"


def ninth(value: Fraction) -> Decimal:
    """At nine decimals, halves away from zero."""
    scaled = abs(value) * NINTH
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-9)


def value_of(parts: Parts, scale: Fraction) -> Decimal | None:
    """The value of the parts as they are published, at nine decimals each."""
    numerator, denominator = (Fraction(ninth(part)) for part in parts)
    return ninth(numerator * scale / denominator) if denominator else None


def absent(figures: Mapping[Key, Parts], measure: str) -> Parts:
    """What a period without records counts: nothing of nothing, or none where d is always 1."""
    below = {d for (counted, _, _), (_, d) in figures.items() if counted == measure}
    return Fraction(0), Fraction(1 if below == {1} else 0)
