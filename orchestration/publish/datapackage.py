"""A release as a Frictionless Data Package: `datapackage.json`, beside its Parquet files.

Here: the descriptor, written and read. Not here: what it describes (tables.py) and the rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.files import sha256_of
from orchestration.publish.manifest import ReleasedFile
from orchestration.publish.tables import Column, Reference, Table

DESCRIPTOR = "datapackage.json"
SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
# DuckDB's types without their parameters, in the words of Table Schema.
FIELD_TYPES: Mapping[str, str] = {
    "VARCHAR": "string",
    "DECIMAL": "number",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "SMALLINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "TIMESTAMP WITH TIME ZONE": "datetime",
}


class UndescribedReleaseError(Exception):
    """A release without its description: made by a version that wrote none."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} has no {DESCRIPTOR}: the release is older than it.")
        self.what = str(self)
        self.remedy = "`vitals replay` makes a release of today from the same loads."


def write_descriptor(
    folder: Path,
    tables: Sequence[Table],
    files: Sequence[ReleasedFile],
    *,
    release_id: str,
    created_at: str,
) -> ReleasedFile:
    """Describe a release's Parquet files; the entry for its manifest, of no rows."""
    hashes = {file.name: file.sha256 for file in files}
    descriptor = {
        "$schema": SCHEMA,
        "name": "vital-signs",
        "id": release_id,
        "title": "Vital Signs: measures, targets, statuses and exceptions",
        "version": release_id,
        "created": created_at,
        "resources": [_resource(table, hashes[f"{table.name}.parquet"]) for table in tables],
    }
    file = folder / DESCRIPTOR
    text = json.dumps(descriptor, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")
    return ReleasedFile(DESCRIPTOR, 0, sha256_of(file))


def read_tables(folder: Path) -> tuple[Table, ...]:
    """The tables of a release, as its descriptor tells them."""
    file = folder / DESCRIPTOR
    if not file.is_file():
        raise UndescribedReleaseError(folder)
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    return tuple(_table(resource) for resource in descriptor["resources"])


def _resource(table: Table, sha256: str) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": f"{table.name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "hash": f"sha256:{sha256}",
        "description": table.description,
        "owner": table.owner,
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns]}
    required = {column.name for column in table.columns if column.is_required}
    if table.key:
        # A primary key has no empty part; a key with one is still unique.
        if required.issuperset(table.key):
            schema["primaryKey"] = list(table.key)
        else:
            schema["uniqueKeys"] = [list(table.key)]
    schema["foreignKeys"] = [
        {
            "fields": [reference.column],
            "reference": {"resource": reference.table, "fields": [reference.parent_column]},
        }
        for reference in table.references
    ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": FIELD_TYPES[column.data_type.split("(", 1)[0]],
        "duckdbType": column.data_type,
        "description": column.description,
    }
    constraints: dict[str, Any] = {}
    if column.is_required:
        constraints["required"] = True
    if column.allowed and field["type"] == "string":
        constraints["enum"] = list(column.allowed)
    if constraints:
        field["constraints"] = constraints
    return field


def _table(resource: Mapping[str, Any]) -> Table:
    schema = resource["schema"]
    key: list[str] = schema.get("primaryKey") or next(iter(schema.get("uniqueKeys", [])), [])
    return Table(
        name=resource["name"],
        description=resource["description"],
        owner=resource["owner"],
        columns=tuple(
            Column(
                name=field["name"],
                data_type=field["duckdbType"],
                description=field["description"],
                is_required=field.get("constraints", {}).get("required", False),
                allowed=tuple(field.get("constraints", {}).get("enum", ())),
            )
            for field in schema["fields"]
        ),
        key=tuple(key),
        references=tuple(
            Reference(
                entry["fields"][0],
                entry["reference"]["resource"],
                entry["reference"]["fields"][0],
            )
            for entry in schema["foreignKeys"]
        ),
    )
