"""Ranges that must cover every number once, and rows that must not hold on the same day.

Here: the two promises about intervals, under the names they have in tests/dbt/generic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from orchestration.catalogue.faults import Fault
from orchestration.catalogue.promises import Arguments, Tables, cells_of, named_by
from orchestration.catalogue.tables import Cell, Row, Table

LAST_DAY = date.max


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
    """On every day on which a version begins, the ranges of a group cover every number once."""
    del tables
    groups: dict[tuple[Cell, ...], list[Row]] = defaultdict(list)
    for row in table.rows:
        groups[cells_of(row, arguments["group_by"])].append(row)
    for rows in groups.values():
        days = {_day(row.cells[arguments["valid_from"]], LAST_DAY) for row in rows}
        for day in sorted(days):
            in_force = [row for row in rows if _is_in_force(row, day, arguments)]
            ranges = [made for row in in_force if (made := _range(row, arguments)) is not None]
            # A bound that can't be read is reported where it stands; what it leaves open is not.
            if len(ranges) == len(in_force):
                yield from _breaks_in(table, ranges, arguments)


def does_not_overlap(table: Table, tables: Tables, arguments: Arguments) -> Iterator[Fault]:
    """Of rows about the same thing no two hold on one day, withdrawn ones aside."""
    del tables
    groups: dict[tuple[Cell, ...], list[Row]] = defaultdict(list)
    for row in table.rows:
        if row.cells[arguments["unless"]] is None:
            groups[cells_of(row, arguments["group_by"])].append(row)
    start, end = arguments["valid_from"], arguments["valid_to"]
    for group, rows in groups.items():
        for position, later in enumerate(rows):
            for earlier in rows[:position]:
                begins = max(_day(row.cells[start], LAST_DAY) for row in (earlier, later))
                ends = min(_day(row.cells[end], LAST_DAY) for row in (earlier, later))
                if begins <= ends:
                    name = named_by(earlier, arguments["key"])
                    problem = (
                        f"Holds on the same days as {name} in row {earlier.line},"
                        f" from {begins} on, for {' · '.join(map(str, group))}."
                    )
                    remedy = (
                        f"End the older row the day before ({end}), or fill in"
                        f" {arguments['unless']} where the newer one replaces it."
                    )
                    yield Fault(table.file, later.line, start, problem, remedy)


def _day(cell: Cell, otherwise: date) -> date:
    return cell if isinstance(cell, date) else otherwise


def _is_in_force(row: Row, day: date, arguments: Arguments) -> bool:
    begins = _day(row.cells[arguments["valid_from"]], LAST_DAY)
    return begins <= day <= _day(row.cells[arguments["valid_to"]], LAST_DAY)


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
