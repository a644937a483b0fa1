"""A simulated HTTP API on 127.0.0.1: requests in, answers out, for whichever API stands behind it.

Here: what is listened to, and how an answer, good or made to fail, goes over the wire. Not here:
what each address answers, which every API knows itself.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

_IDLE_SECONDS = 60
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Request:
    """What came in."""

    method: str
    target: str
    authorization: str = ""
    body: bytes = b""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def parameters(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))


@dataclass(frozen=True)
class Answer:
    """What goes out; `is_cut` lets the connection end in the middle of the body."""

    status: int
    body: bytes
    headers: Headers = ()
    is_cut: bool = False
    content_type: str = "application/json;charset=UTF-8"


class Api(Protocol):
    """What can be served. It is told its own address."""

    base_url: str

    def answer(self, request: Request) -> Answer:
        """The answer to any request."""


class _Server(ThreadingHTTPServer):
    """Knows its open connections, so that stopping leaves none behind."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 32

    def __init__(self, api: Api) -> None:
        self.api = api
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    def server_bind(self) -> None:
        """Without the look-up of this machine's name, which waits where there is no DNS."""
        TCPServer.server_bind(self)
        host, port = self.server_address[:2]
        self.server_name, self.server_port = str(host), int(port)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        with self._lock:
            self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections clients keep open."""
        with self._lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # The client was quicker.

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle of an answer is no error of ours; others show."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = _IDLE_SECONDS

    def do_GET(self) -> None:
        self._reply("GET", b"")

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        self._reply("POST", self.rfile.read(size))

    def _reply(self, method: str, body: bytes) -> None:
        authorization = self.headers.get("Authorization", "")
        self._send(self.server.api.answer(Request(method, self.path, authorization, body)))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if answer.is_cut:
            self.wfile.write(answer.body[: len(answer.body) // 2])
            self.close_connection = True
        else:
            self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Requests are in the API's own list; the terminal belongs to the run."""


@contextmanager
def serving(api: Api) -> Iterator[str]:
    """Serve while the block runs, at the address it gives; no thread or port is left."""
    server = _Server(api)
    host, port = server.server_address[:2]
    api.base_url = f"http://{host!s}:{port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="sandbox-api")
    thread.start()
    try:
        yield api.base_url
    finally:
        server.shutdown()
        thread.join()
        server.hang_up()
        server.server_close()
