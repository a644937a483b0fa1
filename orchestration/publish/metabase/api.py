"""Metabase's REST API, as far as a publication needs it.

Here: asking with a key, and errors that say what to do. Not here: what is asked (publishing.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import httpx2

from orchestration.errors import ToldError

KEY_VARIABLE = "METABASE_API_KEY"
PATIENCE_SECONDS = 60.0
LONGEST_ANSWER_SHOWN = 300

Json = dict[str, Any]
Query = Mapping[str, str | Sequence[str]]


class MetabaseError(ToldError):
    """Metabase did not do what was asked: what happened, and what to do."""


class MetabaseApi:
    """One Metabase, asked with one key. The key is in no message."""

    def __init__(self, url: str, key: str) -> None:
        if not key.strip() or not key.isascii() or not key.isprintable():
            raise MetabaseError(
                f"The environment variable {KEY_VARIABLE} holds no API key.",
                f"Set {KEY_VARIABLE} to a key made in Metabase: Admin > Settings > Authentication"
                " > API keys.",
            )
        self._url = url.rstrip("/")
        self._key = key.strip()
        try:
            self._client = httpx2.Client(
                base_url=self._url, headers={"X-API-KEY": self._key}, timeout=PATIENCE_SECONDS
            )
        except (httpx2.InvalidURL, ValueError):
            raise self._unreachable("this is no address") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(self, path: str, query: Query | None = None) -> Any:
        """What is at a path; of a list in pages, its rows."""
        found = self._ask("GET", path, query=query)
        return found["data"] if isinstance(found, dict) and "data" in found else found

    def post(self, path: str, body: Json) -> Json:
        """Make something; what Metabase made of it."""
        return dict(self._ask("POST", path, body=body))

    def put(self, path: str, body: Json) -> Json:
        """Change something; what it is now."""
        return dict(self._ask("PUT", path, body=body))

    def _ask(
        self, method: str, path: str, *, query: Query | None = None, body: Json | None = None
    ) -> Any:
        try:
            response = self._client.request(method, path, params=query, json=body)
        except (httpx2.TransportError, httpx2.InvalidURL) as error:
            # Its text may quote the header, and so the key.
            raise self._unreachable(type(error).__name__) from None
        if not response.is_success:
            raise self._refused(method, path, response)
        try:
            return response.json()
        except ValueError:
            raise MetabaseError(
                f"{self._url}{path} answered, but not as Metabase does.",
                "Check --url: it is the address at which Metabase's start page opens.",
            ) from None

    def _unreachable(self, why: str) -> MetabaseError:
        return MetabaseError(
            f"Metabase at {self._url} cannot be reached: {why}.",
            "Check --url, and that Metabase runs and this machine may reach it.",
        )

    def _refused(self, method: str, path: str, response: httpx2.Response) -> MetabaseError:
        code = response.status_code
        if code == httpx2.codes.UNAUTHORIZED:
            return MetabaseError(
                f"Metabase at {self._url} does not know the API key in {KEY_VARIABLE}.",
                "Make a key in Metabase (Admin > Settings > Authentication > API keys) and set "
                f"{KEY_VARIABLE} to it.",
            )
        if code == httpx2.codes.FORBIDDEN:
            return MetabaseError(
                f"The API key in {KEY_VARIABLE} may not {method} {path}.",
                "Give its group the right to curate the collection and to query the database.",
            )
        said = response.text.replace(self._key, "…")[:LONGEST_ANSWER_SHOWN]
        return MetabaseError(
            f"Metabase answered {method} {path} with {code}: {said}",
            "What was published until then stays and is found again: mend this, then run again.",
        )
