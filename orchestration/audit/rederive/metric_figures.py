"""The figures of quarters and years, added up again by the catalogue's rule for each measure.

Here: parts, totals, the last figure, and counts by scorecard. Not here: the figures of one period
(copies.py). MetricFlow is not asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from orchestration.audit.rederive.copies import EXCEPTIONS
from orchestration.audit.rederive.holding import (
    Held,
    Place,
    hold_rows,
    is_near,
    read_rows,
)
from orchestration.audit.rederive.promises import divided
from orchestration.audit.rederive.release import AbsentColumnError, Record

FIGURES, ESCALATIONS, SPANS = "metric_figures", "fct_escalations", "dim_periods"
NEEDED = (EXCEPTIONS, ESCALATIONS, SPANS)
KEY = ("metric", "scorecard_id", "organisation_unit_id", "period_id")
# What a metric by unit is called after its measure, and a count of statuses before its colour.
BY_UNIT, STATUSES = "_by_unit", "statuses_"
GRAINS = {"quarter": "fiscal_quarter", "year": "fiscal_year"}

Span = tuple[date, date, str]


def hold_metric_figures(
    folder: Path, wide: Mapping[Place, Record], measures: Mapping[str, Record]
) -> Held:
    """Every figure of a quarter or a year."""
    absent = [name for name in NEEDED if not (folder / f"{name}.parquet").is_file()]
    if absent:
        raise AbsentColumnError(f"the release has no {', '.join(absent)}")
    said = read_rows(folder, FIGURES)
    spans = [
        (row["start_date"], row["end_date"], _span_named(GRAINS[row["grain"]], row["period_id"]))
        for row in read_rows(folder, SPANS)
        if row["calendar"] == "fiscal" and row["grain"] in GRAINS
    ]
    figures = _of_measures(wide.values(), measures, spans) | _counted(folder, wide.values(), spans)
    derived: dict[Place, dict[str, Any]] = {
        place: {"value": value} for place, value in figures.items()
    }
    for row in said:
        place = row["period_id"] = f"{row['period_id']} ({row['grain']})"
        given = derived.get(
            (row["metric"], row["scorecard_id"], row["organisation_unit_id"], place)
        )
        if given and is_near(row["value"], given["value"]):
            given["value"] = row["value"]
    return hold_rows(FIGURES, said, derived, KEY)


def _span_named(grain: str, period_id: str) -> str:
    return f"{period_id} ({grain})"


def _spans_of(day: date, spans: Iterable[Span]) -> list[str]:
    return [name for first, last, name in spans if first <= day <= last]


def _of_measures(
    rows: Iterable[Record], measures: Mapping[str, Record], spans: list[Span]
) -> dict[Place, Decimal]:
    by_span: dict[Place, list[Record]] = defaultdict(list)
    in_order = sorted(rows, key=lambda row: row["period_end_date"])
    days = {row["period_end_date"] for row in in_order}
    spans_of = {day: _spans_of(day, spans) for day in days}
    for row in in_order:
        if row["value"] is None:
            continue
        unit = None if row["is_whole"] else row["organisation_unit_id"]
        metric = row["measure_id"] + (BY_UNIT if unit else "")
        for span in spans_of[row["period_end_date"]]:
            by_span[metric, None, unit, span].append(row)
    found = {
        place: added_up(measures[of_span[0]["measure_id"]]["aggregation"], of_span)
        for place, of_span in by_span.items()
    }
    return {place: value for place, value in found.items() if value is not None}


def added_up(rule: str, rows: list[Record]) -> Decimal | None:
    """`rows` are in the order of time."""
    if rule == "total":
        return sum((row["value"] for row in rows), Decimal(0))
    if rule == "latest":
        return rows[-1]["value"]  # type: ignore[no-any-return]  # a column of decimals
    weights = [row["weight"] for row in rows if row["weight"] is not None]
    weighted = [row["weighted_value"] for row in rows if row["weighted_value"] is not None]
    if not weights or not weighted:
        return None
    return divided(sum(weighted, Decimal(0)), sum(weights, Decimal(0)))


def _counted(folder: Path, rows: Iterable[Record], spans: list[Span]) -> dict[Place, Decimal]:
    """Statuses by colour, exceptions that stand and escalations, as their tables have them."""
    events: list[tuple[str, Any, date]] = [
        (STATUSES + row["rag_status"], row["scorecard_id"], row["period_end_date"])
        for row in rows
        if row["is_counted"]
    ]
    events += [
        ("exceptions", row["scorecard_id"], row["period_end_date"])
        for row in read_rows(folder, EXCEPTIONS)
        if not row["is_waived"]
    ]
    events += [
        ("escalations", row["scorecard_id"], row["triggered_on_date"])
        for row in read_rows(folder, ESCALATIONS)
    ]
    counts: Counter[Place] = Counter()
    for (metric, scorecard, day), count in Counter(events).items():
        for span in _spans_of(day, spans):
            counts[metric, scorecard, None, span] += count
    return {place: Decimal(count) for place, count in counts.items()}
