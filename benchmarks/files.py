"""Event files by day, landed, beside DuckDB reading the same files into a table in memory."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from benchmarks.records import contract, pieces
from orchestration.extract.connectors import event_files  # noqa: F401  imported before the clock starts
from orchestration.extract.run import extract_system
from orchestration.extract.sources import EventFilesSource
from orchestration.settings import PROJECT_ROOT, Settings

EVENTS = "events"


def prepare(folder: Path, rows: int) -> None:
    """A file for each day, and the list of them, as a producer leaves them."""
    target = folder / EVENTS / "event"
    target.mkdir(parents=True)
    listed = []
    for number, piece in enumerate(pieces(rows)):
        day = (date(2024, 4, 1) + timedelta(days=number)).isoformat()
        path = target / f"{day}.parquet"
        pq.write_table(piece, path)
        content = path.read_bytes()
        listed.append(
            {
                "name": path.name,
                "day": day,
                "rows": piece.num_rows,
                "bytes": len(content),
                "sha256": sha256(content).hexdigest(),
            }
        )
    (target / "_manifest.json").write_text(json.dumps({"files": listed}))


def floor(folder: Path) -> int:
    """Read every file, every column."""
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(
            "create table event as select * from read_parquet(?)",
            [str(folder / EVENTS / "event" / "*.parquet")],
        )
        found = connection.execute("select count(*) from event").fetchone()
    return int(found[0]) if found else 0


def landing(folder: Path) -> int:
    """Prove, read and commit every file."""
    home = Path(tempfile.mkdtemp(dir=folder))
    try:
        source = EventFilesSource(base_url=str(folder / EVENTS), name="bench")
        settings = Settings(root=PROJECT_ROOT, home=home)
        loads = extract_system(settings, contract("event_files"), source, progress=lambda _: None)
        return next(load.row_count for load in loads if load.table_name == "event")
    finally:
        shutil.rmtree(home)
