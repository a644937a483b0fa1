"""What a server's error means to the person who has to mend it, in words of our own.

Here: the one error of this folder, and where drivers' errors become it. A message of the driver is
passed on only where it names tables and columns and nothing else: others may quote the address with
its password, or somebody's row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import adbc_driver_manager as adbc
import pyarrow as pa

from orchestration.errors import ToldError

_SQLSTATE = re.compile(r"SQLSTATE:? ?([0-9A-Z]{5})")
# Errors of the structure and of its constraints: their first line has names in it, no values.
_LOCKED = r"55P03|lock timeout"
_NAMES_ALONE = ("23", "42", "0A", "2B")
_MEANINGS = (
    (
        r"28P01|28000|authentication failed|no password supplied|role \".*\" does not exist",
        "The server refused the sign-in.",
        "Check user and password: PGUSER and PGPASSWORD, or those in the address.",
    ),
    (
        r"3D000|database \".*\" does not exist",
        "There is no such database on the server.",
        "Check its name, or have it created: `create database …`.",
    ),
    (
        r"42501|permission denied|must be owner|must be able to",
        "The account lacks a right",
        "Publish with the account that owns the schemas bi, bi_access and bi_staging. The first "
        "time it needs `create` on the database, and `createrole` unless an administrator has "
        "made the role: `create role bi_reader nologin`. docs/how-to/connect-a-database.md has "
        "the statements.",
    ),
    (
        rf"{_LOCKED}|40P01|deadlock",
        "Somebody holds a table locked that this release changes.",
        "The last release stands. Publish again when long queries have ended.",
    ),
    (
        r"57014|statement timeout",
        "The server ended a statement because it took too long.",
        "The last release stands. Raise the account's statement_timeout, then publish again.",
    ),
    (
        r"53\d{3}|could not extend file|No space left",
        "The server has no room left.",
        "The last release stands. Make room on the server, then publish again.",
    ),
    (
        r"57P0|08[0-9A-Z]{3}|closed the connection|connection to server was lost|SSL SYSCALL"
        r"|terminating connection",
        "The connection broke off.",
        "The last release stands. Publish again; if it stays, look into the server's log.",
    ),
    (
        r"Connection refused|could not translate host name|could not connect|timeout expired"
        r"|No such file or directory|Network is unreachable|No route to host"
        r"|failed to resolve",
        "Nothing answers at the server's address.",
        "Check host and port, and that the server can be reached from this machine.",
    ),
    (
        r"Could not parse|invalid URI|invalid integer value|missing \"=\"|invalid port"
        r"|invalid connection option|invalid percent|invalid sslmode|invalid IPv6"
        r"|URI query|matching",
        "The server's address cannot be read.",
        "Write it as postgresql://user@host:5432/database, special characters percent-encoded, "
        "and keep the password in PGPASSWORD.",
    ),
    (
        r"SSL|certificate",
        "No protected connection could be made.",
        "Have TLS set up on the server; sslmode in the address says how it is checked.",
    ),
)


class PostgresError(ToldError):
    """Nothing was published, the last release stands: why, and what to do."""

    stage = "publish postgres"

    def __init__(self, what: str, remedy: str, *, is_locked: bool = False) -> None:
        super().__init__(what, remedy)
        self.is_locked = is_locked


@contextmanager
def told(doing: str = "") -> Iterator[None]:
    """Errors of the driver inside the block become ours, with what was being done."""
    try:
        yield
    except (adbc.Error, pa.ArrowException, OSError) as error:
        what, remedy = _meaning(error)
        place = f" ({doing})" if doing else ""
        is_locked = re.search(_LOCKED, f"{sqlstate(error)} {error}") is not None
        raise PostgresError(f"{what}{place}", remedy, is_locked=is_locked) from None


def _meaning(error: BaseException) -> tuple[str, str]:
    state = sqlstate(error)
    text = f"{state} {type(error).__name__} {error}"
    said = f" [{state}: {_first_line(error)}]" if state.startswith(_NAMES_ALONE) else ""
    for pattern, what, remedy in _MEANINGS:
        if re.search(pattern, text, re.IGNORECASE):
            return f"{what}{said}", remedy
    named = said or f" [{state or type(error).__name__}]"
    return (
        f"The server refused a statement{named}.",
        "The last release stands. The server's log has the whole message.",
    )


def sqlstate(error: BaseException) -> str:
    """The five characters by which databases agree to name an error."""
    own = getattr(error, "sqlstate", None)
    found = _SQLSTATE.search(str(error))
    return str(own) if own else found[1] if found else ""


def _first_line(error: BaseException) -> str:
    said = str(error).partition("ERROR:")[2].strip() or "no message"
    return said.splitlines()[0]
