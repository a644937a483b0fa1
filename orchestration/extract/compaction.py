"""Merging the loads of a source into one: fewer files, and the same for whoever reads them.

Here: the merged load, written beside the loads and put in their place. Not here: the lock, and what
is to be done after a death between two renames (`raw_zone`). Every row stays, in its order and with
the id of the load that brought it; so does every line of the ledger, and every cursor.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.extract.errors import ExtractionError
from orchestration.extract.landed import (
    LOADS,
    MANIFEST,
    committed_loads,
    read_manifest,
    table_entries,
    verify_load,
)
from orchestration.extract.package import LEDGER, ROWS_PER_GROUP, file_facts, utc_now
from orchestration.extract.raw_zone import REPLACED, locked_source
from orchestration.files import flush, flush_tree

# A file costs a reader 0.7 ms, whatever is in it: from here on, most of a second for each table.
CROWDED_FROM = 1_000


@dataclass(frozen=True)
class Merged:
    """What became of a source's loads."""

    source: str
    load_count: int
    files_before: int
    files_after: int


def compact(raw: Path, source: str) -> Merged:
    """Merge all loads of a source into one; refused if one is not what its manifest says."""
    with locked_source(raw, source):
        loads = committed_loads(raw, source)
        before = _count_files(loads)
        if len(loads) < 2:
            return Merged(source, len(loads), before, before)
        _expect_whole(source, loads)
        folder = raw / source / ".tmp-merged"
        package = folder / loads[-1].name
        package.mkdir(parents=True)
        _write(package, loads)
        flush_tree(folder)
        _replace_loads(raw / source, folder)
        return Merged(source, len(loads), before, _count_files(committed_loads(raw, source)))


def crowded_sources(raw: Path) -> dict[str, int]:
    """The sources that have more loads than readers like, and how many."""
    counts = {
        home.name: len(committed_loads(raw, home.name)) for home in sorted(raw.glob("[a-z]*"))
    }
    return {source: count for source, count in counts.items() if count >= CROWDED_FROM}


def _replace_loads(home: Path, merged: Path) -> None:
    """Let a folder of merged loads take the place of all others; the caller holds the lock.

    Between the two renames there are no loads; `locked_source` puts them back if nobody else can.
    """
    loads, replaced = home / LOADS, home / REPLACED
    os.rename(loads, replaced)  # noqa: PTH104
    os.rename(merged, loads)  # noqa: PTH104
    flush(home)
    shutil.rmtree(replaced)


def _count_files(loads: Sequence[Path]) -> int:
    return sum(1 for load in loads for _ in load.glob("*/*.parquet"))


def _expect_whole(source: str, loads: Sequence[Path]) -> None:
    found = [finding for load in loads for finding in verify_load(load)]
    if found:
        raise ExtractionError(
            source,
            f"its loads cannot be merged: {found[0]}.",
            "put that load back from a copy; nothing was changed.",
        )


def _write(package: Path, loads: Sequence[Path]) -> None:
    """The merged tables, the merged ledger, and a manifest with what each load said of itself."""
    tables = sorted({file.parent.name for load in loads for file in load.glob("*/*.parquet")})
    written = {
        table: _merge(
            [file for load in loads for file in sorted(load.glob(f"{table}/*.parquet"))],
            package / table,
        )
        for table in tables
    }
    manifests = [read_manifest(load) for load in loads]
    manifest = manifests[-1] | {
        "format": 2,
        "merged_at": utc_now(),
        "tables": [entry | {"files": []} for one in manifests for entry in table_entries(one)],
        "files": _facts(package, [f for t, files in written.items() if t != LEDGER for f in files]),
        "ledger": _facts(package, written[LEDGER]),
    }
    text = orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
    (package / MANIFEST).write_bytes(text)


def _facts(package: Path, files: Sequence[Path]) -> list[dict[str, Any]]:
    return [file_facts(package, file) for file in files]


def _merge(files: Sequence[Path], folder: Path) -> list[Path]:
    """One file after another into one, or into one for each change of columns on the way."""
    folder.mkdir()
    runs: list[tuple[pa.Schema, list[Path]]] = []
    for file in files:
        schema = pq.read_schema(file).remove_metadata()
        if runs and runs[-1][0] == schema:
            runs[-1][1].append(file)
        else:
            runs.append((schema, [file]))
    parts = []
    for number, (schema, same) in enumerate(runs):
        part = folder / f"part-{number:03d}.parquet"
        _append_all(same, schema, part)
        parts.append(part)
    return parts


def _append_all(files: Sequence[Path], schema: pa.Schema, part: Path) -> None:
    waiting: list[pa.RecordBatch] = []
    row_count = 0
    with pq.ParquetWriter(part, schema, compression="zstd") as writer:
        for file in files:
            for batch in pq.ParquetFile(file).iter_batches(ROWS_PER_GROUP):
                waiting.append(batch)
                row_count += batch.num_rows
                if sum(each.num_rows for each in waiting) >= ROWS_PER_GROUP:
                    writer.write_table(_one(waiting, schema))
                    waiting.clear()
        if waiting:
            writer.write_table(_one(waiting, schema))
    written = pq.read_metadata(part).num_rows
    if not written == row_count == sum(pq.read_metadata(file).num_rows for file in files):
        raise ExtractionError(
            part.parent.name,
            f"{row_count} rows were to be merged and {written} were written.",
            "check the disk and run again; nothing was changed.",
        )


def _one(batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches(
        [batch.replace_schema_metadata(None) for batch in batches], schema
    ).combine_chunks()
