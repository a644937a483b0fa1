"""What is there before any table: schemas, the role, the tables about releases and access.

Here: making them once, and refusing a database that another version of this project laid out. Not
here: the tables of a release (structure.py) and who sees which row (access.py).
"""

from __future__ import annotations

import csv
from pathlib import Path

from orchestration.publish.postgres.errors import PostgresError
from orchestration.publish.postgres.session import Session
from orchestration.publish.postgres.words import ACCESS, BI, READER, STAGING, text

# How schemas, roles and the tables below are laid out. Columns of marts may come without a new one.
SCHEMA_VERSION = 1
LEVELS = Path(__file__).parent / "audience_levels.csv"

_TABLES = f"""
create table if not exists {BI}.release (
    release_id text primary key,
    content_hash text not null,
    as_of_date date not null,
    as_known_date date,
    created_at timestamp not null,
    published_at timestamp not null,
    schema_version integer not null
);
create table if not exists {ACCESS}.made (thing text primary key, definition text not null);
create table if not exists {ACCESS}.levels (
    audience_level text primary key,
    sees_units_below boolean not null,
    sees_unapproved boolean not null,
    description text not null
);
create table if not exists {ACCESS}.memberships (
    user_name text not null check (user_name not in ({text(READER)}, 'public', '')),
    scorecard_id text not null,
    organisation_unit_id text,
    audience_level text not null references {ACCESS}.levels (audience_level),
    valid_from_date date not null,
    valid_to_date date check (valid_to_date >= valid_from_date),
    unique nulls not distinct
        (user_name, scorecard_id, organisation_unit_id, audience_level, valid_from_date)
);
create table if not exists {ACCESS}.units (
    organisation_unit_id text not null,
    above_id text not null,
    scorecard_id text not null,
    primary key (organisation_unit_id, above_id)
);
create table if not exists {ACCESS}.subjects (
    subject text not null,
    subject_id text not null,
    scorecard_id text not null,
    primary key (subject, subject_id)
);
create table if not exists {ACCESS}.unapproved (
    measure_id text not null,
    organisation_unit_id text not null,
    period_id text not null,
    is_whole boolean not null,
    primary key (measure_id, organisation_unit_id, period_id)
);
comment on table {BI}.release is
    'Which release the tables hold, and when it was published. Grain: one row.';
comment on table {ACCESS}.memberships is
    'Who sees what: one row per user, unit (empty: the whole scorecard), audience level and first '
    'day. Kept by the administrator; a publish never touches it unless it is given a file.';
"""


def expect_our_layout(session: Session) -> None:
    """Refuse a database that a version with another layout wrote, or half of which is gone."""
    _refuse_without_notes(session)
    if not _has_table(session, BI, "release"):
        return
    found = session.rows(f"select max(schema_version) as version from {BI}.release")[0]["version"]
    if found is None or found == SCHEMA_VERSION:
        return
    if found > SCHEMA_VERSION:
        raise PostgresError(
            f"The database was written by a newer version of this project: its layout is {found}, "
            f"this version writes {SCHEMA_VERSION}.",
            "Publish with that version, or bring this checkout up to date.",
        )
    raise PostgresError(
        f"The database was written by an older version of this project: its layout is {found}, "
        f"this version writes {SCHEMA_VERSION}.",
        f"Keep what {ACCESS}.memberships holds, drop the schemas {BI}, {ACCESS} and {STAGING}, "
        "publish again, and load the memberships.",
    )


def _has_table(session: Session, schema: str, table: str) -> bool:
    found = session.names(
        f"select 1 from pg_tables where schemaname = {text(schema)} and tablename = {text(table)}"
    )
    return bool(found)


def _refuse_without_notes(session: Session) -> None:
    """Without them nobody knows which tables of `bi` are ours and which are people's."""
    if _has_table(session, ACCESS, "made") or not session.names(
        "select 1 from pg_class join pg_namespace n on n.oid = relnamespace "
        f"where nspname = {text(BI)}"
    ):
        return
    raise PostgresError(
        f"Schema {BI} is there and has something in it, and {ACCESS}, which holds the memberships "
        "and the notes of what publishes made, is not.",
        f"Bring {ACCESS} back from a copy of the database. Without one: move what people made in "
        f"{BI} (`alter table … set schema …`), `drop schema {BI} cascade`, publish again, and load "
        "the memberships.",
    )


def lay_ground(session: Session) -> None:
    """Schemas, role and tables of our own, each only where it is missing."""
    present = session.names("select nspname from pg_namespace")
    for schema in (BI, STAGING, ACCESS):
        if schema not in present:
            session.execute(f"create schema {schema}")
    if not session.names(f"select 1 from pg_roles where rolname = {text(READER)}"):
        session.execute(f"create role {READER} nologin")
    is_first = not _has_table(session, BI, "release")
    session.execute(_TABLES)
    if is_first:
        # With the schema its grants went; where it stands, a grant that is gone was taken back.
        session.execute(
            f"grant usage on schema {BI} to {READER}",
            f"grant select on {BI}.release to {READER}",
        )
    with LEVELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = ", ".join(text(value) for value in row.values())
            # What the administrator has changed stays.
            session.execute(
                f"insert into {ACCESS}.levels ({', '.join(row)}) values ({values}) "
                "on conflict do nothing"
            )
