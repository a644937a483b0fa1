"""What a release is made from: the committed loads of the raw zone.

Here: reading the manifests of loads. Not here: writing them (extract/), and the release's own
manifest (manifest.py).
"""

from __future__ import annotations

import json
from pathlib import Path

from orchestration.publish.manifest import Input


def read_inputs(raw: Path) -> tuple[Input, ...]:
    """Every table of every committed load, in the order of sources and loads."""
    manifests = sorted(raw.glob("*/loads/*/manifest.json"))
    return tuple(entry for manifest in manifests for entry in _tables(manifest))


def _tables(manifest: Path) -> list[Input]:
    load = json.loads(manifest.read_text(encoding="utf-8"))
    return [
        Input(
            source=load["source"],
            table=table["table_name"],
            # Merged loads stand in one manifest, and each table keeps its own load.
            load_id=table.get("load_id", load["load_id"]),
            rows=table["row_count"],
            sha256=table["content_sha256"],
        )
        for table in load["tables"]
    ]
