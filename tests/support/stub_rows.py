"""Rows for the stub Table API: numbered, one change a minute, keys in another order."""

from __future__ import annotations

from tests.support.tables import source_tables

ROWS = 25
PAGE = 10


def stamp(number: int) -> str:
    """The time of change number `number`."""
    return f"2026-01-{1 + number // 1440:02d} {number // 60 % 24:02d}:{number % 60:02d}:00"


def row(table: str, number: int, **values: str) -> dict[str, str]:
    """Row `number` of a table, every column filled."""
    columns = next(item.columns for item in source_tables("servicenow") if item.name == table)
    base = {column: f"{column} {number}" for column in columns}
    key = f"{number * 7919 % 10007:032x}"
    if table == "sys_audit_delete":
        return (
            base
            | {"sys_id": key, "sys_created_on": stamp(number), "tablename": "incident"}
            | values
        )
    return base | {"sys_id": key, "sys_updated_on": stamp(number)} | values


def all_tables(count: int = ROWS) -> dict[str, list[dict[str, str]]]:
    """`count` rows for each table the reader knows."""
    return {
        table.name: [row(table.name, number) for number in range(count)]
        for table in source_tables("servicenow")
    }
