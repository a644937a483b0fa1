"""The content as files in Metabase's open representation format: a YAML file for each thing.

Here: the format and the folder. Not here: what the things are (content.py).

The format is described at https://www.npmjs.com/package/@metabase/representations.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from orchestration.publish.metabase.content import (
    Collection,
    Content,
    Dashboard,
    Dashcard,
    Question,
)
from orchestration.publish.metabase.shapes import (
    card_parameter,
    card_settings,
    dashboard_parameter,
    parameter_mappings,
    template_tag,
)
from orchestration.publish.metabase.wording import entity_id

# The format wants an author; Metabase's own internal user stands for no person.
AUTHOR = "internal@metabase.com"
MAIN = Path("collections", "main")
FOLDER = "vital_signs"


def write_representations(content: Content, database: str, output: Path) -> None:
    """Write the files, and take away those of an earlier export that are no more."""
    files = dict(_files(content, database))
    for file, document in files.items():
        target = output / file
        target.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
        target.write_text(text, encoding="utf-8")
    for old in (output / MAIN / FOLDER).rglob("*.yaml"):
        if old.relative_to(output) not in files:
            old.unlink()


def _files(content: Content, database: str) -> Iterable[tuple[Path, dict[str, Any]]]:
    folders: dict[str, Path] = {}
    for collection in content.collections:
        slug = collection.key.rpartition("/")[2] if collection.parent else FOLDER
        parent = folders[collection.parent] if collection.parent else MAIN
        folders[collection.key] = parent / slug
        yield parent / f"{slug}.yaml", _collection(collection, slug)
    for question in content.questions:
        slug = question.key.replace("/", "_")
        file = folders[question.collection] / f"{slug}.yaml"
        yield file, _question(question, slug, database)
    for dashboard in content.dashboards:
        slug = dashboard.key.replace("/", "_")
        yield folders[dashboard.collection] / f"{slug}.yaml", _dashboard(dashboard, slug)


def _identity(model: str, key: str, slug: str) -> list[dict[str, str]]:
    return [{"id": entity_id(model, key), "label": slug, "model": model}]


def _collection(collection: Collection, slug: str) -> dict[str, Any]:
    parent = collection.parent
    return {
        "name": collection.name,
        "entity_id": entity_id("Collection", collection.key),
        "description": collection.description,
        "slug": slug,
        "parent_id": entity_id("Collection", parent) if parent else None,
        "serdes/meta": _identity("Collection", collection.key, slug),
    }


def _question(question: Question, slug: str, database: str) -> dict[str, Any]:
    stage = {
        "lib/type": "mbql.stage/native",
        "native": question.sql,
        "template-tags": [template_tag(question.key, tag) for tag in question.tags],
    }
    return {
        "name": question.name,
        "entity_id": entity_id("Card", question.key),
        "description": question.description,
        "collection_id": entity_id("Collection", question.collection),
        "creator_id": AUTHOR,
        "display": question.display,
        "type": "question",
        "database_id": database,
        "dataset_query": {"lib/type": "mbql/query", "database": database, "stages": [stage]},
        "parameters": [card_parameter(question.key, tag) for tag in question.tags],
        "visualization_settings": dict(question.settings),
        "serdes/meta": _identity("Card", question.key, slug),
    }


def _dashboard(dashboard: Dashboard, slug: str) -> dict[str, Any]:
    return {
        "name": dashboard.name,
        "entity_id": entity_id("Dashboard", dashboard.key),
        "description": dashboard.description,
        "collection_id": entity_id("Collection", dashboard.collection),
        "creator_id": AUTHOR,
        "width": "full",
        "parameters": [dashboard_parameter(dashboard.key, tag) for tag in dashboard.tags],
        "dashcards": [_dashcard(dashboard, card) for card in dashboard.cards],
        "serdes/meta": _identity("Dashboard", dashboard.key, slug),
    }


def _dashcard(dashboard: Dashboard, card: Dashcard) -> dict[str, Any]:
    question = card.question
    return {
        "entity_id": entity_id("DashboardCard", card.key),
        "row": card.row,
        "col": card.column,
        "size_x": card.width,
        "size_y": card.height,
        "card_id": entity_id("Card", question.key) if question else None,
        "parameter_mappings": [
            mapping | {"card_id": entity_id("Card", question.key)}
            for mapping in parameter_mappings(dashboard, card)
            if question
        ],
        "visualization_settings": card_settings(card),
        "serdes/meta": [
            {"id": entity_id("Dashboard", dashboard.key), "model": "Dashboard"},
            {"id": entity_id("DashboardCard", card.key), "model": "DashboardCard"},
        ],
    }
