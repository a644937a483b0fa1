"""What the descriptions of all sources share: refusals, patience, addresses, credentials.

Here: reading one entry of the sources file into a frozen dataclass, and the checks every protocol
makes. Not here: what one protocol needs (a module each). A credential is read from the environment
at the moment it is used, and kept nowhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeVar
from urllib.parse import SplitResult, urlsplit

from orchestration.extract.errors import ExtractionError

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_SUFFIX = "_variable"


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
class System:
    """How one source system is reached: the base of each protocol's description.

    Fields that end in `_variable` name environment variables and stand under `credentials` in the
    sources file, without that ending.
    """

    protocol: ClassVar[str]


S = TypeVar("S", bound=System)


def read_entry(kind: type[S], name: str, entry: Any) -> S:
    """One source of the file as `kind`; complaints name the source and the key."""
    known = {item.name for item in fields(kind)} - {"patience", "name"}
    plain = {key for key in known if not key.endswith(_SUFFIX)}
    secret = {key.removesuffix(_SUFFIX) for key in known if key.endswith(_SUFFIX)}
    expect_mapping(entry, name, plain | {"protocol"} | ({"credentials"} if secret else set()))
    values: dict[str, Any] = {key: entry[key] for key in plain if key in entry}
    for item in fields(kind):
        if item.type == "int" and type(values.get(item.name, 0)) is not int:
            raise SourcesError(f"{name}.{item.name} is no whole number.", "write it in digits.")
        if (
            item.name in plain
            and item.type == "str"
            and not isinstance(values.get(item.name, ""), str)
        ):
            raise SourcesError(f"{name}.{item.name} is no text.", "put it in quotes.")
    credentials = entry.get("credentials") or {}
    expect_mapping(credentials, f"{name}.credentials", secret)
    values |= {f"{key}{_SUFFIX}": str(value) for key, value in credentials.items()}
    if "name" in {item.name for item in fields(kind)}:
        values["name"] = name
    return kind(**values)


def expect_mapping(content: Any, where: str, known: set[str]) -> None:
    """Refuse anything but a mapping with known keys."""
    if not isinstance(content, dict):
        raise SourcesError(
            f"{where} holds no settings.", f"give it some of these keys: {sorted(known)}."
        )
    unknown = sorted(str(key) for key in content if key not in known)
    if unknown:
        raise SourcesError(f"{where} has unknown keys {unknown}.", f"use only {sorted(known)}.")


def expect_address(name: str, address: str) -> None:
    """An https address without credentials in it; plain http is for this machine alone."""
    if not address:
        raise SourcesError(f"{name}.base_url is missing.", "add the system's address.")
    parts = address_parts(name, "base_url", address)
    if parts.username or parts.password:
        raise SourcesError(
            f"{name}.base_url carries a user or password.",
            "leave them out; name environment variables under credentials instead.",
        )
    is_safe = parts.scheme == "https" or parts.hostname in _LOOPBACK
    if not parts.hostname or parts.scheme not in ("http", "https") or not is_safe:
        raise SourcesError(
            f"{name}.base_url {address!r} is no https address.",
            "give the system's address, as in https://example.service-now.com.",
        )


def address_parts(name: str, key: str, address: str) -> SplitResult:
    """The address taken apart; Python's own complaint would quote a piece of it."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        raise SourcesError(
            f"{name}.{key} is no address.", "write it in full, special characters percent-encoded."
        ) from None
    return parts


def expect_sign_in(name: str, source: Any, ways: Mapping[str, tuple[str, ...]]) -> None:
    """A known way of signing in, and a variable named for each credential it takes."""
    if source.auth not in ways:
        raise SourcesError(
            f"{name}.auth {source.auth!r} is unknown.", f"choose one of {list(ways)}."
        )
    expect_variables(
        name, {part: getattr(source, f"{part}{_SUFFIX}") for part in ways[source.auth]}
    )


def expect_variables(name: str, variables: Mapping[str, str]) -> None:
    """Each credential must name an environment variable: a value would end up in a file."""
    for credential_name, variable in variables.items():
        if not _VARIABLE.fullmatch(variable):
            raise SourcesError(
                f"{name}.credentials.{credential_name} does not name an environment variable.",
                "write the variable's name, as in SERVICENOW_PASSWORD, not a value.",
            )


def expect_between(name: str, key: str, value: int, least: int, most: int, why: str) -> None:
    """A number within bounds; `why` says what happens outside them."""
    if not least <= value <= most:
        raise SourcesError(f"{name}.{key} is {value}.", f"choose {least} to {most}: {why}.")


def read_credential(name: str, variable: str, meaning: str) -> str:
    """The value behind an environment variable, now."""
    value = os.environ.get(variable, "")
    if not value:
        raise ExtractionError(
            name,
            f"the environment variable {variable} is not set.",
            f"set it to the {meaning} of the reading account.",
        )
    return value
