"""JSON values as text columns: one form for each value, whatever way the API writes it.

Here: numbers without noise and trailing noughts, times in UTC, nested values as sorted JSON, and
the refusal of a column whose kind is no longer the promised one. Not here: pages, windows.

A value reads the same whether the source is reached by REST or by SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

_NUMBERS: set[type] = {int, float, Decimal}
# Which kinds of JSON value may stand in a column of a promised type.
_KINDS: Mapping[str, set[type]] = {
    "decimal": _NUMBERS,
    "integer": {int},
    "boolean": {bool},
    "text": {str},
    "date": {str},
    "timestamp": {str},
}
_JSON_NAMES = {
    str: "text", int: "number", float: "number", Decimal: "number", bool: "boolean",
    dict: "object", list: "list",
}  # fmt: skip
_MOMENT_BYTES = 20  # 2026-01-31T23:59:59Z
_ISO_MOMENT = r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:00)$"
_BOOLEANS = {True: "true", False: "false", None: None}
_LARGEST_SURE = 2.0**53
_MARK = "\x1f"
# What a column of these holds is a text in JSON.
_TEXTS = {"text", "date", "timestamp"}
NOTHING = type(None)


class RetypedError(Exception):
    """A column holds another kind of value than it promised, or than it held before."""

    def __init__(self, column: str, found: str, promised: str) -> None:
        super().__init__(f"column {column!r} is {found} where {promised} was promised")


class Columns:
    """Turns rows of one table into text columns; remembers the kind of each for the next page."""

    def __init__(self, names: Sequence[str], types: Mapping[str, str]) -> None:
        self._names = tuple(names)
        self._types = {name: types.get(name, "").partition("(")[0] for name in names}
        self._kinds: dict[str, set[type]] = {
            name: _KINDS[kind] for name, kind in self._types.items() if kind in _KINDS
        }

    def table(self, rows: list[dict[str, Any]]) -> pa.Table:
        """The rows as text; a row without one of the columns raises KeyError with its name."""
        texts = [self._text(name, [row[name] for row in rows]) for name in self._names]
        return pa.table(texts, names=list(self._names))

    @property
    def may_hold_numbers(self) -> bool:
        """Whether a number could stand in one of them, promised or not."""
        return not set(self._types.values()) <= {*_TEXTS, "boolean"}

    def _text(self, name: str, values: list[Any]) -> pa.Array:
        kind = self._types[name]
        if kind in _TEXTS:
            with suppress(TypeError):
                text = _strings(values)
                return moments(text) if kind == "timestamp" else text
        kinds = set(map(type, values)) - {NOTHING}
        known = self._kinds.setdefault(name, _family(kinds)) if kinds else set()
        if not kinds <= known:
            raise RetypedError(name, _names(kinds - known), self._types[name] or _names(known))
        if kinds & _NUMBERS:
            return numbers(values)
        if kinds & {dict, list}:
            return _strings([_nested(value) for value in values])
        if bool in kinds:
            return _strings([_BOOLEANS[value] for value in values])
        return _strings(values)


def _family(kinds: set[type]) -> set[type]:
    """What else may follow in a column of no promised type whose first values are these."""
    families: tuple[set[type], ...] = (_NUMBERS, {dict, list})
    for family in families:
        if kinds <= family:
            return family
    return kinds if len(kinds) == 1 else set()


def _names(kinds: set[type]) -> str:
    return " and ".join(sorted({_JSON_NAMES[kind] for kind in kinds})) or "one kind of value"


def _strings(values: list[Any]) -> pa.Array:
    """Texts as Arrow keeps them, where each ends found by a mark between them: `pa.array` would
    import pandas. Anything but a text or a null raises TypeError.
    """
    count = len(values)
    marked = None if None in values else _MARK.join(values).encode()
    ends = None if marked is None else np.flatnonzero(np.frombuffer(marked, np.uint8) == ord(_MARK))
    if marked is None or ends is None or len(ends) != count - 1:
        builder = pa.lib.StringBuilder()
        builder.append_values(values)
        return builder.finish()
    offsets = np.zeros(count + 1, dtype=np.int32)
    offsets[1:-1] = ends - np.arange(count - 1)
    offsets[-1] = len(marked) - (count - 1)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer("".join(values).encode())]
    return pa.Array.from_buffers(pa.string(), count, buffers)


def _nested(value: Any) -> str | None:
    if value is None:
        return None
    return orjson.dumps(value, default=str, option=orjson.OPT_SORT_KEYS).decode()


def numbers(values: list[Any]) -> pa.Array:
    """Numbers in plain digits: 1234.5, 1200, -0.07; null where there is none."""
    text = None if Decimal in set(map(type, values)) else _doubles(values)
    if text is None or pc.any(pc.match_substring(text, "e")).as_py():
        return _strings([None if value is None else _plain(value) for value in values])
    return text


def _doubles(values: list[Any]) -> pa.Array | None:
    """Numbers as text by way of doubles; none where one is too large to be sure of."""
    try:
        doubles = np.array(values, dtype=np.float64) + 0.0
    except OverflowError:
        return None
    is_null = np.isnan(doubles)
    if np.abs(doubles[~is_null]).max(initial=0.0) >= _LARGEST_SURE:
        return None
    known = pa.py_buffer(np.packbits(~is_null, bitorder="little"))
    buffers = [known, pa.py_buffer(doubles)]
    return pa.Array.from_buffers(pa.float64(), len(doubles), buffers).cast(pa.string())


def _plain(value: int | float | Decimal) -> str:
    text = format(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def moments(text: pa.Array) -> pa.Array:
    """ISO 8601 times in UTC as `YYYY-MM-DD HH:MM:SS`; anything else stays as it came."""
    offsets = np.frombuffer(text.buffers()[1], dtype=np.int32, count=len(text) + 1)
    lengths = np.diff(offsets)
    data = text.buffers()[2]
    if len(text) and data is not None and ((lengths == 0) | (lengths == _MOMENT_BYTES)).all():
        letters = np.frombuffer(data, dtype=np.uint8, count=offsets[-1]).reshape(-1, _MOMENT_BYTES)
        if (letters[:, 10] == ord("T")).all() and (letters[:, -1] == ord("Z")).all():
            shorter = letters[:, :-1].copy()
            shorter[:, 10] = ord(" ")
            moved = (offsets // _MOMENT_BYTES * (_MOMENT_BYTES - 1)).astype(np.int32)
            buffers = [text.buffers()[0], pa.py_buffer(moved), pa.py_buffer(shorter)]
            return pa.Array.from_buffers(pa.string(), len(text), buffers, text.null_count)
    return pc.replace_substring_regex(text, _ISO_MOMENT, r"\1 \2")
