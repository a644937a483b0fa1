"""A data package held against its own description, by the `frictionless` library.

Here: the descriptor, then every row of every CSV: types, required values, lists of values, keys,
references, sizes and hashes; and of Parquet files, which the library reads through a library that
turns whole numbers with gaps into fractions, sizes and hashes alone. Not here: repairing anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from frictionless import FrictionlessException, Package, Resource, system

from orchestration.files import sha256_of
from orchestration.publish.datapackage import DESCRIPTOR

# Enough to see what is wrong; a column of the wrong type is wrong in every row.
LIMIT = 50
TABULAR = "csv"


def check_package(folder: Path, *, rows: int | None = None) -> list[str]:
    """Every way in which a package is not what it says it is; nothing means it is valid.

    `rows` looks at the first rows of each table alone, without keys and references.
    """
    try:
        package = Package.from_descriptor(str(folder / DESCRIPTOR))
    except FrictionlessException as error:
        notes = error.reasons or [error.error]
        return [f"{DESCRIPTOR}: {entry.note}" for entry in notes]
    return [line for entry in package.resources for line in _differences(folder, entry, rows)]


def _differences(folder: Path, entry: Resource, rows: int | None) -> Iterator[str]:
    file = folder / str(entry.path)
    if not file.is_file():
        yield f"{file.name}: the file is missing"
        return
    if entry.bytes != file.stat().st_size:
        yield f"{file.name}: {file.stat().st_size} bytes, not {entry.bytes}"
    if entry.hash != f"sha256:{sha256_of(file)}":
        yield f"{file.name}: its hash is not the one that is stated"
    if entry.format != TABULAR:
        return
    if rows is not None:
        entry.schema.foreign_keys = []
    # What is stated of the file was compared above; a part of it would have another hash.
    entry.hash = entry.bytes = None
    with system.use_context(trusted=False):
        report = entry.validate(limit_errors=LIMIT, limit_rows=rows)
    for task in report.tasks:
        for error in task.errors:
            yield f"{file.name}: {error.message}"
