"""Control charts counted twice: the SQL of the project, and a reference written without it.

Here: hundreds of random series through both, every column of every point compared. Not here: the
rules one by one, at their boundaries (the unit tests beside the models).
"""

from __future__ import annotations

from collections import Counter
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
