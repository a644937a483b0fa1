"""Who may read the simulated API: basic credentials, and OAuth tokens that run out.

Here: credentials made up for one run, tokens handed out and checked. Not here: HTTP.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field


def _made_up() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Credentials:
    """One reading account and one OAuth client, new for every run."""

    username: str = "vitals_reader"
    password: str = field(default_factory=_made_up, repr=False)
    client_id: str = field(default_factory=_made_up)
    client_secret: str = field(default_factory=_made_up, repr=False)


class Login:
    """Checks `Authorization` headers and grants tokens."""

    def __init__(self, credentials: Credentials, token_seconds: int) -> None:
        self._credentials = credentials
        self._token_seconds = token_seconds
        self._expiry: dict[str, float] = {}
        self._lock = threading.Lock()

    def accepts(self, header: str) -> bool:
        """Whether an `Authorization` header opens the door."""
        scheme, _, value = header.partition(" ")
        if scheme.lower() == "basic":
            pair = f"{self._credentials.username}:{self._credentials.password}"
            return hmac.compare_digest(value.encode(), base64.b64encode(pair.encode()))
        if scheme.lower() != "bearer":
            return False
        with self._lock:
            return self._expiry.get(value, 0.0) > time.monotonic()

    def grant(self, form: Mapping[str, str]) -> dict[str, str | int] | None:
        """An answer with a new token, or nothing when the form does not convince."""
        known = self._credentials
        needed = {"client_id": known.client_id, "client_secret": known.client_secret}
        if form.get("grant_type") == "password":
            needed |= {"username": known.username, "password": known.password}
        elif form.get("grant_type") != "client_credentials":
            return None
        if not all(
            hmac.compare_digest(form.get(name, "").encode(), value.encode())
            for name, value in needed.items()
        ):
            return None
        token = _made_up()
        with self._lock:
            self._expiry[token] = time.monotonic() + self._token_seconds
        return {
            "access_token": token,
            "scope": "useraccount",
            "token_type": "Bearer",
            "expires_in": self._token_seconds,
        }

    def forget_tokens(self) -> None:
        """Let every token run out now."""
        with self._lock:
            self._expiry.clear()
