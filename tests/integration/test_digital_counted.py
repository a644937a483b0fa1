"""What the warehouse rejected of the digital services, against what was planted in them."""

from __future__ import annotations

import duckdb

from orchestration.pipeline import SANDBOX_SEED
from orchestration.sandbox.digital import drawn
from orchestration.sandbox.timeline import end_of
from tests.conftest import AS_OF, SCALE

SOURCES = (
    "analytics_platform",
    "app_analytics",
    "journey_events",
    "login_analytics",
    "results_delivery",
    "transactions",
)


def test_as_many_records_are_rejected_as_were_planted(marts: duckdb.DuckDBPyConnection) -> None:
    planted: dict[tuple[str, str], int] = {}
    for table in drawn(SANDBOX_SEED, SCALE):
        for flaw, count in table.flaws(end_of(AS_OF)).items():
            place = (flaw.table, flaw.column)
            planted[place] = planted.get(place, 0) + count
    rejected = marts.execute(
        "select table_name, column_name, count(*) from fct_rejected_records"
        " where source in $1 group by all",
        [SOURCES],
    ).fetchall()
    assert {(table, column): count for table, column, count in rejected} == {
        place: count for place, count in planted.items() if count
    }
    assert len(rejected) > 10
