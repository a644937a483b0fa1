"""What an answer of a JSON API holds: rows, a count, the next address, or why it is unusable.

Here: reading one response. Not here: asking again (`api_session`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2
import orjson

from orchestration.extract.errors import ExtractionError

_ERROR_TEXT = re.compile(r'"error"\s*:\s*(?:\{[^{}]*?"message"\s*:\s*)?"([^"]{0,200})')


class TransientError(Exception):
    """An answer that may be better next time; `wait_seconds` where the source said how long."""

    def __init__(self, what: str, wait_seconds: float | None = None) -> None:
        super().__init__(what)
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class Answer:
    """One complete page as the source gave it."""

    rows: list[dict[str, Any]]
    total_count: int | None
    next_url: str | None
    answered_at: datetime


def read_answer(response: httpx2.Response, name: str) -> Answer:
    """The page in a response, or the reason why there is none."""
    refuse_status(response, name)
    try:
        content = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        found = _ERROR_TEXT.search(response.content[-4000:].decode("utf-8", "replace"))
        said = f", with the error {found[1]!r} at its end" if found else ""
        raise TransientError(f"HTTP 200 with a body cut short{said}") from None
    if not isinstance(content, dict) or "error" in content:
        found = _ERROR_TEXT.search(response.text[-4000:])
        raise TransientError(
            f"HTTP 200 with an error instead of rows ({found[1] if found else '?'})"
        )
    rows = content.get("result")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TransientError("HTTP 200 without a list of rows under 'result'")
    total = response.headers.get("X-Total-Count", "")
    return Answer(
        rows=rows,
        total_count=int(total) if total.isdecimal() else None,
        next_url=response.links.get("next", {}).get("url"),
        answered_at=http_date(response.headers.get("Date")) or datetime.now(UTC),
    )


def refuse_status(response: httpx2.Response, name: str) -> None:
    """Raise unless the status is 200: TransientError where the next try may do better."""
    status = response.status_code
    if status == httpx2.codes.OK:
        return
    if status in (202, 408, 429) or status >= 500:
        raise TransientError(f"HTTP {status}", _retry_after(response))
    if response.is_redirect:
        onward = response.url.join(response.headers["Location"])
        raise ExtractionError(
            name,
            f"{response.url.path} sends its readers on to {onward.host}{onward.path[:200]}.",
            "set the address that answers as base_url: no credentials follow a redirection.",
        )
    remedies = {
        401: "check the values of its credentials' environment variables.",
        403: "give the reading account read access to the table and all its fields.",
        404: "check base_url, and that the table exists there.",
    }
    raise ExtractionError(
        name,
        f"{response.url.path} answered HTTP {status}.",
        remedies.get(status, "check base_url and what the instance's log says of the request."),
    )


def _retry_after(response: httpx2.Response) -> float | None:
    """Seconds of rest the source asks for: the header holds a number or a date."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    until = http_date(value)
    now = http_date(response.headers.get("Date")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds()) if until else None


def http_date(value: str | None) -> datetime | None:
    """The moment a header names, if it names one."""
    try:
        moment = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
