"""The metrics of a release: `metrics.json` and MetricFlow's own form of them, beside its files.

Here: writing the list when a release is made and reading it back, so that an old release is
exported with the metrics it was made with. Not here: how the list comes about (catalogue.py).
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from orchestration.files import sha256_of
from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.metric import Metric, Refusal
from orchestration.publish.manifest import ReleasedFile, UndescribedReleaseError

METRICS = "metrics.json"
SEMANTICS = "semantic_manifest.json"


def write_metrics(folder: Path, found: MetricList) -> ReleasedFile:
    """Write the list into a release; the entry for its manifest, of no rows."""
    notes = {
        "metrics": [metric.note() for metric in found.metrics],
        "refused": [{"name": entry.name, "reason": entry.reason} for entry in found.refused],
    }
    file = folder / METRICS
    file.write_text(json.dumps(notes, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return ReleasedFile(METRICS, 0, sha256_of(file))


def write_semantics(folder: Path, target: Path) -> ReleasedFile:
    """Keep what MetricFlow needs to answer questions about this release; of no rows."""
    file = folder / SEMANTICS
    shutil.copyfile(target / SEMANTICS, file)
    return ReleasedFile(SEMANTICS, 0, sha256_of(file))


def read_metrics(folder: Path) -> MetricList:
    """The list of a release."""
    file = folder / METRICS
    if not file.is_file():
        raise UndescribedReleaseError(folder, METRICS)
    notes = json.loads(file.read_text(encoding="utf-8"))
    return MetricList(
        tuple(Metric.of_note(note) for note in notes["metrics"]),
        tuple(Refusal(**entry) for entry in notes["refused"]),
    )


def defined_metrics(folder: Path) -> frozenset[str]:
    """The names that MetricFlow's own form of a release's metrics defines."""
    semantics = json.loads((folder / SEMANTICS).read_text(encoding="utf-8"))
    return frozenset(metric["name"] for metric in semantics["metrics"])
