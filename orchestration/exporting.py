"""What a run makes of its release for other tools.

Here: the list of exports, each called in one form. Not here: the exports (publish/) and the folder
they go to (publish/exports.py). Servers are no exports: nothing is sent anywhere by a run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from orchestration.metrics.metric import Refusal
from orchestration.publish.exports import Export, write_exports
from orchestration.publish.generation import Generation
from orchestration.publish.release import Release
from orchestration.settings import Settings


def export_all(settings: Settings, release: Release, progress: Callable[[str], None]) -> Path:
    """Make every export of a release, and its documentation; the folder they are in."""
    from orchestration.publish.docs.writing import write_docs

    folder = write_exports(settings, release, EXPORTS, progress)
    write_docs(settings, release, progress)
    return folder


def _metricflow(_: Settings, release: Release, __: Path) -> Generation:
    """The semantic layer lies in the release itself; here it is held against its list."""
    from orchestration.metrics.released import defined_metrics, read_metrics

    defined = defined_metrics(release.folder)
    names = [metric.name for metric in read_metrics(release.folder).metrics]
    reason = "The semantic layer of the release does not define it."
    return Generation(
        "metricflow",
        tuple(name for name in names if name in defined),
        tuple(Refusal(name, reason) for name in names if name not in defined),
    )


def _powerbi(_: Settings, release: Release, folder: Path) -> Generation:
    from orchestration.publish.powerbi.export import TARGET, export_powerbi
    from orchestration.publish.powerbi.sources import Source

    return export_powerbi(release, Source.PARQUET, folder / TARGET).generation


def _excel(settings: Settings, release: Release, folder: Path) -> Generation:
    from orchestration.publish.excel.export import FILE, TARGET, export_excel

    output = folder / TARGET / FILE
    return export_excel(settings, release.release_id, output).generation


def _metabase(_: Settings, release: Release, folder: Path) -> Generation:
    from orchestration.publish.metabase.dashboards import TARGET
    from orchestration.publish.metabase.export import Names, export_metabase

    return export_metabase(release, folder / TARGET, Names())


EXPORTS: Mapping[str, Export] = {
    "metricflow": _metricflow,
    "excel": _excel,
    "metabase": _metabase,
    "powerbi": _powerbi,
}
