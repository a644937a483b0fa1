"""A whole run killed at a random moment: what was published stays whole, the next run makes good.

Each try has a home of its own and kills the command itself, whatever it is doing: starting,
reading, building, publishing, writing pages. `make prove` tries twenty, the tests one.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.extract.landed import committed_loads, verify_load
from orchestration.pipeline import run
from orchestration.publish.release import Release, list_releases, read_release
from orchestration.publish.verify import verify_release
from orchestration.run_options import RunOptions
from orchestration.settings import Settings
from tests.conftest import AS_OF, SCALE, PipelineRun

COMMAND = str(Path(sys.executable).with_name("vitals"))
TRIES = [7, *(pytest.param(n, marks=pytest.mark.long) for n in range(101, 120))]
# An interpreter's start, which the stages do not count.
START_SECONDS = 3


def killed_run(settings: Settings, seconds: float) -> bool:
    """Start a run and kill it after so many seconds; False where it was done before."""
    said = settings.home / "said.txt"
    with said.open("w") as output:
        child = subprocess.Popen(
            [COMMAND, "run", "--as-of", AS_OF.isoformat(), "--scale", str(SCALE)],
            env=os.environ | {"VITALS_HOME": str(settings.home)},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        return True
    assert child.returncode == 0, said.read_text()[-2000:]
    return False


@pytest.mark.parametrize("number", TRIES)
def test_a_run_killed_at_a_random_moment_is_made_good_by_the_next(
    number: int, settings: Settings, pipeline_run: PipelineRun, release: Release
) -> None:
    taken = sum(stage.seconds for stage in pipeline_run.summary.stages) + START_SECONDS
    chance = random.Random(number)  # noqa: S311  a test's dice
    killed_run(settings, chance.uniform(0.5, taken))
    for known in list_releases(settings):
        assert verify_release(settings, known) == []

    options = RunOptions(as_of=AS_OF, scale=SCALE, seed=pipeline_run.options.seed)
    run(settings, options, lambda _: None)
    again = read_release(settings)
    assert again.manifest.content_hash == release.manifest.content_hash
    assert verify_release(settings, again.release_id) == []
    sources = [folder.name for folder in settings.raw.iterdir()]
    loads = [load for source in sources for load in committed_loads(settings.raw, source)]
    assert [finding for load in loads for finding in verify_load(load)] == []
    assert list(settings.home.glob("*/.tmp-*")) + list(settings.raw.glob("*/.tmp-*")) == []
