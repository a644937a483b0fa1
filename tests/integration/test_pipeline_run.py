"""One full run, sandbox to pages, and what a second one changes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.pipeline import run
from orchestration.publish.release import Release, list_releases, read_release
from orchestration.publish.verify import verify_release
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.upkeep import go_back
from tests.conftest import PipelineRun


@pytest.fixture
def copy(pipeline_run: PipelineRun, tmp_path: Path) -> Settings:
    """The home of the shared run, to be written to."""
    shutil.copytree(pipeline_run.settings.home, tmp_path / "home", symlinks=True)
    return Settings(root=PROJECT_ROOT, home=(tmp_path / "home").resolve())


def test_the_run_leaves_a_whole_release_and_pages(pipeline_run: PipelineRun) -> None:
    settings = pipeline_run.settings
    assert verify_release(settings) == []
    assert pipeline_run.summary.release == read_release(settings)
    assert (settings.site / "index.html").is_file()


def test_the_run_says_what_it_does_and_how_long_it_took(pipeline_run: PipelineRun) -> None:
    stages = [time.stage for time in pipeline_run.summary.stages]
    assert stages == ["sources", "extract", "build and test", "publish", "pages", "exports"]
    assert [line for line in pipeline_run.progress if line.endswith("…")] == [
        f"{stage} …" for stage in stages
    ]


def test_the_summary_counts_each_measure_once(
    pipeline_run: PipelineRun, marts: duckdb.DuckDBPyConnection
) -> None:
    found = marts.execute(
        "select count(*) from dim_measures where parent_measure_id is null"
    ).fetchone()
    rows = pipeline_run.summary.figures.scorecards
    assert found == (sum(row.measures for row in rows),)
    assert all(row.measures == row.green + row.amber + row.red + row.none for row in rows)


def test_the_inputs_are_the_committed_loads(release: Release, pipeline_run: PipelineRun) -> None:
    listed = {(entry.source, entry.load_id) for entry in release.manifest.inputs}
    folders = pipeline_run.settings.raw.glob("*/loads/*")
    assert listed == {(f.parent.parent.name, f"{f.parent.parent.name}-{f.name}") for f in folders}


@pytest.mark.long
def test_a_second_run_says_the_same_a_later_day_more_and_one_can_go_back(
    pipeline_run: PipelineRun, copy: Settings
) -> None:
    first = read_release(copy)
    again = run(copy, pipeline_run.options, lambda _: None).release
    assert again is not None
    assert again.release_id > first.release_id
    assert again.manifest.mart_hashes == first.manifest.mart_hashes
    assert again.manifest.content_hash == first.manifest.content_hash
    later = replace(pipeline_run.options, as_of=date(2026, 2, 28))
    moved = run(copy, later, lambda _: None).release
    assert moved is not None
    assert moved.manifest.content_hash != first.manifest.content_hash
    assert go_back(copy).release_id == read_release(copy).release_id == again.release_id
    assert again.release_id in (copy.site / "index.html").read_text(encoding="utf-8")
    assert [verify_release(copy, each) for each in list_releases(copy)] == [[], [], []]
