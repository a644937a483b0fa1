"""Which sheets and columns a scorecard's return has, and what each column takes in words.

Here: the template as data, put together from the layouts of returns, the catalogue and the
descriptions in the dbt project's source file. Not here: the workbook (`return_template`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from orchestration.catalogue.check import read_tables
from orchestration.catalogue.declarations import read_declarations
from orchestration.catalogue.return_cells import CELL_RULES, COUNT, CellRule, Day, Number, Words
from orchestration.catalogue.return_choices import Choice, Choices, Seed, rows_of
from orchestration.extract.tables import RETURN_LAYOUTS, RETURNS, ReturnLayout

SOURCES = Path("dbt_project/models/staging/returns/_returns__sources.yml")
# What any scorecard may send; figures and evidence go by its measures.
FOR_ALL = (
    "narratives",
    "actions",
    "recovery_plans",
    "decisions",
    "benchmarks",
    "programme_volumes",
    "priority_projects",
    "sign_offs",
)
# What the choices are made from.
SEEDS = (
    "calendar_months",
    "forums",
    "measure_tables",
    "measure_units",
    "measures",
    "objectives",
    "organisation_units",
    "posts",
    "report_card_sections",
    "reporting_windows",
    "scorecards",
    "source_codes",
)

Descriptions = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Column:
    """One column: whether a file needs it, whether a cell may be empty, and what it takes."""

    name: str
    description: str
    is_required: bool
    rule: CellRule
    choices: tuple[Choice, ...]

    @property
    def takes(self) -> str:
        """What belongs into a cell, in words."""
        if self.choices:
            return "One from the list"
        match self.rule.takes:
            case Day(ends_month=True):
                return "The last day of a month, YYYY-MM-DD"
            case Day():
                return "A day, YYYY-MM-DD"
            case Number(pattern) if pattern == COUNT:
                return "A whole number"
            case Number():
                return "A plain number such as 75.4, without unit or percent sign"
        return "Text"


@dataclass(frozen=True)
class Sheet:
    """One kind of return."""

    kind: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Template:
    """All a scorecard may return."""

    scorecard_id: str
    name: str
    sheets: tuple[Sheet, ...]


class UnknownScorecardError(Exception):
    """No scorecard has this id; `known` are those there are."""

    def __init__(self, scorecard_id: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no scorecard {scorecard_id!r}; there are {', '.join(known)}")
        self.known = known


def read_template(root: Path, scorecard_id: str) -> Template:
    """The template of one scorecard of the project below `root`."""
    templates = {template.scorecard_id: template for template in read_templates(root)}
    if scorecard_id not in templates:
        raise UnknownScorecardError(scorecard_id, tuple(templates))
    return templates[scorecard_id]


def read_templates(root: Path) -> tuple[Template, ...]:
    """The templates of all scorecards, in the order of the file."""
    declarations = read_declarations(root / "seeds")
    tables, _ = read_tables(root / "seeds", {name: declarations[name] for name in SEEDS})
    seeds = rows_of(tables)
    descriptions = _descriptions(root)
    return tuple(
        _template(str(row["scorecard_id"]), str(row["name"]), seeds, descriptions)
        for row in seeds["scorecards"]
    )


def _template(
    scorecard_id: str, name: str, seeds: Mapping[str, Seed], descriptions: Descriptions
) -> Template:
    choices = Choices(scorecard_id, seeds)
    return Template(
        scorecard_id,
        name,
        tuple(
            Sheet(layout.kind, tuple(_columns(layout, choices, descriptions[layout.kind])))
            for layout in RETURN_LAYOUTS
            if _is_sent(layout.kind, choices)
        ),
    )


def _is_sent(kind: str, choices: Choices) -> bool:
    """Whether the scorecard has measures that this kind of return feeds."""
    if kind in FOR_ALL:
        return True
    if kind == "observations":
        return bool(choices.measures(kind))
    own = {measure["measure_id"] for measure in choices.measures(kind)}
    return any(
        row["measure_id"] in own
        for row in choices.seeds["measure_tables"]
        if (row["source"], row["table_name"]) == (RETURNS, kind)
    )


def _columns(
    layout: ReturnLayout, choices: Choices, descriptions: Mapping[str, str]
) -> list[Column]:
    rules = {rule.column: rule for rule in CELL_RULES[layout.kind]}
    columns = []
    for name in layout.columns:
        rule = rules.get(name, CellRule("", name, Words()))
        is_required = name in layout.required
        columns.append(
            Column(name, descriptions[name], is_required, rule, choices.of(layout.kind, rule))
        )
    return columns


def _descriptions(root: Path) -> Descriptions:
    """What the source file says of each column, by table."""
    document = yaml.safe_load((root / SOURCES).read_text(encoding="utf-8"))
    return {
        table["name"]: {column["name"]: column["description"] for column in table["columns"]}
        for source in document["sources"]
        for table in source["tables"]
    }
