"""Schema `bi` as its readers meet it: accounts, questions, whole releases.

Here: login roles, asking as one of them, comparing a release with the server. Not here: the server
itself (postgres.py) and what is published (small_releases.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, LiteralString, cast
from urllib.parse import quote

import duckdb
import psycopg
from psycopg import sql

from orchestration.publish.datapackage import read_tables
from orchestration.publish.postgres.publishing import publish_to_postgres
from orchestration.publish.release import Release
from tests.support.postgres import Postgres

Row = tuple[Any, ...]


def publish(database: Postgres, release: Release) -> None:
    """Publish as the owner."""
    publish_to_postgres(release, database.admin)


def account(database: Postgres, user: str, *granted: str) -> str:
    """A login role, made if it is not there, with these roles; its name."""
    with psycopg.connect(database.admin, autocommit=True) as connection:
        known = connection.execute("select 1 from pg_roles where rolname = %s", [user]).fetchone()
        if not known:
            connection.execute(sql.SQL("create role {} login").format(sql.Identifier(user)))
        for role in granted:
            grant = sql.SQL("grant {} to {}").format(sql.Identifier(role), sql.Identifier(user))
            connection.execute(grant)
    return user


def address_of(database: Postgres, user: str) -> str:
    """A user's address; the socket lets everyone but `reader` in without a password."""
    return f"postgresql://{user}@/{database.database}?host={quote(str(database.socket), safe='')}"


@contextmanager
def session_of(database: Postgres, user: str = "postgres") -> Iterator[psycopg.Connection[Row]]:
    """A connection of that user's, each statement by itself."""
    with psycopg.connect(address_of(database, user), autocommit=True) as connection:
        yield connection


def ask(database: Postgres, query: str, user: str = "postgres") -> list[Row]:
    """The rows a user gets."""
    with session_of(database, user) as connection:
        return connection.execute(cast(LiteralString, query)).fetchall()


def say(database: Postgres, *statements: str) -> None:
    """Something the owner does."""
    with session_of(database) as connection:
        for statement in statements:
            connection.execute(cast(LiteralString, statement))


def member(database: Postgres, user: str, *memberships: str) -> str:
    """A reader with these memberships, each as SQL values without the name; its name."""
    account(database, user, "bi_reader")
    for values in memberships:
        say(database, f"insert into bi_access.memberships values ('{user}', {values})")
    return user


def differences(database: Postgres, release: Release) -> list[str]:
    """Tables whose rows, value for value, are not those of the release's Parquet files."""
    found = []
    with session_of(database) as server, duckdb.connect() as files:
        for table in read_tables(release.folder):
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            file = release.folder / f"{table.name}.parquet"
            expected = files.execute(f"select {columns} from read_parquet('{file}')").fetchall()
            query = cast(LiteralString, f'select {columns} from bi."{table.name}"')
            if Counter(server.execute(query).fetchall()) != Counter(expected):
                found.append(table.name)
    return found
