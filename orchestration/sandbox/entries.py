"""A simulated table whose rows appear, are corrected and go, seen as at the end of a day.

Here: what every such table has in common, its bad rows too. Not here: what the rows say, which is
their own module's, and how the table is served.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.sandbox import columns
from orchestration.sandbox.calendar_months import MONTH_STARTS
from orchestration.sandbox.timeline import (
    DAY,
    HOUR,
    NEVER,
    Flags,
    Numbers,
    Seconds,
    end_of,
    latest,
    scaled,
)

PENCE = 100


@dataclass(frozen=True)
class BadRow:
    """A kind of bad row: an ordinary one that says `values`. `column` is what it is refused for."""

    kind: str
    table: str
    column: str
    values: Mapping[str, str] = field(hash=False)
    count: int = 1


@dataclass(frozen=True)
class Change:
    """What some columns say from a moment on; NEVER for the rows it leaves alone."""

    at: Seconds
    columns: Mapping[str, pa.Array]


@dataclass(frozen=True)
class Entries:
    """All rows that ever stand in a table: as first entered, and when they came, changed, went."""

    columns: Mapping[str, pa.Array]
    created: Seconds
    deleted: Seconds
    changes: tuple[Change, ...] = ()
    bad_rows: tuple[BadRow, ...] = ()
    badness: Numbers | None = None

    @classmethod
    def of(cls, text: Mapping[str, pa.Array], created: Seconds) -> Entries:
        """Rows that stay as they were entered."""
        return cls(text, created, np.full(len(created), NEVER, dtype=np.int64))

    def as_at(self, until: int) -> pa.Table:
        """The rows of the moment, with the stamp of their last change."""
        text = dict(self.columns)
        for change in self.changes:
            is_made = columns.flags(change.at <= until)
            for name, after in change.columns.items():
                text[name] = pc.if_else(is_made, after, text[name])
        shown = (self.created <= until) & (self.deleted > until)
        stamp = latest(until, self.created, *(change.at for change in self.changes))
        text["updated_at"] = columns.times(stamp, shown)
        return pa.table(text).filter(columns.flags(shown))

    def flaws(self, until: int) -> dict[BadRow, int]:
        """How many bad rows of each kind stand there."""
        if self.badness is None:
            return {}
        shown = (self.created <= until) & (self.deleted > until)
        return {
            kind: int(np.count_nonzero(shown & (self.badness == place)))
            for place, kind in enumerate(self.bad_rows)
        }

    def with_bad_rows(
        self,
        rng: np.random.Generator,
        key: str,
        kinds: tuple[BadRow, ...],
        scale: float,
        among: Flags | None = None,
    ) -> Entries:
        """Copies of rows (of `among`) at the end, each under its own key with one thing wrong."""
        counts = [scaled(kind.count, scale) for kind in kinds]
        extra = np.repeat(np.arange(len(kinds), dtype=np.int64), counts)
        ordinary = len(self.created)
        able = np.arange(ordinary) if among is None else np.flatnonzero(among)
        grown = self._with_copies(rng.choice(able, len(extra)), key, "BAD")
        badness = np.concatenate([np.full(ordinary, -1, dtype=np.int64), extra])
        text = dict(grown.columns)
        for place, kind in enumerate(kinds):
            is_kind = columns.flags(badness == place)
            for name, value in kind.values.items():
                text[name] = pc.if_else(is_kind, columns.word(value), text[name])
        # They come one by one: a source is never mostly bad, however early it is looked at.
        days = rng.integers(MONTH_STARTS[0], MONTH_STARTS[-1], len(badness))
        created = np.where(badness < 0, grown.created, np.maximum(grown.created, days * DAY))
        return replace(grown, columns=text, created=created, bad_rows=kinds, badness=badness)

    def with_removed_copies(
        self, rng: np.random.Generator, key: str, share: float, days: int
    ) -> Entries:
        """Some rows entered twice, under two keys; the second one is removed `days` later."""
        ordinary = len(self.created)
        grown = self._with_copies(np.flatnonzero(rng.random(ordinary) < share), key, "DUP")
        is_copy = np.arange(len(grown.created)) >= ordinary
        return replace(grown, deleted=np.where(is_copy, grown.created + days * DAY, grown.deleted))

    def _with_copies(self, copied: Numbers, key: str, prefix: str) -> Entries:
        """Copies of rows as first entered; nothing is corrected in them, none goes."""
        ordinary = len(self.created)
        source = np.concatenate([np.arange(ordinary, dtype=np.int64), copied])
        is_copy = np.arange(len(source)) >= ordinary
        text = {name: _taken(column, source) for name, column in self.columns.items()}
        names = numbered(prefix, len(source))
        text[key] = pc.if_else(columns.flags(is_copy), names, text[key])
        changes = tuple(
            Change(
                np.where(is_copy, NEVER, change.at[source]),
                {name: _taken(after, source) for name, after in change.columns.items()},
            )
            for change in self.changes
        )
        deleted = np.where(is_copy, NEVER, self.deleted[source])
        return Entries(text, self.created[source], deleted, changes)


@dataclass(frozen=True)
class Books:
    """The tables of several sources by name, with all that ever happens to their rows."""

    tables: Mapping[str, Mapping[str, Entries]]

    def as_at(self, day: date) -> dict[str, dict[str, pa.Table]]:
        """Each source's tables as they stood at the end of a London day."""
        until = end_of(day)
        return {
            source: {name: entries.as_at(until) for name, entries in tables.items()}
            for source, tables in self.tables.items()
        }

    def flaws(self, day: date) -> dict[BadRow, int]:
        """How many bad rows of each kind stand in the tables on that day."""
        until = end_of(day)
        return {
            kind: count
            for tables in self.tables.values()
            for entries in tables.values()
            for kind, count in entries.flaws(until).items()
        }


def numbered(prefix: str, count: int) -> pa.Array:
    """Keys such as LL0000042, in the order of the rows."""
    padded = pc.utf8_lpad(columns.counts(np.arange(1, count + 1)), 7, "0")
    return pc.binary_join_element_wise(columns.word(prefix), padded, columns.word(""))


def days_text(days: Numbers) -> pa.Array:
    """`YYYY-MM-DD` from days since 1970; empty for a day below zero."""
    known = days >= 0
    text = columns.whole_numbers(np.where(known, days, 0)).cast(pa.int32()).cast(pa.date32())
    return pc.if_else(columns.flags(known), text.cast(pa.string()), columns.word(""))


def pounds(pence: Numbers) -> pa.Array:
    """Pounds with two decimals, as in -1234.50."""
    size = np.abs(pence)
    sign = columns.coded(("", "-"), (pence < 0).astype(np.int64))
    whole = columns.counts(size // PENCE)
    rest = pc.utf8_lpad(columns.counts(size % PENCE), 2, "0")
    figure = pc.binary_join_element_wise(whole, rest, columns.word("."))
    return pc.binary_join_element_wise(sign, figure, columns.word(""))


def entered(rng: np.random.Generator, days: Numbers) -> Seconds:
    """A moment of the working day on each day."""
    moments: Seconds = days * DAY + rng.integers(8 * HOUR, 17 * HOUR, len(days))
    return moments


def shares(rng: np.random.Generator, totals: Numbers, pieces: int) -> Numbers:
    """Each total cut into whole, uneven pieces that add up to it again."""
    weights = rng.uniform(0.5, 1.5, (len(totals), pieces))
    cut = np.rint(totals[:, None] * (weights / weights.sum(axis=1, keepdims=True))).astype(np.int64)
    cut[:, -1] += totals - cut.sum(axis=1)
    pieces_in_order: Numbers = cut.ravel()
    return pieces_in_order


def _taken(text: pa.Array, positions: Numbers) -> pa.Array:
    return pc.take(text, columns.whole_numbers(positions))
