"""Sources to pages: the stages, in order.

Here: one function per stage (the command and the Dagster job call the same ones), the run that
joins them, its timings, and the one error a caller has to know. Not here: what a stage does inside.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.files import BusyError, locked
from orchestration.handover import Built, note_start, read_built
from orchestration.horizon import Horizon
from orchestration.publish.inputs import published_inputs, read_inputs
from orchestration.publish.release import Release, earlier_release, publish_release, rollback
from orchestration.publish.summary import Figures, read_figures
from orchestration.run_options import RunOptions
from orchestration.run_sources import for_sources, has_read, open_sources
from orchestration.settings import Settings
from orchestration.transform.builds import forget_old_builds, new_build
from orchestration.transform.dbt import (
    WAREHOUSE,
    build_arguments,
    forget_result,
    green_result,
    run_dbt,
)

if TYPE_CHECKING:
    from orchestration.extract.run import LoadSummary, Sources

Progress = Callable[[str], None]

PAGES = "pages"


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
        return "What was published before is still published."


@dataclass(frozen=True)
class StageTime:
    """How long one stage took."""

    stage: str
    seconds: float


@dataclass(frozen=True)
class RunSummary:
    """What a run ends with; `crowded` are the sources with many loads, and how many."""

    horizon: Horizon
    build: Path
    release: Release | None
    site: Path | None
    figures: Figures
    stages: tuple[StageTime, ...]
    crowded: Mapping[str, int]


def extract(settings: Settings, sources: Sources, progress: Progress) -> list[LoadSummary]:
    """Read every source into committed loads."""
    from orchestration.extract.run import extract_all

    return extract_all(settings, sources, progress=progress)


def build(settings: Settings, horizon: Horizon, progress: Progress) -> Built:
    """Turn the committed loads into marts in a fresh build file, and run every data test."""
    folder = begin_build(settings, horizon)
    run_dbt(settings, folder, build_arguments(settings, horizon), progress=progress)
    return end_build(settings, folder)


def begin_build(settings: Settings, horizon: Horizon) -> Path:
    """Make the folder of a build, and note in it the days and the loads it goes by."""
    from orchestration.extract.raw_zone import put_all_right

    forget_result(settings)
    put_all_right(settings.raw)
    inputs = read_inputs(settings.raw, horizon.known_loads(settings.raw))
    folder = new_build(settings)
    note_start(folder, horizon, inputs)
    return folder


def end_build(settings: Settings, folder: Path) -> Built:
    """What dbt made of a build, if all of it is green; builds nobody needs any more go."""
    built = read_built(folder, green_result(settings))
    forget_old_builds(settings)
    return built


def publish(settings: Settings, built: Built) -> Release:
    """Make a release of a tested build, and make it the current one."""
    inputs = published_inputs(built.inputs, built.folder)
    return publish_release(settings, built.folder, built.result, built.horizon, inputs)


def write_pages(settings: Settings, release: Release) -> Path:
    """Write the pages from a release, and beside them the workbooks for the next returns."""
    from orchestration.catalogue.return_sheets import read_templates
    from orchestration.catalogue.return_template import write_template
    from orchestration.publish.site import write_site

    templates = {
        template.scorecard_id: write_template(template)
        for template in read_templates(settings.root)
    }
    write_site(settings, release.folder, templates)
    return settings.site


def go_back(settings: Settings, release_id: str | None = None) -> Release:
    """Make an earlier release current; its pages first, so that a failure changes nothing."""
    with only_run(settings):
        chosen = earlier_release(settings, release_id)
        write_pages(settings, chosen)
        return rollback(settings, chosen.release_id)


def run(
    settings: Settings,
    options: RunOptions,
    progress: Progress,
    *,
    today: Callable[[], date] = date.today,
) -> RunSummary:
    """All stages; the first that fails ends the run and leaves what was published."""
    horizon = options.horizon(today)
    times: list[StageTime] = []
    release: Release | None = None
    with only_run(settings):
        settings = for_sources(settings, options, horizon)
        if not options.replay and not has_read(settings, horizon):
            _read_sources(settings, options, horizon, progress, times)
        with _stage("build and test", progress, times):
            built = build(settings, horizon, progress)
        if options.publish:
            with _stage("publish", progress, times):
                release = publish(settings, built)
            with _stage(PAGES, progress, times):
                write_pages(settings, release)
    from orchestration.extract.compaction import crowded_sources

    figures = read_figures(built.folder / WAREHOUSE)
    site = settings.site if release else None
    crowded = crowded_sources(settings.raw)
    return RunSummary(horizon, built.folder, release, site, figures, tuple(times), crowded)


def _read_sources(
    settings: Settings,
    options: RunOptions,
    horizon: Horizon,
    progress: Progress,
    times: list[StageTime],
) -> None:
    with ExitStack() as open_things:
        with _stage("sources", progress, times):
            sources = open_things.enter_context(open_sources(settings, options, horizon))
        with _stage("extract", progress, times):
            extract(settings, sources, progress)


@contextmanager
def only_run(settings: Settings) -> Iterator[None]:
    """Hold the home for one run; a second one is told to wait."""
    try:
        with locked(settings.home, wait=False):
            yield
    except BusyError as error:
        raise PipelineError(
            "start",
            f"another run is working in {settings.home}",
            "Wait until it has ended, or give this one its own VITALS_HOME.",
        ) from error


@contextmanager
def _stage(stage: str, progress: Progress, times: list[StageTime]) -> Iterator[None]:
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
