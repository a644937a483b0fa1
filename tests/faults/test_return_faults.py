"""Returns that cannot be used: refused whole, a reason beside them, no other file harmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.extract.errors import ExtractionError
from orchestration.extract.returns import load_returns
from orchestration.settings import Settings
from tests.support.raw_reading import landed
from tests.support.workbooks import workbook

HEAD = "measure_id,organisation_unit_id,period_end,value"
GOOD = f"{HEAD}\nm1,u1,2018-01-31,75.4\n"

REFUSED: dict[str, tuple[str, bytes, str]] = {
    "empty": ("x.csv", b"", "it is empty"),
    "only a mark and blanks": ("x.csv", b"\xef\xbb\xbf\r\n \r\n", "it is empty"),
    "headings only": ("x.csv", HEAD.encode(), "headings and no rows"),
    "undecodable": ("x.csv", HEAD.encode() + b"\nm,\x81,2018-01-31,1", "not text"),
    "missing column": (
        "x.csv",
        b"measure_id,organisation_unit_id,period_ends,value\nm,u,2018-01-31,1",
        "column 'period_end' of observations is missing (there is 'period_ends')",
    ),
    "unknown column": (
        "x.csv",
        f"{HEAD},numer\nm,u,2018-01-31,1,5".encode(),
        "column 'numer' is none of observations",
    ),
    "column twice": (
        "x.csv",
        f"{HEAD},value\nm,u,2018-01-31,1,2".encode(),
        "column 'value' stands there twice",
    ),
    "unknown layout": ("x.csv", b"name,age\nann,7", "none of its tables has the columns"),
    "row too short": ("x.csv", f"{HEAD}\nm,u,2018-01-31".encode(), "row 2 has 3 cells under 4"),
    "row too long": ("x.csv", f"{GOOD}m,u,2018-02-28,1,2".encode(), "row 3 has 5 cells under 4"),
    "open quotes": ("x.csv", f'{HEAD}\nm,u,"2018-01-31,1'.encode(), "not valid CSV"),
    "other kind": ("x.pdf", b"%PDF-1.7", ".pdf is no kind of return"),
    "no ending": ("x", GOOD.encode(), "a name without an ending is no kind of return"),
    "workbook as csv": ("x.csv", workbook({"s": [["a"]]}), "a workbook named .csv"),
    "csv as workbook": ("x.xlsx", GOOD.encode(), "no workbook"),
    "locked": ("x.xlsx", b"\xd0\xcf\x11\xe0" + b"0" * 600, "locked with a password"),
    "no known sheet": ("x.xlsx", workbook({"a": [["b"]], "c": [["d"]]}), "none of its tables"),
    "empty workbook": ("x.xlsx", workbook({"observations": []}), "none of its tables"),
    "sheet without a column": (
        "x.xlsx",
        workbook({"actions": [["scorecard_id", "action"], ["s", "a"]], "notes": [["n"]]}),
        "sheet 'actions': column 'action_status' of actions is missing",
    ),
    "cells beside the table": (
        "x.xlsx",
        workbook({"observations": [HEAD.split(","), ["m", "u", "2018-01-31", 1, "stray"]]}),
        "sheet 'observations': row 2 has 5 cells under 4",
    ),
}


def drop(settings: Settings, name: str, content: bytes) -> Path:
    settings.incoming.mkdir(parents=True, exist_ok=True)
    path = settings.incoming / name
    path.write_bytes(content)
    return path


def load(settings: Settings) -> list[str]:
    said: list[str] = []
    load_returns(settings, progress=said.append)
    return said


@pytest.mark.parametrize("case", REFUSED)
def test_a_faulty_file_is_refused_whole_and_alone(case: str, settings: Settings) -> None:
    name, content, words = REFUSED[case]
    drop(settings, name, content)
    drop(settings, "good.csv", GOOD.encode())
    load(settings)
    (taken,) = landed(settings.raw, "returns", "observations")
    assert taken["_file_name"] == "good.csv"
    files = {row["file_name"]: row for row in landed(settings.raw, "returns", "files")}
    assert files[name]["outcome"] == "rejected"
    assert words in files[name]["reason"]
    assert files[name]["remedy"]
    assert (settings.rejected / name).read_bytes() == content
    reason = (settings.rejected / f"{name}.reason.txt").read_text(encoding="utf-8")
    assert words in reason
    assert files[name]["remedy"] in reason
    assert not list(settings.incoming.iterdir())


def test_a_file_too_large_is_not_even_read(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestration.extract.return_files.LARGEST_FILE_BYTES", 100)
    drop(settings, "large.csv", GOOD.encode() * 10)
    load(settings)
    (file,) = landed(settings.raw, "returns", "files")
    assert "bytes, more than 100" in file["reason"]


def test_a_table_too_long_or_too_wide_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestration.extract.return_grids.MOST_ROWS", 50)
    drop(settings, "long.csv", (GOOD + "\n" * 100).encode())
    drop(settings, "wide.csv", ("," * 300).encode())
    load(settings)
    files = landed(settings.raw, "returns", "files")
    assert all("larger than 50 rows by 200" in file["reason"] for file in files)


def test_a_folder_that_takes_no_files_says_so_and_the_next_run_only_moves(
    settings: Settings,
) -> None:
    drop(settings, "a.csv", GOOD.encode())
    settings.archive.write_text("in the way")
    with pytest.raises(ExtractionError, match=r"a\.csv was judged and recorded"):
        load(settings)
    settings.archive.unlink()
    load(settings)
    assert len(landed(settings.raw, "returns", "observations")) == 1
    assert len(landed(settings.raw, "returns", "files")) == 1
    assert not list(settings.incoming.iterdir())


HOSTILE = [
    "=cmd|' calc'!A0.csv",
    "-rf.csv",
    "a\nb\x1b[31m.csv",
    "\u202efdp.csv",
    "a;rm -rf ~;.csv",
    "x" * 200 + ".csv",
    "'; drop table files; --.csv",
    "<script>alert(1)<script>.csv",
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("content", [GOOD.encode(), b""])
def test_hostile_names_are_filed_under_harmless_ones(
    name: str, content: bytes, settings: Settings
) -> None:
    drop(settings, name, content)
    load(settings)
    (file,) = landed(settings.raw, "returns", "files")
    assert file["file_name"].isprintable()
    folder = settings.archive if content else settings.rejected
    for path in folder.iterdir():
        assert set(path.name) <= set(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
        )
        assert not path.name.startswith((".", "-"))
        assert len(path.name) < 130
    outside = [path for path in settings.home.iterdir() if path.name not in ("raw", "returns")]
    assert not outside


def test_a_name_that_is_not_text_is_escaped(settings: Settings) -> None:
    settings.incoming.mkdir(parents=True)
    (settings.incoming / "caf\udce9.csv").write_bytes(GOOD.encode())
    load(settings)
    (file,) = landed(settings.raw, "returns", "files")
    assert file["file_name"] == r"caf\xe9.csv"


def test_links_folders_hidden_and_unfinished_files_stay_where_they_are(
    settings: Settings, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(GOOD)
    for name in (".hidden.csv", "~$lock.xlsx", "copying.csv.part"):
        drop(settings, name, GOOD.encode())
    (settings.incoming / "link.csv").symlink_to(secret)
    (settings.incoming / "folder.csv").mkdir()
    said = load(settings)
    assert len(list(settings.incoming.iterdir())) == 5
    assert not landed(settings.raw, "returns", "files")
    assert sum("no regular file" in line for line in said) == 2


def test_two_refused_files_of_one_name_are_both_kept(settings: Settings) -> None:
    for content in (b"one,two\n1,2", b"three,four\n3,4"):
        drop(settings, "x.csv", content)
        load(settings)
    kept = [path for path in settings.rejected.iterdir() if path.suffix == ".csv"]
    assert sorted(path.read_bytes()[:3] for path in kept) == [b"one", b"thr"]
    assert len(list(settings.rejected.glob("*.reason.txt"))) == 2
