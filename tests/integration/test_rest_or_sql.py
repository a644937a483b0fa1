"""One register, reached by REST or by SQL: the same rows land, and the same figures follow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyarrow as pa
import pytest

from orchestration.extract.contracts import read_contracts
from orchestration.extract.landed import last_cursor
from orchestration.extract.sources import SqlSource, System
from orchestration.sandbox.projects.records import SOURCES, generate
from orchestration.sandbox.serving.rest_door import serving_sources
from orchestration.sandbox.serving.sql_database import write_database
from orchestration.settings import PROJECT_ROOT, Settings
from tests.recount import projects
from tests.support.raw_reading import landed
from tests.support.tables import extract

BEFORE, AFTER = date(2025, 10, 31), date(2026, 1, 31)
SEED, SCALE = 11, 0.02
NUMBERS = ("decimal", "integer")
Row = dict[str, str | None]


def load_by_rest(settings: Settings, tables: Mapping[str, pa.Table]) -> None:
    with serving_sources(settings, "projects", tables, SOURCES, page_size=100) as running:
        load(settings, running.sources)


def load_by_sql(settings: Settings, tables: Mapping[str, pa.Table]) -> None:
    contracts = read_contracts(PROJECT_ROOT)
    systems = {}
    for source in SOURCES:
        promised = contracts[source].tables
        own = {table.name: tables[table.name] for table in promised}
        url = write_database(settings, source, own, promised)
        systems[source] = SqlSource(name=source, url=url)
    load(settings, systems)


def load(settings: Settings, systems: Mapping[str, System]) -> None:
    for source in SOURCES:
        extract(settings, source, systems[source], progress=lambda _: None)


WAYS = {"rest": load_by_rest, "sql": load_by_sql}


@pytest.fixture(scope="module", params=["rest then rest", "sql then sql", "rest then sql"])
def raw(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two loads three months apart, each by one of the ways."""
    settings = Settings(PROJECT_ROOT, tmp_path_factory.mktemp("ways").resolve())
    records = generate(SEED, SCALE)
    for way, day in zip(request.param.split(" then "), (BEFORE, AFTER), strict=True):
        WAYS[way](settings, records.as_at(day))
    return settings.raw


@pytest.fixture(scope="module")
def by_rest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both loads by REST."""
    settings = Settings(PROJECT_ROOT, tmp_path_factory.mktemp("rest").resolve())
    records = generate(SEED, SCALE)
    for day in (BEFORE, AFTER):
        load_by_rest(settings, records.as_at(day))
    return settings.raw


def plain(kind: str, text: str | None) -> str | None:
    """One form for a number: 1200.00 and 1200 are the same."""
    if text is None or kind.partition("(")[0] not in NUMBERS:
        return text
    try:
        return f"{Decimal(text).normalize():f}"
    except InvalidOperation:
        return text


def rows(raw: Path, source: str) -> dict[str, list[Row]]:
    """All rows of all loads, each table in order of load and key."""
    found = {}
    for table in read_contracts(PROJECT_ROOT)[source].tables:
        read = [
            {name: plain(table.types.get(name, ""), text) for name, text in row.items()}
            for row in landed(raw, source, table.name)
        ]
        found[table.name] = sorted(read, key=lambda row: (row["_load_id"], row[table.key]))
        keys = landed(raw, source, f"{table.name}__keys")
        found[f"{table.name}__keys"] = sorted(
            keys, key=lambda row: (row["_load_id"], row[table.key])
        )
    return found


@pytest.mark.parametrize("source", SOURCES)
def test_the_same_rows_land(raw: Path, by_rest: Path, source: str) -> None:
    expected, found = rows(by_rest, source), rows(raw, source)
    assert {name: len(table) for name, table in found.items()} == {
        name: len(table) for name, table in expected.items()
    }
    assert found == expected
    assert all(expected.values())


@pytest.mark.parametrize("source", SOURCES)
def test_the_same_cursor_is_committed(raw: Path, by_rest: Path, source: str) -> None:
    for table in read_contracts(PROJECT_ROOT)[source].tables:
        cursor = last_cursor(by_rest, source, table.name)
        assert cursor is not None
        assert last_cursor(raw, source, table.name) == cursor


def test_the_same_figures_follow(raw: Path, by_rest: Path) -> None:
    figures = projects.recount(by_rest, AFTER)
    assert len({measure for measure, _, _ in figures}) == 6
    assert projects.recount(raw, AFTER) == figures
