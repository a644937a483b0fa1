"""The Dagster definitions: what there is, who answers for it, when it runs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import dagster as dg
import pytest
from dagster_dbt import DagsterDbtTranslator

from orchestration.definitions import build_definitions
from orchestration.defs.automation.daily import JOB, SCHEDULE
from orchestration.defs.transformation.project import fingerprint_of, read_project
from orchestration.extract.contracts import read_contracts
from orchestration.extract.tables import RETURN_LAYOUTS
from orchestration.settings import PROJECT_ROOT, Settings

CONTRACTS = read_contracts(PROJECT_ROOT)
MODELS = PROJECT_ROOT / "dbt_project" / "models"
RAW = {
    *((name, table) for name, one in CONTRACTS.items() for table in one.raw_tables),
    *(("returns", layout.kind) for layout in RETURN_LAYOUTS),
    ("returns", "files"),
    ("calendar", "bank_holidays"),
    ("ledger", "loads"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(root=PROJECT_ROOT, home=tmp_path_factory.mktemp("definitions").resolve())


@pytest.fixture(scope="module")
def definitions(home: Settings) -> dg.Definitions:
    return build_definitions(home)


@pytest.fixture(scope="module")
def specs(definitions: dg.Definitions) -> list[dg.AssetSpec]:
    return list(definitions.resolve_all_asset_specs())


def keys(specs: list[dg.AssetSpec]) -> set[tuple[str, ...]]:
    return {tuple(spec.key.path) for spec in specs}


def test_every_file_of_the_project_is_an_asset_named_as_in_the_warehouse(
    specs: list[dg.AssetSpec],
) -> None:
    models = {(sql.relative_to(MODELS).parts[0], sql.stem) for sql in MODELS.rglob("*.sql")}
    seeds = {("seeds", csv.stem) for csv in (PROJECT_ROOT / "seeds").glob("*.csv")}
    found = keys(specs)
    layers = {"staging", "intermediate", "marts"}
    assert {key for key in found if key[0] in layers} == models
    assert {key for key in found if key[0] == "seeds"} == seeds
    others = {key for key in found if key[0] not in layers | {"seeds"}}
    made_here = {"releases", "site", "months", "publications", "postgres", "exports"}
    assert {key for key in others if key[0] not in made_here} == RAW
    assert ("publications", "packs") in others
    assert ("releases", "current") in others
    assert ("exports", "current") in others
    assert ("postgres", "bi") in others
    assert {key[1] for key in others if key[0] == "site"} >= {"front", "scorecard", "report_card"}


@pytest.mark.parametrize("what", ["description", "owners", "kinds", "group_name"])
def test_every_asset_has(what: str, specs: list[dg.AssetSpec]) -> None:
    assert [spec.key.to_user_string() for spec in specs if not getattr(spec, what)] == []


def test_owners_are_teams(specs: list[dg.AssetSpec]) -> None:
    owners = Counter(owner for spec in specs for owner in spec.owners)
    assert set(owners) == {"team:data-engineering", "team:performance-data"}


def test_a_group_is_a_layer_and_its_folder(specs: list[dg.AssetSpec]) -> None:
    groups = {tuple(spec.key.path): spec.group_name for spec in specs}
    assert groups["intermediate", "int_spine"] == "intermediate_spine"
    assert groups["marts", "dim_measures"] == "marts_core"
    assert groups["servicenow", "incident"] == "raw_servicenow"
    assert groups["seeds", "measures"] == "catalogue"


def test_data_flows_from_the_source_to_the_pages(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    page = dg.AssetKey(["site", "scorecard"])
    upstream = {tuple(key.path) for key in graph.get_ancestor_asset_keys(page)}
    assert RAW - {("ledger", "loads")} <= upstream
    assert {("seeds", "measures"), ("marts", "fct_measure_statuses")} <= upstream
    ledger = dg.AssetKey(["ledger", "loads"])
    assert len(graph.get(ledger).parent_keys) == len(RAW) - 1


def test_every_data_test_is_a_check_and_blocks_where_it_is_an_error(
    home: Settings, definitions: dg.Definitions
) -> None:
    manifest = read_project(home).manifest
    tests = {
        node["name"]: node["config"]["severity"].lower() == "error"
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
    }
    graph = definitions.resolve_asset_graph()
    checks = {key.name: graph.get_check_spec(key).blocking for key in graph.asset_check_keys}
    assert checks.pop("release_is_whole") is True
    # What it finds concerns a release that is current already.
    assert checks.pop("statuses_follow_from_the_release") is False
    assert tests
    assert checks == tests


def test_one_job_holds_everything_and_runs_in_one_process(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def(JOB)
    assert job.executor_def.name == "in_process"
    assert job.asset_layer.executable_asset_keys == {
        spec.key
        for spec in definitions.resolve_all_asset_specs()
        if spec.key.path[0] not in {"months", "postgres"}
    }
    implicit = definitions.resolve_implicit_global_asset_job_def()
    assert implicit.executor_def.name == "in_process"


def test_the_schedule_is_a_quarter_past_six_in_london_also_in_summer(
    definitions: dg.Definitions,
) -> None:
    schedule = definitions.resolve_schedule_def(SCHEDULE)
    assert isinstance(schedule, dg.ScheduleDefinition)
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("15 6 * * *", "Europe/London")
    assert schedule.job_name == JOB


def test_a_person_may_choose_one_thing_and_leave_the_rest(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def(JOB)
    assert dg.validate_run_config(job)
    chosen = {"resources": {"vitals": {"config": {"as_of": "2026-02-28"}}}}
    assert dg.validate_run_config(job, chosen)


def test_only_extraction_is_tried_again(definitions: dg.Definitions) -> None:
    retried = {
        node.name
        for node in definitions.resolve_job_def(JOB).nodes
        if isinstance(node.definition, dg.OpDefinition) and node.definition.retry_policy
    }
    assert retried == {f"extract_{name}" for name in ("calendar", "returns", *CONTRACTS)}


def test_the_manifest_is_parsed_again_only_when_a_file_changed(
    home: Settings, tmp_path: Path
) -> None:
    manifest = home.home / "dbt" / "definitions" / "manifest.json"
    before = manifest.stat().st_mtime_ns
    read_project(home)
    assert manifest.stat().st_mtime_ns == before
    (tmp_path / "seeds").mkdir()
    (tmp_path / "dbt_project.yml").write_text("name: toy")
    first = fingerprint_of(tmp_path)
    (tmp_path / "seeds" / "units.csv").write_text("unit")
    assert fingerprint_of(tmp_path) != first
    (tmp_path / "seeds" / "units.csv").unlink()
    assert fingerprint_of(tmp_path) == first


def test_loading_writes_below_the_home_only(home: Settings, definitions: dg.Definitions) -> None:
    assert definitions
    assert {path.name for path in home.home.iterdir()} <= {"dbt", "logs"}


def test_the_translator_is_the_only_one() -> None:
    files = (PROJECT_ROOT / "orchestration").rglob("*.py")
    naming = [file.name for file in files if DagsterDbtTranslator.__name__ in file.read_text()]
    assert naming == ["translator.py"]
