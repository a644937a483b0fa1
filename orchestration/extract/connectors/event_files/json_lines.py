"""Lines of JSON as text columns: quickly where all is well, line by line where it is not.

Here: parsing and the exact check of every line's keys and values. Not here: files.
"""

from __future__ import annotations

from collections.abc import Sequence

import orjson
import pyarrow as pa
import pyarrow.json as pj

from orchestration.extract.connectors.event_files.listing import COLUMN_REMEDY, Refuse
from orchestration.extract.loads import text_table

Segment = tuple[str, int, bytes]
"""The lines of one file, or some of them: its name, the lines before them, the lines."""


def parse_lines(
    segments: Sequence[Segment], columns: tuple[str, ...], refuse: Refuse
) -> tuple[pa.Table, set[str]]:
    """All lines as one table, and every key that any of them has."""
    data = b"".join(_closed(lines) for _, _, lines in segments)
    count = data.count(b"\n")
    table = _parsed(data, columns) if count else None
    if table is not None and table.num_rows == count and _has_all(table, columns, data):
        text = table.select(list(columns))
        return pa.table(list(text.columns), names=list(columns)), set(table.column_names)
    return _line_by_line(segments, columns, refuse)


def _closed(lines: bytes) -> bytes:
    return lines if not lines or lines.endswith(b"\n") else lines + b"\n"


def _parsed(data: bytes, columns: tuple[str, ...]) -> pa.Table | None:
    """What Arrow makes of the lines, or nothing where it stumbles."""
    schema = pa.schema([(column, pa.string()) for column in columns])
    options = pj.ParseOptions(explicit_schema=schema, newlines_in_values=False)
    # A line may not be longer than a block.
    block = pj.ReadOptions(block_size=max(1 << 20, _longest_line(data) + 2))
    try:
        table = pj.read_json(pa.BufferReader(data), read_options=block, parse_options=options)
        table.validate(full=True)
    except pa.ArrowInvalid:
        return None
    return table


def _longest_line(data: bytes) -> int:
    """An upper bound that is exact only where it has to be."""
    return 0 if len(data) <= 1 << 20 else max(map(len, data.split(b"\n")))


def _has_all(table: pa.Table, columns: tuple[str, ...], data: bytes) -> bool:
    """Whether every line has every key: a value that is null may be a key that is not there."""
    return all(
        table.column(column).null_count == 0
        or data.count(b'"%s"' % column.encode()) == table.num_rows
        for column in columns
    )


def _line_by_line(
    segments: Sequence[Segment], columns: tuple[str, ...], refuse: Refuse
) -> tuple[pa.Table, set[str]]:
    """The same, slowly: it names the file, the line and the column that are wrong."""
    offered: set[str] = set()
    rows: list[list[str | None]] = []
    for name, before, lines in segments:
        for number, line in enumerate(lines.splitlines(), start=before + 1):
            where = f"{name}, line {number}"
            record = _record(line, where, refuse)
            offered |= record.keys()
            missing = [column for column in columns if column not in record]
            if missing:
                others = sorted(record.keys() - set(columns))
                refuse(
                    f"{where}: columns {missing} are gone;"
                    f" columns it has that are not read: {others}.",
                    COLUMN_REMEDY,
                )
            rows.append([_text(record, column, where, refuse) for column in columns])
    return text_table(columns, rows), offered


def _text(record: dict[str, object], column: str, where: str, refuse: Refuse) -> str | None:
    value = record[column]
    if value is not None and not isinstance(value, str):
        kind = type(value).__name__
        refuse(f"{where}: column {column!r} is no longer text but {kind}.", COLUMN_REMEDY)
    return value


def _record(line: bytes, where: str, refuse: Refuse) -> dict[str, object]:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        record = None
    if not isinstance(record, dict):
        refuse(f"{where} is no JSON object.", "ask its owners to deliver the file again.")
    return record
