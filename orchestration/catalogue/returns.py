"""Return files that wait in the drop folder, looked at without loading them.

Here: what can be told from the file and the catalogue: unknown measures, units, posts, sections and
codes, dates and numbers that are none, formulas. Not here: periods, reporting windows and parts of
figures, which the build judges; nor the words of a fault, which seeds/rejection_rules.csv holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.catalogue.check import read_tables
from orchestration.catalogue.declarations import read_declarations
from orchestration.catalogue.faults import Fault, in_order
from orchestration.catalogue.tables import Table
from orchestration.extract.return_files import ReturnRow, ReturnSheet, read_return_file
from orchestration.extract.returns import waiting_files

# As the macros in dbt_project/macros/cells.sql read them.
NUMBER = r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?"
PART = rf"{NUMBER}k?|[nN]/[aA]"
Known = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class CellRule:
    """A rejection rule by its id: `is_right` says whether the text of a cell is acceptable."""

    rule_id: str
    column: str
    is_right: Callable[[str, Known], bool]
    may_be_empty: bool = True


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
            rule_id = f"{sheet.kind.removesuffix('s')}_formula"
            yield _fault(name, row, formula, words[rule_id])
            continue
        for rule in CELL_RULES[sheet.kind]:
            text = row.values[rule.column].strip(" ")
            is_right = rule.is_right(text, known) if text else rule.may_be_empty
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
    }
    known = {
        name: frozenset(str(row.cells[column]) for row in tables[name].rows)
        for name, column in columns.items()
    }
    codes = [row.cells for row in tables["source_codes"].rows if row.cells["source"] == "returns"]
    for kind in ("status", "flag", "action_status"):
        known[kind] = frozenset(str(c["code"]) for c in codes if c["column_name"] == kind)
    return known


def _words(rejection_rules: Table) -> dict[str, tuple[str, str]]:
    return {
        str(row.cells["rejection_rule_id"]): (str(row.cells["reason"]), str(row.cells["remedy"]))
        for row in rejection_rules.rows
    }


def _among(what: str) -> Callable[[str, Known], bool]:
    return lambda text, known: text in known[what]


def _code(what: str) -> Callable[[str, Known], bool]:
    return lambda text, known: text.lower() in known[what]


def _like(pattern: str) -> Callable[[str, Known], bool]:
    return lambda text, _: re.fullmatch(pattern, text) is not None


def _is_date(text: str, _: Known) -> bool:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _anything(_: str, __: Known) -> bool:
    return True


CELL_RULES: Mapping[str, tuple[CellRule, ...]] = {
    "observations": (
        CellRule("observation_measure_unknown", "measure_id", _among("measures"), False),
        CellRule("observation_unit_unknown", "organisation_unit_id", _among("organisation_units")),
        CellRule("observation_period_not_a_date", "period_end", _is_date, False),
        CellRule("observation_value_not_a_number", "value", _like(NUMBER)),
        CellRule("observation_numerator_not_a_number", "numerator", _like(PART)),
        CellRule("observation_denominator_not_a_number", "denominator", _like(PART)),
        CellRule("observation_status_unknown", "status", _code("status")),
        CellRule("observation_delivered_not_a_date", "delivered_on", _is_date),
        CellRule("observation_post_unknown", "author_post_id", _among("posts")),
        CellRule("observation_budget_flag_unknown", "budget_impact", _code("flag")),
        CellRule("observation_risk_flag_unknown", "corporate_risk", _code("flag")),
    ),
    "narratives": (
        CellRule("narrative_measure_unknown", "measure_id", _among("measures"), False),
        CellRule("narrative_period_wrong", "period_end", _is_date),
        CellRule("narrative_section_unknown", "section_id", _among("report_card_sections"), False),
        CellRule("narrative_position_not_a_number", "position", _like("[0-9]{1,9}"), False),
        CellRule("narrative_text_missing", "text", _anything, False),
        CellRule("narrative_post_unknown", "author_post_id", _among("posts")),
    ),
    "actions": (
        CellRule("action_scorecard_unknown", "scorecard_id", _among("scorecards"), False),
        CellRule("action_measure_unknown", "measure_id", _among("measures")),
        CellRule("action_objective_unknown", "objective_id", _among("objectives")),
        CellRule("action_text_missing", "action", _anything, False),
        CellRule("action_post_unknown", "post_id", _among("posts")),
        CellRule("action_due_not_a_date", "due_on", _is_date),
        CellRule("action_status_unknown", "action_status", _code("action_status")),
    ),
}
