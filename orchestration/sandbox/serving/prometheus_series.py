"""Series of samples at even steps, asked as a Prometheus server is asked, without a loop over them.

Here: which samples a range of time holds, and how they are written as JSON. Not here: queries and
HTTP (prometheus_api.py). Times are milliseconds inside, as they are in the real server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import orjson
from numpy.typing import NDArray

DOWN, UP, NOT_A_NUMBER, NONE = 0, 1, 2, 255
_WORDS = {DOWN: "0", UP: "1", NOT_A_NUMBER: "NaN"}
_SAMPLE = b'[0000000000,"0"],'
_DIGITS = 10
Milliseconds = NDArray[np.int64]


@dataclass(frozen=True)
class Series:
    """Samples from second `first` on, `step` seconds apart; NONE where there is none."""

    labels: Mapping[str, str]
    first: int
    step: int
    values: NDArray[np.uint8]

    @cached_property
    def _exists(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.values != NONE
        return found

    @cached_property
    def _latest(self) -> NDArray[np.int64]:
        """For each place the nearest one at or before it that holds a sample, or -1."""
        places = np.where(self._exists, np.arange(len(self.values)), -1)
        found: NDArray[np.int64] = np.maximum.accumulate(places)
        return found

    @cached_property
    def _counts(self) -> NDArray[np.int64]:
        """How many samples lie before each place."""
        found: NDArray[np.int64] = np.concatenate([[0], np.cumsum(self._exists)])
        return found

    def count(self, earliest: int, latest: int) -> int:
        """Samples between two milliseconds, both included."""
        step, first = self.step * 1_000, self.first * 1_000
        start = min(max(-((first - earliest) // step), 0), len(self.values))
        end = min(max((latest - first) // step + 1, 0), len(self.values))
        return int(self._counts[end] - self._counts[start]) if end > start else 0

    def last_values(self, latest: Milliseconds, reach: int) -> NDArray[np.uint8]:
        """For each moment the last sample at or before it, at most so many milliseconds old."""
        step, first = self.step * 1_000, self.first * 1_000
        places = np.minimum((latest - first) // step, len(self.values) - 1)
        found = np.where(places >= 0, self._latest[np.maximum(places, 0)], -1)
        is_near = (found >= 0) & (first + found * step >= latest - reach)
        return np.where(is_near, self.values[np.maximum(found, 0)], NONE).astype(np.uint8)


def moment_rows(seconds: NDArray[np.int64]) -> NDArray[np.uint8]:
    """`[1711926000,"0"],` for each second, as rows of bytes."""
    rows = np.tile(np.frombuffer(_SAMPLE, dtype=np.uint8), (len(seconds), 1))
    rest = seconds.copy()
    for place in range(_DIGITS, 0, -1):
        rows[:, place] += (rest % 10).astype(np.uint8)
        rest //= 10
    return rows


def as_json(
    labels: Mapping[str, str],
    seconds: NDArray[np.int64],
    rows: NDArray[np.uint8],
    values: NDArray[np.uint8],
) -> bytes:
    """One series of a matrix, of the seconds that hold a value."""
    held = values != NONE
    if (values == NOT_A_NUMBER).any():
        pairs = [
            [int(second), _WORDS[int(value)]]
            for second, value in zip(seconds[held], values[held], strict=True)
        ]
        samples = orjson.dumps(pairs)[1:-1]
    else:
        lines = rows[held]
        lines[:, len(_SAMPLE) - 4] += values[held]
        samples = lines.tobytes()[:-1]
    return b'{"metric":' + orjson.dumps(dict(labels)) + b',"values":[' + samples + b"]}"
