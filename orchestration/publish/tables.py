"""What is known of each published table: its columns, keys, references and who answers for it.

Here: that description, read from dbt's manifest when a release is made, kept in the release as
`datapackage.json`, and read from there by everything that takes a release elsewhere (a database, a
BI tool, a workbook): an old release describes itself. Not here: the rows (marts.py), and what each
target makes of a description.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.publish.column_units import column_unit

# The generic tests that say what identifies a row, and under which name of an argument.
KEY_TESTS = {"keeps_its_declaration": "key", "is_unique_combination": "columns"}


@dataclass(frozen=True)
class Column:
    """A column: its DuckDB type, what it means, whether it may be empty, what it may hold.

    `unit` is that of its numbers; a name with a dot is the column that holds it.
    """

    name: str
    data_type: str
    description: str
    is_required: bool
    allowed: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True)
class Reference:
    """A column whose values stand in a column of another table; `*` and nothing are no values."""

    column: str
    table: str
    parent_column: str


@dataclass(frozen=True)
class Table:
    """A mart. `key` identifies a row (its columns may be empty where they are not required)."""

    name: str
    description: str
    owner: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]

    @property
    def grain(self) -> str:
        """The last sentence of the description's first paragraph, without `Grain:`."""
        found = re.search(r"Grain: (.+?)\.?(?:\n|$)", self.description)
        return found.group(1) if found else ""


def describe_tables(
    manifest: Mapping[str, Any], types: Mapping[str, Iterable[tuple[str, str]]]
) -> tuple[Table, ...]:
    """Describe the tables whose columns and types are given, from dbt's manifest."""
    nodes = {
        node["alias"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
    tests = _tests_by_model(manifest)
    return tuple(
        _describe(nodes[table], tests.get(nodes[table]["unique_id"], []), tuple(types[table]))
        for table in sorted(types)
    )


def _tests_by_model(manifest: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test" and node.get("test_metadata"):
            found.setdefault(node["attached_node"], []).append(node["test_metadata"])
    return found


def _describe(
    node: Mapping[str, Any],
    tests: list[Mapping[str, Any]],
    columns: tuple[tuple[str, str], ...],
) -> Table:
    key: tuple[str, ...] = ()
    required: set[str] = set()
    allowed: dict[str, tuple[str, ...]] = {}
    references: list[Reference] = []
    for test in tests:
        words = test["kwargs"]
        required |= set(words.get("required", ()))
        for column, target in words.get("references", {}).items():
            references.append(Reference(column, *target.split(".")))
        for column, values in words.get("allowed", {}).items():
            allowed[column] = tuple(str(value) for value in values)
        if test["name"] in KEY_TESTS:
            key = tuple(words[KEY_TESTS[test["name"]]])
        elif test["name"] == "unique":
            key = key or (words["column_name"],)
        elif test["name"] == "not_null":
            required.add(words["column_name"])
        elif test["name"] == "accepted_values":
            allowed[words["column_name"]] = tuple(str(value) for value in words["values"])
    described = node["columns"]
    names = {name for name, _ in columns}
    return Table(
        name=node["alias"],
        description=node["description"],
        owner=node["config"]["meta"]["owner"],
        columns=tuple(
            Column(
                name=name,
                data_type=data_type,
                description=described.get(name, {}).get("description", ""),
                is_required=name in required,
                allowed=allowed.get(name, ()),
                unit=column_unit(name, data_type, names),
            )
            for name, data_type in columns
        ),
        key=key,
        references=tuple(references),
    )
