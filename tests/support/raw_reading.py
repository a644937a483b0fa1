"""What landed: all committed rows of a table, and the traces of loads that did not."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from orchestration.extract.landed import committed_loads


def landed(raw: Path, source: str, table: str) -> list[dict[str, str]]:
    """Rows of all committed loads, oldest load first."""
    parts = [
        part for load in committed_loads(raw, source) for part in sorted(load.glob(f"{table}/*"))
    ]
    return [row for part in parts for row in pq.read_table(part).to_pylist()]


def leftovers(raw: Path) -> list[Path]:
    """Temporary packages of loads that never became one."""
    return list(raw.glob("*/.tmp-*"))
