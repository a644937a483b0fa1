"""What a cell of a workbook may hold: text that stays text, names a program takes, formats."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from orchestration.publish.excel.sheets import (
    LONGEST_TEXT,
    clean,
    new_sheet,
    set_height,
    sheet_name,
)
from orchestration.publish.excel.styles import BODY, number_format
from orchestration.publish.excel.tables import Head, put_table
from orchestration.publish.site.formatting import Unit
from orchestration.workbooks import bytes_of, empty_workbook

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "#N/A", "http://x.example")


def written(rows: list[tuple[Any, ...]]) -> Any:
    """The rows as one table, saved and opened again."""
    book = empty_workbook()
    sheet = new_sheet(book, "told")
    heads = [Head(f"column_{n}", "=note") for n in range(len(rows[0]))]
    put_table(sheet, "told", heads, rows, "a release & more")
    return openpyxl.load_workbook(io.BytesIO(bytes_of(book)))["told"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_formula_an_error_or_a_link(text: str) -> None:
    cell = written([(text,)])["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize("text", HOSTILE[:6])
def test_text_that_begins_like_a_formula_stays_text_when_it_is_edited(text: str) -> None:
    assert written([(text,)])["A2"].quotePrefix is True


def test_numbers_dates_and_gaps_are_what_they_are() -> None:
    moment = datetime(2026, 1, 31, 9, 15, tzinfo=UTC)
    sheet = written([(Decimal("75.4"), date(2026, 1, 31), moment, True, None, 3)])
    assert [cell.value for cell in sheet[2]] == [
        75.4,
        datetime(2026, 1, 31),  # noqa: DTZ001  a workbook keeps days and moments without a zone
        datetime(2026, 1, 31, 9, 15),  # noqa: DTZ001
        True,
        None,
        3,
    ]
    assert [cell.is_date for cell in sheet[2]][:3] == [False, True, True]


def test_a_cell_holds_no_more_than_it_can_and_says_what_was_cut() -> None:
    long = clean("x" * (LONGEST_TEXT + 1))
    assert len(long) == LONGEST_TEXT
    assert long.endswith("[cut: a cell holds no more]")
    assert clean("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT


@pytest.mark.parametrize("letters", [LONGEST_TEXT, LONGEST_TEXT // 2 + 1])
def test_a_letter_that_takes_two_places_is_counted_as_two(letters: int) -> None:
    """Spreadsheets count in UTF-16: half as many of these fill a cell."""
    cut = clean("\N{CHART WITH UPWARDS TREND}" * letters)
    assert LONGEST_TEXT - 2 < len(cut.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert cut.endswith("[cut: a cell holds no more]")


def test_no_row_is_taller_than_a_program_takes() -> None:
    sheet = new_sheet(empty_workbook(), "told")
    set_height(sheet, 1, [("word " * 5_000, 10, BODY)])
    assert sheet.row_dimensions[1].height == 409


def test_what_xml_cannot_hold_is_replaced_and_lines_end_one_way() -> None:
    assert clean("a\x00b\x1fc\r\nd\re") == "a\ufffdb\ufffdc\nd\ne"


def test_text_that_looks_like_an_escape_is_read_as_it_was_written() -> None:
    """A spreadsheet program reads _x005F_ as an underscore, and _x0041_ as the letter A."""
    assert clean("_x0041_") == "_x005F_x0041_"


def test_a_sheet_gets_a_name_that_no_program_refuses() -> None:
    assert sheet_name("Q1: [a/b]*?", []) == "Q1   a b"
    assert sheet_name("x" * 40, []) == "x" * 31
    assert sheet_name("HEIW", ["heiw"]) == "HEIW 2"
    assert sheet_name("x" * 31, ["X" * 31]) == "x" * 29 + " 2"
    assert sheet_name("'", []) == "Sheet"
    assert sheet_name("History", []) == "History sheet"


def test_a_table_has_a_name_a_note_on_each_column_and_heads_that_stay() -> None:
    sheet = written([("a", 1), ("b", 2)])
    assert sheet.tables["told"].ref == "A1:B3"
    assert [c.name for c in sheet.tables["told"].tableColumns] == ["column_0", "column_1"]
    assert sheet["A1"].comment.text == "=note"
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B2", "$1:$1")
    assert sheet.oddFooter.left.text == "a release && more"


def test_a_table_without_rows_is_still_a_table() -> None:
    book = empty_workbook()
    assert put_table(new_sheet(book, "told"), "told", [Head("a")], [], "a release") == 0
    sheet = openpyxl.load_workbook(io.BytesIO(bytes_of(book)))["told"]
    assert sheet.tables["told"].ref == "A1:A2"


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        (Unit("percent", "", "%", 1), "75.4", '#,##0.0"%"'),
        (Unit("count", "", "", 0), "7", "#,##0"),
        (Unit("pounds", "£", "", 3), "0.384", '"£"#,##0.000;-"£"#,##0.000'),
        # Without decimals of its own a figure shows those it has.
        (Unit(None, "", "", None), "1.50", "#,##0.0"),
        (Unit(None, "", "", None), "1200", "#,##0"),
        # A quote inside a unit would end the words of a format.
        (Unit(None, "", ' "x"', 0), "1", "#,##0\" 'x'\""),
    ],
)
def test_a_format_shows_the_unit_around_a_number(unit: Unit, value: str, expected: str) -> None:
    assert number_format(unit, Decimal(value)) == expected


def test_the_same_content_gives_the_same_bytes_compressed_or_not() -> None:
    def made(*, is_compressed: bool) -> bytes:
        book = empty_workbook()
        put_table(new_sheet(book, "told"), "told", [Head("a", "note")], [("x",)], "a release")
        return bytes_of(book, is_compressed=is_compressed)

    assert made(is_compressed=True) == made(is_compressed=True)
    assert len(made(is_compressed=True)) < len(made(is_compressed=False))
