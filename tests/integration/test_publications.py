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
from orchestration.audit.tracing import trace
from orchestration.pipeline import RunSummary, run
from orchestration.publications.frozen import read_publications
from orchestration.run_options import RunOptions
from orchestration.settings import PROJECT_ROOT, Settings
from tests.conftest import AS_OF, SCALE

# Five whole runs; the unit tests of packs, restatements and freezing are in every run.
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


def test_a_restated_number_is_traced_to_what_was_shown(
    home: Settings, later: RunSummary, marts: duckdb.DuckDBPyConnection
) -> None:
    assert later.release is not None
    shown = marts.execute(
        "select measure_id, organisation_unit_id, period_id, published_value, current_value "
        "from fct_restatements where is_value_restated and published_value is not null "
        "order by all limit 1"
    ).fetchone()
    assert shown is not None
    trail = trace(home, shown[0], shown[1], shown[2], limit=1)
    assert [row["publication_id"] for row in trail.restatements] == [BOARD]
    assert [row["value"] for row in trail.publications] == [shown[3]]
    assert trail.number["value"] == shown[4] != shown[3]


def test_every_part_is_in_the_pack_as_the_scorecard_showed_it(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    counts = rows(
        marts,
        "select objective_count, exception_count > 0, escalation_count > 0, action_count > 0 "
        "from fct_publications",
    )
    ((objectives,),) = rows(
        marts, "select count(*) from dim_objectives where scorecard_id = 'heiw'"
    )
    assert counts == [(objectives, True, True, True)]
    steps = rows(
        marts,
        "select escalation_status, restated_status, done_on_date "
        "from fct_published_escalations where is_outstanding",
    )
    assert steps == [("open", "open", None)]


def test_an_objective_made_of_a_withheld_figure_is_withheld_with_it(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    withheld = rows(
        marts,
        "select objective_id, rag_status, attainment, explanation, "
        "withheld_reason like '%Actions from quality visits closed on time%' "
        "from fct_published_objectives where is_withheld order by objective_id",
    )
    assert withheld == [
        ("heiw_programmes", None, None, None, False),
        ("heiw_quality", None, None, None, True),
    ]


def test_what_rests_on_a_late_figure_is_restated_with_it(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    found = rows(
        marts,
        "select part, item_id, published_text, current_text, reason, known_since_at is not null "
        "from fct_part_restatements order by part, item_id",
    )
    *exceptions, objective = found
    assert [row[:4] for row in exceptions] == [
        ("exception", item, was, now)
        for item, was, now in (
            ("amber_persisting.heiw_invoices_paid.heiw.2025-08", "not raised", "raised"),
            ("deteriorating.heiw_sickness_absence.heiw.2025-10", "not raised", "raised"),
            ("missing_return.heiw_invoices_paid.heiw.2025-10", "raised", "not raised"),
        )
    ]
    assert objective[:4] == (
        "objective", "heiw_corporate", "green (1 green, 0 amber, 0 red, 1 without)",
        "green (2 green, 0 amber, 0 red, 0 without)",
    )  # fmt: skip
    assert objective[4].endswith("restated since: Sickness absence, Invoices paid within 30 days.")
    assert all(row[5] for row in found)


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


def test_a_second_run_on_the_day_of_a_meeting_keeps_the_first_publication(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The releases differ: the second one holds what the first run froze. The pack does not."""
    monkeypatch.setattr("orchestration.publications.frozen.may_freeze", lambda *_: True)
    settings = Settings(root=PROJECT_ROOT, home=tmp_path.resolve())
    morning = run(settings, RunOptions(as_of=DAY, scale=SCALE), quiet)
    assert (morning.frozen, morning.kept) == ((BOARD,), ())
    before = {path: path.read_bytes() for path in (tmp_path / "publications").rglob("*.parquet")}
    evening = run(settings, RunOptions(as_of=DAY, scale=SCALE, replay=True), quiet)
    assert evening.frozen == ()
    (kept,) = evening.kept
    assert kept.is_agreed
    assert kept.told.startswith(f"{BOARD} stays as it was frozen (")
    assert all(path.read_bytes() == content for path, content in before.items())
    assert morning.release is not None
    assert evening.release is not None
    assert kept.publication.release_id == morning.release.release_id
    changed = {
        name
        for name in ("fct_publications", "fct_published_measures", "pack_measures", "pack_packs")
        if _rows_of(morning.release.folder, name) != _rows_of(evening.release.folder, name)
    }
    assert changed == {"fct_publications", "fct_published_measures"}


def _rows_of(release: Path, mart: str) -> list[dict[str, Any]]:
    rows_there = pq.read_table(release / f"{mart}.parquet").to_pylist()
    return sorted(rows_there, key=str)
