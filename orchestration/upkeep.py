"""Work beside a run: test connections, read again, merge, replay, go back to a release.

Here: what the commands call, each holding the home as a run does. Not here: the stages of a run
(pipeline.py), and how a source is read (extract/).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.pipeline import RunSummary, only_run, run, write_pages
from orchestration.publish.exports import point_to_exports
from orchestration.publish.release import (
    Release,
    earlier_release,
    list_releases,
    read_release,
    rollback,
)
from orchestration.run_options import RunOptions
from orchestration.run_sources import for_sources, open_sources
from orchestration.settings import Settings
from orchestration.stages import PipelineError, Progress

if TYPE_CHECKING:
    from orchestration.extract.compaction import Merged
    from orchestration.extract.run import LoadSummary

# A look at the sandbox's connections needs few records behind them.
CHECK_SCALE = 0.001


def check_sources(settings: Settings, sources: Path | None) -> dict[str, list[str] | None]:
    """Test every connection; the sandbox's where no sources are named."""
    from orchestration.extract.run import check_systems

    options = RunOptions(sources=sources, scale=CHECK_SCALE)
    with open_sources(settings, options, options.horizon()) as opened:
        return check_systems(settings, opened)


def reread_source(
    settings: Settings,
    options: RunOptions,
    name: str,
    month: date | None,
    progress: Progress,
    *,
    today: Callable[[], date] = date.today,
) -> list[LoadSummary]:
    """Read one source again: everything, or the days of one month."""
    from orchestration.extract.loads import Reread
    from orchestration.extract.run import reread_system

    last = month and (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    horizon = options.horizon(today)
    settings = for_sources(settings, options, horizon)
    with only_run(settings), open_sources(settings, options, horizon) as sources:
        return reread_system(settings, sources, name, Reread(month, last), progress=progress)


def compact(settings: Settings, source: str | None, progress: Progress) -> list[Merged]:
    """Merge the loads of one source, or of each; no build may read them meanwhile."""
    from orchestration.extract.compaction import compact as merge

    known = sorted(path.name for path in settings.raw.glob("[a-z]*") if path.is_dir())
    if source is not None and source not in known:
        raise PipelineError(
            "compact",
            f"no load of {source!r} is in {settings.raw}",
            f"Choose one of {known}." if known else "Run: vitals run",
        )
    merged = []
    with only_run(settings):
        for name in known if source is None else [source]:
            progress(f"{name}: merging")
            merged.append(merge(settings.raw, name))
    return merged


def replay(
    settings: Settings,
    as_of: date | None,
    *,
    publish: bool,
    progress: Progress,
    exports: bool = False,
) -> tuple[RunSummary, Release | None]:
    """Build and publish from the loads that are there; beside it the release current before.

    Without a day it is that release's own, so that both should say the same.
    """
    from orchestration.extract.run import place_missing_tables

    before = read_release(settings) if list_releases(settings) else None
    day = as_of or (date.fromisoformat(before.manifest.as_of_date) if before else None)
    if day is None:
        raise PipelineError(
            "replay",
            "there is no release whose day could be taken",
            "Give the day: vitals replay --as-of 2026-01-31",
        )
    if not any(settings.raw.glob("*/loads/*/manifest.json")):
        raise PipelineError(
            "replay",
            f"there are no loads in {settings.raw}",
            "Put a copy of kept loads there.",
        )
    with only_run(settings):
        place_missing_tables(settings)
    options = RunOptions(as_of=day, publish=publish, exports=exports, replay=True)
    return run(settings, options, progress), before


def go_back(settings: Settings, release_id: str | None = None) -> Release:
    """Make an earlier release current; its pages first, so that a failure changes nothing."""
    with only_run(settings):
        chosen = earlier_release(settings, release_id)
        write_pages(settings, chosen)
        rollback(settings, chosen.release_id)
        point_to_exports(settings, chosen)
        return chosen
