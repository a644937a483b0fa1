"""Control charts on pages: lines and marks in the chart, the matrix, the facts and their words."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from orchestration.publish.site.card_page import card_page
from orchestration.publish.site.catalogue import Catalogue, build_catalogue
from orchestration.publish.site.chart_series import LETTER_WIDTH, Label
from orchestration.publish.site.charts import Chart, charts_of
from orchestration.publish.site.reading import Row, read_rows
from orchestration.publish.site.variation import event_lines, limits_fact, matrix, point_words
from orchestration.publish.site.variation_words import words_of_charts
from tests.support.serving import ROOT, write_release


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    release: Path = write_release(tmp_path_factory.mktemp("release"))
    rows = read_rows(release / "serving.duckdb", ROOT / "reports" / "queries")
    return build_catalogue(rows, {"release_id": "x", "as_of_date": "2026-02-15"})


def drawn(catalogue: Catalogue, measure_id: str, changes: Row | None = None) -> Chart:
    """The wide chart; `changes` go into every point of its control chart."""
    measure = catalogue.measures[measure_id]
    points = [{**row, **(changes or {})} for row in measure.spc_points]
    return charts_of(replace(measure, spc_points=points))[0]


def test_each_segment_has_a_mean_and_two_limits(catalogue: Catalogue) -> None:
    rebased = drawn(catalogue, "library_loans")
    assert (len(rebased.control.means), len(rebased.control.limits)) == (2, 4)


def test_too_short_a_series_has_no_lines_and_says_why(catalogue: Catalogue) -> None:
    waits = catalogue.measures["harbour_waits"]
    chart = drawn(catalogue, "harbour_waits")
    assert (chart.control.means, chart.control.limits, chart.control.marked) == ([], [], set())
    assert limits_fact(waits) == "none: 13 points needed, this series has 12"


def test_limits_are_named_with_one_more_decimal_and_since_when(catalogue: Catalogue) -> None:
    fact = limits_fact(catalogue.measures["library_loans"])
    assert fact.endswith(", from January 2025")
    assert " to " in fact
    assert "mean\N{NO-BREAK SPACE}" in fact


def test_a_measure_without_a_chart_has_no_fact_about_limits(catalogue: Catalogue) -> None:
    assert limits_fact(catalogue.measures["library_roof"]) == ""


@pytest.mark.parametrize(
    ("point_type", "mark"),
    [
        ("concern", "concerning"),
        ("improvement", "improving"),
        ("neutral_high", "unusual"),
        ("neutral_low", "unusual"),
    ],
)
def test_an_unusual_point_has_its_own_mark_and_no_dot(
    catalogue: Catalogue, point_type: str, mark: str
) -> None:
    chart = drawn(catalogue, "library_loans", {"point_type": point_type})
    assert len(getattr(chart.control, mark)) == 13
    assert chart.points == []


def test_a_normal_point_is_a_dot(catalogue: Catalogue) -> None:
    chart = drawn(catalogue, "library_loans", {"point_type": "common_cause"})
    assert (len(chart.points), chart.control.marked) == (13, set())


def test_without_limits_no_point_is_unusual(catalogue: Catalogue) -> None:
    chart = drawn(catalogue, "library_loans", {"are_limits_shown": False})
    assert (len(chart.points), chart.control.marked) == (13, set())


def test_a_point_that_was_left_out_is_drawn_as_such(catalogue: Catalogue) -> None:
    chart = drawn(catalogue, "library_speed")
    assert len(chart.control.left_out) == 2
    assert [e.words[0].text for e in chart.events] == [
        "Left out: Stocktaking, approved by the Head Keeper"
    ]


def test_a_rebase_has_a_triangle_and_a_note_has_none(catalogue: Catalogue) -> None:
    rebase, note = drawn(catalogue, "library_loans").events
    assert (rebase.is_rebase, note.is_rebase) == (True, False)
    assert note.words[0].text.startswith("Free coffee")


def test_a_fixed_baseline_is_named_where_it_ends(catalogue: Catalogue) -> None:
    measure = catalogue.measures["library_loans"]
    points = [{**row, "is_in_baseline": n < 4} for n, row in enumerate(measure.spc_points)]
    event = {
        "event_type": "baseline", "period_id": None, "point_count": 4, "reason": "The first year",
        "approver_title": "Head Keeper", "is_in_force": True,
    }  # fmt: skip
    changed = replace(measure, spc_points=points, spc_events=[event])
    chart = charts_of(changed)[0]
    assert " ".join(label.text for label in chart.events[0].words) == (
        "Fixed baseline of 4 points up to here: The first year, approved by the Head Keeper"
    )
    assert chart.events[0].x == chart.control.improving[3][0]


def test_words_of_events_stand_apart_above_a_plot_that_keeps_its_height(
    catalogue: Catalogue,
) -> None:
    for measure in catalogue.measures.values():
        for chart in charts_of(measure):
            calm = charts_of(replace(measure, spc_events=[]))
            same = next(c for c in calm if c.frame.kind == chart.frame.kind)
            plot = chart.frame.bottom - chart.frame.top
            assert plot == same.frame.bottom - same.frame.top
            words = [label for event in chart.events for label in event.words]
            assert all(label.y < chart.frame.top - 4 for label in words)
            for one, other in combinations(words, 2):
                assert one.y != other.y or _apart(one, other)


def _apart(one: Label, other: Label) -> bool:
    """Whether two words of one row leave each other alone."""
    (low, high), (left, right) = _span(one), _span(other)
    return high <= left or right <= low


def _span(label: Label) -> tuple[float, float]:
    width = LETTER_WIDTH * len(label.text)
    start = label.x - (width if label.anchor == "end" else 0)
    return start, start + width


def test_every_measure_with_a_chart_stands_in_one_place_of_the_matrix(
    catalogue: Catalogue,
) -> None:
    for scorecard in catalogue.scorecards:
        measures = catalogue.of_scorecard(scorecard["scorecard_id"])
        found = matrix(catalogue, scorecard, measures)
        assert found is not None
        cells = [cell for _, _, row in found.rows for cell in row]
        assert len(cells) == 9
        assert [cell.count for cell in cells] == [len(cell.measures) for cell in cells]
        places = [m.measure_id for cell in cells for m in cell.measures]
        places += [m.measure_id for _, beside in found.beside for m in beside]
        charted = [m.measure_id for m in measures if m.control_chart]
        assert sorted(places) == sorted(charted)


def test_beside_the_matrix_stands_the_reason(catalogue: Catalogue) -> None:
    harbour = catalogue.scorecards[0]
    found = matrix(catalogue, harbour, catalogue.of_scorecard("harbour"))
    assert found is not None
    reasons = {reason: [m.measure_id for m in beside] for reason, beside in found.beside}
    assert reasons == {
        "Fewer than 13 points": ["harbour_ships", "harbour_waits", "harbour_tides"],
    }


def test_a_scorecard_without_points_has_no_matrix(catalogue: Catalogue) -> None:
    assert matrix(catalogue, catalogue.scorecards[0], []) is None


def test_the_card_has_both_tools_and_every_decision(catalogue: Catalogue) -> None:
    page = card_page(catalogue, catalogue.measures["library_speed"])
    assert [row["spc_profile_id"] for row in page["readings"]] == ["mdc_2024", "nhsr_0_2"]
    states = [(line.what, line.state) for line in page["chart_events"]]
    assert ("Rebase", "Replaced or withdrawn") in states
    assert ("Left out", "In force") in states


def test_a_decision_says_where_it_holds(catalogue: Catalogue) -> None:
    lines = event_lines(catalogue.measures["library_loans"])
    assert {(line.what, line.where) for line in lines} == {
        ("Rebase", "July 2025"),
        ("Note", "October 2025"),
    }


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (None, ""),
        ({"is_ghost": True, "are_limits_shown": True, "point_type": "common_cause"}, "left out"),
        ({"is_ghost": False, "are_limits_shown": False, "point_type": "concern"}, ""),
        ({"is_ghost": False, "are_limits_shown": True, "point_type": "common_cause"}, "normal"),
        (
            {"is_ghost": False, "are_limits_shown": True, "point_type": "concern"},
            "unusual, concerning",
        ),
    ],
)
def test_a_point_in_words(point: Row | None, words: str) -> None:
    assert point_words(point) == words


def test_every_difference_of_the_tools_is_told_for_each(catalogue: Catalogue) -> None:
    told = dict(words_of_charts(catalogue)["spc_differences"])
    assert told["Points of a shift, of a trend"] == ["6, 6", "7, 7"]
    assert told["Large moving ranges left out, once"] == [
        "no",
        "from 3.267 times the average",
    ]
    assert told["A target exactly on a limit"] == ["passes or fails", "is hit or miss"]
    assert told["Where several rules hold, the first of"] == [
        "trend, shift, two of three, outside",
        "outside, trend, two of three, shift",
    ]
