"""What every sheet has in common: cells that hold what they are given, and a page to print on.

Here: putting text, numbers and dates, widths, heights, the set-up for print. Not here: content.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.publish.excel.styles import BODY, LEFT, ONE_LINE
from orchestration.workbooks import put_text

LONGEST_TEXT = 32_767
LONGEST_NAME = 31
CUT = " [cut: a cell holds no more]"
# No sheet may have these in its name; and what XML cannot hold stands in no cell.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Spreadsheets read `_x0041_` as the letter A.
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# Points; a program that finds a taller row offers to repair the file.
TALLEST = 409.0
LINE_HEIGHT = 13.0
POINTS = 10.0
# How many letters of ten points a column's unit of width has room for.
PLAIN_ROOM, BOLD_ROOM = 1.08, 0.95


def new_sheet(book: Workbook, wanted: str) -> Worksheet:
    """A sheet by the wanted name, or the nearest one that may be."""
    sheet: Worksheet = book.create_sheet(sheet_name(wanted, book.sheetnames))
    sheet.sheet_view.showGridLines = False
    return sheet


def sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """At most 31 characters, none of the forbidden, and no other sheet's, whatever its capitals."""
    plain = _FORBIDDEN.sub(" ", clean(wanted)).strip(" '") or "Sheet"
    if plain.casefold() == "history":
        # The name of a sheet that programs keep for themselves.
        plain = f"{plain} sheet"
    used = {name.casefold() for name in taken}
    candidate, number = plain[:LONGEST_NAME].strip(), 1
    while candidate.casefold() in used:
        number += 1
        tail = f" {number}"
        candidate = plain[: LONGEST_NAME - len(tail)].strip() + tail
    return candidate


def clean(text: str) -> str:
    """A text as a cell can hold it: lines end one way, nothing unprintable, never too long."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = _ESCAPE_LIKE.sub("_x005F_", _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", lines))
    if _length(shown) <= LONGEST_TEXT:
        return shown
    kept = shown[: LONGEST_TEXT - len(CUT)]
    while _length(kept) > LONGEST_TEXT - len(CUT):
        kept = kept[: len(kept) - (_length(kept) - LONGEST_TEXT + len(CUT) + 1) // 2]
    return kept + CUT


def _length(text: str) -> int:
    """As spreadsheets count: a letter beyond the first 65,536 is two."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Any,
    *,
    look: Font = BODY,
    fill: PatternFill | None = None,
    border: Border | None = None,
    place: Alignment = ONE_LINE,
    shown_as: str | None = None,
) -> Any:
    """One cell. Text stays text, whatever it begins with; numbers and dates are what they are."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        put_text(cell, clean(value))
    elif isinstance(value, bool | int | Decimal | date | datetime):
        cell.value = value
    cell.font, cell.alignment = look, place
    if fill is not None:
        cell.fill = fill
    if border is not None:
        cell.border = border
    if shown_as is not None:
        cell.number_format = shown_as
    return cell


def put_lines(sheet: Worksheet, row: int, lines: Sequence[tuple[str, Font]], width: int) -> int:
    """Texts below each other, each across `width` columns and as high as it needs; the next row."""
    for text, look in lines:
        put(sheet, row, 1, text, look=look, place=LEFT)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        room = sum(column_width(sheet, column) for column in range(1, width + 1))
        set_height(sheet, row, [(text, room, look)])
        row += 1
    return row


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """The widths of the first columns, in characters."""
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def column_width(sheet: Worksheet, column: int) -> float:
    """What a column was given."""
    return float(sheet.column_dimensions[get_column_letter(column)].width)


def set_height(sheet: Worksheet, row: int, texts: Sequence[tuple[str, float, Font]]) -> None:
    """High enough for each text within its width: nothing is cut when it is printed."""
    needed = 0.0
    for text, width, look in texts:
        size = float(look.size or POINTS)
        room = max(1, int(width * POINTS / size * (BOLD_ROOM if look.bold else PLAIN_ROOM)))
        lines = sum(max(1, len(textwrap.wrap(line, room))) for line in text.split("\n"))
        needed = max(needed, lines * LINE_HEIGHT * size / POINTS + 3)
    height = max(needed, sheet.row_dimensions[row].height or 0)
    sheet.row_dimensions[row].height = min(height, TALLEST)


def set_up_print(sheet: Worksheet, heads: tuple[int, int], release: str) -> None:
    """A4 landscape, as wide as the page; the heads on every page, the release in the margin."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{heads[0]}:{heads[1]}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.6
    # "&" begins a code of the margin.
    left = _HeaderFooterPart(text=release.replace("&", "&&"))
    right = _HeaderFooterPart(text="Page &P of &N")
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=left, right=right)
