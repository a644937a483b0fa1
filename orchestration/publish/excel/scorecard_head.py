"""The top and the end of a scorecard's sheet, the same in both layouts.

Here: title, what is illustrative, legend, what each status says, notes. Not here: the measures'
figures (vital_signs.py, progress.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from orchestration.publish.excel.sheets import column_width, put, put_lines, set_height
from orchestration.publish.excel.styles import (
    BODY,
    BOLD,
    BOXED,
    HAIRLINE,
    HEADING,
    LEFT,
    LETTERS,
    MARK_BORDERS,
    MARK_FILLS,
    MARK_FONTS,
    MIDDLE,
    SMALL,
    TITLE,
    TOP_RULE,
)
from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.reading import Row
from orchestration.publish.site.rules import legends
from orchestration.publish.site.scorecard_page import notes
from orchestration.publish.site.wording import scorecard_lead, scorecard_title

INVENTED = "Every figure on this sheet is invented."


@dataclass(frozen=True)
class Frame:
    """One scorecard with what its sheet is drawn from, and the line that names the release."""

    catalogue: Catalogue
    scorecard: Row
    measures: list[Measure]
    release_line: str


def put_head(sheet: Worksheet, frame: Frame, width: int) -> int:
    """Title, lead, illustrative box and legend, across `width` columns; the next free row."""
    scorecard = frame.scorecard
    about = f"{scorecard['organisation_name']} · {scorecard['title']} · {frame.release_line}"
    lines = [(f"{scorecard['name']}: {scorecard_title(frame.measures)}", TITLE), (about, SMALL)]
    row = put_lines(sheet, 1, lines, width)
    row = put_lines(sheet, row, [(scorecard_lead(frame.measures), BODY)], width)
    if scorecard["is_illustrative"]:
        boxed = f"Illustrative. {scorecard['illustrative_note'] or INVENTED}"
        row = put_lines(sheet, row, [(boxed, BOLD)], width)
        sheet.cell(row - 1, 1).border = BOXED
    return put_lines(sheet, row, [(_legend(frame), SMALL)], width) + 1


def _legend(frame: Frame) -> str:
    rules = legends(frame.catalogue.rows["rag_rules"], frame.catalogue.as_of)
    words = rules.get(frame.scorecard["rag_profile_id"], {})
    said = [
        f"{LETTERS[status]} {status}: {words[status]}"
        for status in ("red", "amber", "green")
        if status in words
    ]
    return " · ".join([*said, f"{LETTERS['none']} no status: the reason is given"])


def put_mark(sheet: Worksheet, row: int, column: int, rag_status: str) -> None:
    """The letter of a status in its colour; no status is a dash."""
    put(
        sheet,
        row,
        column,
        LETTERS[rag_status],
        look=MARK_FONTS[rag_status],
        fill=MARK_FILLS.get(rag_status),
        border=MARK_BORDERS.get(rag_status, HAIRLINE),
        place=MIDDLE,
    )


def put_sentences(sheet: Worksheet, row: int, measures: Sequence[Measure], width: int) -> int:
    """What each measure's latest status says, in words; the next free row."""
    row = put_section(sheet, row, "What the latest statuses say", width)
    for measure in measures:
        name = " ".join(filter(None, (measure.row["code"], measure.name)))
        sentence = measure.row["explanation"] or "No complete period yet."
        put(sheet, row, 1, name, place=LEFT)
        put_mark(sheet, row, 2, measure.rag_status)
        put(sheet, row, 3, sentence, place=LEFT)
        sheet.merge_cells(start_row=row, start_column=3, end_row=row, end_column=width)
        room = sum(column_width(sheet, column) for column in range(3, width + 1))
        set_height(sheet, row, [(name, column_width(sheet, 1), BODY), (sentence, room, BODY)])
        row += 1
    return row + 1


def put_section(sheet: Worksheet, row: int, heading: str, width: int) -> int:
    """A heading below a rule; the next row."""
    put(sheet, row, 1, heading, look=HEADING, border=TOP_RULE)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    sheet.row_dimensions[row].height = 20
    return row + 1


def put_notes(sheet: Worksheet, row: int, frame: Frame, width: int) -> None:
    """What a reader must know about the figures, as on the page."""
    told = notes(frame.catalogue, frame.scorecard, frame.measures)
    if told:
        row = put_section(sheet, row, "Notes", width)
        put_lines(sheet, row, [(f"{sign}  {text}", BODY) for sign, text in told], width)
