"""The measures of a written project, worked out with pandas from what their DAX says.

Here: reading the few shapes an expression has, by the names in the model's files alone, and working
them out over a release's rows. Not here: DAX in general; an expression of another shape is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd

from orchestration.publish.powerbi.checker import Read, read_model
from orchestration.publish.powerbi.reading import Node, unquoted

FILTER = re.compile(r"KEEPFILTERS\('([^']+)'\[([^\]]+)\] = (\"[^\"]*\"|TRUE\(\)|FALSE\(\))\)")
SUM = re.compile(r"SUM\('([^']+)'\[([^\]]+)\]\)")
WORDS = {"TRUE()": True, "FALSE()": False}


@dataclass(frozen=True)
class Project:
    """A written model, and the release whose rows it reads."""

    model: Read
    release: Path

    @classmethod
    def of(cls, folder: Path, release: Path) -> Project:
        return cls(read_model(folder / "VitalSigns.SemanticModel" / "definition"), release)

    def measures(self) -> dict[str, Node]:
        """The measures of metrics, by the metric's name."""
        return {
            note.text.partition("= ")[2]: measure
            for measure in self.model.measures["Metrics"].values()
            for note in measure.of_kind("annotation")
            if note.name == "VitalSigns_Metric"
        }

    def rows(self, table: str) -> pd.DataFrame:
        mart = next(
            note.text.partition("= ")[2]
            for note in self.model.tables[table].of_kind("annotation")
            if note.name == "VitalSigns_Mart"
        )
        return _read(self.release / f"{mart}.parquet")

    def source(self, table: str, column: str) -> str:
        return self.model.columns[table][column].value("sourceColumn")

    def day(self, table: str) -> str:
        """The column by which a table belongs to the dates."""
        ends = (
            [re.findall(r"'[^']+'|[^.]+", node.value(side)) for side in ("fromColumn", "toColumn")]
            for node in self.model.relationships
        )
        return next(
            self.source(table, unquoted(one[1]))
            for one, other in ends
            if unquoted(one[0]) == table and unquoted(other[0]) == "Dates"
        )

    def worked_out(self, measure: Node, days: set[object], unit: str) -> Decimal | int | None:
        """The measure over some days, for a unit if it is asked by unit."""
        dax = measure.body()
        table = re.findall(r"(?:SUM|COUNTROWS|MAX)\('([^']+)'", dax)[0]
        rows = self.rows(table)
        rows = rows[rows[self.day(table)].isin(days)]
        for _, column, told in set(FILTER.findall(dax)):
            wanted = WORDS[told] if told in WORDS else told.strip('"')
            rows = rows[rows[self.source(table, column)] == wanted]
        if "HASONEVALUE('Organisation units'" in dax:
            rows = rows[rows["organisation_unit_id"] == unit]
        return self._counted(dax, table, rows)

    def _counted(self, dax: str, table: str, rows: pd.DataFrame) -> Decimal | int | None:
        sums = [self.source(table, column) for _, column in SUM.findall(dax)]
        if f"COUNTROWS('{table}')" in dax:
            return len(rows)
        if "DIVIDE(SUM(" in dax:
            above, below = (_sum(rows[column]) for column in sums)
            return above / below if above is not None and below else None
        last = re.search(r"VAR LastDay =\s+CALCULATE\(\s+MAX\('[^']+'\[([^\]]+)\]\)", dax)
        if last:
            day = self.source(table, last[1])
            rows = rows[rows[day] == rows[day].max()]
        (column,) = sums
        return _sum(rows[column])


@cache
def _read(file: Path) -> pd.DataFrame:
    return pd.read_parquet(file)


def _sum(figures: pd.Series[Decimal]) -> Decimal | None:
    told = figures.dropna()
    return sum(told, Decimal(0)) if len(told) else None
