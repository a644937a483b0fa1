"""What the run made of the simulated money and estate: rejected as planted, told as meant."""

from __future__ import annotations

import duckdb
import pytest

from orchestration.run_options import SANDBOX_SEED
from orchestration.sandbox.entries import Books
from orchestration.sandbox.estate import records as estate
from orchestration.sandbox.money import records as money
from tests.conftest import AS_OF, SCALE
from tests.support.planted import planted_places, rejected_places, statuses_of


@pytest.fixture(scope="module", params=[money, estate], ids=["money", "estate"])
def books(request: pytest.FixtureRequest) -> Books:
    """What the run was given."""
    drawn: Books = request.param.generate(SANDBOX_SEED, SCALE)
    return drawn


def test_as_many_records_are_rejected_as_were_planted(
    warehouse: duckdb.DuckDBPyConnection, books: Books
) -> None:
    assert rejected_places(warehouse, books.tables) == planted_places(books.flaws(AS_OF))


@pytest.mark.parametrize(
    ("measure_id", "period_id", "status"),
    [
        ("dhcw_kpi_fn01", "2025-04", "red"),
        ("dhcw_kpi_fn01", "2025-12", "green"),
        ("dhcw_kpi_fn02", "2025/26-Q1", "red"),
        ("dhcw_kpi_fn03", "2025-12", "amber"),
        ("dhcw_kpi_fn04", "2025/26-Q1", "green"),
        ("dhcw_kpi_fn04", "2025/26-Q3", "red"),
        ("dhcw_kr_2_4", "2025-12", "green"),
        ("dhcw_kr_3_3", "2025-12", "amber"),
    ],
)
def test_the_story_of_the_two_years_shows(
    marts: duckdb.DuckDBPyConnection, measure_id: str, period_id: str, status: str
) -> None:
    assert statuses_of(marts, measure_id, period_id) == [(status,)]


def test_units_add_up_to_the_organisation(marts: duckdb.DuckDBPyConnection) -> None:
    """Every cost centre has a directorate and every run a health board: nothing is left over."""
    apart = marts.execute(
        """
        with signed as (
            select
                measure_id, period_id, numerator, denominator,
                case when organisation_unit_id = 'dhcw' then 1 else -1 end as sign
            from fct_measure_values
            where measure_id in ('dhcw_kpi_fn01', 'dhcw_kr_3_3')
        )
        select
            measure_id, period_id, sum(sign * numerator), sum(sign * denominator), count(*)
        from signed group by all
        """
    ).fetchall()
    assert len(apart) == 44, "22 months of two measures"
    assert [row for row in apart if row[2] or row[3]] == []
    assert {row[4] for row in apart} == {6, 8}
