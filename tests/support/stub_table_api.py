"""A small, adversarial Table API: it serves given rows and lets a test spoil any answer.

Here: just enough of the protocol, written apart from the sandbox's so that one cannot hide the
other's mistakes. Set `meddle` to change replies, `before_reply` to change rows between requests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.support.stub_server import listening

Row = dict[str, Any]
USER = "stub-reader"
SECRET = "p4ss-that-must-not-leak"
TOKEN = "t0ken-that-must-not-leak"
_PART = re.compile(r"([a-z_]+?)(>=|<=|>|=|IN)(.*)")


@dataclass(frozen=True)
class Request:
    """One GET as it came in."""

    number: int
    table: str
    parameters: dict[str, str]
    authorization: str

    @property
    def is_page(self) -> bool:
        """A page of rows, not a count, a probe or the search for the newest stamp."""
        return "," in self.parameters.get("sysparm_fields", "")


@dataclass(frozen=True)
class Reply:
    """What goes out; with `sent_bytes` the connection ends after so many bytes of the body."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    sent_bytes: int | None = None

    @property
    def rows(self) -> list[Row]:
        rows: list[Row] = json.loads(self.body)["result"]
        return rows

    def with_rows(self, rows: list[Row]) -> Reply:
        return replace(self, body=json.dumps({"result": rows}).encode())

    def with_count(self, count: int | None) -> Reply:
        headers = {k: v for k, v in self.headers.items() if k != "X-Total-Count"}
        more = {} if count is None else {"X-Total-Count": str(count)}
        return replace(self, headers=headers | more)


@dataclass
class StubTableApi:
    """Tables as lists of rows, and everything asked of them so far."""

    tables: dict[str, list[Row]]
    address: str = ""
    requests: list[Request] = field(default_factory=list)
    sign_ins: list[dict[str, str]] = field(default_factory=list)
    meddle: Callable[[Request, Reply], Reply] = lambda _, reply: reply
    before_reply: Callable[[Request], None] = lambda _: None

    def reply(self, request: Request) -> Reply:
        self.before_reply(request)
        found = _find(self.tables[request.table], request.parameters.get("sysparm_query", ""))
        start = int(request.parameters.get("sysparm_offset", "0"))
        end = start + int(request.parameters.get("sysparm_limit", "10000"))
        names = request.parameters.get("sysparm_fields", "")
        rows = [
            {name: row[name] for name in (names.split(",") if names else row) if name in row}
            for row in found[start:end]
        ]
        headers = {"X-Total-Count": str(len(found))}
        if end < len(found):
            onward = urlencode(request.parameters | {"sysparm_offset": str(end)})
            headers["Link"] = f'<{self.address}/api/now/table/{request.table}?{onward}>;rel="next"'
        return self.meddle(request, Reply(headers=headers).with_rows(rows))


def _find(rows: list[Row], query: str) -> list[Row]:
    found = list(rows)
    orders = []
    for part in filter(None, query.split("^")):
        if part.startswith("ORDERBY"):
            orders.append(part)
            continue
        match = _PART.fullmatch(part)
        assert match, f"the stub cannot read {part!r}"
        name, operator, value = match.groups()
        compare: dict[str, Callable[[str], bool]] = {
            ">=": lambda held, value=value: held >= value,
            "<=": lambda held, value=value: held <= value,
            ">": lambda held, value=value: held > value,
            "=": lambda held, value=value: held == value,
            "IN": lambda held, value=value: held in value.split(","),
        }
        found = [row for row in found if compare[operator](str(row[name]))]
    for order in reversed(orders):
        name = order.removeprefix("ORDERBYDESC").removeprefix("ORDERBY")
        found.sort(key=lambda row, name=name: row[name], reverse="BYDESC" in order)
    return found


def _handler(api: StubTableApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Headers and body go out in one piece; in two, each answer waits 40 ms for the kernel.
        wbufsize = -1

        def log_message(self, *_: object) -> None:
            """A test's output is no access log."""

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            request = Request(
                number=len(api.requests),
                table=address.path.rpartition("/")[2],
                parameters={name: values[0] for name, values in parse_qs(address.query).items()},
                authorization=self.headers.get("Authorization", ""),
            )
            api.requests.append(request)
            self._send(api.reply(request))

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            api.sign_ins.append({name: values[0] for name, values in parse_qs(form).items()})
            granted = {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 1800}
            is_known = api.sign_ins[-1]["client_secret"] == SECRET
            body = granted if is_known else {"error": "access_denied"}
            self._send(Reply(200 if is_known else 401, body=json.dumps(body).encode()))

        def _send(self, reply: Reply) -> None:
            self.send_response_only(reply.status)
            date = reply.headers.get("Date", self.date_time_string())
            for name, value in (reply.headers | {"Date": date}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body[: reply.sent_bytes])
            self.close_connection = reply.sent_bytes is not None

    return Handler


@contextmanager
def serving(api: StubTableApi) -> Iterator[StubTableApi]:
    """The stub on a free port of this machine, until the block ends."""
    with listening(_handler(api)) as api.address:
        yield api
