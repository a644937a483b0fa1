"""Text columns for the simulated tables, made from numbers without a loop over rows.

Here: Arrow arrays of strings from codes, instants, counts and keys. Not here: what they mean.
Buffers are handed to Arrow directly: `pa.array` and `pa.scalar` would import pandas, a second and
a half of each run.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.sandbox.timeline import Flags, Numbers, Seconds

KEY_LENGTH = 32
FIRST_NUMBER = 10_001


def words(values: Sequence[str]) -> pa.Array:
    """A short list of strings."""
    encoded = [value.encode() for value in values]
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(encoded), buffers)


def word(value: str) -> pa.Scalar:
    """One string, for all rows."""
    return words((value,))[0]


def whole_numbers(values: Numbers) -> pa.Array:
    """int64 numbers without copying them."""
    data = np.ascontiguousarray(values, dtype=np.int64)
    return pa.Array.from_buffers(pa.int64(), len(data), [None, pa.py_buffer(data)])


def flags(values: Flags) -> pa.Array:
    """Booleans, packed as Arrow keeps them."""
    packed = np.packbits(values, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(packed)])


def coded(names: Sequence[str], codes: Numbers) -> pa.Array:
    """The name behind each code."""
    return pc.take(words(names), whole_numbers(codes))


def times(values: Seconds, known: Flags) -> pa.Array:
    """`YYYY-MM-DD HH:MM:SS` in UTC, empty where nothing is known."""
    safe = whole_numbers(np.where(known, values, 0))
    text = safe.cast(pa.timestamp("s")).cast(pa.string())
    return pc.if_else(flags(known), text, word(""))


def counts(values: Numbers) -> pa.Array:
    """Whole numbers as text."""
    return whole_numbers(values).cast(pa.string())


def booleans(values: Flags) -> pa.Array:
    """`true` or `false`."""
    return coded(("false", "true"), values.astype(np.int64))


def numbers(prefix: str, count: int) -> pa.Array:
    """Record numbers such as INC0010042, in the order of creation."""
    padded = pc.utf8_lpad(counts(np.arange(count) + FIRST_NUMBER), 7, "0")
    return pc.binary_join_element_wise(word(prefix), padded, word(""))


def keys(rng: np.random.Generator, count: int) -> np.ndarray[tuple[int], np.dtype[np.bytes_]]:
    """Record keys: 32 hexadecimal digits that say nothing about age."""
    return np.frombuffer(rng.bytes(count * KEY_LENGTH // 2).hex().encode(), dtype=f"S{KEY_LENGTH}")


def key_text(values: np.ndarray[tuple[int], np.dtype[np.bytes_]]) -> pa.Array:
    """Record keys as a text column."""
    offsets = np.arange(0, (len(values) + 1) * KEY_LENGTH, KEY_LENGTH, dtype=np.int32)
    data = np.ascontiguousarray(values)
    return pa.Array.from_buffers(
        pa.string(), len(values), [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    )


def references(target: pa.Array, positions: Numbers, known: Flags) -> pa.Array:
    """The key of the record each position points to, empty where none is named."""
    safe = whole_numbers(np.where(known, positions, 0))
    return pc.if_else(flags(known), pc.take(target, safe), word(""))


def known_times(values: Seconds, known: Flags) -> pa.Array:
    """`YYYY-MM-DD HH:MM:SS` in UTC, null where nothing is known."""
    return known_words(times(values, known), known)


def known_dates(days: Numbers, known: Flags) -> pa.Array:
    """`YYYY-MM-DD` from days since 1970, null where nothing is known."""
    text = pc.utf8_slice_codeunits(times(days * 86_400, known), 0, 10)
    return known_words(text, known)


def known_pounds(pence: Numbers, known: Flags) -> pa.Array:
    """Pounds without trailing noughts, as a JSON number is written; null where none is known."""
    exact = np.ascontiguousarray(np.where(known, pence, 0) / 100)
    text = pa.Array.from_buffers(pa.float64(), len(exact), [None, pa.py_buffer(exact)])
    return known_words(text.cast(pa.string()), known)


def known_words(text: pa.Array, known: Flags) -> pa.Array:
    """The text where it is known, null elsewhere."""
    return pc.if_else(flags(known), text, pa.nulls(len(text), pa.string()))
