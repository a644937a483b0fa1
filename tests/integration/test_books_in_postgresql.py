"""The simulated money and estate in a real PostgreSQL, with real types: the same texts land.

What lands decides every figure, so a ledger of numbers and dates gives the figures that a file of
texts gives. Bad rows are left out: no such database would take them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg
import pyarrow as pa
import pytest
from psycopg import sql

from orchestration.extract.contracts import Contract, read_contracts
from orchestration.extract.run import extract_system
from orchestration.extract.sources import SqlSource
from orchestration.sandbox.entries import Books
from orchestration.sandbox.estate import records as estate
from orchestration.sandbox.money import records as money
from orchestration.settings import PROJECT_ROOT, Settings
from tests.conftest import AS_OF
from tests.support.postgres import Postgres, fresh_database
from tests.support.raw_reading import landed

SEED, SCALE = 7, 0.01
# A contract names the family alone.
NUMERIC = {"decimal": "numeric(14, 2)"}
Rows = list[dict[str, str]]


def good_rows(table: pa.Table, key: str) -> Rows:
    """All but the planted ones."""
    return [row for row in table.to_pylist() if not row[key].startswith("BAD")]


def filled(database: Postgres, contract: Contract, tables: Mapping[str, Rows]) -> None:
    """Tables of that source with the types such a system would have."""
    with psycopg.connect(database.admin) as connection:
        for name, rows in tables.items():
            promised = contract.table(name)
            declared = [
                sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(NUMERIC.get(kind, kind)))
                for column, kind in promised.types.items()
            ]
            made = sql.SQL("create table {} ({})")
            connection.execute(made.format(sql.Identifier(name), sql.SQL(", ").join(declared)))
            copied = sql.SQL("copy {} from stdin").format(sql.Identifier(name))
            with connection.cursor() as cursor, cursor.copy(copied) as copy:
                for row in rows:
                    copy.write_row([row[column] or None for column in promised.types])


@pytest.mark.parametrize("generate", [money.generate, estate.generate], ids=["money", "estate"])
def test_numbers_and_dates_land_as_the_texts_of_the_sandbox(
    tmp_path: Path,
    postgres_server: Path,
    monkeypatch: pytest.MonkeyPatch,
    generate: Callable[[int, float], Books],
) -> None:
    contracts = read_contracts(PROJECT_ROOT)
    settings = Settings(root=PROJECT_ROOT, home=tmp_path.resolve())
    for source, tables in generate(SEED, SCALE).as_at(AS_OF).items():
        contract = contracts[source]
        rows = {name: good_rows(found, contract.table(name).key) for name, found in tables.items()}
        with fresh_database(postgres_server) as database:
            filled(database, contract, rows)
            monkeypatch.setenv("BOOKS", database.reader())
            system = SqlSource(name=source, url_variable="BOOKS")
            extract_system(settings, contract, system, progress=lambda _: None)
        for name, expected in rows.items():
            key = contract.table(name).key
            found = {
                row[key]: {column: value or "" for column, value in row.items() if column[0] != "_"}
                for row in landed(settings.raw, source, name)
            }
            assert found == {row[key]: row for row in expected}, name
