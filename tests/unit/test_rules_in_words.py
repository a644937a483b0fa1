"""Rules whose words stand in a seed: each is evaluated in its model, and its {names} are filled.

A rule nobody evaluates finds nothing for ever, and a name nobody fills would be read by a board.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT

INTERMEDIATE = PROJECT_ROOT / "dbt_project" / "models" / "intermediate"
NAME = re.compile(r"\{(\w+)\}")


def seed(name: str) -> list[dict[str, str]]:
    with (PROJECT_ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def filled_in(model: Path) -> set[str]:
    """The names a model has a text for."""
    return set(re.findall(r"^\s+'(\w+)': ", model.read_text("utf-8"), re.MULTILINE)) | set(
        re.findall(r"fill_in\('\w+', \{'(\w+)':", model.read_text("utf-8"))
    )


def evaluated(model: Path) -> set[str]:
    return set(re.findall(r"when '(\w+)'", model.read_text("utf-8")))


RULES = seed("smart_rules")
CLAIMS = [row for row in seed("known_discrepancies") if row["check_id"]]


@pytest.mark.parametrize("test", sorted({row["test"] for row in RULES} - {"duplicate"}))
def test_every_question_of_a_test_is_asked_in_its_model_and_no_other(test: str) -> None:
    asked = {row["smart_rule_id"] for row in RULES if row["test"] == test}
    assert evaluated(INTERMEDIATE / "smart" / f"int_smart__{test}.sql") == asked


def test_duplicates_are_one_question_which_the_model_itself_answers() -> None:
    assert [row["smart_rule_id"] for row in RULES if row["test"] == "duplicate"] == [
        "nothing_repeated"
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["smart_rule_id"])
def test_every_name_in_a_clause_is_filled(rule: dict[str, str]) -> None:
    model = INTERMEDIATE / "smart" / f"int_smart__{rule['test']}.sql"
    assert set(NAME.findall(rule["clause"])) <= filled_in(model)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["discrepancy_id"])
def test_every_name_in_a_worked_out_discrepancy_is_filled(claim: dict[str, str]) -> None:
    model = INTERMEDIATE / "discrepancies" / f"int_discrepancy__{claim['check_id']}.sql"
    assert set(NAME.findall(claim["explanation"])) <= filled_in(model)
    assert NAME.search(claim["explanation"])


def test_what_is_not_worked_out_has_no_names_to_fill() -> None:
    rows = [row for row in seed("known_discrepancies") if not row["check_id"]]
    assert [row["discrepancy_id"] for row in rows if NAME.search(row["explanation"])] == []
