"""The order of the stages and what a failing one leaves; the stages themselves are stubs here."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest

from orchestration import pipeline
from orchestration.files import locked
from orchestration.handover import Built
from orchestration.horizon import Horizon
from orchestration.pipeline import RunSummary, run
from orchestration.publish.release import list_releases, read_release
from orchestration.publish.summary import Figures
from orchestration.run_options import RunOptions
from orchestration.settings import Settings
from orchestration.stages import PipelineError
from orchestration.transform.dbt import TransformError
from tests.support.toy import AS_OF, TOY_INPUTS, toy_build, toy_result

STAGES = ["sources", "extract", "build and test", "publish", "pages"]


@pytest.fixture
def stubs(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Stages that need no source: a toy build and no pages."""

    def build(*_: Any, **__: Any) -> Built:
        folder = toy_build(settings.builds / f"run-{len(list_releases(settings)):04d}")
        return Built(folder, toy_result(settings.home / "target"), Horizon(AS_OF), TOY_INPUTS)

    monkeypatch.setattr(pipeline, "open_sources", lambda *_: nullcontext())
    monkeypatch.setattr(pipeline, "extract", lambda *_: [])
    monkeypatch.setattr(pipeline, "build", build)
    monkeypatch.setattr(pipeline, "write_pages", lambda *_: settings.site)
    monkeypatch.setattr(pipeline, "read_figures", lambda _: Figures((), ()))
    return monkeypatch


def do_run(settings: Settings, **options: Any) -> RunSummary:
    return run(settings, RunOptions(**options), lambda _: None)


@pytest.mark.usefixtures("stubs")
def test_every_stage_runs_once_in_order_and_is_timed(settings: Settings) -> None:
    said: list[str] = []
    summary = run(settings, RunOptions(), said.append)
    assert [time.stage for time in summary.stages] == STAGES
    assert said == [f"{stage} …" for stage in STAGES]
    assert summary.release == read_release(settings)
    assert summary.horizon.as_of == date(2026, 1, 31)


@pytest.mark.usefixtures("stubs")
def test_without_publishing_it_ends_after_the_tests(settings: Settings) -> None:
    summary = do_run(settings, publish=False)
    assert [time.stage for time in summary.stages] == STAGES[:3]
    assert summary.release is None
    assert list_releases(settings) == []


@pytest.mark.usefixtures("stubs")
def test_real_sources_are_looked_at_as_of_today(settings: Settings) -> None:
    options = RunOptions(sources=settings.home / "sources.yml")
    summary = run(settings, options, lambda _: None, today=lambda: date(2027, 3, 4))
    assert summary.horizon.as_of == date(2027, 3, 4)


@pytest.mark.parametrize("function", ["extract", "build", "publish", "write_pages"])
def test_a_failing_stage_is_named_and_the_last_release_stays(
    settings: Settings, stubs: pytest.MonkeyPatch, function: str
) -> None:
    kept = do_run(settings).release

    def fail(*_: Any, **__: Any) -> None:
        raise TransformError("rows are missing", "Load them again.")

    stubs.setattr(pipeline, function, fail)
    with pytest.raises(PipelineError) as caught:
        do_run(settings)
    stage = {"build": "build and test", "write_pages": "pages"}.get(function, function)
    assert (caught.value.stage, caught.value.what) == (stage, "rows are missing")
    assert caught.value.remedy == "Load them again."
    assert kept is not None
    if function == "write_pages":
        assert "pages still show the one before" in caught.value.left
    else:
        assert "still published" in caught.value.left
        assert read_release(settings).release_id == kept.release_id


def test_an_unforeseen_error_is_a_stage_error_too(
    settings: Settings, stubs: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("division by zero")

    stubs.setattr(pipeline, "extract", fail)
    with pytest.raises(PipelineError, match="ZeroDivisionError: division by zero") as caught:
        do_run(settings)
    assert "--debug" in caught.value.remedy


@pytest.mark.usefixtures("stubs")
def test_two_runs_do_not_meet_in_one_home(settings: Settings) -> None:
    with locked(settings.home), pytest.raises(PipelineError, match="another run"):
        do_run(settings)
    assert do_run(settings).release is not None
