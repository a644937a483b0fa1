"""Plants the bad records of a table, so that their number is known before anyone counts them.

Here: which rows carry which flaw of the plan, and how many of a kind a given moment shows. Not
here: how a flaw looks in the record (each table's own module).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.sandbox.timeline import Flags, Numbers, Seconds, scaled, some


@dataclass(frozen=True)
class Flaw:
    """A kind of bad record: in which column it shows, and how many there are at scale 1."""

    kind: str
    table: str
    column: str
    count: int


@dataclass(frozen=True)
class Dirt:
    """Per row the place of its flaw in `kinds` (-1: none), and seconds to be wrong by."""

    kinds: tuple[Flaw, ...]
    codes: Numbers
    seconds_wrong: Seconds

    def has(self, kind: str) -> Flags:
        """The rows that carry a flaw of this kind."""
        found: Flags = self.codes == [flaw.kind for flaw in self.kinds].index(kind)
        return found

    @property
    def none(self) -> Flags:
        clean: Flags = self.codes < 0
        return clean

    def counted(self, shown: Flags) -> dict[Flaw, int]:
        """How many rows of each kind are among those whose flaw shows."""
        return {
            flaw: int(np.count_nonzero((self.codes == code) & shown))
            for code, flaw in enumerate(self.kinds)
        }


def planted(
    rng: np.random.Generator,
    kinds: tuple[Flaw, ...],
    among: Flags,
    scale: float,
    only: dict[str, Flags],
) -> Dirt:
    """A plan's flaws on rows of `among`; a kind named in `only` is kept to those rows."""
    codes = np.full(len(among), -1, dtype=np.int64)
    for code, flaw in enumerate(kinds):
        free = among & (codes < 0) & only.get(flaw.kind, among)
        codes[some(rng, free, scaled(flaw.count, scale))] = code
    return Dirt(kinds, codes, rng.integers(600, 30 * 86_400, len(among)))
