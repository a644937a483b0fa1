"""Replays pages of a REST API from files: `python -m benchmarks.page_server FOLDER`.

Here: which file answers which request. It prints its address, then serves until it is ended.
"""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ADDRESS = "address"
NEWEST = "newest.json"


def page_file(number: int) -> str:
    """The file of a page."""
    return f"page-{number:06d}.json"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    folder: Path

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        is_look = asked.get("limit") == ["1"]
        name = NEWEST if is_look else page_file(int(asked.get("cursor", ["0"])[0]))
        body = (self.folder / name).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def main() -> None:
    _Handler.folder = Path(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
