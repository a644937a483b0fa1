"""What a check has to say: one place, what is wrong with it, and what to do.

Here: the fault and the order faults are shown in. Not here: how one is found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing to correct. `row` is the line in the file, the header being line 1."""

    file: str
    row: int | None
    column: str | None
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        return f"{place}: {self.problem} What to do: {self.remedy}"


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """By file, row and column, each once."""
    return sorted(
        set(faults), key=lambda f: (f.file, f.row or 0, f.column or "", f.problem, f.remedy)
    )
