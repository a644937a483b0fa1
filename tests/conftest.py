"""What tests share: a home of their own, dbt's manifest, and one full run of the pipeline.

Here: fixtures used in more than one folder. Not here: inputs of a single test (beside it).
The run is made once, at a small scale, from the sandbox; whoever reads it must not write to it.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.files import locked
from orchestration.horizon import Horizon
from orchestration.pipeline import RunSummary, run
from orchestration.publish.release import Release, read_release
from orchestration.run_options import RunOptions
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.transform.builds import latest_build, new_build
from orchestration.transform.dbt import WAREHOUSE, build_arguments, invoke_dbt, target_folder

AS_OF = date(2026, 1, 31)
# Enough records for every month and priority, few enough for seconds.
SCALE = 0.02


@dataclass(frozen=True)
class PipelineRun:
    """A finished run: where it wrote, what it was asked and what it said."""

    settings: Settings
    options: RunOptions
    summary: RunSummary
    progress: tuple[str, ...]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One file that needs the shared run, files that do not, the others: no worker waits for it."""

    def needs_the_run(item: pytest.Item) -> bool:
        return "pipeline_run" in getattr(item, "fixturenames", ())

    files = dict.fromkeys(item.path for item in items if needs_the_run(item))
    first = next(iter(files), None)
    items.sort(key=lambda item: 0 if item.path == first else 2 if item.path in files else 1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty home that only this test uses."""
    return Settings(root=PROJECT_ROOT, home=tmp_path.resolve())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Path]:
    """The socket's folder of a real PostgreSQL; each test makes a database of its own in it."""
    from tests.support.postgres import running_server

    with running_server() as socket:
        yield socket


@pytest.fixture(scope="session")
def pipeline_run(tmp_path_factory: pytest.TempPathFactory) -> PipelineRun:
    """Sources to pages, once for the whole session: the worker that needs it first makes it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    home, kept = shared.resolve() / "pipeline", shared / "pipeline.pickle"
    with locked(shared / "pipeline-lock"):
        if not kept.exists():
            settings = Settings(root=PROJECT_ROOT, home=home)
            options = RunOptions(as_of=AS_OF, scale=SCALE, exports=True)
            said: list[str] = []
            done = run(settings, options, said.append)
            kept.write_bytes(pickle.dumps(PipelineRun(settings, options, done, tuple(said))))
    made: PipelineRun = pickle.loads(kept.read_bytes())  # noqa: S301  written a moment ago
    return made


@pytest.fixture(scope="session")
def release(pipeline_run: PipelineRun) -> Release:
    """The release of the shared run."""
    return read_release(pipeline_run.settings)


@pytest.fixture(scope="session")
def site(pipeline_run: PipelineRun) -> Path:
    """The folder of pages of the shared run."""
    return pipeline_run.settings.site


@pytest.fixture
def marts(release: Release) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published marts, read-only: `select * from dim_measures`."""
    with duckdb.connect(str(release.folder / "serving.duckdb"), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        yield connection


@pytest.fixture
def warehouse(pipeline_run: PipelineRun) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build of the shared run, read-only, with all its schemas."""
    build = latest_build(pipeline_run.settings)
    assert build is not None
    with duckdb.connect(str(build / WAREHOUSE), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        yield connection


@pytest.fixture(scope="session")
def dbt_manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """dbt's manifest of the project as it stands, parsed without a run."""
    import json

    settings = Settings(root=PROJECT_ROOT, home=tmp_path_factory.mktemp("parsed").resolve())
    invoke_dbt(settings, new_build(settings), build_arguments(settings, Horizon(AS_OF), "parse"))
    text = (target_folder(settings) / "manifest.json").read_text(encoding="utf-8")
    return dict(json.loads(text))
