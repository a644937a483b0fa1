"""The warehouse's own SQL for small numbers, run on tables of a test's own making.

Here: the compiled models, a database of their inputs, and what they say. Not here: which tables,
and what is asked of the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from orchestration.transform.dbt import target_folder
from tests.conftest import PipelineRun
from tests.support.small_numbers import Rule, Shown

MODELS = (
    "int_protected_observations",
    "int_protected_cells",
    "int_table_sums_compared",
    "int_table_complements_compared",
    "int_window_members",
    "int_window_slacks",
    "int_windows_compared",
    "int_protected_tables",
    "int_protected_numbers",
    "int_observations_protected",
)
TOTAL = "card"
USUAL = Rule(7, 5, 5)
INPUTS = """
create schema intermediate;
create schema staging;
create table staging.stg_reference__organisation_units as
    select 'card' as organisation_unit_id, null::varchar as parent_organisation_unit_id,
        'organisation' as unit_type
    union all select 'u' || range, 'card', 'ward' from range(20);
create table staging.stg_reference__measures
    (measure_id varchar, is_bounded boolean, scale decimal(38, 9));
create table staging.stg_reference__measure_parameters
    (measure_id varchar, parameter varchar, value varchar);
create table intermediate.int_disclosure_rules_dated (disclosure_rule_id varchar,
    measure_id varchar, numerator_kind varchar, denominator_kind varchar, threshold integer,
    shown_as integer, base integer, exempt_level varchar, valid_from_date date, valid_to_date date);
create table intermediate.int_measure_periods (measure_id varchar, scorecard_id varchar,
    organisation_unit_id varchar, period_id varchar, period_end_date date);
create table intermediate.int_observations (measure_id varchar, organisation_unit_id varchar,
    period_id varchar, numerator decimal(38, 9), denominator decimal(38, 9), value decimal(38, 9),
    return_status varchar, delivered_on_date date, load_id varchar);
"""


@dataclass(frozen=True)
class Kind:
    """A measure of a test: what its parts are, and how they hang together."""

    measure_id: str
    denominator_kind: str = "count"
    is_bounded: bool = True
    rolling_months: int | None = None
    rule: Rule = USUAL


@dataclass(frozen=True)
class Table:
    """One period of one measure: the units' numerators and denominators, and the rest's."""

    kind: Kind
    period: str
    units: Sequence[tuple[int, int]]
    rest: tuple[int, int] = (0, 0)
    end: date = date(2025, 1, 31)

    @property
    def numbers(self) -> dict[str, tuple[int, int]]:
        found = {f"u{index}": unit for index, unit in enumerate(self.units)}
        found[TOTAL] = (
            sum(unit[0] for unit in self.units) + self.rest[0],
            sum(unit[1] for unit in self.units) + self.rest[1],
        )
        return found


class Protection:
    """The compiled models of a run; `shown` asks them about tables of a test."""

    def __init__(self, run: PipelineRun) -> None:
        compiled = target_folder(run.settings) / "compiled/vital_signs/dbt_project/models"
        folder = compiled / "intermediate/disclosure"
        self.queries = {model: _read(folder, model) for model in MODELS}

    def shown(self, tables: Iterable[Table]) -> list[list[Shown]]:
        """What would be published of each table, in the order they came."""
        tables = list(tables)
        with duckdb.connect() as connection:
            connection.execute("attach ':memory:' as warehouse; use warehouse")
            connection.execute(INPUTS)
            _insert(connection, tables)
            for model in MODELS:
                connection.execute(f"create table intermediate.{model} as {self.queries[model]}")
            rows = connection.execute(
                "select measure_id, organisation_unit_id, period_id, numerator, denominator"
                " from intermediate.int_observations_protected"
            ).fetchall()
        told = {row[:3]: row[3:] for row in rows}
        return [list(_cells(table, told)) for table in tables]


def _read(folder: Path, model: str) -> str:
    return (folder / f"{model}.sql").read_text(encoding="utf-8")


def _insert(connection: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> None:
    for kind in {table.kind for table in tables}:
        connection.execute(
            "insert into staging.stg_reference__measures values (?, ?, 100)",
            [kind.measure_id, kind.is_bounded],
        )
        connection.execute(
            "insert into intermediate.int_disclosure_rules_dated"
            " values ($1, $1, 'count', $2, $3, $4, $5, null, date '2014-01-01', null)",
            [kind.measure_id, kind.denominator_kind, kind.rule.threshold, kind.rule.shown_as,
             kind.rule.base],
        )  # fmt: skip
        if kind.rolling_months:
            connection.execute(
                "insert into staging.stg_reference__measure_parameters"
                " values (?, 'rolling_months', ?)",
                [kind.measure_id, str(kind.rolling_months)],
            )
    rows = [
        (table.kind.measure_id, unit, table.period, table.end, *numbers)
        for table in tables
        for unit, numbers in table.numbers.items()
    ]
    names = ("measure_id", "unit", "period", "ends", "n", "d")
    connection.execute(
        "create temp table given as select unnest(rows, recursive := true)"
        " from (select $1::struct(measure_id varchar, unit varchar, period varchar, ends date,"
        " n bigint, d bigint)[] as rows)",
        [[dict(zip(names, row, strict=True)) for row in rows]],
    )
    connection.execute(
        "insert into intermediate.int_measure_periods"
        f" select measure_id, '{TOTAL}', unit, period, ends from given"
    )
    connection.execute(
        "insert into intermediate.int_observations select measure_id, unit, period, n, d,"
        " case when d = 0 then null else 100 * n // d end, 'reported', null, null from given"
    )


def _cells(
    table: Table, told: dict[tuple[str, ...], tuple[Decimal | None, ...]]
) -> Iterable[Shown]:
    kinds = {"numerator": "count", "denominator": table.kind.denominator_kind}
    for unit in table.numbers:
        numbers = told[table.kind.measure_id, unit, table.period]
        for (part, kind), number in zip(kinds.items(), numbers, strict=True):
            if kind == "count":
                yield Shown(
                    measure_id=table.kind.measure_id,
                    unit=unit,
                    period=table.period,
                    part=part,
                    month=12 * table.end.year + table.end.month,
                    kind=kind,
                    rule=table.kind.rule,
                    is_bounded=table.kind.is_bounded,
                    is_total=unit == TOTAL,
                    shown=None if number is None else int(number),
                )
