"""Rows as a named table of a workbook: something to filter, to pivot and to look up in.

Here: heads with their notes, rows, widths and the table's frame. Not here: which rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table as NamedTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.publish.excel.sheets import clean, set_up_print
from orchestration.publish.site.downloads import FORMULA_STARTS
from orchestration.workbooks import put_text

LAST_ROW = 1_048_576
LOOK = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
NARROWEST, WIDEST = 8, 60
AUTHOR = "Vital Signs"
# A column is as wide as its first rows ask for.
MEASURED_ROWS = 200
NOTE_WIDTH, NOTE_HEIGHT = 320, 110


@dataclass(frozen=True)
class Head:
    """A column: its name, the note on it, and how its numbers are shown."""

    name: str
    note: str = ""
    shown_as: str | None = None


def put_table(
    sheet: Worksheet,
    name: str,
    heads: Sequence[Head],
    rows: Iterable[Sequence[Any]],
    release_line: str,
) -> int:
    """A table of this name from the first cell on; how many rows it has.

    A table needs a row: one without any is given an empty one.
    """
    widths = [float(len(head.name)) + 4 for head in heads]
    for place, head in enumerate(heads, start=1):
        put_text(sheet.cell(1, place), head.name)
        if head.note:
            note = Comment(clean(head.note), AUTHOR, height=NOTE_HEIGHT, width=NOTE_WIDTH)
            sheet.cell(1, place).comment = note
    count = 0
    for row in rows:
        count += 1
        _put_row(sheet, count + 1, row)
        if count <= MEASURED_ROWS:
            widths = [max(w, _length(v)) for w, v in zip(widths, row, strict=True)]
    for place, head in enumerate(heads, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = min(WIDEST, max(NARROWEST, widths[place - 1] + 1))
        if head.shown_as:
            for number in range(2, count + 2):
                if sheet.cell(number, place).value is not None:
                    sheet.cell(number, place).number_format = head.shown_as
    area = f"A1:{get_column_letter(len(heads))}{max(count, 1) + 1}"
    table = NamedTable(displayName=name, name=name, ref=area, tableStyleInfo=LOOK)
    sheet.add_table(table)
    sheet.freeze_panes = "B2"
    set_up_print(sheet, (1, 1), release_line)
    return count


def _put_row(sheet: Worksheet, number: int, row: Sequence[Any]) -> None:
    """A row; a text that could be taken for something else is marked as text."""
    cells: dict[int | str, Any] = {}
    marked: dict[int, str] = {}
    for place, value in enumerate(row, start=1):
        if isinstance(value, str):
            text = clean(value)
            if text.startswith(FORMULA_STARTS) or text in ERROR_CODES:
                marked[place] = text
            else:
                cells[place] = text
        elif isinstance(value, datetime) and value.tzinfo:
            cells[place] = value.astimezone(UTC).replace(tzinfo=None)
        elif value is not None:
            cells[place] = value
    sheet.append(cells)
    for place, text in marked.items():
        put_text(sheet.cell(number, place), text)


def _length(value: Any) -> float:
    if isinstance(value, Decimal):
        return 14
    return 0 if value is None else min(WIDEST, len(str(value)))
