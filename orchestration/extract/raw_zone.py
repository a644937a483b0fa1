"""The raw zone: committed loads of Parquet, one folder each, written once and renamed once.

Here: the lock, the temporary package, the rename. Whatever is below `<source>/loads/` is complete;
a load and its cursor become visible in the same rename, so neither can get ahead of the other. Not
here: what the rows mean, how they were fetched, or reading loads back (`landed`).
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
from orchestration.extract.landed import (
    LOADS,
    MANIFEST,
    landed_tables,
    last_cursor,
    loads_folder,
    next_sequence,
    read_load,
)
from orchestration.extract.loads import Load, Reread, TableLoad, empty_load
from orchestration.extract.package import (
    as_stamp,
    file_facts,
    utc_now,
    write_ledger,
    write_table,
)
from orchestration.files import LOCK, BusyError, flush, flush_tree, locked

# The loads as they were, while merged ones take their place (`compaction`).
REPLACED = ".replaced-loads"
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

    def missing_tables(self, declared: Mapping[str, Sequence[str]]) -> list[TableLoad]:
        """Empty tables for what no load so far has: readers' globs need a file of each column."""
        landed = landed_tables(self.raw, self.source)
        return [
            empty_load(table, columns)
            for table, columns in declared.items()
            if table not in landed or not landed[table].columns.issuperset(columns)
        ]

    def place_missing_tables(self, declared: Mapping[str, Sequence[str]]) -> None:
        """Land them; the empty ledger says that nothing was loaded."""
        if missing := self.missing_tables(declared):
            self.commit(missing, is_placeholder=True)

    def commit(self, tables: Sequence[TableLoad], *, is_placeholder: bool = False) -> Load:
        """Drain the tables into a package and rename it into place; on any error nothing lands.

        A placeholder only gives readers' globs a column to find: its ledger stays empty.
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
        landed = landed_tables(self.raw, self.source)
        entries = []
        for table in tables:
            so_far = landed.get(table.table_name)
            before, columns = (so_far.latest, so_far.columns) if so_far else (None, set())
            entries.append(write_table(package, load_id, table, before, columns))
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
