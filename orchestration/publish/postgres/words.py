"""The words of SQL that several modules need: names of schemas, types, quoting, what we made.

Here: words. Not here: statements.
"""

from __future__ import annotations

import hashlib
import re

from orchestration.publish.marts import name, text

BI = "bi"
STAGING = "bi_staging"
ACCESS = "bi_access"
READER = "bi_reader"
LONGEST_NAME = 63
# Types as the server itself spells them, so that what is there can be compared with what is wanted.
TYPES = {
    "VARCHAR": "text",
    "BIGINT": "bigint",
    "INTEGER": "integer",
    "SMALLINT": "smallint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp without time zone",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
}

__all__ = ["ACCESS", "BI", "READER", "STAGING", "name", "names", "remember", "text"]


def type_of(duckdb_type: str) -> str:
    """PostgreSQL's type for one of DuckDB's."""
    decimal = re.fullmatch(r"DECIMAL\((\d+),\s*(\d+)\)", duckdb_type)
    return f"numeric({decimal[1]},{decimal[2]})" if decimal else TYPES[duckdb_type]


def names(columns: tuple[str, ...] | list[str]) -> str:
    """Columns, quoted, with commas."""
    return ", ".join(name(column) for column in columns)


def short(identifier: str) -> str:
    """A name as long as the server keeps it; one that is cut stays different from others."""
    if len(identifier.encode()) <= LONGEST_NAME:
        return identifier
    digest = hashlib.sha256(identifier.encode()).hexdigest()[:8]
    return f"{identifier[: LONGEST_NAME - 9]}_{digest}"


def remember(thing: str, definition: str) -> str:
    """The statement that notes what we made, so that a person's own change is told from ours."""
    return (
        f"insert into {ACCESS}.made (thing, definition) values ({text(thing)}, {text(definition)}) "
        "on conflict (thing) do update set definition = excluded.definition"
    )


def forget(thing: str) -> str:
    """The statement that ends such a note."""
    return f"delete from {ACCESS}.made where thing = {text(thing)}"
