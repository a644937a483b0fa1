"""How the digital services hand their records over: in which file each lies, and since when.

Here: files and their days, and the ways in which rows come late, twice, wrong at first or not for
good. Not here: what a record says (a module for each kind), and writing (`serving/event_folder`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from orchestration.sandbox import seasons
from orchestration.sandbox.digital import plan
from orchestration.sandbox.dirt import Flaw
from orchestration.sandbox.timeline import DAY, NEVER, Flags, Numbers, Seconds

Small = NDArray[np.signedinteger[Any]]
"""Whole numbers in as few bytes as they need: there may be fifty million of them."""
Text = Callable[[Numbers, Seconds, Flags], pa.Table]
"""The text of some records as they stood at a moment each, or in their first, wrong form."""


@dataclass(frozen=True)
class FileDays:
    """The files of a table in order: the UTC day each is named after, and its bounds."""

    days: tuple[date, ...]
    starts: Seconds

    @classmethod
    def of_the_plan(cls) -> FileDays:
        days = [plan.BACKLOG_DAY, *_months(), *_days()]
        starts = [int(datetime(d.year, d.month, d.day, tzinfo=UTC).timestamp()) for d in days]
        # Two hours of summer time: what London counts as the first day lies in the first month.
        return cls(tuple(days), np.array(starts, dtype=np.int64))

    @property
    def ends(self) -> Seconds:
        """The last second of each file."""
        last = int(datetime(2026, 4, 1, tzinfo=UTC).timestamp())
        found: Seconds = np.append(self.starts[1:], last) - 1
        return found

    def of(self, moments: Seconds) -> Small:
        """The number of the file that a moment's record lies in."""
        found: Small = np.searchsorted(self.starts, moments, side="right").astype(np.int16) - 1
        return np.maximum(found, np.int16(0))


@dataclass(frozen=True)
class Deliveries:
    """Rows as the files hold them, file by file: which record, from when, until when, how."""

    record: Small
    file: Small
    known: Seconds
    gone: Seconds
    is_wrong: Flags

    def shown(self, until: int) -> Flags:
        """The rows that stand in their files at a moment."""
        found: Flags = (self.known <= until) & (self.gone > until)
        return found

    def records(self, until: int, count: int) -> Flags:
        """The records of which a row stands in a file."""
        found = np.zeros(count, dtype=np.bool_)
        found[self.record[self.shown(until)]] = True
        return found


@dataclass(frozen=True)
class EventTable:
    """One table of a source: its rows, how to write them, and what is wrong with some."""

    source: str
    name: str
    suffix: str
    files: FileDays
    deliveries: Deliveries
    text: Text
    flaws: Callable[[int], dict[Flaw, int]] = field(default=lambda _: {})

    def days(self, until: int) -> Iterator[tuple[int, str]]:
        """The number and day of each file there is at a moment, oldest first."""
        for number in np.unique(self.deliveries.file[self.deliveries.known <= until]).tolist():
            yield number, self.files.days[number].isoformat()

    def moment(self, number: int, until: int) -> int:
        """The moment as of which a file's rows are written: the end of its day, or now."""
        return min(int(self.files.ends[number]), until)

    def rows(self, number: int, until: int) -> Numbers:
        """The places in `deliveries` of the rows a file holds at a moment."""
        rows = self.deliveries
        first, last = np.searchsorted(rows.file, [number, number + 1])
        shown = (rows.known[first:last] <= until) & (rows.gone[first:last] > until)
        found: Numbers = np.flatnonzero(shown) + first
        return found

    def written(self, places: Numbers, until: int) -> pa.Table:
        """Rows as their file says them: as they stood when the file's day was over."""
        rows = self.deliveries
        at = np.minimum(self.files.ends[rows.file[places]], until)
        return self.text(rows.record[places].astype(np.int64), at, rows.is_wrong[places])


def delivered(
    rng: np.random.Generator,
    files: FileDays,
    moments: Seconds,
    ordinary: Flags,
    *,
    updates: tuple[Seconds, ...] = (),
    is_correctable: bool = False,
) -> Deliveries:
    """Each record in the file of its moment, some of the ordinary ones with a mishap.

    `updates` are later moments at which a record is sent again if they lie in a later file.
    """
    records = np.arange(len(moments), dtype=np.int32)
    base = _rows(records, files.of(moments), moments.copy())
    mishap = np.where(ordinary, rng.random(len(moments), dtype=np.float32), np.float32(1))
    late, withdrawn, again, wrong = _mishaps(mishap, is_correctable)
    base.known[late] = _days_after(rng, files, base.file[late])
    base.gone[withdrawn] = _days_after(rng, files, base.file[withdrawn])
    corrected = _days_after(rng, files, base.file[wrong])
    base.gone[wrong] = corrected
    base.is_wrong[wrong] = True
    following = np.minimum(base.file[again] + 1, len(files.days) - 1)
    extra = [
        _rows(records[again], following, files.ends[base.file[again]] + 1),
        _rows(records[wrong], base.file[wrong], corrected),
    ]
    last = base.file
    for update in updates:
        later = files.of(update)
        fresh = np.flatnonzero((update < NEVER) & (later > last) & ~base.is_wrong)
        extra.append(_rows(records[fresh], later[fresh], update[fresh]))
        last = np.maximum(last, np.where(update < NEVER, later, 0))
    return _inserted(base, extra)


def _mishaps(mishap: NDArray[np.float32], is_correctable: bool) -> list[Numbers]:
    """Who is late, withdrawn, repeated and wrong at first: neighbouring shares of one draw."""
    found, low = [], 0.0
    for share in (
        plan.LATE_SHARE,
        plan.WITHDRAWN_SHARE,
        plan.REPEATED_SHARE,
        plan.CORRECTED_SHARE if is_correctable else 0.0,
    ):
        found.append(np.flatnonzero((mishap >= low) & (mishap < low + share)))
        low += share
    return found


def _days_after(rng: np.random.Generator, files: FileDays, file: Small) -> Seconds:
    """Moments some days after the end of each file's day."""
    found: Seconds = files.ends[file] + rng.integers(1, plan.MOST_DAYS_LATE + 1, len(file)) * DAY
    return found


def _rows(records: Small, file: Small, known: Seconds) -> Deliveries:
    count = len(records)
    return Deliveries(
        records, file, known, np.full(count, NEVER, dtype=np.int64), np.zeros(count, dtype=np.bool_)
    )


def _inserted(base: Deliveries, extra: list[Deliveries]) -> Deliveries:
    """All rows in the order of their files; the few extra ones are put in, the many stay."""
    if np.any(base.file[1:] < base.file[:-1]):
        base = _taken(base, np.argsort(base.file, kind="stable"))
    added = _taken(_joined(extra), np.argsort(_joined(extra).file, kind="stable"))
    places = np.searchsorted(base.file, added.file, side="right")
    return Deliveries(
        record=np.insert(base.record, places, added.record),
        file=np.insert(base.file, places, added.file),
        known=np.insert(base.known, places, added.known),
        gone=np.insert(base.gone, places, added.gone),
        is_wrong=np.insert(base.is_wrong, places, added.is_wrong),
    )


def _joined(parts: list[Deliveries]) -> Deliveries:
    return Deliveries(
        record=np.concatenate([part.record for part in parts]),
        file=np.concatenate([part.file for part in parts]),
        known=np.concatenate([part.known for part in parts]),
        gone=np.concatenate([part.gone for part in parts]),
        is_wrong=np.concatenate([part.is_wrong for part in parts]),
    )


def _taken(rows: Deliveries, order: Numbers) -> Deliveries:
    return Deliveries(
        record=rows.record[order],
        file=rows.file[order],
        known=rows.known[order],
        gone=rows.gone[order],
        is_wrong=rows.is_wrong[order],
    )


def _months() -> Iterator[date]:
    day = seasons.FIRST_DAY
    while day < plan.DAILY_FROM:
        yield day
        day = (day + timedelta(days=31)).replace(day=1)


def _days() -> Iterator[date]:
    for number in range((seasons.LAST_DAY - plan.DAILY_FROM).days + 1):
        yield plan.DAILY_FROM + timedelta(days=number)
