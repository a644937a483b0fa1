"""The marts of a build, written as files anyone can open.

Here: one Parquet file per mart, the same marts as tables of `serving.duckdb`, and the descriptions
in both. Not here: whether a build may be published and where the files go (release.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.publish.tables import Table

SERVING = "serving.duckdb"
# Clients two years older than this project's DuckDB can open a file of this format.
STORAGE_VERSION = "v1.4.0"
# Parquet has no place for these, or readers would see binary fractions.
REFUSED_TYPES = frozenset({"FLOAT", "DOUBLE", "HUGEINT", "UHUGEINT"})


class MartError(Exception):
    """A mart that cannot be written as it is."""


@dataclass(frozen=True)
class Mart:
    """A mart's name, its columns in order with their types, and what dbt says about them."""

    name: str
    columns: tuple[tuple[str, str], ...]
    description: str
    column_descriptions: Mapping[str, str]


@contextmanager
def open_read_only(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB file, attached as `build` for reading, in a session that speaks UTC."""
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach {text(file)} as build (read_only)")
        yield connection


def read_marts(
    connection: duckdb.DuckDBPyConnection, nodes: Mapping[str, Mapping[str, Any]]
) -> tuple[Mart, ...]:
    """Describe every relation of the build's marts schema; `nodes` are dbt's, by name."""
    rows = connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where database_name = 'build' and schema_name = 'marts' order by table_name, column_index"
    ).fetchall()
    columns: dict[str, list[tuple[str, str]]] = {}
    for mart, column, data_type in rows:
        columns.setdefault(mart, []).append((column, data_type))
        if data_type in REFUSED_TYPES:
            raise MartError(f"marts.{mart}.{column} is {data_type}; cast it to a decimal or bigint")
    return tuple(_mart(name, tuple(found), nodes.get(name, {})) for name, found in columns.items())


def _mart(name: str, columns: tuple[tuple[str, str], ...], node: Mapping[str, Any]) -> Mart:
    described = node.get("columns", {})
    return Mart(
        name=name,
        columns=columns,
        description=node.get("description", ""),
        column_descriptions={
            column: described.get(column, {}).get("description", "") for column, _ in columns
        },
    )


def write_parquet(connection: duckdb.DuckDBPyConnection, mart: Mart, file: Path) -> int:
    """Write one mart in the order of its columns, so that equal marts give equal files."""
    metadata = {"description": mart.description}
    metadata |= {f"column.{column}": said for column, said in mart.column_descriptions.items()}
    pairs = ", ".join(f"{text(key)}: {text(value)}" for key, value in metadata.items())
    connection.execute(
        f"copy (select * from build.marts.{name(mart.name)} order by all) to {text(file)} "
        f"(format parquet, compression zstd, kv_metadata {{{pairs}}})"
    )
    found = connection.execute(f"select count(*) from build.marts.{name(mart.name)}").fetchone()
    return int(found[0]) if found else 0


def write_serving(folder: Path, tables: Sequence[Table]) -> Path:
    """Write all tables of a release into one file, with their descriptions as comments.

    Tables, not views over the Parquet files: a view's relative path would be looked up in the
    reader's own folder.
    """
    file = folder / SERVING
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach {text(file)} as serving (storage_version '{STORAGE_VERSION}')")
        for table in tables:
            relation = f"serving.main.{name(table.name)}"
            parquet = text(folder / f"{table.name}.parquet")
            connection.execute(f"create table {relation} as from read_parquet({parquet})")
            if table.description:
                connection.execute(f"comment on table {relation} is {text(table.description)}")
            for column in table.columns:
                if column.description:
                    connection.execute(
                        f"comment on column {relation}.{name(column.name)} "
                        f"is {text(column.description)}"
                    )
        connection.execute("detach serving")
    return file


def name(identifier: str) -> str:
    """An identifier, quoted for SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str | Path) -> str:
    """A text value, quoted for SQL."""
    return "'" + str(value).replace("'", "''") + "'"
