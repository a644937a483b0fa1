"""What a run made of a simulated domain: rejected as planted, told as meant.

Here: both sides of the comparison, by table and column, and a status by measure and period. Not
here: which domain, and which story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import duckdb

from orchestration.sandbox.dirt import Flaw

Places = dict[tuple[str, str], int]


def planted_places(*flaws: Mapping[Flaw, int]) -> Places:
    """How many bad records were planted in each column; columns without any are left out."""
    found: Counter[tuple[str, str]] = Counter()
    for counts in flaws:
        for flaw, count in counts.items():
            found[flaw.table, flaw.column] += count
    return dict(+found)


def rejected_places(warehouse: duckdb.DuckDBPyConnection, sources: Iterable[str]) -> Places:
    """How many records of these sources were rejected for each column; of people fewer are told."""
    rows = warehouse.execute(
        "select table_name, column_name, count(*) from intermediate.int_rejected_records"
        " where list_contains($1, source) group by all",
        [list(sources)],
    ).fetchall()
    return {(table, column): count for table, column, count in rows}


def statuses_of(
    marts: duckdb.DuckDBPyConnection, measure_id: str, period_id: str
) -> list[tuple[str]]:
    """The colours of the whole organisation: one row where all is well."""
    return marts.execute(
        "select rag_status from fct_measure_statuses where measure_id = $1"
        " and organisation_unit_id = 'dhcw' and period_id = $2",
        [measure_id, period_id],
    ).fetchall()
