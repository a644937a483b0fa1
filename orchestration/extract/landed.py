"""What has landed: committed loads and what their manifests say, read back.

Here: which loads there are, their tables, columns and cursors, and whether their files are still
what was committed. Not here: how a load comes about (`raw_zone`), or what its rows mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from orchestration.extract.loads import Load, LoadedTable
from orchestration.extract.package import file_facts

MANIFEST = "manifest.json"
LOADS = "loads"
_SEQUENCE = re.compile(r"\d{8}")


@dataclass
class TableSoFar:
    """A table as its loads left it: what the newest says of it, and every column of some file."""

    latest: dict[str, Any]
    columns: set[str] = field(default_factory=set)


def loads_folder(raw: Path, source: str) -> Path:
    """Where the committed loads of a source lie."""
    return raw / source / LOADS


def committed_loads(raw: Path, source: str) -> list[Path]:
    """Folders of all committed loads, oldest first."""
    folder = loads_folder(raw, source)
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _SEQUENCE.fullmatch(path.name))


def next_sequence(raw: Path, source: str) -> int:
    """The number of the next load; the first is 1."""
    loads = committed_loads(raw, source)
    return int(loads[-1].name) + 1 if loads else 1


def read_manifest(load: Path) -> dict[str, Any]:
    """The manifest of one committed load."""
    manifest: dict[str, Any] = orjson.loads((load / MANIFEST).read_bytes())
    return manifest


def table_entries(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a manifest says of each table of each load in it, oldest load first."""
    own = {"load_id": manifest["load_id"]}
    return [own | entry for entry in manifest["tables"]]


def read_load(path: Path) -> Load:
    """A committed load as its manifest tells it."""
    manifest = read_manifest(path)
    tables = tuple(
        LoadedTable(
            table_name=entry["table_name"],
            row_count=entry["row_count"],
            cursor_before=entry["cursor_before"],
            cursor_after=entry["cursor_after"],
            new_columns=tuple(entry["new_columns"]),
            content_sha256=entry["content_sha256"],
        )
        for entry in manifest["tables"]
    )
    return Load(manifest["source"], manifest["load_id"], path, tables)


def landed_tables(raw: Path, source: str) -> dict[str, TableSoFar]:
    """Every table that a load of the source has, by its name."""
    landed: dict[str, TableSoFar] = {}
    for load in committed_loads(raw, source):
        for entry in table_entries(read_manifest(load)):
            table = landed.setdefault(entry["table_name"], TableSoFar(entry))
            table.latest = entry
            # A merged load says of its files as a whole which they are.
            if entry["files"] or entry["row_count"]:
                table.columns.update(entry["columns"])
    return landed


def last_cursor(raw: Path, source: str, table_name: str) -> str | None:
    """Where the table's next window starts: the cursor its newest load committed."""
    table = landed_tables(raw, source).get(table_name)
    cursor: str | None = table.latest["cursor_after"] if table else None
    return cursor


def verify_load(path: Path) -> list[str]:
    """What differs between a load's files and its manifest; empty when nothing does."""
    manifest = read_manifest(path)
    recorded = [fact for entry in manifest["tables"] for fact in entry["files"]]
    recorded += [*manifest["ledger"], *manifest.get("files", ())]
    findings = []
    for fact in recorded:
        file = path / fact["path"]
        if not file.is_file():
            findings.append(f"{file}: missing")
        elif file_facts(path, file) != fact:
            findings.append(f"{file}: differs from its manifest")
    known = {path / fact["path"] for fact in recorded} | {path / MANIFEST}
    strays = [file for file in path.rglob("*") if file.is_file() and file not in known]
    return findings + [f"{file}: not in the manifest" for file in strays]
