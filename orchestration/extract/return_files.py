"""One return file: what it is, what it holds, or why it is refused as a whole.

Here: recognition by columns or sheet names and the faults of files. Not here: bytes and cells
(`return_grids`), folders and loads (`returns`), and the faults of rows, which SQL judges.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from orchestration.extract.return_grids import (
    LARGEST_FILE_BYTES,
    Grid,
    ReturnFaultError,
    read_csv,
    read_workbook,
)
from orchestration.extract.tables import LISTS, NOTES, RETURN_LAYOUTS, ReturnLayout
from orchestration.files import sha256_of


@dataclass(frozen=True)
class FileFault:
    """Why the file is refused, and what its sender can do."""

    reason: str
    remedy: str


@dataclass(frozen=True)
class ReturnRow:
    """One row of a sheet, numbered as a spreadsheet program numbers it."""

    row_number: int
    values: dict[str, str]


@dataclass(frozen=True)
class ReturnSheet:
    """One recognised table of a file; columns the file leaves out are empty."""

    kind: str
    sheet_name: str
    rows: tuple[ReturnRow, ...]


@dataclass(frozen=True)
class ReturnFile:
    """A file of the drop folder; either it has sheets or a fault."""

    path: Path
    file_name: str
    sha256: str
    received_at: str
    encoding: str
    sheets: tuple[ReturnSheet, ...]
    unread_sheets: tuple[str, ...]
    fault: FileFault | None


def read_return_file(path: Path, *, is_simulated: bool = False) -> ReturnFile:
    """Read a file; faults are part of the result, never raised.

    A file is received when it comes into the folder, whatever it carries; a simulated sender writes
    the moment into the file's own time.
    """
    sha256 = encoding = received_at = ""
    sheets: tuple[ReturnSheet, ...] = ()
    unread: tuple[str, ...] = ()
    fault = None
    try:
        state = path.stat()
        received_at = _stamp(state.st_mtime if is_simulated else state.st_ctime)
        sha256 = sha256_of(path)
        if state.st_size > LARGEST_FILE_BYTES:
            raise ReturnFaultError(
                f"it has {state.st_size:,} bytes, more than {LARGEST_FILE_BYTES:,}.",
                "split the return into several files.",
            )
        grids, encoding = _grids(path)
        sheets, unread = _sheets(grids)
    except ReturnFaultError as error:
        fault = FileFault(error.reason, error.remedy)
    except OSError as error:
        fault = FileFault(f"it cannot be read: {error.strerror}.", "check its permissions.")
    return ReturnFile(
        path, printable(path.name), sha256, received_at, encoding, sheets, unread, fault
    )


def printable(name: str) -> str:
    """A file's name without bytes or characters that could mislead where it is shown."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def _stamp(seconds: float) -> str:
    """UTC, with parts of a second: two files may come in one."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _grids(path: Path) -> tuple[list[Grid], str]:
    content = path.read_bytes()
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise ReturnFaultError("it is empty.", "send the file again; it may be cut short.")
    match path.suffix.lower():
        case ".csv":
            grid, encoding = read_csv(content)
            return [grid], encoding
        case ".xlsx":
            return read_workbook(content), "xlsx"
    raise ReturnFaultError(
        f"{printable(path.suffix) or 'a name without an ending'} is no kind of return.",
        "save it as .csv (CSV UTF-8) or .xlsx.",
    )


def _sheets(grids: list[Grid]) -> tuple[tuple[ReturnSheet, ...], tuple[str, ...]]:
    """The recognised tables and the names of sheets left unread; a template's own are neither."""
    sheets = []
    unread = []
    grids = [grid for grid in grids if grid.sheet_name not in (NOTES, LISTS)]
    for grid in grids:
        layout = _layout(grid, is_alone=len(grids) == 1)
        if layout is None:
            unread.append(grid.sheet_name)
        else:
            sheets.append(_sheet(grid, layout))
    if not sheets:
        kinds = ", ".join(layout.kind for layout in RETURN_LAYOUTS)
        raise ReturnFaultError(
            "none of its tables has the columns of a return.",
            f"start from a template, and name sheets after what they hold: {kinds}.",
        )
    if not any(sheet.rows for sheet in sheets):
        raise ReturnFaultError(
            "it has headings and no rows.", "send the file again; it may be cut short."
        )
    # The template has a sheet for everything; those with headings alone say nothing.
    return tuple(sheet for sheet in sheets if sheet.rows), tuple(unread)


def _headings(grid: Grid) -> list[str]:
    return [cell.strip().lower().replace(" ", "_") for cell in grid.rows[0][1]]


def _layout(grid: Grid, *, is_alone: bool) -> ReturnLayout | None:
    """By the sheet's name, else by its columns; the only table of a file may be a near miss."""
    headings = set(_headings(grid))
    by_likeness = sorted(
        RETURN_LAYOUTS, key=lambda layout: len(headings & set(layout.columns)), reverse=True
    )
    for layout in by_likeness:
        if grid.sheet_name.strip().lower() == layout.kind or headings >= set(layout.required):
            return layout
    likeliest = by_likeness[0]
    shared = len(headings & set(likeliest.columns))
    return likeliest if is_alone and 2 * shared >= len(likeliest.required) else None


def _sheet(grid: Grid, layout: ReturnLayout) -> ReturnSheet:
    place = f"sheet {grid.sheet_name!r}: " if grid.sheet_name else ""
    headings = _headings(grid)
    while headings and not headings[-1]:
        headings.pop()
    _expect_columns(headings, layout, place)
    rows = []
    for number, cells in grid.rows[1:]:
        extra = any(cell.strip() for cell in cells[len(headings) :])
        if extra or (not grid.sheet_name and len(cells) < len(headings)):
            raise ReturnFaultError(
                f"{place}row {number} has {len(cells)} cells under {len(headings)} headings.",
                "look for a stray or missing delimiter in that row, and put text in quotes.",
            )
        values = dict.fromkeys(layout.columns, "") | dict(zip(headings, cells, strict=False))
        rows.append(ReturnRow(number, values))
    return ReturnSheet(layout.kind, grid.sheet_name, tuple(rows))


def _expect_columns(headings: list[str], layout: ReturnLayout, place: str) -> None:
    """Exactly: a column misspelt would otherwise be a column silently lost."""
    unknown = [heading for heading in headings if heading not in layout.columns]
    for column in layout.required:
        if column not in headings:
            similar = difflib.get_close_matches(column, unknown, n=1)
            hint = f" (there is {printable(similar[0])!r})" if similar else ""
            raise ReturnFaultError(
                f"{place}column {column!r} of {layout.kind} is missing{hint}.",
                f"add the column; {layout.kind} need {', '.join(layout.required)}.",
            )
    if unknown:
        raise ReturnFaultError(
            f"{place}column {printable(unknown[0])!r} is none of {layout.kind}.",
            f"remove or rename it; the columns are {', '.join(layout.columns)}.",
        )
    twice = [heading for heading in headings if headings.count(heading) > 1]
    if twice:
        raise ReturnFaultError(
            f"{place}column {twice[0]!r} stands there twice.", "keep one of the two."
        )
