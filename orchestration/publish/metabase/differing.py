"""Whether what Metabase holds is what it was given, however it writes it down.

Here: comparing and merging. Not here: what is compared (publishing.py).

Metabase adds its own keys to what it is given, and writes a query in the form of its version; only
what we say may differ from what we said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Of a control, and of what ties a control to a question.
IDENTITIES = ("id", "parameter_id")
TAG_KEYS = ("name", "type", "display-name", "default", "required")


def merged(found: Any, wanted: Any) -> Any:
    """`wanted`, with what `found` says beside it: other keys, and other entries of a list."""
    if isinstance(found, Mapping) and isinstance(wanted, Mapping):
        said = {
            key: merged(found.get(key), value)
            for key, value in wanted.items()
            if value is not None or key in found
        }
        return {**found, **said}
    identity = _identity(wanted) if isinstance(found, list) else None
    if identity:
        known = {entry.get(identity): entry for entry in found}
        own = {entry[identity]: merged(known.get(entry[identity]), entry) for entry in wanted}
        kept = [own.pop(entry.get(identity), entry) for entry in found]
        return [*kept, *own.values()]
    return wanted


def covers(found: Any, wanted: Any) -> bool:
    """Whether `found` says all of `wanted`."""
    return bool(merged(found, wanted) == found)


def _identity(entries: Any) -> str | None:
    """The key by which the entries of a list are told apart, if it is such a list."""
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        return None
    return next((key for key in IDENTITIES if all(key in entry for entry in entries)), None)


def query_of(dataset_query: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a query asks: database, SQL and variables, from either form Metabase has for it."""
    query = dataset_query or {}
    if "stages" in query:
        stage = query["stages"][0] if len(query["stages"]) == 1 else {}
        sql, tags = stage.get("native"), stage.get("template-tags") or {}
    else:
        native = query.get("native") or {}
        sql, tags = native.get("query"), native.get("template-tags") or {}
    entries = tags.values() if isinstance(tags, Mapping) else tags
    said = {entry["name"]: {key: entry.get(key) or None for key in TAG_KEYS} for entry in entries}
    return {"database": query.get("database"), "sql": sql, "tags": said}
