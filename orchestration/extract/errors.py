"""The one error the outside of this package has to know.

Here: what a refused extraction says. Not here: faults of single files or rows, which are data.
"""

from __future__ import annotations


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
