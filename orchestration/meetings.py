"""Meetings of the past, built with what was known then: replays and back-tests.

Here: which days are due, one run for each, and the run a publication is held against. Not here: the
stages of a run (pipeline.py), and what a publication is (`publications`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from orchestration.pipeline import run
from orchestration.publications.backtest import reproduce, tampered
from orchestration.publications.frozen import Publication, read_publications
from orchestration.run_options import RunOptions
from orchestration.run_sources import settings_then
from orchestration.settings import Settings
from orchestration.stages import PipelineError, Progress


@dataclass(frozen=True)
class Backtest:
    """A publication, whether it was built again, and what is not as it was."""

    publication: Publication
    is_built_again: bool
    differences: tuple[str, ...]

    @property
    def agrees(self) -> str:
        """What is said of a publication without differences."""
        return "is reproduced byte for byte" if self.is_built_again else "is as it was frozen"


def meetings_due(settings: Settings, as_of: date) -> list[date]:
    """The last meeting before a day of each forum that is replayed, if it is not frozen yet."""
    frozen = {publication.publication_id for publication in read_publications(settings)}
    packs = _seed(settings, "forum_packs")
    publishing = {row["forum_id"] for row in packs if row["is_replayed"] == "true"}
    last: dict[str, date] = {}
    for row in _seed(settings, "forum_dates"):
        forum, day = row["forum_id"], date.fromisoformat(row["meets_on_date"])
        if forum in publishing and day < as_of:
            last[forum] = max(day, last.get(forum, day))
    return sorted({day for forum, day in last.items() if _named(forum, day) not in frozen})


def _named(forum_id: str, day: date) -> str:
    """What a forum's publication of a day is called."""
    return f"{forum_id}_{day:%Y_%m_%d}"


def _seed(settings: Settings, name: str) -> Iterator[dict[str, str]]:
    path = settings.root / "seeds" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def replay_meetings(settings: Settings, options: RunOptions, progress: Progress) -> tuple[str, ...]:
    """Freeze what forums were shown at their last meetings before a run's day; what was frozen.

    Each gets a release of its own, which never becomes the current one.
    """
    frozen: tuple[str, ...] = ()
    for day in meetings_due(settings, options.horizon().as_of):
        progress(f"meeting of {day}: what was known then …")
        past = replace(options, as_of=None, as_known=day, is_meeting=True, replay_meetings=False)
        frozen += run(settings, past, progress).frozen
    return frozen


def back_test(settings: Settings, publication_id: str | None, progress: Progress) -> list[Backtest]:
    """Build publications again (the newest one by default), and look at the files of all."""
    known = read_publications(settings)
    wanted = publication_id or (known[-1].publication_id if known else None)
    if wanted not in {publication.publication_id for publication in known}:
        names = ", ".join(publication.publication_id for publication in known) or "none"
        raise PipelineError(
            "backtest",
            f"There is no publication {wanted}." if wanted else "Nothing is published yet.",
            f"`vitals run` freezes what forums were shown; known: {names}.",
        )
    return [
        _tested(settings, publication, publication.publication_id == wanted, progress)
        for publication in known
    ]


def _tested(
    settings: Settings, publication: Publication, is_built_again: bool, progress: Progress
) -> Backtest:
    differences = tampered(publication)
    if is_built_again:
        differences += _built_again(settings, publication, progress)
    return Backtest(publication, is_built_again, tuple(differences))


def _built_again(settings: Settings, publication: Publication, progress: Progress) -> list[str]:
    """What a build of that day and that moment says otherwise; it is not published."""
    horizon = publication.horizon
    again = RunOptions(
        as_of=horizon.as_of,
        known_before=horizon.known_before,
        publish=False,
        replay=True,
        is_meeting=True,
    )
    built = run(settings_then(settings, horizon), again, progress)
    return reproduce(publication, settings.root, built.build)
