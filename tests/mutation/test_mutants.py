"""Which mutants a query has; and that a noticed one is told from one nobody notices."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import sqlglot

from tests.support.mutants import DIALECT, mutants
from tests.support.mutation import Bench, UnitTest


def changes(sql: str) -> set[tuple[str, str]]:
    return {(one.was, one.now) for one in mutants(sqlglot.parse_one(sql, dialect=DIALECT))}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("a < 1", {("a < 1", "a <= 1"), ("a < 1", "TRUE")}),
        ("a <= 1", {("a <= 1", "a < 1"), ("a <= 1", "TRUE")}),
        ("a > 1", {("a > 1", "a >= 1"), ("a > 1", "TRUE")}),
        ("a >= 1", {("a >= 1", "a > 1"), ("a >= 1", "TRUE")}),
        ("a = 1", {("a = 1", "a <> 1"), ("a = 1", "TRUE")}),
        ("a <> 1", {("a <> 1", "a = 1"), ("a <> 1", "TRUE")}),
        ("a is null", {("a IS NULL", "NOT a IS NULL"), ("a IS NULL", "TRUE")}),
        ("a in (1, 2)", {("a IN (1, 2)", "NOT a IN (1, 2)"), ("a IN (1, 2)", "TRUE")}),
        ("a", {("a", "TRUE")}),
        ("a = round(a, 1)", set()),
    ],
)
def test_a_comparison_is_flipped_and_a_filter_dropped(
    condition: str, expected: set[tuple[str, str]]
) -> None:
    assert changes(f"select 1 from t where {condition}") == expected


def test_a_range_loses_either_edge() -> None:
    assert changes("select a between 1 and 2 from t") == {
        ("a BETWEEN 1 AND 2", "(a > 1 AND a <= 2)"),
        ("a BETWEEN 1 AND 2", "(a >= 1 AND a < 2)"),
    }


def test_conditions_are_dropped_one_by_one_and_joined_otherwise() -> None:
    assert changes("select 1 from t where a and b") == {
        ("a", "TRUE"),
        ("b", "TRUE"),
        ("a AND b", "(a OR b)"),
    }
    assert changes("select a or b from t") == {("a OR b", "a AND b")}


def test_a_join_loses_what_is_no_equality_of_keys() -> None:
    assert changes("select 1 from t inner join u on t.k = u.k and t.l = u.l and t.d >= u.d") == {
        ("t.d >= u.d", "t.d > u.d"),
        ("t.d >= u.d", "TRUE"),
    }


def test_a_filter_of_a_sum_of_groups_and_of_a_window_is_a_filter() -> None:
    assert ("a > 1", "TRUE") in changes("select sum(x) filter (where a > 1) from t")
    assert ("sum(x) > 1", "TRUE") in {
        (was.lower(), now) for was, now in changes("select k from t group by k having sum(x) > 1")
    }
    found = changes("select k from t qualify row_number() over (order by k) = 1")
    assert [now for _, now in found if now == "TRUE"]


def test_the_query_itself_stays_as_it_is() -> None:
    query = sqlglot.parse_one("select a < 1 from t where b between 1 and 2", dialect=DIALECT)
    before = query.sql(DIALECT)
    found = list(mutants(query))
    assert query.sql(DIALECT) == before
    assert before not in {one.sql for one in found}


def test_what_a_macro_wrote_twice_is_changed_once() -> None:
    query = sqlglot.parse_one("select a < 1, a < 1 from t", dialect=DIALECT)
    assert [one.sql for one in mutants(query, lambda _: True)] == ["SELECT a <= 1, a <= 1 FROM t"]
    assert len(list(mutants(query))) == 2


def unit_test(rows: str, expected: str) -> UnitTest:
    fixtures: Mapping[str, str] = {"t": f"select * from (values {rows}) as t (a)"}
    query = sqlglot.parse_one("select a from t where a >= 10", dialect=DIALECT)
    return UnitTest("toy", "toy", "", fixtures, query, ("a",), expected)


def test_only_a_row_on_the_boundary_notices_that_it_moved() -> None:
    moved = "select a from t where a > 10"
    off_it = Bench([unit_test("(9), (11)", "select 11 as a")])
    on_it = Bench([unit_test("(9), (10)", "select 10 as a")])
    assert off_it.killer(moved) is None
    assert on_it.killer(moved) == "toy"
    assert on_it.killer("select no_such_column from t") == "toy"


def test_a_unit_test_that_fails_by_itself_proves_nothing() -> None:
    with pytest.raises(ValueError, match="toy fails"):
        Bench([unit_test("(9), (11)", "select 12 as a")])
