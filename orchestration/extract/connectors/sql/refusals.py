"""What a database's error means to the person who has to mend it, in words of our own.

Here: one place where drivers' errors become refusals. A driver's own text is never passed on: it
may quote the address with its password, or a row of somebody's data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import adbc_driver_manager
import pyarrow as pa

from orchestration.extract.errors import ExtractionError

_SQLSTATE = re.compile(r"SQLSTATE:? ?([0-9A-Z]{5})")

_NO_DRIVER = (
    "its driver is not installed",
    "install the Python package for this kind of database beside this project",
)
_UNREADABLE = (
    "its address cannot be read",
    "write it as postgresql://user:password@host/database, special characters percent-encoded",
)
# The first line whose pattern is found in the error's state or text decides.
_MEANINGS = (
    (
        r"28P01|28000|authentication failed|no password supplied|role \".*\" does not exist",
        "it refused the sign-in",
        "check the user and the password in its environment variable",
    ),
    (
        r"3D000|database \".*\" does not exist|unable to open|failed to open",
        "there is no such database",
        "check the address, and that the reading account may see the database",
    ),
    (
        r"42P01|no such table|UndefinedTable",
        "a table is not there",
        "check the schema, and that the table or view has the name the source's contract gives it",
    ),
    (
        r"42501|permission denied|not authorized|InsufficientPrivilege",
        "the reading account may not read it",
        "grant it select on the table or view",
    ),
    (
        r"57014|statement timeout|QueryCanceled",
        "it ended the statement because it took too long",
        "raise the account's statement timeout and statement_seconds, or run at a quieter time",
    ),
    (
        r"55P03|database is locked|lock timeout",
        "somebody else holds the table locked",
        "run again later",
    ),
    (
        r"57P0|08[0-9A-Z]{3}|closed the connection|connection to server was lost|SSL SYSCALL"
        r"|no COPY in progress|terminating connection",
        "the connection broke off",
        "run again; if it stays, look into the server's log",
    ),
    (
        r"Connection refused|could not translate host name|could not connect|timeout expired"
        r"|No such file or directory|Network is unreachable|No route to host",
        "nothing answers at its address",
        "check host and port, and that the server can be reached from this machine",
    ),
    (
        r"SSL|certificate",
        "no protected connection could be made",
        "have TLS set up on the server; sslmode in the address says how it is checked",
    ),
    (r"Can't load plugin|NoSuchModule", *_NO_DRIVER),
    (
        r"Could not parse|invalid URI|invalid integer value|missing \"=\"|invalid port"
        r"|invalid connection option",
        *_UNREADABLE,
    ),
)
_UNKNOWN = (
    "the database refused",
    "look into the server's log; this command says no more, because the message may hold data",
)


def meaning(error: BaseException) -> tuple[str, str]:
    """What happened and what to do, for an error of a driver."""
    state = _state(error)
    text = f"{state} {type(error).__name__} {error}"
    for pattern, what, remedy in _MEANINGS:
        if re.search(pattern, text, re.IGNORECASE):
            return _with_state(what, state), f"{remedy}."
    what, remedy = _UNKNOWN
    return _with_state(what, state or type(error).__name__), f"{remedy}."


def _with_state(what: str, state: str) -> str:
    return f"{what} ({state})." if state else f"{what}."


def _state(error: BaseException) -> str:
    """The five characters by which databases agree to name an error."""
    own = getattr(error, "sqlstate", None) or getattr(
        getattr(error, "orig", None), "sqlstate", None
    )
    found = _SQLSTATE.search(str(error))
    return str(own) if own else found[1] if found else ""


@contextmanager
def opening(source: str) -> Iterator[None]:
    """As `refusing`, for an address and its driver.

    Whoever takes an address apart quotes the piece that makes no sense, often of the password.
    """
    try:
        with refusing(source):
            yield
    except (ValueError, ImportError) as error:
        what, remedy = _UNREADABLE if isinstance(error, ValueError) else _NO_DRIVER
        raise ExtractionError(source, f"{what}.", f"{remedy}.") from None


@contextmanager
def refusing(source: str, place: str = "") -> Iterator[None]:
    """Errors of a driver inside the block become refusals; others pass."""
    try:
        yield
    except ExtractionError:
        raise
    except (adbc_driver_manager.Error, pa.ArrowException, OSError) as error:
        what, remedy = meaning(error)
        raise ExtractionError(source, f"{place}{what}", remedy) from None
    except Exception as error:
        # SQLAlchemy and the drivers below it share no base class of errors, and importing it costs
        # more than reading a small table.
        if not type(error).__module__.startswith(("sqlalchemy", "psycopg", "sqlite3")):
            raise
        what, remedy = meaning(error)
        raise ExtractionError(source, f"{place}{what}", remedy) from None
