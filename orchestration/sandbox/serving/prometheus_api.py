"""A simulated Prometheus server: the queries a reader of probes asks, answered as version 2 does.

Here: addresses, parameters, the few queries it knows, errors in the server's own words. Not here:
the socket (http_server.py), samples (prometheus_series.py), which series there are.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import numpy as np
import orjson

from orchestration.sandbox.serving.http_server import Answer, Request
from orchestration.sandbox.serving.prometheus_series import NONE, Series, as_json, moment_rows

MOST_POINTS = 11_000
VERSION = "2.53.5"
_SELECTOR = r"(?P<metric>[a-zA-Z_:][\w:]*)(?:\{(?P<matchers>[^}]*)\})?"
_LAST = re.compile(
    rf"last_over_time\({_SELECTOR}\[(?P<reach>\d+)ms\](?: offset (?P<offset>-?\d+)ms)?\)"
)
_COUNT = re.compile(rf"count_over_time\({_SELECTOR}\[(?P<reach>\d+)ms\]\)")
_EVEN = re.compile(r"count_over_time\(vector\(0\)\[(\d+)s:(\d+)s\]\)")
_MATCHER = re.compile(r'(\w+)(=|!=)"([^"]*)"')
_TOO_MANY = (
    "exceeded maximum resolution of 11,000 points per timeseries."
    " Try decreasing the query resolution (?step=XX)"
)
_NO_STEP = "zero or negative query resolution step widths are not accepted. Try a positive integer"


class BadDataError(Exception):
    """A request the server cannot make sense of."""


@dataclass
class PrometheusApi:
    """Series behind a door that opens to one token. `clock` is the server's present second."""

    series: Sequence[Series]
    clock: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    base_url: str = ""

    def answer(self, request: Request) -> Answer:
        """The answer to any request."""
        if not hmac.compare_digest(request.authorization.encode(), f"Bearer {self.token}".encode()):
            return _text(HTTPStatus.UNAUTHORIZED, "Unauthorized\n")
        if request.path == "/-/ready":
            return _text(HTTPStatus.OK, "Prometheus Server is Ready.\n")
        asks: dict[str, Callable[[dict[str, str]], bytes]] = {
            "/api/v1/query_range": self._range,
            "/api/v1/query": self._instant,
            "/api/v1/status/buildinfo": _build,
        }
        if request.path not in asks:
            return _text(HTTPStatus.NOT_FOUND, "404 page not found\n")
        try:
            data = asks[request.path](request.parameters)
        except BadDataError as error:
            content = {"status": "error", "errorType": "bad_data", "error": str(error)}
            return Answer(HTTPStatus.BAD_REQUEST, orjson.dumps(content))
        return Answer(HTTPStatus.OK, b'{"status":"success","data":' + data + b"}")

    def _range(self, given: dict[str, str]) -> bytes:
        start, end = _moment(given, "start"), _moment(given, "end")
        step = _moment(given, "step")
        if end < start:
            raise BadDataError(
                'invalid parameter "end": end timestamp must not be before start time'
            )
        if step <= 0:
            raise BadDataError(f'invalid parameter "step": {_NO_STEP}')
        if (end - start) // step > MOST_POINTS:
            raise BadDataError(_TOO_MANY)
        asked = _LAST.fullmatch(given.get("query", ""))
        if asked is None:
            raise BadDataError(_unknown(given))
        seconds = np.arange(start, end + 1, step, dtype=np.int64)
        if (seconds % 1_000).any():
            raise BadDataError("the simulated server answers at whole seconds only")
        seconds //= 1_000
        rows = moment_rows(seconds)
        latest = seconds * 1_000 - int(asked["offset"] or 0)
        parts = []
        for series in self._selected(asked):
            values = series.last_values(latest, int(asked["reach"]))
            if (values != NONE).any():
                parts.append(as_json(series.labels, seconds, rows, values))
        return b'{"resultType":"matrix","result":[' + b",".join(parts) + b"]}"

    def _instant(self, given: dict[str, str]) -> bytes:
        query = given.get("query", "")
        if query == "time()":
            return _result("scalar", [self.clock, str(self.clock)])
        moment = _moment(given, "time")
        if even := _EVEN.fullmatch(query):
            reach, step = (int(number) * 1_000 for number in even.groups())
            points = moment // step - -((reach - moment) // step) + 1
            return _result("vector", [{"metric": {}, "value": _sample(moment, points)}])
        asked = _COUNT.fullmatch(query)
        if asked is None:
            raise BadDataError(_unknown(given))
        found = []
        for series in self._selected(asked):
            count = series.count(moment - int(asked["reach"]), moment)
            labels = {name: text for name, text in series.labels.items() if name != "__name__"}
            if count:
                found.append({"metric": labels, "value": _sample(moment, count)})
        return _result("vector", found)

    def _selected(self, asked: re.Match[str]) -> list[Series]:
        matchers = [("__name__", "=", asked["metric"])]
        matchers += _MATCHER.findall(asked["matchers"] or "")
        return [
            series
            for series in self.series
            if all(
                (series.labels.get(name, "") == text) is (operator == "=")
                for name, operator, text in matchers
            )
        ]


def _build(_: dict[str, str]) -> bytes:
    return orjson.dumps({"version": VERSION})


def _moment(given: dict[str, str], name: str) -> int:
    """A time or a step in milliseconds, given in seconds."""
    try:
        return round(float(given[name]) * 1_000)
    except (KeyError, ValueError):
        text = given.get(name, "")
        kind = "duration" if name == "step" else "timestamp"
        raise BadDataError(
            f'invalid parameter "{name}": cannot parse "{text}" to a valid {kind}'
        ) from None


def _sample(moment: int, count: int) -> list[Any]:
    return [moment // 1_000 if moment % 1_000 == 0 else moment / 1_000, str(count)]


def _result(kind: str, result: list[Any]) -> bytes:
    return orjson.dumps({"resultType": kind, "result": result})


def _unknown(given: dict[str, str]) -> str:
    return (
        f'invalid parameter "query": 1:1: parse error: the simulated server answers only counts'
        f" and last samples over a range, not {given.get('query', '')}"
    )


def _text(status: HTTPStatus, words: str) -> Answer:
    return Answer(status, words.encode(), content_type="text/plain; charset=utf-8")
