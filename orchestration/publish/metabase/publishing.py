"""`vitals publish metabase`: content made or brought up to date by Metabase's REST API.

Here: finding what is ours, making what is missing, changing what differs. Not here: what there is
to be (content.py) and the dashboards' cards (boards.py).

Ours is what lies in our collections and says so in the last line of its description. All else is
somebody's work: it is neither changed nor moved nor deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from orchestration.publish.metabase.api import Json, MetabaseApi, MetabaseError
from orchestration.publish.metabase.boards import dashboard_change
from orchestration.publish.metabase.bodies import card_body, collection_body, dashboard_body
from orchestration.publish.metabase.content import Collection, Content, Dashboard, Question
from orchestration.publish.metabase.differing import covers, merged, query_of
from orchestration.publish.metabase.metric_sql import SCHEMA
from orchestration.publish.metabase.wording import key_of

KINDS = ("card", "dashboard")


@dataclass
class Outcome:
    """How many things were made, changed and left as they were; `left_over` names ours that the
    release has no more, which stay for a person to archive."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_over: list[str] = field(default_factory=list)


def publish_content(api: MetabaseApi, content: Content, database: str) -> Outcome:
    """Bring Metabase up to date with the content; a second time changes nothing."""
    return _Publication(api, _find_database(api, database)).publish(content)


def _find_database(api: MetabaseApi, name: str) -> int:
    databases = api.get("/api/database")
    found = [entry for entry in databases if entry["name"] == name]
    if not found:
        known = ", ".join(sorted(entry["name"] for entry in databases)) or "none"
        raise MetabaseError(
            f"Metabase has no database called {name!r}; it has: {known}.",
            "Name one by --database, or connect it first: Admin > Databases > Add database.",
        )
    database_id = int(found[0]["id"])
    if SCHEMA not in api.get(f"/api/database/{database_id}/schemas"):
        raise MetabaseError(
            f"Metabase sees no schema {SCHEMA} in its database {name!r}.",
            "Run `vitals publish postgres`, then in Metabase: Admin > Databases > Sync database "
            "schema.",
        )
    return database_id


class _Publication:
    """One run: the ids of what is ours in this Metabase, and what was done."""

    def __init__(self, api: MetabaseApi, database_id: int) -> None:
        self._api = api
        self._database_id = database_id
        self._outcome = Outcome()
        self._collections: dict[str, int] = {}
        self._found: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
        self._cards: dict[str, int] = {}

    def publish(self, content: Content) -> Outcome:
        self._publish_collections(content.collections)
        for collection_id in self._collections.values():
            self._find_items(collection_id)
        for question in content.questions:
            self._cards[question.key] = self._publish_question(question)
        for dashboard in content.dashboards:
            self._publish_dashboard(dashboard)
        wanted = {question.key for question in content.questions}
        wanted |= {dashboard.key for dashboard in content.dashboards}
        ours = {key for found in self._found.values() for key in found}
        self._outcome.left_over += sorted(ours - wanted)
        return self._outcome

    def _publish_collections(self, collections: Iterable[Collection]) -> None:
        # The root of all collections has a name for an id.
        known = [it for it in self._api.get("/api/collection") if isinstance(it["id"], int)]
        known = [it for it in known if not it.get("archived")]
        for collection in collections:
            parent_id = self._collections[collection.parent] if collection.parent else None
            place = f"/{parent_id}/" if parent_id else "/"
            found = _oldest(
                entry
                for entry in known
                if entry.get("location") == place
                and key_of(entry.get("description")) == collection.key
            )
            body = collection_body(collection, parent_id)
            self._collections[collection.key] = self._bring(
                "/api/collection", found, body, _words_changed(body)
            )
        places = {f"/{number}/" for number in self._collections.values()}
        below = {key_of(it.get("description")) for it in known if it.get("location") in places}
        self._outcome.left_over = sorted(key for key in below - {*self._collections} if key)

    def _find_items(self, collection_id: int) -> None:
        path = f"/api/collection/{collection_id}/items"
        items = sorted(self._api.get(path, {"models": KINDS}), key=lambda item: int(item["id"]))
        for item in items:
            key = key_of(item.get("description"))
            if key and item["model"] in self._found:
                # A copy made by hand bears the mark too; the older one is ours.
                self._found[item["model"]].setdefault(key, item["id"])

    def _publish_question(self, question: Question) -> int:
        found = self._read("card", question.key)
        collection_id = self._collections[question.collection]
        body = card_body(question, collection_id, self._database_id)
        return self._bring("/api/card", found, body, lambda entry: _changes(entry, body))

    def _publish_dashboard(self, dashboard: Dashboard) -> None:
        found = self._read("dashboard", dashboard.key)
        body = dashboard_body(dashboard, self._collections[dashboard.collection])
        if found is None:
            made = self._api.post("/api/dashboard", body)
            self._outcome.created += 1
            change = dashboard_change(made, dashboard, self._cards)
            self._api.put(f"/api/dashboard/{made['id']}", change)
            return
        self._bring(
            "/api/dashboard",
            found,
            body,
            lambda entry: {
                **_changes(entry, body),
                **dashboard_change(entry, dashboard, self._cards),
            },
        )

    def _read(self, kind: str, key: str) -> Json | None:
        known = self._found[kind].get(key)
        return None if known is None else dict(self._api.get(f"/api/{kind}/{known}"))

    def _bring(
        self, path: str, found: Json | None, body: Json, changes: Callable[[Json], Json]
    ) -> int:
        if found is None:
            self._outcome.created += 1
            return int(self._api.post(path, body)["id"])
        change = changes(found)
        if change:
            self._api.put(f"{path}/{found['id']}", change)
            self._outcome.updated += 1
        else:
            self._outcome.unchanged += 1
        return int(found["id"])


def _oldest(entries: Iterable[Json]) -> Json | None:
    return min(entries, key=lambda entry: int(entry["id"]), default=None)


def _words_changed(body: Json) -> Callable[[Json], Json]:
    """Of a collection the words alone: where it lies is how it was found."""
    said = {key: body[key] for key in ("name", "description")}
    return lambda found: _changes(found, said)


def _changes(found: Json, wanted: Json) -> Json:
    """The entries of `wanted` that `found` does not say; settings made by hand beside stay."""
    changes: Json = {}
    for name, value in wanted.items():
        there = found.get(name)
        if name == "dataset_query":
            if query_of(there) != query_of(value):
                changes[name] = value
        elif not covers(there, value):
            changes[name] = merged(there, value)
    return changes
