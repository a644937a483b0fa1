"""What every seed promises, read from seeds/_<area>__seeds.yml: the files dbt tests the seeds by.

Here: the YAML as frozen objects. Not here: what a promise means (promises.py, and the SQL of the
same name in tests/dbt/generic).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DECLARATIONS = "_*__seeds.yml"


@dataclass(frozen=True)
class Promise:
    """One data test of a seed: its generic test and the arguments it is given."""

    test: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Declaration:
    """One seed: the file that declares it, its columns' types in order, and its promises."""

    name: str
    file: str
    types: Mapping[str, str]
    promises: tuple[Promise, ...]


def read_declarations(seeds: Path) -> dict[str, Declaration]:
    """Every declared seed by name."""
    return {
        entry["name"]: _declaration(file.name, entry)
        for file in sorted(seeds.glob(DECLARATIONS))
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["seeds"]
    }


def _declaration(file: str, entry: Mapping[str, Any]) -> Declaration:
    promises = tuple(
        Promise(test=name, arguments=body.get("arguments", {}))
        for item in entry.get("data_tests", [])
        if isinstance(item, dict)
        for name, body in item.items()
    )
    types = dict(entry.get("config", {}).get("column_types", {}))
    return Declaration(name=entry["name"], file=file, types=types, promises=promises)
