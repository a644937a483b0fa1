"""What Dagster knows of the sources: pools, freshness, months that can be read again."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
import yaml

from orchestration.dagster_home import instance_settings
from orchestration.definitions import build_definitions
from orchestration.defs.automation.daily import JOB
from orchestration.defs.extraction import rereads
from orchestration.defs.extraction.freshness import freshness_of
from orchestration.defs.run_resource import RunResource
from orchestration.defs.transformation.project import ReadProject, read_project
from orchestration.extract.contracts import Contract, read_contracts
from orchestration.extract.loads import LoadSummary, Reread
from orchestration.settings import PROJECT_ROOT, Settings

LONDON = ZoneInfo("Europe/London")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(root=PROJECT_ROOT, home=tmp_path_factory.mktemp("definitions").resolve())


@pytest.fixture(scope="module")
def project(home: Settings) -> ReadProject:
    return read_project(home)


@pytest.fixture(scope="module")
def definitions(home: Settings) -> dg.Definitions:
    return build_definitions(home)


def test_whatever_touches_the_build_file_is_in_its_pool(definitions: dg.Definitions) -> None:
    pools = {
        node.name: node.definition.pool
        for node in definitions.resolve_job_def(JOB).nodes
        if isinstance(node.definition, dg.OpDefinition)
    }
    build = {name for name, pool in pools.items() if pool == "build_file"}
    assert build == {"warehouse", "releases__current", "pages", "exports__current"}
    extractions = {name: pool for name, pool in pools.items() if name.startswith("extract_")}
    assert extractions == {name: f"raw_{name.removeprefix('extract_')}" for name in extractions}
    assert set(read_contracts(PROJECT_ROOT)) < {name.removeprefix("extract_") for name in pools}


def test_a_pool_lets_one_step_in_whatever_its_run() -> None:
    written = yaml.safe_load(instance_settings())["concurrency"]
    assert written["pools"] == {"granularity": "op", "default_limit": 1}


def test_every_raw_table_has_the_freshness_of_its_source(definitions: dg.Definitions) -> None:
    with (PROJECT_ROOT / "seeds/source_systems.csv").open(encoding="utf-8") as lines:
        hours = {row["source_system"]: row["freshness_hours"] for row in csv.DictReader(lines)}
    for spec in definitions.resolve_all_asset_specs():
        source = spec.key.path[0]
        if source in hours and spec.group_name == f"raw_{source}":
            assert spec.freshness_policy == dg.FreshnessPolicy.time_window(
                fail_window=timedelta(hours=float(hours[source])),
                warn_window=timedelta(hours=float(hours[source]) * 0.9),
            ), spec.key


def test_a_source_loaded_every_morning_is_never_called_late_meanwhile() -> None:
    """A load may end two hours later than the one before without a word."""
    policies: dict[str, Any] = dict(freshness_of(PROJECT_ROOT))
    assert {"servicenow", "monitoring", "hr"} <= policies.keys()
    for source, policy in policies.items():
        assert policy.warn_window.to_timedelta() >= timedelta(hours=24 + 2), source


def test_a_source_without_hours_has_no_policy(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    rows = "source_system,freshness_hours\nhourly,2\nnever,\n"
    (tmp_path / "seeds/source_systems.csv").write_text(rows)
    assert set(freshness_of(tmp_path)) == {"hourly"}


def test_months_are_london_months() -> None:
    months = rereads.months()
    windows = {
        key: months.time_window_for_partition_key(key) for key in ("2025-03-01", "2025-10-01")
    }
    hours = {
        key: (window.end.timestamp() - window.start.timestamp()) / 3600
        for key, window in windows.items()
    }
    assert hours == {"2025-03-01": 743, "2025-10-01": 745}
    assert months.get_first_partition_key() == "2024-04-01"


@pytest.mark.parametrize(
    ("start", "end", "last"),
    [
        (date(2025, 2, 1), date(2025, 3, 1), date(2025, 2, 28)),
        (date(2024, 2, 1), date(2024, 3, 1), date(2024, 2, 29)),
        (date(2025, 10, 1), date(2025, 11, 1), date(2025, 10, 31)),
        (date(2025, 12, 1), date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_month_is_its_days_from_first_to_last(start: date, end: date, last: date) -> None:
    window = dg.TimeWindow(*(datetime.combine(day, time(), LONDON) for day in (start, end)))
    assert rereads.days_of(window) == Reread(start, last)


def test_a_month_read_again_says_what_it_loaded(
    project: ReadProject, home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, Reread]] = []

    def load(_: RunResource, source: str, days: Reread, __: object) -> list[LoadSummary]:
        asked.append((source, days))
        return [LoadSummary(source, "samples", "metrics-00000003", 44_640)]

    monkeypatch.setattr(rereads, "reread_month", load)
    asset = rereads._reread_asset(project, Contract("metrics", ("prometheus",), ()))
    done = dg.materialize(
        [asset], partition_key="2025-10-01", resources={"vitals": RunResource.of(home)}
    )
    assert asked == [("metrics", Reread(date(2025, 10, 1), date(2025, 10, 31)))]
    (event,) = done.asset_materializations_for_node("months__metrics")
    told: dict[str, Any] = {name: value.value for name, value in event.metadata.items()}
    assert told == {
        "dagster/row_count": 44_640,
        "load_id": "metrics-00000003",
        "first_day": "2025-10-01",
        "last_day": "2025-10-31",
    }


def test_the_daily_job_reads_no_month_again(definitions: dg.Definitions) -> None:
    keys = definitions.resolve_job_def(JOB).asset_layer.executable_asset_keys
    assert [key for key in keys if key.path[0] == "months"] == []
