"""What every computed measure owes its readers: words beside it, and where it comes from."""

from __future__ import annotations

import csv

import pytest

from orchestration.settings import PROJECT_ROOT
from tests.architecture.conftest import Model, Project

PREFIX = "int_measure__"
PART_COLUMNS = ("numerator", "denominator")
WORDS = ("unit", "population", "exclusions")


def seed(name: str) -> list[dict[str, str]]:
    """The rows of a seed."""
    with (PROJECT_ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture
def measures(project: Project) -> dict[str, Model]:
    """The models that count, by the measure they count."""
    found = {m.name.removeprefix(PREFIX): m for m in project.models if m.name.startswith(PREFIX)}
    assert found
    return found


def test_each_says_its_unit_its_population_and_whom_it_leaves_out(
    measures: dict[str, Model],
) -> None:
    wrong = [
        f"{measure_id}: {word}"
        for measure_id, model in measures.items()
        for word in WORDS
        if not str(model.node["config"]["meta"].get(word) or "").strip()
    ]
    assert wrong == []


def test_the_unit_is_the_catalogue_s(measures: dict[str, Model]) -> None:
    catalogue = {row["measure_id"]: row["unit"] for row in seed("measures")}
    said = {
        measure_id: model.node["config"]["meta"].get("unit")
        for measure_id, model in measures.items()
    }
    assert said == {measure_id: catalogue.get(measure_id) for measure_id in measures}


def test_both_parts_of_the_figure_are_described(measures: dict[str, Model]) -> None:
    wrong = [
        f"{measure_id}.{column}"
        for measure_id, model in measures.items()
        for column in PART_COLUMNS
        if not model.node["columns"].get(column, {}).get("description")
    ]
    assert wrong == []


def test_each_is_described_beside_its_source_and_ends_with_its_grain(
    measures: dict[str, Model],
) -> None:
    wrong = [
        measure_id
        for measure_id, model in measures.items()
        if not str(model.node["patch_path"]).endswith("__measures.yml")
        or "Grain: one row per " not in str(model.node["description"])
    ]
    assert wrong == []


def test_each_names_the_raw_tables_it_needs_and_no_other_measure_does(
    project: Project, measures: dict[str, Model]
) -> None:
    needed = seed("measure_tables")
    declared = {(s["source_name"], s["name"]) for s in project.manifest["sources"].values()}
    assert {row["measure_id"] for row in needed} == set(measures)
    assert {(row["source"], row["table_name"]) for row in needed} <= declared


def test_a_parameter_of_the_kernel_is_given_once() -> None:
    """Two divisors of one measure would make its figure depend on which is taken."""
    kernel = {"numerator_divisor", "denominator_divisor", "fixed_denominator", "silence"}
    given = [
        (row["measure_id"], row["parameter"])
        for row in seed("measure_parameters")
        if row["parameter"] in kernel
    ]
    assert sorted(given) == sorted(set(given))


def test_each_names_the_step_of_its_records_or_says_why_there_is_none(
    measures: dict[str, Model],
) -> None:
    """What `vitals trace` lists: of its own tables, from a step of a model that counts."""
    tables: dict[str, set[str]] = {}
    for row in seed("measure_tables"):
        tables.setdefault(row["measure_id"], set()).add(f"{row['source']}.{row['table_name']}")
    wrong = []
    for measure_id, model in measures.items():
        meta = model.node["config"]["meta"]
        notes = meta.get("records", [])
        if bool(notes) == bool(meta.get("records_unlisted")):
            wrong.append(f"{measure_id}: one of records and records_unlisted")
        for note in notes:
            counted = note.get("model", model.name).removeprefix(PREFIX)
            if not set(note["tables"]) <= tables[measure_id]:
                wrong.append(f"{measure_id}: tables")
            if f"\n{note['step']} as (" not in f"\n{measures[counted].sql.removeprefix('with ')}":
                wrong.append(f"{measure_id}: no step {note['step']}")
            if not set(note) & set(PART_COLUMNS):
                wrong.append(f"{measure_id}: adds nothing")
    assert wrong == []
