"""The asset of schema `bi`: it publishes what the command publishes, and says what it lacks."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from orchestration.defs.publishing.servers import build_server_assets
from orchestration.defs.run_resource import RunResource
from tests.support.postgres import fresh_database
from tests.support.published import differences
from tests.support.small_releases import small_release


def materialise(home: Path) -> dg.ExecuteInProcessResult:
    definitions = dg.Definitions.merge(
        build_server_assets(), dg.Definitions(resources={"vitals": RunResource(home=str(home))})
    )
    job = definitions.resolve_implicit_global_asset_job_def()
    return job.execute_in_process(raise_on_error=False)


def test_the_asset_publishes_the_current_release(
    postgres_server: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = small_release(tmp_path, "r1")
    (tmp_path / "releases" / "current").symlink_to("r1")
    with fresh_database(postgres_server) as database:
        monkeypatch.setenv("VITALS_POSTGRES_URL", database.admin)
        done = materialise(tmp_path)
        assert done.success
        assert differences(database, release) == []
    (event,) = done.asset_materializations_for_node("postgres__bi")
    assert event.metadata["release_id"].value == "r1"


def test_without_an_address_it_fails_and_says_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VITALS_POSTGRES_URL", "PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE"):
        monkeypatch.delenv(name, raising=False)
    (failure,) = [event for event in materialise(tmp_path).all_events if event.is_step_failure]
    said = failure.step_failure_data.user_failure_data
    assert said is not None
    assert "No server is named" in str(said.description)
    assert "VITALS_POSTGRES_URL" in str(said.metadata["what to do"].value)
