"""Deletes records of the service desk, logs it as the tool does, and brings a few of them back.

Here: which records go and when, the tables without them, the tool's log. Not here: how many
(plan.py), and the records themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.sandbox import columns
from orchestration.sandbox.servicenow import plan
from orchestration.sandbox.timeline import DAY, NEVER, Flags, Seconds, scaled, some

TABLE = "sys_audit_delete"


@dataclass(frozen=True)
class Deletions:
    """The deletions in one table: per record when it is deleted and when it is back, or NEVER."""

    entries: pa.Array
    keys: pa.Array
    deleted: Seconds
    back: Seconds

    def gone(self, until: int) -> Flags:
        """The records that are not there at the end of `until`, though they were once."""
        missing: Flags = (self.deleted <= until) & (self.back > until)
        return missing

    def left(self, rows: pa.Table, shown: Flags, until: int) -> pa.Table:
        """The visible rows of a table without the deleted ones; one that came back is changed."""
        is_back = (self.back <= until)[shown]
        back = columns.times(self.back[shown], is_back)
        updated = rows["sys_updated_on"].combine_chunks()
        newest = pc.if_else(pc.greater(back, updated), back, updated)
        place = rows.column_names.index("sys_updated_on")
        return rows.set_column(place, "sys_updated_on", newest).filter(
            columns.flags(~self.gone(until)[shown])
        )

    def log(self, table_name: str, until: int) -> pa.Table:
        """The tool's log of this table's deletions; what was brought back stays in it."""
        happened = self.deleted <= until
        at = columns.flags(happened)
        keys = self.keys.filter(at)
        names = columns.coded((table_name,), np.zeros(len(keys), dtype=np.int64))
        return pa.table(
            {
                "sys_id": self.entries.filter(at),
                "sys_created_on": columns.times(self.deleted, happened).filter(at),
                "tablename": names,
                "documentkey": keys,
            }
        )


def drawn(
    rng: np.random.Generator,
    table_name: str,
    keys: pa.Array,
    created: Seconds,
    ordinary: Flags,
    scale: float,
) -> Deletions:
    """So many deletions of ordinary records as planned."""
    count = len(created)
    chosen = some(rng, ordinary, scaled(plan.DELETED[table_name], scale))
    deleted = np.full(count, NEVER, dtype=np.int64)
    back = np.full(count, NEVER, dtype=np.int64)
    first, last = plan.DELETED_AFTER_DAYS
    deleted[chosen] = created[chosen] + rng.integers(first * DAY, last * DAY, len(chosen))
    some_back = chosen[: round(len(chosen) * plan.BROUGHT_BACK_SHARE)]
    first, last = plan.BROUGHT_BACK_AFTER_DAYS
    back[some_back] = deleted[some_back] + rng.integers(first * DAY, last * DAY, len(some_back))
    return Deletions(columns.key_text(columns.keys(rng, count)), keys, deleted, back)


def log(tables: Mapping[str, Deletions], until: int) -> pa.Table:
    """One log of all tables."""
    return pa.concat_tables([made.log(name, until) for name, made in tables.items()])
