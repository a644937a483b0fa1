"""Which release a trace reads: the named, the current, the one that knows what a day knew."""

from __future__ import annotations

from datetime import date

import pytest

from orchestration.audit.asking import TraceError, choose_release
from orchestration.publish.manifest import Manifest, ReleasedFile
from orchestration.publish.release import FIGURES, PublishError
from orchestration.settings import Settings

CREATED = "2026-03-0{}T06:15:00.000+00:00"


def release(
    settings: Settings, number: int, known: str | None = None, *, whole: bool = True
) -> str:
    """A release made on that day of March, of what was known then or on another day."""
    folder = settings.releases / f"2026030{number}T061500000"
    folder.mkdir(parents=True)
    held = (ReleasedFile(FIGURES if whole else "pack_measures.parquet", 1, "00"),)
    Manifest(
        folder.name,
        CREATED.format(number),
        "2026-01-31",
        known,
        "c",
        False,
        "",
        {},
        "h",
        {},
        (),
        held,
    ).write(folder)
    return folder.name


def taken(settings: Settings, day: str) -> str:
    return choose_release(settings, None, date.fromisoformat(day))[1].release_id


def test_one_that_was_built_for_the_day_goes_before_one_made_on_it(settings: Settings) -> None:
    release(settings, 2)
    built = release(settings, 5, "2026-03-02")
    assert taken(settings, "2026-03-02") == built


def test_else_the_newest_that_is_not_later(settings: Settings) -> None:
    release(settings, 1)
    second = release(settings, 2)
    release(settings, 4)
    assert taken(settings, "2026-03-02") == second
    assert taken(settings, "2026-03-03") == second


def test_one_built_for_an_earlier_day_knows_less_than_one_made_later(settings: Settings) -> None:
    made = release(settings, 2)
    release(settings, 5, "2026-03-01")
    assert taken(settings, "2026-03-03") == made


def test_the_release_of_a_meeting_has_no_figures_to_trace(settings: Settings) -> None:
    pack = release(settings, 5, "2026-03-02", whole=False)
    with pytest.raises(TraceError, match="2026-03-02"):
        choose_release(settings, None, date(2026, 3, 2))
    with pytest.raises(PublishError, match="pack of a meeting") as raised:
        choose_release(settings, pack, None)
    assert "--as-known 2026-03-02" in raised.value.remedy


def test_a_release_and_a_day_are_one_too_many(settings: Settings) -> None:
    with pytest.raises(TraceError, match="both"):
        choose_release(settings, "x", date(2026, 3, 2))
