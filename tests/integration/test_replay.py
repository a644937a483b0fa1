"""Kept loads built again without any source: the same content hash, merged or as they came."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from orchestration import upkeep
from orchestration.extract.run import extract_all
from orchestration.pipeline import only_run
from orchestration.publish.release import Release
from orchestration.sandbox import running_sandbox
from orchestration.settings import Settings
from orchestration.stages import PipelineError
from tests.conftest import AS_OF, SCALE, PipelineRun

EARLIER = date(2025, 10, 31)


def quiet(_: str) -> None:
    """Progress nobody needs to see."""


def replayed(settings: Settings) -> str:
    """The content hash of a release built from the loads that are there."""
    summary, _ = upkeep.replay(settings, AS_OF, publish=True, progress=quiet)
    assert summary.release is not None
    assert "extract" not in {time.stage for time in summary.stages}
    return summary.release.manifest.content_hash


def test_kept_loads_give_the_same_release_in_an_empty_home(
    pipeline_run: PipelineRun, release: Release, settings: Settings
) -> None:
    shutil.copytree(pipeline_run.settings.raw, settings.raw)
    assert replayed(settings) == release.manifest.content_hash


@pytest.mark.long
def test_loads_of_two_days_merged_into_one_say_what_one_load_says(
    pipeline_run: PipelineRun, release: Release, settings: Settings
) -> None:
    """Records corrected, deleted and read twice on the way leave no trace in what is said."""
    for day in (EARLIER, AS_OF):
        seed = pipeline_run.options.seed
        with running_sandbox(settings, as_of=day, seed=seed, scale=SCALE) as sandbox:
            extract_all(settings, sandbox.sources, progress=quiet)
    merged = upkeep.compact(settings, None, quiet)
    assert {one.load_count for one in merged} == {2}
    assert all(one.files_after < one.files_before for one in merged)
    assert replayed(settings) == release.manifest.content_hash


def test_a_home_without_loads_says_what_to_put_there(settings: Settings) -> None:
    with pytest.raises(PipelineError, match="there are no loads"):
        upkeep.replay(settings, AS_OF, publish=False, progress=quiet)


def test_without_a_release_a_replay_asks_for_the_day(settings: Settings) -> None:
    with pytest.raises(PipelineError, match="no release whose day"):
        upkeep.replay(settings, None, publish=False, progress=quiet)


def test_merging_an_unknown_source_names_the_known_ones(settings: Settings) -> None:
    (settings.raw / "calendar" / "loads").mkdir(parents=True)
    with pytest.raises(PipelineError, match="no load of 'nobody'") as caught:
        upkeep.compact(settings, "nobody", quiet)
    assert "calendar" in caught.value.remedy


def test_no_merging_while_a_run_works(settings: Settings) -> None:
    with only_run(settings), pytest.raises(PipelineError, match="another run is working"):
        upkeep.compact(settings, None, quiet)
