"""A seed file as typed rows with their line numbers, and every fault met on the way.

Here: encoding, header, number of cells, types. Not here: what the values mean together.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from orchestration.catalogue.declarations import Declaration
from orchestration.catalogue.faults import Fault


@dataclass(frozen=True)
class Unreadable:
    """A cell whose text is not of its column's type: reported once, then left alone."""

    text: str


Cell = str | int | Decimal | bool | date | datetime | Unreadable | None

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
SHAPES = {
    "integer": (r"-?\d{1,9}", "a whole number such as 12"),
    "decimal": (r"-?\d{1,28}(\.\d{1,9})?", "a plain number such as 1234.5, at most 9 decimals"),
    "boolean": (r"true|false", "true or false"),
    "date": (r"\d{4}-\d{2}-\d{2}", "a date such as 2026-01-31"),
    "timestamp": (r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}", "a time such as 2026-01-31 09:00:00"),
}


@dataclass(frozen=True)
class Row:
    """One line of the file; `line` counts the header as 1."""

    line: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """One seed. Where `is_whole` is False its rows could not be read; nothing refers to them."""

    name: str
    file: str
    rows: tuple[Row, ...]
    is_whole: bool = True


def read_table(path: Path, declaration: Declaration) -> tuple[Table, list[Fault]]:
    """The rows that can be read, and a fault for everything that can't."""
    file = f"{path.parent.name}/{path.name}"
    unread = Table(declaration.name, file, (), is_whole=False)
    if not path.is_file():
        remedy = f"Add the file, or take {declaration.name} out of {declaration.file}."
        return unread, [Fault(file, None, None, "The file is missing.", remedy)]
    text, faults = _decoded(path.read_bytes(), file)
    if text is None:
        return unread, faults
    lines = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(lines, [])
        if problem := _header_problem(header, list(declaration.types)):
            remedy = f"The columns are, in this order: {','.join(declaration.types)}"
            return unread, [*faults, Fault(file, 1, None, problem, remedy)]
        rows = []
        for values in lines:
            row, found = _read_row(values, lines.line_num, declaration.types, file)
            rows += [row] if row else []
            faults += found
    except csv.Error as error:
        remedy = "Put a cell that holds a comma or a quote into quotes, and double its own quotes."
        fault = Fault(file, lines.line_num, None, f"Not readable as CSV: {error}.", remedy)
        return unread, [*faults, fault]
    return Table(declaration.name, file, tuple(rows)), faults


def _decoded(content: bytes, file: str) -> tuple[str | None, list[Fault]]:
    faults = []
    if content.startswith(BYTE_ORDER_MARK):
        problem = "The file begins with a byte-order mark, an invisible sign before the header."
        faults.append(Fault(file, 1, None, problem, "Save it as UTF-8 without a byte-order mark."))
        content = content.removeprefix(BYTE_ORDER_MARK)
    try:
        return content.decode("utf-8"), faults
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problem = f"The byte 0x{content[error.start]:02x} is not UTF-8."
        return None, [*faults, Fault(file, line, None, problem, "Save the file as UTF-8.")]


def _header_problem(header: list[str], columns: list[str]) -> str | None:
    if header == columns:
        return None
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    said = [f"lacks the column {', '.join(missing)}"] if missing else []
    said += [f"has the unknown column {', '.join(unknown)}"] if unknown else []
    if not said:
        twice = len(set(header)) < len(header)
        said = ["names a column twice" if twice else "has its columns in another order"]
    return f"The header {' and '.join(said)}."


def _read_row(
    values: list[str], line: int, types: Mapping[str, str], file: str
) -> tuple[Row | None, list[Fault]]:
    if not values:
        return None, []
    if len(values) != len(types):
        problem = f"The row has {len(values)} cells where the header has {len(types)}."
        remedy = "Give every column a cell; put a text with a comma into quotes."
        return None, [Fault(file, line, None, problem, remedy)]
    cells: dict[str, Cell] = {}
    faults = []
    for (column, kind), text in zip(types.items(), values, strict=True):
        cells[column] = _typed(text, kind)
        if isinstance(cells[column], Unreadable):
            expected = SHAPES[kind.partition("(")[0]][1]
            problem, remedy = f'"{text}" is not {expected}.', f"Enter {expected}."
            faults.append(Fault(file, line, column, problem, remedy))
        elif "\n" in text or "\r" in text:
            problem = "The cell holds a line break."
            faults.append(Fault(file, line, column, problem, "Write the text on one line."))
    return Row(line, cells), faults


def _typed(text: str, declared: str) -> Cell:
    kind = declared.partition("(")[0]
    if text == "":
        return None
    if kind not in SHAPES:
        return text
    if not re.fullmatch(SHAPES[kind][0], text):
        return Unreadable(text)
    try:
        return _converted(text, kind)
    except ValueError:
        return Unreadable(text)


def _converted(text: str, kind: str) -> Cell:
    match kind:
        case "integer":
            return int(text)
        case "decimal":
            return Decimal(text)
        case "boolean":
            return text == "true"
        case "date":
            return date.fromisoformat(text)
        case _:
            return datetime.fromisoformat(text)
