"""The status of an objective, rolled up a second time from those of its measures.

Here: which measures count and what they weigh, which months there are, when a month is complete.
Not here: what the measures give together (rolling.py), and the sentence of a roll-up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from orchestration.audit.rederive.holding import (
    Held,
    Place,
    hold_rows,
    is_in_force,
    read_rows,
)
from orchestration.audit.rederive.release import (
    AbsentColumnError,
    Judge,
    Record,
    Released,
    Row,
)
from orchestration.audit.rederive.rolling import member_on, rolled_up

OBJECTIVES = "fct_objective_statuses"
CATALOGUE, TYPES, SCORECARDS = "dim_objectives", "dim_objective_types", "dim_scorecards"
PERIODS, EVENTS = "dim_periods", "fct_audit_events"
NEEDED = (CATALOGUE, TYPES, SCORECARDS, PERIODS, EVENTS)
KEY = ("objective_id", "period_id")
# A release has the weights only as the register's events tell them.
WEIGHT = re.compile(
    r"weighs (?P<weight>[\d.]+) in its objective from (\S{10})( to (?P<last>\S{10}))?\.$"
)
ONE = Decimal(1)


@dataclass(frozen=True)
class Weights:
    """What a measure weighs: of the entries that had begun the last one decides, while it lasts."""

    entries: Mapping[str, Sequence[tuple[date, date | None, Decimal]]]

    def on(self, measure_id: str, day: date) -> Decimal:
        begun = [entry for entry in self.entries.get(measure_id, ()) if entry[0] <= day]
        if not begun or (begun[-1][1] is not None and begun[-1][1] < day):
            return ONE
        return begun[-1][2]


@dataclass(frozen=True)
class Tree:
    """What objectives are rolled up from and by."""

    catalogue: Mapping[str, Record]
    types: Sequence[Record]
    profiles: Mapping[str, str]
    weights: Weights
    measures: Mapping[str, Record]
    # The periods of a measure's whole organisation, in order.
    series: Mapping[str, Sequence[Record]]
    judge: Judge

    def rule_on(self, node_type: str, day: date) -> Record:
        return next(
            row for row in self.types if row["node_type"] == node_type and is_in_force(row, day)
        )

    def counted(self, objective_id: str, rule: Record) -> list[str]:
        """The measures of an objective and of all below it that its rule counts."""
        below = {objective_id}
        while more := {
            name
            for name, row in self.catalogue.items()
            if row["parent_objective_id"] in below and name not in below
        }:
            below |= more
        return [
            name
            for name, row in self.measures.items()
            if row["objective_id"] in below
            and row["parent_measure_id"] is None
            and rule["counted_measure_type"] in (None, row["measure_type"])
        ]


def hold_objectives(folder: Path, released: Released, wide: Mapping[Place, Record]) -> Held:
    """Every month of every objective; which months there are is what its scorecard has."""
    absent = [name for name in NEEDED if not (folder / f"{name}.parquet").is_file()]
    if absent:
        raise AbsentColumnError(f"the release has no {', '.join(absent)}")
    said = read_rows(folder, OBJECTIVES)
    periods = {row["period_id"]: row for row in read_rows(folder, PERIODS)}
    months: dict[str, list[Record]] = defaultdict(list)
    for scorecard, period in sorted({(row["scorecard_id"], row["period_id"]) for row in said}):
        months[scorecard].append(periods[period])
    series: dict[str, list[Record]] = defaultdict(list)
    for row in sorted(wide.values(), key=lambda row: row["period_end_date"]):
        if row["is_whole"]:
            series[row["measure_id"]].append(row)
    tree = Tree(
        catalogue={row["objective_id"]: row for row in read_rows(folder, CATALOGUE)},
        types=read_rows(folder, TYPES),
        profiles={
            row["scorecard_id"]: row["rag_profile_id"] for row in read_rows(folder, SCORECARDS)
        },
        weights=weights_told(read_rows(folder, EVENTS)),
        measures=released.measures,
        series=series,
        judge=released.judge,
    )
    derived: dict[Place, Record] = {}
    for objective_id, objective in tree.catalogue.items():
        of_it = [month for month in months[objective["scorecard_id"]] if _is_in(month, objective)]
        for month, row in _months_of(objective_id, of_it, tree, released.as_of):
            derived[objective_id, month] = row
    return hold_rows(OBJECTIVES, said, derived, KEY)


def _is_in(month: Record, objective: Record) -> bool:
    first, last = objective["timeline_start_date"], objective["timeline_end_date"]
    day = month["end_date"]
    return (first is None or first <= day) and (last is None or day <= last)


def _months_of(
    objective_id: str, months: Iterable[Record], tree: Tree, as_of: date
) -> Iterator[tuple[str, Record]]:
    objective = tree.catalogue[objective_id]
    scorecard = objective["scorecard_id"]
    due = date.min
    for month in sorted(months, key=lambda month: month["end_date"]):
        first, day = month["start_date"], month["end_date"]
        rule = tree.rule_on(objective["node_type"], day)
        counted = tree.counted(objective_id, rule)
        ended = [
            row["due_date"]
            for name in counted
            for row in tree.series.get(name, ())
            if first <= row["period_end_date"] <= day
        ]
        # Never before the month ahead of it.
        due = max([due, *(ended or [day])])
        members = [
            member_on(tree.series.get(name, ()), tree.weights.on(name, day), day)
            for name in counted
        ]
        yield (
            month["period_id"],
            {
                "scorecard_id": scorecard,
                "period_start_date": first,
                "period_end_date": day,
                "due_date": due,
                "is_complete": as_of >= due,
                **rolled_up(members, rule, tree.profiles[scorecard], day, tree.judge),
            },
        )


def weights_told(events: Iterable[Row]) -> Weights:
    """The weights as the register's events tell them, in the order of its entries."""
    entries: dict[str, list[tuple[date, date | None, Decimal]]] = defaultdict(list)
    of_register = [row for row in events if row["register"] == "measure_weights"]
    for row in sorted(of_register, key=lambda row: row["source_row"]):
        told = WEIGHT.search(row["description"])
        if told is None:
            raise AbsentColumnError(f"{EVENTS} does not tell the weight of {row['measure_id']}")
        last = date.fromisoformat(told["last"]) if told["last"] else None
        entry = (row["effective_from_date"], last, Decimal(told["weight"]))
        entries[row["measure_id"]].append(entry)
    return Weights(entries)
