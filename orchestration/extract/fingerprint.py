"""The hash of a table's rows: it knows values and their order, not the pages they came in.

Here: hashing text columns as they stand in memory, without joining rows into one text first. Not
here: the hash of a file (`orchestration.files`), or of a release (`orchestration.publish.content`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

_NULL = -1


class Fingerprint:
    """Takes tables of the same text columns, one after the other.

    Each column has a hash of its letters and one of its values' lengths, so that neither a text cut
    in another place nor a null for an empty text can pass for the same.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self._letters = [hashlib.sha256() for _ in columns]
        self._lengths = [hashlib.sha256() for _ in columns]

    def add(self, rows: pa.Table) -> None:
        """Go on with these rows."""
        for place, column in enumerate(rows.columns):
            for chunk in column.chunks:
                self._add_chunk(place, chunk)

    def hexdigest(self) -> str:
        """The hash of all rows so far."""
        both = zip(self._letters, self._lengths, strict=True)
        digests = (part.digest() for pair in both for part in pair)
        return hashlib.sha256(b"".join(digests)).hexdigest()

    def _add_chunk(self, place: int, chunk: pa.Array) -> None:
        if not len(chunk):
            return
        _, where, letters = chunk.buffers()
        offsets = np.frombuffer(where, np.int32, len(chunk) + 1, chunk.offset * 4)
        lengths = np.diff(offsets)
        if chunk.null_count:
            lengths[np.asarray(chunk.is_null())] = _NULL
        self._lengths[place].update(lengths.tobytes())
        if letters is not None:
            self._letters[place].update(memoryview(letters)[offsets[0] : offsets[-1]])


def content_hash(table: pa.Table) -> str:
    """The hash of one table's rows, as it stands in the ledger of a load."""
    content = Fingerprint(table.column_names)
    content.add(table)
    return content.hexdigest()
