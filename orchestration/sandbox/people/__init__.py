"""The simulated HR and learning systems: posts, employments, leavers, training, in SQL databases.

Here: the door; writing both databases for one run. Not here: records, and how they are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from orchestration.extract.sources import System
from orchestration.sandbox.people.records import HR, LEARNING, generate
from orchestration.sandbox.serving.sql_database import databases
from orchestration.settings import Settings


@contextmanager
def systems(
    settings: Settings, as_of: date, seed: int, scale: float
) -> Iterator[dict[str, System]]:
    """Both databases as they stood at the end of `as_of`, under the names of their sources."""
    records = generate(seed, scale)
    yield databases(settings, {name: records.as_at(name, as_of) for name in (HR, LEARNING)})
