"""The check of a project refuses each way in which it could be broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.publish.powerbi.checker import check_project
from tests.support.powerbi_release import GOLDEN

MODEL = "VitalSigns.SemanticModel/definition"
TABLES = f"{MODEL}/tables"
PAGES = "VitalSigns.Report/definition/pages"
BROKEN = [
    (
        "VitalSigns.pbip",
        '"VitalSigns.Report"',
        '"Vital.Report"',
        "opens the report Vital.Report, which is not there",
    ),
    (
        "VitalSigns.Report/definition.pbir",
        "../VitalSigns.SemanticModel",
        "../Vital.SemanticModel",
        "reads the model ../Vital.SemanticModel, which is not there",
    ),
    (f"{MODEL}/model.tmdl", "ref table Dates", "ref table Date", "The table Date is listed"),
    (f"{MODEL}/model.tmdl", "ref table Dates\n", "", "The table Dates is there, and not listed"),
    (
        f"{TABLES}/Metrics.tmdl",
        "SUM('Unit figures'[Weight])",
        "SUM('Unit figures'[Weights])",
        "names Unit figures[Weights], which is not there",
    ),
    (
        f"{TABLES}/Metrics.tmdl",
        "SUM('Unit figures'[Weight])",
        "SUM('Unit figure'[Weight])",
        "names the table Unit figure, which is not there",
    ),
    (
        f"{TABLES}/Metrics.tmdl",
        "IF([Periods judged] = 1, [Promised",
        "IF([Periods judge] = 1, [Promised",
        "names the measure [Periods judge], which is not there",
    ),
    (
        f"{TABLES}/Metrics.tmdl",
        "HASONEVALUE('Organisation units'[Organisation unit ID])",
        "HASONEVALUE('Organisation units'[Organisation unit ID]",
        "has a bracket or a text that does not end",
    ),
    (
        f"{TABLES}/Metrics.tmdl",
        "measure 'Toys 1 Rate, by unit'",
        "measure 'TOYS 1 rate'",
        "Two measures are called toys 1 rate",
    ),
    (
        f"{TABLES}/Metrics.tmdl",
        "measure Escalations",
        "measure Explanation",
        "has a column explanation, and there is a measure of that name",
    ),
    (
        f"{TABLES}/Scorecards.tmdl",
        "column Scorecard\n",
        "column 'Sort order'\n",
        "Scorecards has two columns sort order",
    ),
    (
        f"{TABLES}/Periods.tmdl",
        "table Periods",
        "table Scorecards",
        "Two tables are called scorecards",
    ),
    (
        f"{TABLES}/Periods.tmdl",
        "sortByColumn: 'Sort order'",
        "sortByColumn: Sorting",
        "Periods[Period] is sorted by Sorting, which is not there",
    ),
    (
        f"{TABLES}/Periods.tmdl",
        "sourceColumn: label",
        "sourceColumn: labels",
        "Periods[Period] is read from labels, which is not read",
    ),
    (
        f"{TABLES}/Dates.tmdl",
        "\t\tisKey\n",
        "",
        "Dates is a table of dates without a day as its key",
    ),
    (
        f"{TABLES}/Dates.tmdl",
        "dataType: dateTime\n\t\tisKey",
        "dataType: string\n\t\tisKey",
        "joins two types",
    ),
    (
        f"{TABLES}/Dates.tmdl",
        "column: Month\n",
        "column: Moon\n",
        "The level Month of Dates has no column",
    ),
    (
        f"{TABLES}/Scorecards.tmdl",
        "\t\tisKey\n",
        "",
        "does not lead to a key",
    ),
    (
        f"{MODEL}/relationships.tmdl",
        "toColumn: Dates.Date",
        "toColumn: Dates.Day",
        "A relationship names Dates[Day], not there",
    ),
    (
        f"{MODEL}/relationships.tmdl",
        "relationship ",
        "relationship 1\n\tfromColumn: 'Measure list'.'Scorecard ID'\n"
        "\ttoColumn: Scorecards.'Scorecard ID'\n\nrelationship ",
        "Unit figures reaches Scorecards by two ways",
    ),
    (
        f"{MODEL}/expressions.tmdl",
        "expression Folder",
        "expression Folders",
        "is read with the parameter Folder, which is not there",
    ),
    (
        f"{MODEL}/roles/Members.tmdl",
        "tablePermission Scorecards =",
        "tablePermission Scorecard =",
        "names the table Scorecard, which is not there",
    ),
    (
        f"{MODEL}/roles/Members.tmdl",
        "'Memberships'[Valid to date] >=",
        "'Memberships'[Valid until date] >=",
        "names Memberships[Valid until date], which is not there",
    ),
    (
        "VitalSigns.SemanticModel/DAXQueries/parity.dax",
        "[Exceptions]",
        "[Exemptions]",
        "parity.dax names the measure [Exemptions], which is not there",
    ),
    (
        f"{PAGES}/board/visuals/by-scorecard/visual.json",
        '"Property": "Scorecard"',
        '"Property": "Score card"',
        "shows the column Scorecards[Score card], which is not there",
    ),
    (
        f"{PAGES}/board/visuals/by-scorecard/visual.json",
        '"Property": "Exceptions"',
        '"Property": "Exemptions"',
        "shows the measure Metrics[Exemptions], which is not there",
    ),
    (
        f"{PAGES}/board/visuals/by-scorecard/visual.json",
        '"queryRef": "Metrics.Exceptions"',
        '"queryRef": "Metrics.Escalations"',
        "shows a field twice as Values",
    ),
    (
        f"{PAGES}/board/visuals/by-scorecard/visual.json",
        '"width": 1232',
        '"width": 1300',
        "stands beyond the page",
    ),
    (
        f"{PAGES}/board/visuals/by-scorecard/visual.json",
        '"name": "by-scorecard"',
        '"name": "by-card"',
        "stands in the folder by-scorecard",
    ),
    (
        f"{PAGES}/pages.json",
        '"measure",',
        "",
        "are listed, and",
    ),
    (
        "VitalSigns.Report/definition/report.json",
        '"path": "VitalSigns.json"',
        '"path": "Other.json"',
        "names the resource Other.json, which is not there",
    ),
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN, tmp_path / "project"))


def test_the_golden_project_holds_together(project: Path) -> None:
    assert check_project(project) == []


@pytest.mark.parametrize(("file", "told", "broken", "fault"), BROKEN)
def test_what_is_broken_is_refused(
    project: Path, file: str, told: str, broken: str, fault: str
) -> None:
    text = (project / file).read_text(encoding="utf-8")
    assert told in text
    (project / file).write_text(text.replace(told, broken, 1), encoding="utf-8")
    assert any(fault in found for found in check_project(project)), check_project(project)


def test_a_lineage_tag_told_twice_is_refused(project: Path) -> None:
    file = project / TABLES / "Periods.tmdl"
    lines = file.read_text(encoding="utf-8").split("\n")
    tags = [number for number, line in enumerate(lines) if line.startswith("\t\tlineageTag")]
    lines[tags[0]] = lines[tags[1]]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert any("Two objects have the lineage tag" in found for found in check_project(project))
