"""A stand-in for Metabase's REST API on a port of this machine, as far as it is used here.

Written from https://www.metabase.com/docs/latest/api: keys and sessions, databases, tables, fields,
collections, cards, dashboards. It keeps what it is sent, adds what Metabase adds, refuses what
Metabase refuses, and answers queries in the form of new versions (`stages`) or of old ones. It runs
no query, and nothing here shows that a real Metabase would do all the same. Its HTTP is
stub_metabase_http.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from orchestration.publish.tables import Table

Json = dict[str, Any]
KEY = "mb_canary+/key="
ENGINE = {
    "id": 7,
    "name": "Vital Signs",
    "engine": "postgres",
    "details": {"dbname": "vital_signs"},
}
MOMENT = "2026-01-31T09:00:00Z"
FIELD_VISIBILITY = {"normal", "details-only", "sensitive", "hidden", "retired"}
TABLE_VISIBILITY = {None, "hidden", "technical", "cruft"}
SEMANTIC_TYPES = {
    None,
    *(f"type/{word}" for word in ("PK", "FK", "Name", "Category", "Description", "Currency")),
}
DASHCARD_NEEDS = {"id", "row", "col", "size_x", "size_y"}
LONGEST_NAME = 254


class AnswerError(Exception):
    """An answer that is no success."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass
class StubMetabase:
    """What a Metabase holds. `writes` are the requests that change something, in their order."""

    is_new: bool = True
    url: str = ""
    schemas: list[str] = field(default_factory=lambda: ["bi"])
    tables: dict[int, Json] = field(default_factory=dict)
    fields: dict[int, Json] = field(default_factory=dict)
    collections: dict[int, Json] = field(default_factory=dict)
    cards: dict[int, Json] = field(default_factory=dict)
    dashboards: dict[int, Json] = field(default_factory=dict)
    writes: list[tuple[str, str, Json]] = field(default_factory=list)
    fails_at: int | None = None
    _last_id: int = 100

    def connect(self, tables: tuple[Table, ...]) -> None:
        """Have found these tables in schema `bi`, as a sync does."""
        for table in tables:
            made = self.next_id()
            self.tables[made] = {
                "id": made,
                "db_id": ENGINE["id"],
                "name": table.name,
                "schema": "bi",
                "display_name": table.name.replace("_", " ").title(),
                "description": None,
                "points_of_interest": None,
                "caveats": None,
                "visibility_type": None,
                "field_order": "database",
            }
            for column in table.columns:
                self._connect_field(made, column.name)

    def _connect_field(self, table_id: int, name: str) -> None:
        made = self.next_id()
        self.fields[made] = {
            "id": made,
            "table_id": table_id,
            "name": name,
            "display_name": name.replace("_", " ").title(),
            "description": None,
            "visibility_type": "normal",
            "semantic_type": "type/Category" if name == "name" else None,
            "fk_target_field_id": None,
            "has_field_values": None,
            "coercion_strategy": None,
            "settings": None,
        }

    def items(self, number: int, models: list[str]) -> Json:
        """What lies in a collection."""
        found = []
        for model, entries in (("card", self.cards), ("dashboard", self.dashboards)):
            found += [
                {key: entry.get(key) for key in ("id", "name", "description")} | {"model": model}
                for entry in entries.values()
                if model in models and entry.get("collection_id") == number
            ]
        return {"data": found, "total": len(found)}

    def metadata(self) -> Json:
        """The database with its tables and fields."""
        by_table: dict[int, list[Json]] = {number: [] for number in self.tables}
        for entry in self.fields.values():
            by_table[entry["table_id"]].append(entry)
        tables = [{**table, "fields": by_table[number]} for number, table in self.tables.items()]
        return {**ENGINE, "tables": tables}

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def add_collection(self, body: Json) -> Json:
        self._check_name(body)
        parent = body.get("parent_id")
        if parent is not None and parent not in self.collections:
            raise AnswerError(404, "Not found.")
        above = self.collections[parent]["location"] if parent else "/"
        made = {
            "id": self.next_id(),
            "name": body["name"],
            "slug": re.sub(r"\W+", "_", body["name"].lower()),
            "description": body.get("description"),
            "location": f"{above}{parent}/" if parent else "/",
            "archived": False,
            "personal_owner_id": None,
        }
        self.collections[made["id"]] = made
        return made

    def add_card(self, body: Json) -> Json:
        self._check_name(body)
        self._check_card(body)
        wanted = {"dataset_query", "display", "visualization_settings"}
        if missing := wanted - set(body):
            raise AnswerError(400, json.dumps({"errors": sorted(missing)}))
        made = {
            "id": self.next_id(),
            "archived": False,
            "created_at": MOMENT,
            "creator_id": 1,
            "entity_id": f"{self._last_id:021}",
            "result_metadata": None,
            "average_query_time": None,
            **deepcopy({key: value for key, value in body.items() if key != "id"}),
        }
        self.cards[made["id"]] = made
        return made

    def add_dashboard(self, body: Json) -> Json:
        self._check_name(body)
        made = {
            "id": self.next_id(),
            "archived": False,
            "created_at": MOMENT,
            "creator_id": 1,
            "dashcards": [],
            "tabs": [],
            "width": "fixed",
            **deepcopy(body),
        }
        self.dashboards[made["id"]] = made
        return made

    def put_dashcards(self, dashboard: Json, sent: list[Json]) -> None:
        """Take the list for all there is, as Metabase does."""
        there = {card["id"]: card for card in dashboard["dashcards"]}
        ids = [card.get("id") for card in sent]
        if len(set(ids)) != len(ids) or any(DASHCARD_NEEDS - set(card) for card in sent):
            raise AnswerError(400, '{"errors":{"dashcards":"each has an id of its own"}}')
        kept = []
        for card in sent:
            if card.get("card_id") is not None and card["card_id"] not in self.cards:
                raise AnswerError(404, "Not found.")
            known = there.get(card["id"])
            if known is None and card["id"] > 0:
                raise AnswerError(404, "Not found.")
            own = {"id": known["id"] if known else self.next_id(), "created_at": MOMENT}
            kept.append({"series": [], "dashboard_tab_id": None, **(known or {}), **card, **own})
        dashboard["dashcards"] = kept

    def shown_card(self, card: Json) -> Json:
        """A card as this version of Metabase writes it."""
        shown = deepcopy(card)
        native = shown["dataset_query"].get("native")
        if self.is_new and isinstance(native, Mapping):
            stage = {
                "lib/type": "mbql.stage/native",
                "native": native["query"],
                "template-tags": native.get("template-tags", {}),
            }
            database = shown["dataset_query"]["database"]
            shown["dataset_query"] = {
                "lib/type": "mbql/query",
                "database": database,
                "stages": [stage],
            }
        return shown

    def shown_dashboard(self, dashboard: Json) -> Json:
        shown = deepcopy(dashboard)
        for card in shown["dashcards"]:
            known = self.cards.get(card.get("card_id") or -1)
            card["card"] = self.shown_card(known) if known else {}
        return shown

    def _check_name(self, body: Json) -> None:
        name = body.get("name")
        if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
            raise AnswerError(400, '{"errors":{"name":"value must be a non-blank string."}}')
        known = body.get("collection_id")
        if known is not None and known not in self.collections:
            raise AnswerError(404, "Not found.")

    def _check_card(self, body: Json) -> None:
        query = body.get("dataset_query")
        if query is None:
            return
        if query.get("database") != ENGINE["id"]:
            raise AnswerError(400, '{"errors":{"dataset_query":"no such database"}}')
        native = query.get("native")
        sql = native["query"] if native else query["stages"][0]["native"]
        tags = (native or query["stages"][0]).get("template-tags") or {}
        if set(re.findall(r"\{\{\s*(\w+)\s*\}\}", sql)) != set(tags):
            raise AnswerError(400, '{"errors":{"dataset_query":"a variable without its tag"}}')

    def change(self, kind: str, entry: Json, body: Json) -> Json:
        """What a PUT does to one entry."""
        if kind in {"card", "dashboard", "collection"} and "name" in body:
            self._check_name(body)
        if kind == "card":
            self._check_card(body)
        if kind == "field":
            self._check_words(body, FIELD_VISIBILITY, SEMANTIC_TYPES)
        if kind == "table":
            self._check_words(body, TABLE_VISIBILITY, {None})
        sent = dict(body)
        if "dashcards" in sent:
            self.put_dashcards(entry, sent.pop("dashcards"))
        entry.update(deepcopy(sent))
        return entry

    def _check_words(self, body: Json, visibility: set[Any], types: set[Any]) -> None:
        if body.get("visibility_type", next(iter(visibility))) not in visibility:
            raise AnswerError(400, '{"errors":{"visibility_type":"unknown"}}')
        if body.get("semantic_type") not in types:
            raise AnswerError(400, '{"errors":{"semantic_type":"unknown"}}')
        if "" in body.values():
            raise AnswerError(400, '{"errors":"value must be a non-blank string."}')
