"""Metabase's own validator reads the exported files, and refuses a broken one.

Optional: the validator comes by npm under its own licence (AGPL) into a folder of the test and is
needed by nothing else. Without npm or a registry the test is skipped, and says so.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from orchestration.publish.metabase.export import Names, export_metabase
from orchestration.publish.release import Release

PACKAGE = "@metabase/representations"
VERSION = "1.2.0"

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def validator(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that validates a folder."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("npm is not installed, and Metabase's validator comes by npm")
    folder = tmp_path_factory.mktemp("npm")
    asked = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", f"{PACKAGE}@{VERSION}"]
    try:
        done = subprocess.run(
            asked, cwd=folder, capture_output=True, text=True, timeout=120, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.skip("npm's registry did not answer within two minutes")
    if done.returncode != 0:
        pytest.skip(f"npm could not fetch {PACKAGE}: {done.stderr.strip()[-200:]}")
    program = folder / "node_modules" / PACKAGE / "dist" / "bin" / "cli.js"
    return [node, str(program), "validate-schema", "--folder"]


def test_the_files_of_a_release_are_valid(
    validator: list[str], release: Release, tmp_path: Path
) -> None:
    export_metabase(release, tmp_path, Names(site_url="https://pages.example"))
    files = list(tmp_path.rglob("*.yaml"))
    done = _run(validator, tmp_path)
    assert f"{len(files)} passed, 0 failed" in done.stdout
    broken = next(file for file in files if file.name.startswith("metric_"))
    text = broken.read_text(encoding="utf-8").replace("mbql.stage/native", "mbql.stage/neither")
    broken.write_text(text.replace("display: ", "display: no_such_"), encoding="utf-8")
    done = _run(validator, tmp_path)
    assert f"{len(files) - 1} passed, 1 failed" in done.stdout


def _run(validator: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*validator, str(folder)], capture_output=True, text=True, timeout=60, check=False
    )
