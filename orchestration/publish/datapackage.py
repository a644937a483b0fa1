"""A release as a Frictionless Data Package: `datapackage.json`, beside its Parquet files.

Here: the descriptor, written and read. Not here: what it describes (tables.py), where the figures
come from and who may use them how (origins.py), and the rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.files import sha256_of
from orchestration.publish.manifest import ReleasedFile, UndescribedReleaseError
from orchestration.publish.origins import Origin, origin_notes, origins_of_notes, origins_of_release
from orchestration.publish.tables import Column, Reference, Table

DESCRIPTOR = "datapackage.json"
SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
PARQUET = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
CSV = {
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
}
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
    origins = origins_of_release(folder)
    resources = [
        resource(table, PARQUET, folder / f"{table.name}.parquet", hashes[f"{table.name}.parquet"])
        for table in tables
    ]
    text = descriptor_text(tables, resources, origins, release_id=release_id, created_at=created_at)
    file = folder / DESCRIPTOR
    file.write_text(text, encoding="utf-8")
    return ReleasedFile(DESCRIPTOR, 0, sha256_of(file))


def descriptor_text(
    tables: Sequence[Table],
    resources: Sequence[Mapping[str, Any]],
    origins: Sequence[Origin],
    *,
    release_id: str,
    created_at: str,
) -> str:
    """A descriptor of these tables as these files."""
    descriptor = {
        "$schema": SCHEMA,
        "name": "vital-signs",
        "id": release_id,
        "title": "Vital Signs: measures, targets, statuses and exceptions",
        "version": release_id,
        "created": created_at,
        **origin_notes(origins),
        "contributors": [
            {"title": owner, "role": "maintainer", "roles": ["maintainer"]}
            for owner in sorted({table.owner for table in tables})
        ],
        "resources": list(resources),
    }
    return json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n"


def read_tables(folder: Path) -> tuple[Table, ...]:
    """The tables of a release, as its descriptor tells them."""
    return tuple(_table(entry) for entry in _read(folder)["resources"])


def read_origins(folder: Path) -> tuple[Origin, ...]:
    """Where the figures of a release come from; nothing where it was made before that was told."""
    return origins_of_notes(_read(folder))


def _read(folder: Path) -> dict[str, Any]:
    file = folder / DESCRIPTOR
    if not file.is_file():
        raise UndescribedReleaseError(folder, DESCRIPTOR)
    return dict(json.loads(file.read_text(encoding="utf-8")))


def resource(table: Table, form: Mapping[str, Any], file: Path, sha256: str) -> dict[str, Any]:
    """One table as one file of this form."""
    return {
        "name": table.name,
        "path": file.name,
        **form,
        "bytes": file.stat().st_size,
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
    if column.unit:
        field["unit"] = column.unit
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
                unit=field.get("unit", ""),
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
