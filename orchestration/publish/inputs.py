"""What a release is made from: the committed loads of the raw zone.

Here: reading the manifests of loads, and what may be told of them. Not here: writing them
(extract/), and the release's own manifest (manifest.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from orchestration.publish.manifest import Input
from orchestration.publish.marts import open_read_only
from orchestration.transform.dbt import WAREHOUSE


def read_inputs(raw: Path, last: Mapping[str, str] | None = None) -> tuple[Input, ...]:
    """Every table of every committed load, in the order of sources and loads.

    With `last`, the last load of each source that was known, later ones are left out.
    """
    manifests = sorted(raw.glob("*/loads/*/manifest.json"))
    inputs = (entry for manifest in manifests for entry in _tables(manifest))
    if last is None:
        return tuple(inputs)
    return tuple(entry for entry in inputs if entry.load_id <= last[entry.source])


def published_inputs(inputs: Sequence[Input], build: Path) -> tuple[Input, ...]:
    """The same, with as many rows as the build's ledger tells: of people only rounded numbers.

    A load without rows stands in no ledger where its source is not connected.
    """
    with open_read_only(build / WAREHOUSE) as connection:
        told = connection.execute(
            "select source, table_name, load_id, row_count from build.marts.fct_extractions"
        ).fetchall()
    rows = {(source, table, load_id): count for source, table, load_id, count in told}
    return tuple(
        replace(entry, rows=rows[entry.source, entry.table, entry.load_id]) if entry.rows else entry
        for entry in inputs
    )


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
