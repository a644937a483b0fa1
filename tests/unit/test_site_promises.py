"""How promises of every shape and what lies ahead are drawn and told.

Here: versions after each other, steps, plans, forecasts. Not here: scales and labels of charts in
general (test_site_drawing).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish.site.card_forecast import ahead_rows, forecast_facts, forecast_method
from orchestration.publish.site.catalogue import Catalogue, Measure, build_catalogue
from orchestration.publish.site.chart_series import series_of
from orchestration.publish.site.charts import Chart, charts_of
from orchestration.publish.site.reading import read_rows
from tests.support.serving import ROOT, write_release
from tests.support.serving_measures import month_end

APRIL, MAY, JUNE, AUGUST = (month_end(2025, month) for month in (4, 5, 6, 8))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    release: Path = write_release(tmp_path_factory.mktemp("release"))
    rows = read_rows(release / "serving.duckdb", ROOT / "reports" / "queries")
    return build_catalogue(rows, {"release_id": "x", "as_of_date": "2026-02-15"})


def places(drawn: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", drawn)]


def promised(
    measure: Measure, *versions: tuple[dict[str, Any], list[tuple[date, str | None]]]
) -> Measure:
    """The measure with other targets: each version's own columns, and what it expects by when."""
    targets, promises = [], []
    for number, (columns, expected) in enumerate(versions):
        name = f"v{number}"
        target = {**measure.targets[0], **columns, "target_version_id": name}
        targets.insert(0, target)
        promises += [
            {
                **measure.promises[0],
                "period_end_date": day,
                "expected_value": value and Decimal(value),
                "target_version_id": name,
                "trajectory_shape": target["trajectory_shape"],
                "baseline_value": target["baseline_value"],
                "target_value": target["target_value"],
                "green_from_value": None,
                "amber_from_value": None,
            }
            for day, value in expected
        ]
    return replace(measure, targets=targets, promises=promises)


def wide_of(measure: Measure) -> Chart:
    return charts_of(measure)[0]


def target(shape: str, baseline: str | None, final: str, **columns: Any) -> dict[str, Any]:
    return {
        "trajectory_shape": shape,
        "baseline_value": baseline and Decimal(baseline),
        "target_value": Decimal(final),
        "start_date": month_end(2025, 3),
        "deadline_date": None,
        "effective_from_date": date(2025, 4, 1),
        **columns,
    }


def test_the_time_ahead_is_dashed_from_the_last_complete_value_to_the_deadline(
    catalogue: Catalogue,
) -> None:
    for chart in charts_of(catalogue.measures["library_loans"]):
        assert chart.ahead is not None
        assert chart.target_bar is not None
        line, outline = places(chart.ahead.line), places(chart.ahead.band)
        assert len(line) == 3
        last = max(chart.control.marked | {*chart.points})
        assert line[0] == outline[0] == last
        assert line[-1][0] == chart.target_bar[0]
        # There along the upper end, back along the lower one.
        assert [x for x, _ in outline] == [
            line[0][0],
            line[1][0],
            line[2][0],
            line[2][0],
            line[1][0],
        ]
        assert outline[2][1] < line[2][1] < outline[3][1]
        assert all(0 < y < chart.frame.bottom for _, y in outline)
        assert any(label.text == "Forecast 1.38m" for label in chart.line_labels)


def test_no_name_on_a_phone_lies_on_another(catalogue: Catalogue) -> None:
    _, phone = charts_of(catalogue.measures["library_loans"])
    one, other = phone.line_labels
    boxes = sorted((label.x, label.x + 6.5 * len(label.text)) for label in (one, other))
    assert boxes[0][1] <= boxes[1][0] or abs(one.y - other.y) >= 16


def test_what_is_ahead_is_told_beside_the_chart_and_in_a_table(catalogue: Catalogue) -> None:
    loans = catalogue.measures["library_loans"]
    assert forecast_facts(catalogue, loans) == [
        ("Forecast", "1,380,000 at the deadline (8 in 10: 1,330,000 to 1,430,000)"),
        (
            "Expected",
            "met on 7\N{NO-BREAK SPACE}June\N{NO-BREAK SPACE}2026 at this pace, 68 days late",
        ),
    ]
    assert [(row.forecast, row.between) for row in ahead_rows(loans)] == [
        ("1,310,000", "1,270,000 to 1,350,000"),
        ("1,380,000", "1,330,000 to 1,430,000"),
    ]
    assert forecast_method(loans) == "straight line through the last six complete values"


def test_without_a_forecast_the_card_says_why(catalogue: Catalogue) -> None:
    waits, speed = (catalogue.measures[name] for name in ("harbour_waits", "library_speed"))
    assert dict(forecast_facts(catalogue, waits))["Forecast"].startswith(
        "none: the target has no deadline"
    )
    assert dict(forecast_facts(catalogue, speed))["Forecast"] == "none: the deadline has passed"
    assert ahead_rows(waits) == []
    assert wide_of(waits).ahead is None
    assert forecast_facts(catalogue, catalogue.measures["library_roof"]) == []


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"expected_met_date": date(2026, 3, 31)}, "met on 31 March 2026 at this pace"),
        ({"expected_met_date": date(2026, 4, 1)}, "met on 1 April 2026 at this pace, 1 day late"),
        (
            {"expected_met_date": None, "expected_met_reason": "not_in_sight"},
            "not met at this pace",
        ),
        ({"expected_met_date": None, "expected_met_reason": "met_already"}, ""),
    ],
)
def test_a_day_is_late_after_the_deadline_alone(
    catalogue: Catalogue, columns: dict[str, Any], said: str
) -> None:
    loans = catalogue.measures["library_loans"]
    told = dict(forecast_facts(catalogue, replace(loans, row={**loans.row, **columns})))
    assert told["Expected"].replace("\N{NO-BREAK SPACE}", " ") == said


def test_on_the_day_of_the_deadline_the_value_speaks(catalogue: Catalogue) -> None:
    loans = catalogue.measures["library_loans"]
    row = {**loans.row, "period_end_date": loans.row["deadline_date"]}
    told = dict(forecast_facts(catalogue, replace(loans, row=row)))
    assert told["Forecast"] == "none: the deadline has come"


def test_a_small_count_keeps_a_decimal_and_a_size_both_its_sides(catalogue: Catalogue) -> None:
    ends = {
        "forecast_lower_at_deadline": Decimal("-0.3"),
        "forecast_upper_at_deadline": Decimal(100),
    }
    columns = {"forecast_at_deadline": Decimal("3.58"), "forecast_reason": None, **ends}
    for name, said in (
        ("library_loans", "3.6 at the deadline (8 in 10: \N{MINUS SIGN}0.3 to 100)"),
        ("library_budget", "±3.6% at the deadline (8 in 10: ±0.0% to ±100.0%)"),
    ):
        measure = catalogue.measures[name]
        row = {**measure.row, **columns, "deadline_date": date(2026, 3, 31)}
        told = dict(
            forecast_facts(catalogue, replace(measure, row={**row, "expected_met_date": None}))
        )
        assert told["Forecast"] == said


def test_a_step_is_level_until_the_day_it_is_due(catalogue: Catalogue) -> None:
    steps = target("stepped", "700000", "1500000", deadline_date=date(2026, 3, 31))
    expected = [(APRIL, "700000"), (MAY, "900000"), (JUNE, "900000")]
    drawn = promised(catalogue.measures["library_loans"], (steps, expected))
    corners = places(wide_of(drawn).promise[0])
    (_, low), (april, _), (may, before), (same, high), (june, _), *_ = corners
    assert low == before > high
    assert april < may == same < june
    # The target itself is due on the deadline, behind the last period that is drawn.
    assert [x for x, _ in corners[-2:]] == [wide_of(drawn).target_bar[0]] * 2


def test_each_version_begins_a_line_of_its_own(catalogue: Catalogue) -> None:
    # Its deadline is in August, but it holds no longer than May.
    first = target("linear", "700000", "900000", deadline_date=AUGUST, effective_to_date=MAY)
    second = target(
        "flat", None, "1000000", start_date=date(2025, 6, 1), effective_from_date=date(2025, 6, 1)
    )
    measure = promised(
        catalogue.measures["library_loans"],
        (first, [(APRIL, "800000"), (MAY, "900000")]),
        (second, [(JUNE, "1000000"), (month_end(2025, 7), "1000000")]),
    )
    chart = wide_of(measure)
    rising, level = chart.promise
    # The start, April and May.
    assert len(places(rising)) == 3
    assert len({y for _, y in places(level)}) == 1
    assert places(rising)[-1][0] < places(level)[0][0]
    assert len(chart.baselines) == 1
    assert not chart.is_flat


def test_the_target_shown_is_the_one_in_force_not_the_next_one(catalogue: Catalogue) -> None:
    loans = catalogue.measures["library_loans"]
    now = target("flat", None, "1000000")
    later = target("flat", None, "2000000", effective_from_date=date(2026, 4, 1))
    measure = promised(loans, (now, [(APRIL, "1000000")]), (later, []))
    assert measure.target is not None
    assert measure.target["target_value"] == Decimal(1000000)


def test_a_plan_without_a_deadline_is_drawn_to_its_last_point(catalogue: Catalogue) -> None:
    plan = target("profile", "0", "1500000")
    points = [
        (APRIL, "100000"),
        (MAY, None),
        (month_end(2026, 6), "1500000"),
        (month_end(2026, 7), None),
    ]
    measure = promised(catalogue.measures["library_loans"], (plan, points))
    series = series_of(measure)
    assert series is not None
    assert series.horizon == month_end(2026, 6)
    assert wide_of(measure).promise[0].count("M") == 2


def test_a_deadline_between_two_periods_ends_the_way_on_its_own_day(catalogue: Catalogue) -> None:
    loans = catalogue.measures["library_loans"]
    deadline = date(2026, 2, 14)
    ends = {
        "forecast_lower_at_deadline": Decimal(1300000),
        "forecast_upper_at_deadline": Decimal(1500000),
    }
    row = {**loans.row, **ends, "forecast_at_deadline": Decimal(1400000), "deadline_date": deadline}
    way = target("linear", "750000", "1500000", deadline_date=deadline)
    measure = promised(replace(loans, row=row), (way, [(month_end(2026, 1), "1400000")]))
    chart, series = wide_of(measure), series_of(measure)
    assert series is not None
    assert series.horizon == deadline
    assert chart.ahead is not None
    assert chart.deadline is not None
    assert chart.target_bar is not None
    assert places(chart.promise[0])[-1] == chart.target_bar
    assert chart.ahead.end[0] == chart.target_bar[0]
    # The axis names months, not the day of the deadline.
    assert len({tick.x for tick in chart.ticks} & {chart.target_bar[0]}) == 0


def test_a_figure_that_begins_again_begins_a_new_line(catalogue: Catalogue) -> None:
    loans = catalogue.measures["library_loans"]
    periods = [
        {**row, "movement": None if row["period_end_date"] == APRIL else row["movement"]}
        for row in loans.periods
    ]
    assert wide_of(loans).actual.count("M") == 1
    assert wide_of(replace(loans, periods=periods)).actual.count("M") == 2
    aimless = replace(loans, periods=periods, row={**loans.row, "direction": "none"})
    assert wide_of(aimless).actual.count("M") == 1


def test_a_band_is_its_two_edges_also_where_one_is_zero(catalogue: Catalogue) -> None:
    edges = {"target_lower_value": Decimal(0), "target_upper_value": Decimal(5)}
    band = {**target("flat", None, "0", **edges), "target_value": None}
    measure = promised(catalogue.measures["library_budget"], (band, [(APRIL, None)]))
    aimless = replace(measure, row={**measure.row, "direction": "none"})
    chart = wide_of(aimless)
    assert len(chart.promise) == 2
    assert [label.text for label in chart.line_labels] == ["Target 0.0%", "Target 5.0%"]
