"""CSV and XLSX files as grids of text, cell by cell as a person typed them.

Here: bytes to text, and the faults that make a whole file unreadable. Not here: which columns a
return must have (`return_files`), or whether a value makes sense (SQL). Nothing is ever evaluated:
a formula stays the text of the formula.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl

LARGEST_FILE_BYTES = 20_000_000
LARGEST_WORKBOOK_BYTES = 50_000_000
MOST_WORKBOOK_PARTS = 2_000
MOST_ROWS = 200_000
MOST_COLUMNS = 200

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
_ZIP_FILE = b"PK\x03\x04"
_PERCENT = re.compile(r"(?<!\\)%")


class ReturnFaultError(Exception):
    """Why a whole file cannot be used, and what its sender can do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True)
class Grid:
    """One sheet: its name ('' in CSV) and its rows, each with its number, blank rows left out."""

    sheet_name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def decode(content: bytes) -> tuple[str, str]:
    """The text and the encoding it was read as; UTF-8 proves itself, CP1252 is the guess."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    else:
        has_mark = content.startswith(b"\xef\xbb\xbf")
        candidates = ["utf-8-sig"] if has_mark else ["utf-8", "cp1252"]
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, encoding
    raise ReturnFaultError(
        f"its bytes are not text in any of {candidates}.", "save it again as CSV UTF-8."
    )


def read_csv(content: bytes) -> tuple[Grid, str]:
    """The one grid of a CSV file, and its encoding."""
    if content.startswith((_ZIP_FILE, _COMPOUND_FILE)):
        raise ReturnFaultError(
            "it is a workbook named .csv.", "save it as CSV UTF-8, or name it .xlsx."
        )
    text, encoding = decode(content)
    first_line = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        for number, cells in enumerate(reader, start=1):
            _expect_size(number, cells, "the table")
            if any(cell.strip() for cell in cells):
                rows.append((number, tuple(cells)))
    except csv.Error as error:
        raise ReturnFaultError(
            f"line {reader.line_num} is not valid CSV: {error}.",
            "check the quotation marks around that line, or save it again as CSV UTF-8.",
        ) from None
    return Grid("", tuple(rows)), encoding


def read_workbook(content: bytes) -> list[Grid]:
    """The grids of an XLSX file that hold anything."""
    _expect_harmless_zip(content)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and validations it drops; only cells are read.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            grids = [Grid(sheet.title, tuple(_rows(sheet))) for sheet in book.worksheets]
    except ReturnFaultError:
        raise
    except Exception as error:  # a broken workbook may raise anything at all
        raise ReturnFaultError(
            f"the workbook is damaged ({type(error).__name__}).",
            "open it in a spreadsheet program and save it again as .xlsx.",
        ) from None
    return [grid for grid in grids if grid.rows]


def _expect_harmless_zip(content: bytes) -> None:
    if content.startswith(_COMPOUND_FILE):
        raise ReturnFaultError(
            "it is locked with a password, or in the old .xls format.",
            "save it as .xlsx without a password.",
        )
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise ReturnFaultError(
            "it is no workbook, or a damaged one.",
            "open it in a spreadsheet program and save it again as .xlsx.",
        ) from None
    unpacked = sum(part.file_size for part in parts)
    if unpacked > LARGEST_WORKBOOK_BYTES or len(parts) > MOST_WORKBOOK_PARTS:
        raise ReturnFaultError(
            f"it unpacks to {unpacked:,} bytes in {len(parts):,} parts, more than is read.",
            "send only the return's own sheets.",
        )


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    # The size a sheet claims may be wrong; only the cells count.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        _expect_size(number, cells, f"sheet {sheet.title!r}")
        texts = tuple(cell_text(cell.value, cell.number_format) for cell in cells)
        if any(text.strip() for text in texts):
            yield number, texts


def _expect_size(number: int, cells: Sequence[object], what: str) -> None:
    if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
        raise ReturnFaultError(
            f"{what} is larger than {MOST_ROWS:,} rows by {MOST_COLUMNS} columns.",
            "delete everything below and beside the table, or split the return.",
        )


def cell_text(value: Any, number_format: str = "General") -> str:
    """A cell as typed: ISO dates, numbers without a float's noise, formulas as their text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(value, is_percent=bool(_PERCENT.search(number_format or "")))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    # Array formulas are objects that carry their text.
    return str(getattr(value, "text", value))


def _number_text(value: float, *, is_percent: bool) -> str:
    """Fifteen digits, as many as a spreadsheet keeps; a cell shown as 75.4% stays 75.4%."""
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if not number.is_finite():
        return str(value)
    text = f"{number * 100 if is_percent else number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}%" if is_percent else text
