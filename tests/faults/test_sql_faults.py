"""SQL databases that fail or refuse: nothing lands, the reason is clear, no password is told."""

from __future__ import annotations

import errno
import logging
import os
import threading
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from orchestration.extract import package
from orchestration.extract.connectors.sql import check, open_tables
from orchestration.extract.errors import ExtractionError
from orchestration.extract.landed import committed_loads, read_manifest
from orchestration.extract.raw_zone import locked_source
from orchestration.extract.sources.shared import SourcesError
from orchestration.extract.sources.sql import SqlSource
from tests.support.postgres import PASSWORD, Postgres, fresh_database
from tests.support.raw_reading import landed, leftovers
from tests.support.things import CREATE_POSTGRES, INSERT, PLAIN, ROWS, THING, load_things

SOURCE = SqlSource(name="toy", url_variable="TOY_DATABASE")


@pytest.fixture
def postgres(postgres_server: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    """The table in PostgreSQL, and its reading account's address in the environment."""
    with fresh_database(postgres_server) as database:
        database.do(CREATE_POSTGRES, INSERT)
        monkeypatch.setenv("TOY_DATABASE", database.reader())
        yield database


def refusal(home: Path, source: SqlSource = SOURCE) -> str:
    """What a load says that must not land."""
    with pytest.raises(ExtractionError) as raised:
        load_things(home, source)
    assert committed_loads(home / "raw", "toy") == []
    assert not leftovers(home / "raw")
    shown = "".join(traceback.format_exception(raised.value))
    for secret in (PASSWORD, "canary"):
        assert secret not in shown
    return str(raised.value)


@pytest.mark.parametrize("driver", ["postgresql", "postgresql+psycopg"])
def test_a_wrong_password(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch, driver: str
) -> None:
    address = postgres.reader("canary, but the wrong one").replace("postgresql", driver, 1)
    monkeypatch.setenv("TOY_DATABASE", address)
    said = refusal(tmp_path)
    assert "refused the sign-in" in said
    assert "check the user and the password" in said
    assert check("toy", SOURCE, (THING,)) == [said.removeprefix("toy: ")]


def test_no_address_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOY_DATABASE", raising=False)
    assert "TOY_DATABASE is not set" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://u:canary@127.0.0.1:9/x", "nothing answers at its address"),
        ("postgresql://u:canary@127.0.0.1:no/x", "its address cannot be read"),
        ("postgresql://u:p@canary@127.0.0.1:9/x", "nothing answers at its address"),
        ("nosuch+driver://u:canary@127.0.0.1/x", "its driver is not installed"),
        ("oracle+oracledb://u:canary@127.0.0.1/x", "its driver is not installed"),
        ("canary", "its address cannot be read"),
        ("mysql://u:p@rt:canary@127.0.0.1/x", "its address cannot be read"),
        ("postgresql://u:p[canary]@127.0.0.1:9/x", "its address cannot be read"),
        ("sqlite:////nowhere/canary.sqlite", "there is no such database"),
    ],
)
def test_addresses_that_lead_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, words: str
) -> None:
    monkeypatch.setenv("TOY_DATABASE", address)
    assert words in refusal(tmp_path)


def test_a_missing_table(tmp_path: Path, postgres: Postgres) -> None:
    postgres.do("drop table thing")
    said = refusal(tmp_path)
    assert "table thing: it is not there" in said
    assert check("toy", SOURCE, (THING,)) == [said.removeprefix("toy: ")]


def test_a_missing_permission(tmp_path: Path, postgres: Postgres) -> None:
    postgres.do("revoke all on thing from reader")
    said = refusal(tmp_path)
    assert "table thing: the reading account may not read it (42501)" in said
    assert check("toy", SOURCE, (THING,)) == [said.removeprefix("toy: ")]


def test_a_column_that_may_not_be_read(tmp_path: Path, postgres: Postgres) -> None:
    postgres.do(
        "revoke all on thing from reader", "grant select (thing_id, changed_at) on thing to reader"
    )
    assert "may not read it" in refusal(tmp_path)
    assert "may not read it" in check("toy", SOURCE, (THING,))[0]


def test_a_vanished_a_renamed_and_a_retyped_column_are_named(
    tmp_path: Path, postgres: Postgres
) -> None:
    postgres.do("alter table thing rename column label to title")
    said = refusal(tmp_path)
    assert "columns ['label'] are gone; columns it has that are not read: ['title']" in said
    postgres.do("alter table thing rename column title to label")
    postgres.do("alter table thing alter column made_on type text")
    assert "column 'made_on' is text where date was promised" in refusal(tmp_path)


def test_a_new_column_is_noted_and_left_out(tmp_path: Path, postgres: Postgres) -> None:
    load_things(tmp_path, SOURCE)
    postgres.do("alter table thing add column nickname text default 'x'")
    load = load_things(tmp_path, SOURCE)
    entry = read_manifest(load.path)["tables"][0]
    assert entry["new_columns"] == ["nickname"]
    assert "nickname" not in landed(tmp_path / "raw", "toy", "thing")[-1]


def test_a_statement_that_takes_too_long(tmp_path: Path, postgres: Postgres) -> None:
    """The table is a view that sleeps for each row; the account's patience is one second."""
    postgres.do(
        "alter table thing rename to thing_kept",
        """create view thing as select thing_id, label, made_on, is_used, weight, price,
            changed_at + case when pg_sleep(2) is null then null else interval '0' end as changed_at
            from thing_kept""",
        "grant select on thing to reader",
    )
    said = refusal(tmp_path, replace(SOURCE, statement_seconds=1))
    assert "ended the statement because it took too long" in said


def test_a_connection_that_breaks_off_in_the_middle_of_the_rows(
    tmp_path: Path, postgres: Postgres
) -> None:
    """The server's side of the session is ended while rows are on their way."""
    postgres.do(
        """insert into thing select 'row ' || i, repeat('x', 500), null, null, null, null,
            '2025-01-01 00:00:00' from generate_series(1, 200000) as i"""
    )

    def end_the_session(_: str) -> None:
        with psycopg.connect(postgres.admin, autocommit=True) as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where application_name = 'vital-signs'"
            )

    with (
        pytest.raises(ExtractionError, match="table thing: the connection broke off") as raised,
        locked_source(tmp_path / "raw", "toy") as locked,
        open_tables("toy", SOURCE, (THING,), locked, end_the_session) as loads,
    ):
        locked.commit(loads)
    assert "run again" in raised.value.remedy
    assert committed_loads(tmp_path / "raw", "toy") == []
    assert not leftovers(tmp_path / "raw")
    load_things(tmp_path, SOURCE)
    assert len(landed(tmp_path / "raw", "toy", "thing")) == 200_004


def test_a_locked_table_waits_no_longer_than_a_statement_may_take(
    tmp_path: Path, postgres: Postgres
) -> None:
    with psycopg.connect(postgres.admin) as connection:
        connection.execute("lock table thing in access exclusive mode")
        said = refusal(tmp_path, replace(SOURCE, statement_seconds=1))
    assert "took too long" in said


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("update thing set thing_id = 'a'", "'thing_id' is empty in a row or names two of them"),
        ("update thing set thing_id = null where thing_id = 'b'", "1 rows have no thing_id"),
        ("update thing set thing_id = '' where thing_id < 'c'", "2 rows have no thing_id"),
    ],
)
def test_keys_that_are_none_are_refused(
    tmp_path: Path, postgres: Postgres, change: str, words: str
) -> None:
    postgres.do(
        "alter table thing drop constraint thing_pkey",
        "alter table thing alter column thing_id drop not null",
    )
    with psycopg.connect(postgres.admin, autocommit=True) as connection:
        connection.execute(change.encode())
    assert words in refusal(tmp_path)


@pytest.mark.usefixtures("postgres")
def test_a_disk_that_is_full_while_rows_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The statement is still open then: what is told is the disk, not the statement."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(package._PartWriter, "add", full)
    assert "could not be written" in refusal(tmp_path)


@pytest.mark.usefixtures("postgres")
def test_no_password_is_in_anything_that_is_written_or_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    said: list[str] = []
    with (
        caplog.at_level(logging.DEBUG),
        locked_source(tmp_path / "raw", "toy") as locked,
        open_tables("toy", SOURCE, (THING,), locked, said.append) as loads,
    ):
        load = locked.commit(loads)
    written = b"".join(file.read_bytes() for file in load.path.rglob("*") if file.is_file())
    told = "".join((*said, caplog.text, repr(SOURCE), str(load), threading.current_thread().name))
    for secret in (PASSWORD, "canary"):
        assert secret not in told
        assert secret.encode() not in written
    assert set(ROWS) == {row["thing_id"] for row in landed(tmp_path / "raw", "toy", "thing")}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "needs either a url or credentials.url"),
        ({"url": "sqlite:////a", "url_variable": "A"}, "needs either a url or credentials.url"),
        ({"url": "postgresql://u:canary@h/d"}, "is not the address of an SQLite file"),
        ({"url": "postgresql://u:p[canary]@h/d"}, "url is no address"),
        ({"url_variable": "postgresql://u:canary@h/d"}, "does not name an environment variable"),
        ({"url_variable": "A", "overlap_seconds": 0}, "overlap_seconds is 0"),
        ({"url_variable": "A", "most_deleted_percent": 100}, "most_deleted_percent is 100"),
    ],
)
def test_descriptions_that_make_no_sense(settings: dict[str, object], words: str) -> None:
    with pytest.raises(SourcesError, match=words) as raised:
        SqlSource(name="toy", **settings)  # type: ignore[arg-type]
    assert "canary" not in str(raised.value)


@pytest.mark.usefixtures("postgres")
def test_a_table_without_sweep_has_no_sweep(tmp_path: Path) -> None:
    load = load_things(tmp_path, SOURCE, PLAIN)
    assert [table.table_name for table in load.tables] == ["thing"]
