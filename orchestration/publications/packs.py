"""Packs: what a build would show the forums that meet on its own day.

Here: reading the marts `pack_…` as text, and the hash of what they say. Not here: which rows a pack
has (dbt), or keeping one (`frozen`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.extract.fingerprint import content_hash
from orchestration.publish.marts import name, open_read_only
from orchestration.transform.dbt import WAREHOUSE
from orchestration.yaml_files import read_yaml

HEADERS = "packs"
KEY = "publication_id"
_SOURCE = Path("dbt_project/models/staging/publications/_publications__sources.yml")


@dataclass(frozen=True)
class Pack:
    """What a forum is shown: the header's cells and, by part, the rows; all text."""

    header: Mapping[str, str]
    parts: Mapping[str, pa.Table]

    @property
    def publication_id(self) -> str:
        return self.header[KEY]

    @property
    def content_sha256(self) -> str:
        """The hash of all its rows; it knows neither a release nor a load."""
        told = {part: rows for part, rows in self.parts.items() if rows.num_rows}
        lines = (f"{part} {content_hash(rows)}\n" for part, rows in sorted(told.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def declared_tables(root: Path) -> dict[str, tuple[str, ...]]:
    """The tables of a publication and their columns, as the dbt project declares them."""
    (source,) = read_yaml(root / _SOURCE)["sources"]
    return {
        table["name"]: tuple(
            column["name"] for column in table["columns"] if column["name"] != "_load_id"
        )
        for table in source["tables"]
    }


def read_packs(root: Path, build: Path) -> list[Pack]:
    """The packs of the meetings on the build's own day, in order of their ids."""
    parts = [part for part in declared_tables(root) if part != HEADERS]
    with open_read_only(build / WAREHOUSE) as connection:
        headers = _text_rows(connection, HEADERS)
        tables = {part: _text_rows(connection, part) for part in parts}
    return [
        Pack(header, {part: _of_pack(rows, header[KEY]) for part, rows in tables.items()})
        for header in headers.to_pylist()
    ]


def _text_rows(connection: duckdb.DuckDBPyConnection, part: str) -> pa.Table:
    """A mart's rows in the order of its columns, each value as text."""
    mart = f"build.marts.{name(f'pack_{part}')}"
    described = connection.execute(f"describe {mart}").fetchall()
    cells = ", ".join(f"cast({name(row[0])} as varchar) as {name(row[0])}" for row in described)
    query = f"select {cells} from (select * from {mart} order by all)"  # noqa: S608  quoted names
    return connection.sql(query).to_arrow_table()


def _of_pack(rows: pa.Table, publication_id: str) -> pa.Table:
    return rows.filter(pc.equal(rows[KEY], publication_id)).combine_chunks()
