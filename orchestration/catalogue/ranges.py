"""Ranges that must cover every number once, rows that must not hold on the same day, registers.

Here: the promises about rows in an order, under the names they have in tests/dbt/generic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise

from orchestration.catalogue.faults import Fault
from orchestration.catalogue.promises import Arguments, Tables, cells_of, named_by
from orchestration.catalogue.tables import Cell, Row, Table


@dataclass(frozen=True)
class Range:
    """One range of numbers; None is an open end."""

    row: Row
    lower: Decimal | None
    upper: Decimal | None
    has_lower: bool
    has_upper: bool

    @property
    def position(self) -> tuple[bool, Decimal, bool, Decimal]:
        zero = Decimal(0)
        return self.lower is not None, self.lower or zero, self.upper is None, self.upper or zero


def is_contiguous(table: Table, tables: Tables, arguments: Arguments) -> Iterator[Fault]:
    """The ranges of a group cover every number once."""
    del tables
    groups: dict[tuple[Cell, ...], list[Row]] = defaultdict(list)
    for row in table.rows:
        groups[cells_of(row, arguments["group_by"])].append(row)
    for rows in groups.values():
        ranges = [made for row in rows if (made := _range(row, arguments)) is not None]
        # A bound that can't be read is reported where it stands; what it leaves open is not.
        if len(ranges) == len(rows):
            yield from _breaks_in(table, ranges, arguments)


def does_not_overlap(table: Table, tables: Tables, arguments: Arguments) -> Iterator[Fault]:
    """Of rows about the same thing no two hold on one day.

    A row that another one corrects does not count; one without an end ends before the next.
    """
    del tables
    key, start = arguments["key"], arguments["valid_from"]
    corrected = {row.cells[arguments["supersedes"]] for row in table.rows}
    groups: dict[tuple[Cell, ...], list[tuple[date, date, Row]]] = defaultdict(list)
    for row in table.rows:
        begins, ends = row.cells[start], row.cells[arguments["valid_to"]]
        if row.cells[key] not in corrected and isinstance(begins, date):
            # Without an end it takes the first day of its own: the next one begins after that.
            last = ends if isinstance(ends, date) else begins
            groups[cells_of(row, arguments["group_by"])].append((begins, last, row))
    for group, rows in groups.items():
        for (_, ends, one), (begins, _, other) in combinations(sorted(rows, key=_by_day), 2):
            if ends >= begins:
                first, second = sorted((one, other), key=lambda row: row.line)
                problem = (
                    f"Holds on the same days as {first.cells[key]} in row {first.line},"
                    f" from {begins} on, for {' · '.join(map(str, group))}."
                )
                remedy = (
                    f"Begin later ({start}), or name the row that this one corrects"
                    f" ({arguments['supersedes']})."
                )
                yield Fault(table.file, second.line, start, problem, remedy)


def _by_day(dated: tuple[date, date, Row]) -> tuple[date, int]:
    return dated[0], dated[2].line


def is_append_only(table: Table, tables: Tables, arguments: Arguments) -> Iterator[Fault]:
    """Entries are numbered from 1 without a gap, in the order in which they were recorded."""
    del tables
    entry, recorded_at = arguments["entry"], arguments["recorded_at"]
    readable = [row for row in table.rows if isinstance(row.cells[entry], int)]
    ordered = sorted(readable, key=lambda row: (row.cells[entry], str(row.cells[recorded_at])))
    for position, row in enumerate(ordered, start=1):
        if row.cells[entry] != position:
            problem = f"Entry {row.cells[entry]} is the {position}. of its register."
            remedy = "Number entries one after the other; a new one goes to the end."
            yield Fault(table.file, row.line, entry, problem, remedy)
    for before, row in pairwise(ordered):
        if str(row.cells[recorded_at]) < str(before.cells[recorded_at]):
            problem = f"Recorded before entry {before.cells[entry]} in row {before.line}."
            remedy = "A register only grows: an entry is recorded after those in front of it."
            yield Fault(table.file, row.line, recorded_at, problem, remedy)


def _range(row: Row, arguments: Arguments) -> Range | None:
    lower, upper = row.cells[arguments["lower"]], row.cells[arguments["upper"]]
    if not isinstance(lower, Decimal | None) or not isinstance(upper, Decimal | None):
        return None
    return Range(
        row,
        lower,
        upper,
        row.cells[arguments["lower_inclusive"]] is True,
        row.cells[arguments["upper_inclusive"]] is True,
    )


def _breaks_in(table: Table, ranges: list[Range], arguments: Arguments) -> Iterator[Fault]:
    ordered = sorted(ranges, key=lambda each: each.position)
    lower, upper = arguments["lower"], arguments["upper"]
    remedy = "Together the ranges must cover every number exactly once."
    for position, each in enumerate(ordered):
        following = ordered[position + 1] if position + 1 < len(ordered) else None
        name = named_by(each.row, arguments["group_by"])
        if each.lower is not None and each.upper is not None and each.upper < each.lower:
            problem = f"{name}: {each.lower} to {each.upper} is the wrong way round."
            yield Fault(table.file, each.row.line, lower, problem, remedy)
        elif position == 0 and each.lower is not None:
            problem = f"{name}: nothing is said below {each.lower}."
            yield Fault(table.file, each.row.line, lower, problem, remedy)
        elif following is None and each.upper is not None:
            problem = f"{name}: nothing is said above {each.upper}."
            yield Fault(table.file, each.row.line, upper, problem, remedy)
        elif following is not None and (fault := _seam_problem(each, following)):
            yield Fault(table.file, following.row.line, lower, f"{name}: {fault}", remedy)


def _seam_problem(before: Range, after: Range) -> str | None:
    other = f"row {before.row.line}"
    if before.upper is None or after.lower is None or after.lower < before.upper:
        return f"the range overlaps that of {other}."
    if after.lower > before.upper:
        return f"a gap between {before.upper} ({other}) and {after.lower}."
    if before.has_upper and after.has_lower:
        return f"{after.lower} belongs to this range and to that of {other}."
    if not before.has_upper and not after.has_lower:
        return f"{after.lower} belongs neither to this range nor to that of {other}."
    return None
