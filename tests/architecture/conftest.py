"""dbt's manifest, in the form the rules of this folder ask questions of.

Here: reading it once. Not here: rules; each test file holds one family of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from orchestration.settings import PROJECT_ROOT

MODELS = "dbt_project/models/"


@dataclass(frozen=True)
class Model:
    """A model: where it stands, what it reads, what is said about it."""

    node: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.node["name"])

    @property
    def path(self) -> Path:
        return PROJECT_ROOT / self.node["original_file_path"]

    @property
    def layer(self) -> str:
        return self.path.relative_to(PROJECT_ROOT / MODELS).parts[0]

    @property
    def folder(self) -> str:
        return self.path.parent.name

    @property
    def sql(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def reads(self) -> list[str]:
        return list(self.node["depends_on"]["nodes"])


@dataclass(frozen=True)
class Project:
    """All of dbt's project that a rule may ask about."""

    manifest: dict[str, Any]

    @property
    def models(self) -> list[Model]:
        nodes = self.manifest["nodes"].values()
        return [Model(node) for node in nodes if node["resource_type"] == "model"]

    def in_layer(self, *layers: str) -> list[Model]:
        return [model for model in self.models if model.layer in layers]

    def model(self, unique_id: str) -> Model | None:
        node = self.manifest["nodes"].get(unique_id)
        return Model(node) if node and node["resource_type"] == "model" else None

    def parents(self, model: Model) -> Iterable[Model]:
        found = (self.model(unique_id) for unique_id in model.reads)
        return [parent for parent in found if parent is not None]


@pytest.fixture(scope="session")
def project(dbt_manifest: dict[str, Any]) -> Project:
    """The project as dbt parsed it."""
    return Project(dbt_manifest)
