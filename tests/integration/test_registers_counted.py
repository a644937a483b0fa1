"""What the run made of the simulated portfolio and scanner: rejected as planted, told as meant."""

from __future__ import annotations

from types import ModuleType

import duckdb
import pytest

from orchestration.run_options import SANDBOX_SEED
from orchestration.sandbox.projects import records as projects
from orchestration.sandbox.security import records as security
from tests.conftest import AS_OF, SCALE
from tests.support.planted import planted_places, rejected_places, statuses_of


@pytest.mark.parametrize("domain", [projects, security], ids=["projects", "security"])
def test_as_many_records_are_rejected_as_were_planted(
    warehouse: duckdb.DuckDBPyConnection, domain: ModuleType
) -> None:
    flaws = domain.generate(SANDBOX_SEED, SCALE).flaws(AS_OF)
    assert rejected_places(warehouse, domain.SOURCES) == planted_places(flaws)


@pytest.mark.parametrize(
    ("measure_id", "period_id", "status"),
    [
        ("dhcw_kr_4_3_active", "2025-12", "green"),
        ("dhcw_kr_4_3", "2025-12", "green"),
        ("dhcw_kr_4_3_pilot", "2025-12", "none"),
        ("dhcw_kpi_pd01", "2024-12", "none"),
    ],
)
def test_the_story_of_the_two_years_shows(
    marts: duckdb.DuckDBPyConnection, measure_id: str, period_id: str, status: str
) -> None:
    assert statuses_of(marts, measure_id, period_id) == [(status,)]


def test_every_period_has_a_value(marts: duckdb.DuckDBPyConnection) -> None:
    """However small the sandbox is: April 2024 to January 2026."""
    found = dict(
        marts.execute(
            "select measure_id, count(value) from fct_measure_values"
            " where organisation_unit_id = 'dhcw' and measure_id in ('dhcw_kpi_oe04',"
            " 'dhcw_kpi_pd01', 'dhcw_kpi_pd02', 'dhcw_kpi_pd03', 'dhcw_kpi_pd04',"
            " 'dhcw_kr_4_3_active', 'dhcw_kr_4_3_pilot') group by all"
        ).fetchall()
    )
    months, quarters, weeks = 22, 7, 95
    assert found == {
        "dhcw_kpi_oe04": weeks,
        "dhcw_kpi_pd01": months,
        "dhcw_kpi_pd02": months,
        "dhcw_kpi_pd03": quarters,
        "dhcw_kpi_pd04": quarters,
        "dhcw_kr_4_3_active": months,
        "dhcw_kr_4_3_pilot": months,
    }
