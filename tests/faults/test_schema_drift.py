"""Columns that change at the source: the same answer from every protocol, by the column's name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.extract.errors import ExtractionError
from orchestration.extract.landed import committed_loads
from orchestration.extract.sources import PROTOCOLS
from tests.support.drifting import BENCHES, CREDENTIALS, Bench, Row
from tests.support.raw_reading import landed, leftovers

# A series has no columns but its time and its value.
WITHOUT_COLUMNS = {"prometheus"}


@pytest.fixture(params=sorted(BENCHES))
def bench(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bench]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with BENCHES[request.param](tmp_path) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def refused(bench: Bench, home: Path) -> str:
    """The words of a refusal, once it is sure that the load before it is all there is."""
    with pytest.raises(ExtractionError) as caught:
        bench.load(home)
    assert len(committed_loads(home / "raw", bench.source)) == 1
    assert not leftovers(home / "raw")
    return caught.value.what


def test_every_protocol_is_asked() -> None:
    assert set(BENCHES) | WITHOUT_COLUMNS >= set(PROTOCOLS)


def test_a_new_column_is_noted_once_and_left_out(bench: Bench, home: Path) -> None:
    bench.load(home)
    for _ in range(2):
        bench.change(lambda row: row | {"mood": "fine"})
        bench.load(home)
    noted = [
        line["new_columns"]
        for line in landed(home / "raw", bench.source, "_ledger")
        if line["table_name"] == bench.table
    ]
    assert noted == ["", "mood", ""]
    assert not any("mood" in row for row in landed(home / "raw", bench.source, bench.table))


def test_a_vanished_column_fails_by_its_name(bench: Bench, home: Path) -> None:
    bench.load(home)
    bench.change(lambda row: {name: row[name] for name in row if name != bench.column})
    assert f"columns [{bench.column!r}] are gone" in refused(bench, home)


def test_a_renamed_column_fails_by_its_old_name_and_tells_the_new_one(
    bench: Bench, home: Path
) -> None:
    def renamed(row: Row) -> Row:
        return {("other" if name == bench.column else name): row[name] for name in row}

    bench.load(home)
    bench.change(renamed)
    told = refused(bench, home)
    assert f"columns [{bench.column!r}] are gone" in told
    assert "['other']" in told


def test_a_retyped_column_fails_by_its_name(bench: Bench, home: Path) -> None:
    bench.load(home)
    bench.change(lambda row: row | bench.retyped)
    (name,) = bench.retyped
    assert f"column {name!r} is" in refused(bench, home)
