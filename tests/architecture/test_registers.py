"""Registers: seeds that say when a row was written down, so that a past day can be asked.

Here: that each only grows and is read through the filter of what was known. Not here: what the
registers say, and the tests on their rows.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.architecture.conftest import Project

RECORDED = "recorded_at"
ENTRY = "entry_number"
GROWS = "is_append_only"
FILTER = re.compile(r"where[^;]*\{\{\s*is_known\('recorded_at'\)\s*\}\}")


def wrong_registers(manifest: dict[str, Any], sql: dict[str, str]) -> set[str]:
    """What keeps a register from remembering; `sql` is each model's own text by its id."""
    nodes = manifest["nodes"]
    registers = {
        key: node["config"]["column_types"]
        for key, node in nodes.items()
        if node["resource_type"] == "seed" and RECORDED in node["config"]["column_types"]
    }
    growing = {
        parent
        for node in nodes.values()
        if node["resource_type"] == "test"
        and (node.get("test_metadata") or {}).get("name") == GROWS
        for parent in node["depends_on"]["nodes"]
    }
    readers = {
        key: [name for name in sql if key in nodes[name]["depends_on"]["nodes"]]
        for key in registers
    }
    return (
        {f"{key}: no {ENTRY}" for key, types in registers.items() if ENTRY not in types}
        | {f"{key}: may shrink" for key in registers if key not in growing}
        | {f"{key}: nobody reads it" for key, models in readers.items() if not models}
        | {
            f"{key}: {name} knows too much"
            for key, models in readers.items()
            for name in models
            if not FILTER.search(sql[name])
        }
    )


def test_every_register_grows_and_is_read_as_it_was_known(project: Project) -> None:
    sql = {model.node["unique_id"]: model.sql for model in project.models}
    assert wrong_registers(project.manifest, sql) == set()


def test_every_kind_of_register_is_found(project: Project) -> None:
    """The rule above would hold of nothing as well."""
    found = {
        node["name"]
        for node in project.manifest["nodes"].values()
        if node["resource_type"] == "seed" and RECORDED in node["config"]["column_types"]
    }
    assert {"targets", "rule_versions", "owner_changes", "waivers", "measure_weights"} <= found
    assert {"definition_changes", "spc_events"} <= found


def test_every_seed_with_validity_says_when_it_was_recorded(project: Project) -> None:
    """A row that holds from a day on came to be known on some day."""
    silent = {
        node["name"]
        for node in project.manifest["nodes"].values()
        if node["resource_type"] == "seed"
        and {"valid_from_date", "effective_from_date"} & set(node["config"]["column_types"])
        and RECORDED not in node["config"]["column_types"]
    }
    assert silent == set()


@pytest.mark.parametrize(
    ("types", "tested", "text", "wrong"),
    [
        ([ENTRY, RECORDED], True, "where {{ is_known('recorded_at') }}", set()),
        ([ENTRY, RECORDED], True, "select 1", {"s: m knows too much"}),
        ([ENTRY, RECORDED], True, "select {{ is_known('recorded_at') }}", {"s: m knows too much"}),
        ([RECORDED], True, "where {{ is_known('recorded_at') }}", {f"s: no {ENTRY}"}),
        ([ENTRY, RECORDED], False, "where {{ is_known('recorded_at') }}", {"s: may shrink"}),
        ([ENTRY, RECORDED], True, None, {"s: nobody reads it"}),
        (["name"], False, "select 1", set()),
    ],
)
def test_a_register_that_forgets_is_found(
    types: list[str], tested: bool, text: str | None, wrong: set[str]
) -> None:
    reads = {"nodes": ["s"]}
    nodes: dict[str, Any] = {
        "s": {"resource_type": "seed", "config": {"column_types": dict.fromkeys(types, "x")}},
        "m": {"resource_type": "model", "depends_on": reads},
    }
    if tested:
        nodes["t"] = {
            "resource_type": "test",
            "test_metadata": {"name": GROWS},
            "depends_on": reads,
        }
    assert wrong_registers({"nodes": nodes}, {"m": text} if text else {}) == wrong
