"""Figures, dates and targets as pages write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.publish.site import formatting
from orchestration.publish.site.formatting import Unit

PERCENT = Unit("percent", "", "%", 1)
COUNT = Unit("count", "", "", 0)
MINUTES = Unit("minutes", "", "\N{NO-BREAK SPACE}min", 1)
POUNDS = Unit("pounds", "£", "", 3)
RATE = Unit("rate", "", " per 1,000 bed days", 1)
MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("29", PERCENT, "29.0%"),
        ("0.05", PERCENT, "0.1%"),
        ("2.25", PERCENT, "2.3%"),
        ("1240500", COUNT, "1,240,500"),
        ("-1.2", PERCENT, f"{MINUS}1.2%"),
        ("-0.04", PERCENT, "0.0%"),
        ("3.4", MINUTES, "3.4\N{NO-BREAK SPACE}min"),
        ("0.384", POUNDS, "£0.384"),
        ("-0.384", POUNDS, f"{MINUS}£0.384"),
    ],
)
def test_a_figure_is_rounded_half_up_and_carries_its_unit(
    value: str, unit: Unit, text: str
) -> None:
    assert formatting.figure(Decimal(value), unit) == text


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=9))
def test_a_figure_never_shows_an_exponent_a_hyphen_or_a_negative_zero(value: Decimal) -> None:
    text = formatting.figure(value, PERCENT)
    assert "E" not in text
    assert "-" not in text
    assert text != f"{MINUS}0.0%"


def test_differences_of_percentages_are_points() -> None:
    assert formatting.difference(Decimal("-4.9"), PERCENT) == "4.9\N{NO-BREAK SPACE}points"
    assert formatting.difference(Decimal(72200), COUNT) == "72,200"


@pytest.mark.parametrize(
    ("numerator", "denominator", "texts"),
    [
        ("1030.92", "3768", ("1,030.92", "3,768")),
        ("121200", "124200", ("121.2k", "124.2k")),
        ("3880400", "8720", ("3,880,400", "8,720")),
        ("1991.983333333", "33", ("1,991.98", "33")),
    ],
)
def test_parts_lose_nothing_that_was_printed(
    numerator: str, denominator: str, texts: tuple[str, str]
) -> None:
    assert formatting.parts_of(Decimal(numerator), Decimal(denominator)) == texts


def test_a_missing_part_leaves_both_out() -> None:
    assert formatting.parts_of(None, Decimal(3)) == ("", "")


@pytest.mark.parametrize(
    ("unit", "direction", "is_strict", "value", "words"),
    [
        (PERCENT, "lower", False, "10", "10.0% or less"),
        (PERCENT, "higher", False, "80", "80.0% or more"),
        (MINUTES, "lower", True, "30", "under 30.0\N{NO-BREAK SPACE}min"),
        (COUNT, "higher", True, "5", "over 5"),
    ],
)
def test_a_target_says_its_direction(
    unit: Unit, direction: str, is_strict: bool, value: str, words: str
) -> None:
    said = formatting.target_words(Decimal(value), unit, direction=direction, is_strict=is_strict)
    assert said == words


def test_a_band_is_said_as_a_band() -> None:
    around = formatting.target_words(
        Decimal(2), PERCENT, direction="lower", is_strict=False, is_band=True
    )
    between = formatting.target_words(
        None, COUNT, direction="none", is_strict=False, lower=Decimal(10), upper=Decimal(20)
    )
    assert (around, between) == ("within ±2.0%", "10 to 20")


def test_the_labels_of_one_axis_share_their_size() -> None:
    values = [Decimal(0), Decimal(500_000), Decimal(1_000_000), Decimal(1_500_000)]
    assert formatting.axis_labels(values, COUNT) == ["0", "0.5m", "1.0m", "1.5m"]
    assert formatting.axis_labels([Decimal("99.7"), Decimal("99.95")], PERCENT) == [
        "99.70%",
        "99.95%",
    ]


def test_dates_hold_together() -> None:
    day = date(2018, 1, 31)
    assert formatting.long_date(day) == "31\N{NO-BREAK SPACE}January\N{NO-BREAK SPACE}2018"
    assert formatting.short_date(day) == "31\N{NO-BREAK SPACE}Jan\N{NO-BREAK SPACE}2018"


def test_a_unit_too_long_for_a_table_is_left_to_its_head() -> None:
    assert RATE.is_long
    assert formatting.figure(Decimal(5), RATE.short) == "5.0"
    assert not MINUTES.is_long


def test_counts_to_ten_are_words() -> None:
    assert formatting.count_word(8, capital=True) == "Eight"
    assert formatting.count_word(1240) == "1,240"
    assert formatting.joined(["a", "b", "c"]) == "a, b and c"


def test_there_is_nothing_less_than_a_target_of_none() -> None:
    unit = Unit("count", "", "", 0)
    words = formatting.target_words(Decimal(0), unit, direction="lower", is_strict=False)
    assert words == "0"
