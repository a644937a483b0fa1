"""A release into PostgreSQL: structure, rows beside the stable tables, one transaction for all.

Here: the steps and their order. Not here: each step (the modules beside this one). What is read is
the release alone, as it describes itself: an earlier one is published by the same steps.

Rows are deleted, not truncated: a reader whose transaction began before would find a truncated
table empty, where rows that are deleted stay for it until it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.files import sha256_of
from orchestration.metrics.released import METRICS, read_metrics
from orchestration.publish.datapackage import DESCRIPTOR, read_tables
from orchestration.publish.marts import name as quoted
from orchestration.publish.marts import text as literal
from orchestration.publish.postgres.access import WORKED_OUT, bring_access, work_out_access
from orchestration.publish.postgres.errors import PostgresError, told
from orchestration.publish.postgres.ground import (
    SCHEMA_VERSION,
    expect_our_layout,
    lay_ground,
)
from orchestration.publish.postgres.keys import (
    Constraint,
    add_missing,
    bring_indexes,
    constraints_of,
    drop_changed,
)
from orchestration.publish.postgres.memberships import (
    read_memberships,
    replace_memberships,
)
from orchestration.publish.postgres.policies import bring_policies
from orchestration.publish.postgres.session import Session, open_session
from orchestration.publish.postgres.structure import Found, bring_tables, read_structure
from orchestration.publish.postgres.views import bring_views
from orchestration.publish.postgres.words import BI, STAGING, name, names, text, type_of
from orchestration.publish.release import Release, made_by
from orchestration.publish.tables import Table

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Published:
    """What a publish brought: the release, its tables and rows, the memberships it was given."""

    release_id: str
    tables: int
    rows: int
    memberships: int | None


def publish_to_postgres(
    release: Release,
    url: str,
    *,
    memberships: Path | None = None,
    progress: Progress = lambda _: None,
) -> Published:
    """Make schema `bi` hold this release; until the last step it holds the one before."""
    _refuse_part(release)
    members = None if memberships is None else read_memberships(memberships)
    tables = read_tables(release.folder)
    metrics = read_metrics(release.folder).metrics
    _refuse_damaged(release, tables)
    with closing(_opened(release.folder, tables)) as rows, open_session(url) as session:
        progress("postgres: structure")
        with told("reading the database"):
            expect_our_layout(session)
        found = _bring_structure(session, tables, release.release_id)
        progress(f"postgres: copying {len(tables)} tables")
        total = _stage(session, tables, rows)
        progress(f"postgres: {total:,} rows change places")
        with told("putting the release in place"), session.transaction():
            wanted = constraints_of(tables, rows)
            drop_changed(session, wanted, found)
            _replace(session, tables, found, wanted)
            work_out_access(session, {table.name for table in tables}, metrics)
            if memberships is not None and members is not None:
                replace_memberships(session, memberships, members)
            session.execute(*_release_row(release))
        _tidy(session, tables, found.tables)
    given = None if members is None else len(members)
    return Published(release.release_id, len(tables), total, given)


def _refuse_part(release: Release) -> None:
    """The pack of a meeting would leave every table of figures empty."""
    if not release.is_whole:
        day = release.manifest.as_known_date or release.manifest.as_of_date
        raise PostgresError(
            f"Release {release.release_id} holds the pack of a meeting alone.",
            f"The last release stands. `vitals status` lists the others. {made_by(day)}",
        )


def _refuse_damaged(release: Release, tables: Sequence[Table]) -> None:
    hashes = {file.name: file.sha256 for file in release.manifest.files}
    needed = [DESCRIPTOR, METRICS, *(f"{table.name}.parquet" for table in tables)]
    for wrong in needed:
        file = release.folder / wrong
        if not file.is_file() or sha256_of(file) != hashes.get(wrong):
            raise PostgresError(
                f"Release {release.release_id} is not what its manifest says: {wrong} differs.",
                "Publish another release, or bring its files back; `vitals verify-release` lists "
                "all differences.",
            )


def _opened(folder: Path, tables: Sequence[Table]) -> duckdb.DuckDBPyConnection:
    """The release's files as views of a session of its own."""
    rows = duckdb.connect()
    rows.execute("set enable_progress_bar = false")
    rows.execute("set timezone = 'UTC'")
    for table in tables:
        file = literal(folder / f"{table.name}.parquet")
        rows.execute(f"create view {quoted(table.name)} as select * from read_parquet({file})")
    return rows


def _bring_structure(session: Session, tables: Sequence[Table], release_id: str) -> Found:
    """All that a release needs and that is not there; nothing a reader of the last one misses."""
    with told("making the structure"), session.transaction():
        lay_ground(session)
        found = read_structure(session)
        bring_access(session, found)
        bring_tables(session, tables, found, release_id)
        bring_indexes(session, tables)
        bring_policies(session, tables, found)
        columns: Mapping[str, Sequence[str]] = {
            table: tuple(there) for table, there in read_structure(session).columns.items()
        }
        bring_views(session, tables, columns, found)
    return read_structure(session)


def _stage(session: Session, tables: Sequence[Table], rows: duckdb.DuckDBPyConnection) -> int:
    """The rows into tables that nobody reads, by COPY; how many."""
    with told("making room for the rows"):
        # What a publish that was cut off left behind goes first.
        left = session.names(f"select tablename from pg_tables where schemaname = {text(STAGING)}")
        session.execute(*(f"drop table {STAGING}.{name(table)}" for table in sorted(left)))
        for table in tables:
            columns = ", ".join(
                f"{name(column.name)} {type_of(column.data_type)}" for column in table.columns
            )
            session.execute(f"create unlogged table {STAGING}.{name(table.name)} ({columns})")
    total = 0
    for table in tables:
        with told(f"copying {table.name}"):
            chosen = ", ".join(quoted(column.name) for column in table.columns)
            asked = rows.sql(f"select {chosen} from {quoted(table.name)}")
            session.copy(STAGING, table.name, asked.to_arrow_reader())
            count = session.rows(f"select count(*) as n from {STAGING}.{name(table.name)}")[0]["n"]
        expected = rows.execute(f"select count(*) from {quoted(table.name)}").fetchall()[0][0]
        if count != expected:
            raise PostgresError(
                f"{table.name}: {count} rows arrived of {expected}.",
                "The last release stands. Publish again.",
            )
        total += int(count)
    return total


def _replace(
    session: Session, tables: Sequence[Table], found: Found, wanted: Sequence[Constraint]
) -> None:
    """The rows of all our tables; a table that this release does not have is empty after it."""
    session.execute(*(f"delete from {BI}.{name(table)}" for table in found.tables))
    for table in tables:
        columns = names([column.name for column in table.columns])
        session.execute(
            f"insert into {BI}.{name(table.name)} ({columns}) "
            f"select {columns} from {STAGING}.{name(table.name)}"
        )
    # Checked here, and not at the end: a table with checks to come takes no new constraint.
    session.execute("set constraints all immediate")
    add_missing(session, wanted)


def _release_row(release: Release) -> tuple[str, ...]:
    manifest = release.manifest
    known = "null" if manifest.as_known_date is None else text(manifest.as_known_date)
    return (
        f"delete from {BI}.release",
        f"insert into {BI}.release (release_id, content_hash, as_of_date, as_known_date, "
        f"created_at, published_at, schema_version) values ({text(manifest.release_id)}, "
        f"{text(manifest.content_hash)}, {text(manifest.as_of_date)}, {known}, "
        f"timestamptz {text(manifest.created_at)} at time zone 'UTC', "
        f"now() at time zone 'UTC', {SCHEMA_VERSION})",
    )


def _tidy(session: Session, tables: Sequence[Table], ours: Sequence[str]) -> None:
    """Let go of the copies and of rows nobody can see any more; the release stands without it."""
    with told("the release is published; tidying up"):
        copies = ", ".join(f"{STAGING}.{name(table.name)}" for table in tables)
        stable = ", ".join([*(f"{BI}.{name(table)}" for table in ours), *WORKED_OUT])
        session.execute(f"drop table {copies}")
        session.execute(f"vacuum (analyze) {stable}")
