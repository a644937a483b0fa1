"""The workbook a scorecard's return is filled into: a sheet for each kind, lists to choose from.

Here: headings, notes, lists and checks as a spreadsheet program knows them. Not here: what a column
takes (`return_sheets`), and the reading of what comes back (the returns connector, which judges
every cell again: a list in a spreadsheet is help, not proof).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from orchestration.catalogue.return_cells import COUNT, Day, Number
from orchestration.catalogue.return_choices import Choice
from orchestration.catalogue.return_sheets import Column, Sheet, Template
from orchestration.extract.tables import LISTS, NOTES
from orchestration.workbooks import bytes_of, empty_workbook, put_text

# Rows that have lists and checks; more may be filled in.
CHECKED_ROWS = 2000
LONGEST_PROMPT = 255
LARGEST_COUNT = 999_999_999
# The number spreadsheets have for 1 January 1990: what is earlier is a slip.
EARLIEST_DAY = 32874
DAY_FORMAT, TEXT_FORMAT, COUNT_FORMAT = "yyyy-mm-dd", "@", "0"
HEADING = PatternFill("solid", fgColor="FFDCE6F1")
HOW_TO = (
    "Fill in the sheets you need from row 2 on, leave the others empty, and put the file into the"
    " drop folder.",
    "Keep the headings as they are. Columns in bold must stay; the others may be deleted.",
    "Cells with an arrow take one from the list; the sheet lists says what each means.",
    "Name posts, never people. A formula is not evaluated: its row is rejected.",
    "To correct a row, send it again in a new file: what arrived last counts.",
)

Ranges = dict[tuple[Choice, ...], str]


def write_template(template: Template) -> bytes:
    """The workbook; the same catalogue gives the same bytes."""
    book = empty_workbook()
    _write_notes(book, template)
    sheets = [(sheet, book.create_sheet(sheet.kind)) for sheet in template.sheets]
    ranges = _write_lists(book, template)
    for sheet, grid in sheets:
        _write_sheet(grid, sheet, ranges)
    return bytes_of(book)


def _write_notes(book: Workbook, template: Template) -> None:
    grid = book.create_sheet(NOTES)
    put_text(grid.cell(1, 1), f"Return for {template.name}")
    grid.cell(1, 1).font = Font(bold=True, size=14)
    for number, line in enumerate(HOW_TO, start=2):
        put_text(grid.cell(number, 1), line)
    top = len(HOW_TO) + 3
    rows = [("sheet", "column", "the column", "takes", "what it is")]
    rows += [
        (
            sheet.kind,
            column.name,
            "must be there" if column.is_required else "may be left out",
            column.takes if column.rule.may_be_empty else f"{column.takes}; never empty",
            column.description,
        )
        for sheet in template.sheets
        for column in sheet.columns
    ]
    for number, row in enumerate(rows, start=top):
        for place, text in enumerate(row, start=1):
            put_text(grid.cell(number, place), text)
            grid.cell(number, place).font = Font(bold=number == top)
    for letter, width in zip("ABCDE", (20, 24, 18, 46, 90), strict=True):
        grid.column_dimensions[letter].width = width


def _write_lists(book: Workbook, template: Template) -> Ranges:
    """Every list once, its meanings beside it."""
    grid = book.create_sheet(LISTS)
    ranges: Ranges = {}
    for sheet in template.sheets:
        for column in sheet.columns:
            if column.choices and column.choices not in ranges:
                place = 2 * len(ranges) + 1
                _write_list(grid, place, column)
                letter = get_column_letter(place)
                last = len(column.choices) + 1
                ranges[column.choices] = f"{LISTS}!${letter}$2:${letter}${last}"
    grid.freeze_panes = "A2"
    return ranges


def _write_list(grid: Any, place: int, column: Column) -> None:
    for number, text in enumerate((column.name, "meaning")):
        put_text(grid.cell(1, place + number), text)
        grid.cell(1, place + number).font = Font(bold=True)
        grid.column_dimensions[get_column_letter(place + number)].width = 30
    for row, choice in enumerate(column.choices, start=2):
        cell = grid.cell(row, place)
        if isinstance(choice.value, date):
            cell.value = choice.value
            cell.number_format = DAY_FORMAT
        else:
            put_text(cell, choice.value)
        put_text(grid.cell(row, place + 1), choice.meaning)


def _write_sheet(grid: Any, sheet: Sheet, ranges: Ranges) -> None:
    for place, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(place)
        heading = grid.cell(1, place)
        put_text(heading, column.name)
        heading.font = Font(bold=column.is_required, italic=not column.is_required)
        heading.fill = HEADING
        heading.alignment = Alignment(wrap_text=False)
        grid.column_dimensions[letter].width = max(16, len(column.name) + 4)
        grid.column_dimensions[letter].number_format = _format(column)
        check = _check(column, ranges)
        check.add(f"{letter}2:{letter}{CHECKED_ROWS + 1}")
        grid.add_data_validation(check)
    grid.freeze_panes = "A2"


def _format(column: Column) -> str:
    """Text stays as typed, 007 and 75.4% too; days and counts are what they are."""
    match column.rule.takes:
        case Day():
            return DAY_FORMAT
        case Number(pattern) if pattern == COUNT:
            return COUNT_FORMAT
    return TEXT_FORMAT


def _check(column: Column, ranges: Ranges) -> DataValidation:
    check = DataValidation(allow_blank=True, showInputMessage=True, showErrorMessage=True)
    check.promptTitle = column.name
    check.prompt = f"{column.description} {column.takes}."[:LONGEST_PROMPT]
    check.errorTitle = column.name
    check.error = f"{column.takes}."
    match column.rule.takes:
        case _ if column.choices:
            check.type, check.formula1 = "list", ranges[column.choices]
        case Day():
            check.type, check.operator = "date", "greaterThanOrEqual"
            check.formula1 = str(EARLIEST_DAY)
        case Number(pattern) if pattern == COUNT:
            check.type, check.operator = "whole", "between"
            check.formula1, check.formula2 = "0", str(LARGEST_COUNT)
        case _:
            check.showErrorMessage = False
    return check
