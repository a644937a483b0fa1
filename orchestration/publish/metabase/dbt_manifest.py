"""The tables of a release in the words of dbt-metabase: a dbt manifest with its meta keys.

Here: what Metabase is told of a table or column, derived once from names, types, keys and
references instead of being written at each of some 1,300 columns. Not here: the description itself
(publish/tables.py) and telling Metabase, which is dbt-metabase's work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from orchestration.publish.metabase.metric_sql import SCHEMA
from orchestration.publish.tables import Column, Reference, Table

PROJECT = "vital_signs"
# Tables by the beginning of their name: what a reader sees of it, and whether she sees it at all.
PREFIXES: Mapping[str, tuple[str, str | None]] = {
    "dim_": ("", None),
    "fct_": ("", None),
    "obt_": ("Wide table: ", None),
    "bridge_": ("Link: ", None),
    # Laid out for the pages and packs; a question is better asked of the facts.
    "rpt_": ("Page: ", "hidden"),
    "pack_": ("Pack: ", "hidden"),
}
ABBREVIATIONS = {"rag": "RAG", "spc": "SPC", "id": "ID", "iso": "ISO", "smart": "SMART"}
# What only an auditor asks for is shown with a single row, not in tables.
DETAILS = re.compile(r"load_id|content_hash|.*_sha256|source_row|source_file|.*sort_order|.*_rank")
NAME = re.compile(r"(?:.*_)?(?:name|title|label)")
PROSE = re.compile(r"(?:.*_)?(?:description|explanation|definition|sentence|reason|text)")
CATEGORY = re.compile(r"(?:is|has|are)_.*|.*_(?:status|type|kind|state)|unit|direction|frequency")
FRACTION, MONEY = "fraction", "pounds"
FRACTION_DECIMALS = 1


def dbt_manifest(tables: Iterable[Table], database: str) -> dict[str, Any]:
    """A manifest with the published tables in `database`, as PostgreSQL names it."""
    known = {table.name: table for table in tables}
    nodes = {_id(table): _node(table, known, database) for table in known.values()}
    return {
        "metadata": {"project_name": PROJECT},
        "nodes": nodes,
        "sources": {},
        "exposures": {},
        "child_map": {name: [] for name in nodes},
    }


def _id(table: Table) -> str:
    return f"model.{PROJECT}.{table.name}"


def _node(table: Table, known: Mapping[str, Table], database: str) -> dict[str, Any]:
    start = next((start for start in PREFIXES if table.name.startswith(start)), "")
    prefix, visibility = PREFIXES.get(start, ("", None))
    meta: dict[str, Any] = {
        "metabase.display_name": prefix + _words(table.name.removeprefix(start))
    }
    if visibility:
        meta["metabase.visibility_type"] = visibility
    if table.owner:
        meta["metabase.points_of_interest"] = f"Owner: {table.owner}."
    caveats = list(_caveats(table, known))
    if caveats:
        meta["metabase.caveats"] = " ".join(caveats)
    return {
        "resource_type": "model",
        "unique_id": _id(table),
        "name": table.name,
        "alias": table.name,
        "database": database,
        "schema": SCHEMA,
        "description": table.description,
        "config": {"materialized": "table", "meta": meta},
        "meta": meta,
        "tags": [],
        "columns": {column.name: _column(table, column, known) for column in table.columns},
    }


def _column(table: Table, column: Column, known: Mapping[str, Table]) -> dict[str, Any]:
    meta: dict[str, Any] = {"metabase.display_name": _words(column.name)}
    target = None if (column.name,) == table.key else _target(table, column, known)
    if target:
        meta["metabase.fk_target_table"] = f"{SCHEMA}.{target.table}"
        meta["metabase.fk_target_field"] = target.parent_column
    elif semantic_type := _semantic_type(table, column):
        meta["metabase.semantic_type"] = semantic_type
    if column.allowed:
        meta["metabase.has_field_values"] = "list"
    if DETAILS.fullmatch(column.name):
        meta["metabase.visibility_type"] = "details-only"
    else:
        meta["metabase.visibility_type"] = "normal"
    meta |= _number(column)
    return {"name": column.name, "description": column.description, "meta": meta}


def _target(table: Table, column: Column, known: Mapping[str, Table]) -> Reference | None:
    return next(
        (
            reference
            for reference in table.references
            if reference.column == column.name and _is_whole(reference, known)
        ),
        None,
    )


def _is_whole(reference: Reference, known: Mapping[str, Table]) -> bool:
    """Whether the column alone names one row: Metabase follows no key of several columns."""
    parent = known.get(reference.table)
    return parent is not None and parent.key == (reference.parent_column,)


def _caveats(table: Table, known: Mapping[str, Table]) -> Iterable[str]:
    for reference in table.references:
        if not _is_whole(reference, known):
            yield (
                f"{reference.column} names rows of {reference.table}, but not one alone: "
                "join them with its version or day."
            )


def _semantic_type(table: Table, column: Column) -> str | None:
    if (column.name,) == table.key:
        return "type/PK"
    if column.allowed or column.data_type == "BOOLEAN" or CATEGORY.fullmatch(column.name):
        return "type/Category"
    if column.unit == MONEY:
        return "type/Currency"
    if column.data_type != "VARCHAR":
        return None
    if NAME.fullmatch(column.name):
        return "type/Name"
    return "type/Description" if PROSE.fullmatch(column.name) else None


def _number(column: Column) -> dict[str, Any]:
    if not column.data_type.startswith("DECIMAL"):
        return {}
    if column.unit == FRACTION:
        return {"metabase.number_style": "percent", "metabase.decimals": FRACTION_DECIMALS}
    if column.unit == MONEY:
        return {"metabase.number_style": "currency", "metabase.currency": "GBP"}
    return {"metabase.number_style": "decimal"}


def _words(name: str) -> str:
    words = [ABBREVIATIONS.get(word, word) for word in name.removesuffix("_pct").split("_")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]
