"""Event files that are not what their list says, or not what they were: refused whole, by name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.extract.connectors import event_files
from orchestration.extract.errors import ExtractionError
from orchestration.extract.landed import committed_loads
from orchestration.extract.sources import EventFilesSource, SourcesError
from tests.support.event_files import SOURCE, TABLE, Producer, click, load, parquet
from tests.support.raw_reading import landed, leftovers

GOOD, NEW = "2026-01-05.parquet", "2026-01-06.parquet"
LINES = "2026-01-06.ndjson"


@pytest.fixture
def producer(tmp_path: Path) -> Producer:
    """A folder with one good file, loaded once."""
    made = Producer(str(tmp_path / "events"))
    made.deliver(GOOD, [click(1), click(2)])
    load(tmp_path / "raw", made.base_url)
    return made


def refused(tmp_path: Path, producer: Producer) -> str:
    """What the next load says when it refuses; nothing has landed, and the next good one loads."""
    raw = tmp_path / "raw"
    with pytest.raises(ExtractionError) as caught:
        load(raw, producer.base_url)
    assert len(committed_loads(raw, SOURCE)) == 1
    assert leftovers(raw) == []
    for name in list(producer.entries):
        if name != GOOD:
            del producer.entries[name]
    producer.deliver("2026-01-07.ndjson", [click(7)])
    load(raw, producer.base_url)
    assert [row["click_id"] for row in landed(raw, SOURCE, TABLE.name)] == ["c1", "c2", "c7"]
    assert caught.value.source == SOURCE
    assert caught.value.remedy
    return caught.value.what


def truncate(producer: Producer, name: str) -> None:
    path = Path(producer.folder) / name
    path.write_bytes(path.read_bytes()[:-1])


def extend(producer: Producer, name: str) -> None:
    path = Path(producer.folder) / name
    path.write_bytes(path.read_bytes() + b"\n")


def spoil(producer: Producer, name: str) -> None:
    path = Path(producer.folder) / name
    path.write_bytes(path.read_bytes().replace(b"home", b"away"))


def remove(producer: Producer, name: str) -> None:
    (Path(producer.folder) / name).unlink()


@pytest.mark.parametrize("name", [NEW, LINES])
@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (remove, "is missing"),
        (truncate, "is shorter than the"),
        (extend, "is longer than the"),
        (spoil, "its hash differs"),
    ],
)
def test_a_file_that_is_not_the_one_in_the_list_is_refused(
    tmp_path: Path,
    producer: Producer,
    harm: Callable[[Producer, str], None],
    words: str,
    name: str,
) -> None:
    producer.deliver(name, [click(3), click(4)])
    harm(producer, name)
    what = refused(tmp_path, producer)
    assert what.startswith(f"table click: {name} ")
    assert words in what


@pytest.mark.parametrize("name", [NEW, LINES])
def test_a_file_with_another_count_of_rows_is_refused(
    tmp_path: Path, producer: Producer, name: str
) -> None:
    producer.deliver(name, [click(3), click(4)], rows=3)
    assert f"{name} holds 2 rows where the list says 3" in refused(tmp_path, producer)


@pytest.mark.parametrize("name", [NEW, LINES])
@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"click_id": "c3", "page": "home"}, "['clicked_at'] are gone"),
        (
            {"click_id": "c3", "page": "home", "at": "x"},
            "['clicked_at'] are gone; columns it has that are not read: ['at']",
        ),
        (click(3) | {"page": 7}, "column 'page' is no longer text but int"),
        (click(3) | {"page": True}, "column 'page' is no longer text but bool"),
        (click(3) | {"page": {"a": "b"}}, "column 'page' is no longer text but"),
    ],
    ids=["vanished", "renamed", "a number", "true or false", "nested"],
)
def test_a_column_that_changed_fails_by_its_name(
    tmp_path: Path, producer: Producer, name: str, row: dict[str, Any], words: str
) -> None:
    producer.deliver(name, [row])
    what = refused(tmp_path, producer)
    assert name in what
    assert words in what


def test_one_line_without_a_column_fails_by_file_and_line(
    tmp_path: Path, producer: Producer
) -> None:
    producer.deliver("2026-01-06.ndjson", [click(3)])
    producer.deliver("2026-01-08.ndjson", [click(4), {"click_id": "c5", "page": "home"}])
    assert "2026-01-08.ndjson, line 2: columns ['clicked_at'] are gone" in refused(
        tmp_path, producer
    )


def test_a_file_that_is_not_of_its_format_is_refused(tmp_path: Path, producer: Producer) -> None:
    producer.deliver(NEW, [click(3)])
    data = b"no parquet at all"
    producer.put(NEW, data)
    producer.entries[NEW] |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    producer.publish()
    assert f"{NEW} is no Parquet file" in refused(tmp_path, producer)


def test_a_line_that_is_no_object_is_refused(tmp_path: Path, producer: Producer) -> None:
    producer.deliver(LINES, [click(3), ["c4"]])  # type: ignore[list-item]
    assert f"{LINES}, line 2 is no JSON object" in refused(tmp_path, producer)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "../secret.parquet"}, "which cannot lie in its folder"),
        ({"name": "/etc/passwd"}, "which cannot lie in its folder"),
        ({"name": "a.csv"}, "neither .parquet nor .ndjson"),
        ({"day": "2026-02-30"}, "the day '2026-02-30', which is none"),
        ({"day": None}, "the day None, which is none"),
        ({"rows": -1}, "no number of rows"),
        ({"rows": "2"}, "no number of rows"),
        ({"bytes": None}, "no number of bytes"),
        ({"sha256": "abc"}, "no SHA-256"),
    ],
)
def test_a_list_that_cannot_be_true_is_refused(
    tmp_path: Path, producer: Producer, wrong: dict[str, Any], words: str
) -> None:
    producer.deliver(NEW, [click(3)], **wrong)
    assert words in refused(tmp_path, producer)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"files": [', "is no JSON"),
        (b'{"format": 1}', "holds no list named files"),
        (b"[]", "holds no list named files"),
    ],
)
def test_a_list_cut_short_is_refused(
    tmp_path: Path, producer: Producer, content: bytes, words: str
) -> None:
    producer.put("_manifest.json", content)
    assert words in refused(tmp_path, producer)


def test_a_file_named_twice_is_refused(tmp_path: Path, producer: Producer) -> None:
    [entry] = producer.entries.values()
    producer.publish([entry, entry])
    assert f"names ['{GOOD}'] more than once" in refused(tmp_path, producer)


def test_a_folder_without_a_list_is_refused(tmp_path: Path) -> None:
    producer = Producer(str(tmp_path / "events"))
    producer.put(GOOD, parquet([click(1)]))
    with pytest.raises(ExtractionError, match=r"_manifest\.json is missing"):
        load(tmp_path / "raw", producer.base_url)


def test_a_delivery_during_the_read_is_noticed(
    tmp_path: Path, producer: Producer, monkeypatch: pytest.MonkeyPatch
) -> None:
    producer.deliver(LINES, [click(3)])
    from orchestration.extract.connectors.event_files.rows import Rows

    parse = Rows.of_lines

    def interrupted(self: Rows, files: Any) -> Any:
        producer.deliver(LINES, [click(3), click(4)])
        return parse(self, files)

    with monkeypatch.context() as patched:
        patched.setattr(Rows, "of_lines", interrupted)
        with pytest.raises(ExtractionError, match="was delivered again while it was read"):
            load(tmp_path / "raw", producer.base_url)
    assert len(committed_loads(tmp_path / "raw", SOURCE)) == 1
    load(tmp_path / "raw", producer.base_url)
    ids = [row["click_id"] for row in landed(tmp_path / "raw", SOURCE, TABLE.name)]
    assert ids == ["c1", "c2", "c3", "c4"]


def test_the_storage_s_options_are_said_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = "hush-7f3a"
    monkeypatch.setenv("CLICKS_OPTIONS", f'{{"secret": "{canary}", "host": 3}}')
    with pytest.raises(ExtractionError) as caught:
        load(
            tmp_path / "raw",
            "ftp://127.0.0.1:1/events",
            storage_options_variable="CLICKS_OPTIONS",
        )
    assert canary not in str(caught.value)
    assert canary not in repr(caught.getrepr(style="short"))
    monkeypatch.setenv("CLICKS_OPTIONS", canary)
    with pytest.raises(ExtractionError, match="CLICKS_OPTIONS holds no JSON object") as caught:
        load(tmp_path / "raw", "memory://x", storage_options_variable="CLICKS_OPTIONS")
    assert canary not in str(caught.value)
    monkeypatch.delenv("CLICKS_OPTIONS")
    with pytest.raises(ExtractionError, match="CLICKS_OPTIONS is not set"):
        load(tmp_path / "raw", "memory://x", storage_options_variable="CLICKS_OPTIONS")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "base_url is missing"),
        ("events", "neither a whole path nor an address"),
        ("s3://key:s[secret]@bucket/events", "is no address"),
        ("s3://key:secret@bucket/events", "carries a user, a password or a signature"),
        ("abfs://container/events?sig=abc", "carries a user, a password or a signature"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(address: str, words: str) -> None:
    with pytest.raises(SourcesError, match=words) as caught:
        EventFilesSource(base_url=address, name="clicks")
    assert "secret" not in str(caught.value)


def test_a_storage_whose_package_is_missing_says_so(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError, match="needs a package that is not installed"):
        load(tmp_path / "raw", "s3://bucket/events")


def test_a_check_says_what_is_wrong(producer: Producer) -> None:
    source = EventFilesSource(base_url=producer.base_url, name=SOURCE)
    assert event_files.check(SOURCE, source, (TABLE,)) == []
    producer.deliver(NEW, [click(3) | {"page": 7}])
    [said] = event_files.check(SOURCE, source, (TABLE,))
    assert "column 'page' is no longer text" in said
