"""A board is shown a pack; a correction, a late return and a new target come after it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from orchestration import meetings
from orchestration.pipeline import RunSummary, run
from orchestration.publications.frozen import read_publications
from orchestration.run_options import RunOptions
from orchestration.settings import PROJECT_ROOT, Settings
from tests.conftest import AS_OF, SCALE

# Three whole runs; the unit tests of packs, restatements and freezing are in every run.
pytestmark = pytest.mark.long

DAY = date(2025, 11, 27)
BOARD = "heiw_board_2025_11_27"


def quiet(_: str) -> None:
    """Progress nobody needs to see."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The board's day, and after it the sandbox's own day."""
    settings = Settings(root=PROJECT_ROOT, home=tmp_path_factory.mktemp("published").resolve())
    board = RunOptions(as_known=DAY, is_meeting=True, scale=SCALE)
    assert run(settings, board, quiet).frozen == (BOARD,)
    return settings


@pytest.fixture(scope="module")
def later(home: Settings) -> RunSummary:
    return run(home, RunOptions(as_of=AS_OF, scale=SCALE), quiet)


@pytest.fixture
def marts(later: RunSummary) -> Iterator[duckdb.DuckDBPyConnection]:
    assert later.release is not None
    with duckdb.connect(str(later.release.folder / "serving.duckdb"), read_only=True) as opened:
        yield opened


def rows(marts: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return marts.execute(query).fetchall()


def test_the_release_of_a_meeting_is_kept_and_never_current(
    home: Settings, later: RunSummary, marts: duckdb.DuckDBPyConnection
) -> None:
    assert later.release is not None
    assert later.frozen == ()
    ((release_id,),) = rows(marts, "select release_id from fct_publications")
    assert (home.releases / release_id / "pack_measures.parquet").is_file()
    assert home.current_release.resolve() == later.release.folder


def test_each_kind_of_change_is_restated_with_its_reason(marts: duckdb.DuckDBPyConnection) -> None:
    found = {
        (measure, period): (was, now, reason)
        for measure, period, was, now, reason in rows(
            marts,
            "select measure_id, period_id, published_value, current_value, reason "
            "from fct_restatements",
        )
    }
    was, now, reason = found["heiw_sickness_absence", "2025-09"]
    assert (was, now) == (Decimal("3.4"), Decimal("3.5"))
    assert reason.startswith("Corrected by a return: Eight days of absence")
    was, now, reason = found["heiw_invoices_paid", "2025-10"]
    assert (was, now) == (None, Decimal("96.3"))
    assert reason.startswith("The return came after the publication.")
    was, now, reason = found["heiw_invoices_paid", "2025-09"]
    assert was == now
    assert reason.startswith("The target was changed in the register: Illustrative: the minute")


def test_only_approved_figures_were_shown_and_the_others_are_named(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    shown = rows(
        marts,
        "select distinct sign_off_state from fct_published_measures "
        "where value is not null and not is_withheld",
    )
    assert shown == [("approved",)]
    withheld = rows(
        marts,
        "select sign_off_state, value, rag_status, withheld_reason is not null "
        "from fct_published_measures where is_withheld order by all",
    )
    assert withheld == [
        ("returned", None, None, True),
        ("submitted", None, None, True),
        ("verified", None, None, True),
    ]


def test_the_publication_is_reproduced_although_later_things_are_known(
    home: Settings, later: RunSummary
) -> None:
    assert later.release is not None
    (tested,) = meetings.back_test(home, BOARD, quiet)
    assert tested.differences == ()
    assert tested.is_built_again


def test_the_same_day_again_freezes_nothing_and_reads_nothing(
    home: Settings, later: RunSummary
) -> None:
    assert later.release is not None
    assert [each.publication_id for each in read_publications(home)] == [BOARD]
    due = meetings.meetings_due(home, AS_OF)
    assert DAY not in due


def test_tampering_is_found_without_a_build(
    home: Settings, later: RunSummary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert later.release is not None
    copy = Settings(root=PROJECT_ROOT, home=tmp_path)
    shutil.copytree(home.home / "publications", tmp_path / "publications")
    (publication,) = read_publications(copy)
    file = next((publication.load / "measures").glob("*.parquet"))
    pq.write_table(pq.read_table(file).slice(1), file)
    monkeypatch.setattr(meetings, "_built_again", lambda *_: [])
    (tested,) = meetings.back_test(copy, None, quiet)
    assert any("differs from its manifest" in said for said in tested.differences)
