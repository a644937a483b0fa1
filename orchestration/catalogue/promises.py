"""What each promise of seeds/_*__seeds.yml means, held against the rows of the files.

Here: one function per generic test, under the name it has in tests/dbt/generic, where SQL holds
the same promise against the loaded tables. Not here: ranges of numbers and days (ranges.py).
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from orchestration.catalogue.faults import Fault
from orchestration.catalogue.tables import Cell, Row, Table, Unreadable

EVERY = "*"
Arguments = Mapping[str, Any]
Tables = Mapping[str, Table]


def keeps_its_declaration(table: Table, tables: Tables, arguments: Arguments) -> Iterator[Fault]:
    """Keys stand once, required cells are filled, references lead somewhere, values are known."""
    yield from _repeated_keys(table, arguments["key"])
    for row in table.rows:
        for column in arguments.get("required", []):
            if row.cells[column] is None:
                remedy = "Fill in the cell, or take the row out."
                yield Fault(table.file, row.line, column, "The cell is empty.", remedy)
        for column, values in arguments.get("allowed", {}).items():
            cell = row.cells[column]
            if cell is not None and not isinstance(cell, Unreadable) and cell not in values:
                remedy = f"Use one of: {', '.join(map(str, values))}."
                yield Fault(table.file, row.line, column, f'"{cell}" is unknown.', remedy)
    for column, form in arguments.get("forms", {}).items():
        yield from _misshapen(table, column, form)
    for column, target in arguments.get("references", {}).items():
        yield from _dead_references(table, tables, column, target)


def follows_row_rules(table: Table, tables: Tables, arguments: Arguments) -> Iterator[Fault]:
    """The columns of a row agree with each other."""
    del tables
    for rule in arguments["rules"]:
        for row in table.rows:
            if breaks(rule, row, row):
                yield _broken(table, row, rule)


def fits_its_parent(table: Table, tables: Tables, arguments: Arguments) -> Iterator[Fault]:
    """A row agrees with the row of another seed it refers to."""
    column, parent = arguments["column"], tables[arguments["parent"]]
    parents = {row.cells[arguments["parent_column"]]: row for row in parent.rows}
    for rule in arguments["rules"]:
        for row in table.rows:
            about = parents.get(row.cells[column])
            if about is not None and breaks(rule, row, about):
                yield _broken(table, row, rule)


def has_rows_in(table: Table, tables: Tables, arguments: Arguments) -> Iterator[Fault]:
    """A row is named by at least one row of another seed."""
    child = tables[arguments["child"]]
    if not child.is_whole:
        return
    counting = arguments.get("counting", {})
    named = {
        cells_of(row, arguments["child_columns"]) for row in child.rows if holds(counting, row)
    }
    for row in table.rows:
        is_asked = holds(arguments.get("when", {}), row)
        is_spared = bool(arguments.get("unless")) and holds(arguments["unless"], row)
        if is_asked and not is_spared and cells_of(row, arguments["columns"]) not in named:
            name = named_by(row, arguments["columns"])
            problem = sentence(f"{arguments['because']} ({name})")
            remedy = f"Add it to {child.file}."
            yield Fault(table.file, row.line, arguments["columns"][0], problem, remedy)


def holds(conditions: Mapping[str, Sequence[object]], row: Row) -> bool:
    """True where every named column holds one of its values."""
    return all(row.cells[column] in values for column, values in conditions.items())


def breaks(rule: Arguments, row: Row, about: Row) -> bool:
    """True where the rule speaks of the row, and what it asks for is not so."""
    if not holds(rule.get("when", {}), about):
        return False
    asks = [name for name in ("then", "own", "present", "absent", "in_order") if name in rule]
    return not asks or not (
        holds(rule.get("then", {}), about)
        and holds(rule.get("own", {}), row)
        and all(row.cells[column] is not None for column in rule.get("present", []))
        and all(row.cells[column] is None for column in rule.get("absent", []))
        and _stand_in_order(row, rule.get("in_order"))
    )


def cells_of(row: Row, columns: Sequence[str]) -> tuple[Cell, ...]:
    """A row's cells of these columns, in their order."""
    return tuple(row.cells[column] for column in columns)


def named_by(row: Row, columns: Sequence[str]) -> str:
    """The cells that name a row, for people."""
    return " · ".join(str(row.cells[column] or "") for column in columns)


def sentence(text: str) -> str:
    """A clause as a sentence: a capital in front, a full stop behind."""
    return f"{text[0].upper()}{text[1:]}."


def _stand_in_order(row: Row, columns: Sequence[str] | None) -> bool:
    if columns is None:
        return True
    first, second = cells_of(row, columns)
    if first is None or second is None or type(first) is not type(second):
        return True
    return bool(first <= second)  # type: ignore[operator]


def _broken(table: Table, row: Row, rule: Arguments) -> Fault:
    asked = {**rule.get("then", {}), **rule.get("own", {})}
    about = [*rule.get("present", []), *rule.get("in_order", [])[1:], *asked]
    column = next((name for name in about if name in row.cells), None)
    wanted = [f"{name} = {' or '.join(map(str, values))}" for name, values in asked.items()]
    wanted += [f"{name} filled in" for name in rule.get("present", [])]
    wanted += [f"{name} empty" for name in rule.get("absent", [])]
    wanted += [" not after ".join(rule["in_order"])] if "in_order" in rule else []
    remedy = f"What is needed: {', '.join(wanted)}." if wanted else "Take the row out."
    return Fault(table.file, row.line, column, sentence(rule["because"]), remedy)


def _repeated_keys(table: Table, key: Sequence[str]) -> Iterator[Fault]:
    lines: dict[tuple[Cell, ...], list[int]] = defaultdict(list)
    for row in table.rows:
        lines[cells_of(row, key)].append(row.line)
        first = lines[cells_of(row, key)][0]
        if first != row.line:
            problem = f"{named_by(row, key)} stands in row {first} already."
            yield Fault(table.file, row.line, key[0], problem, "Keep one of the rows.")


def _misshapen(table: Table, column: str, form: str) -> Iterator[Fault]:
    for row in table.rows:
        cell = row.cells[column]
        if cell is not None and not re.fullmatch(form, str(cell)):
            problem = f'"{cell}" is not written as it should be.'
            yield Fault(table.file, row.line, column, problem, f"Write it as {form}.")


def _dead_references(table: Table, tables: Tables, column: str, target: str) -> Iterator[Fault]:
    parent_name, _, parent_column = target.partition(".")
    parent = tables[parent_name]
    if not parent.is_whole:
        return
    known = {str(row.cells[parent_column]) for row in parent.rows}
    for row in table.rows:
        cell = row.cells[column]
        if cell is None or cell == EVERY or str(cell) in known:
            continue
        near = difflib.get_close_matches(str(cell), sorted(known), n=1)
        remedy = f"Add it to {parent.file}, or correct it" + (
            f': did you mean "{near[0]}"?' if near else "."
        )
        problem = f'"{cell}" is not in {parent.file}.'
        yield Fault(table.file, row.line, column, problem, remedy)
