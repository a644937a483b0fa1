"""Sources to pages: the stages, in order.

Here: one function per stage (the command and the Dagster job call the same ones) and the run that
joins them. Not here: what a stage does inside, timing it and telling its failure (stages.py).
"""

from __future__ import annotations

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
from orchestration.publish.release import Release, publish_release
from orchestration.publish.summary import Figures, read_figures
from orchestration.run_options import RunOptions
from orchestration.run_sources import for_sources, has_read, open_sources
from orchestration.settings import Settings
from orchestration.stages import EXPORTS, PAGES, PipelineError, Progress, StageTime, Times, timed
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
    from orchestration.publications.frozen import Freezing, Kept

# All that a pack is made of, and the ledger that a release names.
PACKS = "+pack_* +fct_extractions"


@dataclass(frozen=True)
class RunSummary:
    """What a run ends with: `crowded` counts loads of sources that have many, `frozen` names the
    publications it made, and `kept` those of its day that were frozen before."""

    horizon: Horizon
    build: Path
    release: Release | None
    site: Path | None
    exports: Path | None
    figures: Figures
    stages: tuple[StageTime, ...]
    crowded: Mapping[str, int]
    frozen: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()


def extract(settings: Settings, sources: Sources, progress: Progress) -> list[LoadSummary]:
    """Read every source into committed loads."""
    from orchestration.extract.run import extract_all

    return extract_all(settings, sources, progress=progress)


def build(
    settings: Settings, horizon: Horizon, progress: Progress, *, select: str | None = None
) -> Built:
    """Turn the committed loads into marts in a fresh build file, and run every data test.

    What is selected, in dbt's words, is built and tested with all it needs, and nothing else.
    """
    folder = begin_build(settings, horizon)
    arguments = build_arguments(settings, horizon, select=select)
    if select is not None:
        # A test that also needs what is left out would find nothing to test.
        arguments += ["--indirect-selection", "cautious"]
    run_dbt(settings, folder, arguments, progress=progress)
    return end_build(settings, folder)


def begin_build(settings: Settings, horizon: Horizon) -> Path:
    """Make the folder of a build, and note in it the days and the loads it goes by."""
    from orchestration.extract.raw_zone import put_all_right
    from orchestration.metrics.definitions import refuse_stale
    from orchestration.publications.frozen import place_publications

    refuse_stale(settings.root)
    forget_result(settings)
    put_all_right(settings.raw)
    place_publications(settings)
    inputs = read_inputs(settings.raw, horizon.known_loads(settings.raw))
    folder = new_build(settings)
    note_start(folder, horizon, inputs)
    return folder


def end_build(settings: Settings, folder: Path) -> Built:
    """What dbt made of a build, if all of it is green; builds nobody needs any more go."""
    built = read_built(folder, green_result(settings))
    forget_old_builds(settings)
    return built


def publish(settings: Settings, built: Built, *, is_meeting: bool = False) -> Release:
    """Make a release of a tested build, and the current one; a past meeting's is only kept."""
    folder, result, horizon = built.folder, built.result, built.horizon
    inputs = published_inputs(built.inputs, folder)
    is_other = not is_meeting
    return publish_release(
        settings, folder, result, horizon, inputs, is_current=is_other, is_whole=is_other
    )


def freeze(settings: Settings, built: Built, release: Release) -> Freezing:
    """Freeze what the forums that meet on the build's day are shown; what is frozen stays."""
    from orchestration.publications.frozen import freeze as freeze_packs

    return freeze_packs(settings, built.folder, built.horizon, release.release_id)


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


def export(settings: Settings, release: Release, progress: Progress) -> Path:
    """Make of a release what other tools open, beside it."""
    from orchestration.exporting import export_all

    return export_all(settings, release, progress)


def run(
    settings: Settings,
    options: RunOptions,
    progress: Progress,
    *,
    today: Callable[[], date] = date.today,
) -> RunSummary:
    """All stages; the first that fails ends the run and leaves what was published."""
    horizon = options.horizon(today)
    times: Times = []
    release: Release | None = None
    exports: Path | None = None
    frozen = _replayed(settings, options, progress, times)
    kept: tuple[Kept, ...] = ()
    with only_run(settings):
        settings = for_sources(settings, options, horizon)
        if not options.replay and not has_read(settings, horizon, is_meeting=options.is_meeting):
            _read_sources(settings, options, horizon, progress, times)
        with timed("build and test", progress, times):
            select = PACKS if options.is_meeting else None
            built = build(settings, horizon, progress, select=select)
        if options.publish:
            with timed("publish", progress, times):
                release = publish(settings, built, is_meeting=options.is_meeting)
                freezing = freeze(settings, built, release)
                frozen, kept = frozen + freezing.made, freezing.kept
        if release and not options.is_meeting:
            with timed(PAGES, progress, times):
                write_pages(settings, release)
            if options.exports:
                with timed(EXPORTS, progress, times):
                    exports = export(settings, release, progress)
    from orchestration.extract.compaction import crowded_sources

    figures = Figures((), ()) if options.is_meeting else read_figures(built.folder / WAREHOUSE)
    site = settings.site if release else None
    crowded = crowded_sources(settings.raw)
    return RunSummary(
        horizon=horizon,
        build=built.folder,
        release=release,
        site=site,
        exports=exports,
        figures=figures,
        stages=tuple(times),
        crowded=crowded,
        frozen=frozen,
        kept=kept,
    )


def _replayed(
    settings: Settings, options: RunOptions, progress: Progress, times: Times
) -> tuple[str, ...]:
    if not options.replay_meetings:
        return ()
    from orchestration.meetings import replay_meetings

    with timed("meetings", progress, times):
        return replay_meetings(settings, options, progress)


def _read_sources(
    settings: Settings, options: RunOptions, horizon: Horizon, progress: Progress, times: Times
) -> None:
    with ExitStack() as open_things:
        with timed("sources", progress, times):
            sources = open_things.enter_context(open_sources(settings, options, horizon))
        with timed("extract", progress, times):
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
