"""The simulated vulnerability scanner: findings behind a REST API.

Here: the door; starting the API for one run. Not here: records, and how they are served.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from orchestration.extract.sources import System
from orchestration.sandbox.security.records import SOURCES, generate
from orchestration.sandbox.serving.rest_door import serving_sources
from orchestration.settings import Settings


@contextmanager
def systems(
    settings: Settings, as_of: date, seed: int, scale: float
) -> Iterator[dict[str, System]]:
    """The scanner under the name its source has."""
    tables = generate(seed, scale).as_at(as_of)
    with serving_sources(settings, "security", tables, SOURCES) as running:
        yield dict(running.sources)
