"""The trail of one number: everything that is told about where it came from.

Here: the record and its plain form for JSON. Not here: finding any of it, and words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from orchestration.publish.manifest import Input

Row = Mapping[str, Any]


@dataclass(frozen=True)
class ReleaseTaken:
    """The release that was read, and why this one."""

    release_id: str
    created_at: str
    as_of_date: str
    as_known_date: str | None
    why: str


@dataclass(frozen=True)
class Model:
    """A source table, seed or model a number passed, and the columns its value passed there."""

    name: str
    kind: str
    file: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Rejections:
    """What was refused of the tables behind a number, and the first of it.

    How many is nothing where it is not told.
    """

    reasons: tuple[tuple[str, int | None], ...]
    first: tuple[Row, ...]
    note: str


@dataclass(frozen=True)
class Listing:
    """Records of one step of a model, or the rows of a return; no `count` where it is not told."""

    tables: tuple[str, ...]
    found_in: str
    count: int | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Reconciliation:
    """A numerator or denominator as published, beside what the records give.

    `counted` is not told where the number is rounded.
    """

    part: str
    published: Decimal
    counted: Decimal | None
    agrees: bool
    sentence: str


@dataclass(frozen=True)
class Records:
    """The source rows behind a number, or why they are not listed."""

    listings: tuple[Listing, ...]
    reconciled: tuple[Reconciliation, ...]
    note: str


@dataclass(frozen=True)
class Trail:
    """All of it. Rows are as the release has them, column by column."""

    release: ReleaseTaken
    number: Row
    rule: tuple[Row, ...]
    rule_version: Row | None
    target: Row | None
    parts: tuple[Row, ...]
    path: tuple[Model, ...]
    path_note: str
    loads: tuple[Input, ...]
    rejections: Rejections
    records: Records
    doubts: tuple[Row, ...]
    publications: tuple[Row, ...]
    restatements: tuple[Row, ...]

    def note(self) -> dict[str, Any]:
        """Plain values: decimals and days as text, so that none is rounded on its way."""
        plain = _plain(asdict(self))
        assert isinstance(plain, dict)  # noqa: S101 -- what a dataclass becomes
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
