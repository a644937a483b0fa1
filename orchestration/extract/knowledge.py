"""What was known when: the loads a past day had, by the moment each of them became known.

Here: reading that off the manifests. Not here: writing them (`raw_zone`), or what a build does with
it (`orchestration.horizon`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from orchestration.extract.errors import ExtractionError
from orchestration.extract.landed import committed_loads, read_manifest, table_entries

LONDON = ZoneInfo("Europe/London")
STAMP = "%Y-%m-%d %H:%M:%S"


def known_before(day: date) -> datetime:
    """The London midnight that ends a day, as UTC: what is stamped earlier was known on it."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last second of a day in London, as UTC."""
    return known_before(day) - timedelta(seconds=1)


def known_loads(raw: Path, moment: datetime) -> dict[str, str]:
    """Per source the last load that was known before a moment; empty where there was none yet.

    Raises ExtractionError where a load that was known follows one that was not: loads are taken in
    their order.
    """
    before = moment.astimezone(UTC).strftime(STAMP)
    last: dict[str, str] = {}
    for source, loads in _known_at(raw):
        were_known = [known_at < before for _, known_at in loads]
        if were_known != sorted(were_known, reverse=True):
            raise ExtractionError(
                source,
                f"a load that was known before {before} (UTC) follows one that was not.",
                "use a home of its own for sources whose clock was set back.",
            )
        last[source] = max((load for load, known_at in loads if known_at < before), default="")
    return last


def was_read_on(raw: Path, day: date) -> bool:
    """Whether every source has a load that became known on that day in London."""
    first, end = (known_before(each).strftime(STAMP) for each in (day - timedelta(days=1), day))
    sources = [any(first <= known_at < end for _, known_at in load) for _, load in _known_at(raw)]
    return bool(sources) and all(sources)


def was_read_after(raw: Path, day: date) -> bool:
    """Whether anything became known when that day was over in London."""
    end = known_before(day).strftime(STAMP)
    return any(known_at >= end for _, loads in _known_at(raw) for _, known_at in loads)


def _known_at(raw: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each source that was ever loaded, with its loads and their moments, in order."""
    for home in sorted(path for path in raw.glob("[a-z]*") if path.is_dir()):
        entries = (
            (entry["load_id"], entry["known_at"])
            for load in committed_loads(raw, home.name)
            for entry in table_entries(read_manifest(load))
        )
        yield home.name, sorted(set(entries))
