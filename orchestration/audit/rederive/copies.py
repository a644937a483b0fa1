"""Tables that say a status or a figure once more, held against what was worked out.

Here: one wide row per measure, unit and period, and what each table takes from it. Not here: how a
status is worked out (single.py, composite.py), and figures of longer spans (metric_figures.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from orchestration.audit.rederive.holding import Held, Place, hold_rows, is_near, read_rows
from orchestration.audit.rederive.release import KEY, Key, Record, Released
from orchestration.audit.rederive.single import Status

PERIODS = ("obt_measure_periods", "rpt_measure_periods")
LATEST = "rpt_latest_statuses"
WHOLE, BY_UNIT = "fct_organisation_figures", "fct_unit_figures"
PUBLISHED = "fct_published_measures"
EXCEPTIONS = "fct_measure_exceptions"
# What a publication shows, beside the column of a status that is the same now or restated.
SHOWN = ("value", "target_value", "rag_status")
EARLIER_WEIGHTING = (
    "weighted_value is the rounded value times the denominator, as releases had it before it was "
    "the numerator"
)
JUDGED = tuple(field.name for field in fields(Status) if field.name != "ruled_status")
OF_FIGURES = ("value", "weighted_value", "weight", "attainment")
OF_ROW = ("measure_id", "organisation_unit_id", "period_id", "scorecard_id")
OF_DAYS = ("is_provisional", "period_start_date", "period_end_date")


def wide_rows(released: Released, derived: Mapping[Key, Status]) -> dict[Place, Record]:
    """All there is to say of a period: catalogue, figures, what its status says, what follows."""
    rows: dict[Place, Record] = {}
    for key, figures in released.values.items():
        measure = released.measures[key[0]]
        row: dict[str, Any] = {**measure, **figures, **released.statuses.get(key, {})}
        if key in derived:
            row |= {column: getattr(derived[key], column) for column in JUDGED}
        due = figures["period_end_date"] + timedelta(days=measure["reporting_lag_days"])
        row |= {
            "due_date": due,
            "is_complete": released.as_of >= due,
            "is_whole": key[1] == measure["scorecard_id"],
            "weight": figures["denominator"],
            "weighted_value": _weighted(measure, figures, row["value"]),
        }
        row["is_provisional"] = not row["is_complete"]
        row["is_counted"] = row["is_whole"] and measure["parent_measure_id"] is None
        rows[key] = row
    for series in _series(rows.values()).values():
        for is_complete in (True, False):
            of_kind = [period for period in series if period["is_complete"] is is_complete]
            for rank, period in enumerate(reversed(of_kind), start=1):
                place = tuple(period[column] for column in KEY)
                rows[place] = {**period, "completeness_rank": rank}
    return rows


def _weighted(measure: Record, figures: Record, value: Decimal | None) -> Decimal | None:
    """What is added up over periods: the parts as they are, or a printed value by its weight."""
    if not measure["is_value_authoritative"]:
        numerator = figures["numerator"]
        return None if numerator is None else numerator * measure["scale"]
    weight = figures["denominator"]
    return None if value is None or weight is None else value * weight


def _series(rows: Iterable[Record]) -> dict[tuple[str, str], list[Record]]:
    """The periods of each measure and unit, in order."""
    found: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["period_end_date"]):
        found[row["measure_id"], row["organisation_unit_id"]].append(row)
    return found


def hold_periods(folder: Path, table: str, wide: Mapping[Place, Record]) -> Held:
    """A table with every period of every measure."""
    return hold_rows(table, read_rows(folder, table), wide, KEY)


def hold_latest(folder: Path, wide: Mapping[Place, Record]) -> Held:
    """The table of each measure's latest complete period, with the one before it."""
    exceptions: Counter[Place] | None = None
    if (folder / f"{EXCEPTIONS}.parquet").is_file():
        raised = [row for row in read_rows(folder, EXCEPTIONS) if not row["is_waived"]]
        exceptions = Counter(tuple(row[column] for column in KEY) for row in raised)
    latest: dict[Place, Record] = {}
    for series in _series(wide.values()).values():
        complete = [row for row in series if row["is_complete"]]
        if not complete:
            continue
        before = complete[-2] if len(complete) > 1 else {"value": None, "rag_status": None}
        key = tuple(complete[-1][column] for column in KEY)
        row = {
            **complete[-1],
            "previous_value": before["value"],
            "previous_rag_status": before["rag_status"],
        }
        if exceptions is not None:
            row["exception_count"] = exceptions[key]
        latest[key] = row
    return hold_rows(LATEST, read_rows(folder, LATEST), latest, KEY)


def hold_figures(folder: Path, table: str, wide: Mapping[Place, Record]) -> Held:
    """A table of the figures that metrics add up: of whole organisations, or of their units."""
    columns = (*OF_ROW, *OF_FIGURES, *OF_DAYS)
    of_table = table == WHOLE
    derived = {
        key: {column: row[column] for column in columns}
        for key, row in wide.items()
        if row["value"] is not None and row["is_whole"] is of_table
    }
    said = read_rows(folder, table)
    if of_table:
        for row in said:
            row["organisation_unit_id"] = row["scorecard_id"]
    earlier = _take_over_what_is_near(said, derived)
    held = hold_rows(table, said, derived, KEY)
    return Held(held.rows, held.differences, {EARLIER_WEIGHTING: earlier} if earlier else {})


def _take_over_what_is_near(said: Sequence[Record], derived: dict[Place, dict[str, Any]]) -> int:
    """How many rows weigh as they did in earlier releases."""
    earlier = 0
    for row in said:
        given = derived.get(tuple(row[column] for column in KEY))
        if given is None:
            continue
        is_same = is_near(row["weighted_value"], given["weighted_value"])
        if not is_same and None not in (given["value"], given["weight"]):
            is_same = is_near(row["weighted_value"], given["value"] * given["weight"])
            earlier += is_same
        if is_same:
            given["weighted_value"] = row["weighted_value"]
    return earlier


def hold_published(folder: Path, wide: Mapping[Place, Record]) -> Held:
    """What was published is frozen elsewhere; here what it is now, and whether that is the same."""
    said = read_rows(folder, PUBLISHED)
    key = ("measure_id", "organisation_unit_id", "publication_id", "period_id")
    derived: dict[Place, Record] = {}
    for row in said:
        now = wide.get(tuple(row[column] for column in KEY), {})
        is_other = any(row[column] != now.get(column) for column in SHOWN)
        derived[tuple(row[column] for column in key)] = {
            "current_value_status": now.get("value_status"),
            **{f"current_{column}": now.get(column) for column in SHOWN},
            "is_restated": is_other and not row["is_withheld"],
        }
    return hold_rows(PUBLISHED, said, derived, key)
