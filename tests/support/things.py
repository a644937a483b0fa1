"""A small table in a database, for tests of the SQL connector: every type a contract may promise.

Here: its contract, its rows, one load of it. Not here: any real source.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from orchestration.extract.connectors.sql import open_tables
from orchestration.extract.contracts import SourceTable
from orchestration.extract.loads import Load
from orchestration.extract.raw_zone import locked_source
from orchestration.extract.sources.sql import SqlSource

TYPES = {
    "thing_id": "text",
    "label": "text",
    "made_on": "date",
    "is_used": "boolean",
    "weight": "integer",
    "price": "decimal(18, 2)",
    "changed_at": "timestamp",
}
THING = SourceTable(
    source="toy",
    name="thing",
    columns=tuple(TYPES),
    key="thing_id",
    stamp="changed_at",
    deletes="key_sweep",
    types=TYPES,
)
PLAIN = replace(THING, deletes="none")

CREATE_POSTGRES = """
    create table thing (thing_id text primary key, label text, made_on date, is_used boolean,
        weight integer, price numeric(18, 2), changed_at timestamp)
"""
CREATE_SQLITE = """
    create table thing (thing_id text primary key, label text, made_on date, is_used boolean,
        weight integer, price decimal(18, 2), changed_at timestamp)
"""
INSERT = """
    insert into thing values
        ('a', 'one', '2025-03-30', true, 1, 12.50, '2025-03-30 00:59:59'),
        ('b', 'it''s "two", ünï', null, false, -7, 1234567890123.45, '2025-03-30 01:00:00'),
        ('c', '', '2024-02-29', null, null, 0.10, '2025-10-26 01:30:00'),
        ('d', null, '2025-01-01', true, 2147483647, null, '2025-10-26 01:30:00')
"""
ROWS = {
    "a": ("a", "one", "2025-03-30", "true", "1", "12.50", "2025-03-30 00:59:59"),
    "b": (
        "b",
        'it\'s "two", ünï',
        None,
        "false",
        "-7",
        "1234567890123.45",
        "2025-03-30 01:00:00",
    ),
    "c": ("c", "", "2024-02-29", None, None, "0.10", "2025-10-26 01:30:00"),
    "d": ("d", None, "2025-01-01", "true", "2147483647", None, "2025-10-26 01:30:00"),
}


def load_things(
    home: Path, source: SqlSource, table: SourceTable = THING, *, reread: bool = False
) -> Load:
    """One load of the table into a raw zone."""
    with (
        locked_source(home / "raw", "toy", reread=reread) as locked,
        open_tables("toy", source, (table,), locked, lambda _: None) as loads,
    ):
        return locked.commit(loads)
