"""A small, adversarial Prometheus: it serves given samples and lets a test spoil any answer.

Here: just enough of the protocol, sample by sample and slow, written apart from the sandbox's so
that one cannot hide the other's mistakes. Samples may stand at any millisecond; `is_left_open` says
whether ranges leave their left end out, as version 3 does. Set `meddle` to change replies,
`before_reply` to change samples between requests.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.stub_server import listening

TOKEN = "t0ken-that-must-not-leak"
MOST_POINTS = 11_000
TOO_MANY = (
    "exceeded maximum resolution of 11,000 points per timeseries."
    " Try decreasing the query resolution (?step=XX)"
)
_PROBES = r"last_over_time\((\w+)\[(\d+)ms\] offset (-?\d+)ms\)"
_FORMS = {
    "clock": re.compile(r"time\(\)"),
    "ends": re.compile(r"count_over_time\(vector\(0\)\[60s:60s\]\)"),
    "probes": re.compile(_PROBES),
    "samples": re.compile(r"count_over_time\((\w+)\[(\d+)ms\]\)"),
    "steps": re.compile(rf"count_over_time\({_PROBES}\[(\d+)ms:(\d+)s\]\)"),
}


@dataclass
class StubSeries:
    """Labels, and (millisecond, value) pairs in any order."""

    labels: dict[str, str]
    samples: list[tuple[int, str]]


@dataclass(frozen=True)
class Question:
    """One GET as it came in: which form of query, its numbers, its parameters."""

    number: int
    path: str
    form: str
    arguments: tuple[str, ...]
    parameters: dict[str, str]
    authorization: str

    @property
    def is_page(self) -> bool:
        """A window of samples, not a count or the clock."""
        return self.form == "probes"


@dataclass(frozen=True)
class Reply:
    """What goes out; with `sent_bytes` the connection ends after so many bytes of the body."""

    status: int = 200
    content: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    sent_bytes: int | None = None

    @property
    def body(self) -> bytes:
        # The server writes no spaces.
        written = json.dumps(self.content, separators=(",", ":")) if self.text is None else None
        return (written if written is not None else self.text or "").encode()

    @property
    def result(self) -> list[Any]:
        found: list[Any] = self.content["data"]["result"]
        return found

    def with_result(self, result: list[Any]) -> Reply:
        data = self.content["data"] | {"result": result}
        return replace(self, content=self.content | {"data": data})


@dataclass
class StubPrometheus:
    """Series, a clock, and everything asked so far."""

    series: list[StubSeries]
    clock: float
    is_left_open: bool = False
    address: str = ""
    asked: list[Question] = field(default_factory=list)
    meddle: Callable[[Question, Reply], Reply] = lambda _, reply: reply
    before_reply: Callable[[Question], None] = lambda _: None

    def reply(self, question: Question) -> Reply:
        self.before_reply(question)
        if question.authorization != f"Bearer {TOKEN}":
            return Reply(401, text="Unauthorized\n")
        return self.meddle(question, self._answered(question))

    def _answered(self, question: Question) -> Reply:
        if question.form == "clock":
            return _success("scalar", [self.clock, str(self.clock)])
        if question.form == "ends":
            value = "1" if self.is_left_open else "2"
            return _success("vector", [{"metric": {}, "value": [60, value]}])
        if question.form == "probes":
            return self._matrix(question)
        named = self._named(question)
        moment = _milliseconds(question.parameters["time"])
        if question.form == "samples":
            reach = int(question.arguments[1])
            counts = [len(self._in_range(s, moment, reach)) for s in named]
        else:
            counts = [self._step_count(s, question.arguments, moment) for s in named]
        return _success(
            "vector",
            [
                {"metric": _nameless(s.labels), "value": [moment / 1000, str(count)]}
                for s, count in zip(named, counts, strict=True)
                if count
            ],
        )

    def _matrix(self, question: Question) -> Reply:
        start, end, step = (
            _milliseconds(question.parameters[name]) for name in ("start", "end", "step")
        )
        if (end - start) // step > MOST_POINTS:
            content = {"status": "error", "errorType": "bad_data", "error": TOO_MANY}
            return Reply(400, content)
        found = []
        for series in self._named(question):
            values = []
            for moment in range(start, end + 1, step):
                last = self._last(series, question.arguments, moment)
                if last is not None:
                    values.append([moment // 1000, last])
            if values:
                found.append({"metric": series.labels, "values": values})
        return _success("matrix", found)

    def _named(self, question: Question) -> list[StubSeries]:
        metric = question.arguments[0]
        named = [series for series in self.series if series.labels["__name__"] == metric]
        for series in named:
            series.samples.sort()
        return named

    def _in_range(self, series: StubSeries, moment: int, reach: int) -> list[tuple[int, str]]:
        earliest = moment - reach + (1 if self.is_left_open else 0)
        first = bisect_left(series.samples, (earliest, ""))
        return series.samples[first : bisect_left(series.samples, (moment + 1, ""))]

    def _last(self, series: StubSeries, arguments: tuple[str, ...], moment: int) -> str | None:
        _, reach, offset = arguments[:3]
        found = self._in_range(series, moment - int(offset), int(reach))
        return found[-1][1] if found else None

    def _step_count(self, series: StubSeries, arguments: tuple[str, ...], moment: int) -> int:
        reach, step = int(arguments[3]), int(arguments[4]) * 1000
        earliest = moment - reach + (1 if self.is_left_open else 0)
        moments = range(-(-earliest // step) * step, moment + 1, step)
        return sum(self._last(series, arguments, each) is not None for each in moments)


def _success(kind: str, result: list[Any]) -> Reply:
    return Reply(content={"status": "success", "data": {"resultType": kind, "result": result}})


def _nameless(labels: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in labels.items() if name != "__name__"}


def _milliseconds(text: str) -> int:
    return round(float(text) * 1000)


def _read(query: str) -> tuple[str, tuple[str, ...]]:
    for form, pattern in _FORMS.items():
        if match := pattern.fullmatch(query):
            return form, match.groups()
    raise AssertionError(f"the stub cannot read {query!r}")


def _handler(api: StubPrometheus) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Headers and body go out in one piece; in two, each answer waits 40 ms for the kernel.
        wbufsize = -1

        def log_message(self, *_: object) -> None:
            """A test's output is no access log."""

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            given = {name: values[0] for name, values in parse_qs(address.query).items()}
            form, arguments = _read(given["query"])
            number = len(api.asked)
            authorization = self.headers.get("Authorization", "")
            question = Question(number, address.path, form, arguments, given, authorization)
            api.asked.append(question)
            self._send(api.reply(question))

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body[: reply.sent_bytes])
            self.close_connection = reply.sent_bytes is not None

    return Handler


@contextmanager
def serving(api: StubPrometheus) -> Iterator[StubPrometheus]:
    """The stub on a free port of this machine, until the block ends."""
    with listening(_handler(api)) as api.address:
        yield api
