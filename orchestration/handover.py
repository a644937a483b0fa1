"""What a finished build hands to publishing: its folder, days and loads, and dbt's outcome.

Here: the note beside the build file that carries this to another process (a Dagster run may publish
again without building again). Not here: making a build (transform/) and releases (publish/).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from orchestration.horizon import Horizon
from orchestration.publish.manifest import Input
from orchestration.transform.results import DbtResult

NOTE = "build.json"


@dataclass(frozen=True)
class Built:
    """A tested build, what it looked at, and the loads that were there before it began."""

    folder: Path
    result: DbtResult
    horizon: Horizon
    inputs: tuple[Input, ...]


def note_start(folder: Path, horizon: Horizon, inputs: tuple[Input, ...]) -> None:
    """Write down what a build is about to read."""
    note = horizon.note() | {"inputs": [asdict(entry) for entry in inputs]}
    (folder / NOTE).write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")


def read_built(folder: Path, result: DbtResult) -> Built:
    """A build's note, joined with what dbt made of it."""
    note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
    inputs = tuple(Input(**entry) for entry in note["inputs"])
    return Built(folder, result, Horizon.of_note(note), inputs)
