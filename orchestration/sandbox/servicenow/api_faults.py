"""What can be made to go wrong with the simulated API, for tests of those who read it.

Here: faults waiting for their request, in the forms the vendor's API is known to fail in. Not
here: how each is written to the wire (serving/http_server.py).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from enum import Enum


class Kind(Enum):
    """The forms of failure."""

    TOO_MANY_REQUESTS = "429 with Retry-After: the queue is full"
    ERROR_AT_END = "200, the rows break off and an error object follows: the time quota ran out"
    CUT_BODY = "200, and the connection ends in the middle of the body"
    ACCEPTED = "202 without rows: the session has too many requests waiting"
    SERVER_ERROR = "500"
    SIGNED_OUT = "401: the token was withdrawn"
    SHORT_PAGE = "200, half of the rows left out without a word"


@dataclass(frozen=True)
class Fault:
    """One failure of one request for rows of `table` (any, if empty), after `skip` good ones."""

    kind: Kind
    table: str = ""
    skip: int = 0
    retry_after_seconds: int = 1


class Faults:
    """Faults waiting, and lasting changes to a table. Safe to use while the server runs."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._renamed: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def plan(self, fault: Fault, *, times: int = 1) -> None:
        """Let a fault happen `times` times in a row."""
        with self._lock:
            self._waiting += [fault] + [replace(fault, skip=0)] * (times - 1)

    def rename(self, table: str, column: str, new_name: str) -> None:
        """Serve a column under another name from now on."""
        with self._lock:
            self._renamed[(table, column)] = new_name

    def clear(self) -> None:
        """All is well again."""
        with self._lock:
            self._waiting.clear()
            self._renamed.clear()

    def due(self, table: str) -> Fault | None:
        """The fault that meets this request, if any; the first in line counts requests."""
        with self._lock:
            for place, fault in enumerate(self._waiting):
                if fault.table not in ("", table):
                    continue
                if fault.skip:
                    self._waiting[place] = replace(fault, skip=fault.skip - 1)
                    return None
                return self._waiting.pop(place)
        return None

    def new_names(self, table: str) -> dict[str, str]:
        """The columns of a table that are served under another name."""
        with self._lock:
            return {old: new for (where, old), new in self._renamed.items() if where == table}
