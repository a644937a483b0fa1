"""What dbt knows of a build, made fit to be read years later on another machine.

Here: the run's own manifest without what nobody reads and without this machine's paths, the columns
of the build as dbt's catalogue has them, and texts that stay texts. Not here: pages (writing.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.publish.marts import open_read_only

DATABASE = "warehouse"
MEASURE_MODEL = "int_measure__"
# Of use to dbt alone, and a third of the file.
DROPPED_PARTS = ("unit_tests", "disabled", "group_map")
DROPPED_FIELDS = ("build_path", "checksum", "compiled_path", "root_path", "unrendered_config")
TAG = re.compile(r"<(?=[A-Za-z/!?])")
LINK = re.compile(r"\]\(")


@dataclass(frozen=True)
class Artifacts:
    """dbt's manifest and its catalogue of columns, as plain data."""

    manifest: Mapping[str, Any]
    catalog: Mapping[str, Any]


def read_artifacts(manifest_file: Path, warehouse: Path) -> Artifacts:
    """Read what the build left; nothing is parsed or compiled again."""
    manifest = json.loads(manifest_file.read_text(encoding="utf-8"))
    for part in DROPPED_PARTS:
        manifest[part] = {}
    own = manifest["metadata"]["project_name"]
    manifest["macros"] = {
        key: macro for key, macro in manifest["macros"].items() if macro["package_name"] == own
    }
    _name_sources(manifest)
    for node in (*manifest["nodes"].values(), *manifest["sources"].values()):
        for field in DROPPED_FIELDS:
            node.pop(field, None)
    manifest = _plain(manifest)
    _link_passports(manifest)
    return Artifacts(manifest, _catalog(manifest, warehouse))


def _name_sources(manifest: Mapping[str, Any]) -> None:
    """A source is read from files of this machine: there its name stands, as for a table."""
    read_from = {}
    for source in manifest["sources"].values():
        name = f'"{DATABASE}"."{source["schema"]}"."{source["name"]}"'
        read_from[source["relation_name"]] = name
        source["relation_name"] = name
        for told in (source["meta"], source["config"]["meta"], source["source_meta"]):
            told.pop("external_location", None)
    # The longest first: none may be cut short by another that it begins with.
    paths = sorted(read_from, key=len, reverse=True)
    for node in manifest["nodes"].values():
        code = node.get("compiled_code") or ""
        if "read_parquet(" in code:
            for path in paths:
                code = code.replace(path, read_from[path])
            node["compiled_code"] = code


def _link_passports(manifest: Mapping[str, Any]) -> None:
    """Lead from a measure's model and its metrics to its passport among the pages of the home."""
    models = {
        node["name"].removeprefix(MEASURE_MODEL): node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["name"].startswith(MEASURE_MODEL)
    }
    for metric in manifest["metrics"].values():
        measure_id = metric["config"]["meta"].get("measure_id")
        if measure_id:
            link = f"\n\n[Passport](../../../site/passports/{measure_id}.html)"
            metric["description"] += link
            if metric["name"] == measure_id and measure_id in models:
                models[measure_id]["description"] += link


def _plain(value: Any, key: str = "") -> Any:
    """People write descriptions, pages show them as Markdown: no tag or link of theirs works."""
    if isinstance(value, dict):
        return {name: _plain(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, key) for inner in value]
    if key in ("description", "label", "comment") and isinstance(value, str):
        return LINK.sub("]&#40;", TAG.sub("&lt;", value))
    return value


def _catalog(manifest: Mapping[str, Any], warehouse: Path) -> dict[str, Any]:
    columns = dict(_built_columns(warehouse))
    nodes = {
        key: _entry(key, node, columns[node["schema"], node["alias"]])
        for key, node in manifest["nodes"].items()
        if (node["schema"], node.get("alias")) in columns
        and node["resource_type"] in ("model", "seed")
    }
    sources = {
        key: _entry(key, source, [(name, _type(of)) for name, of in source["columns"].items()])
        for key, source in manifest["sources"].items()
    }
    return {
        "metadata": {
            "dbt_schema_version": "https://schemas.getdbt.com/dbt/catalog/v1.json",
            "dbt_version": manifest["metadata"]["dbt_version"],
            "generated_at": manifest["metadata"]["generated_at"],
            "invocation_id": manifest["metadata"]["invocation_id"],
            "env": {},
        },
        "nodes": nodes,
        "sources": sources,
        "errors": None,
    }


def _type(column: Mapping[str, Any]) -> str:
    return str(column.get("data_type") or "text").upper()


def _built_columns(warehouse: Path) -> Iterator[tuple[tuple[str, str], list[tuple[str, str]]]]:
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    with open_read_only(warehouse) as connection:
        rows = connection.execute(
            "select schema_name, table_name, column_name, data_type from duckdb_columns() "
            "where database_name = 'build' order by schema_name, table_name, column_index"
        ).fetchall()
    for schema, table, column, data_type in rows:
        found.setdefault((schema, table), []).append((column, data_type))
    yield from found.items()


def _entry(key: str, node: Mapping[str, Any], columns: list[tuple[str, str]]) -> dict[str, Any]:
    described = node["columns"]
    return {
        "metadata": {
            "type": str(node["config"].get("materialized", "file")).upper(),
            "schema": node["schema"],
            "name": node.get("alias") or node["name"],
            "database": DATABASE,
            "comment": node["description"],
            "owner": None,
        },
        "columns": {
            name: {
                "type": data_type,
                "index": index,
                "name": name,
                "comment": described.get(name, {}).get("description") or None,
            }
            for index, (name, data_type) in enumerate(columns, start=1)
        },
        "stats": {},
        "unique_id": key,
    }
