"""A release as a Power BI project, in a folder.

Here: the steps, from a release to checked files. Not here: each of them (build.py, tmdl.py,
report.py, parity.py, written.py, checker.py).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.metric import Aggregation
from orchestration.metrics.released import read_metrics
from orchestration.publish.datapackage import read_tables
from orchestration.publish.generation import Generation
from orchestration.publish.powerbi.build import Built, build_model
from orchestration.publish.powerbi.checker import BrokenProjectError, check_project
from orchestration.publish.powerbi.model import Parameter
from orchestration.publish.powerbi.pages import Page, pages
from orchestration.publish.powerbi.parity import FILE, expected_figures, parity_query
from orchestration.publish.powerbi.report import (
    MODEL,
    REPORT,
    model_item_files,
    project_files,
    report_files,
)
from orchestration.publish.powerbi.sight import HEADER
from orchestration.publish.powerbi.sources import Places, Source, parameters
from orchestration.publish.powerbi.tmdl import model_files
from orchestration.publish.powerbi.written import Written, write_project
from orchestration.publish.release import Release

TARGET = "powerbi"
# A metric that counts rows of one status names it.
STATUS = "rag_status"
MEMBERSHIPS_FILE = "memberships.csv"


@dataclass(frozen=True)
class Exported:
    """Where the project stands, what was written, and what became of each metric.

    `warnings` are faults of a report that somebody changed.
    """

    folder: Path
    written: Written
    warnings: tuple[str, ...]
    generation: Generation


def export_powerbi(
    release: Release,
    source: Source,
    folder: Path,
    *,
    replace_model: bool = False,
    places: Mapping[str, str] | None = None,
) -> Exported:
    """Write a release's project; the report keeps what somebody changed.

    `places` are the parameters of the model (fields of `Places`) that are not to be as they are by
    themselves: this release's folder, a server on this machine.
    """
    of_release = Places(f"{release.folder}{os.sep}", str(folder / MEMBERSHIPS_FILE))
    given = parameters(source, replace(of_release, **(places or {})))
    metrics = read_metrics(release.folder)
    with duckdb.connect() as connection:
        read_rows(connection, release.folder)
        built = _built(connection, release, source, given, metrics)
        told = [metric for metric in metrics.metrics if metric.name in built.names]
        expected = expected_figures(connection, told)
    query = parity_query(built.model, built.names, expected)
    model = {
        **_below(f"{MODEL}/definition", model_files(built.model)),
        **_below(MODEL, {**model_item_files(), FILE: query}),
    }
    shown = report_files(_pages(built, metrics))
    report = {**project_files(), **_below(REPORT, shown)}
    _refuse_broken({**model, **report})
    written = write_project(folder, model, report, replace_model=replace_model)
    _offer_memberships(source, folder)
    # What somebody keeps of the report may show what is no longer there.
    warnings = check_project(folder) if written.left else []
    generation = Generation(TARGET, tuple(built.names), built.refused)
    return Exported(folder, written, tuple(warnings), generation)


def _pages(built: Built, metrics: MetricList) -> tuple[Page, ...]:
    counts = [
        metric
        for metric in metrics.metrics
        if metric.aggregation is Aggregation.COUNT and metric.name in built.names
    ]
    events = [metric for metric in counts if not any(name == STATUS for name, _ in metric.where)]
    return pages(
        [built.names[metric.name] for metric in counts],
        [built.names[metric.name] for metric in events],
    )


def _refuse_broken(files: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        for path, text in files.items():
            file = Path(scratch) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        faults = check_project(Path(scratch))
    if faults:
        raise BrokenProjectError(faults)


def read_rows(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Let the release's tables stand in a database, by their names."""
    for file in sorted(folder.glob("*.parquet")):
        told = str(file).replace("'", "''")
        connection.execute(f"create view \"{file.stem}\" as from read_parquet('{told}')")


def _built(
    connection: duckdb.DuckDBPyConnection,
    release: Release,
    source: Source,
    given: tuple[Parameter, ...],
    metrics: MetricList,
) -> Built:
    def sorts(mart: str, column: str, by: str) -> bool:
        row = connection.execute(
            f'select coalesce(max(n), 0) from (select count(distinct "{by}") as n '
            f'from "{mart}" group by "{column}")'
        ).fetchone()
        return row is not None and row[0] <= 1

    return build_model(
        release.release_id,
        read_tables(release.folder),
        metrics,
        source,
        given,
        sorts,
    )


def _offer_memberships(source: Source, folder: Path) -> None:
    file = folder / MEMBERSHIPS_FILE
    if source is Source.PARQUET and not file.exists():
        file.write_text(HEADER, encoding="utf-8")


def _below(folder: str, files: Mapping[str, str]) -> dict[str, str]:
    return {f"{folder}/{path}": text for path, text in files.items()}


def describe(exported: Exported) -> Sequence[str]:
    """What was done, in lines for a person."""
    lines = [
        f"Power BI project  {exported.folder}",
        f"{exported.written.files} files written, "
        f"{len(exported.generation.exported)} metrics exported, "
        f"{len(exported.generation.refused)} refused.",
    ]
    lines += [f"Refused  {one.name}: {one.reason}" for one in exported.generation.refused]
    lines += [f"Left as it was changed  {path}" for path in exported.written.left]
    lines += [f"No longer fits  {warning}" for warning in exported.warnings]
    return lines
