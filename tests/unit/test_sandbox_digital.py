"""The simulated digital services: the same records for the same seed, and files that keep still."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from orchestration.sandbox.digital import plan, systems
from orchestration.settings import PROJECT_ROOT, Settings

SCALE = 0.02
FIRST, LAST = date(2025, 11, 25), date(2025, 12, 5)


def folder_after(home: Path, *days: date, seed: int = 7) -> Path:
    """The folders of event files after the services were looked at on each of the days."""
    for day in days:
        with systems(Settings(PROJECT_ROOT, home), day, seed, SCALE):
            pass
    return home / "sandbox" / "events"


def hashes(folder: Path) -> Mapping[str, str]:
    """Every file that is delivered, by its hash."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "_made.json"
    }


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_after(tmp_path_factory.mktemp("home"), FIRST)


def test_one_seed_gives_one_folder_whatever_stood_there_before(
    tmp_path: Path, delivered: Path
) -> None:
    assert hashes(folder_after(tmp_path / "b", LAST, FIRST)) == hashes(delivered)
    assert hashes(folder_after(tmp_path / "c", FIRST, seed=8)) != hashes(delivered)


def test_every_file_is_the_one_in_its_list(delivered: Path) -> None:
    lists = sorted(delivered.glob("*/*/_manifest.json"))
    assert len(lists) == 10
    for path in lists:
        entries = json.loads(path.read_text())["files"]
        assert entries
        for entry in entries:
            data = (path.parent / entry["name"]).read_bytes()
            assert len(data) == entry["bytes"]
            assert sha256(data).hexdigest() == entry["sha256"]
            if entry["name"].endswith(".parquet"):
                rows = pq.read_metadata(path.parent / entry["name"]).num_rows
            else:
                rows = len([json.loads(line) for line in data.splitlines()])
            assert rows == entry["rows"]


def test_a_second_run_writes_only_what_changed(tmp_path: Path) -> None:
    folder = folder_after(tmp_path, FIRST)
    times = {path: path.stat().st_mtime_ns for path in folder.rglob("20*")}
    folder_after(tmp_path, FIRST)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("20*")} == times
    folder_after(tmp_path, LAST)
    after = {path: path.stat().st_mtime_ns for path in folder.rglob("20*")}
    fresh = {path.name[:10] for path in after.keys() - times.keys()}
    assert fresh == {f"2025-11-{day}" for day in range(26, 31)} | {
        f"2025-12-0{day}" for day in range(1, 6)
    }
    again = {path.name[:10] for path in times if after[path] != times[path]}
    assert again, "a day of before was delivered again, with what came late"
    assert len(again) < 25


def test_files_are_by_month_at_first_and_then_by_day(delivered: Path) -> None:
    days = sorted(
        path.name[:10] for path in (delivered / "transactions" / "transactions").glob("20*")
    )
    assert days[0] == "2024-04-01"
    assert [day for day in days if day < "2025-11"] == [
        f"{year}-{month:02d}-01"
        for year, months in ((2024, range(4, 13)), (2025, range(1, 11)))
        for month in months
    ]
    assert days[-1] == FIRST.isoformat()


def test_every_kind_of_flaw_belongs_to_a_table() -> None:
    tables = {flaw.table for flaw in plan.FLAWS}
    assert len(tables) == 10
    assert len({(flaw.table, flaw.kind) for flaw in plan.FLAWS}) == len(plan.FLAWS)
