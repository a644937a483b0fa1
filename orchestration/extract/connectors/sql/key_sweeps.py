"""All keys of a table, so that staging can tell which records are gone.

Here: the sweep, in the same transaction as its table, and the refusals that keep half a sweep from
deleting a table. Not here: what staging does with it. A sweep lands whole, or not at all where
nothing changed: the newest that landed is the one that counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from orchestration.extract.connectors.sql.database import Database, Selection
from orchestration.extract.connectors.sql.refusals import refusing
from orchestration.extract.contracts import KEYS, SourceTable
from orchestration.extract.errors import ExtractionError
from orchestration.extract.loads import Batches, Proof, TableLoad, text_table
from orchestration.extract.package import content_hash
from orchestration.extract.raw_zone import committed_loads
from orchestration.extract.sources.sql import SqlSource


@dataclass(frozen=True)
class KeySweep:
    """The keys of one table, to be read once, after its rows."""

    database: Database
    source: SqlSource
    table: SourceTable
    cursor: str | None
    previous: Callable[[], pa.ChunkedArray | None]

    def load(self) -> TableLoad:
        return TableLoad(f"{self.table.name}{KEYS}", (self.table.key,), self._batches())

    def _batches(self) -> Batches:
        with refusing(self.source.name, f"keys of {self.table.name}: "):
            found = self.database.columns(self.table.name)
            everything = Selection(self.table.name, found)
            before = self.database.count(everything)
            pages = list(self.database.rows(everything, (self.table.key,)))
            after = self.database.count(everything)
        empty = text_table((self.table.key,), [])
        keys = pa.concat_tables([empty, *pages]).combine_chunks().sort_by(self.table.key)
        self._expect_all(keys, before, after)
        content = content_hash(keys)
        is_new = content != self.cursor
        if is_new:
            self._expect_few_gone(keys)
        yield keys if is_new else keys.slice(0, 0)
        count = keys.num_rows if is_new else 0
        return Proof(count, count, len(pages), content, offered_columns=(self.table.key,))

    def _expect_all(self, keys: pa.Table, before: int, after: int) -> None:
        if not before == keys.num_rows == after:
            self._refuse(
                f"counts disagree: it counted {before} rows before and {after} after, and"
                f" {keys.num_rows} keys came.",
                "run again at a quieter time.",
            )
        column = keys.column(0)
        if column.null_count or len(pc.unique(column)) < keys.num_rows:
            self._refuse(
                f"{self.table.key!r} is empty in a row or names two of them.",
                "have the contract name a column that is unique there.",
            )

    def _expect_few_gone(self, keys: pa.Table) -> None:
        known = self.previous()
        if known is None or not len(known):
            return
        gone = len(known) - (pc.sum(pc.is_in(known, value_set=keys.column(0))).as_py() or 0)
        most = max(
            self.source.always_deletable_rows,
            len(known) * self.source.most_deleted_percent // 100,
        )
        if gone > most or not keys.num_rows:
            self._refuse(
                f"{gone} of {len(known)} records are gone at once; {most} would be believed.",
                "ask its owners; if they were deleted, raise most_deleted_percent for one run.",
            )

    def _refuse(self, what: str, remedy: str) -> None:
        raise ExtractionError(self.source.name, f"keys of {self.table.name}: {what}", remedy)


def last_sweep(raw: Path, table: SourceTable) -> pa.ChunkedArray | None:
    """The keys of the newest sweep that landed."""
    for load in reversed(committed_loads(raw, table.source)):
        for file in sorted((load / f"{table.name}{KEYS}").glob("*.parquet")):
            keys = pq.ParquetFile(file).read([table.key]).column(0)
            if len(keys):
                return keys
    return None
