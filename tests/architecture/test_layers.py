"""Who may read whom. Each test names every model that breaks its rule."""

from __future__ import annotations

import re

import pytest

from tests.architecture.conftest import Model, Project

PREFIXES = {
    "staging": r"stg_{folder}__\w+",
    "intermediate": r"int_\w+",
    "marts": r"(dim|fct|bridge|obt|pack|rpt)_\w+",
}
# Which layers a layer may read.
READABLE = {
    "staging": {"staging"},
    "intermediate": {"staging", "intermediate"},
    "marts": {"staging", "intermediate", "marts"},
}

# Raw tables without records of their own.
ACCEPTED_WHOLE = ("__keys", "__files")


def test_only_the_reference_models_read_seeds(project: Project) -> None:
    wrong = [m.name for m in project.models if _reads(m, "seed.") and m.folder != "reference"]
    assert wrong == []


def test_a_reference_model_reads_its_seed_and_no_model(project: Project) -> None:
    """Other seeds only fill in what its own leaves to them."""
    wrong = [
        model.name
        for model in project.models
        if model.folder == "reference"
        and (
            f"seed.vital_signs.{model.name.removeprefix('stg_reference__')}" not in model.reads
            or not all(read.startswith("seed.") for read in model.reads)
        )
    ]
    assert wrong == []


def test_every_seed_has_its_reference_model(project: Project) -> None:
    nodes = project.manifest["nodes"].values()
    seeds = {node["name"] for node in nodes if node["resource_type"] == "seed"}
    faces = {m.name for m in project.models if m.folder == "reference"}
    assert (
        sorted(f"stg_reference__{seed}" for seed in seeds if f"stg_reference__{seed}" not in faces)
        == []
    )


def test_only_staging_reads_sources(project: Project) -> None:
    wrong = [m.name for m in project.models if _reads(m, "source.") and m.layer != "staging"]
    assert wrong == []


def test_every_raw_table_is_read_by_one_staging_model(project: Project) -> None:
    """What only proves that a table is whole, its keys or its files, may be read by none."""
    readers = {
        source: [m.name for m in project.models if source in m.reads]
        for source in project.manifest["sources"]
    }
    wrong = {
        source: found
        for source, found in readers.items()
        if len(found) != 1 and not (source.endswith(ACCEPTED_WHOLE) and not found)
    }
    assert wrong == {}


def test_staging_reads_its_own_source_and_the_reference_alone(project: Project) -> None:
    wrong = [
        f"{model.name} reads {parent.name}"
        for model in project.in_layer("staging")
        for parent in project.parents(model)
        if parent.folder not in {model.folder, "reference"}
    ]
    assert wrong == []


@pytest.mark.parametrize("layer", sorted(READABLE))
def test_a_layer_reads_only_layers_below_it(layer: str, project: Project) -> None:
    wrong = [
        f"{model.name} reads {parent.name}"
        for model in project.in_layer(layer)
        for parent in project.parents(model)
        if parent.layer not in READABLE[layer]
    ]
    assert wrong == []


def test_marts_never_read_the_staging_of_a_source(project: Project) -> None:
    wrong = [
        f"{model.name} reads {parent.name}"
        for model in project.in_layer("marts")
        for parent in project.parents(model)
        if parent.layer == "staging" and parent.folder != "reference"
    ]
    assert wrong == []


def test_reporting_marts_read_marts_alone_and_no_other_mart_reads_them(project: Project) -> None:
    wrong = [
        f"{model.name} reads {parent.name}"
        for model in project.in_layer("marts")
        for parent in project.parents(model)
        if (model.folder == "reporting" and parent.layer != "marts")
        or (model.folder != "reporting" and parent.folder == "reporting")
    ]
    assert wrong == []


@pytest.mark.parametrize("layer", sorted(PREFIXES))
def test_the_name_tells_the_folder(layer: str, project: Project) -> None:
    wrong = [
        str(model.path)
        for model in project.in_layer(layer)
        if not re.fullmatch(PREFIXES[layer].format(folder=model.folder), model.name)
    ]
    assert wrong == []


def test_reports_are_in_reporting_and_nothing_else_is(project: Project) -> None:
    wrong = [
        m.name for m in project.models if (m.folder == "reporting") != m.name.startswith("rpt_")
    ]
    assert wrong == []


def test_there_are_no_other_layers(project: Project) -> None:
    assert sorted({model.layer for model in project.models} - set(PREFIXES)) == []


UNIONS = {
    "int_measure__": ("measures", "int_measure_parts"),
    "int_exception__": ("exceptions", "int_exceptions_raised"),
    "int_smart__": ("smart", "int_smart_failures"),
    "int_audit_event__": ("audit", "int_audit_events"),
    "int_discrepancy__": ("discrepancies", "int_discrepancies_worked_out"),
    "int_escalation__": ("escalation", "int_escalations_raised"),
}


@pytest.mark.parametrize("prefix", sorted(UNIONS))
def test_one_file_each_in_one_folder_and_all_in_the_union(prefix: str, project: Project) -> None:
    folder, union = UNIONS[prefix]
    parts = [model for model in project.models if model.name.startswith(prefix)]
    (joined,) = (model for model in project.models if model.name == union)
    read = {parent.name for parent in project.parents(joined)}
    assert parts
    assert [part.name for part in parts if part.folder != folder] == []
    assert [part.name for part in parts if part.name not in read] == []


@pytest.mark.parametrize("prefix", sorted(UNIONS))
def test_each_of_them_has_unit_tests(prefix: str, project: Project) -> None:
    tested = {test["model"] for test in project.manifest["unit_tests"].values()}
    parts = {model.name for model in project.models if model.name.startswith(prefix)}
    assert sorted(parts - tested) == []


def _reads(model: Model, kind: str) -> bool:
    return any(read.startswith(kind) for read in model.reads)
