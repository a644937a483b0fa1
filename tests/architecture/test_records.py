"""What the models that judge records owe each other: one list, known words, known columns."""

from __future__ import annotations

import csv
import re

from orchestration.settings import PROJECT_ROOT
from tests.architecture.conftest import Project

SEEDS = PROJECT_ROOT / "seeds"
LIST = PROJECT_ROOT / "dbt_project" / "macros" / "judged_tables.sql"
ENTRY = re.compile(r"^ +\('(\w+)', '(\w+)', '(\w+)', '\w+', (?:true|false)\),$", re.MULTILINE)
MEANS = re.compile(r"means\('(?:\w+\.)?meanings', '(\w+)'\)")
# Judged without a model of their own, in the union itself.
UNLISTED = {
    ("returns", "files"),
    ("calendar", "bank_holidays"),
    # A build of this project wrote them.
    ("publications", "packs"),
    ("publications", "measures"),
    ("publications", "exceptions"),
    ("publications", "objectives"),
    ("publications", "escalations"),
    ("publications", "actions"),
}
ACCEPTED_WHOLE = ("__keys", "__files")


def seed(name: str) -> list[dict[str, str]]:
    """The rows of a seed."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_the_list_of_judged_tables_is_sorted_and_names_each_once() -> None:
    tables = [(source, table) for source, table, _ in ENTRY.findall(LIST.read_text("utf-8"))]
    assert tables
    assert tables == sorted(set(tables))


def test_every_raw_table_is_judged(project: Project) -> None:
    """Or its rows would be missing on both sides of the reconciliation."""
    listed = {(source, table) for source, table, _ in ENTRY.findall(LIST.read_text("utf-8"))}
    raw = {
        (source["source_name"], source["name"])
        for source in project.manifest["sources"].values()
        if source["source_name"] != "ledger" and not source["name"].endswith(ACCEPTED_WHOLE)
    }
    assert listed | UNLISTED == raw


def test_every_judged_model_is_on_the_list(project: Project) -> None:
    listed = {model for _, _, model in ENTRY.findall(LIST.read_text("utf-8"))}
    assert {m.name for m in project.models if m.name.endswith("_judged")} - listed == {
        "int_records_judged"
    }


def test_every_rule_of_a_judged_table_is_stated_by_a_model(project: Project) -> None:
    """A rule that is nowhere evaluated promises a check nobody makes."""
    sql = "\n".join(model.sql for model in project.models)
    rules = [row["rejection_rule_id"] for row in seed("rejection_rules")]
    assert [rule for rule in rules if f"'{rule}'" not in sql] == []


def test_models_ask_for_the_words_the_codes_have(project: Project) -> None:
    """A word only one side knows would be false for every record, without a sound."""
    asked = {word for model in project.models for word in MEANS.findall(model.sql)}
    said = {word for row in seed("source_codes") for word in row["meanings"].split()}
    assert asked == said
