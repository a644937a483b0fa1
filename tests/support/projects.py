"""A project of a test's own: the shipped files, to be added to without touching them."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from orchestration.settings import PROJECT_ROOT

FOLDERS = ("seeds", "dbt_project", "tests/dbt", "reports")
FILES = ("dbt_project.yml", "profiles.yml")


def copy_project(root: Path) -> Path:
    """Whatever a run reads of a project, and no Python."""
    for folder in FOLDERS:
        shutil.copytree(PROJECT_ROOT / folder, root / folder)
    for file in FILES:
        shutil.copy(PROJECT_ROOT / file, root / file)
    return root


def add_rows(root: Path, seed: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Rows at the end of a seed, as a person would type them; cells left out are empty.

    An entry of a register takes the next number.
    """
    path = root / "seeds" / f"{seed}.csv"
    with path.open(newline="", encoding="utf-8") as file:
        columns, *others = csv.reader(file)
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        for number, row in enumerate(rows, start=len(others) + 1):
            entry = {"entry_number": str(number)} if "entry_number" in columns else {}
            writer.writerow(entry | dict(row))
