"""A table whose rows appear, change, and are deleted: what it shows at the end of any day.

Here: columns with an earlier and a final text, copies of rows, the stamp of the last change. Not
here: which tables there are (`hr_tables`, `learning_tables`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.sandbox import columns
from orchestration.sandbox.timeline import DAY, HOUR, NEVER, Numbers, Seconds, latest

Days = Numbers
"""Days since 1970; FAR stands for one that has not come."""

FAR = np.int64(2**31 - 1)
STAMP = "last_changed_at"


def day_text(days: Days) -> pa.Array:
    """`YYYY-MM-DD`, empty where a day has not come."""
    known = days < FAR
    safe = columns.whole_numbers(np.where(known, days, 0)).cast(pa.int32())
    text = safe.cast(pa.date32()).cast(pa.string())
    return pc.if_else(columns.flags(known), text, columns.word(""))


def repeated(text: str, count: int) -> pa.Array:
    """One text for every row."""
    return columns.coded((text,), np.zeros(count, dtype=np.int64))


def recorded(rng: np.random.Generator, days: Days, lag: Days) -> Seconds:
    """Office hours of the days on which something was entered, so many days after it happened."""
    moments = (days + lag) * DAY + rng.integers(8 * HOUR, 17 * HOUR, len(days))
    return np.where(days < FAR, moments, NEVER)


@dataclass(frozen=True)
class Column:
    """A column's final text and, until `since`, the text before."""

    text: pa.Array
    before: pa.Array | None = None
    since: Seconds | None = None

    def as_at(self, until: int) -> pa.Array:
        if self.before is None or self.since is None:
            return self.text
        return pc.if_else(columns.flags(self.since <= until), self.text, self.before)

    def taken(self, positions: Numbers) -> Column:
        chosen = columns.whole_numbers(positions)
        return Column(
            pc.take(self.text, chosen),
            None if self.before is None else pc.take(self.before, chosen),
            None if self.since is None else self.since[positions],
        )


@dataclass(frozen=True)
class Register:
    """Rows of one table: the key, the other columns, when each row came and went."""

    key: str
    columns: Mapping[str, Column]
    created: Seconds
    deleted: Seconds

    @classmethod
    def of(
        cls, rng: np.random.Generator, key: str, created: Seconds, **cells: Column | pa.Array
    ) -> Register:
        """Rows with keys of their own that nobody deletes."""
        keys = columns.key_text(columns.keys(rng, len(created)))
        named = {key: keys} | cells
        given = {
            name: cell if isinstance(cell, Column) else Column(cell) for name, cell in named.items()
        }
        return cls(key, given, created, np.full(len(created), NEVER))

    @property
    def keys(self) -> pa.Array:
        return self.columns[self.key].text

    def copies(
        self, rng: np.random.Generator, positions: Numbers, **changed: Column | pa.Array
    ) -> Register:
        """The same again under new keys, but for what is changed."""
        taken = {name: column.taken(positions) for name, column in self.columns.items()}
        del taken[self.key]
        return Register.of(rng, self.key, self.created[positions], **(taken | changed))

    def withdrawn_after(self, rng: np.random.Generator, most_days: int) -> Register:
        """The same rows, each deleted within so many days."""
        stay = rng.integers(HOUR, most_days * DAY, len(self.created))
        return Register(self.key, self.columns, self.created, self.created + stay)

    def as_at(self, until: int) -> pa.Table:
        """The rows at the end of `until`, with the stamp of their last change."""
        shown = columns.flags((self.created <= until) & (self.deleted > until))
        moments = [column.since for column in self.columns.values() if column.since is not None]
        cells = {name: column.as_at(until) for name, column in self.columns.items()}
        changed = latest(until, self.created, *moments)
        cells[STAMP] = columns.times(changed, self.created <= until)
        return pa.table(cells).filter(shown)


def together(registers: Sequence[Register]) -> Register:
    """All rows of registers that have the same columns."""
    first = registers[0]
    joined = {
        name: _joined([register.columns[name] for register in registers]) for name in first.columns
    }
    return Register(
        first.key,
        joined,
        np.concatenate([register.created for register in registers]),
        np.concatenate([register.deleted for register in registers]),
    )


def _joined(parts: Sequence[Column]) -> Column:
    text = pa.concat_arrays([part.text for part in parts])
    if all(part.since is None for part in parts):
        return Column(text)
    # A part that never changes has its final text from the beginning.
    before = [part.text if part.before is None else part.before for part in parts]
    since = [
        np.full(len(part.text), np.int64(-1)) if part.since is None else part.since
        for part in parts
    ]
    return Column(text, pa.concat_arrays(before), np.concatenate(since))
