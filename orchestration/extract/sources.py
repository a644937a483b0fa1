"""Which source systems a run reads, and how each is reached: frozen, refusing nonsense early.

Here: addresses, page sizes, the names of the environment variables that hold credentials. Not here:
the credentials themselves, which only `api_session` reads, at the moment it needs them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from orchestration.extract.errors import ExtractionError

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_CREDENTIALS = {
    "basic": ("username", "password"),
    "oauth_password": ("username", "password", "client_id", "client_secret"),
    "oauth_client_credentials": ("client_id", "client_secret"),
}
_MOST_ROWS_A_PAGE = 10_000


class SourcesError(ExtractionError):
    """The description of the sources cannot be used; nothing was contacted."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__("sources", what, remedy)


@dataclass(frozen=True)
class Patience:
    """How often and how long a connector waits before it gives a request up."""

    attempts: int = 5
    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 60.0
    timeout_seconds: float = 60.0


@dataclass(frozen=True)
class ServiceNowSource:
    """A ServiceNow instance's Table API. Each `*_variable` names an environment variable."""

    base_url: str
    auth: str = "oauth_client_credentials"
    username_variable: str = ""
    password_variable: str = ""
    client_id_variable: str = ""
    client_secret_variable: str = ""
    token_path: str = "/oauth_token.do"  # noqa: S105  a path, not a token
    page_size: int = 5_000
    overlap_seconds: int = 3_600
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        address = urlsplit(self.base_url)
        if address.username or address.password:
            raise SourcesError(
                "servicenow.base_url carries a user or password.",
                "leave them out; name environment variables under credentials instead.",
            )
        is_safe = address.scheme == "https" or address.hostname in _LOOPBACK
        if not address.hostname or address.scheme not in ("http", "https") or not is_safe:
            raise SourcesError(
                f"servicenow.base_url {self.base_url!r} is no https address.",
                "give the instance's address, as in https://example.service-now.com.",
            )
        if self.auth not in _CREDENTIALS:
            raise SourcesError(
                f"servicenow.auth {self.auth!r} is unknown.", f"choose one of {list(_CREDENTIALS)}."
            )
        for name in _CREDENTIALS[self.auth]:
            if not _VARIABLE.fullmatch(getattr(self, f"{name}_variable")):
                raise SourcesError(
                    f"servicenow.credentials.{name} does not name an environment variable.",
                    "write the variable's name, as in SERVICENOW_PASSWORD, not a value.",
                )
        if not 1 <= self.page_size <= _MOST_ROWS_A_PAGE:
            raise SourcesError(
                f"servicenow.page_size is {self.page_size}.",
                f"choose 1 to {_MOST_ROWS_A_PAGE}: the Table API cuts larger pages short.",
            )
        if self.overlap_seconds < 1:
            raise SourcesError(
                f"servicenow.overlap_seconds is {self.overlap_seconds}.",
                "choose 1 or more: rows of the cursor's own second are lost without an overlap.",
            )


@dataclass(frozen=True)
class Sources:
    """Everything a run may read besides the returns folder (settings) and the calendar (a library).

    Without `servicenow` its tables stay empty and its measures await data.
    """

    servicenow: ServiceNowSource | None = None


def load_sources(path: Path) -> Sources:
    """Read the YAML file of `--sources`; every complaint names the place in the file."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourcesError(
            f"{path} cannot be read: {error.strerror}.", "check the path given to --sources."
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise SourcesError(
            f"{path}{where} is not valid YAML.",
            "mend that line; docs/how-to/connect-servicenow.md has an example.",
        ) from None
    _expect_mapping(content, str(path), {"servicenow"})
    entry = content.get("servicenow")
    return Sources(servicenow=_servicenow(entry) if entry is not None else None)


def _servicenow(entry: Any) -> ServiceNowSource:
    plain = {item.name for item in fields(ServiceNowSource)} - {"patience"}
    plain = {name for name in plain if not name.endswith("_variable")}
    _expect_mapping(entry, "servicenow", plain | {"credentials"})
    if "base_url" not in entry:
        raise SourcesError("servicenow.base_url is missing.", "add the instance's address.")
    values: dict[str, Any] = {name: entry[name] for name in plain if name in entry}
    for name in ("page_size", "overlap_seconds"):
        if type(values.get(name, 0)) is not int:
            raise SourcesError(f"servicenow.{name} is no whole number.", "write it in digits.")
    credentials = entry.get("credentials") or {}
    _expect_mapping(credentials, "servicenow.credentials", set(_CREDENTIALS["oauth_password"]))
    values |= {f"{name}_variable": str(value) for name, value in credentials.items()}
    return ServiceNowSource(**values)


def _expect_mapping(content: Any, where: str, known: set[str]) -> None:
    if not isinstance(content, dict):
        raise SourcesError(
            f"{where} holds no settings.", f"give it some of these keys: {sorted(known)}."
        )
    unknown = sorted(str(key) for key in content if key not in known)
    if unknown:
        raise SourcesError(f"{where} has unknown keys {unknown}.", f"use only {sorted(known)}.")
