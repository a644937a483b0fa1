"""A release in a real PostgreSQL: what stands there, what survives, what is refused.

Who sees which rows is test_postgres_readers.py, publishing beside readers and kills
test_postgres_steadiness.py. The releases are little ones made by hand; one test takes a whole one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from orchestration.publish.datapackage import read_tables
from orchestration.publish.manifest import UndescribedReleaseError
from orchestration.publish.postgres.address import address
from orchestration.publish.postgres.errors import PostgresError
from orchestration.publish.postgres.publishing import publish_to_postgres
from orchestration.publish.release import Release
from orchestration.publish.tables import Column
from tests.support.postgres import Postgres, fresh_database
from tests.support.published import account, address_of, ask, differences, member, publish, say
from tests.support.small_releases import (
    NORTH,
    catalogue,
    changed,
    figures,
    small_release,
    write_release,
)


@pytest.fixture
def database(postgres_server: Path) -> Iterator[Postgres]:
    with fresh_database(postgres_server) as found:
        yield found


def refused(release: Release, url: str) -> PostgresError:
    with pytest.raises(PostgresError) as caught:
        publish_to_postgres(release, url)
    assert caught.value.what
    assert caught.value.remedy
    return caught.value


def test_a_whole_release_stands_there_to_the_last_digit(
    database: Postgres, release: Release
) -> None:
    publish(database, release)
    assert differences(database, release) == []
    tables = read_tables(release.folder)
    told = ask(
        database, "select release_id, content_hash, as_of_date, schema_version from bi.release"
    )
    manifest = release.manifest
    day = date.fromisoformat(manifest.as_of_date)
    assert told == [(manifest.release_id, manifest.content_hash, day, 1)]
    # Every table has what identifies its rows, and is closed to whom no policy lets in.
    keyed = ask(
        database,
        "select count(*) from pg_constraint where contype in ('p', 'u') and "
        "connamespace = 'bi'::regnamespace and conrelid <> "
        "'bi.release'::regclass",
    )
    assert keyed == [(sum(1 for table in tables if table.key),)]
    open_ones = ask(
        database,
        "select relname from pg_class where relkind = 'r' and "
        "relnamespace = 'bi'::regnamespace and not relrowsecurity",
    )
    assert open_ones == []
    # The newest complete period of each measure and unit, as the pages have it.
    shown = "select measure_id, organisation_unit_id, period_id, value, rag_status from bi."
    assert sorted(ask(database, f"{shown}fct_measure_statuses_current")) == sorted(
        ask(database, f"{shown}rpt_latest_statuses")
    )
    missing = ask(
        database,
        "select count(*) from information_schema.columns c where "
        "table_schema = 'bi' and col_description((table_schema || '.' || "
        "table_name)::regclass, ordinal_position) is null and table_name in "
        "(select relname from pg_class where relkind = 'r') "
        "and table_name <> 'release'",
    )
    described = sum(1 for table in tables for column in table.columns if not column.description)
    assert missing == [(described,)]


def test_types_keys_references_and_comments_are_those_of_the_release(
    database: Postgres, tmp_path: Path
) -> None:
    publish(database, small_release(tmp_path, "r1"))
    types = dict(
        ask(
            database,
            "select column_name, format_type(atttypid, atttypmod) from "
            "information_schema.columns join pg_attribute on attname = "
            "column_name and attrelid = 'bi.dim_targets'::regclass where "
            "table_name = 'dim_targets' and table_schema = 'bi'",
        )
    )
    assert types["target_value"] == "numeric(38,9)"
    assert types["recorded_at"] == "timestamp without time zone"
    assert types["effective_from_date"] == "date"
    assert types["measure_id"] == "text"
    keys = dict(
        ask(
            database,
            "select conrelid::regclass::text, pg_get_constraintdef(oid) from "
            "pg_constraint where connamespace = 'bi'::regnamespace "
            "and contype in ('p', 'u')",
        )
    )
    assert keys["bi.fct_measure_values"] == (
        "PRIMARY KEY (measure_id, organisation_unit_id, period_id)"
    )
    assert keys["bi.fct_actions"] == (
        'UNIQUE NULLS NOT DISTINCT (scorecard_id, measure_id, "position")'
    )
    referred = {
        row[0]
        for row in ask(
            database,
            "select pg_get_constraintdef(oid) from pg_constraint where contype = 'f' "
            "and conrelid = 'bi.dim_measures'::regclass",
        )
    }
    assert referred == {
        "FOREIGN KEY (scorecard_id) REFERENCES bi.dim_scorecards(scorecard_id) "
        "DEFERRABLE INITIALLY DEFERRED",
        "FOREIGN KEY (parent_measure_id) REFERENCES bi.dim_measures(measure_id) "
        "DEFERRABLE INITIALLY DEFERRED",
    }
    indexed = {
        row[0]
        for row in ask(
            database, "select indexdef from pg_indexes where tablename = 'fct_measure_values'"
        )
    }
    for column in ("organisation_unit_id", "period_id", "period_end_date"):
        assert any(found.endswith(f"USING btree ({column})") for found in indexed), column
    said = ask(
        database,
        "select obj_description('bi.dim_forums'::regclass), "
        "col_description('bi.dim_forums'::regclass, 1)",
    )
    assert said == [
        (
            "Table dim_forums. Grain: one row per forum_id.",
            "What forum_id of dim_forums is, it's said here.",
        )
    ]


def test_a_reference_whose_values_do_not_hold_is_none(database: Postgres, tmp_path: Path) -> None:
    """`*` stands for no value; a later release that holds gets the reference back."""
    made = (*catalogue(), *figures(Decimal(1)))
    starred = changed(made, "dim_forums", rows=(("north_board", NORTH), ("any", "*")))
    named = "select count(*) from pg_constraint where conname = 'dim_forums_scorecard_id_fkey'"
    for release_id, tables, expected in (("r1", starred, 0), ("r2", made, 1), ("r3", starred, 0)):
        release = write_release(tmp_path, release_id, tables)
        publish(database, release)
        assert ask(database, named) == [(expected,)], release_id
        assert differences(database, release) == []


def test_the_release_before_can_be_published_again(database: Postgres, tmp_path: Path) -> None:
    old, new = small_release(tmp_path, "r1", 1), small_release(tmp_path, "r2", 2)
    for release in (old, new, old):
        publish(database, release)
        assert differences(database, release) == []
        assert ask(database, "select release_id from bi.release") == [(release.release_id,)]


WIDER = "note:text"


def wider(home: Path) -> Release:
    """A release with one more column and one more table, otherwise as `small_release`."""
    made = (*catalogue(), *figures(Decimal(2)))
    values = next(entry for entry in made if entry.table.name == "fct_measure_values")
    column = Column("note", "VARCHAR", "A note", is_required=False, allowed=())
    table = replace(values.table, columns=(*values.table.columns, column))
    more = changed(made, table.name, table=table, rows=tuple((*row, "n") for row in values.rows))
    forums = next(entry for entry in made if entry.table.name == "dim_forums")
    return write_release(
        home, "r2", (*more, replace(forums, table=replace(forums.table, name="dim_new_forums")))
    )


def test_new_columns_and_tables_come_and_an_older_release_leaves_them_empty(
    database: Postgres, tmp_path: Path
) -> None:
    old, new = small_release(tmp_path, "r1"), wider(tmp_path)
    publish(database, old)
    say(database, "create view public.mine as select measure_id, value from bi.fct_measure_values")
    publish(database, new)
    assert differences(database, new) == []
    assert set(ask(database, "select note from bi.fct_measure_values_current")) == {("n",)}
    publish(database, old)
    assert differences(database, old) == []
    assert set(ask(database, "select note from bi.fct_measure_values")) == {(None,)}
    assert ask(database, "select * from bi.dim_new_forums") == []
    assert len(ask(database, "select * from public.mine")) == 8
    publish(database, new)
    assert differences(database, new) == []


def test_a_key_that_changes_is_made_anew(database: Postgres, tmp_path: Path) -> None:
    made = (*catalogue(), *figures(Decimal(1)))
    scorecards = next(entry for entry in made if entry.table.name == "dim_scorecards")
    keyed = replace(scorecards.table, key=("scorecard_id", "name"))
    other = changed(made, "dim_scorecards", table=keyed)
    for release_id, tables, references in (("r1", made, 3), ("r2", other, 0), ("r3", made, 3)):
        release = write_release(tmp_path, release_id, tables)
        publish(database, release)
        assert differences(database, release) == []
        assert ask(
            database,
            "select count(*) from pg_constraint where contype = 'f' and "
            "confrelid = 'bi.dim_scorecards'::regclass",
        ) == [(references,)]


def test_a_column_of_another_type_is_refused_by_name(database: Postgres, tmp_path: Path) -> None:
    old = small_release(tmp_path, "r1")
    publish(database, old)
    made = (*catalogue(), *figures(Decimal(2)))
    extractions = next(entry for entry in made if entry.table.name == "fct_extractions")
    columns = tuple(
        replace(column, data_type="VARCHAR") if column.name == "row_count" else column
        for column in extractions.table.columns
    )
    table = replace(extractions.table, columns=columns)
    release = write_release(
        tmp_path, "r2", changed(made, "fct_extractions", table=table, rows=(("returns", "12"),))
    )
    error = refused(release, database.admin)
    assert "bi.fct_extractions.row_count is bigint and would be text" in error.what
    assert "alter column" in error.remedy
    assert differences(database, old) == []


SIZE = (
    "select sum(pg_total_relation_size(oid)) from pg_class where relnamespace = 'bi'::regnamespace"
)


@pytest.mark.parametrize("publishes", [4, pytest.param(100, marks=pytest.mark.long)])
def test_what_people_made_survives_many_publishes(
    database: Postgres, tmp_path: Path, publishes: int
) -> None:
    releases = small_release(tmp_path, "r1", 1), small_release(tmp_path, "r2", 2)
    publish(database, releases[0])
    account(database, "auditor")
    account(database, "ann", "bi_reader")
    say(
        database,
        "grant usage on schema bi to auditor",
        "grant select on bi.fct_measure_values to auditor",
        "create policy auditors on bi.fct_measure_values for select to auditor using (true)",
        "comment on column bi.dim_forums.forum_id is 'Ask the secretariat'",
        "create view bi.own_view as select count(*) as n, min(value) as v "
        "from bi.fct_measure_values",
        "revoke select on bi.fct_extractions from bi_reader",
        "create table bi.own_table (a integer)",
        "insert into bi.own_table values (7)",
        "insert into bi_access.memberships values ('ann', 'south', null, 'board', '2020-01-01')",
        "update bi_access.levels set sees_unapproved = true where audience_level = 'committee'",
    )
    facts = (
        "select string_agg(coalesce(relacl::text, '') || relname, ',' order by relname) "
        "from pg_class where relnamespace = 'bi'::regnamespace",
        "select string_agg(polname || pg_get_expr(polqual, polrelid), ',' order by polname, "
        "polrelid) from pg_policy",
        "select string_agg(description, ',' order by objoid, objsubid) from pg_description "
        "where objoid in (select oid from pg_class where relnamespace = 'bi'::regnamespace)",
        "select string_agg(oid::text, ',' order by oid) from pg_class "
        "where relnamespace = 'bi'::regnamespace",
        "select string_agg(m::text, ',') from bi_access.memberships m",
        "select string_agg(l::text, ',' order by l) from bi_access.levels l",
        "select a from bi.own_table",
    )
    before = [ask(database, fact) for fact in facts]
    sizes = []
    for turn in range(publishes):
        publish(database, releases[(turn + 1) % 2])
        sizes += ask(database, SIZE)[0]
    # Rows that are gone make room for the next ones.
    assert 5 * sizes[-1] <= 6 * sizes[1]
    assert [ask(database, fact) for fact in facts] == before
    assert ask(database, "select * from bi.own_view") == [(8, Decimal(1))]
    assert ask(database, "select count(*) from bi.fct_measure_values", "auditor") == [(8,)]
    assert ask(database, "select count(*) from bi.fct_measure_values", "ann") == [(2,)]


def test_what_a_person_made_under_a_table_s_name_is_not_touched(
    database: Postgres, tmp_path: Path
) -> None:
    publish(database, small_release(tmp_path, "r1"))
    say(database, "create table bi.dim_new_forums (a integer)")
    error = refused(wider(tmp_path), database.admin)
    assert "bi.dim_new_forums is there and was not made by a publish" in error.what
    assert "set schema" in error.remedy
    assert ask(database, "select count(*) from bi.dim_new_forums") == [(0,)]


def test_a_schema_that_was_dropped_comes_back_with_its_grants(
    database: Postgres, tmp_path: Path
) -> None:
    """The memberships are in the other schema and stay; what was granted in this one went."""
    release = small_release(tmp_path, "r1")
    publish(database, release)
    member(database, "ann", f"'{NORTH}', null, 'team', '2020-01-01'")
    say(database, "drop schema bi cascade")
    publish(database, release)
    assert differences(database, release) == []
    assert ask(database, "select release_id from bi.release", "ann") == [("r1",)]
    for relation in ("fct_measure_values", "fct_measure_values_current", "dim_targets_as_of"):
        assert ask(database, f"select * from bi.{relation}", "ann"), relation
    # What an administrator took back is not given again.
    say(database, "revoke usage on schema bi from bi_reader")
    publish(database, release)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(database, "select * from bi.release", "ann")


def test_one_schema_without_the_one_of_the_notes_is_refused(
    database: Postgres, tmp_path: Path
) -> None:
    release = small_release(tmp_path, "r1")
    publish(database, release)
    say(database, "drop schema bi_access cascade")
    error = refused(release, database.admin)
    assert "Schema bi is there" in error.what
    assert "bi_access, which holds the memberships" in error.what
    assert "`drop schema bi cascade`, publish again" in error.remedy
    say(database, "drop schema bi cascade")
    publish(database, release)
    assert differences(database, release) == []


def test_an_empty_schema_that_an_administrator_made_is_used(
    database: Postgres, tmp_path: Path
) -> None:
    say(database, "create schema bi")
    publish(database, small_release(tmp_path, "r1"))
    assert ask(database, "select release_id from bi.release") == [("r1",)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # The correction of the 15th was recorded at noon: known at the end of that day.
        (date(2026, 1, 14), {("t1", 10)}),
        (date(2026, 1, 15), {("t2", 11)}),
        (date(2026, 1, 20), {("t2", 11)}),
        (date(2026, 1, 21), {("t3", 12)}),
    ],
)
def test_a_promise_as_of_a_day_is_the_one_in_force_and_known_then(
    published_small: Postgres, day: date, expected: set[tuple[str, int]]
) -> None:
    query = (
        "select target_version_id, target_value from bi.dim_targets_as_of "
        f"where as_of_date = '{day}'"
    )
    assert set(ask(published_small, query)) == {(key, Decimal(value)) for key, value in expected}


@pytest.fixture(scope="module")
def published_small(
    postgres_server: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Postgres]:
    """A small release that nobody changes."""
    with fresh_database(postgres_server) as found:
        publish(found, small_release(tmp_path_factory.mktemp("small"), "r1"))
        yield found


@pytest.mark.parametrize(("day", "expected"), [(9, []), (10, [1]), (19, [1]), (20, [2]), (31, [2])])
def test_a_published_figure_as_of_a_day_is_the_newest_shown_by_then(
    published_small: Postgres, day: int, expected: list[int]
) -> None:
    query = (
        f"select value from bi.fct_published_measures_as_of where as_of_date = '2026-01-{day:02d}'"
    )
    assert ask(published_small, query) == [(Decimal(value),) for value in expected]


def test_the_current_view_has_the_latest_complete_period(published_small: Postgres) -> None:
    """February is not complete: of eight rows the four of January."""
    query = "select distinct period_id, count(*) over () from bi.{}_current"
    for fact, count in (
        ("fct_measure_statuses", 4),
        ("fct_measure_values", 4),
        ("fct_organisation_figures", 2),
    ):
        assert ask(published_small, query.format(fact)) == [("2026-01", count)], fact


def test_every_view_reads_as_its_reader(published_small: Postgres) -> None:
    loose = (
        "select relname from pg_class where relkind = 'v' and relnamespace in "
        "('bi'::regnamespace, 'bi_access'::regnamespace) and not coalesce(reloptions, '{}') "
        "@> array['security_invoker=true']"
    )
    assert ask(published_small, loose) == []
    materialised = "select 1 from pg_class where relkind = 'm'"
    assert ask(published_small, materialised) == []


def test_nothing_is_left_in_the_staging_schema(published_small: Postgres) -> None:
    assert ask(published_small, "select 1 from pg_tables where schemaname = 'bi_staging'") == []


def test_a_wrong_password_is_told_without_it(database: Postgres, tmp_path: Path) -> None:
    error = refused(small_release(tmp_path, "r1"), database.reader("s3cret-wrong"))
    assert "refused the sign-in" in error.what
    assert "PGPASSWORD" in error.remedy
    assert "s3cret" not in f"{error.what} {error.remedy}"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:s3cret@127.0.0.1:1/db",
        "postgresql://u:s3cret@[::1/db",
        "postgresql://u:s3cret%ZZ@127.0.0.1/db",
        "postgresql://u:s3cret@127.0.0.1:x1/db",
        "postgresql://u:s3cret@127.0.0.1/db?sslmode=s3cret",
        "mysql://u:s3cret@127.0.0.1/db",
    ],
)
def test_an_address_nobody_answers_at_or_can_read_is_told_without_its_password(
    tmp_path: Path, url: str
) -> None:
    release = small_release(tmp_path, "r1")
    with pytest.raises(PostgresError) as caught:
        publish_to_postgres(release, address(url, {}))
    told = f"{caught.value.what} {caught.value.remedy}"
    assert "s3cret" not in told
    assert "address" in caught.value.what
    assert "s3cret" not in str(caught.value.__cause__)


def test_an_account_without_rights_is_told_which_it_needs(
    database: Postgres, tmp_path: Path
) -> None:
    account(database, "weak")
    error = refused(small_release(tmp_path, "r1"), address_of(database, "weak"))
    assert "lacks a right" in error.what
    assert "permission denied for database" in error.what
    assert "`create` on the database" in error.remedy


def test_an_account_with_just_the_rights_of_the_guide_can_publish(
    database: Postgres, tmp_path: Path
) -> None:
    account(database, "publisher")
    say(database, f"grant create on database {database.database} to publisher")
    release = small_release(tmp_path, "r1")
    ask(database, "select 1")
    if not ask(database, "select 1 from pg_roles where rolname = 'bi_reader'"):
        say(database, "create role bi_reader nologin")
    publish_to_postgres(release, address_of(database, "publisher"))
    assert differences(database, release) == []


@pytest.mark.parametrize(("version", "word"), [(99, "a newer"), (0, "an older")])
def test_a_database_of_another_layout_is_refused(
    database: Postgres, tmp_path: Path, version: int, word: str
) -> None:
    release = small_release(tmp_path, "r1")
    publish(database, release)
    say(database, f"update bi.release set schema_version = {version}")
    error = refused(small_release(tmp_path, "r2", 2), database.admin)
    assert f"written by {word} version" in error.what
    assert str(version) in error.what
    assert differences(database, release) == []


def test_a_release_that_is_not_whole_or_says_nothing_of_itself_is_refused(
    database: Postgres, tmp_path: Path
) -> None:
    release = small_release(tmp_path, "r1")
    publish(database, release)
    broken = small_release(tmp_path, "r2", 2)
    (broken.folder / "dim_forums.parquet").write_bytes(b"x")
    assert "dim_forums.parquet differs" in refused(broken, database.admin).what
    (broken.folder / "datapackage.json").unlink()
    with pytest.raises(UndescribedReleaseError, match="older"):
        publish(database, broken)
    assert differences(database, release) == []


def test_the_pack_of_a_meeting_alone_is_refused_and_empties_nothing(
    database: Postgres, tmp_path: Path
) -> None:
    release = small_release(tmp_path, "r1")
    publish(database, release)
    made = (*catalogue(), *figures(Decimal(2)))
    part = [entry for entry in made if entry.table.name != "fct_measure_values"]
    error = refused(write_release(tmp_path, "r2", part), database.admin)
    assert error.what == "Release r2 holds the pack of a meeting alone."
    assert "vitals run --as-known 2026-02-28" in error.remedy
    assert differences(database, release) == []


def test_a_second_publish_at_once_is_refused(
    database: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestration.publish.postgres.session.WAIT_FOR_OTHERS", "200ms")
    release = small_release(tmp_path, "r1")
    said: list[str] = []

    def once_more(_: str) -> None:
        if not said:
            said.append("")
            said[0] = refused(release, database.admin).what

    publish_to_postgres(release, database.admin, progress=once_more)
    assert said == ["Another publish to this database is under way."]


def test_the_address_comes_from_the_option_then_the_environment() -> None:
    near = "connect_timeout=10&application_name=vital-signs"
    assert address("postgresql://h1/d", {"VITALS_POSTGRES_URL": "postgresql://h2/d"}) == (
        f"postgresql://h1/d?{near}&sslmode=require"
    )
    assert address(None, {"VITALS_POSTGRES_URL": "postgresql://localhost/d"}) == (
        f"postgresql://localhost/d?{near}"
    )
    assert address(None, {"PGHOST": "far.example"}) == f"postgresql://?{near}&sslmode=require"
    assert address("postgresql:///d", {}) == f"postgresql:///d?{near}"
    assert "sslmode" not in address(None, {"PGHOST": "/run/postgresql"})
    assert "sslmode" not in address(None, {"PGHOST": "far.example", "PGSSLMODE": "verify-full"})
    given = address("postgresql://h1/d?sslmode=verify-full", {})
    assert given.count("sslmode") == 1
    with pytest.raises(PostgresError, match="No server is named"):
        address(None, {})
