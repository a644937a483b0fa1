"""Which source systems a run reads, and how each is reached: frozen, refusing nonsense early.

Here: the sources file as a whole. Not here: what a protocol needs (a module each), and credentials,
which only a connector reads, at the moment it needs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from orchestration.extract.contracts import Contract, read_contracts
from orchestration.extract.sources.event_files import EventFilesSource
from orchestration.extract.sources.prometheus import PrometheusSource
from orchestration.extract.sources.rest import RestSource
from orchestration.extract.sources.servicenow import ServiceNowSource
from orchestration.extract.sources.shared import (
    Patience,
    SourcesError,
    System,
    expect_mapping,
    read_entry,
)
from orchestration.extract.sources.sql import SqlSource
from orchestration.settings import PROJECT_ROOT

_KINDS: tuple[type[System], ...] = (
    EventFilesSource,
    PrometheusSource,
    RestSource,
    ServiceNowSource,
    SqlSource,
)
PROTOCOLS: dict[str, type[System]] = {kind.protocol: kind for kind in _KINDS}


@dataclass(frozen=True)
class Sources:
    """The systems a run reads besides the returns folder (settings) and the calendar (a library).

    A system that is left out keeps empty tables, and its measures await data.
    """

    systems: Mapping[str, System] = field(default_factory=dict)


def load_sources(path: Path, root: Path = PROJECT_ROOT) -> Sources:
    """Read the YAML file of `--sources`; every complaint names the place in the file."""
    contracts = read_contracts(root)
    content = _content(path)
    expect_mapping(content, str(path), set(contracts))
    return Sources(
        {
            name: _system(contracts[name], entry)
            for name, entry in content.items()
            if entry is not None
        }
    )


def _content(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourcesError(
            f"{path} cannot be read: {error.strerror}.", "check the path given to --sources."
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise SourcesError(
            f"{path}{where} is not valid YAML.",
            "mend that line; the pages in docs/sources have examples.",
        ) from None


def _system(contract: Contract, entry: Any) -> System:
    asked = entry.get("protocol") if isinstance(entry, dict) else None
    protocol = contract.protocols[0] if asked is None else asked
    if protocol not in contract.protocols:
        raise SourcesError(
            f"{contract.source}.protocol {protocol!r} is not offered.",
            f"choose one of {list(contract.protocols)}.",
        )
    return read_entry(PROTOCOLS[protocol], contract.source, entry)


__all__ = [
    "PROTOCOLS",
    "EventFilesSource",
    "Patience",
    "PrometheusSource",
    "ServiceNowSource",
    "Sources",
    "SourcesError",
    "SqlSource",
    "System",
    "load_sources",
]
