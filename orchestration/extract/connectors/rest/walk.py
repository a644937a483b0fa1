"""How far a walk through a list of rows has come, and whether a page follows on the one before.

Here: order, repetition, where to go on after a lost cursor. Not here: asking for pages (`reading`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import le


@dataclass
class Walk:
    """Rows come in order of their stamp, or of their key where there is none.

    `start` is the first stamp asked for and `cursor` the next page's; `last` is where the last row
    stood, `at_last` the keys that stood there. A resumed walk meets rows it has passed; `restarts`
    are those that have led to no new row yet.
    """

    start: str
    has_stamp: bool
    cursor: str = ""
    last: str = ""
    at_last: frozenset[str] = frozenset()
    is_resumed: bool = False
    restarts: int = 0

    def resume(self, start: str) -> None:
        """Begin the list again: at the last stamp, or at its beginning."""
        self.start, self.cursor = start or self.start, ""
        self.is_resumed = True
        self.restarts += 1

    def fresh(self, places: Sequence[str], keys: Sequence[str]) -> list[bool]:
        """Which rows of a page come after the last one taken."""
        found = [
            place > self.last or (self.has_stamp and place == self.last and key not in self.at_last)
            for place, key in zip(places, keys, strict=True)
        ]
        if any(found):
            self.is_resumed, self.restarts = False, 0
        return found

    def follow(self, places: Sequence[str], keys: Sequence[str]) -> bool:
        """Take a page, if its places never fall and none of its rows was taken before."""
        if not places:
            return True
        if places[0] < self.last or not all(map(le, places, places[1:])):
            return False
        at_first = set(keys[: bisect_right(places, self.last)])
        if at_first & self.at_last or _has_twice(places, keys):
            return False
        last = places[-1]
        known = self.at_last if last == self.last else frozenset()
        self.last, self.at_last = last, known | set(keys[bisect_left(places, last) :])
        return True


def _has_twice(places: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether one row stands there twice; another version of it is another row."""
    return len(set(keys)) < len(keys) and len(set(zip(places, keys, strict=True))) < len(keys)
