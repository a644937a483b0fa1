"""What must be true of every colour, on promises and figures nobody chose.

Here: order of rows, change of unit, the complement and a better value, through the models
themselves. Not here: which colour it is; that stands in unit tests beside the models.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.judging import PERIODS, Assessment, Judged, Promise

# The same examples in every run: a change is judged by what it did, not by luck.
EXAMPLES = settings(max_examples=25, deadline=None, derandomize=True, database=None)
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
amounts = st.decimals(0, 200, places=2)
shares = st.decimals(0, 100, places=2)
# Factors of one or more: what is stored at nine decimals is stored no worse.
factors = st.sampled_from([Decimal(factor) for factor in ("2", "3", "12", "60", "100", "1024.5")])


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return Assessment()


@st.composite
def figures(
    draw: st.DrawFn, near: list[Decimal], any_amount: st.SearchStrategy[Decimal]
) -> tuple[Decimal | None, ...]:
    """Figures of some periods, among them those on a boundary, and gaps."""
    one = st.one_of(any_amount, st.sampled_from([value for value in near if value >= 0]))
    return tuple(draw(st.lists(st.one_of(st.none(), one), min_size=1, max_size=len(PERIODS))))


@st.composite
def progressing(draw: st.DrawFn, amount: st.SearchStrategy[Decimal] = amounts) -> Promise:
    """A promise to get from a baseline to a target, judged by the share of the way."""
    baseline, target = draw(st.tuples(amount, amount).filter(lambda pair: pair[0] != pair[1]))
    way = target - baseline
    shape = draw(st.sampled_from(["flat", "linear", "stepped", "profile"]))
    near = [(baseline + way * share / 100).quantize(CENT) for share in (0, 69, 70, 89, 90, 100)]
    points: tuple[tuple[date, Decimal], ...] = ()
    if shape in ("stepped", "profile"):
        steps = draw(st.lists(st.integers(1, 100), min_size=len(PERIODS), max_size=len(PERIODS)))
        points = tuple(
            (day, (baseline + way * step / 100).quantize(CENT))
            for day, step in zip(PERIODS, sorted(steps), strict=True)
        )
    return Promise(
        values=draw(figures([*near, *(value for _, value in points)], amount)),
        direction="higher" if way > 0 else "lower",
        method="progress",
        profile="trajectory_70_90",
        target=target,
        baseline=baseline,
        shape=shape,
        is_strict=draw(st.booleans()),
        points=points,
    )


@st.composite
def falling_short(draw: st.DrawFn) -> Promise:
    """A promise that is judged by the distance from it, or by the tier that is reached."""
    target, direction = draw(amounts), draw(st.sampled_from(["higher", "lower"]))
    profile = draw(
        st.sampled_from(["variance_5", "variance_0_10", "variance_5_10", "tiers", "zero_tolerance"])
    )
    if profile == "zero_tolerance":
        target, direction = Decimal(0), "lower"
    sign = -1 if direction == "higher" else 1
    near = [(target * (100 + sign * share) / 100).quantize(CENT) for share in (0, 5, 10)]
    return Promise(
        values=draw(figures(near, amounts)),
        direction=direction,
        method="variance",
        profile=profile,
        target=target,
        kind=draw(st.sampled_from(["level", "maintain"] + ["band"] * (direction == "lower"))),
        is_strict=draw(st.booleans()),
        tolerance=draw(st.sampled_from([None, Decimal(1)])),
        tiers=(("desirable", near[0]), ("essential", near[2])) if profile == "tiers" else (),
    )


@st.composite
def ranging(draw: st.DrawFn) -> Promise:
    """A promise to stay between two edges."""
    lower, upper = sorted(draw(st.tuples(amounts, amounts)))
    return Promise(
        values=draw(figures([lower, upper], amounts)),
        direction="none",
        method=draw(st.sampled_from(["variance", "progress"])),
        profile="variance_5",
        target=None,
        edges=(lower, upper),
        kind="band",
    )


@st.composite
def otherwise_progressing(draw: st.DrawFn) -> Promise:
    """The same promises by the other methods, and those that were kept when they were made."""
    one = draw(progressing())
    if draw(st.booleans()):
        return replace(one, method=draw(st.sampled_from(["ratio", "share_of_final"])))
    if draw(st.booleans()):
        return replace(one, baseline=one.target)
    # The baseline is better than what was promised: a promise to lose no more than that.
    return replace(one, direction="lower" if one.direction == "higher" else "higher")


directed = st.one_of(progressing(), otherwise_progressing(), falling_short())
promises = st.lists(st.one_of(directed, ranging()), min_size=1, max_size=8)


@EXAMPLES
@given(found=promises, data=st.data())
def test_the_order_of_rows_changes_nothing(
    found: list[Promise], data: st.DataObject, assessment: Assessment
) -> None:
    order = data.draw(st.permutations(range(len(found))))
    assert assessment.judged(found, order) == assessment.judged(found)


def both(
    assessment: Assessment, found: list[Promise], others: list[Promise]
) -> tuple[list[list[Judged]], list[list[Judged]]]:
    """Two lists of promises judged side by side, which takes no longer than one."""
    judged = assessment.judged([*found, *others])
    return judged[: len(found)], judged[len(found) :]


def in_another_unit(one: Promise, factor: Decimal) -> Promise:
    def times(value: Decimal | None) -> Decimal | None:
        return None if value is None else value * factor

    return replace(
        one,
        values=tuple(times(value) for value in one.values),
        target=times(one.target),
        baseline=times(one.baseline),
        edges=(one.edges[0] * factor, one.edges[1] * factor) if one.edges else None,
        tolerance=times(one.tolerance),
        points=tuple((day, value * factor) for day, value in one.points),
        tiers=tuple((tier, value * factor) for tier, value in one.tiers),
    )


def colours(
    judged: list[list[Judged]],
) -> list[list[tuple[str, str | None, bool | None, str | None]]]:
    return [
        [(one.rag_status, one.rag_reason, one.is_met, one.movement) for one in periods]
        for periods in judged
    ]


@EXAMPLES
@given(found=promises, factor=factors)
def test_a_change_of_unit_changes_no_colour(
    found: list[Promise], factor: Decimal, assessment: Assessment
) -> None:
    was, now = both(assessment, found, [in_another_unit(one, factor) for one in found])
    assert colours(now) == colours(was)


@EXAMPLES
@given(found=st.lists(progressing(shares), min_size=1, max_size=8))
def test_what_is_left_to_a_hundred_has_the_colour_of_what_is_there(
    found: list[Promise], assessment: Assessment
) -> None:
    """Availability and downtime: the same share of the way, to the last digit."""
    others = [
        replace(
            one,
            values=tuple(None if value is None else HUNDRED - value for value in one.values),
            direction="lower" if one.direction == "higher" else "higher",
            target=HUNDRED - one.target,
            baseline=HUNDRED - one.baseline,
            points=tuple((day, HUNDRED - value) for day, value in one.points),
        )
        for one in found
        if one.target is not None and one.baseline is not None
    ]
    was, now = both(assessment, found, others)
    assert now == was


@EXAMPLES
@given(found=st.lists(directed, min_size=1, max_size=8), gain=st.decimals("0.01", 50, places=2))
def test_a_better_value_is_never_coloured_worse(
    found: list[Promise], gain: Decimal, assessment: Assessment
) -> None:
    def better(one: Promise, value: Decimal | None) -> Decimal | None:
        if value is None:
            return None
        # No figure here is below nothing: of what is not tolerated there is no less than none.
        return value + gain if one.direction == "higher" else max(value - gain, Decimal(0))

    gained = [
        replace(one, values=tuple(better(one, value) for value in one.values)) for one in found
    ]
    before, after = both(assessment, found, gained)
    for one, was, now in zip(found, before, after, strict=True):
        for old, new in zip(was, now, strict=True):
            if "none" not in (old.rag_status, new.rag_status):
                assert new.severity <= old.severity, (one, old, new)
            assert not (old.is_met and not new.is_met), (one, old, new)


@pytest.mark.parametrize("status", ["green", "amber", "red"])
def test_the_figures_made_up_reach_every_colour(status: str, assessment: Assessment) -> None:
    """Of 80 to 100, with everything due: 98 is 90%, 97.99 less, 93.99 less than 70%."""
    value = {"green": Decimal(98), "amber": Decimal("97.99"), "red": Decimal("93.99")}[status]
    one = Promise((value,), "higher", "progress", "trajectory_70_90", HUNDRED, Decimal(80))
    assert [period.rag_status for period in assessment.judged([one])[0]] == [status]
