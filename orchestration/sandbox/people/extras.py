"""Records beside the good ones: flawed, taken back, made for a trial, deleted again.

Here: how many of each there are and how they look; each is a copy of a good record under a key of
its own, so nothing else refers to it. Not here: the good ones (`hr_tables`, `learning_tables`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from orchestration.sandbox import columns
from orchestration.sandbox.people import plan
from orchestration.sandbox.people.register import Column, Register, repeated
from orchestration.sandbox.timeline import DAY, HOUR, Numbers, Seconds, scaled

_FLAWS = {flaw.kind: flaw for flaw in plan.FLAWS}


@dataclass
class Extras:
    """The bad records of one source; remembers when each flawed one appears."""

    rng: np.random.Generator
    scale: float

    def __post_init__(self) -> None:
        self.shown: dict[str, Seconds] = {}

    def count(self, kind: str) -> int:
        """How many records carry a flaw."""
        return self.scaled(_FLAWS[kind].count)

    def scaled(self, count: int) -> int:
        """A count of the plan at this scale."""
        return scaled(count, self.scale)

    def flawed(self, kind: str, register: Register, text: str) -> Register:
        """Copies of any records, with the same wrong text in the flaw's column."""
        positions = self._any(register, self.count(kind))
        return self.changed(kind, register, positions, repeated(text, len(positions)))

    def lost(self, kind: str, register: Register) -> Register:
        """Copies of any records, with keys in the flaw's column that nothing has."""
        positions = self._any(register, self.count(kind))
        keys = columns.key_text(columns.keys(self.rng, len(positions)))
        return self.changed(kind, register, positions, keys)

    def changed(
        self, kind: str, register: Register, positions: Numbers, text: pa.Array
    ) -> Register:
        """Copies of some records, with other texts in the flaw's column."""
        copies = register.copies(self.rng, positions, **{_FLAWS[kind].column: text})
        self.shown[kind] = copies.created
        return copies

    def marked(self, register: Register, count: int, column: str, most_days: int = 0) -> Register:
        """Copies whose flag is set, at once or some days after they were made."""
        positions = self._any(register, self.scaled(count))
        n = len(positions)
        after = self.rng.integers(HOUR, most_days * DAY, n) if most_days else np.zeros(n, np.int64)
        since = register.created[positions] + after
        flag = Column(repeated("true", n), repeated("false", n), since)
        return register.copies(self.rng, positions, **{column: flag})

    def mistaken(self, register: Register) -> Register:
        """Copies that somebody deletes again."""
        count = max(2, round(len(register.created) * plan.DELETED_SHARE))
        copies = register.copies(self.rng, self._any(register, count))
        return copies.withdrawn_after(self.rng, 60)

    def _any(self, register: Register, count: int) -> Numbers:
        found: Numbers = self.rng.integers(0, len(register.created), count)
        return found
