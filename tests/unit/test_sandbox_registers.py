"""The simulated portfolio and scanner: the same every time, as promised, and never all right."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pyarrow as pa
import pytest

from orchestration.extract.contracts import SourceTable, read_contracts
from orchestration.sandbox.projects import plan as projects_plan
from orchestration.sandbox.projects import records as projects
from orchestration.sandbox.security import plan as security_plan
from orchestration.sandbox.security import records as security
from orchestration.settings import PROJECT_ROOT

SEED, SCALE = 20_260_131, 0.02
BEFORE, AFTER = date(2025, 10, 31), date(2026, 1, 31)
DOMAINS = {"projects": projects, "security": security}
Rows = dict[str, dict[str, str | None]]


def promised(domain: str) -> dict[str, SourceTable]:
    contracts = read_contracts(PROJECT_ROOT)
    return {
        table.name: table
        for source in DOMAINS[domain].SOURCES
        for table in contracts[source].tables
    }


def tables(domain: str, day: date, seed: int = SEED) -> dict[str, pa.Table]:
    found: dict[str, pa.Table] = DOMAINS[domain].generate(seed, SCALE).as_at(day)
    return found


def rows(domain: str, day: date) -> dict[str, Rows]:
    keys = {name: table.key for name, table in promised(domain).items()}
    return {
        name: {row[keys[name]]: row for row in table.to_pylist()}
        for name, table in tables(domain, day).items()
    }


@pytest.mark.parametrize("domain", DOMAINS)
def test_one_seed_gives_the_same_tables_and_another_gives_others(domain: str) -> None:
    assert tables(domain, AFTER) == tables(domain, AFTER)
    assert tables(domain, AFTER) != tables(domain, AFTER, SEED + 1)


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_tables_have_the_columns_of_the_contract_and_each_key_once(domain: str) -> None:
    found, wanted = tables(domain, AFTER), promised(domain)
    assert sorted(found) == sorted(wanted)
    for name, table in found.items():
        assert tuple(table.column_names) == wanted[name].columns
        keys = table[wanted[name].key].to_pylist()
        assert len(keys) == len(set(keys)) > 0


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_changed_row_has_a_later_stamp(domain: str) -> None:
    """The cursor goes by the stamp: a change without one would never arrive."""
    before, after = rows(domain, BEFORE), rows(domain, AFTER)
    changed = gone = 0
    for name, known in before.items():
        for key, row in known.items():
            now = after[name].get(key)
            gone += now is None
            if now is not None and now != row:
                changed += 1
                assert str(now["updated_at"]) > "2025-10-31 23:59:59", (name, key)
    assert changed > 5
    assert gone > 0, "some records are deleted between the two days"


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_stamp_lies_after_the_day_looked_at(domain: str) -> None:
    for name, table in tables(domain, AFTER).items():
        assert max(table["updated_at"].to_pylist()) <= "2026-01-31 23:59:59", name


def test_a_finding_can_come_back_and_keeps_its_time_then() -> None:
    table = security.generate(SEED, 1.0).as_at(AFTER)["findings"]
    found = [row for row in table.to_pylist() if row["status"] == "open" and row["remediated_at"]]
    assert found


def test_innovation_ends_each_month_with_the_counts_of_the_plan() -> None:
    """Records that never count aside: a flawed, a withdrawn and a duplicate one."""
    ends = [
        date(2024 + (month + 3) // 12, (month + 3) % 12 + 1, 28)
        for month in range(len(projects_plan.INNOVATION_OPEN))
    ]
    for day, opened, pilots in zip(
        ends, projects_plan.INNOVATION_OPEN, projects_plan.INNOVATION_IN_PILOT, strict=True
    ):
        found = rows("projects", day)
        active = {
            key
            for key, row in found["innovation_projects"].items()
            if not row["closed_at"]
            and row["is_withdrawn"] == "false"
            and not row["duplicate_of_innovation_project_id"]
        }
        stage: dict[str, str] = {}
        for gate in sorted(
            found["stage_gates"].values(),
            key=lambda row: (str(row["entered_at"]), str(row["stage_gate_id"])),
        ):
            stage[str(gate["innovation_project_id"])] = str(gate["stage"])
        # The flawed project is open for its first forty days; it stands in no plan.
        flawed = {key for key in active if stage.get(key) is None}
        assert len(active - flawed) - opened in (0, 1), day
        assert sum(stage.get(key) == "pilot" for key in active) == pilots, day


@pytest.mark.parametrize("domain", DOMAINS)
def test_flaws_stand_in_tables_and_columns_of_the_contract(domain: str) -> None:
    wanted = promised(domain)
    flaws = DOMAINS[domain].generate(SEED, 1.0).flaws(AFTER)
    assert all(flaw.column in wanted[flaw.table].columns for flaw in flaws)
    counted: Counter[str] = Counter()
    for flaw, count in flaws.items():
        assert 0 <= count <= flaw.count, flaw
        counted[flaw.table] += count
    kinds = security_plan.FLAWS if domain == "security" else projects_plan.REPORT_FLAWS
    assert counted[kinds[0].table] > len(kinds)
