"""A REST API as many suppliers offer one: sources by path, pages by cursor, a limit on requests.

Here: a request turned into an answer, without a socket; login, rate limit and planned faults. Not
here: the socket (http_server.py), rows and cursors (rest_table.py).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from http import HTTPStatus
from urllib.parse import parse_qsl

import orjson

from orchestration.sandbox.serving.faults import Fault, Faults
from orchestration.sandbox.serving.http_server import Answer, Headers, Request
from orchestration.sandbox.serving.login import Login
from orchestration.sandbox.serving.rest_table import CursorError, RestTable, Slice

MOST_ROWS = 5_000
TOKEN_PATH = "/oauth/token"  # noqa: S105  an address, not a token
REQUESTS_PER_SECOND = 100
_FOREIGN = "https://elsewhere.example/"
Tables = Mapping[str, Mapping[str, RestTable]]


class Kind(Enum):
    """The forms of failure."""

    TOO_MANY_REQUESTS = "429 with Retry-After in seconds"
    TOO_MANY_UNTIL = "429 with Retry-After as a date"
    SERVER_ERROR = "503"
    SIGNED_OUT = "401: the token was withdrawn"
    CURSOR_EXPIRED = "410 for a page after the first"
    CURSOR_UNKNOWN = "400 for a page after the first"
    ERROR_IN_200 = "200 with an error object"
    CUT_BODY = "200, and the connection ends in the middle of the body"
    SHORT_PAGE = "200, half of the rows left out without a word"
    PAGE_TWICE = "200 with the rows of the page before"
    CURSOR_LOOP = "200 with the cursor that led here as the next one"
    OTHER_TOTAL = "200 with a total that is one too many"
    REDIRECTED = "302 to another host"


@dataclass
class RestApi:
    """Sources by path, a door and the faults planned for them. `seen` lists every target."""

    sources: Tables
    login: Login
    faults: Faults[Kind] = field(default_factory=Faults)
    requests_per_second: int = REQUESTS_PER_SECOND
    base_url: str = ""
    seen: list[str] = field(default_factory=list)
    _moments: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> Answer:
        """The answer to any request."""
        with self._lock:
            self.seen.append(request.target)
        if request.method == "POST":
            return self._token(request)
        if not self.login.accepts(request.authorization):
            return failure(HTTPStatus.UNAUTHORIZED, "unauthorized")
        if self._is_too_fast():
            return failure(HTTPStatus.TOO_MANY_REQUESTS, "rate_limited", (("Retry-After", "1"),))
        _, _, path = request.path.partition("/")
        source, _, name = path.partition("/")
        name, _, what = name.partition("/")
        table = self.sources.get(source, {}).get(name)
        if table is None or what not in ("", "keys"):
            return failure(HTTPStatus.NOT_FOUND, "not_found")
        fault = self.faults.due(name)
        early = fault and _refusal(fault, request.parameters.get("cursor", ""))
        if early:
            return early
        try:
            answer = self._keys if what else self._rows
            return answer(table.renamed(self.faults.new_names(name)), request.parameters, fault)
        except (CursorError, ValueError):
            return failure(HTTPStatus.BAD_REQUEST, "invalid_parameter")

    def _is_too_fast(self) -> bool:
        """More requests within the last second than the limit allows?"""
        with self._lock:
            now = time.monotonic()
            self._moments = [moment for moment in self._moments if now - moment < 1.0]
            self._moments.append(now)
            return len(self._moments) > self.requests_per_second

    def _token(self, request: Request) -> Answer:
        if request.path != TOKEN_PATH:
            return failure(HTTPStatus.METHOD_NOT_ALLOWED, "not_allowed")
        granted = self.login.grant(dict(parse_qsl(request.body.decode())))
        if granted is None:
            return Answer(HTTPStatus.UNAUTHORIZED, b'{"error":"invalid_client"}')
        return Answer(HTTPStatus.OK, orjson.dumps(granted))

    def _rows(
        self, table: RestTable, given: Mapping[str, str], fault: Fault[Kind] | None
    ) -> Answer:
        bounds = table.window(given.get("updated_from", ""), given.get("updated_to", ""))
        limit = min(int(given.get("limit", MOST_ROWS)), MOST_ROWS)
        if given.get("sort", "").startswith("-"):
            low, high = bounds
            page = Slice(max(low, high - limit), high, high - low, None)
        else:
            page = table.page(bounds, given.get("cursor", ""), limit)
        page = _spoiled(page, fault, given.get("cursor", ""), limit)
        return _listed(table.body(page.first, page.end), page, fault)

    def _keys(
        self, table: RestTable, given: Mapping[str, str], fault: Fault[Kind] | None
    ) -> Answer:
        limit = min(int(given.get("limit", MOST_ROWS)), MOST_ROWS)
        page = table.page((0, len(table.keys)), given.get("cursor", ""), limit)
        page = _spoiled(page, fault, given.get("cursor", ""), limit)
        keys = table.keys.slice(page.first, page.end - page.first).to_pylist()
        return _listed(orjson.dumps(keys)[1:-1], page, fault)


def _refusal(fault: Fault[Kind], cursor: str) -> Answer | None:
    """Failures that come instead of rows."""
    wait = str(fault.retry_after_seconds)
    until = time.strftime(
        "%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + fault.retry_after_seconds)
    )
    refusals: dict[Kind, tuple[HTTPStatus, str, Headers]] = {
        Kind.TOO_MANY_REQUESTS: (
            HTTPStatus.TOO_MANY_REQUESTS, "rate_limited", (("Retry-After", wait),)
        ),
        Kind.TOO_MANY_UNTIL: (
            HTTPStatus.TOO_MANY_REQUESTS, "rate_limited", (("Retry-After", until),)
        ),
        Kind.SERVER_ERROR: (HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", ()),
        Kind.SIGNED_OUT: (HTTPStatus.UNAUTHORIZED, "unauthorized", ()),
        Kind.ERROR_IN_200: (HTTPStatus.OK, "internal", ()),
        Kind.REDIRECTED: (HTTPStatus.FOUND, "moved", (("Location", _FOREIGN),)),
    }  # fmt: skip
    if cursor:
        refusals[Kind.CURSOR_EXPIRED] = (HTTPStatus.GONE, "cursor_expired", ())
        refusals[Kind.CURSOR_UNKNOWN] = (HTTPStatus.BAD_REQUEST, "invalid_cursor", ())
    found = refusals.get(fault.kind)
    return failure(*found) if found else None


def _spoiled(page: Slice, fault: Fault[Kind] | None, cursor: str, limit: int) -> Slice:
    """A page as a fault leaves it."""
    kind = fault.kind if fault else None
    if kind is Kind.SHORT_PAGE:
        return replace(page, end=(page.first + page.end) // 2)
    if kind is Kind.PAGE_TWICE:
        return replace(page, first=max(0, page.first - limit), end=max(0, page.end - limit))
    if kind is Kind.CURSOR_LOOP:
        return replace(page, next_cursor=cursor or page.next_cursor)
    return replace(page, total=page.total + 1) if kind is Kind.OTHER_TOTAL else page


def _listed(rows: bytes, page: Slice, fault: Fault[Kind] | None) -> Answer:
    ending = orjson.dumps({"next_cursor": page.next_cursor, "total": page.total})[1:]
    is_cut = fault is not None and fault.kind is Kind.CUT_BODY
    return Answer(HTTPStatus.OK, b'{"data":[' + rows + b"]," + ending, (), is_cut)


def failure(status: HTTPStatus, code: str, headers: Headers = ()) -> Answer:
    """An error as such APIs word it."""
    content = {"error": {"code": code, "message": status.description or status.phrase}}
    return Answer(status, orjson.dumps(content), headers)
