"""The forecast models on series nobody chose, against least squares in exact fractions.

Here: arithmetic alone; the models are rendered without dbt and run on tables made on the spot. Not
here: the boundaries, which stand as unit tests beside the models.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.forecasting import Line, Point, first_day_met, fitted, meets, share_below
from tests.support.recounting import ninth, seed_rows
from tests.support.rendering import rendered_model

MODELS = (
    "int_forecast_points",
    "int_forecast_sums",
    "int_forecast_lines",
    "int_forecast_states",
    "int_forecasts",
    "int_expected_dates",
)
TABLES = {
    "int_values_observed": "measure_id varchar, organisation_unit_id varchar, period_id varchar, "
    "period_end_date date, measure_kind varchar, judged_value decimal(38, 9), value_status varchar",
    "int_spine": "measure_id varchar, organisation_unit_id varchar, period_id varchar, "
    "period_end_date date, is_complete boolean",
    "int_trajectories": "measure_id varchar, organisation_unit_id varchar, period_id varchar, "
    "target_version_id varchar, target_value decimal(38, 9), deadline_date date, "
    "alternative_id varchar",
    "stg_reference__measures": "measure_id varchar, measure_kind varchar, direction varchar, "
    "is_strict boolean",
    "stg_reference__measure_parameters": "measure_id varchar, parameter varchar",
    "int_dates": "date_day date, calendar varchar, first_year integer",
    "int_forecast_rules_dated": "forecast_rule_id varchar, forecast_rule_version integer, "
    "most_points decimal(38, 9), least_points decimal(38, 9), coverage decimal(38, 9), "
    "farthest_days decimal(38, 9), valid_from_date date, valid_to_date date",
    "stg_reference__student_t_quantiles": "degrees_of_freedom integer, coverage decimal(38, 9), "
    "quantile decimal(38, 9)",
}
PARAMETERS = {row["parameter"]: Decimal(row["value"]) for row in seed_rows("forecast_parameters")}
NUMBERS = ("most_points", "least_points", "coverage", "farthest_days")
QUANTILES = {
    int(row["degrees_of_freedom"]): Decimal(row["quantile"])
    for row in seed_rows("student_t_quantiles")
    if Decimal(row["coverage"]) == PARAMETERS["coverage"]
}


@dataclass(frozen=True)
class Series:
    """A measure's complete values, and the promise that holds all along."""

    points: tuple[Point, ...]
    target: Decimal
    deadline: date
    direction: str
    is_strict: bool


@st.composite
def series(draw: st.DrawFn) -> Series:
    size = draw(st.sampled_from([Decimal("0.001"), Decimal(1), Decimal(100), Decimal(2_000_000)]))
    value = st.decimals(-1, 1, places=9).map(lambda share: (share * size).quantize(Decimal("1e-9")))
    gaps = draw(st.lists(st.integers(1, 120), min_size=1, max_size=9))
    days = itertools.accumulate(
        gaps, lambda day, gap: day + timedelta(gap), initial=date(2024, 1, 1)
    )
    # Figures that repeat make level lines, and targets that are met to the digit.
    values = draw(st.one_of(value.map(lambda one: [one]), st.lists(value, min_size=1, max_size=9)))
    points = tuple(Point(day, one) for day, one in zip(days, itertools.cycle(values)))
    return Series(
        points=points,
        target=draw(st.one_of(value, st.sampled_from(values))),
        deadline=points[-1].day + timedelta(draw(st.integers(-200, 800))),
        direction=draw(st.sampled_from(["higher", "lower"])),
        is_strict=draw(st.booleans()),
    )


def filled(connection: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[Any, ...]]) -> None:
    connection.execute(f"create table {table} ({TABLES[table]})")
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        connection.executemany(f"insert into {table} values ({marks})", rows)


@pytest.fixture(scope="module")
def sql() -> dict[str, str]:
    return {name: rendered_model("forecasts", name) for name in MODELS}


def forecasts(sql: dict[str, str], all_series: list[Series]) -> Iterator[dict[str, Any]]:
    """The rows of the two last models, put together."""
    named = [(f"m{number}", one) for number, one in enumerate(all_series)]
    keys = [(name, point, one) for name, one in named for point in one.points]
    tables: dict[str, list[tuple[Any, ...]]] = {
        "int_values_observed": [
            (name, "u", str(p.day), p.day, "level", p.value, "reported") for name, p, _ in keys
        ],
        "int_spine": [(name, "u", str(p.day), p.day, True) for name, p, _ in keys],
        "int_trajectories": [
            (name, "u", str(p.day), "v1", one.target, one.deadline, None) for name, p, one in keys
        ],
        "stg_reference__measures": [
            (name, "level", one.direction, one.is_strict) for name, one in named
        ],
        "stg_reference__measure_parameters": [],
        "int_dates": [(day, "fiscal", 2024) for day in {p.day for _, p, _ in keys}],
        "int_forecast_rules_dated": [
            (
                "straight_line",
                1,
                *(PARAMETERS[name] for name in NUMBERS),
                date(2014, 1, 1),
                None,
            )
        ],
        "stg_reference__student_t_quantiles": [
            (degrees, PARAMETERS["coverage"], quantile) for degrees, quantile in QUANTILES.items()
        ],
    }
    with duckdb.connect() as connection:
        for table, rows in tables.items():
            filled(connection, table, rows)
        for name, text in sql.items():
            connection.execute(f"create table {name} as {text}")
        cursor = connection.execute(
            "select * from int_forecasts inner join int_expected_dates"
            " using (measure_id, organisation_unit_id, period_id)"
        )
        columns = [column[0] for column in cursor.description or ()]
        for row in cursor.fetchall():
            yield dict(zip(columns, row, strict=True))


@settings(max_examples=25, deadline=None)
@given(all_series=st.lists(series(), min_size=1, max_size=12))
def test_every_line_is_the_one_of_exact_least_squares(
    sql: dict[str, str], all_series: list[Series]
) -> None:
    seen = 0
    for row in forecasts(sql, all_series):
        one = all_series[int(row["measure_id"][1:])]
        until = [point for point in one.points if point.day <= row["period_end_date"]]
        points = until[-int(PARAMETERS["most_points"]) :]
        line = fitted(points) if len(points) >= PARAMETERS["least_points"] else None
        compare_forecast(row, one, line)
        compare_expected_date(row, one, until[-1], line)
        seen += 1
    assert seen == sum(len(one.points) for one in all_series)


def compare_forecast(row: dict[str, Any], one: Series, line: Line | None) -> None:
    if row["period_end_date"] > one.deadline:
        assert row["forecast_reason"] == "deadline_passed"
        assert row["forecast_at_deadline"] is None
    elif line is None:
        assert row["forecast_reason"] == "too_few_points"
        assert row["forecast_at_deadline"] is None
    else:
        expected = ninth(line.at(one.deadline))
        quantile = QUANTILES[line.count - 2]
        half, slack = (
            line.half_interval(one.deadline, quantile),
            line.slack(one.deadline, quantile),
        )
        assert row["forecast_at_deadline"] == expected
        assert abs(row["forecast_upper_at_deadline"] - expected - half) <= slack
        assert abs(expected - row["forecast_lower_at_deadline"] - half) <= slack


def compare_expected_date(
    row: dict[str, Any], one: Series, latest: Point, line: Line | None
) -> None:
    if meets(latest.value, one.target, one.direction, is_strict=one.is_strict):
        assert (row["expected_met_date"], row["expected_met_reason"]) == (None, "met_already")
    elif line is None:
        assert (row["expected_met_date"], row["expected_met_reason"]) == (None, "too_few_points")
    else:
        expected = first_day_met(
            line,
            row["period_end_date"],
            one.target,
            one.direction,
            is_strict=one.is_strict,
            within=int(PARAMETERS["farthest_days"]),
        )
        assert row["expected_met_date"] == expected
        assert (row["expected_met_reason"] == "not_in_sight") == (expected is None)


@pytest.mark.parametrize("row", seed_rows("student_t_quantiles"), ids=str)
def test_a_quantile_is_the_one_of_students_distribution(row: dict[str, str]) -> None:
    """Half a unit of the ninth decimal below it lies too little, half a unit above too much."""
    degrees, quantile = int(row["degrees_of_freedom"]), float(row["quantile"])
    wanted = (1 + float(row["coverage"])) / 2
    assert (
        share_below(quantile - 0.5e-9, degrees) < wanted < share_below(quantile + 0.5e-9, degrees)
    )
