"""What a release is made from: the committed loads of the raw zone.

Here: reading the manifests of loads. Not here: writing them (extract/), and the release's own
manifest (manifest.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from orchestration.publish.manifest import Input


def read_inputs(raw: Path, last: Mapping[str, str] | None = None) -> tuple[Input, ...]:
    """Every table of every committed load, in the order of sources and loads.

    With `last`, the last load of each source that was known, later ones are left out.
    """
    manifests = sorted(raw.glob("*/loads/*/manifest.json"))
    inputs = (entry for manifest in manifests for entry in _tables(manifest))
    if last is None:
        return tuple(inputs)
    return tuple(entry for entry in inputs if entry.load_id <= last[entry.source])


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
