"""A scorecard as progress: objectives, their measures, and how far each has come.

Here: sections, and the columns from baseline to deadline. Not here: head and notes.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.publish.excel.scorecard_head import (
    Frame,
    put_head,
    put_mark,
    put_notes,
    put_section,
)
from orchestration.publish.excel.sheets import put, set_height, set_up_print, set_widths
from orchestration.publish.excel.styles import (
    BODY,
    BOLD,
    COLUMN_HEAD,
    DAY,
    HAIRLINE,
    HEAD_FILL,
    HEAD_RULE,
    LEFT,
    PART,
    PROMISED,
    RIGHT,
    SHARE,
    SMALL,
    TINTS,
    number_format,
)
from orchestration.publish.site.catalogue import Measure
from orchestration.publish.site.formatting import Unit
from orchestration.publish.site.progress_layout import (
    Group,
    ProgressRow,
    Section,
    progress_sections,
)

HEADS = (
    ("Measure", 36),
    ("", 4),
    ("Share delivered", 11),
    ("Baseline", 12),
    ("Due by now", 12),
    ("Actual", 12),
    ("Previous", 12),
    ("Target", 14),
    ("Deadline", 12),
    ("Period", 15),
    ("Owner", 26),
    ("Why", 60),
)
WIDTH = len(HEADS)
WIDTHS = dict(enumerate((width for _, width in HEADS), start=1))
NAME, MARK, SHARED, BASELINE, DUE, ACTUAL, PREVIOUS, TARGET, DEADLINE, PERIOD, OWNER, WHY = WIDTHS


def put_progress(sheet: Worksheet, frame: Frame) -> None:
    """The whole sheet."""
    set_widths(sheet, list(WIDTHS.values()))
    row = put_head(sheet, frame, WIDTH)
    for place, (head, _) in enumerate(HEADS, start=1):
        put(
            sheet, row, place, head, look=COLUMN_HEAD, border=HEAD_RULE,
            place=LEFT if place in (NAME, PERIOD, OWNER, WHY) else RIGHT,
        )  # fmt: skip
    set_height(sheet, row, [("Share delivered", WIDTHS[SHARED], COLUMN_HEAD)])
    sheet.freeze_panes = f"B{row + 1}"
    set_up_print(sheet, (row, row), frame.release_line)
    for section in progress_sections(frame.catalogue, frame.scorecard):
        row = _put_section(sheet, row + 1, section)
    put_notes(sheet, row + 2, frame, WIDTH)


def _put_section(sheet: Worksheet, row: int, section: Section) -> int:
    row = put_section(sheet, row, section.heading, WIDTH)
    said = [section.tally, section.note]
    if section.state:
        put_mark(sheet, row, MARK, section.state.rag_status)
        share = f"{section.state.share} of the improvement due" if section.state.share else ""
        said = [section.state.words, share, *said]
        said += [f"Escalated: {section.state.escalated}"] if section.state.escalated else []
    text = " · ".join(filter(None, said))
    put(sheet, row, SHARED, text, look=SMALL, place=LEFT)
    sheet.merge_cells(start_row=row, start_column=SHARED, end_row=row, end_column=WIDTH)
    set_height(sheet, row, [(text, sum(WIDTHS.values()) - WIDTHS[NAME] - WIDTHS[MARK], SMALL)])
    for group in section.groups:
        row = _put_group(sheet, row, group)
    return row


def _put_group(sheet: Worksheet, row: int, group: Group) -> int:
    if group.node is not None:
        row += 1
        code = group.node["code"] or ""
        name = str(group.node["name"])
        words = [name if code in name else f"{code} {name}", group.tally, group.note]
        text = " · ".join(filter(None, words))
        for place in range(1, WIDTH + 1):
            sheet.cell(row, place).fill = HEAD_FILL
        put(sheet, row, 1, text, look=BOLD, fill=HEAD_FILL, place=LEFT)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=WIDTH)
        set_height(sheet, row, [(text, sum(WIDTHS.values()), BOLD)])
    for line in group.rows:
        row += 1
        _put_row(sheet, row, line)
    return row


def _put_row(sheet: Worksheet, row: int, line: ProgressRow) -> None:
    measure = line.measure
    name = " ".join(filter(None, (measure.row["code"], measure.name, _tags(measure))))
    why = measure.row["explanation"] or line.reason
    texts: list[tuple[int, str, Font, Alignment]] = [
        (NAME, name, BODY if line.depth else BOLD, PART if line.depth else LEFT),
        (PERIOD, line.period, BODY, LEFT),
        (OWNER, line.owner, SMALL, LEFT),
        (WHY, why, SMALL, LEFT),
    ]
    for place, text, look, alignment in texts:
        put(sheet, row, place, text, look=look, border=HAIRLINE, place=alignment)
    sizes = [(text, WIDTHS[place] - 2 * line.depth, look) for place, text, look, _ in texts]
    set_height(sheet, row, sizes)
    put_mark(sheet, row, MARK, measure.rag_status)
    tint = TINTS.get(measure.rag_status)
    for place, (value, shown) in _figures(line).items():
        look = BOLD if place == ACTUAL else PROMISED if place in (DUE, TARGET) else BODY
        put(
            sheet, row, place, value, look=look, border=HAIRLINE, place=RIGHT, shown_as=shown,
            fill=tint if place == ACTUAL else None,
        )  # fmt: skip
        if isinstance(value, str):
            set_height(sheet, row, [(value, WIDTHS[place], look)])


def _tags(measure: Measure) -> str:
    """What a page says in tags below the name."""
    said = ["overdue"] if measure.row["is_overdue"] else []
    said += [
        f"{'waived: ' if row['is_waived'] else ''}{row['rule_name'].lower()}"
        for row in measure.own_exceptions
        if row["exception_rule_id"] != "overdue"
    ]
    said += ["hollow green"] if measure.row["is_hollow_green"] else []
    said += [f"escalated: {measure.escalated}"] if measure.escalated else []
    unit = [measure.unit.suffix.strip()] if measure.unit.is_long else []
    return f"[{'; '.join([*unit, *said])}]" if unit or said else ""


def _figures(line: ProgressRow) -> dict[int, tuple[Any, str | None]]:
    """By column: a number and how it is shown, or the words that stand instead."""
    measure, row = line.measure, line.measure.row
    target = measure.target
    deadline: date | None = target["deadline_date"] if target else None
    is_share = row["attainment"] is not None and not measure.is_done
    is_plain = row["measure_kind"] in ("level", "maintain")
    promised = target["target_value"] if target and is_plain else None
    return {
        SHARED: (row["attainment"], SHARE) if is_share else (line.share or None, None),
        BASELINE: _number(measure, line.baseline_value, line.baseline, is_promise=True),
        DUE: _number(measure, row["expected_value"], line.due, is_promise=True),
        ACTUAL: _actual(measure, line),
        PREVIOUS: _number(measure, row["previous_value"] if line.previous else None, line.previous),
        TARGET: _number(measure, promised, line.target, before=_strictness(measure)),
        DEADLINE: (deadline, DAY) if deadline else (line.deadline or None, None),
    }


def _number(
    measure: Measure,
    value: Decimal | None,
    words: str,
    *,
    is_promise: bool = False,
    before: str = "",
) -> tuple[Any, str | None]:
    """The number where the row has one; else the page's own words, or a dash."""
    if value is None or measure.is_done or measure.row["measure_kind"] == "composite":
        return words or "\N{EN DASH}", None
    is_size = measure.row["measure_kind"] == "band" and measure.row["direction"] == "lower"
    sign = "±" if is_promise and is_size else before
    return value, number_format(measure.unit.short, value, before=sign)


def _actual(measure: Measure, line: ProgressRow) -> tuple[Any, str | None]:
    value, parts = measure.row["value"], measure.row["denominator"]
    if measure.row["measure_kind"] == "composite" and value is not None and parts is not None:
        return value, number_format(Unit(None, "", "", 0), value, after=f" of {parts:.0f}")
    return _number(measure, value, line.actual)


def _strictness(measure: Measure) -> str:
    """ "under 30.0 min" is a number too; "or less" goes without saying."""
    if not measure.row["is_strict"]:
        return ""
    return {"lower": "under ", "higher": "over "}.get(measure.row["direction"], "")
