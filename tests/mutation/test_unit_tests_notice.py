"""The unit tests of the rules notice nearly every small fault in them.

Here: one folder in every run, all of them under `long`. What survives is in the message; a mutant
that changes nothing is a row, with its reason, in equivalent_mutants.csv.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.horizon import Horizon
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.transform.builds import latest_build, new_build
from orchestration.transform.dbt import WAREHOUSE, build_arguments, run_dbt, target_folder
from tests.conftest import AS_OF, PipelineRun
from tests.support.mutation import FOLDERS, MODELS, THRESHOLD, assess, read_equivalents, report

SAMPLE = "exceptions"
TargetOf = Callable[[str], Path]


@pytest.fixture(scope="module")
def target_of(pipeline_run: PipelineRun, tmp_path_factory: pytest.TempPathFactory) -> TargetOf:
    """dbt's target folder after the unit tests of a folder, on a copy of the shared build."""
    settings = Settings(root=PROJECT_ROOT, home=tmp_path_factory.mktemp("mutation").resolve())
    shared, build = latest_build(pipeline_run.settings), new_build(settings)
    assert shared is not None
    shutil.copy(shared / WAREHOUSE, build / WAREHOUSE)

    def target(folder: str) -> Path:
        select = f"path:{MODELS}/{folder},test_type:unit"
        run_dbt(settings, build, build_arguments(settings, Horizon(AS_OF), "test", select=select))
        return target_folder(settings)

    return target


def holds(folder: str, target: Path) -> None:
    score = assess(target, folder)
    assert score.outcomes
    assert score.share >= THRESHOLD, "\n" + report([score])
    unknown = {row[:3] for row in read_equivalents()} - {one.key for one in score.outcomes}
    models = {path.stem for path in (PROJECT_ROOT / MODELS / folder).glob("*.sql")}
    assert not {row for row in unknown if row[0] in models}, "No such mutant any more."
    noticed = {one.key for one in score.outcomes if one.reason and one.killed_by}
    assert not noticed, "Said to change nothing, and yet a unit test notices it."


def test_a_sample_of_the_rules(target_of: TargetOf) -> None:
    holds(SAMPLE, target_of(SAMPLE))


@pytest.mark.long
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_of_rules(folder: str, target_of: TargetOf) -> None:
    holds(folder, target_of(folder))


def test_every_equivalent_mutant_has_its_reason() -> None:
    rows = read_equivalents()
    assert len({row[:3] for row in rows}) == len(rows)
    assert all(row[3].endswith(".") for row in rows)
    folders = [PROJECT_ROOT / MODELS / folder for folder in FOLDERS]
    models = {path.stem for folder in folders for path in folder.glob("*.sql")}
    assert {row[0] for row in rows} <= models
