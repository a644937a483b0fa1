"""The simulated digital services: the App, bookings, results, transactions, logins, analysts.

Here: the door; writing the event files of six sources for one run. Not here: records, a module for
each kind, and how a folder of event files is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from orchestration.extract.sources import EventFilesSource, System
from orchestration.sandbox.digital import (
    analysts,
    bookings,
    clinicians,
    ratings,
    registrations,
    results,
    transactions,
)
from orchestration.sandbox.digital.deliveries import EventTable, FileDays
from orchestration.sandbox.serving.event_folder import deliver
from orchestration.sandbox.timeline import end_of
from orchestration.settings import Settings

KINDS = (registrations, transactions, bookings, ratings, results, clinicians, analysts)


def drawn(seed: int, scale: float) -> Iterator[EventTable]:
    """All tables, kind by kind, so that only one kind is in memory."""
    files = FileDays.of_the_plan()
    for kind in KINDS:
        yield from kind.tables(seed, scale, files)


@contextmanager
def systems(
    settings: Settings, as_of: date, seed: int, scale: float
) -> Iterator[dict[str, System]]:
    """The six sources under their names, their files as they stood at the end of `as_of`."""
    folder = settings.home / "sandbox" / "events"
    names = {}
    for table in drawn(seed, scale):
        deliver(folder / table.source / table.name, table, end_of(as_of), seed, scale)
        names[table.source] = EventFilesSource(base_url=str(folder / table.source))
    yield dict(names)
