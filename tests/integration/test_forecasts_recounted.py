"""Every forecast of the shared run worked out a second time, from values and targets alone.

Here: all rows, in exact fractions. Not here: series nobody has (tests/unit) and boundaries (beside
the models).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tests.support.forecasting import Line, Point, first_day_met, fitted, meets
from tests.support.recounting import ninth, seed_rows

PARAMETERS = {row["parameter"]: Decimal(row["value"]) for row in seed_rows("forecast_parameters")}
QUANTILES = {
    int(row["degrees_of_freedom"]): Decimal(row["quantile"])
    for row in seed_rows("student_t_quantiles")
}
Row = dict[str, Any]


def rows_of(marts: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    cursor = marts.execute(query)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Case:
    """One row of the statuses, its target in force and the line behind it."""

    row: Row
    target: Row | None
    latest: Decimal | None
    line: Line | None


@pytest.fixture
def cases(marts: duckdb.DuckDBPyConnection) -> list[Case]:
    targets = defaultdict(list)
    for target in rows_of(marts, "select * from dim_targets where superseded_at is null"):
        targets[target["measure_id"], target["organisation_unit_id"]].append(target)
    found: list[Case] = []
    points: dict[tuple[str, str], list[Point]] = defaultdict(list)
    rows = rows_of(
        marts,
        "select statuses.*, measures.measure_kind, measures.direction, measures.is_strict,"
        " measure_values.value_status from fct_measure_statuses as statuses"
        " inner join dim_measures as measures using (measure_id) inner join fct_measure_values"
        " as measure_values using (measure_id, organisation_unit_id, period_id)"
        " where measures.measure_kind in ('level', 'maintain', 'band')"
        " order by statuses.period_end_date",
    )
    for row in rows:
        key, day, value = (row["measure_id"], row["organisation_unit_id"]), *at(row)
        if row["value_status"] == "reported":
            points[key].append(Point(day, value))
        in_force = [
            target
            for target in targets[key]
            if target["effective_from_date"] <= day
            and (target["effective_to_date"] is None or day <= target["effective_to_date"])
        ]
        until = points[key]
        of_line = until[-int(PARAMETERS["most_points"]) :]
        found.append(
            Case(
                row=row,
                target=in_force[0] if in_force else None,
                latest=value if value is not None else until[-1].value if until else None,
                line=fitted(of_line) if len(of_line) >= PARAMETERS["least_points"] else None,
            )
        )
    return found


def at(row: Row) -> tuple[date, Any]:
    """The day and the value as it is judged: a band around zero by its size."""
    is_size = row["measure_kind"] == "band" and row["direction"] == "lower"
    value = row["value"]
    return row["period_end_date"], abs(value) if is_size and value is not None else value


def reason(case: Case) -> str | None:
    """Why there is no forecast, the first that holds."""
    row, target = case.row, case.target
    if target is None:
        return "no_target"
    if row["direction"] == "none":
        return "no_direction"
    if target["deadline_date"] is None:
        return "no_deadline"
    if row["period_end_date"] > target["deadline_date"]:
        return "deadline_passed"
    return "too_few_points" if case.line is None else None


def test_every_forecast_is_the_line_on_its_deadline(cases: list[Case]) -> None:
    compared = 0
    for case in cases:
        row = case.row
        assert row["forecast_reason"] == reason(case)
        if row["forecast_reason"] is None:
            assert case.target is not None
            assert case.line is not None
            deadline = case.target["deadline_date"]
            compare(case.line, deadline, row, "{}_at_deadline")
            compared += 1
        else:
            assert row["forecast_at_deadline"] is None
    assert compared > 100


def compare(line: Line, day: date, row: Row, columns: str) -> None:
    """Equal at nine decimals; the ends of the interval as close as rounded distances allow."""
    forecast, lower, upper = (
        row[columns.format(name)] for name in ("forecast", "forecast_lower", "forecast_upper")
    )
    quantile = QUANTILES[line.count - 2]
    half, slack = line.half_interval(day, quantile), line.slack(day, quantile)
    assert forecast == ninth(line.at(day))
    assert abs(upper - forecast - half) <= slack
    assert abs(forecast - lower - half) <= slack


def test_every_expected_day_is_the_first_that_meets_the_target(cases: list[Case]) -> None:
    compared = 0
    for case in cases:
        row, target, line = case.row, case.target, case.line
        if (
            target is None
            or target["deadline_date"] is None
            or target["target_value"] is None
            or row["direction"] == "none"
            or case.latest is None
            or line is None
        ):
            assert row["expected_met_date"] is None
            continue
        promise = (target["target_value"], row["direction"])
        strict = row["is_strict"]
        expected = None
        if not meets(case.latest, *promise, is_strict=strict):
            within = int(PARAMETERS["farthest_days"])
            expected = first_day_met(
                line, row["period_end_date"], *promise, is_strict=strict, within=within
            )
        assert row["expected_met_date"] == expected
        compared += expected is not None
    assert compared > 100


def test_the_way_ahead_is_the_same_line(
    marts: duckdb.DuckDBPyConnection, cases: list[Case]
) -> None:
    latest = {
        (case.row["measure_id"], case.row["organisation_unit_id"]): case
        for case in cases
        if case.row["is_complete"]
    }
    ahead = rows_of(
        marts, "select * from fct_measure_trajectories where forecast_value is not null"
    )
    assert ahead
    for row in ahead:
        line = latest[row["measure_id"], row["organisation_unit_id"]].line
        assert line is not None
        compare(line, row["period_end_date"], row, "{}_value")
