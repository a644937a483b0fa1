"""The list of a table's event files: which are ready, and what each of them must be.

Here: reading the list and refusing one that cannot be true. Not here: the files. The producer
writes the list last, so that a file is in it once it is whole; what is not listed is not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

import orjson

from orchestration.extract.loads import Reread

MANIFEST = "_manifest.json"
PARQUET, NDJSON = ".parquet", ".ndjson"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.=-]*(/[A-Za-z0-9][A-Za-z0-9_.=-]*)*")
COLUMN_REMEDY = (
    "ask its owners what changed, then change the source's columns and staging together."
)
_REMEDY = "ask its owners to write the list anew, last of all; nothing has landed."
Refuse = Callable[[str, str], NoReturn]


@dataclass(frozen=True)
class ListedFile:
    """One file as the list has it."""

    name: str
    day: str
    row_count: int
    byte_count: int
    sha256: str

    @property
    def is_parquet(self) -> bool:
        return self.name.endswith(PARQUET)


@dataclass(frozen=True)
class KnownFile:
    """What the newest load that speaks of a file says of it."""

    name: str
    day: str
    sha256: str
    is_loaded: bool


@dataclass(frozen=True)
class Delivery:
    """What is to be read, and what an earlier delivery brought that no longer stands."""

    listed: tuple[ListedFile, ...]
    fresh: tuple[ListedFile, ...]
    withdrawn: tuple[KnownFile, ...]
    newest_day: str | None

    @property
    def row_count(self) -> int:
        return sum(file.row_count for file in self.fresh)


def read_listing(content: bytes, refuse: Refuse) -> tuple[ListedFile, ...]:
    """The files of a list, by day and name."""
    try:
        told = orjson.loads(content)
    except orjson.JSONDecodeError:
        refuse(f"{MANIFEST} is no JSON: it may be cut short.", _REMEDY)
    entries = told.get("files") if isinstance(told, dict) else None
    if not isinstance(entries, list):
        refuse(f"{MANIFEST} holds no list named files.", _REMEDY)
    files = [_listed(entry, refuse) for entry in entries]
    names = [file.name for file in files]
    twice = sorted({name for name in names if names.count(name) > 1}) if _repeats(names) else []
    if twice:
        refuse(f"{MANIFEST} names {twice} more than once.", _REMEDY)
    return tuple(sorted(files, key=lambda file: (file.day, file.name)))


def compare(
    listed: tuple[ListedFile, ...], known: Mapping[str, KnownFile], reread: Reread | None
) -> Delivery:
    """What the list brings that is not loaded as it stands there, or is asked for again.

    The list is the truth about every day it names: a file of such a day that it no longer has was
    taken back. Of days it no longer names nothing changes: producers clear old files away.
    """
    if reread is not None and (reread.first or reread.last):
        first, last = str(reread.first or date.min), str(reread.last or date.max)
        asked = tuple(file for file in listed if first <= file.day <= last)
        return Delivery(asked, asked, _withdrawn(asked, known), None)
    fresh = tuple(file for file in listed if reread or not _is_loaded(file, known))
    newest = max((file.day for file in listed), default=None)
    return Delivery(listed, fresh, _withdrawn(listed, known), newest)


def _withdrawn(
    listed: tuple[ListedFile, ...], known: Mapping[str, KnownFile]
) -> tuple[KnownFile, ...]:
    days = {file.day for file in listed}
    names = {file.name for file in listed}
    return tuple(
        file
        for name, file in sorted(known.items())
        if file.is_loaded and file.day in days and name not in names
    )


def _is_loaded(file: ListedFile, known: Mapping[str, KnownFile]) -> bool:
    before = known.get(file.name)
    return (
        before is not None
        and before.is_loaded
        and (before.day, before.sha256) == (file.day, file.sha256)
    )


def _repeats(names: Collection[str]) -> bool:
    return len(set(names)) < len(names)


def _listed(entry: Any, refuse: Refuse) -> ListedFile:
    name = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        refuse(f"{MANIFEST} names a file {name!r}, which cannot lie in its folder.", _REMEDY)
    if not name.endswith((PARQUET, NDJSON)):
        refuse(
            f"{MANIFEST} names {name}, which is neither {PARQUET} nor {NDJSON}.",
            "ask its owners which of the two formats the file has, and to name it so.",
        )
    day, sha256 = entry.get("day"), entry.get("sha256")
    if not _is_day(day):
        refuse(f"{MANIFEST} gives {name} the day {day!r}, which is none.", _REMEDY)
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        refuse(f"{MANIFEST} gives no SHA-256 for {name}.", _REMEDY)
    for number in ("rows", "bytes"):
        if type(entry.get(number)) is not int or entry[number] < 0:
            refuse(f"{MANIFEST} gives no number of {number} for {name}.", _REMEDY)
    return ListedFile(name, day, entry["rows"], entry["bytes"], sha256)


def _is_day(day: object) -> bool:
    try:
        return isinstance(day, str) and date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False
