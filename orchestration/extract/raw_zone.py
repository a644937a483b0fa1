"""The raw zone: committed loads of Parquet, one folder each, written once and renamed once.

Here: the lock, the temporary package, the rename, and reading back cursors and manifests. Whatever
is below `<source>/loads/` is complete. Not here: what the rows mean, or how they were fetched. A
load and its cursor become visible in the same rename, so neither can get ahead of the other.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from orchestration.extract.errors import ExtractionError
from orchestration.extract.loads import Load, LoadedTable, Reread, TableLoad
from orchestration.extract.package import (
    LEDGER,
    as_stamp,
    file_facts,
    utc_now,
    write_ledger,
    write_table,
)
from orchestration.files import LOCK, BusyError, flush, flush_tree, locked

MANIFEST = "manifest.json"
# The loads as they were, while merged ones take their place (`compaction`).
REPLACED = ".replaced-loads"
LOADS = "loads"
_SEQUENCE = re.compile(r"\d{8}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class LockedSource:
    """A source this process alone may load while it holds the lock.

    Where something is to be read again, no table has a cursor. What is read counts as known from
    `simulated_at` on; without it, from the moment the load is finished.
    """

    raw: Path
    source: str
    reread: Reread | None = None
    simulated_at: datetime | None = None

    def last_cursor(self, table_name: str) -> str | None:
        return None if self.reread else last_cursor(self.raw, self.source, table_name)

    def commit(self, tables: Sequence[TableLoad], *, is_placeholder: bool = False) -> Load:
        """Drain the tables into a package and rename it into place; on any error nothing lands.

        A placeholder only gives readers' globs a file to find: its ledger stays empty.
        """
        sequence = next_sequence(self.raw, self.source)
        load_id = f"{self.source}-{sequence:08d}"
        package = self.raw / self.source / f".tmp-{load_id}"
        try:
            package.mkdir()
            manifest = self._write(package, load_id, tables, is_placeholder)
            return self._publish(package, sequence, manifest)
        except OSError as error:
            raise ExtractionError(
                self.source,
                f"load {load_id} could not be written below {self.raw}: {error}.",
                "make room or mend the permissions there and run again; no load was changed.",
            ) from error
        finally:
            shutil.rmtree(package, ignore_errors=True)

    def _write(
        self, package: Path, load_id: str, tables: Sequence[TableLoad], is_placeholder: bool
    ) -> dict[str, Any]:
        started_at = utc_now()
        before = latest_tables(self.raw, self.source)
        entries = [
            write_table(package, load_id, table, before.get(table.table_name)) for table in tables
        ]
        finished_at = utc_now()
        known_at = as_stamp(self.simulated_at) if self.simulated_at else finished_at
        entries = [entry | {"known_at": known_at} for entry in entries]
        manifest = {
            "format": 1,
            "source": self.source,
            "load_id": load_id,
            "started_at": started_at,
            "finished_at": finished_at,
            "tables": entries,
        }
        ledger = write_ledger(package, manifest, [] if is_placeholder else entries)
        manifest["ledger"] = [file_facts(package, ledger)]
        return manifest

    def _publish(self, package: Path, sequence: int, manifest: dict[str, Any]) -> Load:
        text = orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
        (package / MANIFEST).write_bytes(text)
        flush_tree(package)
        target = loads_folder(self.raw, self.source) / f"{sequence:08d}"
        os.rename(package, target)  # noqa: PTH104  the one step that makes the load exist
        flush(target.parent)
        return read_load(target)


@contextmanager
def locked_source(
    raw: Path,
    source: str,
    *,
    reread: Reread | None = None,
    simulated_at: datetime | None = None,
) -> Iterator[LockedSource]:
    """Hold the source's lock; what a dead run left behind is cleared first."""
    if not _NAME.fullmatch(source):
        raise ValueError(f"{source!r} cannot name a source: lower case, digits and _ only")
    home = raw / source
    with ExitStack() as held:
        try:
            held.enter_context(locked(home, wait=False))
        except BusyError as error:
            raise ExtractionError(
                source,
                f"another run is loading it (lock {home / LOCK}).",
                "wait until that run has ended; the lock goes with its process.",
            ) from error
        _put_right(home)
        loads_folder(raw, source).mkdir(exist_ok=True)
        flush(raw)
        flush(home)
        yield LockedSource(raw, source, reread, simulated_at)


def _put_right(home: Path) -> None:
    """Undo what a dead run had begun; loads it was about to replace are put back."""
    loads, replaced = home / LOADS, home / REPLACED
    if replaced.exists() and not loads.exists():
        os.rename(replaced, loads)  # noqa: PTH104  the one step back
    for leftover in (*home.glob(".tmp-*"), *home.glob(REPLACED)):
        shutil.rmtree(leftover)


def put_all_right(raw: Path) -> None:
    """Put back the loads of every source whose merging died between its two renames."""
    for replaced in raw.glob(f"*/{REPLACED}"):
        with locked_source(raw, replaced.parent.name):
            continue


def commit_load(raw: Path, source: str, tables: Sequence[TableLoad]) -> Load:
    """Lock, load, unlock: for sources whose rows do not depend on a cursor."""
    with locked_source(raw, source) as locked:
        return locked.commit(tables)


def loads_folder(raw: Path, source: str) -> Path:
    """Where the committed loads of a source lie."""
    return raw / source / LOADS


def committed_loads(raw: Path, source: str) -> list[Path]:
    """Folders of all committed loads, oldest first."""
    folder = loads_folder(raw, source)
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _SEQUENCE.fullmatch(path.name))


def next_sequence(raw: Path, source: str) -> int:
    """The number of the next load; the first is 1."""
    loads = committed_loads(raw, source)
    return int(loads[-1].name) + 1 if loads else 1


def read_manifest(load: Path) -> dict[str, Any]:
    """The manifest of one committed load."""
    manifest: dict[str, Any] = orjson.loads((load / MANIFEST).read_bytes())
    return manifest


def table_entries(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a manifest says of each table of each load in it, oldest load first."""
    own = {"load_id": manifest["load_id"]}
    return [own | entry for entry in manifest["tables"]]


def read_load(path: Path) -> Load:
    """A committed load as its manifest tells it."""
    manifest = read_manifest(path)
    tables = tuple(
        LoadedTable(
            table_name=entry["table_name"],
            row_count=entry["row_count"],
            cursor_before=entry["cursor_before"],
            cursor_after=entry["cursor_after"],
            new_columns=tuple(entry["new_columns"]),
            content_sha256=entry["content_sha256"],
        )
        for entry in manifest["tables"]
    )
    return Load(manifest["source"], manifest["load_id"], path, tables)


def latest_tables(raw: Path, source: str) -> dict[str, dict[str, Any]]:
    """Per table, what the newest manifest that has it says of it."""
    latest: dict[str, dict[str, Any]] = {}
    for load in committed_loads(raw, source):
        for entry in table_entries(read_manifest(load)):
            latest[entry["table_name"]] = entry
    return latest


def last_cursor(raw: Path, source: str, table_name: str) -> str | None:
    """Where the table's next window starts: the cursor its newest load committed."""
    entry = latest_tables(raw, source).get(table_name)
    cursor: str | None = entry["cursor_after"] if entry else None
    return cursor


def verify_load(path: Path) -> list[str]:
    """What differs between a load's files and its manifest; empty when nothing does."""
    manifest = read_manifest(path)
    recorded = [fact for entry in manifest["tables"] for fact in entry["files"]]
    recorded += [*manifest["ledger"], *manifest.get("files", ())]
    findings = []
    for fact in recorded:
        file = path / fact["path"]
        if not file.is_file():
            findings.append(f"{file}: missing")
        elif file_facts(path, file) != fact:
            findings.append(f"{file}: differs from its manifest")
    known = {path / fact["path"] for fact in recorded} | {path / MANIFEST}
    strays = [file for file in path.rglob("*") if file.is_file() and file not in known]
    return findings + [f"{file}: not in the manifest" for file in strays]


__all__ = ["LEDGER", "MANIFEST", "LockedSource", "commit_load", "last_cursor", "locked_source"]
