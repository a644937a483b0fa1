"""The stages of a run: how long each took, and the one error a caller has to know.

Here: timing a stage and turning whatever ends it into words. Not here: which stages there are and
what they do (pipeline.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PAGES = "pages"
EXPORTS = "exports"

Progress = Callable[[str], None]
Times = list["StageTime"]


class PipelineError(Exception):
    """A stage ended early: which, what happened, what to do."""

    def __init__(self, stage: str, what: str, remedy: str) -> None:
        super().__init__(f"{stage}: {what}")
        self.stage = stage
        self.what = what
        self.remedy = remedy

    @property
    def left(self) -> str:
        """What a reader of the releases finds now."""
        if self.stage == PAGES:
            return "The new release is current; the pages still show the one before."
        if self.stage == EXPORTS:
            return "The new release is current, and its pages are written; an export is missing."
        return "What was published before is still published."


@dataclass(frozen=True)
class StageTime:
    """How long one stage took."""

    stage: str
    seconds: float


@contextmanager
def timed(stage: str, progress: Progress, times: Times) -> Iterator[None]:
    """Time a stage, and turn whatever ends it into words."""
    progress(f"{stage} …")
    began = time.monotonic()
    try:
        yield
    except Exception as error:
        known = getattr(error, "told", None) or getattr(error, "what", None)
        what = known or f"{type(error).__name__}: {error}"
        remedy = getattr(error, "remedy", None) or (
            "This was not foreseen: run again with --debug to see where it happened."
        )
        raise PipelineError(stage, what, remedy) from error
    times.append(StageTime(stage, time.monotonic() - began))
