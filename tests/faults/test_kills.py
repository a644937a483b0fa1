"""A load killed at any moment: the next run puts it right, without a lost, doubled or stuck row."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT

# Fewer steps than these would mean that the kills no longer hit the writing.
LEAST_STEPS = {
    "cursor": 30,
    "returns": 60,
    "merging": 40,
    "table_api": 50,
    "prometheus": 30,
    "rest": 45,
    "sql": 35,
    "event_files": 35,
}


# Every step is `make prove`'s; here each fifth.
@pytest.mark.parametrize("stride", [5, pytest.param(1, marks=pytest.mark.long)])
def test_a_load_killed_at_every_step_loses_and_doubles_nothing(tmp_path: Path, stride: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_loads", str(tmp_path), str(stride)],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=1_200,
    )
    assert done.returncode == 0, done.stderr
    kills = {kind: int(count) for kind, count in map(str.split, done.stdout.splitlines())}
    assert kills.pop("random") == 15
    assert kills.keys() == LEAST_STEPS.keys()
    assert {
        kind: count for kind, count in kills.items() if count * stride < LEAST_STEPS[kind]
    } == {}
