"""All keys of a table, so that staging can tell which records are gone.

Here: what every sweep owes, however its keys were read: none twice, and never so many gone at once
that a table would be emptied by mistake. Not here: reading keys (each protocol's own), and what
staging does with them. A sweep lands whole, or not at all where nothing changed: the newest that
landed is the one that counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from orchestration.extract.contracts import KEYS, SourceTable
from orchestration.extract.errors import ExtractionError
from orchestration.extract.fingerprint import content_hash
from orchestration.extract.landed import committed_loads
from orchestration.extract.loads import Batches, Proof, TableLoad
from orchestration.extract.raw_zone import LockedSource

# All keys of a table, and how many pages they came in.
ReadKeys = Callable[[], tuple[pa.Table, int]]


class Limits(Protocol):
    """How many deletions at once a source's description lets us believe."""

    @property
    def most_deleted_percent(self) -> int: ...
    @property
    def always_deletable_rows(self) -> int: ...


def key_sweep(
    table: SourceTable, limits: Limits, locked: LockedSource, read: ReadKeys
) -> TableLoad:
    """The keys of one table, to be read once, after its rows."""
    cursor = locked.last_cursor(f"{table.name}{KEYS}")
    sweep = _Sweep(table, limits, cursor, locked.raw, read)
    return TableLoad(f"{table.name}{KEYS}", (table.key,), sweep.batches())


@dataclass(frozen=True)
class _Sweep:
    table: SourceTable
    limits: Limits
    cursor: str | None
    raw: Path
    read: ReadKeys

    def batches(self) -> Batches:
        found, page_count = self.read()
        keys = found.combine_chunks().sort_by(self.table.key)
        self._expect_unique(keys.column(0))
        content = content_hash(keys)
        is_new = content != self.cursor
        if is_new:
            self._expect_few_gone(keys)
        yield keys if is_new else keys.slice(0, 0)
        count = keys.num_rows if is_new else 0
        return Proof(count, count, page_count, content, offered_columns=(self.table.key,))

    def _expect_unique(self, keys: pa.ChunkedArray) -> None:
        if keys.null_count or len(pc.unique(keys)) < len(keys):
            refuse(
                self.table,
                f"{self.table.key!r} is empty in a row or names two of them.",
                "have the contract name a column that is unique there.",
            )

    def _expect_few_gone(self, keys: pa.Table) -> None:
        known = last_sweep(self.raw, self.table)
        if known is None:
            return
        gone = len(known) - (pc.sum(pc.is_in(known, value_set=keys.column(0))).as_py() or 0)
        limits = self.limits
        most = max(limits.always_deletable_rows, len(known) * limits.most_deleted_percent // 100)
        if gone > most or not keys.num_rows:
            refuse(
                self.table,
                f"{gone} of {len(known)} records are gone at once; {most} would be believed.",
                "ask its owners; if they were deleted, raise most_deleted_percent for one run.",
            )


def last_sweep(raw: Path, table: SourceTable) -> pa.ChunkedArray | None:
    """The keys of the newest sweep that landed."""
    for load in reversed(committed_loads(raw, table.source)):
        for file in sorted((load / f"{table.name}{KEYS}").glob("*.parquet"), reverse=True):
            rows = pq.ParquetFile(file).read([table.key, "_load_id"])
            if rows.num_rows:
                # A file of merged loads holds several sweeps.
                newest = pc.equal(rows["_load_id"], pc.max(rows["_load_id"]))
                return rows.filter(newest).column(table.key)
    return None


def refuse(table: SourceTable, what: str, remedy: str) -> None:
    """The sweep cannot be believed; nothing of the load lands."""
    raise ExtractionError(table.source, f"keys of {table.name}: {what}", remedy)
