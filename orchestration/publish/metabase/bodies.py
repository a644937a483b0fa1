"""What the REST API is sent for a collection, a question, a dashboard.

Here: the bodies. Not here: when they are sent (publishing.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.publish.metabase.content import Collection, Dashboard, Dashcard, Question
from orchestration.publish.metabase.shapes import (
    card_parameter,
    card_settings,
    dashboard_parameter,
    parameter_mappings,
    template_tag,
)


def collection_body(collection: Collection, parent_id: int | None) -> dict[str, Any]:
    """A collection in the one whose id is given."""
    return {
        "name": collection.name,
        "description": collection.description,
        "parent_id": parent_id,
    }


def card_body(question: Question, collection_id: int, database_id: int) -> dict[str, Any]:
    """A question, which the API calls a card."""
    native = {
        "query": question.sql,
        "template-tags": {tag.name: template_tag(question.key, tag) for tag in question.tags},
    }
    return {
        "name": question.name,
        "description": question.description,
        "collection_id": collection_id,
        "type": "question",
        "display": question.display,
        "dataset_query": {"type": "native", "database": database_id, "native": native},
        "parameters": [card_parameter(question.key, tag) for tag in question.tags],
        "visualization_settings": dict(question.settings),
    }


def dashboard_body(dashboard: Dashboard, collection_id: int) -> dict[str, Any]:
    """A dashboard without its cards."""
    return {
        "name": dashboard.name,
        "description": dashboard.description,
        "collection_id": collection_id,
        "parameters": [dashboard_parameter(dashboard.key, tag) for tag in dashboard.tags],
    }


def dashcard_bodies(dashboard: Dashboard, card_ids: Mapping[str, int]) -> Sequence[dict[str, Any]]:
    """The cards of a dashboard, without ids of their own."""
    return [_dashcard(dashboard, card, card_ids) for card in dashboard.cards]


def _dashcard(dashboard: Dashboard, card: Dashcard, card_ids: Mapping[str, int]) -> dict[str, Any]:
    card_id = card_ids[card.question.key] if card.question else None
    return {
        "card_id": card_id,
        "row": card.row,
        "col": card.column,
        "size_x": card.width,
        "size_y": card.height,
        "parameter_mappings": [
            mapping | {"card_id": card_id} for mapping in parameter_mappings(dashboard, card)
        ],
        "visualization_settings": card_settings(card),
    }
