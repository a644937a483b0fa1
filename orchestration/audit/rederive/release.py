"""What a release itself gives to judge by: figures, promises, rules, the catalogue.

Here: reading those tables with pandas into records, every number a Decimal. Not here: judging
(single.py, composite.py), and anything the SQL of the warehouse says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

Record = Mapping[str, Any]
Key = tuple[str, str, str]

KEY = ("measure_id", "organisation_unit_id", "period_id")
TABLES = (
    "dim_measures",
    "dim_rag_profiles",
    "dim_rag_reasons",
    "dim_rag_rules",
    "dim_rag_statuses",
    "dim_target_points",
    "dim_target_tiers",
    "dim_targets",
    "fct_measure_statuses",
    "fct_measure_trajectories",
    "fct_measure_values",
    "fct_rule_changes",
)
# Without them a kind of row cannot be judged again: releases from before they were published.
LATER_COLUMNS = {
    "milestone": ("fct_measure_values", ("is_off_plan", "delivered_on_date")),
    "tiers": ("dim_target_tiers", ("tier_rank",)),
}


class AbsentColumnError(Exception):
    """A release from before a column, so that what rests on it cannot be worked out again."""


class Row(dict[str, Any]):
    """A row that says of which table it is when it is asked for a column the table lacks."""

    def __init__(self, table: str, cells: Mapping[str, Any]) -> None:
        super().__init__(cells)
        self.table = table

    def __missing__(self, column: str) -> Any:
        raise AbsentColumnError(f"{self.table} of this release has no column {column}")


@dataclass(frozen=True)
class Promise:
    """One version of a target that stands, with its points and its tiers from the easiest up."""

    version_id: str
    baseline: Decimal | None
    target: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    start: date
    deadline: date | None
    shape: str
    method: str | None
    holds_from: date
    holds_to: date | None
    points: tuple[tuple[date, Decimal], ...] = ()
    tiers: tuple[tuple[int, str, Decimal], ...] = ()

    def holds_on(self, day: date) -> bool:
        return self.holds_from <= day and (self.holds_to is None or day <= self.holds_to)


@dataclass(frozen=True)
class Judge:
    """The rules of a release: colours, the order of the reasons, how bad a colour is."""

    rules: tuple[Record, ...]
    versions: tuple[Record, ...]
    fallbacks: Mapping[str, str | None]
    precedence: Mapping[str, int]
    severity: Mapping[str, int]

    def colour(self, profile: str, state: str | None, day: date, given: Record) -> str | None:
        """The colour the rules of the day give; None where none of them speaks."""
        for rule in self.rules:
            if (rule["rag_profile_id"], rule["applies_to"]) != (profile, state):
                continue
            if _is_in_force(rule, day) and _is_within(given[rule["basis"]], rule):
                return str(rule["rag_status"])
        return None

    def version(self, profile: str, day: date) -> int | None:
        """The version of the rules that held on a day, also of a profile without rules."""
        return next(
            (
                int(row["version"])
                for row in self.versions
                if row["rule_id"] == profile and _is_in_force(row, day)
            ),
            None,
        )

    def first_reason(self, held: set[str]) -> str | None:
        return min(held, key=self.precedence.__getitem__, default=None)


def _is_in_force(row: Record, day: date) -> bool:
    last = row["valid_to_date"]
    return bool(row["valid_from_date"] <= day and (last is None or day <= last))


def _is_within(value: Decimal | None, rule: Record) -> bool:
    if value is None:
        return False
    lower, upper = rule["lower_bound"], rule["upper_bound"]
    above = lower is None or value > lower or (rule["is_lower_inclusive"] and value == lower)
    below = upper is None or value < upper or (rule["is_upper_inclusive"] and value == upper)
    return bool(above and below)


@dataclass(frozen=True)
class Released:
    """The tables of one release, ready to be judged by."""

    as_of: date
    measures: Mapping[str, Record]
    values: Mapping[Key, Record]
    statuses: Mapping[Key, Record]
    trajectories: Mapping[Key, Record]
    promises: Mapping[tuple[str, str], tuple[Promise, ...]]
    judge: Judge
    lacking: Mapping[str, str]


def read_released(folder: Path, as_of: date) -> Released:
    """Read what is needed; which later columns the release lacks is part of the answer."""
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES}
    lacking = {
        kind: f"{table} of this release has no column {column}"
        for kind, (table, columns) in LATER_COLUMNS.items()
        for column in columns
        if column not in tables[table].columns
    }
    records = {name: _records(name, table) for name, table in tables.items()}
    return Released(
        as_of=as_of,
        measures={row["measure_id"]: row for row in records["dim_measures"]},
        values=_by_key(records["fct_measure_values"]),
        statuses=_by_key(records["fct_measure_statuses"]),
        trajectories=_by_key(records["fct_measure_trajectories"]),
        promises=_promises(
            records["dim_targets"], records["dim_target_points"], records["dim_target_tiers"]
        ),
        judge=Judge(
            rules=tuple(records["dim_rag_rules"]),
            versions=tuple(
                row
                for row in records["fct_rule_changes"]
                if row["rule_kind"] == "rag_profile" and not row["is_never_in_force"]
            ),
            fallbacks={
                row["rag_profile_id"]: row["fallback_rag_profile_id"]
                for row in records["dim_rag_profiles"]
            },
            precedence={row["rag_reason"]: row["precedence"] for row in records["dim_rag_reasons"]},
            severity={row["rag_status"]: row["severity"] for row in records["dim_rag_statuses"]},
        ),
        lacking=lacking,
    )


def _records(name: str, table: pd.DataFrame) -> list[Row]:
    """None where there is nothing, Decimal, date and text as they were written."""
    plain = table.astype(object)
    rows = plain.where(table.notna(), None).to_dict("records")
    return [Row(name, {str(column): value for column, value in row.items()}) for row in rows]


def _by_key(rows: list[Row]) -> dict[Key, Record]:
    return {(row[KEY[0]], row[KEY[1]], row[KEY[2]]): row for row in rows}


def _promises(
    targets: list[Row], points: list[Row], tiers: list[Row]
) -> dict[tuple[str, str], tuple[Promise, ...]]:
    """What was replaced on the record judges nothing any more."""
    found: dict[tuple[str, str], tuple[Promise, ...]] = {}
    for row in targets:
        if row["superseded_at"] is not None:
            continue
        promise = Promise(
            version_id=row["target_version_id"],
            baseline=row["baseline_value"],
            target=row["target_value"],
            lower=row["target_lower_value"],
            upper=row["target_upper_value"],
            start=row["start_date"] or row["effective_from_date"],
            deadline=row["deadline_date"],
            shape=row["trajectory_shape"],
            method=row["attainment_method"],
            holds_from=row["effective_from_date"],
            holds_to=row["effective_to_date"],
            points=tuple(
                sorted(
                    (point["point_date"], point["planned_value"])
                    for point in points
                    if point["target_version_id"] == row["target_version_id"]
                )
            ),
            tiers=tuple(
                sorted(
                    (tier.get("tier_rank", 0), tier["tier"], tier["threshold_value"])
                    for tier in tiers
                    if tier["target_version_id"] == row["target_version_id"]
                )
            ),
        )
        key = (row["measure_id"], row["organisation_unit_id"])
        found[key] = (*found.get(key, ()), promise)
    return found
