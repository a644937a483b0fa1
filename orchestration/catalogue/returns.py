"""Return files that wait in the drop folder, looked at without loading them.

Here: what can be told from the file and the catalogue, cell by cell (`return_cells`), and formulas.
Not here: periods, reporting windows and what cells mean together, which the build judges; nor the
words of a fault, which seeds/rejection_rules.csv holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from orchestration.catalogue.check import read_tables
from orchestration.catalogue.declarations import read_declarations
from orchestration.catalogue.faults import Fault, in_order
from orchestration.catalogue.return_cells import CELL_RULES, Known, accepts
from orchestration.catalogue.tables import Table
from orchestration.extract.return_files import ReturnRow, ReturnSheet, read_return_file
from orchestration.extract.returns import waiting_files
from orchestration.extract.tables import RETURNS


def check_returns(incoming: Path, seeds: Path) -> list[Fault]:
    """Every fault of the files in `incoming`; nothing is moved, loaded or written."""
    if not incoming.is_dir():
        return []
    tables, _ = read_tables(seeds, read_declarations(seeds))
    known, words = _known(tables), _words(tables["rejection_rules"])
    faults: list[Fault] = []
    for path in waiting_files(incoming, lambda _: None):
        returned = read_return_file(path)
        file = f"{incoming.name}/{returned.file_name}"
        if returned.fault is not None:
            problem = f"The file would be rejected whole: {returned.fault.reason}"
            faults.append(Fault(file, None, None, problem, returned.fault.remedy))
        for sheet in returned.sheets:
            faults += _sheet_faults(sheet, file, known, words)
    return in_order(faults)


def _sheet_faults(
    sheet: ReturnSheet, file: str, known: Known, words: Mapping[str, tuple[str, str]]
) -> Iterator[Fault]:
    name = f"{file}, sheet {sheet.sheet_name}" if sheet.sheet_name else file
    for row in sheet.rows:
        formula = next((c for c, text in row.values.items() if _is_formula(text)), None)
        if formula is not None:
            yield _fault(name, row, formula, words[f"{sheet.kind.removesuffix('s')}_formula"])
            continue
        for rule in CELL_RULES[sheet.kind]:
            text = row.values[rule.column].strip(" ")
            is_right = accepts(rule.takes, text, known) if text else rule.may_be_empty
            if not is_right:
                yield _fault(name, row, rule.column, words[rule.rule_id])


def _fault(file: str, row: ReturnRow, column: str, words: tuple[str, str]) -> Fault:
    reason, remedy = words
    problem = reason.replace("{value}", row.values[column])
    return Fault(file, row.row_number, column, problem, remedy)


def _is_formula(text: str) -> bool:
    return text.strip(" ").startswith("=")


def _known(tables: Mapping[str, Table]) -> Known:
    """Everything a cell may name, by what it names."""
    columns = {
        "measures": "measure_id",
        "organisation_units": "organisation_unit_id",
        "posts": "post_id",
        "scorecards": "scorecard_id",
        "objectives": "objective_id",
        "report_card_sections": "section_id",
        "forums": "forum_id",
    }
    known = {
        name: frozenset(str(row.cells[column]) for row in tables[name].rows)
        for name, column in columns.items()
    }
    codes: dict[str, set[str]] = {}
    for row in tables["source_codes"].rows:
        if row.cells["source"] == RETURNS:
            what = f"{row.cells['table_name']}.{row.cells['column_name']}"
            codes.setdefault(what, set()).add(str(row.cells["code"]))
    return known | {what: frozenset(found) for what, found in codes.items()}


def _words(rejection_rules: Table) -> dict[str, tuple[str, str]]:
    return {
        str(row.cells["rejection_rule_id"]): (str(row.cells["reason"]), str(row.cells["remedy"]))
        for row in rejection_rules.rows
    }
