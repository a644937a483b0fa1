"""Publications: frozen once, never rewritten, reproduced byte for byte, and tampering is found."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from orchestration import meetings
from orchestration.extract.errors import ExtractionError
from orchestration.horizon import Horizon
from orchestration.publications.backtest import reproduce, tampered
from orchestration.publications.frozen import (
    Publication,
    freeze,
    may_freeze,
    place_publications,
    read_publications,
)
from orchestration.publications.packs import declared_tables
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.transform.dbt import WAREHOUSE

DAY = date(2025, 11, 27)
HORIZON = Horizon.known_on(DAY)
BOARD, COMMITTEE = "board_2025_11_27", "committee_2025_11_27"
Rows = list[dict[str, str]]


def build(
    folder: Path, measures: Rows, *, extra: str = "", parts: dict[str, Rows] | None = None
) -> Path:
    """A build with the marts of packs: two forums meet, and only the board is shown anything."""
    folder.mkdir(parents=True)
    declared = declared_tables(PROJECT_ROOT)
    header = {"audience_level": "board", "row_count": "1", "withheld_count": "0"}
    tables: dict[str, Rows] = {
        "packs": [
            {"publication_id": each, "forum_id": each, "published_on_date": str(DAY)} | header
            for each in (BOARD, COMMITTEE)
        ],
        "measures": measures,
        "exceptions": [],
        "objectives": [],
        "escalations": [],
        "actions": [],
        **(parts or {}),
    }
    with duckdb.connect(str(folder / WAREHOUSE)) as connection:
        connection.execute("create schema marts")
        for table, rows in tables.items():
            added = ("as_of", "known_before", "release_id", "content_sha256")
            columns = [column for column in declared[table] if column not in added]
            columns += [extra] if extra and table == "measures" else []
            ddl = ", ".join(f"{column} varchar" for column in columns)
            connection.execute(f"create table marts.pack_{table} ({ddl})")
            for row in rows:
                marks = ", ".join("?" for _ in columns)
                values = [row.get(column) for column in columns]
                connection.execute(f"insert into marts.pack_{table} values ({marks})", values)
    return folder


def measure(value: str, measure_id: str = "m") -> dict[str, str]:
    return {"publication_id": BOARD, "measure_id": measure_id, "value": value}


@pytest.fixture
def first(settings: Settings, tmp_path: Path) -> Path:
    """A home in which the packs of a build are frozen."""
    place_publications(settings)
    built = build(tmp_path / "first", [measure("3.4"), measure("95", "n")])
    assert freeze(settings, built, HORIZON, "r1").made == (BOARD, COMMITTEE)
    return built


def board(settings: Settings) -> Publication:
    return next(p for p in read_publications(settings) if p.publication_id == BOARD)


def files(settings: Settings) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in settings.home.rglob("publications/loads/*/*/*")}


def test_a_publication_names_its_release_its_day_and_its_moment(
    settings: Settings, first: Path
) -> None:
    frozen = board(settings)
    assert (frozen.release_id, frozen.horizon) == ("r1", HORIZON)
    assert frozen.content_sha256 == frozen.pack.content_sha256
    assert frozen.pack.parts["measures"].column("value").to_pylist() == ["3.4", "95"]
    assert first.is_dir()


def test_what_is_frozen_is_never_frozen_again(
    settings: Settings, first: Path, tmp_path: Path
) -> None:
    before = files(settings)
    other = build(tmp_path / "second", [measure("3.5")])
    again = freeze(settings, other, HORIZON, "r2")
    assert again.made == ()
    assert files(settings) == before
    assert first.is_dir()
    told = {kept.publication.publication_id: kept.told for kept in again.kept}
    stays = "stays as it was frozen (2025-11-28 00:00 UTC, r1)"
    assert told == {
        BOARD: f"{BOARD} {stays}; more is known by now, and stands beside it",
        COMMITTEE: f"{COMMITTEE} {stays}",
    }


def test_a_second_run_of_the_day_keeps_what_the_first_one_froze(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestration.publications.frozen.may_freeze", lambda *_: True)
    place_publications(settings)
    live = Horizon(DAY)
    morning = freeze(settings, build(tmp_path / "one", [measure("1")]), live, "r1")
    before = files(settings)
    noon = freeze(settings, build(tmp_path / "two", [measure("1")]), live, "r2")
    evening = freeze(settings, build(tmp_path / "three", [measure("2")]), live, "r3")
    assert (morning.made, morning.kept) == ((BOARD, COMMITTEE), ())
    assert (noon.made, evening.made) == ((), ())
    assert [kept.is_agreed for kept in noon.kept] == [True, True]
    assert [kept.is_agreed for kept in evening.kept] == [False, True]
    assert {kept.publication.release_id for kept in evening.kept} == {"r1"}
    assert files(settings) == before


def test_every_part_is_frozen_and_hashed(settings: Settings, tmp_path: Path) -> None:
    place_publications(settings)
    own = {"publication_id": BOARD}
    parts = {
        "objectives": [own | {"objective_id": "o", "rag_status": "amber"}],
        "escalations": [own | {"escalation_id": "e", "escalation_status": "open"}],
        "actions": [own | {"entry_number": "1", "description": "Mend it"}],
    }
    freeze(settings, build(tmp_path / "whole", [measure("1")], parts=parts), HORIZON, "r")
    frozen = board(settings)
    for part, rows in parts.items():
        assert frozen.pack.parts[part].num_rows == 1
        changed = {**parts, part: [rows[0] | dict.fromkeys(list(rows[0])[-1:], "other")]}
        other = build(tmp_path / part, [measure("1")], parts=changed)
        assert f"{BOARD}: {part} would be written otherwise today" in reproduce(
            frozen, PROJECT_ROOT, other
        )


def test_the_same_build_reproduces_it_byte_for_byte(settings: Settings, first: Path) -> None:
    for publication in read_publications(settings):
        assert reproduce(publication, PROJECT_ROOT, first) == []
        assert tampered(publication) == []


def test_rows_in_another_order_are_the_same_publication(
    settings: Settings, first: Path, tmp_path: Path
) -> None:
    assert first.is_dir()
    turned = build(tmp_path / "turned", [measure("95", "n"), measure("3.4")])
    assert reproduce(board(settings), PROJECT_ROOT, turned) == []


def test_another_value_and_a_missing_row_are_named(
    settings: Settings, first: Path, tmp_path: Path
) -> None:
    assert first.is_dir()
    other = build(tmp_path / "other", [measure("3.5"), measure("95", "n")])
    assert reproduce(board(settings), PROJECT_ROOT, other) == [
        f"{BOARD}: packs would be written otherwise today",
        f"{BOARD}: measures would be written otherwise today",
    ]
    fewer = build(tmp_path / "fewer", [measure("3.4")])
    assert f"{BOARD}: measures had 2 rows, and would have 1 today" in reproduce(
        board(settings), PROJECT_ROOT, fewer
    )


def test_a_column_that_came_later_is_no_difference(
    settings: Settings, first: Path, tmp_path: Path
) -> None:
    assert first.is_dir()
    rows = [measure("3.4") | {"mood": "good"}, measure("95", "n")]
    later = build(tmp_path / "later", rows, extra="mood")
    assert reproduce(board(settings), PROJECT_ROOT, later) == []


def test_tampering_with_a_file_is_found(settings: Settings, first: Path) -> None:
    assert first.is_dir()
    (part,) = (board(settings).load / "measures").glob("*.parquet")
    rows = pq.read_table(part)
    values = ["9.9" if value == "3.4" else value for value in rows.column("value").to_pylist()]
    place = rows.column_names.index("value")
    pq.write_table(rows.set_column(place, "value", [values]), part)
    found = tampered(board(settings))
    assert found[0].endswith("differs from its manifest")
    assert found[1] == f"{BOARD}: its rows do not give the hash it names"


def test_a_file_that_was_taken_away_or_added_is_found(settings: Settings, first: Path) -> None:
    assert first.is_dir()
    publication = board(settings)
    (publication.load / "measures" / "part-001.parquet").write_bytes(b"")
    assert any("not in the manifest" in found for found in tampered(publication))
    next((publication.load / "measures").glob("part-000.parquet")).unlink()
    assert any("missing" in found for found in tampered(publication))


def test_a_file_nobody_can_read_any_more_is_named(settings: Settings, first: Path) -> None:
    assert first.is_dir()
    (part,) = (board(settings).load / "measures").glob("*.parquet")
    part.write_bytes(part.read_bytes() + b" ")
    with pytest.raises(ExtractionError, match="is not what was frozen"):
        read_publications(settings)


@pytest.mark.parametrize(
    ("horizon", "today", "is_allowed"),
    [
        (Horizon(DAY), DAY, True),
        (Horizon(DAY), date(2025, 11, 28), False),
        (Horizon(DAY), date(2025, 11, 26), False),
        (Horizon.known_on(DAY), date(2026, 1, 31), True),
        (Horizon.known_on(date(2025, 11, 28), DAY), DAY, False),
        (Horizon.known_on(date(2025, 11, 26), DAY), DAY, False),
    ],
)
def test_only_what_was_known_on_the_day_is_frozen(
    horizon: Horizon, today: date, *, is_allowed: bool
) -> None:
    assert may_freeze(horizon, today) is is_allowed


def test_a_past_day_with_today_s_knowledge_freezes_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    place_publications(settings)
    freezing = freeze(settings, build(tmp_path / "late", [measure("1")]), Horizon(DAY), "r")
    assert (freezing.made, freezing.kept) == ((), ())
    assert read_publications(settings) == []


def test_a_live_publication_knows_until_the_moment_it_was_frozen(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestration.publications.frozen.may_freeze", lambda *_: True)
    place_publications(settings)
    freeze(settings, build(tmp_path / "live", [measure("1")]), Horizon(DAY), "r")
    moment = board(settings).horizon.known_before
    assert moment is not None
    assert abs((datetime.now(UTC) - moment).total_seconds()) < 60


def test_placeholders_are_made_once(settings: Settings) -> None:
    place_publications(settings)
    before = files(settings)
    place_publications(settings)
    assert files(settings) == before
    assert before


def test_the_last_meeting_of_each_replayed_forum_is_due_until_it_is_frozen(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds = {
        "forum_packs": [
            {"forum_id": "board", "is_replayed": "true"},
            {"forum_id": "team", "is_replayed": "true"},
            {"forum_id": "live", "is_replayed": "false"},
        ],
        "forum_dates": [
            {"forum_id": forum, "meets_on_date": day}
            for forum, day in (
                ("board", "2025-09-25"),
                ("board", "2025-11-27"),
                ("board", "2026-01-31"),
                ("team", "2026-01-19"),
                ("live", "2026-01-20"),
                ("silent", "2026-01-20"),
            )
        ],
    }
    monkeypatch.setattr(meetings, "_seed", lambda _, name: iter(seeds[name]))
    as_of = date(2026, 1, 31)
    assert meetings.meetings_due(settings, as_of) == [DAY, date(2026, 1, 19)]
    known = [type("Frozen", (), {"publication_id": BOARD})()]
    monkeypatch.setattr(meetings, "read_publications", lambda _: known)
    assert meetings.meetings_due(settings, as_of) == [date(2026, 1, 19)]
