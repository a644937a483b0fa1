"""What the reader asks of a database, whichever it is.

Here: the questions, and the families of column types that count as the same. Not here: SQL
(`dialects`, `any_database`), or when to ask what (`reading`).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

MOMENT_FORMAT = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Column:
    """A column as the catalogue tells it: the type's own name, and its family.

    Families: boolean, date, timestamp, integer, decimal, text, and `other` for what has no place in
    a contract.
    """

    name: str
    type_name: str
    family: str


@dataclass(frozen=True)
class Selection:
    """Rows of a table: all, or those last changed in a closed window of whole UTC seconds.

    A bound that is empty is open.

    A row without a stamp belongs to every window: nobody can say when it changed.
    """

    table: str
    columns: Mapping[str, Column]
    stamp: str = ""
    first: str = ""
    last: str = ""


class Database(Protocol):
    """One open, read-only view of a database: every answer speaks of the same moment, if it can."""

    def columns(self, table: str) -> dict[str, Column]:
        """The table's columns in order, from the catalogue; empty where there is no table."""

    def now(self) -> str:
        """The database's clock, as a UTC second."""

    @property
    def is_of_one_moment(self) -> bool:
        """Whether nothing can change while it is read: asked twice, it says the same."""

    def newest(self, selection: Selection) -> tuple[str | None, int]:
        """The last stamp of a selection, as text (none where no row has one), and its rows."""

    def count(self, selection: Selection) -> int:
        """How many rows there are, by the database's own count."""

    def rows(self, selection: Selection, names: tuple[str, ...]) -> Generator[pa.Table]:
        """The rows, every value as text."""
