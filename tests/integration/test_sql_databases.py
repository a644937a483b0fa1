"""SQL databases, a real PostgreSQL among them: the same rows land, whatever holds them.

Here: what is read when nothing goes wrong. Not here: refusals (tests/faults/test_sql_faults.py).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.extract.connectors.sql import check
from orchestration.extract.contracts import SourceTable
from orchestration.extract.errors import ExtractionError
from orchestration.extract.landed import read_manifest, verify_load
from orchestration.extract.sources.sql import SqlSource
from tests.support.postgres import Postgres, fresh_database
from tests.support.raw_reading import landed
from tests.support.things import (
    CREATE_POSTGRES,
    CREATE_SQLITE,
    INSERT,
    PLAIN,
    ROWS,
    THING,
    TYPES,
    load_things,
)


@pytest.fixture
def postgres(postgres_server: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    with fresh_database(postgres_server) as database:
        monkeypatch.setenv("TOY_DATABASE", database.reader())
        yield database


@pytest.fixture
def things(postgres: Postgres) -> SqlSource:
    """The table in PostgreSQL, as the reading account finds it."""
    postgres.do(CREATE_POSTGRES, INSERT)
    return SqlSource(name="toy", url_variable="TOY_DATABASE", overlap_seconds=60)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The table in an SQLite file."""
    path = tmp_path / "a folder" / "things.sqlite"
    path.parent.mkdir()
    run_in(path, CREATE_SQLITE, INSERT)
    return path


def run_in(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def in_file(path: Path) -> SqlSource:
    return SqlSource(name="toy", url=f"sqlite:///{path}", overlap_seconds=60, batch_rows=2)


def rows_of(home: Path, table: str = "thing") -> dict[str, tuple[str | None, ...]]:
    found = landed(home / "raw", "toy", table)
    return {row["thing_id"]: tuple(row[name] for name in TYPES) for row in found}


@pytest.mark.parametrize("address", ["adbc", "postgresql+psycopg", "sqlite", "sqlite+pysqlite"])
def test_every_database_and_driver_lands_the_same_texts(
    tmp_path: Path,
    file: Path,
    things: SqlSource,
    postgres: Postgres,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
) -> None:
    """Quotes, accents, nulls, large and negative numbers, both ends of a clock change."""
    source = in_file(file) if address == "sqlite" else things
    if address == "postgresql+psycopg":
        monkeypatch.setenv("TOY_DATABASE", postgres.reader().replace("postgresql", address, 1))
    if address == "sqlite+pysqlite":
        monkeypatch.setenv("TOY_DATABASE", f"{address}:///{file}")
    load = load_things(tmp_path, source)
    assert rows_of(tmp_path) == ROWS
    assert verify_load(load.path) == []
    entry, keys = read_manifest(load.path)["tables"]
    assert entry["source_count_before"] == entry["source_count_after"] == entry["row_count"] == 4
    assert entry["cursor_after"] == "2025-10-26 01:30:00"
    assert entry["offered_columns"] == sorted(TYPES)
    assert (keys["table_name"], keys["row_count"]) == ("thing__keys", 4)


def test_types_of_postgresql_without_a_like_elsewhere_read_the_same_way(
    tmp_path: Path, postgres: Postgres
) -> None:
    """Zones become UTC, parts of a second are cut, no number has an exponent."""
    postgres.do(
        "create type colour as enum ('red', 'green')",
        "create domain short_text as text",
        """create table thing (thing_id uuid, label colour, made_on char(5), is_used short_text,
            weight double precision, price numeric, changed_at timestamptz)""",
        """insert into thing values
            ('00000000-0000-0000-0000-000000000001', 'red', 'ab', 'x', 1e20, 0.00000001,
                '2025-07-01 00:59:59.999999+01'),
            ('00000000-0000-0000-0000-000000000002', null, null, null, 0.1, 1e20, null),
            ('00000000-0000-0000-0000-000000000003', null, null, null, 0, 0, '-infinity'),
            ('00000000-0000-0000-0000-000000000004', null, null, null, 0, 0,
                '0044-03-15 12:00:00.5+00 BC')""",
        "alter role reader set timezone = 'America/New_York'",
        "alter role reader set datestyle = 'German'",
    )
    source = SqlSource(name="toy", url_variable="TOY_DATABASE")
    load_things(tmp_path, source, replace(PLAIN, types={}))
    first, second, endless, ancient = rows_of(tmp_path).values()
    assert first[1:] == ("red", "ab", "x", "1" + 20 * "0", "0.00000001", "2025-06-30 23:59:59")
    assert second[1:] == (None, None, None, "0.1", "1" + 20 * "0", None)
    assert (endless[-1], ancient[-1]) == ("-infinity", "0044-03-15 12:00:00 BC")


def test_sqlite_values_that_contradict_their_column_come_as_they_are(
    tmp_path: Path, file: Path
) -> None:
    run_in(
        file,
        "delete from thing",
        """insert into thing values ('x', null, '31/12/2024', 'perhaps', 'many', 'a lot',
            '2025-07-01T01:00:00+01:00')""",
        """insert into thing values ('y', null, null, 1, 2, 3, '2025-02-30 10:00:00')""",
    )
    load_things(tmp_path, in_file(file))
    found = rows_of(tmp_path)
    assert found["x"][2:] == ("31/12/2024", "perhaps", "many", "a lot", "2025-07-01 00:00:00")
    assert found["y"][2:] == (None, "true", "2", "3.00", "2025-02-30 10:00:00")


def test_a_schema_and_names_that_need_quotes(tmp_path: Path, postgres: Postgres) -> None:
    postgres.do(
        'create schema "Odd ""one""; drop table x"',
        """create table "Odd ""one""; drop table x"."select" ("From" text, "ünï'%s" int)""",
        """insert into "Odd ""one""; drop table x"."select" values ('a', 1)""",
        'grant usage on schema "Odd ""one""; drop table x" to reader',
        'grant select on all tables in schema "Odd ""one""; drop table x" to reader',
    )
    source = SqlSource(name="toy", url_variable="TOY_DATABASE", schema='Odd "one"; drop table x')
    table = SourceTable("toy", "select", ("From", "ünï'%s"), key="From", deletes="key_sweep")
    load_things(tmp_path, source, table)
    (row,) = landed(tmp_path / "raw", "toy", "select")
    assert (row["From"], row["ünï'%s"]) == ("a", "1")


def test_only_the_window_from_the_cursor_less_the_overlap_is_read_again(
    tmp_path: Path, things: SqlSource, postgres: Postgres
) -> None:
    """The overlap is a minute: a row committed late with a stamp a minute older arrives."""
    load_things(tmp_path, things)
    postgres.do(
        "insert into thing values ('late', 'x', null, null, null, null, '2025-10-26 01:29:00')",
        "insert into thing values ('unstamped', 'x', null, null, null, null, null)",
        "insert into thing values ('new', 'x', null, null, null, null, '2025-10-26 01:30:01.9')",
    )
    load = load_things(tmp_path, things)
    entry = read_manifest(load.path)["tables"][0]
    brought = [row["thing_id"] for row in landed(tmp_path / "raw", "toy", "thing")][4:]
    assert sorted(brought) == ["c", "d", "late", "new", "unstamped"]
    assert (entry["window_from"], entry["window_to"]) == (
        "2025-10-26 01:29:00",
        "2025-10-26 01:30:01",
    )
    assert entry["cursor_after"] == "2025-10-26 01:30:01"


def test_a_row_committed_later_than_the_overlap_is_missed_by_the_window_and_not_lost(
    tmp_path: Path, things: SqlSource, postgres: Postgres
) -> None:
    """The sweep finds a key nobody brought: the load is refused until everything is read again."""
    load_things(tmp_path, things)
    postgres.do(
        "insert into thing values ('too late', 'x', null, null, null, null, '2025-10-26 01:28:59')",
        "insert into thing values ('new', 'x', null, null, null, null, '2025-10-26 01:31:00')",
    )
    with pytest.raises(ExtractionError, match="1 new records have a stamp from before") as raised:
        load_things(tmp_path, things)
    assert "vitals sources reread toy" in raised.value.remedy
    load_things(tmp_path, things, reread=True)
    load_things(tmp_path, things)
    assert rows_of(tmp_path).keys() == {*ROWS, "too late", "new"}


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_a_stamp_from_the_future_does_not_carry_the_cursor_away(
    tmp_path: Path, things: SqlSource, postgres: Postgres, file: Path, kind: str
) -> None:
    future = "update thing set changed_at = '2999-01-01 00:00:00' where thing_id = 'a'"
    if kind == "postgresql":
        postgres.do(future)
    else:
        run_in(file, future)
    load = load_things(tmp_path, things if kind == "postgresql" else in_file(file))
    entry = read_manifest(load.path)["tables"][0]
    assert entry["row_count"] == 4
    assert "2026" <= entry["cursor_after"] < "2999"


def test_an_empty_table_lands_empty_and_leaves_the_cursor(tmp_path: Path, file: Path) -> None:
    run_in(file, "delete from thing")
    load = load_things(tmp_path, in_file(file))
    entry, keys = read_manifest(load.path)["tables"]
    assert (entry["row_count"], entry["cursor_after"], keys["row_count"]) == (0, None, 0)


def test_a_table_without_a_stamp_is_read_whole_each_time(tmp_path: Path, file: Path) -> None:
    whole = replace(PLAIN, stamp="")
    load_things(tmp_path, in_file(file), whole)
    load = load_things(tmp_path, in_file(file), whole)
    assert read_manifest(load.path)["tables"][0]["row_count"] == 4


def test_rows_that_change_while_they_are_read_do_not_show(
    tmp_path: Path, things: SqlSource, postgres: Postgres
) -> None:
    """Rows and keys are of one moment: what another session does meanwhile is the next load's."""
    from orchestration.extract.connectors.sql import open_tables
    from orchestration.extract.raw_zone import locked_source

    def meddle(_: str) -> None:
        postgres.do(
            "delete from thing where thing_id = 'a'",
            "update thing set label = 'changed' where thing_id = 'b'",
            """insert into thing values ('e', null, null, null, null, null, '2025-10-26 01:30:00')
                on conflict do nothing""",
        )

    with (
        locked_source(tmp_path / "raw", "toy") as locked,
        open_tables("toy", things, (THING,), locked, meddle) as loads,
    ):
        locked.commit(loads)
    assert rows_of(tmp_path) == ROWS
    assert {row["thing_id"] for row in landed(tmp_path / "raw", "toy", "thing__keys")} == set(ROWS)


def test_a_sweep_lands_when_a_key_went_and_not_when_nothing_changed(
    tmp_path: Path, things: SqlSource, postgres: Postgres
) -> None:
    load_things(tmp_path, things)
    unchanged = load_things(tmp_path, things)
    assert read_manifest(unchanged.path)["tables"][1]["row_count"] == 0
    postgres.do("delete from thing where thing_id = 'c'")
    swept = load_things(tmp_path, things)
    assert read_manifest(swept.path)["tables"][1]["row_count"] == 3
    newest = [
        row["thing_id"]
        for row in landed(tmp_path / "raw", "toy", "thing__keys")
        if row["_load_id"] == swept.load_id
    ]
    assert newest == ["a", "b", "d"]


def test_too_many_deletes_at_once_are_refused_and_believed_when_allowed(
    tmp_path: Path, things: SqlSource, postgres: Postgres
) -> None:
    """Of 100 rows, 20 may go with one in five; 21 may not."""
    postgres.do(
        "delete from thing",
        """insert into thing select i::text, null, null, null, null, null, '2025-01-01 00:00:00'
            from generate_series(1, 100) as i""",
    )
    strict = replace(things, most_deleted_percent=20, always_deletable_rows=0)
    load_things(tmp_path, strict)
    postgres.do("delete from thing where thing_id::int <= 21")
    with pytest.raises(ExtractionError, match="21 of 100 records are gone at once; 20 would be"):
        load_things(tmp_path, strict)
    postgres.do("insert into thing values ('21', null, null, null, null, null, '2025-01-01')")
    load_things(tmp_path, strict)
    load_things(tmp_path, replace(strict, always_deletable_rows=80))
    postgres.do("delete from thing")
    with pytest.raises(ExtractionError, match="80 of 80 records are gone at once"):
        load_things(tmp_path, replace(strict, always_deletable_rows=1000))


def test_a_sound_connection_has_nothing_wrong(things: SqlSource, file: Path) -> None:
    assert check("toy", things, (THING,)) == []
    assert check("toy", in_file(file), (THING,)) == []
