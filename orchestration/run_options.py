"""What a person may ask of a run, and the days that follow from it.

Here: the options of `vitals run` and of Dagster's launchpad. Not here: doing what is asked
(`pipeline`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from orchestration.horizon import Horizon

SANDBOX_AS_OF = date(2026, 1, 31)
SANDBOX_SEED = 20260131


@dataclass(frozen=True)
class RunOptions:
    """What a person may ask of a run; without sources of one's own, the sandbox is read.

    A replay reads no source: it goes by the loads that are there. With `as_known` the build knows
    what was known at the end of that day, and nothing that came later; `known_before` says so to
    the second. With `replay_meetings` the forums' last meetings come first; `is_meeting` is one of
    them: only its packs are built, and what it publishes never becomes the current release. With
    `exports` what other tools open is made of the release.
    """

    as_of: date | None = None
    as_known: date | None = None
    sources: Path | None = None
    publish: bool = True
    exports: bool = False
    seed: int = SANDBOX_SEED
    scale: float = 1.0
    replay: bool = False
    replay_meetings: bool = False
    is_meeting: bool = False
    known_before: datetime | None = None

    def horizon(self, today: Callable[[], date] = date.today) -> Horizon:
        """The last day that is looked at: the one asked for, today, or the sandbox's last day."""
        if self.known_before and self.as_of:
            return Horizon(self.as_of, self.known_before)
        if self.as_known:
            return Horizon.known_on(self.as_known, self.as_of)
        return Horizon(self.as_of or (SANDBOX_AS_OF if self.sources is None else today()))
