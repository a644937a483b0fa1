"""`vitals export csv`: tables of a release as CSV files that describe themselves.

Here: values, files, and the folder they appear in all together. Not here: the words of the
descriptor (publish.datapackage) and its check (check.py).
"""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.errors import ToldError
from orchestration.files import sha256_of
from orchestration.metrics.metric import Refusal
from orchestration.metrics.released import read_metrics
from orchestration.publish.datapackage import (
    CSV,
    DESCRIPTOR,
    descriptor_text,
    read_origins,
    read_tables,
    resource,
)
from orchestration.publish.generation import Generation
from orchestration.publish.marts import text
from orchestration.publish.release import Release, read_release
from orchestration.publish.site.downloads import safe
from orchestration.publish.tables import Table
from orchestration.settings import Settings

TARGET = "csv"
BATCH = 5_000


class CsvExportError(ToldError):
    """Nothing was written, and why."""


@dataclass(frozen=True)
class CsvExport:
    """The folder that was written, its files, and which metrics can be worked out from them."""

    folder: Path
    release_id: str
    files: tuple[str, ...]
    generation: Generation


def export_csv(
    settings: Settings,
    release_id: str | None = None,
    names: Sequence[str] = (),
    output: Path | None = None,
) -> CsvExport:
    """Write the named tables of a release, or all of them, and their descriptor."""
    release = read_release(settings, release_id)
    tables = chosen_tables(read_tables(release.folder), names)
    folder = output or settings.exports / release.release_id / TARGET
    if folder.exists() and not _is_ours(folder):
        raise CsvExportError(
            f"{folder} holds something else than a data package.",
            "Name a folder that is not there yet, or one that an earlier export wrote.",
        )
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    _write(draft, release, tables)
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
    files = tuple(f"{table.name}.csv" for table in tables)
    return CsvExport(folder, release.release_id, files, _generation(release, tables))


def chosen_tables(tables: Sequence[Table], names: Sequence[str]) -> tuple[Table, ...]:
    """The tables by these names; a reference into a table that is left out is left out too."""
    known = {table.name for table in tables}
    unknown = sorted(set(names) - known)
    if unknown:
        raise CsvExportError(
            f"The release has no table {', '.join(unknown)}.",
            f"It has {', '.join(sorted(known))}.",
        )
    wanted: Collection[str] = set(names) or known
    return tuple(
        replace(table, references=tuple(r for r in table.references if r.table in wanted))
        for table in tables
        if table.name in wanted
    )


def _is_ours(folder: Path) -> bool:
    """Whether the folder may be replaced: empty, or CSV files beside a descriptor."""
    found = [entry.name for entry in folder.iterdir()] if folder.is_dir() else [""]
    return not found or (
        DESCRIPTOR in found and all(n == DESCRIPTOR or n.endswith(".csv") for n in found)
    )


def _write(folder: Path, release: Release, tables: Sequence[Table]) -> None:
    with duckdb.connect() as session:
        session.execute("set enable_progress_bar = false")
        session.execute("set timezone = 'UTC'")
        for table in tables:
            source = text(release.folder / f"{table.name}.parquet")
            _write_csv(session, source, table, folder / f"{table.name}.csv")
    resources = [
        resource(table, CSV, file, sha256_of(file))
        for table in tables
        for file in [folder / f"{table.name}.csv"]
    ]
    described = descriptor_text(
        tables,
        resources,
        read_origins(release.folder),
        release_id=release.release_id,
        created_at=release.manifest.created_at,
    )
    (folder / DESCRIPTOR).write_text(described, encoding="utf-8")


def _write_csv(session: duckdb.DuckDBPyConnection, source: str, table: Table, file: Path) -> None:
    cursor = session.execute(f"select * from read_parquet({source}) order by all")
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\r\n")
        writer.writerow([column.name for column in table.columns])
        while rows := cursor.fetchmany(BATCH):
            writer.writerows([csv_value(value) for value in row] for row in rows)


def csv_value(value: Any) -> str:
    """As the schema's types are written in CSV; a text that could be run gets an apostrophe."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value
        return f"{moment.replace(tzinfo=None).isoformat()}Z"
    return safe(value)


def _generation(release: Release, tables: Sequence[Table]) -> Generation:
    """A metric is there when its table is: CSV holds rows, and the metric says what to add up."""
    names = {table.name for table in tables}
    metrics = read_metrics(release.folder).metrics
    return Generation(
        TARGET,
        tuple(metric.name for metric in metrics if metric.table in names),
        tuple(
            Refusal(metric.name, f"Its table, {metric.table}, was not asked for.")
            for metric in metrics
            if metric.table not in names
        ),
    )
