"""A producer of event files, as exact or as careless as a test asks for.

It knows nothing of the connector: files and their list are written by hand, here.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.extract.connectors import event_files
from orchestration.extract.contracts import SourceTable
from orchestration.extract.loads import Load, Reread
from orchestration.extract.raw_zone import locked_source
from orchestration.extract.sources import EventFilesSource

SOURCE = "clicks"
TABLE = SourceTable(SOURCE, "click", ("click_id", "page", "clicked_at"), key="click_id")
Row = Mapping[str, Any]


def click(number: int, page: str = "home") -> dict[str, Any]:
    return {"click_id": f"c{number}", "page": page, "clicked_at": "2026-01-05 10:00:00"}


def parquet(rows: Sequence[Row]) -> bytes:
    """The rows as a Parquet file; the values' own types decide the columns'."""
    target = io.BytesIO()
    names = list(rows[0]) if rows else list(TABLE.columns)
    kinds = {} if rows else {name: pa.string() for name in names}
    table = pa.table(
        {name: pa.array([row[name] for row in rows], kinds.get(name)) for name in names}
    )
    pq.write_table(table, target)
    return target.getvalue()


def ndjson(rows: Sequence[Row]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


class Producer:
    """A table's folder, here or in any storage fsspec opens."""

    def __init__(self, base_url: str, table: str = TABLE.name) -> None:
        self.base_url = base_url
        self.files, root = fsspec.core.url_to_fs(base_url)
        self.folder = f"{root}/{table}"
        self.entries: dict[str, dict[str, Any]] = {}

    def put(self, name: str, data: bytes) -> None:
        """A file's bytes, without a word in the list."""
        path = f"{self.folder}/{name}"
        self.files.makedirs(path.rpartition("/")[0], exist_ok=True)
        self.files.pipe_file(path, data)

    def deliver(self, name: str, rows: Sequence[Row], /, **wrong: Any) -> None:
        """A file with its line in the list; `wrong` are values that stand there instead."""
        data = parquet(rows) if name.endswith(".parquet") else ndjson(rows)
        self.put(name, data)
        self.entries[name] = {
            "name": name,
            "day": Path(name).name[:10],
            "rows": len(rows),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        } | wrong
        self.publish()

    def publish(self, files: object = None) -> None:
        """Write the list as it is now, or another one."""
        content = {"format": 1, "files": list(self.entries.values()) if files is None else files}
        self.put("_manifest.json", json.dumps(content).encode())


def load(raw: Path, base_url: str, *, reread: Reread | None = None, **options: str) -> Load:
    """One load of the table, by the connector under test."""
    source = EventFilesSource(base_url=base_url, name=SOURCE, **options)
    with (
        locked_source(raw, SOURCE, reread=reread) as locked,
        event_files.open_tables(SOURCE, source, (TABLE,), locked, lambda _: None) as tables,
    ):
        return locked.commit(tables)
