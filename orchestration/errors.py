"""The form of an error that a person is meant to read.

Here: what every such error says. Not here: which there are (beside what raises them) and how one is
shown (cli/, stages.py).
"""

from __future__ import annotations


class ToldError(Exception):
    """Something was refused or failed: what it was, and what to do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
