"""Control charts counted twice: the SQL of the project, and a reference written without it.

Here: hundreds of random series through both, every column of every point compared. Not here: the
rules one by one, at their boundaries (the unit tests beside the models).
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from tests.support.spc_reference import TOOLS, Point, Series, chart
from tests.support.spc_series import random_series
from tests.support.spc_warehouse import CompiledChart, charted, compiled_chart

COMPARED = (
    "value",
    "segment",
    "is_ghost",
    "is_used_for_limits",
    "is_latest",
    "mean",
    "lower_limit",
    "upper_limit",
    "near_lower_limit",
    "near_upper_limit",
    "moving_range",
    "average_moving_range",
    "is_outside_limits",
    "is_shift",
    "is_trend",
    "is_two_of_three",
    "point_type",
    "variation_icon",
    "assurance_icon",
)


FIRST = "20 24 20 26 22 16 18 16 31 28 34 26 30 19 18"
SECOND = "1 2 1 2 10 1 2 1 2 1 2 1 2 1 2 1 2 1"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> CompiledChart:
    """The charts' SQL, compiled once."""
    return compiled_chart(tmp_path_factory.mktemp("compiled").resolve())


def differences(compiled: CompiledChart, series: list[Series]) -> list[str]:
    """Where the two disagree, one line for each column of each point."""
    found = charted(compiled, series)
    return [
        f"{each.name} {profile} point {position}: {column} is {row[column]}, not {wanted}; {each}"
        for each in series
        for profile, tool in TOOLS.items()
        for position, (row, point) in enumerate(
            zip(found[each.name, profile], chart(each, tool), strict=True)
        )
        for column in COMPARED
        if row[column] != (wanted := getattr(point, column))
    ]


def worked(compiled: CompiledChart, figures: str, **given: Any) -> dict[str, list[Any]]:
    """One series through the SQL, by profile."""
    values = [Decimal(figure) if figure != "-" else None for figure in figures.split()]
    found = charted(compiled, [Series("worked", values, **given)])
    return {profile: found["worked", profile] for profile in TOOLS}


@pytest.mark.parametrize(
    ("figures", "profile", "expected"),
    [
        # 348 over 15; 76 over 14; 23.2 ± 2.66 x 76/14, and two thirds of that.
        (FIRST, "mdc_2024", "23.2 5.428571429 8.76 37.64 13.573333333 32.826666667"),
        (FIRST, "nhsr_0_2", "23.2 5.428571429 8.76 37.64 13.573333333 32.826666667"),
        # 35 over 18; 32 over 17, or 15 over 15 once the ranges of 8 and 9 are screened.
        (SECOND, "mdc_2024", "1.944444444 1.882352941 -3.062614379 6.951503268 "
         "-1.393594771 5.28248366"),
        (SECOND, "nhsr_0_2", "1.944444444 1 -0.715555556 4.604444444 0.171111111 3.717777778"),
    ],
)  # fmt: skip
def test_limits_worked_by_hand(
    compiled: CompiledChart, figures: str, profile: str, expected: str
) -> None:
    row = worked(compiled, figures)[profile][-1]
    lines = ("mean", "average_moving_range", "lower_limit", "upper_limit")
    lines += ("near_lower_limit", "near_upper_limit")
    assert [row[line] for line in lines] == [Decimal(text) for text in expected.split()]


def test_one_target_and_two_answers(compiled: CompiledChart) -> None:
    """A target of 5 lies within limits that were not screened, and above those that were."""
    found = worked(compiled, SECOND, targets=((0, 17, Decimal(5)),))
    icons = {profile: rows[-1]["assurance_icon"] for profile, rows in found.items()}
    assert icons == {"mdc_2024": "inconsistent", "nhsr_0_2": "consistent_fail"}


@pytest.mark.parametrize(
    ("end", "is_trend"), [("44 46 48 50 52 54 56", True), ("44 46 48 48 50 52 54", False)]
)
def test_a_tie_ends_a_trend(compiled: CompiledChart, end: str, is_trend: bool) -> None:
    for rows in worked(compiled, f"60 30 60 30 60 30 60 {end}").values():
        assert {row["is_trend"] for row in rows[-7:]} == {is_trend}


def test_the_last_of_a_trend_goes_by_the_next_one_in_one_tool(compiled: CompiledChart) -> None:
    """Seven rise, the eighth equals the seventh and begins another rise: no rise leads to it."""
    figures = "90 10 90 10 90 10 90 10 90 10 41 42 43 44 45 46 47 47 48 49 50 51 52 53"
    found = worked(compiled, figures, direction="none")
    assert [row["point_type"] for row in found["nhsr_0_2"][15:18]] == [
        "neutral_high",
        "neutral_low",
        "neutral_high",
    ]
    assert {row["point_type"] for row in found["mdc_2024"][15:18]} == {"neutral_high"}


def test_every_column_of_every_point_agrees(compiled: CompiledChart) -> None:
    assert differences(compiled, random_series(500, seed=20240110))[:5] == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_every_column_agrees_on_ten_more_seeds(compiled: CompiledChart, seed: int) -> None:
    assert differences(compiled, random_series(1000, seed=seed))[:5] == []


def test_the_random_series_have_everything_in_them() -> None:
    """A comparison that never meets a rule proves nothing about it."""
    met = {name: _met(tool) for name, tool in TOOLS.items()}
    wanted = {"shift", "trend", "two_of_three", "outside", "both sides", "no limits"}
    wanted |= {"consistent_pass", "consistent_fail", "inconsistent", "no assurance", "on a limit"}
    for name, counts in met.items():
        assert {thing for thing in wanted if counts[thing] < 10} == set(), name
    assert met["mdc_2024"]["too_few_points"] > 10


def _met(tool: Any) -> Counter[str]:
    counts: Counter[str] = Counter()
    for series in random_series(500, seed=20240110):
        for point in chart(series, tool):
            counts.update(point.ups | point.downs)
            counts["both sides"] += bool(point.ups and point.downs)
            if point.is_latest:
                counts["no limits"] += point.upper_limit is None
                counts[point.assurance_icon or "no assurance"] += 1
                counts[point.variation_icon or ""] += 1
                counts["on a limit"] += _is_on_a_limit(series, point)
    return counts


def _is_on_a_limit(series: Series, point: Point) -> bool:
    limits = {point.lower_limit, point.upper_limit} - {None}
    return any(target in limits for _, _, target in series.targets)
