"""What the warehouse rejected of the digital services, against what was planted in them."""

from __future__ import annotations

import duckdb

from orchestration.run_options import SANDBOX_SEED
from orchestration.sandbox.digital import drawn
from orchestration.sandbox.timeline import end_of
from tests.conftest import AS_OF, SCALE
from tests.support.planted import planted_places, rejected_places

SOURCES = (
    "analytics_platform",
    "app_analytics",
    "journey_events",
    "login_analytics",
    "results_delivery",
    "transactions",
)


def test_as_many_records_are_rejected_as_were_planted(warehouse: duckdb.DuckDBPyConnection) -> None:
    flaws = (table.flaws(end_of(AS_OF)) for table in drawn(SANDBOX_SEED, SCALE))
    rejected = rejected_places(warehouse, SOURCES)
    assert rejected == planted_places(*flaws)
    assert len(rejected) > 10
