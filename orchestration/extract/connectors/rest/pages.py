"""What an answer of a REST API holds: rows or keys, the next cursor, a total; or why it does not.

Here: reading one response. Not here: asking again (`api_session`), or what rows mean (`values`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx2
import orjson
import pyarrow as pa

from orchestration.extract.api_answers import TransientError, http_date, refuse_status
from orchestration.extract.errors import ExtractionError

_DIGITS = bytes.maketrans(b"123456789.", b"0000000000")
# A double holds any number of fifteen digits; one of this length, its point included, may differ.
_TOO_LONG = b"0" * 17


class CursorLostError(Exception):
    """The API no longer knows the cursor: the list has to be begun again."""


@dataclass(frozen=True)
class Page:
    """One complete page as the source gave it: rows as objects, or keys."""

    entries: list[Any]
    next_cursor: str
    total: int
    answered_at: datetime


@dataclass(frozen=True)
class TextPage:
    """A page with its rows as columns of text."""

    rows: pa.Table
    next_cursor: str
    total: int


def read_page(
    response: httpx2.Response, *, name: str, has_cursor: bool, of_keys: bool, has_numbers: bool
) -> Page:
    """The page in a response, or the reason why there is none.

    Only where a row may hold numbers they are looked at for more digits than a double keeps.
    """
    status = response.status_code
    if has_cursor and status in (httpx2.codes.BAD_REQUEST, httpx2.codes.GONE):
        raise CursorLostError
    if status == httpx2.codes.BAD_REQUEST:
        raise ExtractionError(
            name,
            f"{response.url.path} answered HTTP 400{_error_in(_parsed_or_none(response))}.",
            "check that the API takes updated_from, updated_to, sort, limit and cursor"
            " (docs/sources/rest.md).",
        )
    refuse_status(response, name)
    content = _parsed_or_none(response, has_numbers=has_numbers)
    if content is None:
        raise TransientError("HTTP 200 with a body cut short")
    if not isinstance(content, dict) or content.get("error") or "data" not in content:
        raise TransientError(f"HTTP 200 with an error instead of rows{_error_in(content)}")
    entries, cursor, total = content["data"], content.get("next_cursor"), content.get("total")
    kind = str if of_keys else dict
    if not isinstance(entries, list) or set(map(type, entries)) - {kind}:
        raise TransientError(f"HTTP 200 without a list of {'keys' if of_keys else 'rows'}")
    if type(total) is not int or not isinstance(cursor, str | None):
        raise TransientError("HTTP 200 without a total, or with a next_cursor that is no text")
    answered = http_date(response.headers.get("Date")) or datetime.now(UTC)
    return Page(entries, cursor or "", total, answered)


def _parsed_or_none(response: httpx2.Response, *, has_numbers: bool = False) -> Any:
    try:
        return parsed(response.content) if has_numbers else orjson.loads(response.content)
    except ValueError:
        return None


def parsed(content: bytes) -> Any:
    """JSON as Python values; numbers a double may not hold come as decimals and whole numbers."""
    if _TOO_LONG in content.translate(_DIGITS):
        return json.loads(content, parse_float=Decimal, parse_constant=_refuse_constant)
    return orjson.loads(content)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _error_in(content: Any) -> str:
    """The code an error object gives; its message may quote data and is left out."""
    error = content.get("error") if isinstance(content, dict) else None
    code = error.get("code") if isinstance(error, dict) else error
    return f" ({code[:60]!r})" if isinstance(code, str) else ""
