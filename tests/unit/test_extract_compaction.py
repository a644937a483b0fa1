"""Merged loads: fewer files, and the same rows, ledger and cursors for whoever reads them."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from orchestration.extract import compaction
from orchestration.extract.compaction import compact, crowded_sources
from orchestration.extract.connectors.key_sweeps import last_sweep
from orchestration.extract.contracts import SourceTable
from orchestration.extract.errors import ExtractionError
from orchestration.extract.landed import committed_loads, last_cursor, verify_load
from orchestration.extract.loads import Batches, Proof, TableLoad, rows_load, text_table
from orchestration.extract.raw_zone import REPLACED, commit_load, locked_source, put_all_right
from orchestration.extract.returns import load_returns
from orchestration.publish.inputs import read_inputs
from orchestration.settings import Settings
from tests.support.raw_reading import landed


def load(raw: Path, first: int, count: int, *offered: str) -> None:
    """Numbers from `first` on; the cursor is the next number."""

    def batches() -> Batches:
        yield text_table(["n"], [[str(n)] for n in range(first, first + count)])
        cursor = str(first + count)
        return Proof(count, count, 1, cursor_after=cursor, offered_columns=("n", *offered))

    commit_load(raw, "demo", [TableLoad("t", ("n",), batches()), rows_load("u", ["a"], [])])


def test_rows_ledger_cursors_and_inputs_are_the_same(tmp_path: Path) -> None:
    for first in (0, 3, 3, 7):
        load(tmp_path, first, 4 if first else 3)
    before = {name: landed(tmp_path, "demo", name) for name in ("t", "u", "_ledger")}
    inputs = read_inputs(tmp_path)
    done = compact(tmp_path, "demo")
    # Three loads of t brought rows besides the first; u left its one empty file; a ledger each.
    assert (done.load_count, done.files_before, done.files_after) == (4, 9, 3)
    assert {name: landed(tmp_path, "demo", name) for name in before} == before
    assert read_inputs(tmp_path) == inputs
    assert last_cursor(tmp_path, "demo", "t") == "11"
    (merged,) = committed_loads(tmp_path, "demo")
    assert merged.name == "00000004"
    assert verify_load(merged) == []


def test_the_next_load_goes_on_and_may_be_merged_too(tmp_path: Path) -> None:
    load(tmp_path, 0, 3)
    load(tmp_path, 3, 2)
    compact(tmp_path, "demo")
    load(tmp_path, 5, 1)
    rows = landed(tmp_path, "demo", "t")
    assert [path.name for path in committed_loads(tmp_path, "demo")] == ["00000002", "00000003"]
    assert rows[-1] == {"n": "5", "_load_id": "demo-00000003"}
    compact(tmp_path, "demo")
    assert landed(tmp_path, "demo", "t") == rows
    assert [row["load_id"] for row in landed(tmp_path, "demo", "_ledger")] == [
        f"demo-0000000{number}" for number in (1, 1, 2, 2, 3, 3)
    ]


def test_a_column_noted_before_is_not_noted_again(tmp_path: Path) -> None:
    load(tmp_path, 0, 1, "mood")
    load(tmp_path, 1, 1, "mood")
    compact(tmp_path, "demo")
    load(tmp_path, 2, 1, "mood", "weather")
    noted = [row["new_columns"] for row in landed(tmp_path, "demo", "_ledger")][::2]
    assert noted == ["mood", "", "weather"]


def test_a_change_of_columns_stays_in_files_of_its_own(tmp_path: Path) -> None:
    for columns in (["a"], ["a", "b"], ["a", "b"], ["b"]):
        row = {column: column * 2 for column in columns}
        commit_load(tmp_path, "demo", [rows_load("t", columns, [row])])
    before = landed(tmp_path, "demo", "t")
    compact(tmp_path, "demo")
    assert landed(tmp_path, "demo", "t") == before
    assert len(list(tmp_path.glob("demo/loads/*/t/*.parquet"))) == 3


def test_many_small_loads_become_large_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for first in range(0, 60, 6):
        load(tmp_path, first, 6)
    monkeypatch.setattr("orchestration.extract.compaction.ROWS_PER_GROUP", 20)
    compact(tmp_path, "demo")
    (part,) = tmp_path.glob("demo/loads/*/t/*.parquet")
    assert pq.read_metadata(part).num_row_groups == 3
    assert [row["n"] for row in landed(tmp_path, "demo", "t")] == [str(n) for n in range(60)]


def test_a_source_with_many_loads_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "CROWDED_FROM", 3)
    load(tmp_path, 0, 1)
    load(tmp_path, 1, 1)
    assert crowded_sources(tmp_path) == {}
    load(tmp_path, 2, 1)
    assert crowded_sources(tmp_path) == {"demo": 3}
    compact(tmp_path, "demo")
    assert crowded_sources(tmp_path) == {}


def test_one_load_is_left_as_it_is(tmp_path: Path) -> None:
    load(tmp_path, 0, 3)
    (before,) = committed_loads(tmp_path, "demo")
    made = before.stat().st_ino
    assert compact(tmp_path, "demo").load_count == 1
    assert before.stat().st_ino == made


def test_a_load_that_was_tampered_with_is_named_and_nothing_changes(tmp_path: Path) -> None:
    load(tmp_path, 0, 3)
    load(tmp_path, 3, 3)
    part = tmp_path / "demo/loads/00000001/t/part-000.parquet"
    part.write_bytes(part.read_bytes() + b"!")
    with pytest.raises(ExtractionError, match=r"00000001/t/part-000\.parquet: differs"):
        compact(tmp_path, "demo")
    assert len(committed_loads(tmp_path, "demo")) == 2


def test_the_newest_sweep_of_keys_is_still_told_from_the_ones_before(tmp_path: Path) -> None:
    table = SourceTable("demo", "t", ("n",), key="n", deletes="key_sweep")
    for keys in (["1", "2", "3"], ["2", "3"]):
        commit_load(tmp_path, "demo", [rows_load("t__keys", ["n"], [{"n": key} for key in keys])])
    compact(tmp_path, "demo")
    found = last_sweep(tmp_path, table)
    assert found is not None
    assert found.to_pylist() == ["2", "3"]


def test_a_return_that_was_loaded_is_known_after_merging(settings: Settings) -> None:
    settings.incoming.mkdir(parents=True)
    for number in (1, 2):
        text = f"measure_id,organisation_unit_id,period_end,value\nm,u,2018-01-31,{number}\n"
        (settings.incoming / f"{number}.csv").write_text(text)
        load_returns(settings, progress=lambda _: None)
        (settings.incoming / f"again {number}.csv").write_text(text)
    compact(settings.raw, "returns")
    load_returns(settings, progress=lambda _: None)
    outcomes = [row["outcome"] for row in landed(settings.raw, "returns", "files")]
    assert sorted(outcomes) == ["duplicate", "duplicate", "loaded", "loaded"]


@pytest.mark.parametrize("next_step", ["load", "build"])
def test_death_between_the_two_renames_is_put_right_by_whoever_comes_next(
    tmp_path: Path, next_step: str
) -> None:
    load(tmp_path, 0, 3)
    (tmp_path / "demo" / "loads").rename(tmp_path / "demo" / REPLACED)
    if next_step == "load":
        with locked_source(tmp_path, "demo") as locked:
            assert locked.last_cursor("t") == "3"
    else:
        put_all_right(tmp_path)
    assert len(landed(tmp_path, "demo", "t")) == 3
    assert not (tmp_path / "demo" / REPLACED).exists()


def test_death_while_the_old_loads_go_leaves_the_merged_ones(tmp_path: Path) -> None:
    load(tmp_path, 0, 3)
    (tmp_path / "demo" / REPLACED / "00000001").mkdir(parents=True)
    load(tmp_path, 3, 1)
    assert len(landed(tmp_path, "demo", "t")) == 4
    assert not (tmp_path / "demo" / REPLACED).exists()
