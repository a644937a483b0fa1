"""Looks for a secret in everything a run left behind.

Here: reading files as bytes, and what is packed in them (Parquet, DuckDB) as text. Not here: which
secrets, and what runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq


def places_of(secrets: Iterable[str], home: Path) -> list[str]:
    """Every file below `home` that holds one of the secrets, read raw and unpacked."""
    wanted = [secret.encode() for secret in secrets]
    return sorted(
        str(path.relative_to(home))
        for path in home.rglob("*")
        if path.is_file() and any(_holds(text, wanted) for text in _texts(path))
    )


def _holds(text: bytes, wanted: list[bytes]) -> bool:
    return any(secret in text for secret in wanted)


def _texts(path: Path) -> Iterator[bytes]:
    yield path.name.encode()
    yield path.read_bytes()
    if path.suffix == ".parquet":
        for column in pq.read_table(path).columns:
            yield "\n".join(map(str, column.unique().to_pylist())).encode()
    if path.suffix == ".duckdb":
        yield from _unpacked(path)


def _unpacked(path: Path) -> Iterator[bytes]:
    with duckdb.connect(str(path), read_only=True) as connection:
        columns = connection.execute(
            "select table_schema, table_name, column_name from information_schema.columns"
            " where data_type = 'VARCHAR'"
        ).fetchall()
        for schema, table, column in columns:
            found = connection.execute(
                f'select distinct "{column}" from "{schema}"."{table}"'
            ).fetchall()
            yield "\n".join(str(value) for (value,) in found).encode()
