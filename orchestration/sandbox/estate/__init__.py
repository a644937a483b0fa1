"""A simulated inventory of workloads and a data quality engine, each an SQL database.

Here: the door; writing the databases for one run. Not here: records.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from orchestration.extract.contracts import read_contracts
from orchestration.extract.sources import SqlSource, System
from orchestration.sandbox.estate.records import generate
from orchestration.sandbox.serving.sql_database import write_database
from orchestration.settings import Settings


@contextmanager
def systems(
    settings: Settings, as_of: date, seed: int, scale: float
) -> Iterator[dict[str, System]]:
    """Each database under the name its source has, as it stood at the end of `as_of`."""
    contracts = read_contracts(settings.root)
    yield {
        source: SqlSource(
            source, write_database(settings, source, tables, contracts[source].tables)
        )
        for source, tables in generate(seed, scale).as_at(as_of).items()
    }
