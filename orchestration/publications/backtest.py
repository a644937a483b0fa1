"""Back-tests: a publication built again from what was known then, byte for byte.

Here: what differs between a frozen pack and the same pack of a build that looks at its day and
knows its moment. Not here: making that build (`orchestration.meetings`), freezing (`frozen`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from orchestration.extract.landed import read_manifest, verify_load
from orchestration.extract.package import write_table
from orchestration.publications.frozen import Publication, tables_of
from orchestration.publications.packs import HEADERS, Pack, read_packs


def tampered(publication: Publication) -> list[str]:
    """What is not as it was when the publication was frozen; nothing: it is untouched."""
    found = list(verify_load(publication.load))
    if publication.pack.content_sha256 != publication.content_sha256:
        found.append(f"{publication.publication_id}: its rows do not give the hash it names")
    return found


def reproduce(publication: Publication, root: Path, build: Path) -> list[str]:
    """What a build of the publication's own day and moment says otherwise; nothing: it agrees."""
    publication_id = publication.publication_id
    packs = read_packs(root, build)
    again = next((pack for pack in packs if pack.publication_id == publication_id), None)
    if again is None:
        return [f"{publication_id}: the build has no such pack"]
    return list(_differences(publication, again))


def _differences(publication: Publication, again: Pack) -> Iterator[str]:
    """Each file of the publication is written once more, and has to be the same file."""
    manifest = read_manifest(publication.load)
    recorded = {entry["table_name"]: entry for entry in manifest["tables"]}
    comparable = _as_frozen(again, {name: entry["columns"] for name, entry in recorded.items()})
    with tempfile.TemporaryDirectory(prefix="vitals-backtest-") as folder:
        for table in tables_of(comparable, publication.horizon, publication.release_id):
            entry = write_table(Path(folder), manifest["load_id"], table, None, ())
            was = recorded.pop(table.table_name)
            if entry["row_count"] != was["row_count"]:
                yield (
                    f"{again.publication_id}: {table.table_name} had {was['row_count']} rows, "
                    f"and would have {entry['row_count']} today"
                )
            elif entry["row_count"] and _hashes(entry) != _hashes(was):
                yield f"{again.publication_id}: {table.table_name} would be written otherwise today"
    for missing in recorded:
        yield f"{again.publication_id}: the build has no {missing}"


def _as_frozen(pack: Pack, columns: dict[str, list[str]]) -> Pack:
    """A pack without the parts and columns that later versions of the project have added."""
    header = {cell: pack.header[cell] for cell in columns[HEADERS] if cell in pack.header}
    parts = {
        part: _selected(rows, columns[part]) for part, rows in pack.parts.items() if part in columns
    }
    return replace(pack, header=header, parts=parts)


def _selected(rows: pa.Table, columns: list[str]) -> pa.Table:
    return rows.select([column for column in columns if column in rows.column_names])


def _hashes(entry: dict[str, list[dict[str, str]]]) -> list[str]:
    return [fact["sha256"] for fact in entry["files"]]
