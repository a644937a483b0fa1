"""Cells and encodings: text comes through as typed, and nothing is evaluated."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.extract.return_grids import (
    ReturnFaultError,
    cell_text,
    decode,
    read_csv,
    read_workbook,
)
from tests.support.workbooks import with_part, workbook


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (75.4, "75.4"),
        (80.0, "80"),
        (1030.92, "1030.92"),
        (1_500_000, "1500000"),
        (1e21, "1000000000000000000000"),
        (1.5e-7, "0.00000015"),
        (-0.5, "-0.5"),
        (True, "true"),
        (False, "false"),
        (date(2018, 1, 31), "2018-01-31"),
        (datetime(2018, 1, 31), "2018-01-31"),  # noqa: DTZ001  a cell has no zone
        (datetime(2018, 1, 31, 9, 5), "2018-01-31 09:05:00"),  # noqa: DTZ001
        (time(9, 5), "09:05:00"),
        ("=1+1", "=1+1"),
        (" 007 ", " 007 "),
        (float("inf"), "inf"),
    ],
)
def test_a_cell_is_text_as_typed(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_a_percentage_keeps_its_sign() -> None:
    assert cell_text(0.754, "0.0%") == "75.4%"
    assert cell_text(1, "0%") == "100%"


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_number_of_up_to_fifteen_digits_survives_the_float(number: Decimal) -> None:
    text = cell_text(float(number))
    assert Decimal(text) == number
    assert "e" not in text.lower()


@pytest.mark.parametrize(
    ("content", "text", "encoding"),
    [
        ("é".encode(), "é", "utf-8"),
        ("é".encode("utf-8-sig"), "é", "utf-8-sig"),
        ("é".encode("utf-16"), "é", "utf-16"),
        (b"\x93caf\xe9\x94", "\u201ccafé\u201d", "cp1252"),
    ],
)
def test_encodings(content: bytes, text: str, encoding: str) -> None:
    assert decode(content) == (text, encoding)


@pytest.mark.parametrize("content", [b"\x81\x8d", b"a\x00b", b"\xef\xbb\xbf\xe9", b"\xff\xfea"])
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(ReturnFaultError, match="not text"):
        decode(content)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_numbers_of_rows_with_blank_and_broken_lines(delimiter: str) -> None:
    lines = [["a", "b"], ["1", '"two\r\nlines"'], [], ["", " "], ["3", "4"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    grid, _ = read_csv(text.encode())
    assert grid.rows == ((1, ("a", "b")), (2, ("1", "two\r\nlines")), (5, ("3", "4")))


def test_broken_quotes_name_the_line() -> None:
    with pytest.raises(ReturnFaultError, match="line 2 is not valid CSV"):
        read_csv(b'a,b\n1,"x" y\n')


def test_a_workbooks_formulas_are_text_and_its_rows_keep_their_numbers() -> None:
    content = workbook({"s": [["a", "b"], [], ["=1+1", "=cmd|' /C calc'!A0"]], "empty": []})
    (grid,) = read_workbook(content)
    assert grid.rows == ((1, ("a", "b")), (3, ("=1+1", "=cmd|' /C calc'!A0")))


def test_a_sheet_that_lies_about_its_size_is_read_by_its_cells() -> None:
    content = with_part(
        workbook({"s": [["a"], ["b"]]}),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'),
    )
    (grid,) = read_workbook(content)
    assert grid.rows == ((1, ("a",)), (2, ("b",)))


def test_a_row_far_below_is_refused_without_walking_there() -> None:
    content = with_part(
        workbook({"s": [["a"], ["b"]]}),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<row r="2">', b'<row r="99999999999">').replace(
            b'r="A2"', b'r="A99999999999"'
        ),
    )
    with pytest.raises(ReturnFaultError, match="larger than"):
        read_workbook(content)


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = with_part(workbook({"s": [["a"]]}), "xl/theme/theme1.xml", lambda _: b" " * 10_000_000)
    assert len(bomb) < 100_000
    monkeypatch.setattr("orchestration.extract.return_grids.LARGEST_WORKBOOK_BYTES", 5_000_000)
    with pytest.raises(ReturnFaultError, match="more than is read"):
        read_workbook(bomb)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0rest", "locked with a password"),
        (b"not a zip", "no workbook"),
        (workbook({"s": [["a"]]})[:-200], "no workbook"),
    ],
)
def test_locked_and_damaged_workbooks(content: bytes, words: str) -> None:
    with pytest.raises(ReturnFaultError, match=words):
        read_workbook(content)


def test_a_workbook_without_its_parts_is_damaged() -> None:
    broken = with_part(workbook({"s": [["a"]]}), "xl/workbook.xml", lambda _: b"<oops")
    with pytest.raises(ReturnFaultError, match="damaged"):
        read_workbook(broken)
