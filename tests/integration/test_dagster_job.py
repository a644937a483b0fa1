"""The Dagster job, once, in this process: it does, and refuses, what `vitals run` does.

It reads the simulated systems as if they were real ones: through a file that describes each of
them, with credentials in the environment. So it also shows that such a file leads to the same
release, and that no credential is written anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.definitions import build_definitions
from orchestration.defs.automation.daily import JOB
from orchestration.defs.run_resource import RunResource
from orchestration.files import locked
from orchestration.publish.release import Release, list_releases, read_release
from orchestration.run_options import SANDBOX_SEED
from orchestration.sandbox import running_sandbox
from orchestration.settings import PROJECT_ROOT, Settings
from tests.conftest import AS_OF, SCALE
from tests.support.described import write_sources
from tests.support.secrets import places_of

RELEASE = dg.AssetKey(["releases", "current"])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(root=PROJECT_ROOT, home=tmp_path_factory.mktemp("dagster").resolve())


@pytest.fixture(scope="module")
def described(
    home: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, set[str]]]:
    """A file that describes every simulated system, and the credentials they go by."""
    before = dict(os.environ)
    with running_sandbox(home, as_of=AS_OF, seed=SANDBOX_SEED, scale=SCALE) as sandbox:
        path = write_sources(tmp_path_factory.mktemp("described") / "s.yml", sandbox.sources)
        secrets = {value for name, value in os.environ.items() if name not in before}
        yield path, {secret for secret in secrets if "/" not in secret}


@pytest.fixture(scope="module")
def definitions(home: Settings, described: tuple[Path, set[str]]) -> dg.Definitions:
    file = str(described[0])
    vitals = RunResource(home=str(home.home), as_of=AS_OF.isoformat(), sources=file)
    return build_definitions(home, vitals=vitals)


def do_job(definitions: dg.Definitions, **options: object) -> dg.ExecuteInProcessResult:
    """The job with an event database on disk, in the home of the environment's settings."""
    job = definitions.resolve_job_def(JOB)
    folder = Path(definitions.resources["vitals"].settings.dagster)  # type: ignore[index]
    folder.mkdir(parents=True, exist_ok=True)
    with dg.DagsterInstance.local_temp(str(folder)) as instance:
        return job.execute_in_process(instance=instance, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def job_run(definitions: dg.Definitions) -> dg.ExecuteInProcessResult:
    return do_job(definitions)


def materialised(job_run: dg.ExecuteInProcessResult) -> dict[dg.AssetKey, dg.AssetMaterialization]:
    events = job_run.get_asset_materialization_events()
    return {event.materialization.asset_key: event.materialization for event in events}


def test_it_publishes_what_the_command_publishes(
    job_run: dg.ExecuteInProcessResult, home: Settings, release: Release
) -> None:
    assert job_run.success
    published = read_release(home)
    assert published.manifest.mart_hashes == release.manifest.mart_hashes
    assert published.manifest.content_hash == release.manifest.content_hash
    # A return's rows also carry the moment they were received: their hashes differ.
    assert [(entry.load_id, entry.table, entry.rows) for entry in published.manifest.inputs] == [
        (entry.load_id, entry.table, entry.rows) for entry in release.manifest.inputs
    ]
    assert (home.site / "index.html").is_file()


@pytest.mark.usefixtures("job_run")
def test_no_credential_is_written_anywhere(
    home: Settings, described: tuple[Path, set[str]]
) -> None:
    file, secrets = described
    assert len(secrets) >= 4
    assert places_of(secrets, home.home) == []
    assert places_of(secrets, file.parent) == [], "the file names variables, not values"
    assert any(home.dagster.rglob("*.db")), "the event database was among the files"


# A month is read again, and a server brought up to date, when a person asks.
OTHERS = {"months", "postgres"}


def test_every_asset_is_materialised_and_every_check_passes(
    job_run: dg.ExecuteInProcessResult, definitions: dg.Definitions
) -> None:
    graph = definitions.resolve_asset_graph()
    checks = job_run.get_asset_check_evaluations()
    every = {key for key in graph.get_all_asset_keys() if key.path[0] not in OTHERS}
    assert set(materialised(job_run)) == every
    assert {check.asset_check_key for check in checks} == graph.asset_check_keys
    assert [check.check_name for check in checks if not check.passed] == []


def test_every_table_says_its_rows_and_columns(job_run: dg.ExecuteInProcessResult) -> None:
    silent = [
        key.to_user_string()
        for key, event in materialised(job_run).items()
        if key.path[0] not in {"site", "releases", "publications", "exports"}
        and not {"dagster/row_count", "dagster/column_schema"} <= set(event.metadata)
    ]
    assert silent == []


def test_a_raw_table_says_what_the_ledger_says(job_run: dg.ExecuteInProcessResult) -> None:
    metadata = materialised(job_run)[dg.AssetKey(["servicenow", "incident"])].metadata
    said = {name: value.value for name, value in metadata.items()}
    assert said["rows_loaded"] == said["source_count_after"] == said["dagster/row_count"] > 0
    assert said["load_id"] == "servicenow-00000001"
    assert len(said["content_sha256"]) == 64
    assert said["cursor_after"] > "2025"


def test_the_release_asset_names_the_release(
    job_run: dg.ExecuteInProcessResult, home: Settings
) -> None:
    metadata = materialised(job_run)[RELEASE].metadata
    assert metadata["content_hash"].value == read_release(home).manifest.content_hash


@pytest.mark.usefixtures("job_run")
def test_a_release_can_be_made_again_without_building_again(
    definitions: dg.Definitions, home: Settings
) -> None:
    before = read_release(home)
    again = do_job(definitions, asset_selection=[RELEASE])
    assert again.success
    after = read_release(home)
    assert after.release_id > before.release_id
    assert after.manifest.content_hash == before.manifest.content_hash


@pytest.mark.usefixtures("job_run")
def test_a_failed_test_of_the_build_stops_the_release(
    definitions: dg.Definitions, home: Settings
) -> None:
    results = home.home / "dbt" / "target" / "run_results.json"
    kept = results.read_text(encoding="utf-8")
    before = list_releases(home)
    results.write_text(kept.replace('"status": "pass"', '"status": "fail"', 1), encoding="utf-8")
    try:
        refused = do_job(definitions, asset_selection=[RELEASE], raise_on_error=False)
    finally:
        results.write_text(kept, encoding="utf-8")
    assert not refused.success
    (failure,) = [event for event in refused.all_events if event.is_step_failure]
    assert "1 of dbt's nodes failed" in str(failure.step_failure_data.error)
    assert list_releases(home) == before


def test_it_waits_for_nobody_it_refuses(definitions: dg.Definitions, home: Settings) -> None:
    with locked(home.home):
        refused = do_job(definitions, asset_selection=[RELEASE], raise_on_error=False)
    assert not refused.success
