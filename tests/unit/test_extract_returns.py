"""The drop folder when all is well: each content once, filed away, traceable to its row."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from orchestration.extract.return_files import read_return_file
from orchestration.extract.returns import load_returns
from orchestration.extract.tables import RETURN_LAYOUTS
from orchestration.settings import Settings
from tests.support.raw_reading import landed
from tests.support.workbooks import workbook

HEAD = "measure_id,organisation_unit_id,period_end,value"
GOOD = f"{HEAD}\nm1,u1,2018-01-31,75.4\n\nm2,u1,2018-01-31,n/a\n"


def drop(settings: Settings, name: str, content: bytes) -> None:
    settings.incoming.mkdir(parents=True, exist_ok=True)
    (settings.incoming / name).write_bytes(content)


def load(settings: Settings) -> None:
    load_returns(settings, progress=lambda _: None)


def outcomes(settings: Settings) -> list[tuple[str, str]]:
    rows = landed(settings.raw, "returns", "files")
    return [(row["file_name"], row["outcome"]) for row in rows]


def test_rows_carry_file_hash_sheet_number_and_time(settings: Settings) -> None:
    drop(settings, "jan.csv", GOOD.encode())
    load(settings)
    first, second = landed(settings.raw, "returns", "observations")
    assert (first["value"], first["commentary"], first["_row_number"]) == ("75.4", "", "2")
    assert (second["value"], second["_row_number"]) == ("n/a", "4")
    (file,) = landed(settings.raw, "returns", "files")
    assert first["_file_name"] == file["file_name"] == "jan.csv"
    assert first["_file_sha256"] == file["file_sha256"]
    assert first["_received_at"] == file["received_at"]
    assert (file["kind"], file["row_count"], file["encoding"]) == ("observations", "2", "utf-8")
    (archived,) = settings.archive.iterdir()
    assert archived.name.endswith("-jan.csv")
    assert archived.read_bytes() == GOOD.encode()


def test_every_row_of_every_file_lands(settings: Settings) -> None:
    """Rows in = rows written, by table, over several files and kinds."""
    for number in range(1, 6):
        rows = "".join(f"m{each},u,2018-01-31,{number}\n" for each in range(number * 10))
        drop(settings, f"{number}.csv", f"{HEAD}\n{rows}".encode())
    load(settings)
    ledger = {row["table_name"]: row for row in landed(settings.raw, "returns", "_ledger")}
    files = landed(settings.raw, "returns", "files")
    assert sum(int(row["row_count"]) for row in files) == 150
    assert ledger["observations"]["row_count"] == "150"
    assert ledger["files"]["row_count"] == "5"
    assert len(landed(settings.raw, "returns", "observations")) == 150


def test_a_workbook_brings_three_tables_and_says_what_it_left_unread(settings: Settings) -> None:
    sheets = {
        "Observations ": [HEAD.split(","), ["m", "u", "2018-01-31", 0.1]],
        "texts": [
            ["Measure ID", "Period end", "Section ID", "text"],
            ["m", "2018-01-31", "limits", "t"],
        ],
        "actions": [["scorecard_id", "action", "action_status"], ["s", "a", "planned"]],
        "Notes": [["how to fill this in"]],
    }
    drop(settings, "all.xlsx", workbook(sheets))
    load(settings)
    files = landed(settings.raw, "returns", "files")
    assert [row["kind"] for row in files] == ["observations", "narratives", "actions"]
    assert {row["reason"] for row in files} == {"Sheet 'Notes' was not read."}
    (observation,) = landed(settings.raw, "returns", "observations")
    assert (observation["value"], observation["_sheet_name"]) == ("0.1", "Observations ")
    (narrative,) = landed(settings.raw, "returns", "narratives")
    assert (narrative["section_id"], narrative["author_post_id"]) == ("limits", "")
    assert len(landed(settings.raw, "returns", "actions")) == 1


def test_the_guess_of_an_encoding_is_recorded(settings: Settings) -> None:
    drop(settings, "old.csv", f"{HEAD},commentary\nm,u,2018-01-31,1,£5 café\n".encode("cp1252"))
    load(settings)
    (file,) = landed(settings.raw, "returns", "files")
    assert file["encoding"] == "cp1252"
    assert "CP1252" in file["reason"]
    (row,) = landed(settings.raw, "returns", "observations")
    assert row["commentary"] == "£5 café"


def test_a_byte_order_mark_is_no_part_of_the_first_heading(settings: Settings) -> None:
    drop(settings, "bom.csv", GOOD.encode("utf-8-sig"))
    load(settings)
    assert landed(settings.raw, "returns", "observations")[0]["measure_id"] == "m1"


def test_the_same_content_twice_is_one_load_and_a_duplicate(settings: Settings) -> None:
    drop(settings, "a.csv", GOOD.encode())
    drop(settings, "b.csv", GOOD.encode())
    load(settings)
    drop(settings, "a.csv", GOOD.encode())
    load(settings)
    assert outcomes(settings) == [
        ("a.csv", "loaded"),
        ("b.csv", "duplicate"),
        ("a.csv", "duplicate"),
    ]
    assert len(landed(settings.raw, "returns", "observations")) == 2
    assert not list(settings.incoming.iterdir())


def test_a_file_left_by_a_run_that_died_is_only_moved(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(settings, "a.csv", GOOD.encode())
    drop(settings, "bad.csv", b"x")
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "move", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            load(settings)
    load(settings)
    assert outcomes(settings) == [("a.csv", "loaded"), ("bad.csv", "rejected")]
    assert len(landed(settings.raw, "returns", "observations")) == 2
    assert not list(settings.incoming.iterdir())
    assert (settings.rejected / "bad.csv.reason.txt").exists()


def test_a_file_replaced_while_it_was_loaded_waits_for_the_next_run(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(settings, "a.csv", GOOD.encode())
    newer = GOOD.replace("75.4", "75.5").encode()

    def replace_then_read(path: Path, *, is_simulated: bool) -> object:
        file = read_return_file(path, is_simulated=is_simulated)
        drop(settings, "a.csv", newer)
        return file

    with monkeypatch.context() as patched:
        patched.setattr("orchestration.extract.returns.read_return_file", replace_then_read)
        load(settings)
    assert (settings.incoming / "a.csv").read_bytes() == newer
    load(settings)
    values = [row["value"] for row in landed(settings.raw, "returns", "observations")]
    assert values == ["75.4", "n/a", "75.5", "n/a"]


def test_received_is_when_it_came_not_what_the_file_claims(settings: Settings) -> None:
    drop(settings, "a.csv", GOOD.encode())
    os.utime(settings.incoming / "a.csv", (0, 0))
    path = settings.incoming / "a.csv"
    assert not read_return_file(path).received_at.startswith("1970")
    assert read_return_file(path, is_simulated=True).received_at.startswith("1970-01-01 00:00:00")


@pytest.mark.parametrize("layout", RETURN_LAYOUTS, ids=lambda layout: layout.kind)
def test_each_layout_is_known_by_its_columns(layout: object, tmp_path: Path) -> None:
    for columns in (layout.columns, layout.required):  # type: ignore[attr-defined]
        path = tmp_path / "x.csv"
        path.write_text(",".join(columns) + "\n" + ",".join("v" for _ in columns) + "\n")
        file = read_return_file(path)
        assert file.fault is None
        assert [sheet.kind for sheet in file.sheets] == [layout.kind]  # type: ignore[attr-defined]
