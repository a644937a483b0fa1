"""One table as the simulated REST API serves it: rows by window and cursor, written as JSON.

Here: order, windows, cursors, JSON without a loop over rows. Not here: HTTP, faults, records.
Values hold no quotes, backslashes or control characters: no simulated source writes any.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.extract.contracts import SourceTable
from orchestration.sandbox.columns import word

_BARE = ("decimal", "integer", "boolean")


class CursorError(Exception):
    """A cursor that this table did not hand out."""


@dataclass(frozen=True)
class Slice:
    """One page: its first row and the row after its last, and how many the window has."""

    first: int
    end: int
    total: int
    next_cursor: str | None


@dataclass(frozen=True)
class RestTable:
    """A table in order of stamp and key, and its keys in order."""

    promise: SourceTable
    rows: pa.Table
    keys: pa.Array
    stamps: np.ndarray[tuple[int], np.dtype[np.object_]]

    @classmethod
    def of(cls, promise: SourceTable, rows: pa.Table) -> RestTable:
        order = [(name, "ascending") for name in (promise.stamp, promise.key) if name]
        ordered = rows.sort_by(order).combine_chunks()
        keys = ordered[promise.key].combine_chunks()
        keys = keys.take(pc.sort_indices(keys))
        stamps = np.array(ordered[promise.stamp].to_pylist() if promise.stamp else [], dtype=object)
        return cls(promise, ordered, keys, stamps)

    def renamed(self, names: Mapping[str, str]) -> RestTable:
        """The same rows, some columns under other names."""
        columns = [names.get(name, name) for name in self.rows.column_names]
        return RestTable(self.promise, self.rows.rename_columns(columns), self.keys, self.stamps)

    def window(self, first: str, last: str) -> tuple[int, int]:
        """The rows whose stamps lie between two ISO 8601 times, both included."""
        low = int(np.searchsorted(self.stamps, plain(first), side="left")) if first else 0
        high = len(self.stamps)
        if last:
            high = int(np.searchsorted(self.stamps, plain(last), side="right"))
        return low, max(low, high)

    def page(self, bounds: tuple[int, int], cursor: str, limit: int) -> Slice:
        """The rows of a window after a cursor."""
        low, high = bounds
        first = max(low, read_cursor(cursor)) if cursor else low
        end = min(first + limit, high)
        return Slice(first, end, high - low, write_cursor(end) if end < high else None)

    def body(self, first: int, end: int) -> bytes:
        """Rows as the inside of a JSON array."""
        rows = self.rows.slice(first, end - first)
        parts: list[pa.Array | pa.Scalar] = []
        for number, name in enumerate(rows.column_names):
            parts.append(word(f'{"," if number else "{"}"{name}":'))
            parts.append(_json(rows[name].combine_chunks(), self.promise.types.get(name, "text")))
        parts.append(word("},"))
        return _joined(pc.binary_join_element_wise(*parts, word("")))[:-1]


def plain(moment: str) -> str:
    """An ISO 8601 time in UTC as the tables hold it."""
    return moment.replace("T", " ").removesuffix("Z")


def write_cursor(position: int) -> str:
    """A place in the list, as an opaque text."""
    return base64.urlsafe_b64encode(orjson.dumps({"after": position})).decode().rstrip("=")


def read_cursor(text: str) -> int:
    """The place a cursor names."""
    try:
        padded = text + "=" * (-len(text) % 4)
        position = orjson.loads(base64.urlsafe_b64decode(padded))["after"]
    except (binascii.Error, orjson.JSONDecodeError, KeyError, TypeError):
        raise CursorError(text) from None
    return int(position)


def _json(values: pa.Array, kind: str) -> pa.Array:
    """Each value as JSON: numbers and booleans bare, times in ISO 8601, nothing as null."""
    null = word("null")
    if kind.partition("(")[0] in _BARE:
        return pc.coalesce(values, null)
    if kind == "timestamp":
        values = pc.replace_substring(values, " ", "T")
        values = pc.binary_join_element_wise(values, word("Z"), word(""))
    return pc.coalesce(pc.binary_join_element_wise(word('"'), values, word('"'), word("")), null)


def _joined(texts: pa.Array) -> bytes:
    """All strings of an array, one after another: the array's own buffer."""
    if not len(texts):
        return b""
    _, offsets, data = texts.buffers()
    bounds = memoryview(offsets).cast("i")
    first, last = bounds[texts.offset], bounds[texts.offset + len(texts)]
    return bytes(memoryview(data)[first:last])
