"""The closed form that protects small numbers, held against counting out every possibility.

Asked is the warehouse's own SQL, compiled by the shared run. What it shows of a small table is
compared with all whole numbers that could stand behind it; of a rolling measure with a solver.
"""

from __future__ import annotations

import itertools
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import PipelineRun
from tests.support.protection import TOTAL, USUAL, Kind, Protection, Table
from tests.support.small_numbers import PARTS, Range, Rule, Shown, narrowed, system_of

# The attack on what is published is in every run; this proof counts for minutes.
pytestmark = pytest.mark.long

SHARE = Kind("share")
TURNOVER = Kind("turnover", is_bounded=False)
COUNT = Kind("count", denominator_kind="one", is_bounded=False)
ROLLED = Kind("rolled", denominator_kind="one", is_bounded=False, rolling_months=2)
COARSE = Kind("coarse", rule=Rule(10, 10, 7))
Pair = tuple[int, int]


@pytest.fixture(scope="module")
def protection(pipeline_run: PipelineRun) -> Protection:
    return Protection(pipeline_run)


# Counting out ---------------------------------------------------------------------------------


def possible_pairs(cells: Sequence[Shown], unit: str, most: Pair) -> list[Pair]:
    """Every numerator and denominator that a unit can have, by what is shown of it."""
    of_unit = {cell.part: cell for cell in cells if cell.unit == unit}
    spans = []
    for part, limit in zip(PARTS, most, strict=True):
        low, high = of_unit[part].published if part in of_unit else (1, 1)
        spans.append(range(int(low), int(min(high, limit)) + 1))
    is_bounded = any(cell.is_bounded for cell in cells)
    return [(n, d) for n, d in itertools.product(*spans) if n <= d or not is_bounded]


def sums(choices: Iterable[Sequence[Pair]], most: Pair) -> set[Pair]:
    found = {(0, 0)}
    for pairs in choices:
        found = {
            (a + n, b + d)
            for a, b in found
            for n, d in pairs
            if a + n <= most[0] and b + d <= most[1]
        }
    return found


def counted_out(cells: Sequence[Shown], *, has_rest: bool) -> dict[tuple[str, str], Range]:
    """The least and greatest number of every cell over all tables that would be shown so."""
    units = sorted({cell.unit for cell in cells} - {TOTAL})
    ends = {cell.part: cell.published for cell in cells if cell.unit == TOTAL}
    is_pair = "denominator" in ends
    is_bounded = any(cell.is_bounded for cell in cells)
    count = len(units) + has_rest
    spans = [ends["numerator"], ends.get("denominator", (count, count))]
    totals = list(itertools.product(*(range(int(low), int(high) + 1) for low, high in spans)))
    most = int(spans[0][1]), int(spans[1][1])
    choices = {unit: possible_pairs(cells, unit, most) for unit in units}

    def fits(pair: Pair) -> list[Pair]:
        """The totals that these units can make up, the rest taking what is left."""
        if not has_rest:
            return [total for total in totals if total == pair]
        left = [(total, total[0] - pair[0], total[1] - pair[1]) for total in totals]
        return [total for total, n, d in left if n >= 0 and d >= 0 and (n <= d or not is_bounded)]

    fitting = {pair for pair in sums(choices.values(), most) if fits(pair)}
    found = {TOTAL: [total for pair in fitting for total in fits(pair)]}
    for unit in units:
        others = sums((pairs for name, pairs in choices.items() if name != unit), most)
        found[unit] = [
            (n, d) for n, d in choices[unit] if any((n + a, d + b) in fitting for a, b in others)
        ]
    return {
        (unit, part): (min(p[index] for p in pairs), max(p[index] for p in pairs))
        for unit, pairs in found.items()
        for index, part in enumerate(PARTS[: 1 + is_pair])
    }


def number_of(table: Table, cell: Shown) -> int:
    """The number itself, behind what is shown of it."""
    return table.numbers[cell.unit][PARTS.index(cell.part)]


def assert_protected(table: Table, cells: Sequence[Shown]) -> None:
    """No number shown can be told more closely, and none that is withheld more than if shown."""
    found = counted_out(cells, has_rest=table.rest != (0, 0))
    for cell in cells:
        low, high = found[cell.unit, cell.part]
        number = number_of(table, cell)
        assert low <= number <= high, (table, cell)
        if cell.shown is not None:
            assert (low, high) == cell.published, (table, cell)
        else:
            alone = cell.rule.published(cell.rule.shown(Decimal(number)))
            assert high - low >= alone[1] - alone[0], (table, cell)


def unprotected(table: Table, cells: Sequence[Shown]) -> list[Shown]:
    """The same table with every unit shown, as rounding alone would leave it."""
    return [
        replace(
            cell,
            shown=cell.rule.shown(Decimal(number_of(table, cell))),
        )
        for cell in cells
    ]


def is_narrowed(table: Table, cells: Sequence[Shown]) -> bool:
    found = counted_out(cells, has_rest=table.rest != (0, 0))
    return any(found[cell.unit, cell.part] != cell.published for cell in cells)


def nobody_at_all(cells: Sequence[Shown], part: str) -> bool:
    """A total of nothing says nothing of every unit: no rule hides that."""
    return any(cell.is_total and cell.part == part and cell.shown == 0 for cell in cells)


def is_few(cells: Sequence[Shown]) -> bool:
    """So few in all that their units are not told: 7 + 5, or whatever the rule says."""
    population = [cell for cell in cells if cell.is_total][-1]
    rule = population.rule
    return 0 < (population.shown or 0) <= rule.threshold + rule.base


# The tables -----------------------------------------------------------------------------------


def every_count_of_two() -> Iterator[Table]:
    for index, units in enumerate(itertools.product(range(19), repeat=2)):
        yield Table(COUNT, f"two-{index}", [(n, 1) for n in units])


def every_count_of_three() -> Iterator[Table]:
    for index, units in enumerate(itertools.combinations_with_replacement(range(14), 3)):
        yield Table(COUNT, f"three-{index}", [(n, 1) for n in units])


def every_share_of_two() -> Iterator[Table]:
    pairs = [(n, d) for d in range(10) for n in range(d + 1)]
    for index, units in enumerate(itertools.combinations_with_replacement(pairs, 2)):
        yield Table(SHARE, f"share-{index}", units)


def some_larger(seed: int, count: int) -> Iterator[Table]:
    """Three or four units, with and without a rest, half of them nearly whole."""
    source = random.Random(seed)  # noqa: S311  a test's dice
    for index in range(count):
        kind = source.choice((SHARE, TURNOVER, COUNT, COARSE))
        units = []
        for _ in range(source.choice((1, 2, 3, 3, 4))):
            d = source.randint(0, source.choice((4, 13, 22)))
            n = max(0, d - source.choice((0, 0, 1, 2, 9)))
            units.append((n, 1 if kind is COUNT else d))
        rest = source.choice(((0, 0), (0, 0), (1, 1), (3, 5), (0, 2)))
        yield Table(kind, f"larger-{seed}-{index}", units, rest)


# The proofs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("tables", [every_count_of_two, every_count_of_three, every_share_of_two])
def test_every_small_table_is_withheld_exactly_where_it_would_tell_more(
    protection: Protection, tables: object
) -> None:
    """Never too little, and no more than needed: of more than few people, only what would tell."""
    made = list(tables())  # type: ignore[operator]
    withheld = 0
    for table, cells in zip(made, protection.shown(made), strict=True):
        is_withheld = any(cell.shown is None for cell in cells)
        withheld += is_withheld
        if is_few(cells):
            assert is_withheld, table
        else:
            assert is_withheld == is_narrowed(table, unprotected(table, cells)), table
        assert_protected(table, cells)
    assert 0 < withheld < len(made)


def test_larger_tables_with_a_rest_and_other_rules_tell_no_more(protection: Protection) -> None:
    made = list(some_larger(1, 150))
    for table, cells in zip(made, protection.shown(made), strict=True):
        assert_protected(table, cells)


pairs_of_people = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(
    lambda pair: (min(pair), max(pair))
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from((SHARE, TURNOVER)),
            st.lists(pairs_of_people, min_size=1, max_size=3),
            st.sampled_from(((0, 0), (1, 1), (2, 4))),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_no_table_whatever_its_numbers_tells_more_than_it_shows(
    protection: Protection, drawn: list[tuple[Kind, list[Pair], Pair]]
) -> None:
    made = [Table(kind, str(i), units, rest) for i, (kind, units, rest) in enumerate(drawn)]
    for table, cells in zip(made, protection.shown(made), strict=True):
        assert_protected(table, cells)


def every_table_up_to(counted: int, shared: int) -> Iterator[Table]:
    """Two units, in which no more than so many people are, in every order."""
    pairs = [(n, d) for d in range(shared + 1) for n in range(d + 1)]
    counts = [(n, 1) for n in range(counted + 1)]
    for kind, choices, most in ((COUNT, counts, counted), (SHARE, pairs, shared)):
        for index, units in enumerate(itertools.product(choices, repeat=2)):
            if sum(unit[int(kind is SHARE)] for unit in units) <= most:
                yield Table(kind, f"all-{kind.measure_id}-{index}", units)


def test_who_knows_how_it_is_decided_learns_no_more(protection: Protection) -> None:
    """Behind each number shown its whole range is possible, given all that is published.

    Whoever knows the rule asks which tables would have been published so: that one was withheld
    tells something too, but leaves each unit as open as a rounded number does.
    """
    most = {COUNT: 32, SHARE: 17}
    alike: dict[tuple[object, ...], list[tuple[Table, list[Shown]]]] = defaultdict(list)
    made = list(every_table_up_to(most[COUNT], most[SHARE]))
    for table, cells in zip(made, protection.shown(made), strict=True):
        if all(cell.published[1] <= most[table.kind] for cell in cells if cell.is_total):
            alike[table.kind, *(cell.shown for cell in cells)].append((table, cells))
    assert len(alike) > 20
    for found in alike.values():
        for cell in found[0][1]:
            numbers = [number_of(table, cell) for table, _ in found]
            if cell.shown is not None:
                assert (min(numbers), max(numbers)) == cell.published, found[0]
                continue
            if nobody_at_all(found[0][1], cell.part):
                continue
            assert max(numbers) - min(numbers) >= cell.rule.base - 1, (cell, found)


def windows_of(flows: Sequence[Sequence[int]], months: int) -> list[list[int]]:
    """Each unit's rolling sums, from what came in month by month."""
    return [[sum(unit[at : at + months]) for at in range(len(unit) - months + 1)] for unit in flows]


def rolled_tables(kind: Kind, flows: Sequence[Sequence[int]], name: str) -> list[Table]:
    kind = replace(kind, measure_id=name)
    windows = windows_of(flows, kind.rolling_months or 1)
    return [
        Table(
            kind,
            f"{name}-{at}",
            [(unit[at], 1) for unit in windows],
            end=date(2025 + at // 12, at % 12 + 1, 28),
        )
        for at in range(len(windows[0]))
    ]


@pytest.mark.parametrize(("months", "length"), [(2, 7), (3, 9), (12, 22)])
def test_windows_that_share_months_tell_no_more_than_each_of_them(
    protection: Protection, months: int, length: int
) -> None:
    """Small units, quiet ones and bursts; the solver sees the months behind the windows."""
    source = random.Random(months)  # noqa: S311  a test's dice
    kind = replace(ROLLED, rolling_months=months)
    shown = 0
    for case in range(12):
        size = source.choice((1, 3, 8, 20))
        units = source.choice((1, 2, 3))
        flows = [
            [source.randint(0, max(1, 12 * size // months)) for _ in range(length)]
            for _ in range(units)
        ]
        flows[0][length // 2] += source.choice((0, 0, 3 * size))
        made = rolled_tables(kind, flows, f"rolled_{months}_{case}")
        cells = [cell for part in protection.shown(made) for cell in part]
        found = narrowed(*system_of([cells], rolling={made[0].kind.measure_id: months}))
        assert found == [], flows
        shown += sum(cell.shown is not None and not cell.is_total for cell in cells)
    assert shown > 50


def test_windows_are_withheld_for_a_reason(protection: Protection) -> None:
    """Of three months each: 7, 13, 13 and 6 read 5, 15, 15 and 5.

    The first and the last window hold every month of the second: at least 13 in two windows of at
    most 7 leave 6 or 7 in each. By rounding alone the solver sees it; protected, it does not.
    """
    made = rolled_tables(replace(ROLLED, rolling_months=3), [[0, 0, 7, 6, 0, 0]], "burst")
    told = protection.shown(made)
    assert any(cell.shown is None for cells in told for cell in cells)
    bare = [
        cell for table, cells in zip(made, told, strict=True) for cell in unprotected(table, cells)
    ]
    found = narrowed(*system_of([bare], rolling={"burst": 3}))
    assert (("burst", "u0", "burst-0", "numerator"), (1, 7), (6, 7)) in found


def test_what_comes_late_does_not_undo_what_was_decided(protection: Protection) -> None:
    """Later windows never change whether an earlier one is shown: two releases agree on it."""
    source = random.Random(7)  # noqa: S311  a test's dice
    for case in range(10):
        flows = [[source.randint(0, 4) for _ in range(24)] for _ in range(2)]
        made = rolled_tables(replace(ROLLED, rolling_months=12), flows, f"late_{case}")
        whole = protection.shown(made)
        assert protection.shown(made[:7]) == whole[:7]


def test_two_releases_tell_no_more_than_each_of_them(protection: Protection) -> None:
    """A month on: the earlier windows are published once more, and one more beside them."""
    source = random.Random(8)  # noqa: S311  a test's dice
    for case in range(4):
        flows = [[source.randint(0, 3) for _ in range(9)] for _ in range(2)]
        made = rolled_tables(replace(ROLLED, rolling_months=3), flows, f"again_{case}")
        releases = [
            [cell for table in protection.shown(known) for cell in table]
            for known in (made[:-1], made)
        ]
        months = {made[0].kind.measure_id: 3}
        assert narrowed(*system_of(releases, rolling=months)) == [], flows


def test_numbers_are_rounded_as_the_rule_says() -> None:
    shown = [USUAL.shown(Decimal(number)) for number in range(14)]
    assert shown == [0, 5, 5, 5, 5, 5, 5, 5, 10, 10, 10, 10, 10, 15]
    assert USUAL.published(5) == (1, 7)
    assert USUAL.published(10) == (8, 12)
    assert USUAL.published(15, "mean") == (12.5, 17.5)
    assert math.isclose(USUAL.published(5, "mean")[1], 7.5)
