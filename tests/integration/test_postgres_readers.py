"""Who sees which rows of schema `bi`: as each kind of account, against a real PostgreSQL.

The little release (tests/support/small_releases.py): `north` with a unit below it and another below
that, its January figures approved and its February ones not; `south`, which nobody signs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import LiteralString, cast
from zoneinfo import ZoneInfo

import psycopg
import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.publish.datapackage import read_tables
from orchestration.publish.postgres.errors import PostgresError
from orchestration.publish.postgres.ground import LEVELS
from orchestration.publish.postgres.publishing import publish_to_postgres
from orchestration.publish.release import Release
from tests.support.postgres import Postgres, fresh_database
from tests.support.published import account, ask, member, publish, say, session_of
from tests.support.small_releases import COAST, EAST, NORTH, SOUTH, small_release

ALWAYS = "'2020-01-01'"
BOTH = {"2026-01", "2026-02"}
FIGURES = ("fct_measure_values", "fct_measure_statuses", "fct_sign_offs")
DENIED = psycopg.errors.InsufficientPrivilege


@pytest.fixture(scope="module")
def database(postgres_server: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with fresh_database(postgres_server) as found:
        publish(found, small_release(tmp_path_factory.mktemp("readers"), "r1"))
        yield found


@pytest.fixture
def user(database: Postgres) -> Iterator[str]:
    """A login role in `bi_reader` that no membership names."""
    name = account(database, "some_reader", "bi_reader")
    yield name
    say(database, "delete from bi_access.memberships")


def units_and_months(database: Postgres, user: str, table: str) -> set[tuple[str, str]]:
    query = f"select distinct organisation_unit_id, period_id from bi.{table}"
    return {(str(unit), str(month)) for unit, month in ask(database, query, user)}


def test_a_user_no_row_names_sees_nothing_in_any_table_or_view(
    database: Postgres, user: str
) -> None:
    found = ask(
        database,
        "select relname from pg_class where relnamespace = 'bi'::regnamespace "
        "and relkind in ('r', 'v')",
    )
    assert len(found) > 20
    for (relation,) in found:
        assert ask(database, f"select * from bi.{relation}", user) == [], relation


@pytest.mark.parametrize("level", ["team", "directorate", "executive"])
@pytest.mark.parametrize(
    ("unit", "seen"),
    [
        ("null", {NORTH, EAST, COAST}),
        (f"'{NORTH}'", {NORTH, EAST, COAST}),
        (f"'{EAST}'", {EAST, COAST}),
        (f"'{COAST}'", {COAST}),
    ],
)
def test_working_levels_see_their_unit_and_those_below_in_every_month(
    database: Postgres, user: str, level: str, unit: str, seen: set[str]
) -> None:
    member(database, user, f"'{NORTH}', {unit}, '{level}', {ALWAYS}")
    for table in FIGURES:
        expected = {(place, month) for place in seen for month in BOTH}
        assert units_and_months(database, user, table) == expected, table


@pytest.mark.parametrize("level", ["committee", "board"])
@pytest.mark.parametrize("unit", [NORTH, EAST])
def test_committee_and_board_see_the_unit_itself_and_what_is_approved(
    database: Postgres, user: str, level: str, unit: str
) -> None:
    member(database, user, f"'{NORTH}', '{unit}', '{level}', {ALWAYS}")
    for table in FIGURES:
        assert units_and_months(database, user, table) == {(unit, "2026-01")}, table
    whole = {("2026-01",)} if unit == NORTH else set()
    query = "select distinct period_id from bi.fct_organisation_figures"
    assert set(ask(database, query, user)) == whole


def test_what_nobody_signs_needs_no_approval(database: Postgres, user: str) -> None:
    member(database, user, f"'{SOUTH}', null, 'board', {ALWAYS}")
    expected = {(SOUTH, month) for month in BOTH}
    assert units_and_months(database, user, "fct_measure_values") == expected
    query = "select distinct scorecard_id, period_id from bi.fct_organisation_figures"
    assert set(ask(database, query, user)) == expected


def test_the_widest_of_several_memberships_counts(database: Postgres, user: str) -> None:
    member(
        database,
        user,
        f"'{NORTH}', null, 'board', {ALWAYS}",
        f"'{NORTH}', '{EAST}', 'team', {ALWAYS}",
    )
    below = {(unit, month) for unit in (EAST, COAST) for month in BOTH}
    assert units_and_months(database, user, "fct_measure_values") == {(NORTH, "2026-01"), *below}


def test_a_scorecard_shows_its_catalogue_and_hides_the_other_ones(
    database: Postgres, user: str
) -> None:
    member(database, user, f"'{NORTH}', '{COAST}', 'team', {ALWAYS}")

    def seen(query: str) -> set[object]:
        return {row[0] for row in ask(database, query, user)}

    assert seen("select scorecard_id from bi.dim_scorecards") == {NORTH}
    assert seen("select measure_id from bi.dim_measures") == {"n_waits"}
    assert seen("select forum_id from bi.dim_forums") == {"north_board"}
    assert seen("select rag_status from bi.dim_rag_statuses") == {"green", "red"}
    assert len(seen("select date_day from bi.dim_dates")) == 31
    assert seen("select release_id from bi.release") == {"r1"}
    # What concerns the whole organisation is no unit's.
    assert seen("select target_version_id from bi.dim_targets") == set()
    assert seen("select measure_id from bi.fct_organisation_figures") == set()
    assert seen("select publication_id from bi.fct_publications") == set()
    assert seen("select action from bi.fct_actions") == set()


def test_rows_without_a_unit_are_for_who_sees_the_whole_scorecard(
    database: Postgres, user: str
) -> None:
    member(database, user, f"'{NORTH}', null, 'board', {ALWAYS}")
    actions = set(ask(database, "select action from bi.fct_actions", user))
    assert actions == {("Call back",), ("Recruit",)}
    assert len(ask(database, "select * from bi.fct_publications", user)) == 2
    assert len(ask(database, "select * from bi.dim_targets", user)) == 3


@pytest.mark.parametrize(
    ("levels", "sees"),
    [
        (("executive", "executive"), True),
        (("executive", "board"), False),
        (("executive",), False),
    ],
)
def test_rows_of_no_scorecard_are_for_who_works_on_all_of_them(
    database: Postgres, user: str, levels: tuple[str, ...], sees: bool
) -> None:
    for scorecard, level in zip((NORTH, SOUTH), levels, strict=False):
        member(database, user, f"'{scorecard}', null, '{level}', {ALWAYS}")
    assert bool(ask(database, "select * from bi.fct_extractions", user)) is sees
    nobodys = "select 1 from bi.fct_actions where action = 'Of nobody'"
    assert bool(ask(database, nobodys, user)) is sees


@pytest.mark.parametrize(
    ("memberships", "metrics"),
    [
        ((f"'{NORTH}', null, 'team'",), {"n_waits", "n_waits_by_unit"}),
        ((f"'{NORTH}', '{EAST}', 'team'",), {"n_waits_by_unit"}),
        ((f"'{NORTH}', null, 'board'",), set()),
        ((f"'{NORTH}', '{EAST}', 'board'",), set()),
        ((f"'{SOUTH}', null, 'team'",), {"s_waits", "red_measures of south"}),
        (
            (f"'{NORTH}', null, 'team'", f"'{SOUTH}', null, 'executive'"),
            {"n_waits", "n_waits_by_unit", "s_waits", "red_measures of south", "red_measures"},
        ),
    ],
)
def test_figures_of_longer_spans_are_for_who_sees_all_that_is_in_them(
    database: Postgres, user: str, memberships: tuple[str, ...], metrics: set[str]
) -> None:
    for membership in memberships:
        member(database, user, f"{membership}, {ALWAYS}")
    query = "select metric || coalesce(' of ' || scorecard_id, '') from bi.metric_figures"
    assert {row[0] for row in ask(database, query, user)} == metrics


def london_today() -> date:
    return datetime.now(tz=UTC).astimezone(ZoneInfo("Europe/London")).date()


@pytest.mark.parametrize(
    ("first", "last", "sees"),
    [(0, None, True), (1, None, False), (-5, 0, True), (-5, -1, False), (-5, 5, True)],
)
def test_a_membership_counts_from_its_first_to_its_last_day(
    database: Postgres, user: str, first: int, last: int | None, sees: bool
) -> None:
    begins = london_today() + timedelta(days=first)
    ends = "null" if last is None else f"'{london_today() + timedelta(days=last)}'"
    member(database, user, f"'{NORTH}', null, 'team', '{begins}', {ends}")
    assert bool(ask(database, "select 1 from bi.fct_measure_values", user)) is sees


def test_no_setting_of_a_session_opens_a_row(database: Postgres, user: str) -> None:
    """One membership ended yesterday and one begins tomorrow; the session says it is elsewhere."""
    member(database, "other_reader", f"'{NORTH}', null, 'team', {ALWAYS}")
    before, after = london_today() - timedelta(days=1), london_today() + timedelta(days=1)
    member(
        database,
        user,
        f"'{NORTH}', null, 'team', '2020-01-01', '{before}'",
        f"'{NORTH}', null, 'team', '{after}', null",
    )
    with session_of(database, user) as session:
        for setting in (
            "set timezone = 'Etc/GMT+12'",
            "set timezone = 'Etc/GMT-14'",
            "set application_name = 'other_reader'",
            "set search_path = pg_temp, bi, public",
            "create temp view memberships as select 'some_reader' as user_name",
            "set row_security = on",
        ):
            session.execute(cast(LiteralString, setting))
            assert session.execute("select 1 from bi.fct_measure_values").fetchall() == []
        session.execute("set row_security = off")
        with pytest.raises(DENIED):
            session.execute("select 1 from bi.fct_measure_values")
        session.execute("set row_security = on")
        for role in ("other_reader", "postgres"):
            with pytest.raises(DENIED):
                session.execute(cast(LiteralString, f"set role {role}"))
        session.execute("set role bi_reader")
        assert session.execute("select 1 from bi.dim_dates").fetchall() == []


@pytest.mark.parametrize(
    "statement",
    [
        "insert into bi.dim_rag_statuses values ('blue', 'Blue')",
        "update bi.fct_measure_values set value = 0",
        "delete from bi.fct_measure_values",
        "truncate bi.fct_measure_values",
        "alter table bi.fct_measure_values disable row level security",
        "drop policy vitals_members on bi.fct_measure_values",
        "create table bi.mine (a integer)",
        "create temp table t (m text references bi.dim_measures (measure_id))",
        "select * from bi_access.memberships",
        "select * from bi_access.my_units",
        "select * from bi_access.unapproved",
        "select table_to_xml('bi_access.memberships', true, false, '')",
        "insert into bi_access.memberships values ('some_reader', 'north', null, 'team', now())",
        "create view bi_access.v as select 1",
        "create table bi_staging.t (a integer)",
        "select pg_read_file('/etc/passwd')",
    ],
)
def test_a_reader_reads_and_does_nothing_else(
    database: Postgres, user: str, statement: str
) -> None:
    member(database, user, f"'{NORTH}', null, 'team', {ALWAYS}")
    with session_of(database, user) as session, pytest.raises(psycopg.Error) as caught:
        session.execute(cast(LiteralString, statement))
    # A temporary table may not refer to a lasting one at all.
    expected = "42P16" if "temp table" in statement else "42501"
    assert caught.value.sqlstate == expected


def test_nothing_hidden_leaks_through_a_function_an_error_or_statistics(
    database: Postgres, user: str
) -> None:
    """A cheap function of the reader's own sees the rows that pass, and no others."""
    member(database, user, f"'{NORTH}', '{COAST}', 'team', {ALWAYS}")
    with session_of(database, user) as session:
        session.execute(
            "create function pg_temp.spy(text) returns boolean language plpgsql cost 0.0001 as "
            "$$ begin raise notice 'saw %', $1; return true; end $$"
        )
        heard: list[str] = []
        session.add_notice_handler(lambda notice: heard.append(notice.message_primary or ""))
        session.execute(
            "select count(*) from bi.fct_measure_values where pg_temp.spy(organisation_unit_id)"
        )
        assert set(heard) == {f"saw {COAST}"}
        # Dividing by zero on a hidden row would tell of it.
        session.execute(
            "select 1 from bi.fct_measure_values "
            "where 1 / (case organisation_unit_id when 'south' then 0 else 1 end) = 1"
        )
        told = session.execute("select 1 from pg_stats where schemaname in ('bi', 'bi_access')")
        assert told.fetchall() == []


FEBRUARY_OF_NORTH = "measure_id = 'n_waits' and period_id = '2026-02'"
KEYS = {
    "measure_id",
    "organisation_unit_id",
    "period_id",
    "period_end_date",
    "scorecard_id",
    "objective_id",
}


def test_no_index_is_on_a_column_that_tells_a_finding(database: Postgres) -> None:
    """`explain analyze` counts what an index found and a policy hid."""
    query = (
        "select distinct tablename, attname from pg_indexes "
        "join pg_attribute on attrelid = (schemaname || '.' || indexname)::regclass "
        "left join pg_constraint on conname = indexname "
        "where schemaname = 'bi' and conname is null"
    )
    found = ask(database, query)
    assert ("fct_measure_statuses", "period_end_date") in found
    assert {column for _, column in found} <= KEYS


@pytest.mark.parametrize(
    "membership", [f"'{NORTH}', '{COAST}', 'team'", f"'{SOUTH}', null, 'board'"]
)
@pytest.mark.parametrize(
    ("hidden", "guesses"),
    [
        (FEBRUARY_OF_NORTH, ("rag_status = 'green'", "rag_status = 'red'")),
        (FEBRUARY_OF_NORTH, ("is_complete", "not is_complete")),
        (FEBRUARY_OF_NORTH, ("rag_status is null", "rag_status is not null")),
        ("true", ("rag_status = 'green'", "rag_status = 'red'")),
    ],
)
def test_a_plan_tells_nothing_of_a_hidden_row_but_its_key(
    database: Postgres, user: str, membership: str, hidden: str, guesses: tuple[str, str]
) -> None:
    """All that ran, how often and what it removed is the same whether the guess is right or not."""
    member(database, user, f"{membership}, {ALWAYS}")
    hidden = f"{hidden} and organisation_unit_id in ('{NORTH}', '{EAST}')"
    ran = []
    with session_of(database, user) as session:
        session.execute("set enable_seqscan = off")
        for guess in guesses:
            plan = session.execute(
                cast(
                    LiteralString,
                    "explain (analyze, costs off, timing off, summary off, buffers off) "
                    f"select from bi.fct_measure_statuses where {hidden} and {guess}",
                )
            ).fetchall()
            ran.append([line for (line,) in plan if not line.startswith("  Filter:")])
    assert any("Rows Removed by Filter" in line for line in ran[0])
    assert ran[0] == ran[1]


def test_every_policy_is_asked_before_the_cheapest_thing_a_reader_can_add(
    database: Postgres, user: str
) -> None:
    """A null test costs nothing: in the order of a filter it comes before all that costs more."""
    member(database, user, f"'{NORTH}', '{COAST}', 'board', {ALWAYS}")
    columns = ask(
        database,
        "select relname, attname from pg_attribute join pg_class c on c.oid = attrelid "
        "where relnamespace = 'bi'::regnamespace and relkind = 'r' and attnum > 0",
    )
    asked = 0
    with session_of(database, user) as session:
        for scan in ("indexscan", "bitmapscan"):
            session.execute(cast(LiteralString, f"set enable_{scan} = off"))
        for table, column in columns:
            query = f'explain (costs off) select from bi.{table} where "{column}" is null'
            plan = session.execute(cast(LiteralString, query)).fetchall()
            lines = [line.strip() for (line,) in plan]
            first = f"Filter: (({column} IS NULL) AND"
            assert [line for line in lines if line.startswith(first)] == [], table
            asked += any(line.endswith(f"AND ({column} IS NULL))") for line in lines)
    assert asked > 20


def test_a_view_of_a_readers_own_shows_others_what_is_theirs(database: Postgres, user: str) -> None:
    member(database, user, f"'{NORTH}', null, 'team', {ALWAYS}")
    other = member(database, "other_reader")
    say(
        database,
        "create schema shelf",
        f"grant all on schema shelf to {user}",
        f"grant usage on schema shelf to {other}",
    )
    with session_of(database, user) as session:
        session.execute("create view shelf.v as select * from bi.fct_measure_values")
        session.execute("grant select on shelf.v to other_reader")
        assert len(session.execute("select * from shelf.v").fetchall()) == 6
    assert ask(database, "select * from shelf.v", other) == []


def test_someone_outside_the_group_is_refused(database: Postgres) -> None:
    account(database, "stranger")
    for table in ("fct_measure_values", "release", "dim_dates"):
        with pytest.raises(DENIED):
            ask(database, f"select * from bi.{table}", "stranger")


def test_the_account_of_an_import_sees_every_row_and_the_memberships(
    database: Postgres, tmp_path: Path, user: str
) -> None:
    """As the guide makes it; a publish changes nothing about it."""
    importer = account(database, "bi_importer", "bi_reader")
    say(
        database,
        f"alter role {importer} bypassrls",
        f"grant usage on schema bi_access to {importer}",
    )
    member(database, user, f"'{NORTH}', null, 'team', {ALWAYS}")
    publish(database, small_release(tmp_path, "r1"))
    assert len(ask(database, "select 1 from bi.fct_measure_values", importer)) == 8
    found = ask(database, "select user_name, audience_level from bi_access.memberships", importer)
    assert found == [(user, "team")]
    with pytest.raises(DENIED):
        ask(database, "delete from bi_access.memberships returning 1", importer)


HEADER = "user_name,scorecard_id,organisation_unit_id,audience_level,valid_from_date,valid_to_date"


def test_memberships_come_from_a_file_and_stay_through_later_publishes(
    postgres_server: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the command, as the guide says; a second file takes the place of the first."""
    release = small_release(tmp_path, "r1")
    (tmp_path / "releases" / "current").symlink_to("r1")
    monkeypatch.setenv("VITALS_HOME", str(tmp_path))
    file = tmp_path / "members.csv"
    with fresh_database(postgres_server) as database:
        monkeypatch.setenv("VITALS_POSTGRES_URL", database.admin)
        publish(database, release)
        names = [account(database, f"{word}_reader", "bi_reader") for word in ("first", "second")]
        for name, other in (names, reversed(names)):
            file.write_text(f"{HEADER}\n{name},north,{EAST},team,2020-01-01,\n", encoding="utf-8")
            said = CliRunner().invoke(app, ["publish", "postgres", "--memberships", str(file)])
            assert said.exit_code == 0, said.output
            assert "Release r1 is in schema bi: 17 tables, " in said.output
            assert "Memberships  1" in said.output
            publish(database, release)
            expected = {(unit, month) for unit in (EAST, COAST) for month in BOTH}
            assert units_and_months(database, name, "fct_measure_values") == expected
            assert ask(database, "select 1 from bi.dim_dates", other) == []


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release that nobody gets to see."""
    return small_release(tmp_path_factory.mktemp("another"), "r9", 9)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("a,north,nowhere,team,2020-01-01,", "line 2: there is no unit 'nowhere'"),
        ("a,south,north,team,2020-01-01,", "line 2: there is no unit 'north' in scorecard 'south'"),
        ("a,north,,chief,2020-01-01,", "line 2: there is no audience level 'chief'"),
        ("a,north,,team,01.01.2020,", "line 2: valid_from_date '01.01.2020' is no day"),
        ("a,north,,team,,", "line 2 has no valid_from_date"),
        (",north,,team,2020-01-01,", "line 2 has no user_name"),
        ("a,north,,team", "line 2 has 4 values, not 6"),
        ("bi_reader,north,,team,2020-01-01,", "line 2: 'bi_reader' is no user"),
        ("a,north,,team,2020-01-02,2020-01-01", "line 2 ends before it begins"),
        ("a,north,,team,2020-01-01,\na,north,,team,2020-01-01,", "line 3 repeats line 2"),
    ],
)
def test_a_wrong_line_is_named_and_changes_nothing(
    database: Postgres, tmp_path: Path, user: str, another: Release, line: str, fault: str
) -> None:
    member(database, user, f"'{NORTH}', null, 'team', {ALWAYS}")
    file = tmp_path / "members.csv"
    file.write_text(f"{HEADER}\n{line}\n", encoding="utf-8")
    with pytest.raises(PostgresError) as caught:
        publish_to_postgres(another, database.admin, memberships=file)
    assert fault in caught.value.what
    assert ask(database, "select release_id from bi.release") == [("r1",)]
    assert len(ask(database, "select 1 from bi.fct_measure_values", user)) == 6


def test_the_group_itself_cannot_be_a_member(database: Postgres) -> None:
    """Everyone in the group could become it."""
    with pytest.raises(psycopg.errors.CheckViolation):
        say(
            database,
            "insert into bi_access.memberships values "
            f"('bi_reader', '{NORTH}', null, 'team', {ALWAYS})",
        )


def test_every_audience_level_of_the_forums_has_its_sight(release: Release) -> None:
    """A level that came to the catalogue alone would let nobody in."""
    forums = next(table for table in read_tables(release.folder) if table.name == "dim_forums")
    allowed = next(column.allowed for column in forums.columns if column.name == "audience_level")
    lines = LEVELS.read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == list(allowed)
