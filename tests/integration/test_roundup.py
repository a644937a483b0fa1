"""A ticket system nobody here wrote, read by the parts the connectors are made of.

What it shows: signing in, retries and the pace a server asks for, pages to their end, counts that
have to agree, windows by a server's own stamps, and the sweep of keys stand up to a foreign server.
What it does not show: the Table API, which Roundup does not speak; that peer is our own stub,
written from the vendor's articles.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.extract.errors import ExtractionError
from orchestration.extract.landed import committed_loads, last_cursor
from tests.support.raw_reading import landed
from tests.support.recounting import newest
from tests.support.roundup import RoundupSource, Tracker, load_issues, running_tracker

ISSUES = 12


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tracker]:
    """A tracker with twelve issues, nobody else at work in it."""
    with running_tracker(tmp_path_factory.mktemp("tracker") / "home") as tracker:
        for number in range(1, ISSUES + 1):
            tracker.open(f"Printer {number} is out of order, „again“", priority="2")
        yield tracker


def settled() -> None:
    """Let the server's clock, which counts whole seconds, go on."""
    time.sleep(2.1)


def test_every_issue_lands_once_with_its_count_as_proof(filled: Tracker, tmp_path: Path) -> None:
    load_issues(tmp_path, RoundupSource(filled.base_url))
    rows = landed(tmp_path, "tickets", "issue")
    assert len({row["id"] for row in rows}) == len(rows) >= ISSUES
    assert rows[0]["title"] == "Printer 1 is out of order, „again“"
    assert (rows[0]["status"], rows[0]["priority"]) == ("1", "2")
    issues, keys = landed(tmp_path, "tickets", "_ledger")
    assert issues["row_count"] == issues["source_count_before"] == str(len(rows))
    assert keys["row_count"] == str(len(rows))


def test_changes_come_by_the_trackers_own_stamp_and_what_is_gone_is_noticed(
    filled: Tracker, tmp_path: Path
) -> None:
    settled()
    load_issues(tmp_path, RoundupSource(filled.base_url))
    settled()
    filled.change("3", "title", "Printer 3 was mended")
    fresh = filled.open("The network is slow")
    gone = filled.open("Opened by mistake")
    settled()
    load_issues(tmp_path, RoundupSource(filled.base_url))
    filled.retire(gone)
    load_issues(tmp_path, RoundupSource(filled.base_url))
    rows = landed(tmp_path, "tickets", "issue")
    second = {row["id"] for row in rows if row["_load_id"] == "tickets-00000002"}
    assert {"3", fresh, gone} <= second
    assert "1" not in second, "an issue nobody touched is not read again"
    titles = {
        row["id"]: row["title"] for row in newest(tmp_path, "tickets", "issue", "id", "activity")
    }
    assert titles["3"] == "Printer 3 was mended"
    sweeps = landed(tmp_path, "tickets", "issue__keys")
    swept = {row["id"] for row in sweeps if row["_load_id"] == "tickets-00000003"}
    assert titles.keys() - swept == {gone}


def test_an_issue_changed_between_two_pages_lets_nothing_land_until_all_is_read(
    filled: Tracker, tmp_path: Path
) -> None:
    """The tracker pages by number: what leaves the window moves the rest past the reader."""
    settled()
    disturbed: list[bool] = []

    def disturb() -> None:
        if not disturbed:
            disturbed.append(True)
            settled()
            filled.change("1", "title", "Printer 1 is on fire")

    source = RoundupSource(filled.base_url)
    with pytest.raises(ExtractionError, match="counts disagree"):
        load_issues(tmp_path, source, between_pages=disturb)
    assert disturbed
    assert not committed_loads(tmp_path, "tickets")
    load_issues(tmp_path, source)
    titles = {row["id"]: row["title"] for row in landed(tmp_path, "tickets", "issue")}
    assert titles["1"] == "Printer 1 is on fire"


def test_a_wrong_password_is_said_and_nothing_lands(
    filled: Tracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUNDUP_SECRET", "wr0ng-and-not-to-be-told")
    with pytest.raises(ExtractionError, match=r"HTTP 40[13]") as caught:
        load_issues(tmp_path, RoundupSource(filled.base_url))
    assert "wr0ng" not in str(caught.value)
    assert last_cursor(tmp_path, "tickets", "issue") is None


def test_a_tracker_that_wants_a_longer_rest_than_we_have_patience_says_when_to_come_back(
    tmp_path: Path,
) -> None:
    """Two requests an hour, says its configuration: after them it asks for half an hour of rest."""
    limits = {"api_calls_per_interval": "2", "api_interval_in_sec": "3600"}
    with (
        running_tracker(tmp_path / "home", **limits) as tracker,
        pytest.raises(ExtractionError, match=r"asks for 1\d{3} s of rest"),
    ):
        load_issues(tmp_path / "raw", replace(RoundupSource(tracker.base_url), page_size=1))
    assert not committed_loads(tmp_path / "raw", "tickets")
