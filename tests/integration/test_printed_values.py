"""How Norfolk's printed percentages stand to the numerators and denominators printed under them."""

from __future__ import annotations

import duckdb


def test_23_of_norfolks_50_pairs_contradict_their_printed_value(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    classes = warehouse.execute(
        "select printed_class, count(*) from intermediate.int_printed_values_classed"
        " where measure_id like 'norfolk%' group by all"
    ).fetchall()
    assert dict(classes) == {"agrees": 27, "rounded": 13, "truncated": 5, "inconsistent": 5}


def test_every_contradiction_is_a_finding_and_every_value_stays(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    [(findings,)] = warehouse.execute(
        "select count(*) from marts.fct_data_quality_findings"
        " where finding_type like 'printed_value%' and scorecard_id = 'norfolk'"
    ).fetchall()
    [(changed,)] = warehouse.execute(
        "select count(*) from intermediate.int_printed_values_classed as printed"
        " inner join marts.fct_measure_values as published"
        " using (measure_id, organisation_unit_id, period_id)"
        " where published.value is distinct from printed.value"
        " and published.disclosure_rule_id is null"
    ).fetchall()
    assert (findings, changed) == (23, 0)
