"""What a semantic model consists of, before it is written.

Here: the records. Not here: which tables and measures there are (star.py, measures.py) and how they
are written (tmdl.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orchestration.publish.powerbi.names import dax_column


@dataclass(frozen=True)
class Column:
    """A column; `source` is its name in the table that is read, unless an expression gives it."""

    name: str
    source: str
    data_type: str
    description: str = ""
    is_hidden: bool = False
    is_key: bool = False
    format: str = ""
    sort_by: str = ""
    expression: str = ""


@dataclass(frozen=True)
class Kpi:
    """What a value is held against, as DAX, and how its judgement is drawn."""

    target: str
    status: str
    graphic: str
    description: str


@dataclass(frozen=True)
class Measure:
    """A calculation in DAX with all that a list of fields shows of it."""

    name: str
    expression: str
    description: str
    format: str
    folder: str
    is_hidden: bool = False
    kpi: Kpi | None = None
    annotations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Hierarchy:
    """Levels from the widest to the narrowest, each a column."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of the model, read by one expression in M. `mart` is the table it is made of."""

    name: str
    mart: str
    description: str
    columns: tuple[Column, ...]
    partition: str
    is_hidden: bool = False
    is_dates: bool = False
    measures: tuple[Measure, ...] = ()
    hierarchies: tuple[Hierarchy, ...] = ()

    def said(self, source: str) -> str:
        """What a column of the table that is read is called here."""
        return next(column.name for column in self.columns if column.source == source)

    def has(self, source: str) -> bool:
        return any(column.source == source for column in self.columns)


def in_dax(table: Table, source: str) -> str:
    """A mart's column as DAX names it: 'Table'[Column]."""
    return dax_column(table.name, table.said(source))


@dataclass(frozen=True)
class Relationship:
    """Many rows of one table belong to one of another; names of tables and columns."""

    from_table: str
    from_column: str
    to_table: str
    to_column: str


@dataclass(frozen=True)
class Parameter:
    """A text that whoever opens the model sets: a folder, a server, a database."""

    name: str
    value: str
    description: str


@dataclass(frozen=True)
class Role:
    """Who may see which rows: a condition in DAX for each table by name."""

    name: str
    description: str
    filters: Mapping[str, str]


@dataclass(frozen=True)
class Model:
    """A semantic model."""

    release_id: str
    tables: tuple[Table, ...]
    relationships: tuple[Relationship, ...]
    parameters: tuple[Parameter, ...]
    roles: tuple[Role, ...]

    def of_mart(self, mart: str) -> Table:
        """The table that is made of a mart."""
        return next(table for table in self.tables if table.mart == mart)
