"""What the cells of a return may be chosen from: ids, codes and last days out of the catalogue.

Here: the choices of one column for one scorecard. Not here: the workbook that offers them
(`return_template`), and what else a cell must be (`return_cells`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from orchestration.catalogue.return_cells import CellRule, Code, Day, Named
from orchestration.catalogue.tables import Table
from orchestration.extract.tables import RETURNS

Seed = Sequence[Mapping[str, Any]]
# Seeds whose rows belong to a scorecard: their id and what people call it.
OF_SCORECARD = {
    "scorecards": ("scorecard_id", "name"),
    "objectives": ("objective_id", "name"),
    "posts": ("post_id", "title"),
    "forums": ("forum_id", "name"),
}


@dataclass(frozen=True)
class Choice:
    """What may stand in a cell, and what it means to a person."""

    value: str | date
    meaning: str


@dataclass(frozen=True)
class Choices:
    """The choices one scorecard has."""

    scorecard_id: str
    seeds: Mapping[str, Seed]

    def of(self, kind: str, rule: CellRule) -> tuple[Choice, ...]:
        """What the column may hold; nothing where any text, number or day will do."""
        match rule.takes:
            case Named("measures"):
                return tuple(
                    Choice(measure["measure_id"], f"{measure['name']} ({measure['frequency']})")
                    for measure in self.measures(kind)
                )
            case Named("organisation_units"):
                return self._units(kind)
            case Named("report_card_sections"):
                rows = self.seeds["report_card_sections"]
                return tuple(Choice(row["section_id"], row["heading"]) for row in rows)
            case Named(what):
                key, name = OF_SCORECARD[what]
                return tuple(Choice(row[key], row[name]) for row in self._own(what))
            case Code(what):
                return self._codes(what)
            case Day() if rule.column in ("period_end", "month_end"):
                return self._last_days(kind, rule.column)
        return ()

    def measures(self, kind: str) -> Seed:
        """The measures a kind of return is about: returned or fed ones, whole ones, or any."""
        if kind == "observations":
            return [
                measure
                for measure in self._own("measures")
                if measure["source_system"] == RETURNS and measure["measure_kind"] != "composite"
            ]
        if kind == "sign_offs":
            return [row for row in self._own("measures") if row["parent_measure_id"] is None]
        fed = {
            row["measure_id"]
            for row in self.seeds["measure_tables"]
            if (row["source"], row["table_name"]) == (RETURNS, kind)
        }
        about = [measure for measure in self._own("measures") if measure["measure_id"] in fed]
        return about or self._own("measures")

    def _own(self, seed: str) -> Seed:
        return [row for row in self.seeds[seed] if row["scorecard_id"] == self.scorecard_id]

    def _units(self, kind: str) -> tuple[Choice, ...]:
        measures = {measure["measure_id"] for measure in self.measures(kind)}
        reported = {
            row["organisation_unit_id"]
            for row in self.seeds["measure_units"]
            if row["measure_id"] in measures
        } | {self.scorecard_id}
        return tuple(
            Choice(row["organisation_unit_id"], row["name"])
            for row in self._own("organisation_units")
            if row["organisation_unit_id"] in reported
        )

    def _codes(self, what: str) -> tuple[Choice, ...]:
        table, _, column = what.partition(".")
        return tuple(
            Choice(row["code"], row["code_name"])
            for row in self.seeds["source_codes"]
            if (row["source"], row["table_name"], row["column_name"]) == (RETURNS, table, column)
        )

    def _last_days(self, kind: str, column: str) -> tuple[Choice, ...]:
        wanted = {("month", "calendar")}
        if column == "period_end":
            wanted = {(str(m["frequency"]), str(m["calendar"])) for m in self.measures(kind)}
        found: dict[date, set[str]] = {}
        for frequency, calendar in wanted:
            for window in self._own("reporting_windows"):
                if window["frequency"] == frequency:
                    first, last = window["first_date"], window["last_date"]
                    months = [r for r in self.seeds["calendar_months"] if r["calendar"] == calendar]
                    for day in last_days(frequency, first, last, months):
                        found.setdefault(day, set()).add(frequency)
        return tuple(Choice(day, ", ".join(sorted(found[day]))) for day in sorted(found))


def last_days(frequency: str, first: date, last: date, months: Seed) -> Iterator[date]:
    """The days in a window on which a period ends; `months` are those of the calendar."""
    of = {row["month_number"]: row for row in months}
    day = first
    while day <= last:
        after = day + timedelta(days=1)
        if frequency == "day":
            is_last = True
        elif frequency == "week":
            is_last = day.isoweekday() == 7
        elif frequency == "month":
            is_last = after.day == 1
        elif frequency == "year":
            is_last = after.day == 1 and of[after.month]["month_of_year"] == 1
        else:
            is_last = after.day == 1 and of[day.month][frequency] != of[after.month][frequency]
        if is_last:
            yield day
        day = after


def rows_of(tables: Mapping[str, Table]) -> dict[str, Seed]:
    """The seeds as rows of cells."""
    return {name: [row.cells for row in table.rows] for name, table in tables.items()}
