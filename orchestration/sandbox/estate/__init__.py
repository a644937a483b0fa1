"""A simulated inventory of workloads and a data quality engine, each an SQL database.

Here: the door; writing the databases for one run. Not here: records.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from orchestration.extract.sources import System
from orchestration.sandbox.estate.records import generate
from orchestration.sandbox.serving.sql_database import databases
from orchestration.settings import Settings


@contextmanager
def systems(
    settings: Settings, as_of: date, seed: int, scale: float
) -> Iterator[dict[str, System]]:
    """Each database under the name its source has, as it stood at the end of `as_of`."""
    yield databases(settings, generate(seed, scale).as_at(as_of))
