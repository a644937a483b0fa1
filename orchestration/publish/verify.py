"""Holding a release against its own manifest.

Here: recomputing every hash and count a manifest gives and saying each difference in words. Not
here: whether the figures are right (dbt's tests decide that before anything is published).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from orchestration.files import sha256_of
from orchestration.publish.content import combine, hash_relation, is_content
from orchestration.publish.manifest import MANIFEST, Manifest, ReleasedFile
from orchestration.publish.marts import SERVING, name, open_read_only, text
from orchestration.publish.release import read_release
from orchestration.settings import Settings


def verify_release(settings: Settings, release_id: str | None = None) -> list[str]:
    """Every way in which a release differs from its manifest; nothing means it is whole."""
    release = read_release(settings, release_id)
    return list(_differences(release.folder, release.manifest))


def _differences(folder: Path, manifest: Manifest) -> Iterator[str]:
    if folder.name != manifest.release_id:
        yield f"{MANIFEST}: it belongs to release {manifest.release_id}, not {folder.name}"
    listed = {file.name for file in manifest.files} | {MANIFEST}
    for found in sorted(folder.iterdir()):
        if found.name not in listed:
            yield f"{found.name}: the manifest does not list it"
    whole = True
    for file in manifest.files:
        for difference in _file_differences(folder, file):
            whole = False
            yield difference
    if whole:
        yield from _content_differences(folder, manifest)


def _file_differences(folder: Path, listed: ReleasedFile) -> Iterator[str]:
    file = folder / listed.name
    if not file.is_file():
        yield f"{listed.name}: the file is missing"
        return
    digest = sha256_of(file)
    if digest != listed.sha256:
        yield f"{listed.name}: sha256 is {digest}, the manifest says {listed.sha256}"
    try:
        rows = _count_rows(file)
    except duckdb.Error as error:
        yield f"{listed.name}: it cannot be read: {str(error).splitlines()[0]}"
        return
    if rows != listed.rows:
        yield f"{listed.name}: {rows} rows, the manifest says {listed.rows}"


def _count_rows(file: Path) -> int:
    if file.suffix == ".json":
        return 0
    if file.name != SERVING:
        with duckdb.connect() as connection:
            return _one(connection, f"select count(*) from read_parquet({text(file)})")
    with open_read_only(file) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'build'"
        ).fetchall()
        counts = [f"(select count(*) from build.{name(table)})" for (table,) in tables]
        return _one(connection, "select " + (" + ".join(counts) or "0"))


def _content_differences(folder: Path, manifest: Manifest) -> Iterator[str]:
    hashes: dict[str, str] = {}
    with open_read_only(folder / SERVING) as connection:
        for listed in manifest.files:
            mart = listed.name.removesuffix(".parquet")
            if not listed.name.endswith(".parquet") or not is_content(mart):
                continue
            parquet = f"read_parquet({text(folder / listed.name)})"
            described = connection.execute(f"describe select * from {parquet}").fetchall()
            columns = [row[0] for row in described]
            hashes[mart] = hash_relation(connection, parquet, columns)
            if hash_relation(connection, f"build.{name(mart)}", columns) != hashes[mart]:
                yield f"{SERVING}: its table {mart} says something else than {listed.name}"
            if hashes[mart] != manifest.mart_hashes.get(mart):
                yield f"{listed.name}: its rows do not give the content hash of the manifest"
    if combine(hashes) != manifest.content_hash:
        yield f"{MANIFEST}: content_hash is not what the files say"


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    found = connection.execute(query).fetchone()
    return int(found[0]) if found else 0
