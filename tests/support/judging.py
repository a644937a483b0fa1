"""The project's own SQL of the assessment, over promises and figures a test makes up.

Here: the models from the values to their colours, rendered without dbt and run on tables made on
the spot; rules and reasons are the catalogue's own. Not here: what the colours should be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb

from tests.support.recounting import seed_rows
from tests.support.rendering import rendered_model

MODELS = (
    "int_values_observed",
    "int_targets_in_force",
    "int_targets_considered",
    "int_trajectories",
    "int_variances",
    "int_attainments",
    "int_milestone_states",
    "int_tiers_reached",
    "int_rag_inputs",
    "int_rag_colours",
    "int_judgements",
    "int_rag_reasons",
    "int_single_statuses",
    "int_movements",
    "int_deterioration_runs",
)
KEYS = "measure_id varchar, organisation_unit_id varchar, period_id varchar"
NUMBER = "decimal(38, 9)"
PERIOD = f"{KEYS}, period_start_date date, period_end_date date"
MADE_UP = {
    "int_spine": f"{PERIOD}, scorecard_id varchar, frequency varchar, due_date date, "
    "is_complete boolean",
    "int_planned_periods": PERIOD,
    "int_observations_protected": f"{KEYS}, numerator {NUMBER}, denominator {NUMBER}, "
    f"value {NUMBER}, return_status varchar, is_suppressed boolean, delivered_on_date date, "
    "load_id varchar",
    "int_return_rejections_by_period": KEYS,
    "int_targets": "target_version_id varchar, measure_id varchar, organisation_unit_id varchar, "
    f"baseline_value {NUMBER}, target_value {NUMBER}, target_lower_value {NUMBER}, "
    f"target_upper_value {NUMBER}, start_date date, deadline_date date, trajectory_shape varchar, "
    "attainment_method varchar, effective_from_date date, effective_to_date date, "
    "superseded_at timestamp",
    # One target and one version of each rule: nothing is compared.
    "int_targets_compared": f"{PERIOD}, target_version_id varchar, baseline_value {NUMBER}, "
    f"target_value {NUMBER}, target_lower_value {NUMBER}, target_upper_value {NUMBER}, "
    "start_date date, deadline_date date, trajectory_shape varchar, attainment_method varchar, "
    "alternative_id varchar",
    "int_rules_compared": "rule_kind varchar, rule_id varchar, old_version integer, "
    "alternative_id varchar, valid_from_date date, valid_to_date date",
    "stg_reference__target_points": "target_version_id varchar, point_date date, "
    f"planned_value {NUMBER}",
    "stg_reference__target_tiers": "target_version_id varchar, tier varchar, "
    f"threshold_value {NUMBER}",
    "stg_reference__measures": "measure_id varchar, measure_kind varchar, direction varchar, "
    f"is_strict boolean, rag_profile_id varchar, attainment_method varchar, "
    f"movement_tolerance {NUMBER}",
    "stg_reference__measure_parameters": "measure_id varchar, parameter varchar",
}
# Of the catalogue's rules the newest version, as if it had always been in force.
CATALOGUE = {
    "int_rag_rules_dated": (
        "rag_rules",
        "rag_profile_id varchar, rag_status varchar, basis varchar, applies_to varchar, "
        f"lower_bound {NUMBER}, upper_bound {NUMBER}, is_lower_inclusive boolean, "
        "is_upper_inclusive boolean",
    ),
    "stg_reference__rag_profiles": (
        "rag_profiles",
        "rag_profile_id varchar, fallback_rag_profile_id varchar",
    ),
    "stg_reference__rag_reasons": ("rag_reasons", "rag_reason varchar, precedence integer"),
    "stg_reference__tiers": ("tiers", "tier varchar, tier_rank integer"),
}
START = date(2025, 3, 31)
DEADLINE = date(2026, 3, 31)
PERIODS = tuple(date(2025, month, 28) for month in range(4, 13))
SEVERITY = {row["rag_status"]: int(row["severity"]) for row in seed_rows("rag_statuses")}


def newest(seed: str) -> list[dict[str, str]]:
    """The rows of a seed; of rules that have versions, those of the newest."""
    rows = seed_rows(seed)
    if "version" not in rows[0]:
        return rows
    last = {row["rag_profile_id"]: int(row["version"]) for row in sorted(rows, key=_version)}
    return [row for row in rows if _version(row) == last[row["rag_profile_id"]]]


def _version(row: dict[str, str]) -> int:
    return int(row["version"])


@dataclass(frozen=True)
class Promise:
    """A measure with one target, and its figures: one a period, from the first period on."""

    values: tuple[Decimal | None, ...]
    direction: str
    method: str
    profile: str
    target: Decimal | None
    baseline: Decimal | None = None
    edges: tuple[Decimal, Decimal] | None = None
    kind: str = "level"
    shape: str = "flat"
    is_strict: bool = False
    tolerance: Decimal | None = None
    points: tuple[tuple[date, Decimal], ...] = ()
    tiers: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True)
class Judged:
    """What a period came to."""

    rag_status: str
    rag_reason: str | None
    attainment: Decimal | None
    is_met: bool | None
    movement: str | None
    consecutive_deteriorations: int

    @property
    def severity(self) -> int:
        return SEVERITY[self.rag_status]


class Assessment:
    """A scratch database with the models in it; each question fills it anew."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        # A few rows each time: one thread starts no others.
        self.connection.execute("set threads = 1")
        for table, columns in MADE_UP.items():
            self.connection.execute(f"create table {table} ({columns})")
        for table, (seed, columns) in CATALOGUE.items():
            self.connection.execute(f"create table {table} ({columns})")
            names = [column.split()[0] for column in columns.split(", ") if column[0].isalpha()]
            self._insert(table, [[row[name] or None for name in names] for row in newest(seed)])
        self.connection.execute(
            "alter table int_rag_rules_dated add column valid_from_date date default '2014-01-01';"
            "alter table int_rag_rules_dated add column valid_to_date date;"
            "alter table int_rag_rules_dated add column version integer default 1;"
            "create table int_dates as select unnest(generate_series(date '2025-01-01',"
            " date '2026-12-31', interval 1 day))::date as date_day, 'fiscal' as calendar,"
            " 2025 as first_year"
        )
        self.models = {name: rendered_model("assessment", name) for name in MODELS}

    def judged(self, promises: Sequence[Promise], order: Sequence[int] = ()) -> list[list[Judged]]:
        """Each promise's periods; the rows lie in the tables in the given order of promises."""
        numbers = order or range(len(promises))
        rows: dict[str, list[Sequence[Any]]] = {table: [] for table in MADE_UP}
        for number in numbers:
            for table, found in _rows(f"m{number}", promises[number]).items():
                # The same order backwards: whatever comes last is not the newest.
                rows[table] += reversed(found) if order else found
        for table, found in rows.items():
            self.connection.execute(f"delete from {table}")
            self._insert(table, found)
        for name, sql in self.models.items():
            self.connection.execute(f"create or replace table {name} as {sql}")
        return [self._read(f"m{number}") for number in range(len(promises))]

    def _read(self, measure: str) -> list[Judged]:
        rows = self.connection.execute(
            "select rag_status, rag_reason, attainment, is_met, movement,"
            " coalesce(consecutive_deteriorations, 0) from int_single_statuses"
            " left join int_movements using (measure_id, organisation_unit_id, period_id)"
            " left join int_deterioration_runs using (measure_id, organisation_unit_id, period_id)"
            " where measure_id = ? order by int_single_statuses.period_end_date",
            [measure],
        ).fetchall()
        return [Judged(*row) for row in rows]

    def _insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        texts = [f"({', '.join(_literal(cell) for cell in row)})" for row in rows]
        if texts:
            self.connection.execute(f"insert into {table} values {', '.join(texts)}")


def _literal(cell: Any) -> str:
    if cell is None:
        return "null"
    return f"'{cell}'" if not isinstance(cell, bool) else str(cell).lower()


def _rows(measure: str, one: Promise) -> dict[str, list[Sequence[Any]]]:
    """The rows of one measure; its columns in the order of MADE_UP."""
    spine: list[Sequence[Any]] = []
    planned: list[Sequence[Any]] = []
    observations: list[Sequence[Any]] = []
    for day, value in zip(PERIODS, one.values, strict=False):
        key = (measure, "u", str(day))
        planned.append((*key, day.replace(day=1), day))
        spine.append((*planned[-1], "s", "month", day + timedelta(10), True))
        status = "reported" if value is not None else "awaiting_data"
        observations.append((*key, None, None, value, status, False, None, "load"))
    lower, upper = one.edges or (None, None)
    deadline = DEADLINE if one.shape == "linear" else None
    amounts = (one.baseline, one.target, lower, upper)
    held = (START, deadline, one.shape, one.method, START, None, None)
    return {
        "int_spine": spine,
        "int_planned_periods": planned,
        "int_observations_protected": observations,
        "int_targets": [(measure, measure, "u", *amounts, *held)],
        "stg_reference__target_points": [(measure, day, value) for day, value in one.points],
        "stg_reference__target_tiers": [(measure, tier, value) for tier, value in one.tiers],
        "stg_reference__measures": [
            (
                measure,
                one.kind,
                one.direction,
                one.is_strict,
                one.profile,
                one.method,
                one.tolerance,
            ),
        ],
    }
