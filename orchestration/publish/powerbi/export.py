"""A release as a Power BI project, in a folder.

Here: the steps, from a release to checked files. Not here: each of them (build.py, tmdl.py,
report.py, parity.py, written.py, checker.py).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.released import read_metrics
from orchestration.publish.datapackage import read_tables
from orchestration.publish.generation import Generation
from orchestration.publish.powerbi.build import Built, build_model
from orchestration.publish.powerbi.checker import BrokenProjectError, check_project
from orchestration.publish.powerbi.pages import counting, pages
from orchestration.publish.powerbi.parity import FILE, expected_figures, parity_query
from orchestration.publish.powerbi.report import (
    MODEL,
    REPORT,
    model_item_files,
    project_files,
    report_files,
)
from orchestration.publish.powerbi.roles import HEADER
from orchestration.publish.powerbi.sources import Source, parameters
from orchestration.publish.powerbi.tmdl import model_files
from orchestration.publish.powerbi.written import Written, write_project
from orchestration.publish.release import Release

TARGET = "powerbi"
MEMBERSHIPS_FILE = "memberships.csv"


@dataclass(frozen=True)
class Exported:
    """Where the project stands, what was written, and what became of each metric."""

    folder: Path
    written: Written
    generation: Generation


def export_powerbi(
    release: Release, source: Source, folder: Path, *, replace_model: bool = False
) -> Exported:
    """Write a release's project; the report keeps what somebody changed."""
    metrics = read_metrics(release.folder)
    with duckdb.connect() as connection:
        read_rows(connection, release.folder, metrics)
        built = _built(connection, release, source, folder, metrics)
        expected = expected_figures(connection, metrics.metrics)
    query = parity_query(built.model, built.names, expected)
    model = {
        **_below(f"{MODEL}/definition", model_files(built.model)),
        **_below(MODEL, {**model_item_files(), FILE: query}),
    }
    told = report_files(pages(counting(built.model)))
    report = {**project_files(), **_below(REPORT, told)}
    written = write_project(folder, model, report, replace_model=replace_model)
    _offer_memberships(source, folder)
    faults = check_project(folder)
    if faults and not written.left:
        raise BrokenProjectError(faults)
    generation = Generation(TARGET, tuple(built.names), built.refused)
    return Exported(folder, written, generation)


def read_rows(connection: duckdb.DuckDBPyConnection, folder: Path, metrics: MetricList) -> None:
    """Let the release's tables stand in a database in memory, by their names."""
    for file in sorted(folder.glob("*.parquet")):
        told = str(file).replace("'", "''")
        connection.execute(f"create view \"{file.stem}\" as select * from read_parquet('{told}')")
    asked = {metric.table for metric in metrics.metrics} | {"dim_dates"}
    for table in sorted(asked):
        connection.execute(f'create table "rows of {table}" as select * from "{table}"')
        connection.execute(f'drop view "{table}"')
        connection.execute(f'alter table "rows of {table}" rename to "{table}"')


def _built(
    connection: duckdb.DuckDBPyConnection,
    release: Release,
    source: Source,
    folder: Path,
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
        parameters(source, f"{release.folder}{os.sep}", str(folder / MEMBERSHIPS_FILE)),
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
    return lines
