"""`vitals export metabase`: the content of a release as files, and the manifest for dbt-metabase.

Here: which files there are. Not here: their contents (representations.py, dbt_manifest.py).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from orchestration.publish.datapackage import read_tables
from orchestration.publish.generation import Generation
from orchestration.publish.metabase.dashboards import TARGET, read_content
from orchestration.publish.metabase.dbt_manifest import dbt_manifest
from orchestration.publish.metabase.representations import write_representations
from orchestration.publish.release import Release
from orchestration.settings import Settings

MANIFEST = "dbt-manifest.json"
DATABASE = "Vital Signs"
POSTGRES_DATABASE = "vital_signs"


@dataclass(frozen=True)
class Names:
    """The database by Metabase's name and by PostgreSQL's, and where the pages are."""

    database: str = DATABASE
    postgres_database: str = POSTGRES_DATABASE
    site_url: str | None = None


def default_output(settings: Settings, release: Release) -> Path:
    """Where an export lies if no folder is named."""
    return settings.exports / release.release_id / TARGET


def export_metabase(release: Release, output: Path, names: Names) -> Generation:
    """Write the files of a release below `output`."""
    content, generation = read_content(release.folder, names.site_url)
    output.mkdir(parents=True, exist_ok=True)
    write_representations(content, names.database, output)
    manifest = dbt_manifest(read_tables(release.folder), names.postgres_database)
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    (output / MANIFEST).write_text(f"{text}\n", encoding="utf-8")
    return generation
