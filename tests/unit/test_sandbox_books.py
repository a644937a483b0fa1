"""The simulated money and estate: the same every time, as the contract says, never all right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise

import pyarrow as pa
import pytest

from orchestration.extract.contracts import read_contracts
from orchestration.sandbox.entries import Books
from orchestration.sandbox.estate import plan as estate_plan
from orchestration.sandbox.estate import records as estate
from orchestration.sandbox.money import plan as money_plan
from orchestration.sandbox.money import records as money
from orchestration.settings import PROJECT_ROOT

SEED, SCALE = 20_250_401, 0.02
BEFORE, AFTER = date(2025, 11, 30), date(2025, 12, 31)


@pytest.fixture(scope="module", params=[money, estate], ids=["money", "estate"])
def books(request: pytest.FixtureRequest) -> Books:
    """Everything one domain draws."""
    drawn: Books = request.param.generate(SEED, SCALE)
    return drawn


def by_key(table: pa.Table, key: str) -> dict[str, dict[str, str]]:
    return {row[key]: row for row in table.to_pylist()}


def test_one_seed_gives_the_same_tables_and_another_gives_others() -> None:
    for domain in (money, estate):
        first = domain.generate(SEED, SCALE).as_at(AFTER)
        assert domain.generate(SEED, SCALE).as_at(AFTER) == first
        assert domain.generate(SEED + 1, SCALE).as_at(AFTER) != first


def test_the_tables_have_the_columns_of_the_contract_and_each_key_once(books: Books) -> None:
    contracts = read_contracts(PROJECT_ROOT)
    for source, tables in books.as_at(AFTER).items():
        promised = {table.name: table for table in contracts[source].tables}
        assert sorted(tables) == sorted(promised)
        for name, rows in tables.items():
            assert tuple(rows.column_names) == promised[name].columns, name
            keys = rows[promised[name].key].to_pylist()
            assert len(keys) == len(set(keys)) > 0, name


def test_a_changed_row_has_a_later_stamp_and_an_unchanged_one_its_own(books: Books) -> None:
    """The cursor goes by the stamp: a change without one would never arrive."""
    contracts = read_contracts(PROJECT_ROOT)
    before, after = books.as_at(BEFORE), books.as_at(AFTER)
    changed = 0
    for source, tables in before.items():
        for name, rows in tables.items():
            key = contracts[source].table(name).key
            later = by_key(after[source][name], key)
            for identity, row in by_key(rows, key).items():
                now = later.get(identity, row)
                is_same = row == now
                assert is_same or now["updated_at"] > "2025-11-30", (name, identity)
                changed += not is_same
    assert changed > 0


def test_rows_go_only_from_tables_that_are_swept(books: Books) -> None:
    contracts = read_contracts(PROJECT_ROOT)
    days = [date(2025, month, 15) for month in range(4, 13)]
    gone = set()
    for earlier, later in pairwise(days):
        old, new = books.as_at(earlier), books.as_at(later)
        for source, tables in old.items():
            for name, rows in tables.items():
                key = contracts[source].table(name).key
                if set(rows[key].to_pylist()) - set(new[source][name][key].to_pylist()):
                    gone.add((source, name))
    assert gone
    assert {contracts[source].table(name).deletes for source, name in gone} == {"key_sweep"}


def test_every_kind_of_bad_row_stands_there_by_the_end(books: Books) -> None:
    flaws = books.flaws(date(2026, 3, 31))
    assert flaws
    assert [kind for kind, count in flaws.items() if count < 1] == []


def test_reversals_take_back_exactly_what_they_name() -> None:
    rows = money.generate(SEED, 0.3).as_at(date(2026, 3, 31))["finance_ledger"]["ledger_lines"]
    lines = {key: row for key, row in by_key(rows, "line_id").items() if key.startswith("LL")}
    reversals = [row for row in lines.values() if row["reversal_of"]]
    assert len(reversals) > 20
    for row in reversals:
        original = lines[row["reversal_of"]]
        assert Decimal(row["amount"]) == -Decimal(original["amount"])
        assert row["accounting_date"] >= original["accounting_date"]


def test_capital_spending_follows_the_plan_in_the_end() -> None:
    """87.0% of 22,250,000 pounds in 2024/25, on projects that stay approved."""
    tables = money.generate(SEED, 1).as_at(date(2026, 3, 31))["capital"]
    decisions = sorted(
        (row["decided_on"], row["approval_id"], row["project_id"], row["decision"])
        for row in tables["approvals"].to_pylist()
        if row["approval_id"].startswith("AP")
    )
    standing = {project: decision for *_, project, decision in decisions}
    spent = Decimal(0)
    for row in tables["spend_lines"].to_pylist():
        if row["spend_id"].startswith("CS") and row["spent_on"] <= "2025-03-31":
            is_approved = standing[row["project_id"]] == money_plan.APPROVED
            spent += Decimal(row["amount"]) if is_approved else 0
    assert spent == Decimal("22250000") * Decimal("0.87")


def test_amounts_are_pounds_with_two_decimals() -> None:
    tables = money.generate(SEED, SCALE).as_at(AFTER)
    bad = 0
    for rows in (table for source in tables.values() for table in source.values()):
        for text in rows["amount"].to_pylist() if "amount" in rows.column_names else []:
            try:
                assert Decimal(text) == Decimal(text).quantize(Decimal("0.01"))
                assert text == f"{Decimal(text):.2f}"
            except InvalidOperation:
                bad += 1
    assert bad == sum(
        count
        for kind, count in money.generate(SEED, SCALE).flaws(AFTER).items()
        if kind.column == "amount"
    )


def test_each_board_is_a_health_board_and_each_month_has_its_figure() -> None:
    assert len(estate_plan.BOARDS) == 7
    for figures in (
        estate_plan.CLOUD_PERCENT,
        estate_plan.PASSED_PERCENT,
        money_plan.PENCE_PER_TRANSACTION,
        money_plan.CAPITAL_PERCENT,
        *money_plan.VARIANCE_PERCENT.values(),
    ):
        assert len(figures) == 24


@pytest.mark.parametrize("day", [date(2024, 6, 12), BEFORE, AFTER, date(2026, 1, 31)])
def test_no_row_speaks_of_what_the_source_does_not_know_yet(day: date) -> None:
    """Only planted rows do: anything else would be rejected without having been planted."""
    tables = {
        **money.generate(SEED, SCALE).as_at(day),
        **estate.generate(SEED, SCALE).as_at(day),
    }
    for source, name, column, parents in (
        ("finance_ledger", "ledger_lines", "cost_centre_code", "cost_centres"),
        ("finance_ledger", "forecasts", "cost_centre_code", "cost_centres"),
        ("capital", "approvals", "project_id", "projects"),
        ("capital", "spend_lines", "project_id", "projects"),
        ("contracts", "contracted_values", "contract_id", "contracts"),
        ("contracts", "deliveries", "contract_id", "contracts"),
        ("workload_inventory", "migrations", "workload_id", "workloads"),
        ("data_quality_engine", "runs", "rule_id", "rules"),
    ):
        known = set(tables[source][parents][column].to_pylist())
        key = tables[source][name].column_names[0]
        rows = tables[source][name].to_pylist()
        unknown = [row[key] for row in rows if row[column] not in known]
        assert [identity for identity in unknown if not identity.startswith("BAD")] == [], name
