"""A load killed at any moment: the next run puts it right, without a lost, doubled or stuck row."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from orchestration.settings import PROJECT_ROOT


def test_a_load_killed_at_every_step_loses_and_doubles_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_loads", str(tmp_path), "1"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    kills = {kind: int(count) for kind, count in map(str.split, done.stdout.splitlines())}
    # Fewer steps than these would mean that the kills no longer hit the writing.
    assert kills["cursor"] > 20
    assert kills["returns"] > 20
    assert kills["random"] == 15
