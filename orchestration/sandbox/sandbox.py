"""Starts the simulated source systems for one run, and stops them.

Here: the door everybody else comes in by, and the list of domains. Not here: records and servers,
which each domain has of its own, and the returns that ship.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path

from orchestration.extract.sources import Sources, System
from orchestration.sandbox.returns import deliver
from orchestration.settings import Settings

# Each is a package here with a function `systems`; one line each.
DOMAINS = (
    "digital",
    "estate",
    "money",
    "monitoring",
    "people",
    "projects",
    "security",
    "servicenow",
)

Systems = Callable[[Settings, date, int, float], AbstractContextManager[dict[str, System]]]


@dataclass(frozen=True)
class Sandbox:
    """The running source systems: how to read them, and the returns just sent."""

    sources: Sources
    as_of: date
    delivered: tuple[Path, ...]


@contextmanager
def running_sandbox(
    settings: Settings,
    *,
    as_of: date,
    seed: int,
    scale: float,
    domains: Collection[str] = DOMAINS,
) -> Iterator[Sandbox]:
    """Serve the records as they stood on `as_of`; drop the shipped returns due by then."""
    delivered = deliver(settings, as_of)
    systems: dict[str, System] = {}
    with ExitStack() as running:
        for domain in domains:
            start: Systems = import_module(f"orchestration.sandbox.{domain}").systems
            systems |= running.enter_context(start(settings, as_of, seed, scale))
        yield Sandbox(Sources(systems), as_of, delivered)
