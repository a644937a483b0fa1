"""Encoded queries as the Table API takes them: `state!=7^priorityIN1,2^ORDERBYsys_id`.

Here: reading one and finding the rows it names. Not here: fields, pages, HTTP. An operator that
is not known is refused: the vendor ignores such a part, and a caller would read far more than was
asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from orchestration.sandbox.columns import word, words

KEY = "sys_id"
_CONDITION = re.compile(
    r"(?P<column>[a-z][a-z0-9_]*)"
    r"(?P<operator>>=|<=|!=|=|>|<|NOT IN|IN|STARTSWITH|ISEMPTY|ISNOTEMPTY)"
    r"(?P<value>.*)"
)
_COMPARISONS: Mapping[str, Callable[[pa.Array, str], pa.Array]] = {
    "=": lambda column, value: pc.equal(column, word(value)),
    "!=": lambda column, value: pc.not_equal(column, word(value)),
    ">": lambda column, value: pc.greater(column, word(value)),
    ">=": lambda column, value: pc.greater_equal(column, word(value)),
    "<": lambda column, value: pc.less(column, word(value)),
    "<=": lambda column, value: pc.less_equal(column, word(value)),
    "IN": lambda column, value: pc.is_in(column, value_set=words(value.split(","))),
    "NOT IN": lambda column, value: pc.invert(pc.is_in(column, value_set=words(value.split(",")))),
    "STARTSWITH": lambda column, value: pc.starts_with(column, pattern=value),
    "ISEMPTY": lambda column, _: pc.equal(column, word("")),
    "ISNOTEMPTY": lambda column, _: pc.not_equal(column, word("")),
}


class QueryError(ValueError):
    """A query that cannot be answered, with the part that is wrong."""


@dataclass(frozen=True)
class Condition:
    """One comparison of a column with a value."""

    column: str
    operator: str
    value: str

    @classmethod
    def read(cls, part: str) -> Condition:
        match = _CONDITION.fullmatch(part)
        if not match:
            raise QueryError(f"{part!r} is no condition this API knows")
        return cls(match["column"], match["operator"], match["value"])

    def rows(self, columns: Mapping[str, pa.Array]) -> pa.Array:
        """Per row whether it holds."""
        return _COMPARISONS[self.operator](column_of(columns, self.column), self.value)


@dataclass(frozen=True)
class Query:
    """Groups of conditions (all groups must hold, within a group one), and an order."""

    groups: tuple[tuple[Condition, ...], ...]
    order: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, text: str) -> Query:
        groups: list[tuple[Condition, ...]] = []
        order: list[tuple[str, str]] = []
        for part in filter(None, text.split("^")):
            if part.startswith("ORDERBYDESC"):
                order.append((part.removeprefix("ORDERBYDESC"), "descending"))
            elif part.startswith("ORDERBY"):
                order.append((part.removeprefix("ORDERBY"), "ascending"))
            elif part.startswith("OR"):
                if not groups:
                    raise QueryError(f"{part!r} has nothing before it to be an alternative to")
                groups[-1] = (*groups[-1], Condition.read(part.removeprefix("OR")))
            else:
                groups.append((Condition.read(part),))
        return cls(tuple(groups), tuple(order))

    def positions(self, columns: Mapping[str, pa.Array]) -> pa.Array:
        """Where the rows it names are, in its order; rows are kept by key already."""
        found = pc.indices_nonzero(self._mask(columns))
        if self.order in ((), ((KEY, "ascending"),)):
            return found
        names = [name for name, _ in self.order]
        keys = [column_of(columns, name).take(found) for name in names]
        return found.take(
            pc.sort_indices(pa.Table.from_arrays(keys, names), sort_keys=list(self.order))
        )

    def _mask(self, columns: Mapping[str, pa.Array]) -> pa.Array:
        if not self.groups:
            return pc.is_valid(columns[KEY])
        alternatives = [
            reduce(pc.or_, [condition.rows(columns) for condition in group])
            for group in self.groups
        ]
        return reduce(pc.and_, alternatives)


def column_of(columns: Mapping[str, pa.Array], name: str) -> pa.Array:
    """A column, or a complaint that names it."""
    if name not in columns:
        raise QueryError(f"there is no column {name!r}")
    return columns[name]
