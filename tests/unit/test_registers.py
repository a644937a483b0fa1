"""The registers that ship: an auditor finds entry n in row n + 1 of its file."""

from __future__ import annotations

import csv

import pytest

from orchestration.settings import PROJECT_ROOT


@pytest.mark.parametrize(
    "register",
    [
        "definition_changes",
        "measure_weights",
        "owner_changes",
        "rule_versions",
        "spc_events",
        "targets",
        "waivers",
    ],
)
def test_entries_stand_in_the_order_of_their_numbers(register: str) -> None:
    with (PROJECT_ROOT / "seeds" / f"{register}.csv").open(encoding="utf-8", newline="") as file:
        numbers = [int(row["entry_number"]) for row in csv.DictReader(file)]
    assert numbers == list(range(1, len(numbers) + 1))
