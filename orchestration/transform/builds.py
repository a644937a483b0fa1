"""The folders of build files: one a run, private until its tests have passed.

Here: naming, making and forgetting them. Not here: what dbt writes into them.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from orchestration.files import point_link
from orchestration.settings import Settings

KEPT_BUILDS = 2
NEWEST = "newest"


def new_build(settings: Settings, now: datetime | None = None) -> Path:
    """Make an empty folder for one run's build file."""
    moment = now or datetime.now(tz=UTC)
    folder = settings.builds / f"run-{moment:%Y%m%dT%H%M%S%f}"
    folder.mkdir(parents=True)
    point_link(settings.builds / NEWEST, folder.name)
    return folder


def steady_path(settings: Settings, build: Path) -> Path:
    """The same path for every newest build: dbt parses all over when its profile's path changes."""
    link = settings.builds / NEWEST
    return link if link.resolve() == build.resolve() else build


def latest_build(settings: Settings) -> Path | None:
    """The folder of the newest build that has a file, if there is one."""
    built = [folder for folder in _builds(settings) if any(folder.glob("*.duckdb"))]
    return built[-1] if built else None


def forget_old_builds(settings: Settings, kept: int = KEPT_BUILDS) -> None:
    """Keep the newest builds; a build is not a record, its release is."""
    for folder in _builds(settings)[:-kept]:
        shutil.rmtree(folder)


def _builds(settings: Settings) -> list[Path]:
    return sorted(folder for folder in settings.builds.glob("run-*") if folder.is_dir())
