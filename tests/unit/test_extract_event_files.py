"""What the event-file connector loads, and what it leaves alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import fsspec
import pytest

from orchestration.extract.landed import read_manifest
from orchestration.extract.loads import Reread
from tests.support.event_files import SOURCE, TABLE, Producer, click, load
from tests.support.raw_reading import landed

FILES = f"{TABLE.name}__files"


def rows(raw: Path) -> list[tuple[str, str, str, str]]:
    return [
        (row["click_id"], row["_file_name"], row["_row_number"], row["_load_id"][-1])
        for row in landed(raw, SOURCE, TABLE.name)
    ]


@pytest.fixture(params=["a folder", "a storage"])
def producer(request: pytest.FixtureRequest, tmp_path: Path) -> Producer:
    if request.param == "a folder":
        return Producer(str(tmp_path / "events"))
    fsspec.filesystem("memory").store.clear()
    return Producer("memory://bucket/events")


def test_only_what_is_new_is_read(tmp_path: Path, producer: Producer) -> None:
    producer.deliver("2026-01-05.parquet", [click(1), click(2)])
    producer.put("2026-01-06.ndjson", b"not ready, and not even whole")
    load(tmp_path, producer.base_url)
    producer.deliver("2026-01-06.ndjson", [click(3)])
    second = load(tmp_path, producer.base_url)
    third = load(tmp_path, producer.base_url)
    assert rows(tmp_path) == [
        ("c1", "2026-01-05.parquet", "1", "1"),
        ("c2", "2026-01-05.parquet", "2", "1"),
        ("c3", "2026-01-06.ndjson", "1", "2"),
    ]
    assert [table.row_count for table in second.tables] == [1, 1]
    assert [table.row_count for table in third.tables] == [0, 0]
    [entry, _] = read_manifest(second.path)["tables"]
    assert (entry["source_count_before"], entry["source_count_after"]) == (1, 1)
    assert (entry["cursor_before"], entry["cursor_after"]) == ("2026-01-05", "2026-01-06")
    assert (entry["window_from"], entry["window_to"]) == ("2026-01-06", "2026-01-06")


def test_a_day_delivered_again_is_loaded_again(tmp_path: Path, producer: Producer) -> None:
    producer.deliver("2026-01-05.ndjson", [click(1), click(2)])
    load(tmp_path, producer.base_url)
    producer.deliver("2026-01-05.ndjson", [click(2, "help")])
    load(tmp_path, producer.base_url)
    assert rows(tmp_path)[2:] == [("c2", "2026-01-05.ndjson", "1", "2")]
    states = [(row["outcome"], row["row_count"]) for row in landed(tmp_path, SOURCE, FILES)]
    assert states == [("loaded", "2"), ("loaded", "1")]


def test_a_file_taken_back_from_a_listed_day_is_noted(tmp_path: Path, producer: Producer) -> None:
    producer.deliver("2026-01-05.ndjson", [click(1)])
    producer.deliver("2026-01-05b.ndjson", [click(2)])
    producer.deliver("2026-01-04.ndjson", [click(3)])
    load(tmp_path, producer.base_url)
    del producer.entries["2026-01-05b.ndjson"], producer.entries["2026-01-04.ndjson"]
    producer.publish()
    load(tmp_path, producer.base_url)
    last = landed(tmp_path, SOURCE, FILES)[3:]
    assert [(row["file_name"], row["outcome"]) for row in last] == [
        ("2026-01-05b.ndjson", "withdrawn")
    ], "the day that is no longer listed keeps its file"
    producer.deliver("2026-01-05b.ndjson", [click(2)])
    assert load(tmp_path, producer.base_url).tables[0].row_count == 1, "it came back"


def test_a_reread_reads_what_is_asked_for(tmp_path: Path, producer: Producer) -> None:
    for day in (4, 5, 6):
        producer.deliver(f"2026-01-0{day}.parquet", [click(day)])
    load(tmp_path, producer.base_url)
    fifth = date(2026, 1, 5)
    by_day = load(tmp_path, producer.base_url, reread=Reread(fifth, fifth))
    whole = load(tmp_path, producer.base_url, reread=Reread())
    assert [table.row_count for table in by_day.tables] == [1, 1]
    assert [table.row_count for table in whole.tables] == [3, 3]
    [entry, _] = read_manifest(by_day.path)["tables"]
    assert entry["cursor_after"] == "2026-01-06"


def test_an_empty_file_and_an_empty_list_are_deliveries(tmp_path: Path, producer: Producer) -> None:
    producer.publish([])
    load(tmp_path, producer.base_url)
    producer.deliver("2026-01-05.parquet", [])
    producer.deliver("2026-01-06.ndjson", [])
    assert [table.row_count for table in load(tmp_path, producer.base_url).tables] == [0, 2]


@pytest.mark.parametrize("suffix", ["parquet", "ndjson"])
def test_a_large_file_is_read_in_pieces_with_its_rows_numbered_through(
    tmp_path: Path, producer: Producer, suffix: str
) -> None:
    clicks = [click(number, f"page {number * 7919}") for number in range(150_000)]
    producer.deliver(f"2026-01-05.{suffix}", clicks)
    load(tmp_path, producer.base_url)
    found = rows(tmp_path)
    assert [row[0] for row in found] == [row["click_id"] for row in clicks]
    assert [row[2] for row in found] == [str(number + 1) for number in range(150_000)]


def test_a_new_column_is_noted_and_left_out(tmp_path: Path, producer: Producer) -> None:
    producer.deliver("2026-01-05.ndjson", [click(1)])
    producer.deliver("2026-01-06.ndjson", [click(2) | {"device": 3, "more": {"a": 1}}])
    producer.deliver("2026-01-07.parquet", [click(3) | {"colour": "red"}])
    [table, _] = load(tmp_path, producer.base_url).tables
    assert table.new_columns == ("colour", "device", "more")
    assert len(rows(tmp_path)) == 3


def test_a_new_column_that_changes_its_type_disturbs_nobody(
    tmp_path: Path, producer: Producer
) -> None:
    mixed = [click(1) | {"device": 3}, click(2) | {"device": "three"}]
    producer.deliver("2026-01-05.ndjson", mixed)
    assert load(tmp_path, producer.base_url).tables[0].new_columns == ("device",)
    assert len(rows(tmp_path)) == 2


def test_values_arrive_as_they_were_written(tmp_path: Path, producer: Producer) -> None:
    pages = ["", None, "007", "1e5", "2026-01-05", 'a "quoted" \\ page', "Llanfairpwll, yŵ", " "]
    kinds = ("parquet", "ndjson")
    for kind in kinds:
        name = f"2026-01-05.{kind}"
        producer.deliver(name, [click(1) | {"page": page} for page in pages])
    load(tmp_path, producer.base_url)
    found = [row["page"] for row in landed(tmp_path, SOURCE, TABLE.name)]
    assert found == [*pages, *pages]
