"""Which event files were loaded before, by the raw zone itself.

Here: the newest word on each file. Not here: what is new. There is no state apart from the loads.
"""

from __future__ import annotations

import pyarrow.parquet as pq

from orchestration.extract.connectors.event_files.listing import KnownFile
from orchestration.extract.landed import committed_loads
from orchestration.extract.raw_zone import LockedSource

_COLUMNS = ["file_name", "file_day", "file_sha256", "outcome", "_load_id"]


def known_files(locked: LockedSource, table_name: str) -> dict[str, KnownFile]:
    """What the newest load that speaks of a file says of it, by name."""
    rows = [
        row
        for load in committed_loads(locked.raw, locked.source)
        for part in sorted((load / table_name).glob("*.parquet"))
        for row in pq.ParquetFile(part).read(columns=_COLUMNS).to_pylist()
    ]
    rows.sort(key=lambda row: row["_load_id"])
    return {
        row["file_name"]: KnownFile(
            row["file_name"], row["file_day"], row["file_sha256"], row["outcome"] == "loaded"
        )
        for row in rows
    }
