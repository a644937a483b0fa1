"""When a file of the drop folder may be read: seen twice the same, and then by its content."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from orchestration.extract.drop_folder import (
    SettledFile,
    Sighting,
    recalled,
    remembered,
    run_key,
    settled,
    settled_files,
    sightings,
)

GROWING = Sighting("a.csv", 10, 1)
GROWN = Sighting("a.csv", 20, 2)
TOUCHED = Sighting("a.csv", 10, 2)
OTHER = Sighting("b.csv", 10, 1)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ((), (GROWING,), ()),
        ((GROWING,), (GROWN,), ()),
        ((GROWING,), (TOUCHED,), ()),
        ((GROWN,), (GROWN,), (GROWN,)),
        ((GROWING, OTHER), (GROWN, OTHER), (OTHER,)),
        ((OTHER,), (), ()),
    ],
)
def test_a_file_is_settled_when_it_was_seen_twice_the_same(
    before: tuple[Sighting, ...], now: tuple[Sighting, ...], expected: tuple[Sighting, ...]
) -> None:
    assert settled(before, now) == expected


def test_a_copy_in_progress_waits_until_it_stops_growing(tmp_path: Path) -> None:
    file = tmp_path / "return.csv"
    file.write_bytes(b"measure_id")
    first = sightings(tmp_path)
    file.write_bytes(b"measure_id,value")
    second = sightings(tmp_path)
    assert settled(first, second) == ()
    [sighting] = settled(second, sightings(tmp_path))
    digest = hashlib.sha256(b"measure_id,value").hexdigest()
    assert settled_files(tmp_path, [sighting]) == (SettledFile("return.csv", digest),)


def test_the_same_size_written_again_is_not_the_same(tmp_path: Path) -> None:
    file = tmp_path / "return.csv"
    file.write_bytes(b"1")
    first = sightings(tmp_path)
    replacement = tmp_path / ".new"
    replacement.write_bytes(b"2")
    os.utime(replacement, ns=(0, first[0].changed_at))
    replacement.replace(file)
    assert settled(first, sightings(tmp_path)) == ()
    assert settled_files(tmp_path, first) == ()


def test_a_file_that_is_gone_is_left_out(tmp_path: Path) -> None:
    assert settled_files(tmp_path, [GROWN]) == ()


def test_what_is_no_return_is_not_seen(tmp_path: Path) -> None:
    for name in (".hidden.csv", "~$open.xlsx", "copying.csv.part"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "good.csv").write_bytes(b"x")
    assert [seen.file_name for seen in sightings(tmp_path)] == ["good.csv"]


def test_the_key_goes_by_content_and_not_by_name_or_order() -> None:
    one, two = SettledFile("a.csv", "11"), SettledFile("b.csv", "22")
    assert run_key([one]) == run_key([SettledFile("renamed.csv", "11")]) == "11"
    assert run_key([one, two]) == run_key([two, one]) == run_key([two, one, one])
    assert run_key([one, two]) not in {run_key([one]), run_key([two])}


def test_what_was_seen_can_be_kept_as_a_text() -> None:
    assert recalled(remembered([GROWN, OTHER])) == (GROWN, OTHER)
    assert recalled(None) == recalled("") == recalled("not json") == recalled('[{"x": 1}]') == ()
