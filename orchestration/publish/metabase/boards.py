"""The cards of a dashboard that is there already: ours brought to their places, others kept.

Here: what has to be sent. Not here: sending it (publishing.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestration.publish.metabase.bodies import dashcard_bodies
from orchestration.publish.metabase.content import Dashboard
from orchestration.publish.metabase.differing import covers, merged
from orchestration.publish.metabase.wording import text_key_of

Json = dict[str, Any]
# What Metabase answers and is not told.
ANSWERED = ("card", "created_at", "updated_at")


def dashboard_change(found: Json, dashboard: Dashboard, card_ids: Mapping[str, int]) -> Json:
    """The cards to be put, or nothing if they are there.

    Metabase takes away what a list of cards leaves out, so cards put there by hand are sent back.
    """
    there = list(found.get("dashcards") or ())
    tabs = list(found.get("tabs") or ())
    keys = {_identity(card): card for card in reversed(there)}
    sent: list[Json] = []
    is_different = False
    for place, wanted in enumerate(dashcard_bodies(dashboard, card_ids)):
        known = keys.pop(_identity(wanted), None)
        if known is None:
            is_different = True
            tab = {"dashboard_tab_id": tabs[0]["id"]} if tabs else {}
            sent.append({"id": -1 - place, **tab, **wanted})
        else:
            is_different = is_different or not covers(known, wanted)
            sent.append(merged(known, wanted))
    own = {card["id"] for card in sent}
    sent += [card for card in there if card["id"] not in own]
    if not is_different:
        return {}
    told = [{key: card[key] for key in card if key not in ANSWERED} for card in sent]
    return {"dashcards": told, **({"tabs": tabs} if tabs else {})}


def _identity(card: Json) -> tuple[str, object]:
    """What makes a card the same one: its question, or the mark in its text."""
    if card.get("card_id") is not None:
        return ("question", card["card_id"])
    return ("text", text_key_of(_text(card)) or f"by hand: {card.get('id')}")


def _text(card: Json) -> str | None:
    found = (card.get("visualization_settings") or {}).get("text")
    return found if isinstance(found, str) else None
