"""Keeps a folder of event files as a producer would: files by day, the list of them last.

Here: which files have to be written again, and writing them. Not here: what is in them, and
reading them (`extract/connectors/event_files`). A file whose rows, seed, scale and making are what
they were is left alone, so that a second run has little to do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from orchestration.files import sha256_of
from orchestration.sandbox import columns

MANIFEST = "_manifest.json"
MADE = "_made.json"
ROWS_AT_ONCE = 200_000
_SANDBOX = Path(__file__).resolve().parent.parent


class Table(Protocol):
    """What a domain says of a table: its files, and the rows of each."""

    @property
    def name(self) -> str: ...

    @property
    def suffix(self) -> str: ...

    def days(self, until: int) -> Iterator[tuple[int, str]]:
        """The number and day of each file there is at a moment."""

    def moment(self, number: int, until: int) -> int:
        """The moment as of which a file's rows are written."""

    def rows(self, number: int, until: int) -> NDArray[np.int64]:
        """Which rows a file holds at a moment."""

    def written(self, places: NDArray[np.int64], until: int) -> pa.Table:
        """Rows as text."""


@dataclass(frozen=True)
class Making:
    """What a file's bytes depend on, besides its rows."""

    seed: int
    scale: float
    code: str


def deliver(folder: Path, table: Table, until: int, seed: int, scale: float) -> None:
    """Bring a table's folder to where it stood at a moment; its list is replaced last."""
    folder.mkdir(parents=True, exist_ok=True)
    making = Making(seed, scale, _code())
    made = _read(folder / MADE)
    listed: list[dict[str, Any]] = []
    fresh: dict[str, Any] = {}
    for number, day in table.days(until):
        name = f"{day}.{table.suffix}"
        mark = _mark(making, table, number, until)
        known = made.get(name)
        path = folder / name
        if known is None or known["mark"] != mark or not _has_size(path, known["entry"]["bytes"]):
            known = {"mark": mark, "entry": _write(path, day, table, number, until)}
        fresh[name] = known
        listed.append(known["entry"])
    _replace(folder / MANIFEST, {"format": 1, "table": table.name, "files": listed})
    _replace(folder / MADE, fresh)
    for name in made.keys() - fresh.keys():
        (folder / name).unlink(missing_ok=True)


def ndjson(rows: pa.Table) -> bytes:
    """Rows as lines of JSON, made without a loop: no value here needs an escape."""
    parts: list[Any] = []
    for place, name in enumerate(rows.column_names):
        parts += [columns.word(f'{"," if place else "{"}"{name}":"'), rows.column(name)]
        parts.append(columns.word('"'))
    parts.append(columns.word("}\n"))
    lines = pc.binary_join_element_wise(*parts, columns.word(""))
    return b"".join(_text(chunk) for chunk in pa.chunked_array(lines).chunks)


def _text(lines: pa.Array) -> bytes:
    offsets = np.frombuffer(lines.buffers()[1], dtype=np.int32)
    first, last = offsets[lines.offset], offsets[lines.offset + len(lines)]
    return bytes(lines.buffers()[2][first:last]) if last > first else b""


def _write(path: Path, day: str, table: Table, number: int, until: int) -> dict[str, Any]:
    """The file and its line in the list."""
    places = table.rows(number, until)
    fresh = path.with_name(f".{path.name}.new")
    starts = range(0, max(1, len(places)), ROWS_AT_ONCE)
    batches = (table.written(places[start : start + ROWS_AT_ONCE], until) for start in starts)
    if table.suffix == "parquet":
        _write_parquet(fresh, batches)
    else:
        with fresh.open("wb") as opened:
            opened.writelines(ndjson(batch) for batch in batches)
    entry = {
        "name": path.name,
        "day": day,
        "rows": len(places),
        "bytes": fresh.stat().st_size,
        "sha256": sha256_of(fresh),
    }
    fresh.replace(path)
    return entry


def _write_parquet(path: Path, batches: Iterator[pa.Table]) -> None:
    first = next(batches)
    with pq.ParquetWriter(
        path, first.schema, compression="zstd", compression_level=1, use_dictionary=False
    ) as writer:
        writer.write_table(first)
        for batch in batches:
            writer.write_table(batch)


def _mark(making: Making, table: Table, number: int, until: int) -> str:
    """What tells one state of a file from another, without writing it."""
    mark = hashlib.sha256(repr((making, table.moment(number, until))).encode())
    mark.update(np.ascontiguousarray(table.rows(number, until)).data)
    return mark.hexdigest()


def _has_size(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    content: dict[str, Any] = orjson.loads(path.read_bytes())
    return content


def _replace(path: Path, content: object) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))
    fresh.replace(path)


@cache
def _code() -> str:
    """The sandbox's own code and numpy's version: other code may draw other records."""
    code = hashlib.sha256(np.__version__.encode())
    for path in sorted(_SANDBOX.rglob("*.py")):
        code.update(path.read_bytes())
    return code.hexdigest()
