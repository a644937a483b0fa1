"""What anybody can work out of published small numbers: bounds on the numbers behind them.

Here: what a release shows of protected measures, what must hold between the numbers behind it, and
a solver that takes each of them as low and as high as it can be. Not here: how the warehouse
protects them. It is written from the rule alone, so that the two can be held against each other.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

PARTS = ("numerator", "denominator")
# Of a measure, a unit, a period and a part; or of whatever else the attacker makes up.
Key = tuple[Any, ...]
Range = tuple[float, float]
CLOSE = 1e-5

# What the definitions of the measures say about each other's numbers.
ROLLING_MONTHS = {"dhcw_kpi_pl03": 12, "dhcw_kr_4_4": 12}
SAME_NUMBERS = (
    (("dhcw_kr_4_1", "numerator"), ("dhcw_kpi_pl01", "numerator")),
    (("dhcw_kr_4_1", "denominator"), ("dhcw_kpi_pl01", "denominator")),
    (
        ("progress_restrictive_practice", "numerator"),
        ("progress_restrictive_reviewed", "denominator"),
    ),
)
NEVER_ABOVE = (
    (("progress_follow_up_useful", "denominator"), ("progress_seven_day_follow_up", "numerator")),
    (("waht_waits_over_104_weeks", "numerator"), ("waht_waits_over_78_weeks", "numerator")),
    (("waht_waits_over_78_weeks", "numerator"), ("waht_waits_over_52_weeks", "numerator")),
)


@dataclass(frozen=True)
class Rule:
    """How numbers are rounded; `kind` of a part is count or mean."""

    threshold: int
    shown_as: int
    base: int

    def shown(self, number: Decimal) -> int:
        """As the rule puts it: nothing stays, few are shown alike, the rest rounded half up."""
        if number == 0:
            return 0
        if number < self.threshold + Decimal("0.5"):
            return self.shown_as
        return int((number / self.base).to_integral_value(ROUND_HALF_UP)) * self.base

    def published(self, shown: int, kind: str = "count") -> Range:
        """Every number that is shown as this one lies between these two."""
        if kind == "count":
            alike = range(shown + self.threshold + self.base + 1)
            found = [number for number in alike if self.shown(Decimal(number)) == shown]
            return min(found), max(found)
        if shown in (0, self.shown_as):
            return 0, (self.threshold + 0.5 if shown else 0)
        return shown - self.base / 2, shown + self.base / 2


@dataclass(frozen=True)
class Shown:
    """One number as it is published; `shown` is None where it is withheld."""

    measure_id: str
    unit: str
    period: str
    part: str
    month: int
    kind: str
    rule: Rule
    is_bounded: bool
    is_total: bool
    shown: int | None

    @property
    def key(self) -> Key:
        return (self.measure_id, self.unit, self.period, self.part)

    @property
    def published(self) -> Range:
        if self.shown is None:
            return 0, math.inf
        return self.rule.published(self.shown, self.kind)


class System:
    """Unknown numbers, and what is known to hold between them."""

    def __init__(self) -> None:
        self.ranges: dict[Key, Range] = {}
        self.is_whole: dict[Key, bool] = {}
        self.rows: list[tuple[dict[Key, float], float, float]] = []

    def number(self, key: Key, known: Range = (0, math.inf), *, is_whole: bool = True) -> None:
        """An unknown number; known again, it has to fit both."""
        low, high = self.ranges.get(key, (0.0, math.inf))
        self.ranges[key] = max(low, known[0]), min(high, known[1])
        self.is_whole[key] = is_whole

    def holds(self, terms: Mapping[Key, float], low: float, high: float = math.inf) -> None:
        self.rows.append((dict(terms), low, high))

    def solved(self, keys: Iterable[Key]) -> dict[Key, Range]:
        """The least and the greatest each of these numbers can be, all else being possible."""
        wanted = set(keys)
        found: dict[Key, Range] = {}
        for members, rows in self._pieces():
            asked = wanted & members
            if asked:
                found |= self._solve(sorted(members, key=repr), rows, asked)
        return found

    def _pieces(self) -> list[tuple[set[Key], list[int]]]:
        """Numbers that have nothing to do with each other are solved apart."""
        parent = {key: key for key in self.ranges}

        def root(key: Key) -> Key:
            while parent[key] != key:
                parent[key] = parent[parent[key]]
                key = parent[key]
            return key

        for terms, _, _ in self.rows:
            first, *others = terms
            for other in others:
                parent[root(other)] = root(first)
        members: dict[Key, set[Key]] = defaultdict(set)
        rows: dict[Key, list[int]] = defaultdict(list)
        for key in self.ranges:
            members[root(key)].add(key)
        for index, (terms, _, _) in enumerate(self.rows):
            rows[root(next(iter(terms)))].append(index)
        return [(members[key], rows[key]) for key in members]

    def _solve(self, members: Sequence[Key], rows: list[int], asked: set[Key]) -> dict[Key, Range]:
        place = {key: index for index, key in enumerate(members)}
        bounds = Bounds(
            np.array([self.ranges[key][0] for key in members]),
            np.array([self.ranges[key][1] for key in members]),
        )
        constraints = self._constraints(place, rows)
        whole = np.array([int(self.is_whole[key]) for key in members])

        def end(index: int, sign: int) -> float:
            objective = np.zeros(len(members))
            objective[index] = sign
            # Most vertices are whole already; where one is not, only whole numbers count.
            for integrality in (np.zeros(len(members)), whole):
                result = milp(
                    objective, constraints=constraints, bounds=bounds, integrality=integrality
                )
                if result.status == 3:
                    return math.inf
                assert result.x is not None, (members[index], result.message)
                if np.abs(result.x - np.round(result.x))[whole == 1].max(initial=0) < CLOSE:
                    break
            return float(result.x[index])

        return {key: (end(place[key], 1), end(place[key], -1)) for key in asked}

    def _constraints(self, place: Mapping[Key, int], rows: list[int]) -> list[LinearConstraint]:
        if not rows:
            return []
        entries = [
            (value, number, place[key])
            for number, index in enumerate(rows)
            for key, value in self.rows[index][0].items()
        ]
        values, down, across = zip(*entries, strict=True)
        matrix = csr_array((values, (down, across)), shape=(len(rows), len(place)))
        low = np.array([self.rows[index][1] for index in rows])
        high = np.array([self.rows[index][2] for index in rows])
        return [LinearConstraint(matrix, low, high)]


def system_of(
    releases: Sequence[Sequence[Shown]],
    *,
    with_rest: Iterable[tuple[str, str, str]] = (),
    rolling: Mapping[str, int] = ROLLING_MONTHS,
) -> tuple[System, dict[Key, Range]]:
    """Everything an attacker can put together, and the ranges that were published.

    A table that reads alike in two releases is taken for the same people; in one that reads
    otherwise anybody's number may have changed. `with_rest` names the measure, period and part of
    tables whose units do not make up their total.
    """
    system = System()
    published: dict[Key, Range] = {}
    rests = set(with_rest)
    first: dict[tuple[str, str], list[int | None]] = {}
    for turn, cells in enumerate(releases):
        tables: dict[tuple[str, str], list[int | None]] = defaultdict(list)
        for cell in cells:
            tables[cell.measure_id, cell.period].append(cell.shown)
        changed = {table for table, told in tables.items() if first.setdefault(table, told) != told}
        named = {}
        for cell in cells:
            is_same = (cell.measure_id, cell.period) not in changed
            key = cell.key if is_same else (*cell.key, turn)
            named[cell.key] = key
            system.number(key, cell.published, is_whole=cell.kind == "count")
            if cell.shown is not None:
                published[key] = cell.published
        _within_tables(system, cells, named, rests)
        _between_measures(system, named)
        _over_months(system, cells, named, rolling, {measure: turn for measure, _ in changed})
    return system, published


def _within_tables(
    system: System, cells: Sequence[Shown], named: Mapping[Key, Key], rests: set[tuple[str, ...]]
) -> None:
    tables: dict[tuple[str, str, str], list[Shown]] = defaultdict(list)
    for cell in cells:
        tables[cell.measure_id, cell.period, cell.part].append(cell)
        above = (*cell.key[:3], "denominator")
        if cell.is_bounded and cell.part == "numerator" and above in named:
            system.holds({named[above]: 1, named[cell.key]: -1}, 0)
    for table, found in tables.items():
        total = [cell for cell in found if cell.is_total]
        units = [cell for cell in found if not cell.is_total]
        if total and units:
            terms = {named[total[0].key]: 1.0} | {named[cell.key]: -1.0 for cell in units}
            slack = 1e-6 if total[0].kind == "mean" else 0
            system.holds(terms, -slack, math.inf if table in rests else slack)


def _between_measures(system: System, named: Mapping[Key, Key]) -> None:
    by_part: dict[tuple[str, str], dict[tuple[str, str], Key]] = defaultdict(dict)
    for (measure, unit, period, part), key in named.items():
        by_part[measure, part][unit, period] = key
    for pairs, high in ((SAME_NUMBERS, 0.0), (NEVER_ABOVE, math.inf)):
        for lower, upper in pairs:
            for place, key in by_part[lower].items():
                if place in by_part[upper]:
                    system.holds({by_part[upper][place]: 1, key: -1}, 0, high)


def _over_months(
    system: System,
    cells: Sequence[Shown],
    named: Mapping[Key, Key],
    rolling: Mapping[str, int],
    turns: Mapping[str, int],
) -> None:
    """A window is the sum, or the mean, of months that nobody publishes; none is below zero."""
    for cell in cells:
        months = rolling.get(cell.measure_id)
        if months is None:
            continue
        of_unit = ("month", cell.measure_id, cell.unit, cell.part, turns.get(cell.measure_id, 0))
        flows = [(*of_unit, cell.month - back) for back in range(months)]
        for flow in flows:
            # A mean is published to the end of a range it never reaches: fractions do.
            system.number(flow, is_whole=cell.kind == "count")
        times = months if cell.kind == "mean" else 1
        slack = 1e-5 if cell.kind == "mean" else 0
        system.holds({named[cell.key]: times} | dict.fromkeys(flows, -1.0), -slack, slack)


def read_shown(folder: Path) -> list[Shown]:
    """Every number of a protected measure, as a release's files have it."""
    query = f"""
        select v.measure_id, v.organisation_unit_id, v.period_id, v.numerator, v.denominator,
            v.value, v.value_status, r.numerator_kind, r.denominator_kind, r.threshold, r.shown_as,
            r.base, m.is_bounded, v.organisation_unit_id = m.scorecard_id as is_total,
            12 * year(v.period_end_date) + month(v.period_end_date) as month
        from '{folder}/fct_measure_values.parquet' as v
        inner join '{folder}/dim_disclosure_rules.parquet' as r using (disclosure_rule_id)
        inner join '{folder}/dim_measures.parquet' as m on v.measure_id = m.measure_id
        where v.numerator is not null or v.denominator is not null
            or v.value is not null or v.value_status = 'suppressed'
        order by all
    """
    with duckdb.connect() as connection:
        rows = connection.execute(query).fetchall()
        names = [column[0] for column in connection.description or []]
    return [cell for row in rows for cell in _cells(dict(zip(names, row, strict=True)))]


def _cells(row: Mapping[str, Any]) -> Iterable[Shown]:
    for part in PARTS:
        if row[f"{part}_kind"] not in ("count", "mean"):
            continue
        is_bare = part == "numerator" and row["denominator_kind"] == "one"
        number = row["value"] if is_bare and row[part] is None else row[part]
        if number is None and row["value_status"] != "suppressed":
            continue
        yield Shown(
            measure_id=row["measure_id"],
            unit=row["organisation_unit_id"],
            period=row["period_id"],
            part=part,
            month=row["month"],
            kind=row[f"{part}_kind"],
            rule=Rule(row["threshold"], row["shown_as"], row["base"]),
            is_bounded=row["is_bounded"],
            is_total=row["is_total"],
            shown=None if number is None else int(number),
        )


def narrowed(system: System, published: Mapping[Key, Range]) -> list[tuple[Key, Range, Range]]:
    """Published numbers of which more can be told than their own range says."""
    solved = system.solved(published)
    return [
        (key, published[key], solved[key])
        for key in sorted(published, key=repr)
        if solved[key][0] > published[key][0] + CLOSE or solved[key][1] < published[key][1] - CLOSE
    ]
