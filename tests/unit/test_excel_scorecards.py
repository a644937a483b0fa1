"""A scorecard's sheet in both layouts, from invented rows with hostile text in them."""

from __future__ import annotations

import io
import json
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from orchestration.publish.excel.export import LAYOUTS, QUERIES
from orchestration.publish.excel.scorecard_head import Frame
from orchestration.publish.excel.sheets import new_sheet
from orchestration.publish.site.catalogue import build_catalogue
from orchestration.publish.site.reading import read_rows
from orchestration.workbooks import bytes_of, empty_workbook
from tests.support.serving import ROOT, write_release

HEAD_ROWS = 5
LETTERS = {"R", "A", "G", "\N{EN DASH}"}
FILLS = {"R": "FFA8131F", "A": "FFFFC845", "G": "FFF1F8F4"}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("excel") / "one")


def content(release: Path, asked: Collection[str] | None) -> bytes:
    """The sheets of both scorecards, from these queries."""
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    rows = read_rows(release / "serving.duckdb", ROOT / "reports" / "queries", asked)
    catalogue = build_catalogue(rows, manifest)
    book = empty_workbook()
    for card in catalogue.scorecards:
        measures = catalogue.of_scorecard(card["scorecard_id"])
        frame = Frame(catalogue, card, measures, "Release one")
        LAYOUTS[card["page_layout"]](new_sheet(book, card["short_name"]), frame)
    return bytes_of(book, is_compressed=True)


@pytest.fixture(scope="module")
def book(release: Path) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content(release, QUERIES)))


def row_of(sheet: Any, name: str) -> int:
    """The first row below the head whose measure begins so."""
    rows = [c.row for c in sheet["A"] if str(c.value or "").strip().startswith(name)]
    return next(row for row in rows if row > HEAD_ROWS)


def values(sheet: Any, name: str) -> list[Any]:
    return [cell.value for cell in sheet[row_of(sheet, name)]]


def test_no_text_of_anybody_becomes_a_formula_or_a_link(book: Any) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            assert [c.coordinate for c in row if c.data_type in ("f", "e") or c.hyperlink] == []


def test_thirteen_periods_stand_side_by_side_with_their_letters(book: Any) -> None:
    """1.2m ships in the last month; the five months before June have no figure, each for a reason:
    the grey one was not expected, the others are late, withheld, rejected, or count nothing."""
    row = values(book["Harbour"], "Ships & boats berthed")
    assert row[1] == "bigger"
    figures = row[4:29:2]
    assert len(figures) == 13
    assert all(isinstance(figure, str) for figure in figures[:5])
    assert figures[0] == "none expected"
    assert figures[5:] == [432, 321, 156, 162, 54, 933, 755, 1240500]


def test_a_status_is_a_letter_in_its_colour(book: Any) -> None:
    """10.0 or less: 11 is 10% worse and red, 7 green, 10.4 is 4% worse and amber, 29 red."""
    sheet = book["Harbour"]
    number = row_of(sheet, "Waiting longer")
    letters = {place: sheet.cell(number, place) for place in range(4, 30, 2)}
    by_month = [cell.value for cell in letters.values()]
    assert (by_month[0], by_month[1], by_month[11], by_month[12]) == ("R", "G", "A", "R")
    for place, cell in letters.items():
        if cell.value in FILLS:
            assert cell.fill.fgColor.rgb == FILLS[cell.value]
            assert sheet.cell(number, place + 1).fill.fgColor.rgb != "00000000"
    assert letters[12].value is None
    assert sheet.cell(number, 13).value == "none expected"


def test_a_figure_is_a_number_shown_in_its_unit(book: Any) -> None:
    sheet = book["Harbour"]
    number = row_of(sheet, "Waiting longer")
    last = sheet.cell(number, 29)
    assert (last.value, last.number_format, last.data_type) == (29, '#,##0.0"%"', "n")
    target = sheet.cell(number, 3)
    assert (target.value, target.number_format) == (10, '#,##0.0"%"')


def test_each_frequency_has_a_grid_of_its_own(book: Any) -> None:
    sheet = book["Harbour"]
    heads = [c.value for c in sheet["A"] if str(c.value).startswith(("Monthly:", "Quarterly:"))]
    assert heads == [
        "Monthly: January 2025 to January 2026",
        "Quarterly: Q1 2025 to Q4 2025",
    ]
    # Months above quarters would be wrong: the title alone is repeated.
    assert sheet.print_title_rows == "$1:$2"


def test_progress_is_baseline_due_actual_target_and_deadline(book: Any) -> None:
    """The library's target is strict: 3 minutes is "under", and still a number."""
    sheet = book["Library"]
    head = [c.value for c in sheet[row_of(sheet, "Measure")]]
    assert head[3:9] == ["Baseline", "Due by now", "Actual", "Previous", "Target", "Deadline"]
    loans = dict(zip(head, values(sheet, "KR 1.1 Loans"), strict=True))
    assert (loans["Baseline"], loans["Actual"], loans["Target"]) == (750000, 1240500, 1500000)
    assert loans["Deadline"] == datetime(2026, 3, 31)  # noqa: DTZ001
    speed = sheet[row_of(sheet, "KR 1.2")]
    assert (speed[7].value, speed[7].number_format.startswith('"under "#,##0.0')) == (3, True)
    assert sheet.print_title_rows == f"${row_of(sheet, 'Measure')}:${row_of(sheet, 'Measure')}"


def test_parts_stand_below_their_composite_and_events_are_words(book: Any) -> None:
    sheet = book["Library"]
    parent, part = row_of(sheet, "KR 1.3 Safe building"), row_of(sheet, "Doors certified")
    assert part == parent + 1
    assert (sheet.cell(part, 1).alignment.indent, sheet.cell(part, 6).value) == (2, "no")
    assert sheet.cell(row_of(sheet, "New roof"), 6).value == "not delivered"


def test_what_is_illustrative_says_so_and_what_is_not_does_not(book: Any) -> None:
    told = {
        name: any(str(c.value).startswith("Illustrative.") for c in book[name]["A"])
        for name in ("Harbour", "Library")
    }
    assert told == {"Harbour": False, "Library": True}


def test_a_sheet_prints_landscape_and_as_wide_as_the_page(book: Any) -> None:
    for sheet in book:
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize) == ("landscape", 9)
        assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
        assert sheet.oddFooter.left.text == "Release one"


def test_every_status_has_its_sentence(book: Any) -> None:
    sheet = book["Harbour"]
    begin = row_of(sheet, "What the latest statuses say")
    for row in sheet.iter_rows(min_row=begin + 1, max_row=begin + 3):
        assert row[1].value in LETTERS
        assert len(row[2].value) > 10


def test_what_only_pages_ask_for_changes_no_sheet(release: Path) -> None:
    """So a workbook can be made of a release that is older than a page's newest query."""
    assert content(release, QUERIES) == content(release, None)
