"""The raw zone: a load is whole or absent, its manifest tells the truth, one process at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.extract import package
from orchestration.extract.errors import ExtractionError
from orchestration.extract.fingerprint import content_hash
from orchestration.extract.landed import committed_loads, last_cursor, read_manifest, verify_load
from orchestration.extract.loads import Batches, Load, Proof, TableLoad, rows_load, text_table
from orchestration.extract.package import LEDGER_COLUMNS
from orchestration.extract.raw_zone import commit_load, locked_source
from tests.support.raw_reading import landed, leftovers


def pages(*sizes: int, cursor: str | None = None, failure: Exception | None = None) -> Batches:
    """Pages of numbered rows, then a proof or a failure."""
    number = 0
    for size in sizes:
        yield text_table(["n"], [[str(each)] for each in range(number, number + size)])
        number += size
    if failure:
        raise failure
    return Proof(number, number, len(sizes), cursor_after=cursor)


def load(raw: Path, *sizes: int, cursor: str | None = None) -> Load:
    return commit_load(raw, "demo", [TableLoad("t", ("n",), pages(*sizes, cursor=cursor))])


def test_a_load_is_one_folder_with_data_ledger_and_manifest(tmp_path: Path) -> None:
    done = load(tmp_path, 3, 2, cursor="c1")
    assert done.load_id == "demo-00000001"
    assert done.path == tmp_path / "demo" / "loads" / "00000001"
    files = sorted(path.relative_to(done.path).as_posix() for path in done.path.rglob("*.*"))
    assert files == ["_ledger/part-000.parquet", "manifest.json", "t/part-000.parquet"]
    rows = landed(tmp_path, "demo", "t")
    assert rows == [{"n": str(n), "_load_id": "demo-00000001"} for n in range(5)]
    assert verify_load(done.path) == []
    assert not leftovers(tmp_path)


def test_the_ledger_is_text_and_says_what_the_manifest_says(tmp_path: Path) -> None:
    load(tmp_path, 2, cursor="c1")
    done = load(tmp_path, 1)
    ledger = pq.read_table(done.path / "_ledger")
    assert ledger.column_names == list(LEDGER_COLUMNS)
    assert set(ledger.schema.types) == {pa.string()}
    (row,) = ledger.to_pylist()
    (entry,) = read_manifest(done.path)["tables"]
    assert (row["row_count"], entry["row_count"]) == ("1", 1)
    assert row["cursor_before"] == row["cursor_after"] == entry["cursor_after"] == "c1"
    assert row["content_sha256"] == entry["content_sha256"]


def test_the_cursor_is_the_newest_loads(tmp_path: Path) -> None:
    assert last_cursor(tmp_path, "demo", "t") is None
    load(tmp_path, 1, cursor="c1")
    load(tmp_path, 1, cursor="c2")
    commit_load(tmp_path, "demo", [rows_load("other", ["a"], [])])
    assert last_cursor(tmp_path, "demo", "t") == "c2"


def test_only_a_tables_first_load_writes_a_file_without_rows(tmp_path: Path) -> None:
    first, second, third = load(tmp_path), load(tmp_path), load(tmp_path, 1)
    assert (first.path / "t" / "part-000.parquet").exists()
    assert not (second.path / "t").exists()
    assert (third.path / "t" / "part-000.parquet").exists()
    glob = f"{tmp_path}/demo/loads/*/t/*.parquet"
    assert duckdb.sql(f"select count(*) from read_parquet('{glob}')").fetchall() == [(1,)]
    assert verify_load(second.path) == []


def test_a_column_that_came_later_has_a_file_before_it_has_a_row(tmp_path: Path) -> None:
    """Readers take the union of all files' columns: a new one must be in some file."""
    load(tmp_path, 2)
    wider = [rows_load("t", ["n", "since"], [])]
    second, third = commit_load(tmp_path, "demo", wider), commit_load(tmp_path, "demo", wider)
    glob = f"{tmp_path}/demo/loads/*/t/*.parquet"
    found = duckdb.sql(f"select n, since from read_parquet('{glob}', union_by_name = true)")
    assert found.fetchall() == [("0", None), ("1", None)]
    assert (second.path / "t" / "part-000.parquet").exists()
    assert not (third.path / "t").exists()


def test_missing_tables_are_those_without_a_file_of_every_column(tmp_path: Path) -> None:
    load(tmp_path, 1)
    declared = {"t": ("n",), "wider": ("n",), "never": ("a",)}
    commit_load(tmp_path, "demo", [rows_load("wider", ["n"], [])])
    declared["wider"] = ("n", "since")
    with locked_source(tmp_path, "demo") as locked:
        assert [table.table_name for table in locked.missing_tables(declared)] == ["wider", "never"]
        locked.place_missing_tables(declared)
        assert locked.missing_tables(declared) == []
        count = len(committed_loads(tmp_path, "demo"))
        locked.place_missing_tables(declared)
    assert len(committed_loads(tmp_path, "demo")) == count == 3


def test_a_placeholder_has_files_and_no_ledger_row(tmp_path: Path) -> None:
    with locked_source(tmp_path, "demo") as locked:
        locked.commit([TableLoad("t", ("n",), pages())], is_placeholder=True)
    assert landed(tmp_path, "demo", "_ledger") == []
    assert len(list(tmp_path.glob("demo/loads/*/t/*.parquet"))) == 1


@pytest.mark.parametrize(
    "failure", [ExtractionError("demo", "no", "wait"), RuntimeError("no"), OSError("disk full")]
)
def test_a_failure_on_the_last_page_leaves_nothing(tmp_path: Path, failure: Exception) -> None:
    load(tmp_path, 1, cursor="c1")
    table = TableLoad("t", ("n",), pages(2, 2, cursor="c2", failure=failure))
    with pytest.raises((ExtractionError, RuntimeError)):
        commit_load(tmp_path, "demo", [table])
    assert [path.name for path in committed_loads(tmp_path, "demo")] == ["00000001"]
    assert last_cursor(tmp_path, "demo", "t") == "c1"
    assert not leftovers(tmp_path)


@pytest.mark.parametrize(
    "page",
    [
        pa.table({"n": [7]}),
        pa.table({"m": ["7"]}),
        pa.table({"n": ["7"], "m": ["7"]}),
    ],
)
def test_a_page_that_is_not_the_promised_text_is_refused(tmp_path: Path, page: pa.Table) -> None:
    def wrong() -> Batches:
        yield page
        return Proof()

    with pytest.raises(ValueError, match="expected text columns"):
        commit_load(tmp_path, "demo", [TableLoad("t", ("n",), wrong())])
    assert not committed_loads(tmp_path, "demo")


def test_numbers_are_never_made_text_quietly() -> None:
    with pytest.raises(TypeError):
        text_table(["n"], [[7]])  # type: ignore[list-item]


def test_two_runs_cannot_load_one_source_at_once(tmp_path: Path) -> None:
    with locked_source(tmp_path, "demo"):
        with (
            pytest.raises(ExtractionError, match="another run is loading"),
            locked_source(tmp_path, "demo"),
        ):
            pass
        load_other = commit_load(tmp_path, "other", [rows_load("t", ["a"], [])])
    assert load_other.load_id == "other-00000001"
    load(tmp_path, 1)


def test_what_a_dead_run_left_is_cleared_and_never_read(tmp_path: Path) -> None:
    load(tmp_path, 1)
    dead = tmp_path / "demo" / ".tmp-demo-00000002" / "t"
    dead.mkdir(parents=True)
    (dead / "part-000.parquet").write_bytes(b"half")
    assert len(landed(tmp_path, "demo", "t")) == 1
    assert load(tmp_path, 1).load_id == "demo-00000002"
    assert not leftovers(tmp_path)


def test_the_content_hash_knows_rows_not_pages(tmp_path: Path) -> None:
    hashes = [load(tmp_path, *sizes).tables[0].content_sha256 for sizes in ((6,), (1, 5), (3, 3))]
    assert len(set(hashes)) == 1
    assert load(tmp_path, 5).tables[0].content_sha256 != hashes[0]
    assert hashes[0] == content_hash(text_table(["n"], [[str(n)] for n in range(6)]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([["a", "b"]], [["ab", ""]]),
        ([["a", None]], [["a", ""]]),
        ([["a", "b"], ["c", "d"]], [["c", "d"], ["a", "b"]]),
        ([["a", "b"], ["a", "b"]], [["aa", "bb"]]),
        ([["ab", "x"], ["c", "y"]], [["a", "x"], ["bc", "y"]]),
        ([["a", "x"], [None, "y"]], [[None, "x"], ["a", "y"]]),
    ],
)
def test_the_content_hash_tells_different_rows_apart(
    one: list[list[str | None]], other: list[list[str | None]]
) -> None:
    assert content_hash(text_table("xy", one)) != content_hash(text_table("xy", other))


def test_the_content_hash_of_a_part_is_that_of_its_rows_alone() -> None:
    whole = text_table("xy", [["a", "1"], ["b", None], ["", "3"], [None, "4"]])
    for first, last in ((0, 0), (0, 2), (1, 3), (2, 4), (4, 4)):
        alone = text_table("xy", [list(row.values()) for row in whole.to_pylist()[first:last]])
        assert content_hash(whole.slice(first, last - first)) == content_hash(alone)


def test_pages_beyond_a_row_group_all_land(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "ROWS_PER_GROUP", 10)
    done = load(tmp_path, 7, 7, 7, 7, 1)
    assert [row["n"] for row in landed(tmp_path, "demo", "t")] == [str(n) for n in range(29)]
    assert pq.read_metadata(done.path / "t" / "part-000.parquet").num_row_groups == 3


def test_a_load_that_was_tampered_with_is_told(tmp_path: Path) -> None:
    done = load(tmp_path, 1)
    part = done.path / "t" / "part-000.parquet"
    part.write_bytes(part.read_bytes() + b"!")
    (done.path / "stray.txt").write_text("?")
    (done.path / "_ledger" / "part-000.parquet").unlink()
    findings = verify_load(done.path)
    assert len(findings) == 3
    assert {words.split(": ")[1] for words in findings} == {
        "differs from its manifest",
        "missing",
        "not in the manifest",
    }


def test_everything_is_forced_to_disk_before_the_one_rename(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    names = {"sync": os.fsync, "rename": os.rename}

    def synced(handle: int) -> None:
        events.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        names["sync"](handle)  # type: ignore[operator]

    def renamed(*paths: Path) -> None:
        events.append("rename")
        names["rename"](*paths)  # type: ignore[operator]

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "rename", renamed)
    load(tmp_path, 1)
    assert events.count("rename") == 1
    before, after = events[: events.index("rename")], events[events.index("rename") + 1 :]
    package_names = {Path(path).name for path in before if ".tmp-" in path}
    assert package_names == {
        "part-000.parquet",
        "manifest.json",
        "t",
        "_ledger",
        ".tmp-demo-00000001",
    }
    assert [Path(path).name for path in after] == ["loads"]


@pytest.mark.parametrize("name", ["", "../x", "A b", "x/y"])
def test_a_source_with_a_strange_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a source"), locked_source(tmp_path, name):
        pass


def test_a_folder_that_cannot_be_written_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Iterator[None]:
        raise PermissionError("read-only file system")

    with locked_source(tmp_path, "demo") as locked:
        monkeypatch.setattr(Path, "mkdir", refuse)
        with pytest.raises(ExtractionError, match="read-only file system") as caught:
            locked.commit([TableLoad("t", ("n",), pages(1))])
    assert str(tmp_path) in str(caught.value)
