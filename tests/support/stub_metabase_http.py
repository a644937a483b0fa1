"""The HTTP of the stand-in for Metabase: which request asks or changes what.

Here: paths and answers. Not here: what is kept and refused (stub_metabase.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.stub_metabase import ENGINE, KEY, AnswerError, Json, StubMetabase
from tests.support.stub_server import listening


@contextmanager
def metabase(stub: StubMetabase) -> Iterator[StubMetabase]:
    """The stand-in answers at `stub.url` until the block ends."""

    class Handler(_Handler):
        state = stub

    with listening(Handler) as url:
        stub.url = url
        yield stub


class _Handler(BaseHTTPRequestHandler):
    state: StubMetabase
    protocol_version = "HTTP/1.1"
    # One packet for an answer: two would wait for each other.
    wbufsize = -1

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def do_PUT(self) -> None:
        self._answer("PUT")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _answer(self, method: str) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        try:
            code, payload = 200, json.dumps(self._found(method, body)).encode()
        except AnswerError as error:
            code, payload = error.code, error.text.encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)
        self.wfile.flush()

    def _found(self, method: str, body: Json) -> Any:
        if self.headers.get("X-API-KEY") != KEY:
            raise AnswerError(401, "Unauthenticated")
        split = urlsplit(self.path)
        words = split.path.removeprefix("/api/").split("/")
        if method == "GET":
            return _read(self.state, words, parse_qs(split.query).get("models", []))
        if words[-1] == "sync_schema":
            return {"status": "ok"}
        if self.state.fails_at is not None and len(self.state.writes) >= self.state.fails_at:
            raise AnswerError(500, f"out of memory while {KEY} asked")
        self.state.writes.append((method, split.path, body))
        return _made(self.state, words, body) if method == "POST" else _put(self.state, words, body)


def _read(state: StubMetabase, words: list[str], models: list[str]) -> Any:
    match words:
        case ["database"]:
            return {"data": [ENGINE], "total": 1}
        case ["database", "7", "metadata"]:
            return state.metadata()
        case ["database", "7", "schemas"]:
            return state.schemas
        case ["table"]:
            return [{**table, "db": ENGINE} for table in state.tables.values()]
        case ["user", _]:
            return {"common_name": "A key", "email": "key@x.example"}
        case ["collection"]:
            return [{"id": "root", "name": "Our analytics"}, *state.collections.values()]
        case ["collection", "root", "items"]:
            return state.items(0, models)
        case ["collection", number, "items"]:
            return state.items(int(number), models)
        case ["card", number]:
            return state.shown_card(_entry(state.cards, number))
        case ["dashboard", number]:
            return state.shown_dashboard(_entry(state.dashboards, number))
    raise AnswerError(404, "API endpoint does not exist.")


def _made(state: StubMetabase, words: list[str], body: Json) -> Any:
    match words:
        case ["collection"]:
            return state.add_collection(body)
        case ["card"]:
            return state.shown_card(state.add_card(body))
        case ["dashboard"]:
            return state.add_dashboard(body)
    raise AnswerError(404, "API endpoint does not exist.")


def _put(state: StubMetabase, words: list[str], body: Json) -> Any:
    kind, number = words
    entries = {
        "table": state.tables,
        "field": state.fields,
        "collection": state.collections,
        "card": state.cards,
        "dashboard": state.dashboards,
    }
    return state.change(kind, _entry(entries[kind], number), body)


def _entry(entries: dict[int, Json], number: str) -> Json:
    if int(number) not in entries:
        raise AnswerError(404, "Not found.")
    return entries[int(number)]
