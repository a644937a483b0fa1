"""A PostgreSQL table, landed, beside `COPY … TO STDOUT` of the same table, thrown away."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import psycopg
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.records import COLUMNS, contract, pieces
from orchestration.environment import exported
from orchestration.extract.connectors.sql import adbc  # noqa: F401  imported before the clock starts
from orchestration.extract.run import extract_system
from orchestration.extract.sources import SqlSource
from orchestration.settings import PROJECT_ROOT, Settings

URL = "BENCH_DATABASE_URL"
ADDRESS = "address"
_TABLE = (
    "create table event (event_id text primary key, event_type text, occurred_at timestamp,"
    " unit_id text, channel text, duration_seconds integer, amount numeric(12, 2),"
    " updated_at timestamp)"
)


def prepare(folder: Path, rows: int, address: str) -> None:
    """The rows in a typed table, as a real system keeps them."""
    (folder / ADDRESS).write_text(address)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(_TABLE)
        for piece in pieces(rows):
            with connection.cursor().copy(
                f"copy event ({', '.join(COLUMNS)}) from stdin (format csv)"
            ) as copy:
                sink = pa.BufferOutputStream()
                pacsv.write_csv(piece, sink, pacsv.WriteOptions(include_header=False))
                copy.write(sink.getvalue().to_pybytes())
        connection.execute("vacuum analyze event")


def floor(folder: Path) -> int:
    """Every row over the wire, and nothing done with it."""
    rows = 0
    with (
        psycopg.connect((folder / ADDRESS).read_text()) as connection,
        connection.cursor() as cursor,
        cursor.copy("copy event to stdout") as copy,
    ):
        for block in copy:
            rows += bytes(block).count(b"\n")
    return rows


def landing(folder: Path) -> int:
    """Count, read, count again and commit."""
    home = Path(tempfile.mkdtemp(dir=folder))
    try:
        settings = Settings(root=PROJECT_ROOT, home=home)
        source = SqlSource(name="bench", url_variable=URL)
        with exported({URL: (folder / ADDRESS).read_text()}):
            loads = extract_system(settings, contract("sql"), source, progress=lambda _: None)
        return loads[0].row_count
    finally:
        shutil.rmtree(home)
