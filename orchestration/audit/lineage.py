"""Which models a number passed, from the tables of a source to the published status.

Here: reading dbt's graph, and the lineage of columns where `make docs` has left it. Not here:
tracing columns, and drawing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.audit.trail import Model

STATUSES = "fct_measure_statuses"
MANIFEST = "manifest.json"
COLUMNS = Path("lineage") / "lineage.json"

Column = tuple[str, str]


@dataclass(frozen=True)
class Graph:
    """dbt's manifest: nodes by id, and which reads which."""

    nodes: Mapping[str, Mapping[str, Any]]
    parents: Mapping[str, tuple[str, ...]]

    def meta(self, model: str) -> Mapping[str, Any]:
        """What stands in the YAML beside a model; nothing where there is no such model."""
        for node in self.nodes.values():
            if node["name"] == model and node["resource_type"] == "model":
                found: Mapping[str, Any] = node["config"]["meta"]
                return found
        return {}


def read_graph(folder: Path) -> Graph | None:
    """The graph of the newest build, if dbt's artifacts are there."""
    file = folder / MANIFEST
    if not file.is_file():
        return None
    manifest = json.loads(file.read_text(encoding="utf-8"))
    kinds = {"model", "seed"}
    nodes = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] in kinds}
    nodes |= manifest["sources"]
    parents = {
        key: tuple(parent for parent in manifest["parent_map"].get(key, ()) if parent in nodes)
        for key in nodes
    }
    return Graph(nodes, parents)


def passed(
    graph: Graph, made_of: Mapping[Column, tuple[Column, ...]], measure_id: str
) -> tuple[Model, ...]:
    """From sources through the measure's own model, or that of the returns, to its status."""
    by_name = {node["name"]: key for key, node in graph.nodes.items()}
    start = by_name.get(f"int_measure__{measure_id}") or by_name["int_return_observations"]
    end = by_name[STATUSES]
    before = _ancestors(graph, start)
    after = {key for key in _ancestors(graph, end) if start in _ancestors(graph, key)}
    nodes = before | {start, end} | after
    columns = _value_columns(end, nodes, made_of) if made_of else {}
    return tuple(_model(graph.nodes[key], columns.get(key, ())) for key in _ordered(graph, nodes))


def read_columns(folder: Path) -> Mapping[Column, tuple[Column, ...]]:
    """By node and column, what it was made of; nothing where columns were not traced."""
    file = folder / COLUMNS
    if not file.is_file():
        return {}
    edges = json.loads(file.read_text(encoding="utf-8"))["traced"]["lineage"]["edges"]
    found: dict[Column, tuple[Column, ...]] = {}
    for edge in edges:
        target = (edge["target"], edge["targetColumn"])
        found[target] = (*found.get(target, ()), (edge["source"], edge["sourceColumn"]))
    return found


def _value_columns(
    end: str, nodes: set[str], made_of: Mapping[Column, tuple[Column, ...]]
) -> dict[str, tuple[str, ...]]:
    """The columns of these nodes that the published value was made of."""
    waiting, found = [(end, "value")], {(end, "value")}
    while waiting:
        before = [one for one in made_of.get(waiting.pop(), ()) if one[0] in nodes]
        waiting += [one for one in before if one not in found]
        found |= set(before)
    by_node: dict[str, tuple[str, ...]] = {}
    for node, column in sorted(found):
        by_node[node] = (*by_node.get(node, ()), column)
    return by_node


def _ancestors(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(graph.parents[start])
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += graph.parents[key]
    return found


def _ordered(graph: Graph, wanted: Iterable[str]) -> list[str]:
    """Each after all it reads; among those that could come next, by name."""
    waiting = sorted(wanted)
    found: list[str] = []
    while waiting:
        done = set(found)
        ready = [
            key for key in waiting if not set(graph.parents[key]) & set(waiting) - done - {key}
        ]
        found += ready
        waiting = [key for key in waiting if key not in set(ready)]
    return found


def _model(node: Mapping[str, Any], columns: tuple[str, ...]) -> Model:
    name = node["name"]
    if node["resource_type"] == "source":
        name = f"{node['source_name']}.{name}"
    return Model(name, node["resource_type"], node["original_file_path"], columns)
