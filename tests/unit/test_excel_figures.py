"""A metric's figures over months, quarters and years, each worked out by hand beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.metrics.metric import Aggregation, Metric, Scope
from orchestration.publish.excel.figures import read_figures
from tests.support.metrics import metric

RATE = metric(
    "pool_rate",
    aggregation=Aggregation.PARTS,
    where=(("measure_id", "pool_rate"),),
    unit="percent",
    suffix="%",
    decimals=1,
)
# Measure, last day, value, denominator, attainment. The quarter of April is 2025/26-Q1.
ROWS = (
    ("pool_rate", "2025-03-31", "10", "50", "0.1"),
    ("pool_rate", "2025-04-30", "50", "100", "0.5"),
    ("pool_rate", "2025-05-31", "80", "200", None),
    # Printed without its parts: it weighs nothing.
    ("pool_rate", "2025-06-30", "99", None, "0.9"),
    ("pool_empty", "2025-04-30", "5", "0", None),
    ("pool_other", "2025-04-30", "7", "1", "1"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("figures")
    with duckdb.connect() as session:
        session.execute(
            "create table rows (measure_id varchar, period_end_date date, value decimal(38, 9), "
            "weight decimal(38, 9), attainment decimal(38, 9))"
        )
        session.executemany("insert into rows values (?, ?, ?, ?, ?)", ROWS)
        session.execute(
            "create table figures as select *, cast(value * weight as decimal(38, 9)) "
            "as weighted_value from rows"
        )
        session.execute(f"copy figures to '{made}/fct_organisation_figures.parquet'")
        session.execute(
            "create table units as select *, 'north' as organisation_unit_id from figures "
            "union all select * replace (value * 2 as value), 'south' from figures"
        )
        session.execute(f"copy units to '{made}/fct_unit_figures.parquet'")
        session.execute(
            "copy (select unnest([date '2025-04-02', date '2025-06-30', date '2025-07-01']) "
            f"as period_end_date, unnest([true, false, false]) as is_waived) "
            f"to '{made}/fct_measure_exceptions.parquet'"
        )
        session.execute(
            "copy (select cast(day as date) as date_day, year(day - interval 3 month)::varchar "
            "|| '/' || right((year(day - interval 3 month) + 1)::varchar, 2) as fiscal_year, "
            "fiscal_year || '-Q' || quarter(day - interval 3 month) as fiscal_quarter from "
            "range(date '2024-04-01', date '2026-04-01', interval 1 day) as days(day)) "
            f"to '{made}/dim_dates.parquet'"
        )
    return made


def figures(folder: Path, metric: Metric) -> dict[tuple[str, str], Decimal]:
    found = read_figures(folder, [metric])
    assert found.refused == ()
    return {(f.unit_id, f.label): f.value for f in found.figures}


def test_parts_are_added_up_and_divided_never_averaged(folder: Path) -> None:
    """April and May: (50 x 100 + 80 x 200) / (100 + 200) = 21000 / 300 = 70, where a mean says 65.

    With March, of the year before: 10 alone. What has no parts weighs nothing.
    """
    assert figures(folder, RATE) == {
        ("", "2025-03"): Decimal(10),
        ("", "2025-04"): Decimal(50),
        ("", "2025-05"): Decimal(80),
        ("", "2024/25-Q4"): Decimal(10),
        ("", "2025/26-Q1"): Decimal(70),
        ("", "2024/25"): Decimal(10),
        ("", "2025/26"): Decimal(70),
    }


def test_a_total_is_a_sum(folder: Path) -> None:
    """50 + 80 + 99 = 229."""
    found = figures(folder, replace(RATE, aggregation=Aggregation.TOTAL))
    assert found["", "2025/26-Q1"] == Decimal(229)


def test_the_latest_figure_of_the_span_stands(folder: Path) -> None:
    found = figures(folder, replace(RATE, aggregation=Aggregation.LATEST))
    assert (found["", "2025/26-Q1"], found["", "2024/25"]) == (Decimal(99), Decimal(10))


def test_a_last_row_without_attainment_gives_no_figure_instead_of_an_older_one(
    folder: Path,
) -> None:
    metric = replace(RATE, aggregation=Aggregation.LATEST, column="attainment")
    found = figures(folder, metric)
    assert ("", "2025-05") not in found
    assert found["", "2025-04"] == Decimal("0.5")
    assert found["", "2025/26-Q1"] == Decimal("0.9")


def test_no_figure_comes_from_dividing_by_nothing(folder: Path) -> None:
    assert figures(folder, replace(RATE, where=(("measure_id", "pool_empty"),))) == {}


def test_what_is_asked_by_unit_has_no_total(folder: Path) -> None:
    metric = replace(RATE, aggregation=Aggregation.TOTAL, scope=Scope.UNITS)
    found = figures(folder, replace(metric, table="fct_unit_figures"))
    assert found["north", "2025/26-Q1"] == Decimal(229)
    assert found["south", "2025/26-Q1"] == Decimal(458)
    assert {unit for unit, _ in found} == {"north", "south"}


def test_rows_are_counted_where_they_hold_what_is_asked_for(folder: Path) -> None:
    metric = replace(
        RATE,
        aggregation=Aggregation.COUNT,
        table="fct_measure_exceptions",
        where=(("is_waived", False),),
    )
    assert figures(folder, metric) == {
        ("", "2025-06"): Decimal(1),
        ("", "2025-07"): Decimal(1),
        ("", "2025/26-Q1"): Decimal(1),
        ("", "2025/26-Q2"): Decimal(1),
        ("", "2025/26"): Decimal(2),
    }


def test_a_figure_knows_the_days_of_its_span(folder: Path) -> None:
    found = read_figures(folder, [RATE]).figures
    days = {f.label: (f.first_date, f.last_date) for f in found}
    assert days["2025/26-Q1"] == (date(2025, 4, 1), date(2025, 6, 30))
    assert days["2025/26"] == (date(2025, 4, 1), date(2026, 3, 31))


def test_a_metric_whose_table_is_missing_is_refused(folder: Path) -> None:
    found = read_figures(folder, [replace(RATE, table="fct_gone")])
    assert [entry.name for entry in found.refused] == ["pool_rate"]
    assert "fct_gone" in found.refused[0].reason
