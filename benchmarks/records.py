"""The rows every protocol lands here: eight columns as a source of events has them.

Here: drawing them in pieces, and the contract they are read by. Not here: files and servers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.extract.contracts import Contract, SourceTable

SEED = 20260131
PIECE = 100_000
FIRST_SECOND = 1_711_929_600
COLUMNS = (
    "event_id",
    "event_type",
    "occurred_at",
    "unit_id",
    "channel",
    "duration_seconds",
    "amount",
    "updated_at",
)
UNITS = ("north", "south", "east", "west", "centre", "coast", "valley")
TYPES = ("started", "finished", "rated", "withdrawn")
CHANNELS = ("app", "web", "phone", "post")


def contract(
    protocol: str, stamp: str = "updated_at", types: Mapping[str, str] | None = None
) -> Contract:
    """A source `bench` with one table `event`."""
    table = SourceTable("bench", "event", COLUMNS, key="event_id", stamp=stamp, types=types or {})
    return Contract("bench", (protocol,), (table,), {"event": COLUMNS})


def pieces(rows: int) -> Iterator[pa.Table]:
    """The rows, some at a time, all text; one seed always gives the same ones."""
    rng = np.random.default_rng(SEED)
    for first in range(0, rows, PIECE):
        count = min(PIECE, rows - first)
        number = np.arange(first, first + count)
        when = _times(FIRST_SECOND + number)
        yield pa.table(
            {
                "event_id": pc.binary_join_element_wise("E", _text(number), ""),
                "event_type": _words(TYPES, rng.integers(0, len(TYPES), count)),
                "occurred_at": when,
                "unit_id": _words(UNITS, rng.integers(0, len(UNITS), count)),
                "channel": _words(CHANNELS, rng.integers(0, len(CHANNELS), count)),
                "duration_seconds": _text(rng.integers(1, 7_200, count)),
                "amount": _text(rng.integers(0, 1_000_000, count)),
                "updated_at": when,
            }
        )


def _text(values: np.ndarray) -> pa.Array:
    return pa.array(values).cast(pa.string())


def _times(seconds: np.ndarray) -> pa.Array:
    return pa.array(seconds).cast(pa.timestamp("s")).cast(pa.string())


def _words(words: tuple[str, ...], codes: np.ndarray) -> pa.Array:
    return pc.take(pa.array(words), pa.array(codes))
