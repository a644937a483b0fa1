"""The manifest of a release: what it holds, what it was made from, by which versions.

Here: the record itself, how it is written and read, and the facts it gathers from raw/, git and the
installed packages. Not here: writing or checking the files it lists.
"""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from orchestration.errors import ToldError

MANIFEST = "manifest.json"
PACKAGES = ("vital-signs", "dbt-core", "dbt-duckdb", "duckdb", "pyarrow")


class UndescribedReleaseError(ToldError):
    """A release without a file that describes it: made by a version that wrote none."""

    def __init__(self, folder: Path, file: str) -> None:
        super().__init__(
            f"{folder} has no {file}: the release is older than it.",
            "`vitals replay` makes a release of today from the same loads.",
        )


@dataclass(frozen=True)
class Input:
    """One table of one committed load."""

    source: str
    table: str
    load_id: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class ReleasedFile:
    """One file of a release; `rows` of the serving file are those of all its tables.

    A file that only describes has none.
    """

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What `manifest.json` says."""

    release_id: str
    created_at: str
    as_of_date: str
    as_known_date: str | None
    git_commit: str
    git_is_dirty: bool
    dbt_invocation_id: str
    versions: dict[str, str]
    content_hash: str
    mart_hashes: dict[str, str]
    inputs: tuple[Input, ...]
    files: tuple[ReleasedFile, ...]

    @property
    def marts(self) -> tuple[ReleasedFile, ...]:
        """The files that hold one mart each."""
        return tuple(file for file in self.files if file.name.endswith(".parquet"))

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found["inputs"] = tuple(Input(**entry) for entry in found["inputs"])
        found["files"] = tuple(ReleasedFile(**entry) for entry in found["files"])
        return cls(**found)


def used_versions() -> dict[str, str]:
    """The versions that decide what a release says."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def git_state(root: Path) -> tuple[str, bool]:
    """The commit of the project and whether files differ from it; `unknown` outside git."""
    commit = _git(root, "rev-parse", "HEAD")
    if commit is None:
        return "unknown", False
    return commit.strip(), bool(_git(root, "status", "--porcelain"))


def _git(root: Path, *words: str) -> str | None:
    program = shutil.which("git")
    if program is None:
        return None
    # The folder may belong to another account (a container's mount): reading it is still right.
    command: Sequence[str] = [program, "-c", f"safe.directory={root}", "-C", str(root), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- fixed words
    return done.stdout if done.returncode == 0 else None
