"""The Prometheus HTTP API: `query_range` for the probes, `query` for the server's own counts.

Here: the two functions every connector has. Not here: reading (`reader`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from orchestration.extract.api_session import ApiSession
from orchestration.extract.connectors.prometheus.queries import Window
from orchestration.extract.connectors.prometheus.reader import ProbeReader
from orchestration.extract.contracts import SourceTable
from orchestration.extract.errors import noting
from orchestration.extract.loads import TableLoad
from orchestration.extract.progress import say_nothing
from orchestration.extract.raw_zone import LockedSource
from orchestration.extract.sources.prometheus import PrometheusSource


@contextmanager
def open_tables(
    name: str,
    source: PrometheusSource,
    tables: tuple[SourceTable, ...],
    locked: LockedSource,
    progress: Callable[[str], None],
) -> Iterator[list[TableLoad]]:
    """The server's tables over one session."""
    with ApiSession(name, source) as session:
        yield [
            ProbeReader(
                session,
                name,
                source,
                table,
                locked.last_cursor(table.name),
                progress,
                locked.reread,
            ).load()
            for table in tables
        ]


def check(name: str, source: PrometheusSource, tables: tuple[SourceTable, ...]) -> list[str]:
    """Ask the server's form and clock, and whether the selector has samples of late."""
    found: list[str] = []
    with noting(found), ApiSession(name, source) as session:
        for table in tables:
            reader = ProbeReader(session, name, source, table, None, say_nothing)
            with noting(found):
                found += _missing(reader, source)
    return found


def _missing(reader: ProbeReader, source: PrometheusSource) -> list[str]:
    asked, window = reader.questions(), reader.window()
    latest = Window(window.last - source.overlap_seconds, window.last, window.step)
    if reader.sample_counts(asked, latest):
        return []
    return [
        f"{source.selector} has no sample in the last {source.overlap_seconds} seconds."
        " What to do: check selector, and that the services are probed."
    ]
