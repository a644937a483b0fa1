"""One table as the Table API serves it: rows found by a query, written as JSON a page at a time.

Here: order by key, the choice of fields, references, JSON without a loop over rows. Not here:
HTTP, and which records there are. Values hold no quotes, backslashes or control characters: the
generator writes none, so nothing needs escaping.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from orchestration.sandbox.columns import word
from orchestration.sandbox.servicenow.encoded_query import KEY, Query

# Columns that name a record of another table; the tool sends a link with them unless told not to.
REFERENCES: Mapping[str, str] = {
    "assignment_group": "sys_user_group",
    "business_service": "cmdb_ci_service",
    "caused_by": "change_request",
    "parent": "task",
    "parent_incident": "incident",
}


@dataclass(frozen=True)
class ServedTable:
    """A table's columns, ordered by key."""

    columns: Mapping[str, pa.Array]

    @classmethod
    def of(cls, rows: pa.Table) -> ServedTable:
        order = pc.sort_indices(rows[KEY])
        names = rows.column_names
        return cls({name: rows[name].combine_chunks().take(order) for name in names})

    def renamed(self, names: Mapping[str, str]) -> ServedTable:
        """The same rows, some columns under other names."""
        return ServedTable({names.get(name, name): at for name, at in self.columns.items()})

    def find(self, query: Query) -> pa.Array:
        """Positions of the rows a query names."""
        return query.positions(self.columns)

    def page(self, positions: pa.Array, fields: Sequence[str], link_base: str | None) -> bytes:
        """The rows as the inside of a JSON array; unknown fields are left out, as the vendor does.

        `link_base` is the address references point to; without one, they are plain values.
        """
        chosen = [name for name in fields if name in self.columns] or list(self.columns)
        parts: list[pa.Array | pa.Scalar] = []
        for number, name in enumerate(chosen):
            parts.append(word(f'{"," if number else "{"}"{name}":'))
            values = self.columns[name].take(positions)
            parts.append(_json(values, REFERENCES.get(name), link_base))
        parts.append(word("},"))
        return _joined_bytes(pc.binary_join_element_wise(*parts, word("")))[:-1]


def _json(values: pa.Array, target: str | None, link_base: str | None) -> pa.Array:
    """Each value as a JSON string, or as a reference with its link."""
    plain = pc.binary_join_element_wise(word('"'), values, word('"'), word(""))
    if target is None or link_base is None:
        return plain
    opening = word(f'{{"link":"{link_base}/api/now/table/{target}/')
    linked = pc.binary_join_element_wise(
        opening, values, word('","value":'), plain, word("}"), word("")
    )
    return pc.if_else(pc.equal(values, word("")), plain, linked)


def _joined_bytes(texts: pa.Array) -> bytes:
    """All strings of an array, one after another: the array's own buffer."""
    if not len(texts):
        return b""
    _, offsets, data = texts.buffers()
    bounds = memoryview(offsets).cast("i")
    first, last = bounds[texts.offset], bounds[texts.offset + len(texts)]
    return bytes(memoryview(data)[first:last])
