"""How a reader says how far it has come.

Here: who is told, and how often. Not here: what it looks like on a terminal (`terminal`).
"""

from __future__ import annotations

import time
from collections.abc import Callable

Progress = Callable[[str], None]

_PAUSE_SECONDS = 2.0


def say_nothing(_: str) -> None:
    """Progress nobody waits for."""


def now_and_then(progress: Progress, *, clock: Callable[[], float] = time.monotonic) -> Progress:
    """Passes a message on when the last one is some seconds old: a source may have many pages."""
    last = clock()

    def passed_on(message: str) -> None:
        nonlocal last
        if clock() - last >= _PAUSE_SECONDS:
            last = clock()
            progress(message)

    return passed_on
