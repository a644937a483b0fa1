"""dbt in this process, on a toy project: arguments, failures in words, the file given back."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.horizon import Horizon
from orchestration.settings import Settings
from orchestration.transform.builds import forget_old_builds, latest_build, new_build
from orchestration.transform.dbt import (
    TransformError,
    build_arguments,
    forget_result,
    green_result,
    run_dbt,
)

AS_OF = date(2026, 1, 31)
PROJECT = """
name: toy
version: "1.0.0"
profile: toy
model-paths: [models]
models: {toy: {+schema: marts}}
"""
PROFILE = """
toy:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: "{{ env_var('VITALS_BUILD') }}/warehouse.duckdb", threads: 1}
"""
TESTS = """
models:
  - name: days
    columns:
      - name: as_of
        data_tests: [not_null, {accepted_values: {arguments: {values: ["2026-01-31"]}}}]
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    root = tmp_path / "project"
    (root / "models").mkdir(parents=True)
    (root / "dbt_project.yml").write_text(PROJECT)
    (root / "profiles.yml").write_text(PROFILE)
    (root / "models" / "days.sql").write_text("select '{{ var(\"as_of\") }}' as as_of")
    (root / "models" / "days.yml").write_text(TESTS)
    return Settings(root=root, home=tmp_path / "home")


def test_arguments_carry_the_day_and_absolute_places(settings: Settings) -> None:
    arguments = build_arguments(settings, Horizon(AS_OF))
    assert arguments[0] == "build"
    assert arguments[arguments.index("--project-dir") + 1] == str(settings.root)
    assert arguments[arguments.index("--target-path") + 1].startswith(str(settings.home))
    assert '"as_of": "2026-01-31"' in " ".join(arguments)
    assert arguments[-2:] == ["--exclude-resource-type", "unit_test"]
    assert "unit_test" not in build_arguments(settings, Horizon(AS_OF), exclude_unit_tests=False)
    assert build_arguments(settings, None, "test", select="test_type:unit")[-1] == "test_type:unit"


def test_a_green_build_gives_its_file_back(settings: Settings) -> None:
    build = new_build(settings)
    before = dict(os.environ)
    said: list[str] = []
    result = run_dbt(
        settings, build, build_arguments(settings, Horizon(AS_OF)), progress=said.append
    )
    assert {outcome.status for outcome in result.outcomes} == {"success", "pass"}
    assert os.environ == before
    with duckdb.connect(str(build / "warehouse.duckdb")) as connection:
        found = connection.execute("select as_of from main_marts.days").fetchall()
    assert found == [("2026-01-31",)]
    assert (settings.logs / "dbt.log").is_file()


def test_a_failing_test_is_named_with_its_file(settings: Settings) -> None:
    build = new_build(settings)
    with pytest.raises(TransformError) as caught:
        run_dbt(settings, build, build_arguments(settings, Horizon(date(2026, 2, 1))))
    assert "accepted_values_days_as_of" in caught.value.what
    assert "models/days.yml" in caught.value.what
    assert "correct the records" in caught.value.remedy
    with duckdb.connect(str(build / "warehouse.duckdb")) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


@pytest.mark.parametrize(("meta", "is_told"), [("{tells_rows: true}", True), ("{}", False)])
def test_a_failing_test_tells_its_rows_when_it_may(
    settings: Settings, meta: str, is_told: bool
) -> None:
    told = f"data_tests: [not_null, {{unique: {{config: {{meta: {meta}}}}}}}]"
    (settings.root / "models" / "days.sql").write_text("select 'again' as as_of from range(2)")
    (settings.root / "models" / "days.yml").write_text(
        f"models: [{{name: days, columns: [{{name: as_of, {told}}}]}}]"
    )
    with pytest.raises(TransformError, match="unique_days_as_of") as caught:
        run_dbt(settings, new_build(settings), build_arguments(settings, Horizon(AS_OF)))
    assert ("  unique_field again, n_records 2" in caught.value.what) == is_told


def test_a_broken_model_is_named_with_its_message(settings: Settings) -> None:
    (settings.root / "models" / "days.sql").write_text("select missing_column as as_of")
    with pytest.raises(TransformError, match="model days") as caught:
        run_dbt(settings, new_build(settings), build_arguments(settings, Horizon(AS_OF)))
    assert "missing_column" in caught.value.what
    assert "skipped" not in caught.value.what


def test_a_project_that_cannot_be_read_is_said(settings: Settings) -> None:
    (settings.root / "models" / "days.sql").write_text("select * from {{ ref('nowhere') }}")
    with pytest.raises(TransformError, match="nowhere"):
        run_dbt(settings, new_build(settings), build_arguments(settings, Horizon(AS_OF)))


def test_only_the_newest_builds_stay(settings: Settings) -> None:
    folders = [new_build(settings) for _ in range(4)]
    (folders[-1] / "warehouse.duckdb").touch()
    forget_old_builds(settings)
    assert [folder.exists() for folder in folders] == [False, False, True, True]
    assert latest_build(settings) == folders[-1]


def test_a_former_result_is_never_taken_for_this_one(settings: Settings) -> None:
    run_dbt(settings, new_build(settings), build_arguments(settings, Horizon(AS_OF)))
    assert green_result(settings)
    forget_result(settings)
    with pytest.raises(TransformError, match="before it had any result"):
        green_result(settings)
