"""Where the model reads from, in M: a release's Parquet files, or a PostgreSQL database.

Here: the parameters and the expression that reads a table. Not here: which tables and columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from orchestration.publish.powerbi.model import Parameter
from orchestration.publish.powerbi.names import m_text

SCHEMA = "bi"
ACCESS_SCHEMA = "bi_access"
M_TYPES = {
    "string": "type text",
    "double": "type number",
    "int64": "Int64.Type",
    "boolean": "type logical",
    "dateTime": "type datetime",
    "date": "type date",
}


class Source(StrEnum):
    """What the model reads."""

    PARQUET = "parquet"
    POSTGRES = "postgres"


@dataclass(frozen=True)
class Lookup:
    """A column brought from another mart, by a key both have."""

    mart: str
    key: str
    column: str
    name: str


@dataclass(frozen=True)
class Computed:
    """A column worked out in M of the row's other columns, with its type in the model."""

    name: str
    expression: str
    data_type: str
    description: str


@dataclass(frozen=True)
class Read:
    """What is read: columns of a mart with types in M's words, and what is added to them."""

    mart: str
    columns: Sequence[tuple[str, str]]
    lookups: Sequence[Lookup] = ()
    computed: Sequence[Computed] = ()


@dataclass(frozen=True)
class Places:
    """Where the model finds what it reads, before anybody sets it otherwise."""

    folder: str
    memberships: str
    server: str = "localhost:5432"
    database: str = "vital_signs"


def parameters(source: Source, places: Places) -> tuple[Parameter, ...]:
    """What a person sets before the first refresh."""
    if source is Source.PARQUET:
        return (
            Parameter(
                "Folder",
                places.folder,
                "The folder of a release with its Parquet files; it ends in a separator.",
            ),
            Parameter(
                "MembershipsFile", places.memberships, "The CSV file of who may see which rows."
            ),
        )
    return (
        Parameter("Server", places.server, "The PostgreSQL server, with its port."),
        Parameter("Database", places.database, "The database a release was published to."),
    )


def partition(source: Source, read: Read) -> str:
    """The expression in M that gives a table's rows."""
    names = ", ".join(m_text(column) for column, _ in read.columns)
    steps = [
        ("Source", document(source, read.mart)),
        ("Selected", f"Table.SelectColumns(Source, {{{names}}})"),
    ]
    for number, lookup in enumerate(read.lookups, start=1):
        steps += _joined(source, lookup, number, steps[-1][0])
    types = [*read.columns, *((lookup.name, "string") for lookup in read.lookups)]
    told = ", ".join(f"{{{m_text(name)}, {M_TYPES[kind]}}}" for name, kind in types)
    steps.append(("Typed", f"Table.TransformColumnTypes({steps[-1][0]}, {{{told}}})"))
    for computed in read.computed:
        steps.append(
            (
                f"With_{computed.name}",
                f"Table.AddColumn({steps[-1][0]}, {m_text(computed.name)}, "
                f"each {computed.expression}, {M_TYPES[computed.data_type]})",
            )
        )
    return let(steps)


def list_document(source: Source, name: str) -> str:
    """A list that is kept beside releases: a CSV file of its own, or a table of the database."""
    if source is Source.POSTGRES:
        return _postgres(ACCESS_SCHEMA, name)
    return (
        "Table.PromoteHeaders(Csv.Document(File.Contents(MembershipsFile), "
        '[Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]))'
    )


def document(source: Source, mart: str) -> str:
    """A mart as it is read."""
    if source is Source.POSTGRES:
        return _postgres(SCHEMA, mart)
    return f"Parquet.Document(File.Contents(Folder & {m_text(mart + '.parquet')}))"


def _postgres(schema: str, table: str) -> str:
    item = f"[Schema = {m_text(schema)}, Item = {m_text(table)}]"
    return f"PostgreSQL.Database(Server, Database){{{item}}}[Data]"


def _joined(source: Source, lookup: Lookup, number: int, before: str) -> list[tuple[str, str]]:
    key, column = m_text(lookup.key), m_text(lookup.column)
    wanted = f"Table.SelectColumns({document(source, lookup.mart)}, {{{key}, {column}}})"
    return [
        (f"Other{number}", wanted),
        (
            f"Joined{number}",
            f"Table.NestedJoin({before}, {{{key}}}, Other{number}, {{{key}}}, "
            f'"other{number}", JoinKind.LeftOuter)',
        ),
        (
            f"Brought{number}",
            f'Table.ExpandTableColumn(Joined{number}, "other{number}", '
            f"{{{column}}}, {{{m_text(lookup.name)}}})",
        ),
    ]


def let(steps: Sequence[tuple[str, str]]) -> str:
    """An expression of named steps; its value is the last."""
    lines = ",\n".join(f"\t{name} = {expression}" for name, expression in steps)
    return f"let\n{lines}\nin\n\t{steps[-1][0]}"
