"""The vocabulary of a load: what a connector hands over and what the raw zone gives back.

Here: frozen descriptions and the two ways to make text tables. Not here: files (`raw_zone`), or how
any source is read.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa


@dataclass(frozen=True)
class Proof:
    """What the source itself says about the rows just read: the ledger's evidence.

    `cursor_after` None means the cursor stays where it was. `offered_columns` are all columns the
    source has, read or not; the raw zone compares them with the load before.
    """

    source_count_before: int | None = None
    source_count_after: int | None = None
    page_count: int = 0
    cursor_after: str | None = None
    window_from: str = ""
    window_to: str = ""
    offered_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reread:
    """What a source is to be asked for again: the London days from first to last, or everything.

    Connectors that cannot read by day are only ever asked for everything. After days alone the
    cursor stays where it was (`Proof.cursor_after` None).
    """

    first: date | None = None
    last: date | None = None


Batches = Generator[pa.Table, None, Proof]
"""A connector: text tables one by one, then, as the generator's return value, the proof."""


@dataclass(frozen=True)
class TableLoad:
    """One table of a load: its name, its columns in order, and the rows to come."""

    table_name: str
    columns: tuple[str, ...]
    batches: Batches


@dataclass(frozen=True)
class LoadedTable:
    """One table of a committed load, as its manifest tells it."""

    table_name: str
    row_count: int
    cursor_before: str | None
    cursor_after: str | None
    new_columns: tuple[str, ...]
    content_sha256: str


@dataclass(frozen=True)
class Load:
    """A committed load: a folder that will never change again."""

    source: str
    load_id: str
    path: Path
    tables: tuple[LoadedTable, ...]


@dataclass(frozen=True)
class LoadSummary:
    """One line for a person: what arrived in which load."""

    source: str
    table_name: str
    load_id: str
    row_count: int


def summarise(load: Load) -> list[LoadSummary]:
    """The lines of one load."""
    return [
        LoadSummary(load.source, table.table_name, load.load_id, table.row_count)
        for table in load.tables
    ]


def text_table(columns: Sequence[str], rows: Sequence[Sequence[str | None]]) -> pa.Table:
    """Rows of text as an Arrow table; anything that is not text is refused, never converted."""
    builders = [pa.lib.StringBuilder() for _ in columns]
    for builder, values in zip(builders, zip(*rows, strict=True), strict=False):
        builder.append_values(values)
    return pa.table([builder.finish() for builder in builders], names=list(columns))


def text_scalar(value: str) -> pa.Scalar:
    """Text as an Arrow value, by a way that does not import pandas (a second and more)."""
    builder = pa.lib.StringBuilder()
    builder.append(value)
    return builder.finish()[0]


def rows_load(
    table_name: str, columns: Sequence[str], rows: Iterable[Mapping[str, str | None]]
) -> TableLoad:
    """A table whose rows are already in memory; its own count is its proof."""

    def batches() -> Batches:
        taken = [[row[column] for column in columns] for row in rows]
        yield text_table(columns, taken)
        return Proof(
            source_count_before=len(taken),
            source_count_after=len(taken),
            page_count=1,
            offered_columns=tuple(columns),
        )

    return TableLoad(table_name, tuple(columns), batches())


def empty_load(table_name: str, columns: Sequence[str]) -> TableLoad:
    """A table nobody was asked for: no rows, and no proof of them."""

    def batches() -> Batches:
        yield text_table(columns, [])
        return Proof(offered_columns=tuple(columns))

    return TableLoad(table_name, tuple(columns), batches())
