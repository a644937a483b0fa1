"""The simulated HR and learning systems in a real PostgreSQL: the same rows, the same measures.

Both databases are read on two days, so that windows, late entries and deletions have to come out
the same too; the warehouse is built from PostgreSQL's rows and held against the recount.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa
import pytest
from psycopg import sql

from orchestration.extract.contracts import KEYS, SourceTable, read_contracts
from orchestration.extract.landed import read_manifest
from orchestration.extract.run import extract_all
from orchestration.extract.sources import Sources, SqlSource, System
from orchestration.horizon import Horizon
from orchestration.sandbox.people import systems
from orchestration.sandbox.people.records import HR, LEARNING, generate
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.transform.builds import new_build
from orchestration.transform.dbt import WAREHOUSE, build_arguments, run_dbt
from tests.recount.people import recount
from tests.support.postgres import Postgres, fresh_database
from tests.support.raw_reading import landed
from tests.support.recounting import absent, ninth

FIRST, LAST = date(2025, 10, 31), date(2026, 1, 31)
SEED, SCALE = 11, 0.02
BOTH = (HR, LEARNING)
Loads = tuple[Settings, Settings]


def typed(table: SourceTable, name: str, value: str) -> str | None:
    """A text as its column takes it: what is unset is null, unless it is text."""
    return value if value or table.types[name] == "text" else None


def fill(database: Postgres, source: str, tables: dict[str, pa.Table]) -> None:
    """A schema for the source, its tables with the types that the contract promises."""
    schema = sql.Identifier(source)
    promised = {table.name: table for table in read_contracts(PROJECT_ROOT)[source].tables}
    with psycopg.connect(database.admin) as connection:
        connection.execute(sql.SQL("drop schema if exists {} cascade").format(schema))
        connection.execute(sql.SQL("create schema {}").format(schema))
        for name, rows in tables.items():
            table, relation = promised[name], sql.Identifier(source, name)
            columns = [
                sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(table.types[column]))
                for column in rows.column_names
            ]
            made = sql.SQL("create table {} ({})").format(relation, sql.SQL(", ").join(columns))
            connection.execute(made)
            with connection.cursor().copy(sql.SQL("copy {} from stdin").format(relation)) as copied:
                for row in rows.to_pylist():
                    copied.write_row([typed(table, column, row[column]) for column in row])
        for right in ("usage on schema", "select on all tables in schema"):
            granted = sql.SQL("grant {} {} to reader").format(sql.SQL(right), schema)
            connection.execute(granted)


@pytest.fixture(scope="module")
def loads(postgres_server: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loads]:
    """Two homes: the rows as SQLite gave them, and as PostgreSQL gave them."""
    embedded = Settings(PROJECT_ROOT, tmp_path_factory.mktemp("sqlite").resolve())
    served = Settings(PROJECT_ROOT, tmp_path_factory.mktemp("postgres").resolve())
    records = generate(SEED, SCALE)
    with fresh_database(postgres_server) as database, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEOPLE_DATABASE", database.reader())
        reached: dict[str, System] = {
            source: SqlSource(name=source, url_variable="PEOPLE_DATABASE", schema=source)
            for source in BOTH
        }
        for day in (FIRST, LAST):
            with systems(embedded, day, SEED, SCALE) as simulated:
                extract_all(embedded, Sources(simulated), progress=lambda _: None)
            for source in BOTH:
                fill(database, source, records.as_at(source, day))
            extract_all(served, Sources(reached), progress=lambda _: None)
        yield embedded, served


@pytest.mark.parametrize("source", BOTH)
def test_the_same_rows_land_from_both(loads: Loads, source: str) -> None:
    """Text for text, load for load, the keys that are left included."""
    for table in read_contracts(PROJECT_ROOT)[source].tables:
        for name in (table.name, f"{table.name}{KEYS}"):
            ours, theirs = (
                sorted((tuple(row.items()) for row in landed(home.raw, source, name)), key=repr)
                for home in loads
            )
            assert len(ours) > 0
            assert ours == theirs, name


def test_the_second_load_brought_what_changed_and_not_everything(loads: Loads) -> None:
    for home in loads:
        for source in BOTH:
            first, second = (
                {entry["table_name"]: entry["row_count"] for entry in read_manifest(load)["tables"]}
                for load in sorted((home.raw / source / "loads").iterdir())
            )
            for table in read_contracts(PROJECT_ROOT)[source].tables:
                assert 0 < second[table.name] < first[table.name] / 2, table.name


def test_the_measures_from_postgresql_are_the_recounted_ones(loads: Loads) -> None:
    _, served = loads
    build = new_build(served)
    for command, select in (("seed", "*"), ("run", "+int_measures_computed")):
        run_dbt(served, build, build_arguments(served, Horizon(LAST), command, select=select))
    expected = recount(served.raw, LAST)
    measures = sorted({measure for measure, _, _ in expected})
    with duckdb.connect(str(build / WAREHOUSE), read_only=True) as warehouse:
        found = warehouse.execute(
            "select measure_id, organisation_unit_id, period_id, numerator, denominator"
            " from intermediate.int_measures_computed where measure_id in $1",
            [measures],
        ).fetchall()
    counted = {(row[0], row[1], row[2]): (row[3], row[4]) for row in found}
    assert len(measures) == 5
    # 22 months for the organisation, and for five directorates in all measures but one.
    assert len(counted) == 22 * (5 + 4 * 5)
    assert counted == {
        key: tuple(ninth(part) for part in expected.get(key, absent(expected, key[0])))
        for key in counted
    }
