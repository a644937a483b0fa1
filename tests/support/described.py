"""Systems as a person would describe them in the file of `--sources`."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

import yaml

from orchestration.extract.sources import Sources, System

_SUFFIX = "_variable"


def write_sources(path: Path, sources: Sources) -> Path:
    """The file that names these systems; what they leave at its default is left out."""
    content = {name: _entry(system) for name, system in sources.systems.items()}
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def _entry(system: System) -> dict[str, Any]:
    entry: dict[str, Any] = {"protocol": system.protocol}
    credentials = {}
    for item in fields(system):
        value = getattr(system, item.name)
        if item.name in {"name", "patience"} or value == _default(item):
            continue
        if item.name.endswith(_SUFFIX):
            credentials[item.name.removesuffix(_SUFFIX)] = value
        else:
            entry[item.name] = value
    return entry | ({"credentials": credentials} if credentials else {})


def _default(item: Field[Any]) -> object:
    return item.default_factory() if item.default_factory is not MISSING else item.default
