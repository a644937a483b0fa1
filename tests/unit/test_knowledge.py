"""What was known on a past day: loads by the moment they became known, in London's days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from orchestration.extract.compaction import compact
from orchestration.extract.errors import ExtractionError
from orchestration.extract.knowledge import end_of, known_before, known_loads, was_read_on
from orchestration.extract.loads import rows_load
from orchestration.extract.raw_zone import locked_source
from orchestration.horizon import Horizon
from orchestration.run_options import RunOptions
from orchestration.run_sources import for_sources, has_read
from orchestration.settings import Settings


def load(raw: Path, source: str, *moments: datetime) -> None:
    for moment in moments:
        with locked_source(raw, source, simulated_at=moment) as locked:
            locked.commit([rows_load("t", ["n"], [{"n": "1"}])])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "midnight"),
    [
        (date(2025, 11, 27), "2025-11-28T00:00:00"),
        (date(2025, 6, 30), "2025-06-30T23:00:00"),
        (date(2025, 3, 29), "2025-03-30T00:00:00"),
        (date(2025, 3, 30), "2025-03-30T23:00:00"),
        (date(2025, 10, 26), "2025-10-27T00:00:00"),
    ],
)
def test_a_day_ends_at_midnight_in_london(day: date, midnight: str) -> None:
    assert known_before(day) == at(midnight)
    assert (known_before(day) - end_of(day)).total_seconds() == 1


def test_a_load_is_known_until_the_last_second_of_its_day(tmp_path: Path) -> None:
    load(tmp_path, "demo", at("2025-11-27T12:00:00"), at("2025-11-27T23:59:59"))
    load(tmp_path, "demo", at("2025-11-28T00:00:00"))
    load(tmp_path, "late", at("2025-12-01T00:00:00"))
    last = {day: known_loads(tmp_path, known_before(date(2025, 11, day))) for day in (26, 27, 28)}
    assert last[26] == {"demo": "", "late": ""}
    assert last[27] == {"demo": "demo-00000002", "late": ""}
    assert last[28] == {"demo": "demo-00000003", "late": ""}
    assert known_loads(tmp_path, at("2025-11-27T23:59:59"))["demo"] == "demo-00000001"


def test_merged_loads_are_still_known_one_by_one(tmp_path: Path) -> None:
    load(tmp_path, "demo", at("2025-11-27T12:00:00"), at("2025-12-05T12:00:00"))
    compact(tmp_path, "demo")
    assert known_loads(tmp_path, at("2025-11-30T12:00:00")) == {"demo": "demo-00000001"}


def test_a_clock_that_was_set_back_is_refused(tmp_path: Path) -> None:
    load(tmp_path, "demo", at("2025-12-05T12:00:00"), at("2025-11-27T12:00:00"))
    with pytest.raises(ExtractionError, match="follows one that was not"):
        known_loads(tmp_path, at("2025-11-30T12:00:00"))
    assert known_loads(tmp_path, at("2025-12-06T00:00:00")) == {"demo": "demo-00000002"}


def test_a_day_counts_as_read_when_every_source_was(tmp_path: Path) -> None:
    day = date(2025, 6, 30)
    assert not was_read_on(tmp_path, day)
    load(tmp_path, "one", at("2025-06-29T23:00:00"))
    assert was_read_on(tmp_path, day)
    load(tmp_path, "two", at("2025-06-30T23:00:00"))
    assert not was_read_on(tmp_path, day)
    load(tmp_path, "two", at("2025-07-02T12:00:00"))
    assert not was_read_on(tmp_path, day)


def test_the_day_that_is_looked_at_follows_the_day_of_knowledge() -> None:
    known, of = date(2025, 11, 27), date(2025, 10, 31)
    today = date(2027, 1, 1)
    assert RunOptions(as_known=known).horizon() == Horizon(known, at("2025-11-28T00:00:00"))
    assert RunOptions(as_of=of, as_known=known).horizon() == Horizon.known_on(known, of)
    assert RunOptions(as_of=of, as_known=known).horizon().as_known == known
    assert RunOptions().horizon().as_known is None
    real = RunOptions(sources=Path("sources.yml"))
    assert real.horizon(lambda: today) == Horizon(today)


def test_a_horizon_survives_its_note() -> None:
    for horizon in (Horizon(date(2026, 1, 31)), Horizon.known_on(date(2026, 2, 5))):
        assert Horizon.of_note(horizon.note()) == horizon


def test_the_sandbox_is_read_again_for_a_day_it_was_not_read_on(settings: Settings) -> None:
    day = date(2025, 11, 27)
    options, horizon = RunOptions(as_known=day), Horizon.known_on(day)
    elsewhere = for_sources(settings, options, horizon)
    assert elsewhere.raw == settings.home / "as-known" / "2025-11-27" / "raw"
    assert elsewhere.simulated_at == at("2025-11-27T23:59:59")
    assert not has_read(elsewhere, horizon)
    load(settings.raw, "demo", at("2025-11-27T23:59:59"))
    assert for_sources(settings, options, horizon).raw == settings.raw
    assert has_read(settings, horizon)
    assert not has_read(settings, Horizon(day))


def test_real_sources_have_no_clock_but_the_machine_s(settings: Settings) -> None:
    day = date(2025, 11, 27)
    for options in (RunOptions(as_known=day, sources=Path("x")), RunOptions(replay=True)):
        assert for_sources(settings, options, Horizon.known_on(day)) == settings


def test_without_a_day_of_knowledge_nothing_is_left_out(tmp_path: Path) -> None:
    load(tmp_path, "demo", at("2025-11-27T12:00:00"))
    day = date(2025, 11, 20)
    assert Horizon(day).variables(tmp_path) == {"as_of": "2025-11-20"}
    assert Horizon.known_on(day).variables(tmp_path) == {
        "as_of": "2025-11-20",
        "known_before": "2025-11-21 00:00:00",
        "known_loads": {"demo": ""},
    }
