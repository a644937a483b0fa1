"""What the simulated Table API answers: addresses, parameters, pages, errors in the vendor's shape.

Here: a request turned into an answer, without a socket. Not here: the socket
(serving/http_server.py), the login (serving/login.py), rows (served_table.py).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

import orjson

from orchestration.sandbox.servicenow.api_faults import Kind
from orchestration.sandbox.servicenow.encoded_query import Query, QueryError
from orchestration.sandbox.servicenow.served_table import ServedTable
from orchestration.sandbox.serving.faults import Fault, Faults
from orchestration.sandbox.serving.http_server import Answer, Headers, Request
from orchestration.sandbox.serving.login import Login

MOST_ROWS = 10_000
_TABLE_PATH = "/api/now/table/"
_STATS_PATH = "/api/now/stats/"
_TOKEN_PATH = "/oauth_token.do"  # noqa: S105  an address, not a token
_QUOTA = "Transaction cancelled: maximum execution time exceeded"


def failure(status: HTTPStatus, message: str, detail: str | None, headers: Headers = ()) -> Answer:
    """An error as the vendor words its shape."""
    content = {"error": {"message": message, "detail": detail}, "status": "failure"}
    return Answer(status, orjson.dumps(content), headers)


@dataclass
class TableApi:
    """Tables, a door and the faults planned for them. `seen` lists every request's target."""

    tables: Mapping[str, ServedTable]
    login: Login
    faults: Faults[Kind] = field(default_factory=Faults)
    base_url: str = ""
    seen: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> Answer:
        """The answer to any request."""
        with self._lock:
            self.seen.append(request.target)
        if request.method == "POST":
            return self._token(request)
        if not self.login.accepts(request.authorization):
            return _not_signed_in()
        try:
            if request.path.startswith(_TABLE_PATH):
                return self._rows(request, request.path.removeprefix(_TABLE_PATH))
            if request.path.startswith(_STATS_PATH):
                return self._count(request, request.path.removeprefix(_STATS_PATH))
        except QueryError as error:
            return failure(HTTPStatus.BAD_REQUEST, "Invalid query", str(error))
        return failure(HTTPStatus.NOT_FOUND, "Requested URI does not represent any resource", None)

    def _token(self, request: Request) -> Answer:
        if request.path != _TOKEN_PATH:
            return failure(HTTPStatus.METHOD_NOT_ALLOWED, "Method not supported", None)
        granted = self.login.grant(dict(parse_qsl(request.body.decode())))
        if granted is None:
            refusal = {"error_description": "access_denied", "error": "server_error"}
            return Answer(HTTPStatus.UNAUTHORIZED, orjson.dumps(refusal))
        return Answer(HTTPStatus.OK, orjson.dumps(granted))

    def _table(self, name: str) -> ServedTable | None:
        table = self.tables.get(name)
        names = self.faults.new_names(name)
        return table.renamed(names) if table and names else table

    def _count(self, request: Request, name: str) -> Answer:
        table = self._table(name)
        if table is None:
            return _unknown_table(name)
        count = len(table.find(Query.read(request.parameters.get("sysparm_query", ""))))
        return Answer(HTTPStatus.OK, orjson.dumps({"result": {"stats": {"count": str(count)}}}))

    def _rows(self, request: Request, name: str) -> Answer:
        table, fault = self._table(name), self.faults.due(name)
        if fault and fault.kind in _EARLY:
            return _refused(fault)
        if table is None:
            return _unknown_table(name)
        given = request.parameters
        limit = min(_number(given, "sysparm_limit", MOST_ROWS), MOST_ROWS)
        offset = _number(given, "sysparm_offset", 0)
        found = table.find(Query.read(given.get("sysparm_query", "")))
        positions = found.slice(offset, limit)
        headers = (
            ("X-Total-Count", str(len(found))),
            ("Link", self._links(request, offset, limit, len(found))),
        )
        fields = [name for name in given.get("sysparm_fields", "").split(",") if name]
        is_plain = given.get("sysparm_exclude_reference_link", "false") == "true"
        if fault and fault.kind in (Kind.ERROR_AT_END, Kind.SHORT_PAGE):
            positions = positions.slice(0, len(positions) // 2)
        rows = table.page(positions, fields, None if is_plain else self.base_url)
        body = b'{"result":[' + rows + b"]}"
        if fault and fault.kind is Kind.ERROR_AT_END:
            body = b'{"result":[' + rows + b"," + _quota_error()
        return Answer(
            HTTPStatus.OK, body, headers, fault is not None and fault.kind is Kind.CUT_BODY
        )

    def _links(self, request: Request, offset: int, limit: int, total: int) -> str:
        """The neighbouring pages, as a Link header names them."""
        step = max(limit, 1)
        offsets = {"first": 0}
        if offset > 0:
            offsets["prev"] = max(offset - step, 0)
        if offset + step < total:
            offsets["next"] = offset + step
        offsets["last"] = max(total - 1, 0) // step * step
        address = f"{self.base_url}{request.path}"
        links = []
        for relation, start in offsets.items():
            query = urlencode(request.parameters | {"sysparm_offset": str(start)})
            links.append(f'<{address}?{query}>;rel="{relation}"')
        return ",".join(links)


_EARLY = (Kind.TOO_MANY_REQUESTS, Kind.ACCEPTED, Kind.SERVER_ERROR, Kind.SIGNED_OUT)


def _refused(fault: Fault[Kind]) -> Answer:
    """Failures that come before any row is looked up."""
    if fault.kind is Kind.TOO_MANY_REQUESTS:
        wait = (("Retry-After", str(fault.retry_after_seconds)),)
        return failure(HTTPStatus.TOO_MANY_REQUESTS, "Rate limit exceeded", None, wait)
    if fault.kind is Kind.ACCEPTED:
        return Answer(HTTPStatus.ACCEPTED, b"")
    if fault.kind is Kind.SIGNED_OUT:
        return _not_signed_in()
    return failure(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal error", None)


def _not_signed_in() -> Answer:
    challenge = (("WWW-Authenticate", 'BASIC realm="Service-now"'),)
    detail = "Required to provide Auth information"
    return failure(HTTPStatus.UNAUTHORIZED, "User Not Authenticated", detail, challenge)


def _unknown_table(name: str) -> Answer:
    return failure(HTTPStatus.NOT_FOUND, f"Invalid table {name}", None)


def _quota_error() -> bytes:
    """What follows the rows when the time quota runs out: the list stays open."""
    return orjson.dumps({"error": {"message": _QUOTA, "detail": _QUOTA}, "status": "failure"})[1:]


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name, str(default))
    if not text.isdecimal():
        raise QueryError(f"{name} is {text!r}, no whole number")
    return int(text)
