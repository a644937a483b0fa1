"""The files of one load, before it is a load: Parquet parts, the ledger, facts about them.

Here: writing and hashing inside the temporary package. Not here: what a hash is of
(`fingerprint`), locks, sequence numbers and the rename (`raw_zone`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.extract.errors import ExtractionError
from orchestration.extract.fingerprint import Fingerprint
from orchestration.extract.loads import Proof, TableLoad, text_scalar, text_table
from orchestration.files import sha256_of

LEDGER = "_ledger"
LEDGER_COLUMNS = (
    "source",
    "table_name",
    "load_id",
    "row_count",
    "source_count_before",
    "source_count_after",
    "page_count",
    "cursor_before",
    "cursor_after",
    "window_from",
    "window_to",
    "new_columns",
    "content_sha256",
    "started_at",
    "finished_at",
    "known_at",
)
_PART = "part-000.parquet"
ROWS_PER_GROUP = 50_000
# A column of codes stays below it. Keys and stamps give their dictionary up sooner than by default:
# a third less work and two fifths fewer bytes for a table of events.
_DICTIONARY_BYTES = 64 * 1024


def utc_now() -> str:
    """The present second, as every raw timestamp is written."""
    return as_stamp(datetime.now(UTC))


def as_stamp(moment: datetime) -> str:
    """A moment as every raw timestamp is written."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


class _PartWriter:
    """Writes pages into one Parquet file, in groups large enough to read well.

    Hashing and writing go on beside the reading of the next pages: half of a load's time is spent
    waiting for the source. One group at most waits its turn, so memory stays bounded.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(
            path,
            schema,
            compression="zstd",
            dictionary_pagesize_limit=_DICTIONARY_BYTES,
            write_statistics=False,
        )
        self._waiting: list[pa.Table] = []
        self._content = Fingerprint(schema.names[:-1])
        self._beside = ThreadPoolExecutor(max_workers=1)
        self._under_way: Future[None] | None = None
        self.row_count = 0

    def add(self, page: pa.Table) -> None:
        self._waiting.append(page)
        self.row_count += page.num_rows
        if sum(waiting.num_rows for waiting in self._waiting) >= ROWS_PER_GROUP:
            self._flush()

    def _flush(self) -> None:
        self._settle()
        if self._waiting:
            self._under_way = self._beside.submit(self._write, pa.concat_tables(self._waiting))
            self._waiting = []

    def _write(self, pages: pa.Table) -> None:
        group = pages.combine_chunks()
        self._content.add(group.drop_columns(["_load_id"]))
        self._writer.write_table(group)

    def _settle(self) -> None:
        """Wait for the group under way; whatever went wrong with it is raised here."""
        if self._under_way is not None:
            self._under_way.result()
            self._under_way = None

    def close(self) -> str:
        """Finish the file; the hash of its rows, whatever pages they came in."""
        self._flush()
        self._settle()
        self._beside.shutdown()
        self._writer.close()
        return self._content.hexdigest()

    def abandon(self) -> None:
        self._beside.shutdown()
        self._writer.close()


def write_table(
    package: Path,
    load_id: str,
    table: TableLoad,
    before: dict[str, Any] | None,
    landed: Collection[str],
) -> dict[str, Any]:
    """Drain one table into the package; its entry in the manifest.

    A load without rows writes no file, except where it has a column none has landed so far:
    readers' globs need one.
    """
    path = package / table.table_name / _PART
    path.parent.mkdir()
    schema = pa.schema([(column, pa.string()) for column in (*table.columns, "_load_id")])
    part = _PartWriter(path, schema)
    try:
        # A refused load ends the reading at once: what it holds open must not outlive its source.
        with closing(table.batches):
            proof = _drain(part, load_id, table)
        content = part.close()
    except BaseException:
        part.abandon()
        raise
    _expect_rows(path, load_id, table, part.row_count)
    if part.row_count == 0 and set(table.columns) <= set(landed):
        path.unlink()
        path.parent.rmdir()
    return _entry(package, table, proof, part.row_count, content, before)


def _drain(part: _PartWriter, load_id: str, table: TableLoad) -> Proof:
    """Take every page of a connector; what it returns at its end is the proof."""
    while True:
        try:
            page = next(table.batches)
        except StopIteration as end:
            proof: Proof = end.value or Proof()
            return proof
        part.add(_stamped(page, load_id, table))


def _stamped(page: pa.Table, load_id: str, table: TableLoad) -> pa.Table:
    """The page with its load id, once it is sure to be the promised columns, all text."""
    expected = [pa.field(column, pa.string()) for column in table.columns]
    if list(page.schema) != expected:
        raise ValueError(
            f"{table.table_name}: a page came as {page.schema}, expected text columns "
            f"{list(table.columns)}"
        )
    stamp = pa.repeat(text_scalar(load_id), page.num_rows)
    return page.append_column("_load_id", stamp)


def _expect_rows(path: Path, load_id: str, table: TableLoad, row_count: int) -> None:
    written = pq.read_metadata(path).num_rows
    if written != row_count:
        raise ExtractionError(
            load_id.rpartition("-")[0],
            f"{row_count} rows of {table.table_name} were read but {written} were written.",
            "check the disk and run again; nothing has landed.",
        )


def _entry(
    package: Path,
    table: TableLoad,
    proof: Proof,
    row_count: int,
    content_sha256: str,
    before: dict[str, Any] | None,
) -> dict[str, Any]:
    cursor_before = before["cursor_after"] if before else None
    seen = set(before["offered_columns"]) if before else set()
    offered = proof.offered_columns or table.columns
    new = [name for name in offered if name not in seen and name not in table.columns]
    part = package / table.table_name / _PART
    return {
        "table_name": table.table_name,
        "row_count": row_count,
        "source_count_before": proof.source_count_before,
        "source_count_after": proof.source_count_after,
        "page_count": proof.page_count,
        "cursor_before": cursor_before,
        "cursor_after": cursor_before if proof.cursor_after is None else proof.cursor_after,
        "window_from": proof.window_from,
        "window_to": proof.window_to,
        "columns": list(table.columns),
        "offered_columns": sorted(offered),
        "new_columns": sorted(new),
        "content_sha256": content_sha256,
        "files": [file_facts(package, part)] if part.exists() else [],
    }


def write_ledger(
    package: Path, manifest: dict[str, Any], entries: Sequence[dict[str, Any]]
) -> Path:
    """The manifest's figures as rows, so that SQL can read them like any other table."""
    shared = {key: manifest[key] for key in ("source", "load_id", "started_at", "finished_at")}
    rows = [
        [_ledger_text((entry | shared)[column]) for column in LEDGER_COLUMNS] for entry in entries
    ]
    path = package / LEDGER / _PART
    path.parent.mkdir()
    pq.write_table(text_table(LEDGER_COLUMNS, rows), path, compression="zstd")
    return path


def _ledger_text(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(value)
    return None if value is None else str(value)


def file_facts(package: Path, file: Path) -> dict[str, Any]:
    """Name, size and hash of a file of the package."""
    name = file.relative_to(package).as_posix()
    return {"path": name, "bytes": file.stat().st_size, "sha256": sha256_of(file)}
