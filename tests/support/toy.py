"""Small things several tests build: a toy warehouse, a home with a release in it.

Here: inputs that have nothing to do with a scorecard's own figures. Not here: fixtures
(conftest.py).
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import duckdb

from orchestration.horizon import Horizon
from orchestration.publish.manifest import Input
from orchestration.publish.release import Release, publish_release
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.transform.results import DbtResult, NodeOutcome

AS_OF = date(2026, 1, 31)
TOY_INPUTS = (Input("returns", "observations", "returns-00000001", 2, "0" * 64),)


def home(folder: Path) -> Settings:
    """Settings whose home is this folder."""
    return Settings(root=PROJECT_ROOT, home=folder.resolve())


def toy_build(folder: Path, *, value: str = "75.4", load_id: str = "returns-00000001") -> Path:
    """A build file with two marts; one row's value and the lineage can be chosen."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        connection.execute("create schema marts; create schema staging")
        connection.execute("create table staging.hidden as select 1 as id")
        connection.execute(
            "create table marts.fct_measure_values as select * from (values "
            f"('b', date '2026-01-31', cast({value} as decimal(38, 9)), '{load_id}'), "
            f"('a', date '2026-01-31', null, '{load_id}')) "
            "as t(measure_id, period_end_date, value, load_id)"
        )
        connection.execute(
            "create table marts.fct_extractions as "
            f"select 'returns' as source, 'observations' as table_name, '{load_id}' as load_id, "
            "cast(2 as bigint) as row_count"
        )
    return folder


def toy_result(target: Path, *, status: str = "pass") -> DbtResult:
    """What dbt would have left for the toy build, with one test that ended as told."""
    marts = ("fct_measure_values", "fct_extractions")
    nodes: dict[str, object] = {
        f"model.toy.{mart}": {
            "unique_id": f"model.toy.{mart}",
            "resource_type": "model",
            "schema": "marts",
            "alias": mart,
            "description": f"What {mart} holds; it's quoted.",
            "columns": {"load_id": {"description": "The load a row came with."}},
            "config": {"meta": {"owner": "performance-data"}},
        }
        for mart in marts
    }
    nodes["test.toy.keys_hold"] = {
        "unique_id": "test.toy.keys_hold",
        "resource_type": "test",
        "depends_on": {"nodes": [f"model.toy.{marts[0]}"]},
    }
    target.mkdir(parents=True, exist_ok=True)
    (target / "manifest.json").write_text(json.dumps({"nodes": nodes}), encoding="utf-8")
    (target / "semantic_manifest.json").write_text("{}", encoding="utf-8")
    outcomes = [NodeOutcome(f"model.toy.{mart}", "success", "", "", 0.1) for mart in marts]
    outcomes.append(NodeOutcome("test.toy.keys_hold", status, "2 rows", "tests/keys.sql", 0.1))
    return DbtResult("00000000-0000-0000-0000-000000000000", tuple(outcomes), target)


def toy_release(settings: Settings, **chosen: str) -> Release:
    """Publish a toy build into a home."""
    count = len(list(settings.builds.glob("*"))) if settings.builds.exists() else 0
    build = toy_build(settings.builds / f"run-{count:04d}", **chosen)
    result = toy_result(settings.home / "dbt" / "target")
    return publish_release(settings, build, result, Horizon(AS_OF), TOY_INPUTS)
