"""The shapes that Metabase's files and its REST API share: variables, controls, settings.

Here: these parts. Not here: the wholes (representations.py, bodies.py).
"""

from __future__ import annotations

from typing import Any

from orchestration.publish.metabase.content import Dashboard, Dashcard, Tag
from orchestration.publish.metabase.wording import uuid_of


def template_tag(key: str, tag: Tag) -> dict[str, Any]:
    """A variable of a question, as files and the REST API have it."""
    found = {
        "type": tag.kind,
        "name": tag.name,
        "id": uuid_of("tag", f"{key}/{tag.name}"),
        "display-name": tag.label,
    }
    return found | ({"default": tag.default, "required": True} if tag.default else {})


def card_parameter(key: str, tag: Tag) -> dict[str, Any]:
    """The control by which a reader of the question sets a variable."""
    return {
        "id": uuid_of("tag", f"{key}/{tag.name}"),
        "target": ["variable", ["template-tag", tag.name]],
        **_control(tag),
    }


def dashboard_parameter(key: str, tag: Tag) -> dict[str, Any]:
    """The control by which a reader of the dashboard sets a variable of its questions."""
    return {"id": uuid_of("parameter", f"{key}/{tag.name}"), **_control(tag)}


def _control(tag: Tag) -> dict[str, Any]:
    control: dict[str, Any] = {
        "name": tag.label,
        "slug": tag.name,
        "type": "date/single" if tag.kind == "date" else "string/=",
    }
    if tag.values:
        control |= {
            "default": [tag.default],
            "required": True,
            "isMultiSelect": False,
            "values_query_type": "list",
            "values_source_type": "static-list",
            "values_source_config": {"values": [[value, value] for value in tag.values]},
        }
    return control


def parameter_mappings(dashboard: Dashboard, card: Dashcard) -> list[dict[str, Any]]:
    """Which control of the dashboard sets which variable of the card's question."""
    return [
        {
            "parameter_id": uuid_of("parameter", f"{dashboard.key}/{tag.name}"),
            "target": ["variable", ["template-tag", tag.name]],
        }
        for tag in (card.question.tags if card.question else ())
    ]


def card_settings(card: Dashcard) -> dict[str, Any]:
    """How a card shows itself: text is a card without a question."""
    if card.question:
        return {}
    virtual: dict[str, Any] = {
        "display": "text",
        "name": None,
        "archived": False,
        "visualization_settings": {},
    }
    return {"virtual_card": virtual, "text": card.text, "dashcard.background": False}
