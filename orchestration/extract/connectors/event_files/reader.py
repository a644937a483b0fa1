"""One table's event files, read once: the new ones, each proved to be the one in the list.

Here: what is new, in which order it is read, and the proof. Not here: bytes (`folder`), columns
(`rows`). What was loaded before stands in the raw table `<table>__files`, which each load writes
beside its rows, so that the two cannot part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import pyarrow as pa

from orchestration.extract.connectors.event_files.folder import Folder
from orchestration.extract.connectors.event_files.known import known_files
from orchestration.extract.connectors.event_files.listing import (
    MANIFEST,
    Delivery,
    ListedFile,
    compare,
    read_listing,
)
from orchestration.extract.connectors.event_files.rows import FILE_NAME, ROW_NUMBER, Rows
from orchestration.extract.contracts import FILES, SourceTable
from orchestration.extract.errors import ExtractionError
from orchestration.extract.loads import Batches, Proof, TableLoad, rows_load
from orchestration.extract.raw_zone import LockedSource

FILE_COLUMNS = ("file_name", "file_day", "row_count", "byte_count", "file_sha256", "outcome")
_SMALL = 1024 * 1024
_AT_ONCE = 4 * 1024 * 1024
_MOST_OF_A_LIST = 256 * 1024 * 1024


@dataclass(frozen=True)
class TableReader:
    """One table of one folder."""

    folder: Folder
    table: SourceTable
    progress: Callable[[str], None]
    rows: Rows = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", Rows(self.table.columns, self.refuse))

    def loads(self, locked: LockedSource) -> list[TableLoad]:
        """The rows of what is new, and the files they came in."""
        known = known_files(locked, self.table.name + FILES)
        delivery = compare(self._listing(), known, locked.reread)
        columns = (*self.table.columns, FILE_NAME, ROW_NUMBER)
        return [
            TableLoad(self.table.name, columns, self._batches(delivery)),
            rows_load(self.table.name + FILES, FILE_COLUMNS, _file_rows(delivery)),
        ]

    def try_newest(self) -> None:
        """Read the list and the last file in it."""
        listed = self._listing()
        for _ in self._tables(listed[-1:]):
            return

    def _listing(self) -> tuple[ListedFile, ...]:
        path = self.folder.path(self.table.name, MANIFEST)
        content = self.folder.content(path, _MOST_OF_A_LIST, self.refuse)
        return read_listing(content, self.refuse)

    def _batches(self, delivery: Delivery) -> Batches:
        name, due = self.table.name, delivery.row_count
        done = 0
        for rows in self._tables(delivery.fresh):
            done += rows.num_rows
            self.progress(f"{self.folder.source}: {name} {done:,} of {due:,} rows")
            yield rows
        after = self._unchanged(delivery)
        days = [file.day for file in delivery.fresh]
        return Proof(
            source_count_before=due,
            source_count_after=after,
            page_count=len(delivery.fresh),
            cursor_after=delivery.newest_day,
            window_from=min(days, default=""),
            window_to=max(days, default=""),
            offered_columns=tuple(sorted(self.rows.offered)),
        )

    def _unchanged(self, delivery: Delivery) -> int:
        """The rows that the list gives to the files read now that they are read."""
        if not delivery.fresh:
            return 0
        now = {file.name: file for file in self._listing()}
        changed = [file.name for file in delivery.fresh if now.get(file.name) != file]
        if changed:
            self.refuse(
                f"{changed[0]} was delivered again while it was read.",
                "run again; nothing has landed.",
            )
        return sum(now[file.name].row_count for file in delivery.fresh)

    def _tables(self, files: tuple[ListedFile, ...]) -> Iterator[pa.Table]:
        """The files' rows: large files by themselves, small ones many at a time."""
        waiting: list[tuple[ListedFile, bytes]] = []
        size = 0
        for file in files:
            path = self.folder.path(self.table.name, file.name)
            if file.byte_count > _SMALL:
                yield from self._together(waiting)
                waiting, size = [], 0
                with self.folder.opened(path, file, self.refuse) as whole:
                    kind = self.rows.of_parquet if file.is_parquet else self.rows.of_long_lines
                    yield from kind(file, whole)
                continue
            waiting.append((file, self.folder.checked(path, file, self.refuse)))
            size += file.byte_count
            if size >= _AT_ONCE:
                yield from self._together(waiting)
                waiting, size = [], 0
        yield from self._together(waiting)

    def _together(self, waiting: list[tuple[ListedFile, bytes]]) -> Iterator[pa.Table]:
        lines = [(file, data) for file, data in waiting if not file.is_parquet]
        if lines:
            yield self.rows.of_lines(lines)
        for file, data in waiting:
            if file.is_parquet:
                yield from self.rows.of_parquet(file, data)

    def refuse(self, what: str, remedy: str) -> NoReturn:
        raise ExtractionError(self.folder.source, f"table {self.table.name}: {what}", remedy)


def _file_rows(delivery: Delivery) -> Iterator[dict[str, str | None]]:
    for file in delivery.fresh:
        yield {
            "file_name": file.name,
            "file_day": file.day,
            "row_count": str(file.row_count),
            "byte_count": str(file.byte_count),
            "file_sha256": file.sha256,
            "outcome": "loaded",
        }
    for gone in delivery.withdrawn:
        yield {
            "file_name": gone.name,
            "file_day": gone.day,
            "row_count": "0",
            "byte_count": "0",
            "file_sha256": gone.sha256,
            "outcome": "withdrawn",
        }
