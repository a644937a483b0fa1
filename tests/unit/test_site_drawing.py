"""Where things go on charts, progress rows and sparklines."""

from __future__ import annotations

import itertools
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.publish.site.catalogue import Catalogue, build_catalogue
from orchestration.publish.site.chart_series import LETTER_WIDTH
from orchestration.publish.site.charts import Chart, charts_of
from orchestration.publish.site.graphics import PROGRESS, progress, sparkline
from orchestration.publish.site.reading import read_rows
from orchestration.publish.site.scales import LABEL_GAP, axis, kept_apart, path
from tests.support.serving import ROOT, write_release


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    release: Path = write_release(tmp_path_factory.mktemp("release"))
    rows = read_rows(release / "serving.duckdb", ROOT / "reports" / "queries")
    return build_catalogue(rows, {"release_id": "x", "as_of_date": "2026-02-15"})


def drawn(catalogue: Catalogue, measure_id: str) -> tuple[Chart, Chart]:
    wide, phone = charts_of(catalogue.measures[measure_id])
    return wide, phone


def test_a_gap_breaks_the_line() -> None:
    assert path([(0, 1), (1, 2), None, (3, 4)]) == "M0 1L1 2M3 4"


@given(st.lists(st.floats(min_value=0, max_value=300), max_size=10))
def test_labels_stand_at_least_their_gap_apart_in_their_order(wanted: list[float]) -> None:
    placed = kept_apart(wanted, 0, 400)
    in_order = [place for _, place in sorted(zip(wanted, placed, strict=True))]
    assert all(
        round(after - before, 1) >= LABEL_GAP for before, after in itertools.pairwise(in_order)
    )


@pytest.mark.parametrize(
    ("low", "high", "first", "is_cut"),
    [
        ("6.8", "33.9", "0", False),
        ("750000", "1500000", "600000", True),
        ("-2.4", "3", "-4", False),
        ("5", "5", "3", True),
    ],
)
def test_an_axis_begins_at_zero_unless_that_would_flatten_the_line(
    low: str, high: str, first: str, is_cut: bool
) -> None:
    ticks, cut = axis(Decimal(low), Decimal(high))
    assert (ticks[0], cut) == (Decimal(first), is_cut)
    assert ticks[-1] >= Decimal(high)


def numbers(*texts: str | None) -> list[Any]:
    return [Decimal(text) if text is not None else None for text in texts]


def test_progress_reads_left_to_right_also_where_smaller_is_better() -> None:
    falling = progress(*numbers("58", "30", "36.5", "30"), [Decimal("0.7"), Decimal("0.9")])
    rising = progress(*numbers("0", "28", "21.5", "28"), [Decimal("0.7"), Decimal("0.9")])
    assert falling == rising
    assert falling is not None
    assert falling.due == PROGRESS(1)
    assert falling.ticks == [PROGRESS(0.7), PROGRESS(0.9)]


@pytest.mark.parametrize(
    ("actual", "beyond", "below"),
    [("109", False, False), ("110", True, False), ("-2", False, False), ("-3", False, True)],
)
def test_what_leaves_the_row_becomes_an_arrow(actual: str, beyond: bool, below: bool) -> None:
    bar = progress(*numbers("0", "100", actual, "50"), [])
    assert bar is not None
    assert (bar.goes_beyond, bar.falls_below) == (beyond, below)


@pytest.mark.parametrize(
    "given_values",
    [(None, "1", "1", "1"), ("1", None, "1", "1"), ("1", "2", None, "1"), ("2", "2", "2", "2")],
)
def test_without_a_span_or_a_value_there_is_no_bar(given_values: tuple[str | None, ...]) -> None:
    assert progress(*numbers(*given_values), []) is None


def test_one_value_is_a_dot_and_none_is_nothing() -> None:
    row = {"value": Decimal(1), "expected_value": None}
    line = sparkline([row])
    assert line is not None
    assert line.actual.count("L") == 0
    assert sparkline([{"value": None, "expected_value": Decimal(1)}]) is None


def test_a_trajectory_runs_from_its_baseline_to_its_deadline(catalogue: Catalogue) -> None:
    wide, _ = drawn(catalogue, "library_loans")
    [baseline] = wide.baselines
    assert wide.target_bar is not None
    assert wide.deadline is not None
    assert wide.promise[0].startswith(f"M{baseline[0]:g} {baseline[1]:g}L")
    assert wide.promise[0].endswith(f"{wide.target_bar[0]:g} {wide.target_bar[1]:g}")
    assert len(wide.fan) == 2
    assert wide.target_bar[0] > wide.control.improving[-1][0]


def test_a_flat_target_is_one_line_over_the_whole_width(catalogue: Catalogue) -> None:
    wide, _ = drawn(catalogue, "harbour_waits")
    assert wide.is_flat
    assert (wide.baselines, wide.target_bar, wide.fan) == ([], None, [])
    assert wide.promise[0].startswith(f"M{wide.frame.left:g} ")


def test_every_judged_period_has_its_mark_under_its_point(catalogue: Catalogue) -> None:
    wide, phone = drawn(catalogue, "harbour_waits")
    assert [mark.x for mark in wide.ribbon] == [x for x, _ in wide.points]
    assert len(wide.ribbon) == len(phone.ribbon) == 12
    assert wide.is_lettered


def test_a_missing_period_interrupts_the_chart(catalogue: Catalogue) -> None:
    wide, _ = drawn(catalogue, "harbour_waits")
    assert wide.actual.count("M") == 2


def test_a_band_around_zero_is_drawn_by_its_size(catalogue: Catalogue) -> None:
    wide, _ = drawn(catalogue, "library_budget")
    assert not wide.is_cut
    assert wide.grid[0].text == "0%"


def test_events_and_composites_have_no_chart(catalogue: Catalogue) -> None:
    for measure_id in ("library_roof", "library_safe", "library_safe_door"):
        assert charts_of(catalogue.measures[measure_id]) == []


def test_every_coordinate_lies_inside_its_drawing(catalogue: Catalogue) -> None:
    for measure in catalogue.measures.values():
        for chart in charts_of(measure):
            assert all(0 <= x <= chart.frame.width for x, _ in chart.points)
            assert all(0 <= y <= chart.frame.height for _, y in chart.points)
            assert all(0 <= tick.x <= chart.frame.width for tick in chart.ticks)


def test_the_names_of_lines_end_inside_the_wide_drawing(catalogue: Catalogue) -> None:
    for measure in catalogue.measures.values():
        for chart in charts_of(measure)[:1]:
            ends = [label.x + LETTER_WIDTH * len(label.text) for label in chart.line_labels]
            assert all(end <= chart.frame.width for end in ends), measure.measure_id


def test_a_provisional_value_is_a_hollow_point(catalogue: Catalogue) -> None:
    for measure in catalogue.measures.values():
        for chart in charts_of(measure):
            known = [row for row in measure.periods if row["value"] is not None]
            provisional = sum(row["value_status"] == "provisional" for row in known)
            assert len(chart.provisional) == provisional
            plain = len(known) - provisional - len(chart.control.marked)
            assert len(chart.points) in (0, plain)
