"""Rows of event files as text columns, from Parquet or lines of JSON.

Here: the exact check of a file's columns, and many files made into rows at once. Not here: whether
a file is the one in the list. Every value is text; what is not fails by the column's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.extract.connectors.event_files.json_lines import parse_lines
from orchestration.extract.connectors.event_files.listing import COLUMN_REMEDY, ListedFile, Refuse
from orchestration.extract.loads import text_scalar

FILE_NAME, ROW_NUMBER = "_file_name", "_row_number"
ROWS_A_BATCH = 65_536
_BLOCK = 8 * 1024 * 1024


@dataclass
class Rows:
    """The rows of one table, file by file; notes which columns the files offer."""

    columns: tuple[str, ...]
    refuse: Refuse

    def __post_init__(self) -> None:
        self.offered: set[str] = set()
        self._numbers = _numbers(ROWS_A_BATCH)

    def of_parquet(self, file: ListedFile, whole: bytes | IO[bytes]) -> Iterator[pa.Table]:
        """A Parquet file, batch by batch."""
        try:
            opened = pq.ParquetFile(pa.BufferReader(whole) if isinstance(whole, bytes) else whole)
        except pa.ArrowInvalid:
            self.refuse(f"{file.name} is no Parquet file.", "ask its owners to deliver it again.")
        self._expect_schema(file, opened.schema_arrow)
        if opened.metadata.num_rows != file.row_count:
            self.refuse_count(file, opened.metadata.num_rows)
        done = 0
        if isinstance(whole, bytes) and file.row_count <= ROWS_A_BATCH:
            batches = iter([opened.read(columns=list(self.columns), use_threads=False)])
        else:
            batches = opened.iter_batches(ROWS_A_BATCH, columns=list(self.columns))
        for batch in batches:
            yield self.numbered(_as_text(batch, self.columns), file, done)
            done += batch.num_rows

    def of_lines(self, files: Sequence[tuple[ListedFile, bytes]]) -> pa.Table:
        """The lines of several small files, parsed at once."""
        for file, data in files:
            if _line_count(data) != file.row_count:
                self.refuse_count(file, _line_count(data))
        segments = [(file.name, 0, data) for file, data in files]
        table, offered = parse_lines(segments, self.columns, self.refuse)
        self.offered |= offered
        parts, start = [], 0
        for file, _ in files:
            parts.append(self.numbered(table.slice(start, file.row_count), file, 0))
            start += file.row_count
        return pa.concat_tables(parts)

    def of_long_lines(self, file: ListedFile, whole: IO[bytes]) -> Iterator[pa.Table]:
        """A large file of lines, block by block."""
        done = 0
        for block in _blocks(whole):
            table, offered = parse_lines([(file.name, done, block)], self.columns, self.refuse)
            self.offered |= offered
            yield self.numbered(table, file, done)
            done += table.num_rows
        if done != file.row_count:
            self.refuse_count(file, done)

    def numbered(self, table: pa.Table, file: ListedFile, done: int) -> pa.Table:
        """Rows with the file they come from and their number in it."""
        count = table.num_rows
        numbers = self._numbers.slice(0, count) if done == 0 and count <= ROWS_A_BATCH else None
        if numbers is None:
            numbers = _numbers(done + count).slice(done)
        named = table.append_column(FILE_NAME, pa.repeat(text_scalar(file.name), count))
        return named.append_column(ROW_NUMBER, numbers)

    def refuse_count(self, file: ListedFile, count: int) -> None:
        self.refuse(
            f"{file.name} holds {count:,} rows where the list says {file.row_count:,}.",
            "ask its owners to deliver it again, and the list after it; nothing has landed.",
        )

    def _expect_schema(self, file: ListedFile, schema: pa.Schema) -> None:
        names = schema.names
        self.offered |= set(names)
        missing = [column for column in self.columns if column not in names]
        if missing:
            others = sorted(set(names) - set(self.columns))
            self.refuse(
                f"{file.name}: columns {missing} are gone;"
                f" columns it has that are not read: {others}.",
                COLUMN_REMEDY,
            )
        for column in self.columns:
            if names.count(column) > 1:
                self.refuse(f"{file.name}: column {column!r} is there twice.", COLUMN_REMEDY)
            kind = schema.field(column).type
            if not _is_text(kind):
                self.refuse(
                    f"{file.name}: column {column!r} is no longer text but {kind}.", COLUMN_REMEDY
                )


def _as_text(batch: Any, columns: tuple[str, ...]) -> pa.Table:
    table = batch if isinstance(batch, pa.Table) else pa.Table.from_batches([batch])
    table = table.select(list(columns))
    if any(field.type != pa.string() for field in table.schema):
        table = table.cast(pa.schema([(column, pa.string()) for column in columns]))
    return pa.table(list(table.columns), names=list(columns))


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def _line_count(data: bytes) -> int:
    return data.count(b"\n") + (not data.endswith(b"\n") and bool(data))


def _blocks(whole: IO[bytes]) -> Iterator[bytes]:
    """A long file in pieces of whole lines."""
    rest = b""
    while chunk := whole.read(_BLOCK):
        lines, newline, rest = (rest + chunk).rpartition(b"\n")
        if newline:
            yield lines + newline
    if rest:
        yield rest


def _numbers(count: int) -> pa.Array:
    """1, 2, 3 … as text."""
    values = np.arange(1, count + 1, dtype=np.int64)
    return pa.Array.from_buffers(pa.int64(), count, [None, pa.py_buffer(values)]).cast(pa.string())
