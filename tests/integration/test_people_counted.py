"""What the shared run made of the simulated HR and learning records: rejections, deletions."""

from __future__ import annotations

from collections import Counter

import duckdb
import pytest

from orchestration.run_options import SANDBOX_SEED
from orchestration.sandbox.people.records import HR, LEARNING, generate
from tests.conftest import AS_OF, SCALE

SOURCES = (HR, LEARNING)


def test_as_many_records_are_rejected_as_were_planted_by_the_rule_that_was_meant(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    planted = {
        (flaw.table, flaw.column, flaw.kind): count
        for flaw, count in generate(SANDBOX_SEED, SCALE).flaws(AS_OF).items()
        if count
    }
    rejected = warehouse.execute(
        "select table_name, column_name, rejection_rule_id, count(*)"
        " from intermediate.int_rejected_records where source in $1 group by all",
        [SOURCES],
    ).fetchall()
    assert planted
    assert {(table, column, rule): count for table, column, rule, count in rejected} == planted


@pytest.mark.parametrize("source", SOURCES)
def test_no_rejected_record_of_a_person_can_be_told_by_its_number(
    marts: duckdb.DuckDBPyConnection, source: str
) -> None:
    told = marts.execute(
        "select table_name, record_id from fct_rejected_records"
        " where source = $1 and record_id is not null",
        [source],
    ).fetchall()
    assert Counter(table for table, _ in told).keys() <= {"posts"}
