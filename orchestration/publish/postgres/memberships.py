"""Who may see what: the list of memberships, from a file the administrator keeps.

Here: reading and checking the file, and putting it in the place of the list that is there. Not
here: what a membership lets its user see (access.py, policies.py).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.publish.postgres.errors import PostgresError
from orchestration.publish.postgres.session import Session
from orchestration.publish.postgres.words import ACCESS, READER, text

COLUMNS = (
    "user_name",
    "scorecard_id",
    "organisation_unit_id",
    "audience_level",
    "valid_from_date",
    "valid_to_date",
)
MAY_BE_EMPTY = frozenset({"organisation_unit_id", "valid_to_date"})
NO_USERS = frozenset({READER, "public"})
MOST_TOLD = 5


@dataclass(frozen=True)
class Membership:
    """A line of the file, its values as they stand there."""

    line: int
    values: tuple[str, ...]

    def __getitem__(self, column: str) -> str:
        return self.values[COLUMNS.index(column)]


def read_memberships(file: Path) -> tuple[Membership, ...]:
    """The file's lines, complete and with real days; whether what they name exists is later."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.reader(opened))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise PostgresError(f"{file} cannot be read.", "Give a CSV file in UTF-8.") from None
    if not rows or tuple(rows[0]) != COLUMNS:
        raise PostgresError(
            f"{file} does not begin with the columns of memberships.",
            f"Its first line has to be {','.join(COLUMNS)}.",
        )
    found = [
        Membership(line, tuple(value.strip() for value in row))
        for line, row in enumerate(rows[1:], start=2)
        if row
    ]
    faults = [fault for membership in found for fault in _faults(membership)]
    _refuse(file, faults or list(_repetitions(found)))
    return tuple(found)


def _repetitions(found: Sequence[Membership]) -> Iterator[str]:
    first: dict[tuple[str, ...], int] = {}
    for membership in found:
        key = membership.values[:-1]
        if key in first:
            yield f"line {membership.line} repeats line {first[key]}"
        first.setdefault(key, membership.line)


def _faults(membership: Membership) -> Iterator[str]:
    line = f"line {membership.line}"
    if len(membership.values) != len(COLUMNS):
        yield f"{line} has {len(membership.values)} values, not {len(COLUMNS)}"
        return
    for column in COLUMNS:
        value = membership[column]
        if not value and column not in MAY_BE_EMPTY:
            yield f"{line} has no {column}"
        elif value and column.endswith("_date") and not _is_day(value):
            yield f"{line}: {column} {value!r} is no day (YYYY-MM-DD)"
    if membership["user_name"] in NO_USERS:
        yield f"{line}: {membership['user_name']!r} is no user; all readers could act as it"
    if membership["valid_to_date"] and membership["valid_to_date"] < membership["valid_from_date"]:
        yield f"{line} ends before it begins"


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _refuse(file: Path, faults: Sequence[str]) -> None:
    if faults:
        more = len(faults) - MOST_TOLD
        told = "; ".join(faults[:MOST_TOLD]) + (f"; and {more} more" if more > 0 else "")
        raise PostgresError(f"{file}: {told}.", "Correct the file; no membership was changed.")


def replace_memberships(session: Session, file: Path, found: Sequence[Membership]) -> None:
    """Put the list in the place of the one that is there, inside the transaction that is open.

    Called when the release's rows are there: units and scorecards are checked against them.
    """
    levels = session.names(f"select audience_level from {ACCESS}.levels")
    units = {
        (row["scorecard_id"], row["organisation_unit_id"])
        for row in session.rows(
            f"select distinct scorecard_id, organisation_unit_id from {ACCESS}.units"
        )
    }
    faults = []
    for membership in found:
        line, scorecard = f"line {membership.line}", membership["scorecard_id"]
        unit = membership["organisation_unit_id"] or scorecard
        if (scorecard, unit) not in units:
            faults.append(f"{line}: there is no unit {unit!r} in scorecard {scorecard!r}")
        if membership["audience_level"] not in levels:
            faults.append(f"{line}: there is no audience level {membership['audience_level']!r}")
    _refuse(file, faults)
    session.execute(
        f"delete from {ACCESS}.memberships",
        *(
            f"insert into {ACCESS}.memberships ({', '.join(COLUMNS)}) values "
            f"({', '.join(text(value) if value else 'null' for value in membership.values)})"
            for membership in found
        ),
    )
