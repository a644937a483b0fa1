"""dbt's unit tests pass, and those of the rules notice nearly every small fault in them.

Here: all unit tests once, and the mutants of one folder; of all folders under `long`. What survives
is in the message; a mutant that changes nothing is a row, with its reason, in
equivalent_mutants.csv.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.horizon import Horizon
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.transform.builds import latest_build
from orchestration.transform.dbt import build_arguments, invoke_dbt, run_dbt, target_folder
from orchestration.transform.results import DbtResult
from tests.conftest import AS_OF, PipelineRun
from tests.support.mutation import FOLDERS, MODELS, THRESHOLD, assess, read_equivalents, report

SAMPLE = "exceptions"


@pytest.fixture(scope="module")
def unit_tested(pipeline_run: PipelineRun, tmp_path_factory: pytest.TempPathFactory) -> DbtResult:
    """All unit tests of dbt, run in a copy of the home of the shared run."""
    home = tmp_path_factory.mktemp("unit_tested").resolve() / "home"
    shutil.copytree(pipeline_run.settings.home, home, symlinks=True)
    copy = Settings(root=PROJECT_ROOT, home=home)
    build = latest_build(copy)
    assert build is not None
    # A view over raw files names the home it was made in: this home is a copy of that one.
    views = "path:dbt_project/models/staging,config.materialized:view"
    run_dbt(copy, build, build_arguments(copy, Horizon(AS_OF), "run", select=views))
    arguments = build_arguments(copy, Horizon(AS_OF), "test", select="test_type:unit")
    # Not raised here: one that fails elsewhere hides no mutant.
    invoke_dbt(copy, build, arguments)
    return DbtResult.from_target(target_folder(copy))


def test_every_dbt_unit_test_passes(unit_tested: DbtResult) -> None:
    ran = {outcome.unique_id for outcome in unit_tested.outcomes if outcome.kind == "unit_test"}
    assert ran
    assert not unit_tested.failures
    assert ran == set(DbtResult.from_target(unit_tested.target).manifest["unit_tests"])


def assert_noticed(folder: str, target: Path) -> None:
    score = assess(target, folder)
    assert score.outcomes
    assert score.share >= THRESHOLD, "\n" + report([score])
    unknown = {row[:3] for row in read_equivalents()} - {one.key for one in score.outcomes}
    models = {path.stem for path in (PROJECT_ROOT / MODELS / folder).glob("*.sql")}
    assert not {row for row in unknown if row[0] in models}, "No such mutant any more."
    noticed = {one.key for one in score.outcomes if one.reason and one.killed_by}
    assert not noticed, "Said to change nothing, and yet a unit test notices it."


def test_a_sample_of_the_rules(unit_tested: DbtResult) -> None:
    assert_noticed(SAMPLE, unit_tested.target)


@pytest.mark.long
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_of_rules(folder: str, unit_tested: DbtResult) -> None:
    assert_noticed(folder, unit_tested.target)


def test_every_equivalent_mutant_has_its_reason() -> None:
    rows = read_equivalents()
    assert len({row[:3] for row in rows}) == len(rows)
    assert all(row[3].endswith(".") for row in rows)
    folders = [PROJECT_ROOT / MODELS / folder for folder in FOLDERS]
    models = {path.stem for folder in folders for path in folder.glob("*.sql")}
    assert {row[0] for row in rows} <= models
