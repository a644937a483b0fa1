"""Publishing beside readers, and publishes that are killed: a reader always meets one release.

Two little releases, every figure of one is 1, of the other 2, take turns: whatever a reader sees at
once has to be of one value, whole, and of the release that `bi.release` names.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from orchestration.publish.release import Release
from orchestration.settings import PROJECT_ROOT
from tests.support.postgres import Postgres, fresh_database
from tests.support.published import address_of, ask, differences, member, publish, session_of
from tests.support.small_releases import NORTH, SOUTH, small_release

VALUES = {"r1": Decimal(1), "r2": Decimal(2)}
# Eight figures in each of two tables and four in the third, in one statement.
AT_ONCE = """
select (select min(release_id) from bi.release), min(value), max(value), count(*) from (
    select value from bi.fct_measure_values
    union all select value from bi.fct_measure_statuses
    union all select value from bi.fct_organisation_figures
) as figures
"""
TABLES = {"fct_measure_values": 8, "fct_measure_statuses": 8, "fct_organisation_figures": 4}
Seen = list[tuple[str, str]]


@pytest.fixture
def database(postgres_server: Path) -> Iterator[Postgres]:
    with fresh_database(postgres_server) as found:
        yield found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("steady")


@pytest.fixture(scope="module")
def releases(home: Path) -> tuple[Release, Release]:
    return small_release(home, "r1", 1), small_release(home, "r2", 2)


def looks_at_once(connection: psycopg.Connection[tuple[object, ...]]) -> str:
    """One statement: its release, or what is wrong with it."""
    release, least, most, count = connection.execute(AT_ONCE).fetchall()[0]
    is_whole = count == 20 and least == most == VALUES[str(release)]
    return str(release) if is_whole else f"{release}: {count} rows of {least} to {most}"


def looks_twice(connection: psycopg.Connection[tuple[object, ...]]) -> str:
    """One moment, several statements and some time between them."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read")
        release = str(connection.execute("select release_id from bi.release").fetchall()[0][0])
        for table, count in TABLES.items():
            time.sleep(0.02)
            query = psycopg.sql.SQL("select value from bi.{}").format(psycopg.sql.Identifier(table))
            found = Counter(connection.execute(query).fetchall())
            if found != {(VALUES[release],): count}:
                return f"{release}: {table} has {dict(found)}"
    return release


@pytest.mark.parametrize("publishes", [6, pytest.param(20, marks=pytest.mark.long)])
def test_readers_meet_one_release_through_many_publishes(
    database: Postgres, releases: tuple[Release, Release], publishes: int
) -> None:
    publish(database, releases[0])
    user = member(
        database,
        "loop_reader",
        f"'{NORTH}', null, 'team', '2020-01-01'",
        f"'{SOUTH}', null, 'team', '2020-01-01'",
    )
    is_over = threading.Event()
    seen: dict[str, Counter[str]] = {"at once": Counter(), "twice": Counter(), "owner": Counter()}

    def read(
        name: str, who: str, look: Callable[[psycopg.Connection[tuple[object, ...]]], str]
    ) -> None:
        with session_of(database, who) as connection:
            while not is_over.is_set():
                try:
                    seen[name][look(connection)] += 1
                except psycopg.Error as error:
                    seen[name][f"{type(error).__name__}: {error}"] += 1
                time.sleep(0.01)

    readers = [
        threading.Thread(target=read, args=("at once", user, looks_at_once)),
        threading.Thread(target=read, args=("twice", user, looks_twice)),
        threading.Thread(target=read, args=("owner", "postgres", looks_at_once)),
    ]
    for reader in readers:
        reader.start()
    try:
        for turn in range(publishes):
            publish(database, releases[(turn + 1) % 2])
    finally:
        is_over.set()
        for reader in readers:
            reader.join()
    for name, counted in seen.items():
        assert set(counted) == {"r1", "r2"}, (name, counted)
        assert counted.total() > publishes, name


def test_a_reader_who_began_before_reads_the_whole_release_of_then(
    database: Postgres, releases: tuple[Release, Release]
) -> None:
    """It has looked at one table alone when the next one comes: truncated, the rest is empty."""
    old, new = releases
    publish(database, old)
    with session_of(database) as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read")
        connection.execute("select release_id from bi.release")
        publish(database, new)
        for table, count in TABLES.items():
            query = psycopg.sql.SQL("select value from bi.{}").format(psycopg.sql.Identifier(table))
            assert connection.execute(query).fetchall() == [(VALUES["r1"],)] * count, table
    assert differences(database, new) == []


def test_a_reader_never_waits_for_a_publish(
    database: Postgres, releases: tuple[Release, Release]
) -> None:
    """With the publish's transaction open, and no waiting allowed."""
    publish(database, releases[0])
    said: list[str] = []

    def look(stage: str) -> None:
        if "change places" in stage:
            with session_of(database) as connection:
                connection.execute("set lock_timeout = '1ms'")
                said.append(looks_at_once(connection))

    from orchestration.publish.postgres import publishing

    original = publishing._release_row

    def with_everything_replaced(release: Release) -> tuple[str, ...]:
        look("change places")
        return original(release)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "_release_row", with_everything_replaced)
        publish(database, releases[1])
    assert said == ["r1"]


class Killer:
    """A process that publishes in children which die; one answer for each question."""

    def __init__(self, url: str, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.killed_publishes", url, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROJECT_ROOT,
        )

    def publish(self, release_id: str, step: int) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{release_id} {step}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture
def killer(database: Postgres, home: Path) -> Iterator[Killer]:
    found = Killer(database.admin, home)
    yield found
    found.close()


def killed_at(
    database: Postgres, releases: tuple[Release, Release], killer: Killer, steps: range
) -> int:
    """At each of these steps, and then a publish that comes through; how many were killed."""
    old, new = releases
    publish(database, old)
    tried = 0
    for step in steps:
        became = killer.publish("r2", step)
        if became == "done":
            break
        assert became == "killed"
        tried += 1
        # A transaction that was asked to end may end after its asker.
        with psycopg.connect(address_of(database, "postgres")) as connection:
            at_once = looks_at_once(connection)
        assert at_once in {"r1", "r2"}, (step, at_once)
        assert differences(database, old if at_once == "r1" else new) == [], step
        if at_once == "r2":
            publish(database, old)
    publish(database, new)
    assert differences(database, new) == []
    assert ask(database, "select 1 from pg_tables where schemaname = 'bi_staging'") == []
    return tried


def test_a_publish_killed_at_any_point_leaves_one_release_whole(
    database: Postgres, releases: tuple[Release, Release], killer: Killer
) -> None:
    """At every twenty-ninth step; the next publish then works."""
    assert killed_at(database, releases, killer, range(1, 400, 29)) > 3


@pytest.mark.long
def test_a_publish_killed_at_every_point_leaves_one_release_whole(
    database: Postgres, releases: tuple[Release, Release], killer: Killer
) -> None:
    assert killed_at(database, releases, killer, range(1, 400)) > 100


def test_a_first_publish_killed_leaves_nothing_half_made(
    database: Postgres, releases: tuple[Release, Release], killer: Killer
) -> None:
    """Until it is through there may be tables, but no release in them."""
    for step in (7, 40, 90):
        if killer.publish("r1", step) == "done":
            break
        there = ask(database, "select to_regclass('bi.release')")
        if there != [(None,)]:
            assert ask(database, "select * from bi.release") == []
    publish(database, releases[0])
    assert differences(database, releases[0]) == []
