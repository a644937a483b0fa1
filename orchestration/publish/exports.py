"""Everything that is made of a release for other tools, beside it: `exports/<release>/`.

Here: where exports go, and the report of what each made of every metric. Not here: which exports a
run makes (orchestration/exporting.py), the exports themselves (the folders beside this file), and
servers (postgres/, metabase/), which are brought up to date when somebody asks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from orchestration.errors import ToldError
from orchestration.files import point_link
from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.released import read_metrics
from orchestration.publish.generation import Generation
from orchestration.publish.release import CURRENT, Release
from orchestration.settings import Settings

REPORT = "generation-report.json"
Export = Callable[[Settings, Release, Path], Generation]


class IncompleteExportError(ToldError):
    """An export that says nothing of a metric, or two things."""

    def __init__(self, generation: Generation, names: Iterable[str]) -> None:
        super().__init__(
            f"{generation.target} does not account for: {', '.join(names)}.",
            "This is a fault of the export: each metric is exported or refused, once.",
        )


def write_exports(
    settings: Settings,
    release: Release,
    exports: Mapping[str, Export],
    progress: Callable[[str], None],
) -> Path:
    """Make each export of a release; the folder they are in, with the report beside them."""
    folder = settings.exports / release.release_id
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for target, export in exports.items():
        progress(f"exports: {target}")
        made.append(export(settings, release, folder))
    write_report(folder, read_metrics(release.folder), made)
    if settings.current_release.resolve() == release.folder.resolve():
        point_to_exports(settings, release)
    return folder


def point_to_exports(settings: Settings, release: Release) -> None:
    """Let `exports/current` be those of a release; where it has none, there is no such link."""
    link = settings.exports / CURRENT
    if (settings.exports / release.release_id).is_dir():
        point_link(link, release.release_id)
    else:
        link.unlink(missing_ok=True)


def report_export(settings: Settings, release: Release, generation: Generation) -> Path:
    """Say in the report of a release what one export, made by itself, has and refuses."""
    folder = settings.exports / release.release_id
    folder.mkdir(parents=True, exist_ok=True)
    return write_report(folder, read_metrics(release.folder), [generation])


def write_report(folder: Path, metrics: MetricList, made: Iterable[Generation]) -> Path:
    """Say for each target which metrics it has and which it refuses; raises where one is amiss.

    What the report says of other targets stays.
    """
    file = folder / REPORT
    targets = json.loads(file.read_text(encoding="utf-8"))["targets"] if file.is_file() else {}
    for generation in made:
        if missed := generation.unaccounted(metrics):
            raise IncompleteExportError(generation, missed)
        targets[generation.target] = {
            "exported": sorted(generation.exported),
            "refused": {entry.name: entry.reason for entry in generation.refused},
        }
    report = {
        "measures_without_metric": {entry.name: entry.reason for entry in metrics.refused},
        "targets": targets,
    }
    file.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file
