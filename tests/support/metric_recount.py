"""Every metric of a release, worked out again from its values alone.

Here: an independent count in pandas and exact fractions, from fct_measure_values, the statuses, the
exceptions and the escalations; the fiscal calendar is counted from April here, not read. Not here:
asking MetricFlow or any other tool (the tests do).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

Key = tuple[str, str, str, str]
Row = Mapping[str, Any]
Reader = Callable[[str], pd.DataFrame]


def parquet_of(folder: Path) -> Reader:
    """The tables of a release, by name."""
    return lambda table: pd.read_parquet(folder / f"{table}.parquet")


def span_of(day: date, grain: str) -> str:
    """The span a day belongs to: 2025-12, 2025/26-Q3 or 2025/26."""
    if grain == "month":
        return f"{day:%Y-%m}"
    months_into = (day.month - 4) % 12
    first_year = day.year if day.month >= 4 else day.year - 1
    year = f"{first_year}/{(first_year + 1) % 100:02d}"
    return year if grain == "fiscal_year" else f"{year}-Q{months_into // 3 + 1}"


def recount(read: Reader, grains: Iterable[str]) -> dict[Key, Fraction]:
    """Each figure by metric, who it is of (a unit, a scorecard, or nothing), grain and span."""
    grains = tuple(grains)
    figures: dict[Key, Fraction] = {}
    for grain in grains:
        figures.update(_of_measures(read, grain))
        figures.update(_counts(read, grain))
    return figures


def _rows(read: Reader, mart: str) -> list[dict[str, Any]]:
    return list(read(mart).to_dict("records"))


def _of_measures(read: Reader, grain: str) -> Iterator[tuple[Key, Fraction]]:
    measures = {row["measure_id"]: row for row in _rows(read, "dim_measures")}
    attained = {
        (row["measure_id"], row["organisation_unit_id"], row["period_id"]): row["attainment"]
        for row in _rows(read, "fct_measure_statuses")
    }
    promised = set(read("dim_targets")["measure_id"])
    spans: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in _rows(read, "fct_measure_values"):
        if not pd.isna(row["value"]):
            span = span_of(row["period_end_date"], grain)
            spans.setdefault((row["measure_id"], row["organisation_unit_id"], span), []).append(row)
    for (measure_id, unit_id, span), rows in spans.items():
        measure = measures[measure_id]
        is_whole = unit_id == measure["scorecard_id"]
        name, whose = (measure_id, "") if is_whole else (f"{measure_id}_by_unit", unit_id)
        yield (name, whose, grain, span), _figure(measure, rows)
        last = max(rows, key=lambda row: row["period_end_date"])
        attainment = attained[(measure_id, unit_id, last["period_id"])]
        if is_whole and measure_id in promised and not pd.isna(attainment):
            yield (f"{measure_id}_attainment", "", grain, span), Fraction(attainment)


def _figure(measure: Row, rows: list[dict[str, Any]]) -> Fraction:
    """What several periods come to: added parts, added figures, or the last figure.

    Where the printed figure rules, it is the numerator that goes with its denominator.
    """
    if measure["aggregation"] == "parts":
        scale = Fraction(measure["scale"])
        weighted = sum(
            Fraction(row["value"]) * Fraction(row["denominator"])
            if measure["is_value_authoritative"]
            else Fraction(row["numerator"]) * scale
            for row in rows
        )
        return Fraction(weighted, sum(Fraction(row["denominator"]) for row in rows))
    if measure["aggregation"] == "total":
        return sum((Fraction(row["value"]) for row in rows), Fraction(0))
    return Fraction(max(rows, key=lambda row: row["period_end_date"])["value"])


def _counts(read: Reader, grain: str) -> Iterator[tuple[Key, Fraction]]:
    measures = {row["measure_id"]: row for row in _rows(read, "dim_measures")}
    counted: dict[Key, int] = {}

    def count(name: str, scorecard_id: str, day: date) -> None:
        key = (name, scorecard_id, grain, span_of(day, grain))
        counted[key] = counted.get(key, 0) + 1

    for row in _rows(read, "fct_measure_statuses"):
        measure = measures[row["measure_id"]]
        is_of_the_whole = row["organisation_unit_id"] == measure["scorecard_id"]
        if is_of_the_whole and pd.isna(measure["parent_measure_id"]):
            count(f"statuses_{row['rag_status']}", measure["scorecard_id"], row["period_end_date"])
    for row in _rows(read, "fct_measure_exceptions"):
        if not row["is_waived"]:
            scorecard_id = measures[row["measure_id"]]["scorecard_id"]
            count("exceptions", scorecard_id, row["period_end_date"])
    for row in _rows(read, "fct_escalations"):
        count("escalations", row["scorecard_id"], row["triggered_on_date"])
    for key, number in counted.items():
        yield key, Fraction(number)


def agree(one: Any, other: Fraction) -> bool:
    """Whether two figures are one to nine significant digits."""
    return abs(Fraction(one) - other) <= abs(other) * Fraction(5, 10**10) + Fraction(1, 10**12)
