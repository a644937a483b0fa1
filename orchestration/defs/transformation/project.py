"""The dbt project as Dagster sees it: parsed when its files have changed, read otherwise.

Here: the manifest that the definitions are made from. Not here: names (translator.py) and running
dbt (assets.py). Every Dagster process loads the definitions, a parse takes seconds, so the manifest
is kept below the home with a fingerprint of the files it was made from.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_dbt import DbtProject

from orchestration.defs.transformation.translator import Translator
from orchestration.files import locked
from orchestration.settings import Settings
from orchestration.transform.dbt import TransformError, build_arguments, invoke_dbt

MANIFEST = "manifest.json"
FINGERPRINT = "parsed_from.sha256"
PARSED = ("dbt_project.yml", "profiles.yml", "dbt_project", "seeds", "tests/dbt")


@dataclass(frozen=True)
class ReadProject:
    """dbt's project, its manifest, and the one translator all assets are named by."""

    project: DbtProject
    manifest: Mapping[str, Any]
    translator: Translator

    def sources(self, source_name: str) -> list[Mapping[str, Any]]:
        """The tables dbt declares for a source."""
        tables = self.manifest["sources"].values()
        return [table for table in tables if table["source_name"] == source_name]


def read_project(settings: Settings) -> ReadProject:
    """Parse the project if need be, and read what came of it."""
    folder = settings.home / "dbt" / "definitions"
    with locked(folder):
        fingerprint = fingerprint_of(settings.root)
        kept = folder / FINGERPRINT
        if not kept.exists() or kept.read_text(encoding="utf-8") != fingerprint:
            _parse(settings, folder)
            kept.write_text(fingerprint, encoding="utf-8")
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    project = DbtProject(project_dir=settings.root, target_path=folder, profiles_dir=settings.root)
    return ReadProject(project, manifest, Translator())


def fingerprint_of(root: Path) -> str:
    """Changes when any file that dbt parses is added, removed or written."""
    lines = [
        f"{file.relative_to(root)} {file.stat().st_size} {file.stat().st_mtime_ns}"
        for file in _parsed_files(root)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _parsed_files(root: Path) -> Iterator[Path]:
    for name in PARSED:
        path = root / name
        yield from [path] if path.is_file() else sorted(path.rglob("*.*"))


def _parse(settings: Settings, folder: Path) -> None:
    (folder / FINGERPRINT).unlink(missing_ok=True)
    arguments = build_arguments(settings, None, "parse")
    if not invoke_dbt(settings, folder, [*arguments, "--target-path", str(folder)]):
        raise TransformError(
            "dbt could not parse the project, so there are no definitions to load.",
            f"Mend what {settings.logs / 'dbt.log'} names.",
        )
