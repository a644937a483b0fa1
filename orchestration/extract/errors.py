"""The one error the outside of this package has to know.

Here: what a refused extraction says, and how a check notes it. Not here: faults of
single files or rows, which are data.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class ExtractionError(Exception):
    """A source could not be read or proved; nothing of the attempt has landed."""

    def __init__(self, source: str, what: str, remedy: str) -> None:
        super().__init__(f"{source}: {what} What to do: {remedy}")
        self.source = source
        self.what = what
        self.remedy = remedy

    @property
    def told(self) -> str:
        """What happened, and where: for a person who reads several sources at once."""
        return f"{self.source}: {self.what}"


@contextmanager
def noting(found: list[str]) -> Iterator[None]:
    """Checking instead of reading: a refusal inside the block becomes a line, and each stands once.

    A refused sign-in is the same complaint for every table.
    """
    try:
        yield
    except ExtractionError as error:
        line = f"{error.what} What to do: {error.remedy}"
        if line not in found:
            found.append(line)
