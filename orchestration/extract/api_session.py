"""One authenticated conversation with a JSON API: sign in, ask, wait, ask again, give up clearly.

Here: credentials (read from the environment at the moment of use and kept nowhere), retries, and
the limits of patience. Not here: what an answer holds (`api_answers`), or what to ask (each API's
connector).
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from orchestration.extract.api_answers import Answer, TransientError, read_answer
from orchestration.extract.errors import ExtractionError
from orchestration.extract.sources.shared import Patience, read_credential

# The instance reads the client's id and secret from the form, not from a header.
_CLIENT_AUTH = "client_secret_post"
_CREDENTIALS = ("username", "password", "client_id", "client_secret", "token")
Read = TypeVar("Read")


class ApiSource(Protocol):
    """What a conversation must know of a source. Of each credential it uses, the source also has
    `<credential>_variable`, the name of an environment variable."""

    @property
    def base_url(self) -> str: ...
    @property
    def auth(self) -> str: ...
    @property
    def token_path(self) -> str: ...
    @property
    def patience(self) -> Patience: ...


class ApiSession:
    """Use as a context manager; `ask` returns what its reader made of a whole answer, or raises."""

    def __init__(
        self, name: str, source: ApiSource, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._name = name
        self._source = source
        self._sleep = sleep
        self._client = _client(name, source)

    def __enter__(self) -> ApiSession:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(
        self,
        url: str,
        parameters: Mapping[str, str] | None = None,
        check: Callable[[Answer], None] = lambda _: None,
    ) -> Answer:
        """A page of the Table API that passes `check`, which may raise TransientError."""

        def read(response: httpx2.Response) -> Answer:
            answer = read_answer(response, self._name)
            check(answer)
            return answer

        return self.ask(url, parameters, read)

    def ask(
        self,
        url: str,
        parameters: Mapping[str, str] | None,
        read: Callable[[httpx2.Response], Read],
    ) -> Read:
        """Ask until `read` can use the answer; until then it raises TransientError."""
        patience = self._source.patience
        retrying = Retrying(
            stop=stop_after_attempt(patience.attempts),
            wait=self._wait,
            retry=retry_if_exception_type(TransientError),
            sleep=self._sleep,
            reraise=True,
        )
        address = self._absolute(url)
        try:
            found: Read = retrying(self._attempt, address, parameters, read)
        except TransientError as error:
            raise ExtractionError(
                self._name,
                f"{urlsplit(address).path} gave no usable answer in {patience.attempts} attempts;"
                f" the last: {error}.",
                "run again later; if it stays, try a smaller page_size. Nothing has landed.",
            ) from None
        return found

    def _attempt(
        self,
        url: str,
        parameters: Mapping[str, str] | None,
        read: Callable[[httpx2.Response], Read],
    ) -> Read:
        try:
            response = self._send(url, parameters)
        except httpx2.LocalProtocolError as error:
            # Its text quotes the header that cannot be sent, and so the token.
            raise TransientError(type(error).__name__) from None
        except httpx2.TransportError as error:
            raise TransientError(f"{type(error).__name__}: {error}") from None
        return read(response)

    def _send(self, url: str, parameters: Mapping[str, str] | None) -> httpx2.Response:
        self._sign_in(renew=False)
        response = self._client.get(url, params=parameters)
        is_renewable = isinstance(self._client, OAuth2Client)
        if response.status_code == httpx2.codes.UNAUTHORIZED and is_renewable:
            self._sign_in(renew=True)
            response = self._client.get(url, params=parameters)
        return response

    def _sign_in(self, *, renew: bool) -> None:
        """Fetch an OAuth token where there is none, or only an old one."""
        if not isinstance(self._client, OAuth2Client):
            return
        token = self._client.token
        if token and not renew and not token.is_expired(leeway=60):
            return
        names = ("username", "password") if self._source.auth == "oauth_password" else ()
        grant = "password" if names else "client_credentials"
        secrets = {name: credential(self._name, self._source, name) for name in names}
        address = self._absolute(self._source.token_path)
        try:
            self._client.fetch_token(address, grant_type=grant, **secrets)
        except (OAuthError, KeyError):
            raise ExtractionError(
                self._name,
                f"the sign-in at {address} was refused.",
                f"check the values of {variables(self._source)} and the OAuth client's grant type.",
            ) from None
        except (ValueError, httpx2.HTTPStatusError) as error:
            raise TransientError(
                f"the sign-in at {address} failed ({type(error).__name__})"
            ) from None

    def _absolute(self, url: str) -> str:
        """The address, if it is the source's own: credentials go nowhere else."""
        base = httpx2.URL(self._source.base_url)
        address = base.join(url)
        if (address.scheme, address.host, address.port) != (base.scheme, base.host, base.port):
            raise ExtractionError(
                self._name,
                f"it pointed to another host ({address.host}) for the next page.",
                "set the source's own address as base_url, and have its own links checked.",
            )
        return str(address)

    def _wait(self, state: RetryCallState) -> float:
        patience = self._source.patience
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait_seconds if isinstance(error, TransientError) else None
        if asked is None:
            first, longest = patience.first_wait_seconds, patience.longest_wait_seconds
            wait: float = wait_random_exponential(multiplier=first, max=longest)(state)
            return wait
        if asked > patience.longest_wait_seconds:
            raise ExtractionError(
                self._name,
                f"it asks for {asked:.0f} s of rest before the next request.",
                "run again after that time, or ask its owners for a larger quota.",
            )
        return asked


def _client(name: str, source: ApiSource) -> httpx2.Client:
    is_loopback = urlsplit(source.base_url).scheme == "http"
    options: dict[str, Any] = {
        "headers": {"Accept": "application/json"},
        "timeout": source.patience.timeout_seconds,
        # A proxy for the outside world must not catch requests to this machine.
        "trust_env": not is_loopback,
        # The machine's own certificate authorities: a public body's network often has its own.
        "verify": False if is_loopback else ssl.create_default_context(),
    }
    if source.auth == "none":
        return httpx2.Client(**options)
    if source.auth == "bearer":
        options["headers"]["Authorization"] = f"Bearer {_token(name, source)}"
        return httpx2.Client(**options)
    first, second = (
        ("username", "password") if source.auth == "basic" else ("client_id", "client_secret")
    )
    pair = (credential(name, source, first), credential(name, source, second))
    if source.auth == "basic":
        return httpx2.Client(auth=pair, **options)
    client: httpx2.Client = OAuth2Client(*pair, token_endpoint_auth_method=_CLIENT_AUTH, **options)
    return client


def _token(name: str, source: ApiSource) -> str:
    token = credential(name, source, "token")
    # Sent as it is, it would fail with the token in the error's text.
    if not (token.isascii() and token.isprintable()):
        raise ExtractionError(
            name,
            f"{variables(source)} holds a line break or another character no header can carry.",
            "set it to the token alone; a file it was read from may end in a line break.",
        )
    return token


def variables(source: ApiSource) -> str:
    """Names of the environment variables in use, for messages."""
    used = [getattr(source, f"{name}_variable", "") for name in _CREDENTIALS]
    return ", ".join(variable for variable in used if variable)


def credential(name: str, source: ApiSource, part: str) -> str:
    """The value of one credential's environment variable."""
    return read_credential(name, getattr(source, f"{part}_variable"), part.replace("_", " "))
