"""Everything a release's folder holds but its manifest, written from a tested build.

Here: which files there are, in the order in which one is made of another, each with its rows and
hash. Not here: how each kind of file is written (marts.py, datapackage.py, metrics/), and when a
folder becomes a release (release.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orchestration.files import sha256_of
from orchestration.metrics.catalogue import read_metric_list
from orchestration.metrics.released import write_metrics, write_semantics
from orchestration.metrics.saved import FIGURES_TABLE, write_figures
from orchestration.publish.content import hash_relation, is_content
from orchestration.publish.datapackage import write_descriptor
from orchestration.publish.manifest import ReleasedFile
from orchestration.publish.marts import (
    MartError,
    name,
    open_read_only,
    read_marts,
    write_parquet,
    write_serving,
)
from orchestration.publish.tables import Table, describe_tables
from orchestration.transform.dbt import WAREHOUSE
from orchestration.transform.results import DbtResult


@dataclass(frozen=True)
class ReleaseFiles:
    """The files of a release, and the content hash of each table that says something."""

    files: tuple[ReleasedFile, ...]
    hashes: dict[str, str]


@dataclass(frozen=True)
class Identity:
    """Which release it is, and when it was made (ISO 8601, UTC)."""

    release_id: str
    created_at: str


def write_release_files(
    root: Path, build: Path, result: DbtResult, folder: Path, about: Identity, *, is_whole: bool
) -> ReleaseFiles:
    """Write marts, metrics and descriptions into `folder`; raises MartError.

    The saved queries of the metrics are asked of a whole release only: a part lacks their marts.
    """
    tables, files, hashes = _write_marts(build, result, folder)
    files.append(write_metrics(folder, read_metric_list(root)))
    files.append(write_semantics(folder, result.target))
    if is_whole and (figures := write_figures(folder)):
        tables = (*tables, FIGURES_TABLE)
        files.append(ReleasedFile(figures.file.name, figures.rows, sha256_of(figures.file)))
        hashes[FIGURES_TABLE.name] = figures.content_hash
    serving = write_serving(folder, tables)
    rows = sum(file.rows for file in files)
    files.append(ReleasedFile(serving.name, rows, sha256_of(serving)))
    files.append(
        write_descriptor(
            folder, tables, files, release_id=about.release_id, created_at=about.created_at
        )
    )
    return ReleaseFiles(tuple(files), hashes)


def _write_marts(
    build: Path, result: DbtResult, folder: Path
) -> tuple[tuple[Table, ...], list[ReleasedFile], dict[str, str]]:
    files: list[ReleasedFile] = []
    hashes: dict[str, str] = {}
    with open_read_only(build / WAREHOUSE) as connection:
        marts = read_marts(connection, result.marts())
        if not marts:
            raise MartError(f"{build / WAREHOUSE} has no relation in its schema marts")
        for mart in marts:
            file = folder / f"{mart.name}.parquet"
            rows = write_parquet(connection, mart, file)
            files.append(ReleasedFile(file.name, rows, sha256_of(file)))
            if is_content(mart.name):
                relation = f"build.marts.{name(mart.name)}"
                columns = [column for column, _ in mart.columns]
                hashes[mart.name] = hash_relation(connection, relation, columns)
    tables = describe_tables(result.manifest, {mart.name: mart.columns for mart in marts})
    return tables, files, hashes
