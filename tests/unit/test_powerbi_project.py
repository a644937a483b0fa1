"""A project for Power BI: its files, what is remembered of them, and who may change them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from orchestration.publish.datapackage import read_tables
from orchestration.publish.generation import Generation
from orchestration.publish.postgres import access, ground, memberships
from orchestration.publish.powerbi import sight
from orchestration.publish.powerbi.checker import check_project
from orchestration.publish.powerbi.sources import Source
from orchestration.publish.powerbi.star import MissingMartError, star
from orchestration.publish.powerbi.theme import AMBER, GREEN, INK, PAPER, RED, TINTS
from orchestration.publish.powerbi.written import EditedModelError
from tests.support.powerbi_release import GOLDEN, export, golden_files, metrics, write_release

SCHEMAS = GOLDEN.parent / "schemas"
ADDRESS = "https://developer.microsoft.com/json-schemas/fabric/"
VISUAL = "VitalSigns.Report/definition/pages/board/visuals/by-scorecard/visual.json"
PAGE = "VitalSigns.Report/definition/pages/board/page.json"
METRICS = "VitalSigns.SemanticModel/definition/tables/Metrics.tmdl"


def test_the_project_is_the_golden_one(tmp_path: Path) -> None:
    """`python -m tests.support.powerbi_release` writes the golden files anew: read the diff."""
    golden = {
        str(file.relative_to(GOLDEN)): file.read_text(encoding="utf-8")
        for file in GOLDEN.rglob("*")
        if file.is_file()
    }
    made = golden_files(tmp_path)
    assert sorted(made) == sorted(golden)
    assert [path for path in golden if made[path] != golden[path]] == []


def test_every_metric_is_exported_or_refused_with_a_reason(tmp_path: Path) -> None:
    generation = export(tmp_path).generation
    assert isinstance(generation, Generation)
    assert generation.unaccounted(metrics()) == ()
    assert {one.name: one.reason for one in generation.refused} == {
        "toy_lost": "The model has no table made of fct_lost.",
    }


@pytest.mark.parametrize("source", list(Source))
def test_nothing_is_named_that_is_not_there(tmp_path: Path, source: Source) -> None:
    export(tmp_path, source)
    assert check_project(tmp_path / "project") == []


def test_the_query_expects_what_a_hand_counts(tmp_path: Path) -> None:
    """In 2024/25-Q3 the rate is (200 + 1200) / (10 + 30), of unit A (60 + 360) / (2 + 6); 7 and 5
    were sold; 2.50 was the last stock; of three statuses one is not counted, of two exceptions one
    is waived; the last day of the rate has no attainment."""
    export(tmp_path)
    query = tmp_path / "project" / "VitalSigns.SemanticModel" / "DAXQueries" / "parity.dax"
    lines = [line.strip().rstrip(",") for line in query.read_text(encoding="utf-8").split("\n")]
    told = {
        metric: float(figure) if figure != "BLANK()" else None
        for metric, figure in zip(
            [line.split('"')[3] for line in lines if line.startswith('"Metric"')],
            [line.split(", ")[1] for line in lines if line.startswith('"Expected"')],
            strict=True,
        )
    }
    assert told == {
        "toy_rate": 35.0,
        "toy_rate_by_unit": 52.5,
        "toy_rate_attainment": None,
        "toy_sold": 12.0,
        "toy_stock": 2.5,
        "statuses_red": 2.0,
        "exceptions": 1.0,
        "escalations": 1.0,
    }


def test_labels_that_stand_for_several_periods_are_not_sorted_by_them(tmp_path: Path) -> None:
    """Power BI refuses to refresh a column that is sorted by one that says two things of it."""
    marts = read_tables(write_release(tmp_path).folder)
    told = {
        is_told_once: {
            column.name
            for table in star(marts, Source.PARQUET, lambda *_, once=is_told_once: once)[0]
            if not table.is_dates
            for column in table.columns
            if column.sort_by
        }
        for is_told_once in (True, False)
    }
    assert told == {True: {"Scorecard", "Period", "Status"}, False: set()}


def test_a_release_without_a_mart_is_refused_by_name(tmp_path: Path) -> None:
    marts = read_tables(write_release(tmp_path).folder)
    kept = [mart for mart in marts if mart.name != "fct_sign_offs"]
    with pytest.raises(MissingMartError, match="no fct_sign_offs"):
        star(kept, Source.PARQUET, lambda *_: True)


def test_a_second_export_changes_nothing(tmp_path: Path) -> None:
    export(tmp_path)
    before = _contents(tmp_path / "project")
    assert export(tmp_path).written.left == ()
    assert _contents(tmp_path / "project") == before


def test_a_report_that_somebody_changed_stays_as_it_is(tmp_path: Path) -> None:
    export(tmp_path)
    project = tmp_path / "project"
    changed = (project / PAGE).read_text(encoding="utf-8").replace('"Board"', '"My board"')
    (project / PAGE).write_text(changed, encoding="utf-8")
    (project / VISUAL).unlink()
    own = (project / VISUAL).parent.parent / "mine" / "visual.json"
    own.parent.mkdir()
    own.write_text("{}", encoding="utf-8")
    for _ in range(2):
        exported = export(tmp_path, replace_model=True)
        assert exported.written.left == (PAGE, VISUAL)
        assert exported.warnings == ("The page board cannot be read: KeyError('name')",)
        assert (project / PAGE).read_text(encoding="utf-8") == changed
        assert not (project / VISUAL).exists()
        assert own.read_text(encoding="utf-8") == "{}"


def test_a_changed_report_that_shows_what_is_gone_is_told(tmp_path: Path) -> None:
    export(tmp_path)
    file = tmp_path / "project" / VISUAL
    text = file.read_text(encoding="utf-8").replace("Metrics.Exceptions", "Metrics.Gone")
    file.write_text(text.replace('"Property": "Exceptions"', '"Property": "Gone"'), "utf-8")
    assert export(tmp_path).warnings == (
        "The visual by-scorecard of the page board shows the measure Metrics[Gone], "
        "which is not there",
    )


def test_a_report_that_was_there_before_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "project" / PAGE
    file.parent.mkdir(parents=True)
    golden = (GOLDEN / PAGE).read_text(encoding="utf-8").replace('"Board"', '"Theirs"')
    file.write_text(golden, encoding="utf-8")
    assert export(tmp_path).written.left == (PAGE,)
    assert file.read_text(encoding="utf-8") == golden


def test_a_model_that_somebody_changed_stops_the_export(tmp_path: Path) -> None:
    export(tmp_path)
    project = tmp_path / "project"
    (project / METRICS).write_text("table Mine\n", encoding="utf-8")
    before = _contents(project)
    with pytest.raises(EditedModelError, match=r"Metrics\.tmdl"):
        export(tmp_path)
    assert _contents(project) == before
    export(tmp_path, replace_model=True)
    assert "measure 'Toys 1 Rate'" in (project / METRICS).read_text(encoding="utf-8")


def test_who_may_see_what_is_never_overwritten(tmp_path: Path) -> None:
    export(tmp_path)
    file = tmp_path / "project" / "memberships.csv"
    assert file.read_text(encoding="utf-8").startswith("user_name,scorecard_id,")
    file.write_text("mine", encoding="utf-8")
    export(tmp_path)
    assert file.read_text(encoding="utf-8") == "mine"


def test_parameters_are_set_when_asked(tmp_path: Path) -> None:
    export(tmp_path, Source.POSTGRES, places={"server": 'db"1:5432'})
    told = (
        tmp_path / "project" / "VitalSigns.SemanticModel" / "definition" / "expressions.tmdl"
    ).read_text(encoding="utf-8")
    assert 'expression Server = "db""1:5432" meta' in told
    assert 'expression Database = "vital_signs" meta' in told


def test_what_is_shown_is_of_one_measure_and_one_unit() -> None:
    """Without a choice a chart would add up figures of different measures."""
    told = (GOLDEN / METRICS).read_text(encoding="utf-8").split("\tmeasure ")
    shown = [block for block in told if "VAR LastDay = [Last day with a value]" in block]
    assert len(shown) == 8
    assert all("IF(COUNTROWS('Measure statuses') = 1, " in block for block in shown)


def test_a_status_is_never_a_colour_alone() -> None:
    """Ink on every tint, and every mark on paper, as the guidelines for contrast count it."""
    assert all(_contrast(INK, tint) >= 4.5 for tint in TINTS.values())
    assert all(_contrast(mark, PAPER) >= 4.5 for mark in (RED, AMBER, GREEN))
    told = (GOLDEN / METRICS).read_text(encoding="utf-8")
    assert "statusGraphic: Three Symbols Circled Colored" in told  # shapes that differ
    tinted = [
        file.read_text(encoding="utf-8")
        for file in GOLDEN.rglob("visual.json")
        if "Status tint" in file.read_text(encoding="utf-8")
    ]
    assert tinted
    assert all('"Metrics.Status as shown"' in text for text in tinted)


@pytest.mark.parametrize(
    "file",
    [
        str(file.relative_to(GOLDEN))
        for file in sorted(GOLDEN.rglob("*"))
        if file.suffix in {".pbip", ".pbir", ".pbism"} or "Report/definition/" in str(file)
        if file.is_file()
    ],
)
def test_a_file_keeps_microsoft_s_schema(file: str) -> None:
    content = json.loads((GOLDEN / file).read_text(encoding="utf-8"))
    assert list(_validator(content["$schema"]).iter_errors(content)) == []


def test_the_schemas_refuse_what_is_wrong() -> None:
    visual = json.loads((GOLDEN / VISUAL).read_text(encoding="utf-8"))
    for broken in (
        {**visual, "colour": 1},
        {**visual, "position": {"x": 0}},
        {key: value for key, value in visual.items() if key != "name"},
        {**visual, "name": "x" * 51},
        {**visual, "visual": {**visual["visual"], "colour": 1}},
        {**visual, "visual": {**visual["visual"], "query": {}}},
    ):
        assert list(_validator(visual["$schema"]).iter_errors(broken))


def _validator(address: str) -> Draft7Validator:
    def found(uri: str) -> Resource[Any]:
        content = json.loads(_schema_file(uri).read_text(encoding="utf-8"))
        return Resource.from_contents(_known(content, uri), default_specification=DRAFT7)

    registry: Registry[Any] = Registry(retrieve=found)  # type: ignore[call-arg]
    return Draft7Validator(found(address).contents, registry=registry)


def _schema_file(uri: str) -> Path:
    return SCHEMAS / uri.removeprefix(ADDRESS)


def _known(content: Any, uri: str) -> Any:
    """A schema without references to one that is not here; ORIGIN.md says which, and why."""
    if isinstance(content, dict):
        reference = content.get("$ref", "")
        if reference.startswith("../"):
            target = urljoin(uri, reference).partition("#")[0]
            return content if _schema_file(target).is_file() else {}
        return {key: _known(value, uri) for key, value in content.items()}
    return [_known(value, uri) for value in content] if isinstance(content, list) else content


def _contents(folder: Path) -> dict[str, bytes]:
    return dict(_files(folder))


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield str(file.relative_to(folder)), file.read_bytes()


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_who_may_see_what_is_told_as_postgresql_is_told() -> None:
    assert sight.COLUMNS == memberships.COLUMNS
    assert sight.LEVELS.samefile(ground.LEVELS)
    assert (sight.FIGURES, sight.APPROVED) == (access.FIGURES, access.APPROVED)


def test_every_table_asks_for_a_membership(tmp_path: Path) -> None:
    export(tmp_path)
    definition = tmp_path / "project" / "VitalSigns.SemanticModel" / "definition"
    role = (definition / "roles" / "Members.tmdl").read_text(encoding="utf-8")
    asked = {
        line.split("tablePermission ")[1].removesuffix(" =").strip("'"): block
        for block in role.split("\n\n")
        for line in block.split("\n")
        if "tablePermission" in line
    }
    tables = {file.stem for file in (definition / "tables").glob("*.tmdl")}
    # The table of measures has no rows; what is unapproved is only asked by the others.
    assert tables - set(asked) == {"Metrics", "Unapproved"}
    assert all("= USERPRINCIPALNAME()" in block for block in asked.values())
    # Figures ask for their unit, and whether somebody approved them; the catalogue for neither.
    figures = {name for name, block in asked.items() if "IsApproved ||" in block}
    assert figures == {
        "Organisation figures",
        "Unit figures",
        "Measure statuses",
        "Measure exceptions",
        "Escalations",
        "Measure periods",
    }
    units = {name for name, block in asked.items() if "PATHCONTAINS" in block}
    assert units == {*figures, "Objective statuses", "Organisation units"}
    assert "board" in (definition / "tables" / "Memberships.tmdl").read_text(encoding="utf-8")
