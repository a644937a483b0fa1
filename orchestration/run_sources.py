"""Which sources a run reads, when, and into which home.

Here: the sources a person named, or the sandbox and its clock. Not here: reading them (extract/).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from orchestration.extract.knowledge import end_of, was_read_after, was_read_on
from orchestration.horizon import Horizon
from orchestration.run_options import RunOptions
from orchestration.settings import Settings

if TYPE_CHECKING:
    from orchestration.extract.sources import Sources

# Below home: what the sandbox gives for past days on which it was not read.
AS_KNOWN = "as-known"


@contextmanager
def open_sources(settings: Settings, options: RunOptions, horizon: Horizon) -> Iterator[Sources]:
    """The sources a person named, or the sandbox, running as long as the block does."""
    if options.sources is not None:
        from orchestration.extract.run import load_sources

        yield load_sources(options.sources)
        return
    from orchestration.sandbox import running_sandbox

    day, seed, scale = horizon.as_of, options.seed, options.scale
    with running_sandbox(settings, as_of=day, seed=seed, scale=scale) as sandbox:
        yield sandbox.sources


def for_sources(settings: Settings, options: RunOptions, horizon: Horizon) -> Settings:
    """Where and when the sources of a run are read.

    The sandbox has a clock of its own: what it gives is known at the end of the day it stands at.
    For a past day on which it was not read, it is read as it stood then, into a home of its own;
    for a meeting into the home itself, as long as nothing was read after that day.
    """
    if options.sources is not None or options.replay:
        return settings
    settings = replace(settings, simulated_at=end_of(horizon.as_known or horizon.as_of))
    if horizon.as_known is None or was_read_on(settings.raw, horizon.as_known):
        return settings
    if options.is_meeting and not was_read_after(settings.raw, horizon.as_known):
        return settings
    return replace(settings, inputs=settings.home / AS_KNOWN / horizon.as_known.isoformat())


def has_read(settings: Settings, horizon: Horizon, *, is_meeting: bool = False) -> bool:
    """A past day's knowledge is what it is: once it is there, nothing more is read."""
    if horizon.as_known is None:
        return False
    if is_meeting:
        return was_read_on(settings.raw, horizon.as_known)
    return any(settings.raw.glob("*/loads/*/manifest.json"))


def settings_then(settings: Settings, horizon: Horizon) -> Settings:
    """Where the loads lie that a past day was built from; no source is asked."""
    day = horizon.as_of
    there = replace(settings, inputs=settings.home / AS_KNOWN / day.isoformat())
    return there if there.raw.is_dir() and not was_read_on(settings.raw, day) else settings
