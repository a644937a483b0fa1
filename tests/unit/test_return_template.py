"""The workbook somebody fills in: what it has, where its lists come from, that it comes back."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from orchestration.catalogue.return_cells import CELL_RULES, CellRule, Words
from orchestration.catalogue.return_choices import Choice, last_days
from orchestration.catalogue.return_sheets import (
    Column,
    Sheet,
    Template,
    read_template,
    read_templates,
)
from orchestration.catalogue.return_template import write_template
from orchestration.cli import app
from orchestration.extract.return_files import read_return_file
from orchestration.extract.tables import LISTS, NOTES, RETURN_LAYOUTS
from orchestration.settings import PROJECT_ROOT

SCORECARDS = ("dhcw", "norfolk", "waht", "heiw", "progress")
FOR_ALL = {
    "narratives",
    "actions",
    "recovery_plans",
    "decisions",
    "benchmarks",
    "programme_volumes",
    "priority_projects",
    "sign_offs",
}
EVIDENCE = {
    "survey_answers",
    "certificates",
    "self_assessments",
    "integration_flows",
    "dashboards",
    "dashboard_users",
}
# January and April of two calendars, as the seed has them.
CALENDAR = [
    {"month_number": n, "month_of_year": n, "half": "H1" if n < 7 else "H2"} for n in range(1, 13)
]
FISCAL = [
    {"month_number": n, "month_of_year": (n - 4) % 12 + 1, "quarter": f"Q{(n - 4) % 12 // 3 + 1}"}
    for n in range(1, 13)
]


@pytest.fixture(scope="module")
def books() -> dict[str, Any]:
    """The five templates, opened as a spreadsheet program would."""
    return {
        scorecard: openpyxl.load_workbook(
            io.BytesIO(write_template(read_template(PROJECT_ROOT, scorecard)))
        )
        for scorecard in SCORECARDS
    }


def offered(book: Any, kind: str, column: str) -> list[Any]:
    """What the list behind a column's first cell holds; nothing without a list."""
    layout = next(layout for layout in RETURN_LAYOUTS if layout.kind == kind)
    cell = book[kind].cell(2, layout.columns.index(column) + 1).coordinate
    for check in book[kind].data_validations.dataValidation:
        if cell in check.sqref and check.type == "list":
            place = check.formula1.partition("!")[2].replace("$", "")
            return [row[0].value for row in book[LISTS][place]]
    return []


def test_there_is_a_template_for_every_scorecard_that_ships() -> None:
    found = {template.scorecard_id for template in read_templates(PROJECT_ROOT)}
    assert found == set(SCORECARDS)


@pytest.mark.parametrize("scorecard", SCORECARDS)
def test_it_has_a_sheet_for_each_kind_its_measures_need(
    books: dict[str, Any], scorecard: str
) -> None:
    own = EVIDENCE if scorecard == "dhcw" else {"observations"}
    assert set(books[scorecard].sheetnames) == {NOTES, LISTS} | FOR_ALL | own


@pytest.mark.parametrize("scorecard", SCORECARDS)
def test_its_headings_are_the_loader_s(books: dict[str, Any], scorecard: str) -> None:
    book = books[scorecard]
    layouts = {layout.kind: layout.columns for layout in RETURN_LAYOUTS}
    for kind in set(book.sheetnames) - {NOTES, LISTS}:
        assert tuple(cell.value for cell in book[kind][1]) == layouts[kind]
        assert book[kind].max_row == 1


def test_the_lists_are_the_catalogue_s(books: dict[str, Any]) -> None:
    norfolk, dhcw = books["norfolk"], books["dhcw"]
    assert "norfolk_first_line_fix" in offered(norfolk, "observations", "measure_id")
    assert offered(norfolk, "observations", "organisation_unit_id") == ["norfolk"]
    assert offered(norfolk, "observations", "author_post_id") == [
        "norfolk_service_delivery_manager",
        "norfolk_service_delivery_analyst",
        "norfolk_executive_director_cess",
        "norfolk_executive_director_fcs",
    ]
    assert offered(norfolk, "observations", "status") == [
        "reported",
        "not_expected",
        "awaiting",
        "off_plan",
    ]
    assert offered(norfolk, "observations", "value") == []
    boards = offered(dhcw, "integration_flows", "organisation_unit_id")
    assert len(boards) == 8  # seven health boards and the whole organisation
    assert "dhcw_finance" not in boards
    assert "dhcw_finance" in offered(dhcw, "survey_answers", "organisation_unit_id")
    assert offered(dhcw, "certificates", "organisation_unit_id") == ["dhcw"]
    assert "dspt" in offered(dhcw, "self_assessments", "toolkit")
    assert "dhcw_kr_2_3" in offered(dhcw, "decisions", "measure_id")
    signed = offered(dhcw, "sign_offs", "measure_id")
    assert "dhcw_kr_2_3" in signed
    assert "dhcw_kr_2_3_dspt" not in signed


def test_last_days_are_those_of_the_measures_and_the_window(books: dict[str, Any]) -> None:
    # Norfolk: months of January 2017 to January 2018, quarters of December 2014 to December 2017.
    days = [day.date() for day in offered(books["norfolk"], "observations", "period_end")]
    months = [date(2017, 1, 31), date(2017, 2, 28), date(2018, 1, 31)]
    quarters = [date(2014, 12, 31), date(2016, 9, 30), date(2017, 12, 31)]
    assert set(months + quarters) <= set(days)
    assert not {date(2016, 8, 31), date(2018, 2, 28), date(2014, 9, 30)} & set(days)
    months = [day.date() for day in offered(books["dhcw"], "dashboard_users", "month_end")]
    assert (months[0], months[-1], len(months)) == (date(2024, 4, 30), date(2026, 3, 31), 24)


@pytest.mark.parametrize(
    ("frequency", "months", "first", "last", "expected"),
    [
        ("month", CALENDAR, (2024, 2, 1), (2024, 3, 30), [(2024, 2, 29)]),
        ("week", CALENDAR, (2025, 12, 28), (2026, 1, 4), [(2025, 12, 28), (2026, 1, 4)]),
        ("quarter", FISCAL, (2025, 3, 31), (2025, 6, 30), [(2025, 3, 31), (2025, 6, 30)]),
        ("half", CALENDAR, (2025, 1, 1), (2025, 12, 31), [(2025, 6, 30), (2025, 12, 31)]),
        ("year", FISCAL, (2024, 4, 1), (2026, 3, 30), [(2025, 3, 31)]),
        ("year", CALENDAR, (2024, 4, 1), (2026, 3, 30), [(2024, 12, 31), (2025, 12, 31)]),
        ("day", CALENDAR, (2025, 1, 1), (2025, 1, 2), [(2025, 1, 1), (2025, 1, 2)]),
    ],
)
def test_the_last_days_of_a_window(
    frequency: str,
    months: list[dict[str, Any]],
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    expected: list[tuple[int, int, int]],
) -> None:
    found = list(last_days(frequency, date(*first), date(*last), months))
    assert found == [date(*day) for day in expected]


def test_text_that_a_spreadsheet_would_run_stays_text() -> None:
    rule = CellRule("", "what", Words())
    choices = (Choice("=cmd|'/C calc'!A0", "@SUM(1)"),)
    column = Column("what", "+1 or -1", is_required=True, rule=rule, choices=choices)
    template = Template("s", "=HYPERLINK()", (Sheet("actions", (column,)),))
    book = openpyxl.load_workbook(io.BytesIO(write_template(template)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    dangerous = [cell for cell in cells if str(cell.value)[0] in "=+-@"]
    assert {cell.value for cell in dangerous} == {"=cmd|'/C calc'!A0", "@SUM(1)", "+1 or -1"}
    assert {cell.data_type for cell in dangerous} == {"s"}
    assert all(cell.quotePrefix for cell in dangerous)


@pytest.mark.parametrize("scorecard", SCORECARDS)
def test_days_and_counts_have_their_form_and_all_else_is_text(
    books: dict[str, Any], scorecard: str
) -> None:
    book = books[scorecard]
    for kind in set(book.sheetnames) - {NOTES, LISTS}:
        formats = {
            book[kind].cell(1, place).value: book[kind].column_dimensions[letter].number_format
            for place, letter in enumerate("ABCDEFGHIJKLMNO", start=1)
            if book[kind].cell(1, place).value
        }
        days = {name for name, form in formats.items() if form == "yyyy-mm-dd"}
        assert days == {name for name in formats if name.endswith(("_on", "_end", "_date"))}
        counts = {"answer_count", "active_users", "position", "completed", "cancelled", "accepted"}
        assert {name for name, form in formats.items() if form == "0"} <= counts
        assert set(formats.values()) <= {"yyyy-mm-dd", "0", "@"}


def test_every_column_is_explained(books: dict[str, Any]) -> None:
    notes = [[cell.value for cell in row] for row in books["dhcw"][NOTES].iter_rows()]
    explained = {(row[0], row[1]): row[4] for row in notes if row[4]}
    for layout in RETURN_LAYOUTS:
        for column in layout.columns:
            if layout.kind != "observations":
                assert explained[layout.kind, column]
    assert len(CELL_RULES) == len(RETURN_LAYOUTS)


def test_the_same_catalogue_gives_the_same_bytes() -> None:
    first = write_template(read_template(PROJECT_ROOT, "heiw"))
    assert write_template(read_template(PROJECT_ROOT, "heiw")) == first


def test_an_empty_template_is_no_return_and_its_own_sheets_are_no_surprise(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(write_template(read_template(PROJECT_ROOT, "dhcw")))
    file = read_return_file(path)
    assert file.fault is not None
    assert "headings and no rows" in file.fault.reason
    book = openpyxl.load_workbook(path)
    book["certificates"].append(["dhcw", "cyber_essentials_plus", "A1", date(2025, 8, 7)])
    book["certificates"]["E2"] = date(2026, 8, 6)
    book.save(path)
    file = read_return_file(path)
    assert (file.fault, file.unread_sheets) == (None, ())
    [sheet] = file.sheets
    [row] = sheet.rows
    assert row.values == {
        "organisation_unit_id": "dhcw",
        "scheme": "cyber_essentials_plus",
        "reference": "A1",
        "awarded_on": "2025-08-07",
        "expires_on": "2026-08-06",
        "withdrawn_on": "",
    }


def test_the_command_writes_it_and_never_over_a_file(tmp_path: Path) -> None:
    file = tmp_path / "norfolk.xlsx"
    runner = CliRunner()
    words = ["returns", "template", "norfolk", "--output", str(file)]
    assert runner.invoke(app, words).exit_code == 0
    assert file.read_bytes() == write_template(read_template(PROJECT_ROOT, "norfolk"))
    file.write_bytes(b"filled in")
    assert runner.invoke(app, words).exit_code == 2
    assert file.read_bytes() == b"filled in"
    unknown = runner.invoke(app, ["returns", "template", "atlantis"])
    assert unknown.exit_code == 2
    assert "norfolk" in unknown.output
