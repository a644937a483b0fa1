"""A semantic model as files in TMDL.

Here: the writing. Not here: what the model consists of (model.py, star.py, measures.py).

TMDL tells structure by tabs: an object's properties stand one tab deeper than it, an expression of
several lines one deeper than the properties.
"""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.publish.powerbi.model import (
    Column,
    Hierarchy,
    Measure,
    Model,
    Parameter,
    Relationship,
    Role,
    Table,
)
from orchestration.publish.powerbi.names import lineage_tag, m_text, one_line, tmdl_name, tmdl_value

COMPATIBILITY = 1567
CULTURE = "en-GB"


def model_files(model: Model) -> dict[str, str]:
    """The files of the folder `definition`, by path."""
    files = {
        "database.tmdl": f"database VitalSigns\n\tcompatibilityLevel: {COMPATIBILITY}\n",
        "model.tmdl": _model(model),
        "relationships.tmdl": "\n".join(map(_relationship, model.relationships)),
        "expressions.tmdl": "\n".join(map(_parameter, model.parameters)),
    }
    files |= {f"tables/{table.name}.tmdl": _table(table) for table in model.tables}
    files |= {f"roles/{role.name}.tmdl": _role(role) for role in model.roles}
    files[f"cultures/{CULTURE}.tmdl"] = f"cultureInfo {CULTURE}\n"
    return files


def _model(model: Model) -> str:
    lines = [
        "model Model",
        f"\tculture: {CULTURE}",
        "\tdefaultPowerBIDataSourceVersion: powerBI_V3",
        "\tdiscourageImplicitMeasures",
        f"\tsourceQueryCulture: {CULTURE}",
        "",
        "annotation __PBI_TimeIntelligenceEnabled = 0",
        "",
        f"annotation VitalSigns_Release = {model.release_id}",
        "",
    ]
    lines += [f"ref table {tmdl_name(table.name)}" for table in model.tables]
    lines += ["", f"ref cultureInfo {CULTURE}", ""]
    lines += [f"ref role {tmdl_name(role.name)}" for role in model.roles]
    return "\n".join(lines) + "\n"


def _table(table: Table) -> str:
    lines = [
        *_described(table.description, ""),
        f"table {tmdl_name(table.name)}",
        *(["\tisHidden"] if table.is_hidden else []),
        *(["\tdataCategory: Time"] if table.is_dates else []),
        f"\tlineageTag: {lineage_tag('table', table.mart)}",
        "",
    ]
    for measure in table.measures:
        lines += _measure(table, measure)
    for column in table.columns:
        lines += _column(table, column)
    for hierarchy in table.hierarchies:
        lines += _hierarchy(table, hierarchy)
    lines += [
        f"\tpartition {tmdl_name(table.name)} = m",
        "\t\tmode: import",
        "\t\tsource =",
        *_indented(table.partition, 4),
        "",
        f"\tannotation VitalSigns_Mart = {table.mart}",
    ]
    return "\n".join(lines) + "\n"


def _measure(table: Table, measure: Measure) -> Iterable[str]:
    told = dict(measure.annotations).get("VitalSigns_Metric", measure.name)
    yield from _described(measure.description, "\t")
    yield f"\tmeasure {tmdl_name(measure.name)} ="
    yield from _indented(measure.expression, 3)
    if measure.format:
        yield f"\t\tformatString: {tmdl_value(measure.format)}"
    if measure.is_hidden:
        yield "\t\tisHidden"
    yield f"\t\tdisplayFolder: {tmdl_value(measure.folder)}"
    yield f"\t\tlineageTag: {lineage_tag('table', table.mart, 'measure', told)}"
    yield ""
    if measure.kpi is not None:
        kpi = measure.kpi
        yield from _described(kpi.description, "\t\t")
        yield "\t\tkpi"
        yield f"\t\t\tstatusGraphic: {tmdl_value(kpi.graphic)}"
        yield "\t\t\ttargetExpression ="
        yield from _indented(kpi.target, 5)
        yield "\t\t\tstatusExpression ="
        yield from _indented(kpi.status, 5)
        yield ""
    for name, value in measure.annotations:
        yield from (f"\t\tannotation {name} = {one_line(value)}", "")


def _column(table: Table, column: Column) -> Iterable[str]:
    yield from _described(column.description, "\t")
    told = f" = {column.expression}" if column.expression else ""
    yield f"\tcolumn {tmdl_name(column.name)}{told}"
    yield f"\t\tdataType: {column.data_type}"
    if column.is_hidden:
        yield "\t\tisHidden"
    if column.is_key:
        yield "\t\tisKey"
    if column.format:
        yield f"\t\tformatString: {tmdl_value(column.format)}"
    yield f"\t\tlineageTag: {lineage_tag('table', table.mart, 'column', column.source)}"
    yield "\t\tsummarizeBy: none"
    if not column.expression:
        yield f"\t\tsourceColumn: {tmdl_value(column.source)}"
    if column.sort_by:
        yield f"\t\tsortByColumn: {tmdl_name(column.sort_by)}"
    yield ""


def _hierarchy(table: Table, hierarchy: Hierarchy) -> Iterable[str]:
    path = ("table", table.mart, "hierarchy", hierarchy.name)
    yield f"\thierarchy {tmdl_name(hierarchy.name)}"
    yield f"\t\tlineageTag: {lineage_tag(*path)}"
    yield ""
    for level in hierarchy.levels:
        yield f"\t\tlevel {tmdl_name(level)}"
        yield f"\t\t\tlineageTag: {lineage_tag(*path, level)}"
        yield f"\t\t\tcolumn: {tmdl_name(level)}"
        yield ""


def _relationship(relationship: Relationship) -> str:
    one, other = relationship.from_table, relationship.to_table
    tag = lineage_tag("relationship", one, relationship.from_column, other, relationship.to_column)
    return "\n".join(
        [
            f"relationship {tag}",
            f"\tfromColumn: {tmdl_name(one)}.{tmdl_name(relationship.from_column)}",
            f"\ttoColumn: {tmdl_name(other)}.{tmdl_name(relationship.to_column)}",
            "",
        ]
    )


def _parameter(parameter: Parameter) -> str:
    meta = '[IsParameterQuery = true, Type = "Text", IsParameterQueryRequired = true]'
    return "\n".join(
        [
            *_described(parameter.description, ""),
            f"expression {parameter.name} = {m_text(parameter.value)} meta {meta}",
            f"\tlineageTag: {lineage_tag('expression', parameter.name)}",
            "",
        ]
    )


def _role(role: Role) -> str:
    lines = [
        *_described(role.description, ""),
        f"role {tmdl_name(role.name)}",
        "\tmodelPermission: read",
        "",
    ]
    for table, condition in role.filters.items():
        lines += [f"\ttablePermission {tmdl_name(table)} =", *_indented(condition, 3), ""]
    return "\n".join(lines)


def _described(text: str, indent: str) -> list[str]:
    return [f"{indent}/// {one_line(text)}"] if one_line(text) else []


def _indented(text: str, depth: int) -> list[str]:
    return ["\t" * depth + line for line in text.split("\n")]
