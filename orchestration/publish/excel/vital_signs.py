"""A scorecard whose measures stand in rows and whose periods stand side by side.

Here: the grid of each frequency, three rows to a measure with parts. Not here: head and notes.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from openpyxl.styles import Border
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.publish.excel.scorecard_head import (
    Frame,
    put_head,
    put_mark,
    put_notes,
    put_section,
    put_sentences,
)
from orchestration.publish.excel.sheets import put, set_height, set_up_print, set_widths
from orchestration.publish.excel.styles import (
    BODY,
    BOLD,
    COLUMN_HEAD,
    HAIRLINE,
    HEAD_RULE,
    INK_2,
    LATEST_SIDE,
    LEFT,
    MARK_FILLS,
    PROMISED,
    RIGHT,
    SMALL,
    TINTS,
    TO_COME,
    font,
    number_format,
)
from orchestration.publish.site.cells import Cell
from orchestration.publish.site.formatting import Unit, rounded_part
from orchestration.publish.site.reading import Row
from orchestration.publish.site.scorecard_page import COLUMNS, Column, Grid, GridRow, grids

NAME_WIDTH, BETTER_WIDTH, TARGET_WIDTH, MARK_WIDTH, VALUE_WIDTH = 30, 8, 11, 3, 9.5
FIRST_PERIOD = 4
WIDTH = FIRST_PERIOD - 1 + 2 * COLUMNS
PARTS = ("numerator", "denominator")
# Parts are counts, whatever the unit of what is worked out from them.
PLAIN_UNIT = Unit(None, "", "", None)
WITHHELD = font(8, colour=INK_2)


def put_vital_signs(sheet: Worksheet, frame: Frame) -> None:
    """The whole sheet."""
    set_widths(
        sheet,
        [NAME_WIDTH, BETTER_WIDTH, TARGET_WIDTH, *([MARK_WIDTH, VALUE_WIDTH] * COLUMNS)],
    )
    row = put_head(sheet, frame, WIDTH)
    found = grids(frame.catalogue, frame.measures)
    first_head = row + 1
    for grid in found:
        row = _put_grid(sheet, row, grid)
    row = put_sentences(sheet, row, [r.measure for g in found for r in _rows(g)], WIDTH)
    put_notes(sheet, row, frame, WIDTH)
    # Heads of one frequency would be wrong above another: then the title alone stays.
    last = first_head if len(found) == 1 else 2
    sheet.freeze_panes = f"B{last + 1}"
    set_up_print(sheet, (last if last > 2 else 1, last), frame.release_line)


def _rows(grid: Grid) -> list[GridRow]:
    return [row for group in grid.groups for row in group.rows]


def _put_grid(sheet: Worksheet, row: int, grid: Grid) -> int:
    row = put_section(sheet, row, f"{grid.heading}: {grid.span}", WIDTH)
    for place, head in enumerate(("Measure", "Better when", "Target"), start=1):
        put(sheet, row, place, head, look=COLUMN_HEAD, border=HEAD_RULE, place=LEFT)
    for index, column in enumerate(grid.columns):
        look = BOLD if column.is_latest else COLUMN_HEAD
        place = _place(index)
        put(sheet, row, place, column.label, look=look, border=HEAD_RULE, place=RIGHT)
        sheet.cell(row, place + 1).border = HEAD_RULE
        sheet.merge_cells(start_row=row, start_column=place, end_row=row, end_column=place + 1)
    set_height(sheet, row, [("Better when", BETTER_WIDTH, COLUMN_HEAD)])
    top = row
    for group in grid.groups:
        if group.name:
            row += 1
            put(sheet, row, 1, group.name, look=BOLD, border=HAIRLINE)
        for measure in group.rows:
            row = _put_measure(sheet, row + 1, measure, grid.columns)
    _frame_latest(sheet, top, row, grid.columns)
    return row + 2


def _place(index: int) -> int:
    return FIRST_PERIOD + 2 * index


def _put_measure(sheet: Worksheet, row: int, line: GridRow, columns: list[Column]) -> int:
    """Value, numerator and denominator below each other; the last row used."""
    measure = line.measure
    said = [text for text in (line.note, _flags(line)) if text]
    has_parts = any(cell.numerator for cell in line.cells)
    last = row + max(len(said), len(PARTS) if has_parts else 0)
    for place in range(1, WIDTH + 1):
        sheet.cell(row, place).border = HAIRLINE
    name = f"{'    ' if not measure.is_counted else ''}{measure.name}"
    put(sheet, row, 1, name, look=BOLD, border=HAIRLINE, place=LEFT)
    set_height(sheet, row, [(name, NAME_WIDTH, BOLD)])
    for below, text in enumerate(said, start=1):
        put(sheet, row + below, 1, text, look=SMALL, place=LEFT)
        set_height(sheet, row + below, [(text, NAME_WIDTH, SMALL)])
    put(sheet, row, 2, line.better, border=HAIRLINE)
    _put_target(sheet, row, line)
    by_period = {period["period_id"]: period for period in measure.periods}
    for index, (column, cell) in enumerate(zip(columns, line.cells, strict=True)):
        period = by_period.get(column.period_id)
        _put_value(sheet, row, _place(index), line, cell, period)
        _put_parts(sheet, row, _place(index), cell, period, last)
    return last


def _flags(line: GridRow) -> str:
    """What a page says in tags below the name."""
    measure = line.measure
    said = [str(row["rule_name"]) for row in measure.open_exceptions]
    words = [f"Exception: {', '.join(said)}" if said else ""]
    words.append("Hollow green" if measure.row["is_hollow_green"] else "")
    words.append(f"Escalated: {measure.escalated}" if measure.escalated else "")
    return ". ".join(filter(None, words))


def _put_target(sheet: Worksheet, row: int, line: GridRow) -> None:
    measure = line.measure
    value = measure.row["target_value"]
    if value is not None and measure.row["measure_kind"] in ("level", "maintain"):
        shown = number_format(measure.unit.short, value)
        put(
            sheet, row, 3, value, look=PROMISED, border=HAIRLINE, place=RIGHT, shown_as=shown
        )  # fmt: skip
    else:
        put(sheet, row, 3, line.target, look=PROMISED, border=HAIRLINE, place=RIGHT)
        set_height(sheet, row, [(line.target, TARGET_WIDTH, BODY)])


def _put_value(
    sheet: Worksheet, row: int, place: int, line: GridRow, cell: Cell, period: Row | None
) -> None:
    """The letter and the figure, or why there is none; a figure without a status has a dash."""
    tint = TINTS.get(cell.kind)
    has_value = period is not None and period["value"] is not None
    put_mark(sheet, row, place, cell.status)
    if tint and cell.status not in MARK_FILLS:
        sheet.cell(row, place).fill = tint
    if cell.status == "none" and not has_value:
        sheet.cell(row, place).value = None
    value, shown = _shown(line, cell, period) if period and has_value else (cell.text, None)
    look = WITHHELD if not has_value else BOLD if cell.is_latest else BODY
    border = TO_COME if cell.kind == "awaiting_data" else HAIRLINE
    put(
        sheet, row, place + 1, value, look=look, fill=tint, border=border, place=RIGHT,
        shown_as=shown,
    )  # fmt: skip
    if not has_value:
        set_height(sheet, row, [(cell.text, VALUE_WIDTH, WITHHELD)])


def _shown(line: GridRow, cell: Cell, period: Row) -> tuple[Any, str | None]:
    """The figure itself and how it is shown; an event is a word."""
    measure = line.measure
    if measure.is_done:
        return cell.text, None
    value: Decimal = period["value"]
    unit = measure.unit.short
    if measure.row["measure_kind"] == "composite" and period["denominator"] is not None:
        words = f" of {period['denominator']:.0f}"
        return value, number_format(replace(unit, decimals=0, suffix=""), value, after=words)
    return value, number_format(unit, value, after=f" {cell.flag}" if cell.flag else "")


def _put_parts(
    sheet: Worksheet, row: int, place: int, cell: Cell, period: Row | None, last: int
) -> None:
    tint = TINTS.get(cell.kind)
    if tint:
        for below in range(row + 1, last + 1):
            sheet.cell(below, place).fill = tint
            sheet.cell(below, place + 1).fill = tint
    if period is None or not cell.numerator:
        return
    for below, part in enumerate(PARTS, start=1):
        value: Decimal = period[part]
        decimals = 0 if value == value.to_integral_value() else _decimals(value)
        shown = number_format(
            PLAIN_UNIT, value, before="of " if part == "denominator" else "",
            after="†" if part == "numerator" and cell.has_dagger else "", decimals=decimals,
        )  # fmt: skip
        put(
            sheet, row + below, place + 1, value, look=SMALL, fill=tint, place=RIGHT,
            shown_as=shown,
        )  # fmt: skip


def _decimals(value: Decimal) -> int:
    """Two at most, as on the page, and none that are only zeros."""
    exponent = rounded_part(value).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _frame_latest(sheet: Worksheet, top: int, bottom: int, columns: list[Column]) -> None:
    """The latest complete period between two strong lines."""
    for index, column in enumerate(columns):
        if not column.is_latest:
            continue
        left, right = _place(index), _place(index) + 1
        for row in range(top, bottom + 1):
            first, second = sheet.cell(row, left), sheet.cell(row, right)
            first.border = _with(first.border, left=LATEST_SIDE, row=row, top=top, bottom=bottom)
            second.border = _with(second.border, right=LATEST_SIDE, row=row, top=top, bottom=bottom)


def _with(border: Any, *, row: int, top: int, bottom: int, **sides: Any) -> Border:
    made = Border(left=border.left, right=border.right, top=border.top, bottom=border.bottom)
    for name, side in sides.items():
        setattr(made, name, side)
    if row == top:
        made.top = LATEST_SIDE
    if row == bottom:
        made.bottom = LATEST_SIDE
    return made
