"""Whether what was written holds together: nothing is named that is not there.

Here: the rules a project must keep before Power BI opens it. Not here: reading the files
(reading.py), and whether the figures are right (parity.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from orchestration.publish.powerbi.checker_links import link_faults
from orchestration.publish.powerbi.checker_report import report_faults
from orchestration.publish.powerbi.reading import (
    Node,
    is_balanced,
    read_tmdl,
    references,
    unquoted,
)
from orchestration.publish.powerbi.report import MODEL, REPORT


@dataclass(frozen=True)
class Read:
    """The model as it was read back: its objects by their names."""

    tables: Mapping[str, Node]
    columns: Mapping[str, Mapping[str, Node]]
    measures: Mapping[str, Mapping[str, Node]]
    relationships: tuple[Node, ...]
    roles: tuple[Node, ...]
    parameters: frozenset[str]
    measure_names: frozenset[str]
    nodes: tuple[Node, ...]


class BrokenProjectError(Exception):
    """What was generated does not hold together: a fault of the generator."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults[:5]))
        self.what = f"The project for Power BI does not hold together: {self}."
        self.remedy = "Nothing opened it yet. Report it with the release's id."


def check_project(folder: Path) -> list[str]:
    """Every fault of a written project, as sentences; none if it holds together."""
    model = read_model(folder / MODEL / "definition")
    faults = [
        *_names(model),
        *_expressions(model),
        *_columns(model),
        *_relationships(model),
        *_ways(model),
        *_tags(model),
        *_query(folder / MODEL / "DAXQueries", model),
        *link_faults(folder, REPORT, MODEL, model.tables),
    ]
    known = {
        table: (set(model.columns[table]), set(model.measures[table])) for table in model.tables
    }
    return faults + list(report_faults(folder / REPORT, known))


def read_model(folder: Path) -> Read:
    """The model of a folder of TMDL."""
    nodes = [node for file in sorted(folder.rglob("*.tmdl")) for node in read_tmdl(file)]
    tables = {node.name: node for node in nodes if node.kind == "table"}
    measures = {name: _by_name(table, "measure") for name, table in tables.items()}
    return Read(
        tables=tables,
        columns={name: _by_name(table, "column") for name, table in tables.items()},
        measures=measures,
        relationships=tuple(node for node in nodes if node.kind == "relationship"),
        roles=tuple(node for node in nodes if node.kind == "role"),
        parameters=frozenset(node.name for node in nodes if node.kind == "expression"),
        measure_names=frozenset(name for found in measures.values() for name in found),
        nodes=tuple(nodes),
    )


def _by_name(table: Node, kind: str) -> dict[str, Node]:
    return {node.name: node for node in table.of_kind(kind)}


def _names(model: Read) -> Iterator[str]:
    told = [node.name.casefold() for node in model.nodes if node.kind == "table"]
    yield from (f"Two tables are called {name}" for name in _twice(told))
    measures = [m.name for table in model.tables.values() for m in table.of_kind("measure")]
    folded = {name.casefold() for name in measures}
    yield from (
        f"Two measures are called {name}" for name in _twice(n.casefold() for n in measures)
    )
    for table in model.tables.values():
        columns = [column.name.casefold() for column in table.of_kind("column")]
        yield from (f"{table.name} has two columns {name}" for name in _twice(columns))
        yield from (
            f"{table.name} has a column {name}, and there is a measure of that name"
            for name in sorted(folded & set(columns))
        )


def _expressions(model: Read) -> Iterator[str]:
    for where, dax in _all_dax(model):
        if not dax:
            yield f"{where} has no expression"
        yield from dax_faults(where, dax, model)


def _all_dax(model: Read) -> Iterator[tuple[str, str]]:
    for table in model.tables.values():
        for column in table.of_kind("column"):
            if "=" in column.text:
                yield f"The column {column.name}", column.body()
        for measure in table.of_kind("measure"):
            yield f"The measure {measure.name}", measure.body()
            for kpi in measure.of_kind("kpi"):
                for part in ("targetExpression", "statusExpression"):
                    for node in kpi.of_kind(part):
                        yield f"The {part} of {measure.name}", node.body()
    for role in model.roles:
        for permission in role.of_kind("tablePermission"):
            if permission.name not in model.tables:
                yield f"The role {role.name}", f"'{permission.name}'"
            yield f"The condition of {role.name} on {permission.name}", permission.body()


def dax_faults(
    where: str, dax: str, model: Read, own: frozenset[str] = frozenset()
) -> Iterator[str]:
    """What an expression names that is not there; `own` are columns it makes itself."""
    if not is_balanced(dax):
        yield f"{where} has a bracket or a text that does not end"
    for ref in references(dax):
        if ref.table and ref.table not in model.tables:
            yield f"{where} names the table {ref.table}, which is not there"
        elif ref.table and ref.name:
            if ref.name not in {*model.columns[ref.table], *model.measures[ref.table]}:
                yield f"{where} names {ref.table}[{ref.name}], which is not there"
        elif ref.name and ref.name not in model.measure_names and ref.name not in own:
            yield f"{where} names the measure [{ref.name}], which is not there"


def _columns(model: Read) -> Iterator[str]:
    for name, table in model.tables.items():
        columns = model.columns[name]
        sources = [partition.of_kind("source") for partition in table.of_kind("partition")]
        said = " ".join(node.body() for nodes in sources for node in nodes)
        if not said:
            yield f"{name} is read from nowhere"
        for column in columns.values():
            by = unquoted(column.value("sortByColumn"))
            if by and by not in columns:
                yield f"{name}[{column.name}] is sorted by {by}, which is not there"
            source = column.value("sourceColumn")
            if "=" not in column.text and f'"{source}"' not in said and f"[{source} =" not in said:
                yield f"{name}[{column.name}] is read from {source}, which is not read"
        yield from _keys(name, table, columns)
        for hierarchy in table.of_kind("hierarchy"):
            for level in hierarchy.of_kind("level"):
                if unquoted(level.value("column")) not in columns:
                    yield f"The level {level.name} of {name} has no column"
        for parameter in ("Folder", "MembershipsFile", "Server", "Database"):
            asked = f"({parameter}" in said or f", {parameter})" in said
            if asked and parameter not in model.parameters:
                yield f"{name} is read with the parameter {parameter}, which is not there"


def _keys(name: str, table: Node, columns: Mapping[str, Node]) -> Iterator[str]:
    keys = [column for column in columns.values() if column.of_kind("isKey")]
    if len(keys) > 1:
        yield f"{name} has {len(keys)} keys"
    if table.value("dataCategory") == "Time" and [key.value("dataType") for key in keys] != [
        "dateTime"
    ]:
        yield f"{name} is a table of dates without a day as its key"


def _relationships(model: Read) -> Iterator[str]:
    for node in model.relationships:
        ends = [_end(node.value(side)) for side in ("fromColumn", "toColumn")]
        missing = [
            f"{table}[{column}]"
            for table, column in ends
            if table not in model.tables or column not in model.columns[table]
        ]
        if missing:
            yield f"A relationship names {' and '.join(missing)}, not there"
            continue
        one, other = (model.columns[table][column] for table, column in ends)
        told = " and ".join(f"{table}[{column}]" for table, column in ends)
        if one.value("dataType") != other.value("dataType"):
            yield f"The relationship of {told} joins two types"
        if not other.of_kind("isKey"):
            yield f"The relationship of {told} does not lead to a key"


def _end(told: str) -> tuple[str, str]:
    found = re.fullmatch(r"('(?:[^']|'')*'|[^.']+)\.('(?:[^']|'')*'|[^.']+)", told)
    return (unquoted(found[1]), unquoted(found[2])) if found else (told, "")


def _ways(model: Read) -> Iterator[str]:
    """A table that another reaches by two ways: Power BI would not know which to take."""
    next_to: dict[str, list[str]] = {}
    for node in model.relationships:
        one, other = (_end(node.value(side))[0] for side in ("fromColumn", "toColumn"))
        next_to.setdefault(one, []).append(other)

    def reached(table: str) -> Iterator[str]:
        for other in next_to.get(table, []):
            yield other
            yield from reached(other)

    for table in next_to:
        yield from (f"{table} reaches {other} by two ways" for other in _twice(reached(table)))


def _tags(model: Read) -> Iterator[str]:
    def tags(node: Node) -> Iterator[str]:
        if node.value("lineageTag"):
            yield node.value("lineageTag")
        for child in node.children:
            yield from tags(child)

    told = [tag for node in model.nodes for tag in tags(node)]
    yield from (f"Two objects have the lineage tag {tag}" for tag in _twice(told))


def _query(folder: Path, model: Read) -> Iterator[str]:
    own = frozenset({"Metric", "Fiscal quarter", "Unit", "Expected", "Measured", "Agrees"})
    for file in sorted(folder.glob("*.dax")):
        yield from dax_faults(file.name, file.read_text(encoding="utf-8"), model, own)


def _twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)
