"""What Dagster is told about each table a build has made: its rows and its columns.

Here: reading them from the finished build file. Not here: when that may be done: dbt's process
holds the file until it has ended.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.publish.marts import name, open_read_only


@dataclass(frozen=True)
class Table:
    """A relation of the build: how many rows it has, and its columns with their types."""

    rows: int
    columns: tuple[tuple[str, str], ...]


def read_tables(warehouse: Path) -> dict[tuple[str, str], Table]:
    """Every relation of a build file, by schema and name; none if dbt never came to make it."""
    columns: dict[tuple[str, str], list[tuple[str, str]]] = {}
    if not warehouse.exists():
        return {}
    with open_read_only(warehouse) as connection:
        listed = connection.execute(
            "select schema_name, table_name, column_name, data_type from duckdb_columns() "
            "where database_name = 'build' order by schema_name, table_name, column_index"
        ).fetchall()
        for schema, table, column, data_type in listed:
            columns.setdefault((schema, table), []).append((column, data_type))
        connection.execute("use build")
        return {
            key: Table(_count(connection, *key), tuple(found)) for key, found in columns.items()
        }


def _count(connection: Any, schema: str, table: str) -> int:
    relation = f"{name(schema)}.{name(table)}"
    counted = connection.execute(f"select count(*) from {relation}").fetchone()  # noqa: S608
    return int(counted[0])


def with_tables(
    events: Iterable[Any],
    manifest: Mapping[str, Any],
    tables: Mapping[tuple[str, str], Table],
) -> Iterator[Any]:
    """The events of a dbt invocation; a table that was made says its rows and its columns."""
    for event in events:
        if isinstance(event, dg.Output):
            node = manifest["nodes"][event.metadata["unique_id"].value]
            table = tables.get((node["schema"], node["alias"]))
            yield event.with_metadata({**event.metadata, **_metadata(node, table)})
        else:
            yield event


def _metadata(node: Mapping[str, Any], table: Table | None) -> dict[str, Any]:
    if table is None:
        return {}
    described = {column: entry["description"] for column, entry in node["columns"].items()}
    schema = dg.TableSchema(
        [
            dg.TableColumn(column, data_type, description=described.get(column))
            for column, data_type in table.columns
        ]
    )
    return {"dagster/row_count": table.rows, "dagster/column_schema": schema}
