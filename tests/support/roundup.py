"""A Roundup tracker on this machine, and the smallest adapter that reads its issues.

Roundup is a ticket system nobody here wrote. The adapter knows its addresses and the shape of its
answers; signing in, waiting, retrying, the window, the sweep of keys, the load and its proof are
the ones the connectors use.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import httpx2
import orjson

from orchestration.extract.api_answers import TransientError, refuse_status
from orchestration.extract.api_session import ApiSession
from orchestration.extract.connectors.key_sweeps import key_sweep
from orchestration.extract.contracts import SourceTable
from orchestration.extract.errors import ExtractionError
from orchestration.extract.loads import Batches, Load, Proof, TableLoad, text_table
from orchestration.extract.raw_zone import locked_source
from orchestration.extract.sources import Patience
from orchestration.extract.sources.shared import System

ADMIN, SECRET = "admin", "s3cret-that-must-not-leak"
USER_VARIABLE, SECRET_VARIABLE = "ROUNDUP_USER", "ROUNDUP_SECRET"
ISSUE = SourceTable(
    source="tickets",
    name="issue",
    columns=("id", "title", "status", "priority", "creation", "activity"),
    key="id",
    stamp="activity",
    deletes="key_sweep",
)
_SERVER = """
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server
from roundup.cgi.wsgi_handler import RequestDispatcher

class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

home, port = sys.argv[1], int(sys.argv[2])
make_server("127.0.0.1", port, RequestDispatcher(home), Server).serve_forever()
"""


@dataclass(frozen=True)
class Tracker:
    """A running tracker, and a person who works with it through its own API."""

    base_url: str

    def open(self, title: str, **values: str) -> str:
        """A new issue; its id."""
        answer = self._send("POST", "issue", {"title": title, "status": "1"} | values)
        return str(answer["data"]["id"])

    def change(self, issue: str, name: str, value: str) -> None:
        """Another value in an issue; the tracker wants to know which version was seen."""
        seen = self._send("GET", f"issue/{issue}")["data"]["@etag"]
        self._send("PUT", f"issue/{issue}/{name}", {"data": value}, {"If-Match": seen})

    def retire(self, issue: str) -> None:
        """What the tracker calls deleting: the issue is in no list any more."""
        seen = self._send("GET", f"issue/{issue}")["data"]["@etag"]
        self._send("DELETE", f"issue/{issue}", headers={"If-Match": seen})

    def _send(
        self,
        method: str,
        path: str,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        answer = httpx2.request(
            method,
            f"{self.base_url}rest/data/{path}",
            data=form,
            auth=(ADMIN, SECRET),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Requested-With": "rest",
                "Origin": self.base_url.rstrip("/"),
            }
            | (headers or {}),
            timeout=30,
            trust_env=False,
        )
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()


@contextmanager
def running_tracker(home: Path, **settings: str) -> Iterator[Tracker]:
    """A new tracker of the template `classic`, served until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    base_url = f"http://127.0.0.1:{port}/"
    _administer(home, "install", "classic", "anydbm")
    config = home / "config.ini"
    text = config.read_text(encoding="utf-8")
    for name, value in {"web": base_url, "domain": "example.org", **settings}.items():
        text, count = re.subn(rf"(?m)^#?{name} = .*$", f"{name} = {value}", text)
        assert count, name
    config.write_text(text, encoding="utf-8")
    _administer(home, "initialise", SECRET)
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", _SERVER, str(home), str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, server)
        yield Tracker(base_url)
    finally:
        server.kill()
        server.wait()


def _administer(home: Path, *words: str) -> None:
    tool = Path(sys.executable).with_name("roundup-admin")
    subprocess.run([tool, "-i", home, *words], check=True, capture_output=True, timeout=60)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the tracker does not start")


@dataclass(frozen=True)
class RoundupSource(System):
    """How the tracker is reached."""

    protocol: ClassVar[str] = "roundup"

    base_url: str
    auth: str = "basic"
    username_variable: str = USER_VARIABLE
    password_variable: str = SECRET_VARIABLE
    token_path: str = ""
    page_size: int = 5
    most_deleted_percent: int = 10
    always_deletable_rows: int = 2
    patience: Patience = field(default_factory=lambda: Patience(attempts=4, first_wait_seconds=0.1))


def load_issues(
    raw: Path,
    source: RoundupSource,
    *,
    sleep: Callable[[float], None] = time.sleep,
    between_pages: Callable[[], None] = lambda: None,
) -> Load:
    """One load of the tracker's issues and of their keys."""
    os.environ.setdefault(USER_VARIABLE, ADMIN)
    os.environ.setdefault(SECRET_VARIABLE, SECRET)
    with (
        locked_source(raw, ISSUE.source) as locked,
        ApiSession(ISSUE.source, source, sleep) as session,
    ):
        reader = _Reader(session, source, locked.last_cursor(ISSUE.name), between_pages)
        issues = TableLoad(ISSUE.name, ISSUE.columns, reader.batches())
        return locked.commit([issues, key_sweep(ISSUE, source, locked, reader.keys)])


@dataclass(frozen=True)
class _Reader:
    session: ApiSession
    source: RoundupSource
    cursor: str | None
    between_pages: Callable[[], None]

    def batches(self) -> Batches:
        newest = self._ask({"@fields": "activity", "@sort": "-activity", "@page_size": "1"})
        last = newest["collection"][0]["activity"] if newest["collection"] else ""
        # It keeps fractions of a second and prints none: its last second is not over at the stamp.
        window = {"activity": f"{self.cursor or ''};{_second_after(last)}"} if last else {}
        before = self._count(window)
        rows = [row for page in self._pages(window, ISSUE.columns) for row in page]
        after = self._count(window)
        # Pages go by number here: an issue that left the window moved the others past the reader.
        if not before == len(rows) == after:
            raise ExtractionError(
                ISSUE.source,
                f"counts disagree: {before} before, {after} after, {len(rows)} came.",
                "run again.",
            )
        yield text_table(
            ISSUE.columns, [[_text(row[name]) for name in ISSUE.columns] for row in rows]
        )
        return Proof(before, after, cursor_after=last or None, window_to=last)

    def keys(self) -> tuple[Any, int]:
        pages = [[[row["id"]] for row in page] for page in self._pages({}, ("id",))]
        return text_table(("id",), [row for page in pages for row in page]), len(pages)

    def _pages(self, window: dict[str, str], columns: tuple[str, ...]) -> Iterator[list[Any]]:
        number = 1
        while True:
            found = self._ask(
                window
                | {"@fields": ",".join(columns), "@sort": "id"}
                | {"@page_size": str(self.source.page_size), "@page_index": str(number)}
            )
            yield found["collection"]
            if not found.get("@links", {}).get("next"):
                return
            self.between_pages()
            number += 1

    def _count(self, window: dict[str, str]) -> int:
        return int(self._ask(window | {"@fields": "id", "@page_size": "1"})["@total_size"])

    def _ask(self, parameters: dict[str, str]) -> Any:
        return self.session.ask("rest/data/issue", parameters, _read)


def _read(response: httpx2.Response) -> Any:
    refuse_status(response, ISSUE.source)
    try:
        return orjson.loads(response.content)["data"]
    except (orjson.JSONDecodeError, KeyError):
        raise TransientError("HTTP 200 without data") from None


def _second_after(stamp: str) -> str:
    form = "%Y-%m-%d.%H:%M:%S"
    moment = datetime.strptime(stamp, form).replace(tzinfo=UTC) + timedelta(seconds=1)
    return moment.strftime(form)


def _text(value: Any) -> str | None:
    """A link to another record is given as that record's id."""
    return value["id"] if isinstance(value, dict) else value
