"""Every rule for writing a number or a date on a page.

Here: rounding, separators, units and the words around a target. Not here: markup and sentences.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal

MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
TIMES = "\N{MULTIPLICATION SIGN}"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# Parts are printed in thousands only where that loses nothing.
COMPACT_PARTS_FROM = Decimal(100_000)
# DECIMAL(38, 9) holds more digits than the default context.
WIDE = Context(prec=60)
LONGEST_SUFFIX = 7
SMALL_COUNT = Decimal(100)
COMPACT_STEPS = ((Decimal(1_000_000), "m"), (Decimal(1_000), "k"))


@dataclass(frozen=True)
class Unit:
    """How one measure's figures are written."""

    name: str | None
    prefix: str
    suffix: str
    decimals: int | None

    @property
    def is_long(self) -> bool:
        """Too long to stand behind every figure of a table: it is said once, beside the name."""
        return len(self.suffix.strip()) > LONGEST_SUFFIX

    @property
    def short(self) -> Unit:
        return replace(self, suffix="") if self.is_long else self

    def ahead(self, value: Decimal) -> Unit:
        """For a forecast: a small count keeps a decimal, or three and a half would reach four."""
        is_small_count = self.decimals == 0 and abs(value) < SMALL_COUNT
        return replace(self, decimals=1) if is_small_count else self


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half away from zero, never half to even: 0.5 is 1."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=WIDE)


def number(value: Decimal, decimals: int | None = None) -> str:
    """A figure with thousands separators and a true minus; all its decimals when none are asked."""
    figure = rounded(value, decimals) if decimals is not None else trimmed(value)
    if figure == 0:
        figure = abs(figure)
    return f"{figure:,f}".replace("-", MINUS)


def trimmed(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent."""
    shorter = value.normalize(WIDE)
    exponent = shorter.as_tuple().exponent
    return shorter.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else shorter


def figure(value: Decimal | None, unit: Unit) -> str:
    """A value in the unit the paper prints it in."""
    if value is None:
        return ""
    text = number(abs(value), unit.decimals)
    is_zero = not any(digit in text for digit in "123456789")
    sign = MINUS if value < 0 and not is_zero else ""
    return f"{sign}{unit.prefix}{text}{unit.suffix}"


def difference(value: Decimal, unit: Unit) -> str:
    """The size of a change: percentages differ by points, other units keep their own."""
    text = number(abs(value), unit.decimals)
    if unit.name == "percent":
        return f"{text}{NO_BREAK}points"
    return f"{unit.prefix}{text}{unit.suffix}"


def parts_of(numerator: Decimal | None, denominator: Decimal | None) -> tuple[str, str]:
    """Numerator and denominator; in thousands where both are and nothing is lost by it."""
    if numerator is None or denominator is None:
        return "", ""
    pair = (numerator, denominator)
    if all(abs(value) >= COMPACT_PARTS_FROM and value % 100 == 0 for value in pair):
        return f"{number(numerator / 1000, 1)}k", f"{number(denominator / 1000, 1)}k"
    return number(rounded_part(numerator)), number(rounded_part(denominator))


def rounded_part(value: Decimal) -> Decimal:
    """Sums of minutes have many decimals; a part is shown with two at most."""
    return rounded(value, 2)


def axis_labels(values: list[Decimal], unit: Unit) -> list[str]:
    """Labels of one axis: one size and as many decimals as the step between them needs."""
    suffix = unit.suffix if unit.name == "percent" else ""
    largest = max(abs(value) for value in values)
    size, letter = next(
        (step for step in COMPACT_STEPS if largest >= step[0] * (1 if step[1] == "m" else 10)),
        (Decimal(1), ""),
    )
    step = trimmed((values[1] - values[0]) / size).as_tuple().exponent
    decimals = max(0, -step) if isinstance(step, int) else 0
    return [
        "0" + suffix
        if value == 0
        else f"{unit.prefix}{number(value / size, decimals)}{letter}{suffix}"
        for value in values
    ]


def compact(value: Decimal, unit: Unit) -> str:
    """A label on a chart: 1.24m, 120k, 40.0%."""
    suffix = unit.suffix if unit.name == "percent" else ""
    for size, letter in COMPACT_STEPS:
        if abs(value) >= size * (1 if letter == "m" else 10):
            scaled = trimmed(rounded(value / size, 2))
            return f"{unit.prefix}{number(scaled)}{letter}{suffix}"
    return f"{unit.prefix}{number(value, unit.decimals)}{suffix}"


def share(fraction: Decimal | None, decimals: int = 1) -> str:
    """A fraction as a percentage of something: 0.78 is 78.0%."""
    return "" if fraction is None else f"{number(fraction * 100, decimals)}%"


def long_date(day: date | None) -> str:
    """31 January 2018, its parts held together."""
    if day is None:
        return ""
    return f"{day.day}{NO_BREAK}{MONTHS[day.month - 1]}{NO_BREAK}{day.year}"


def short_date(day: date | None) -> str:
    """31 Jan 2018, for tables."""
    if day is None:
        return ""
    return f"{day.day}{NO_BREAK}{month_short(day)}{NO_BREAK}{day.year}"


def month_short(day: date) -> str:
    """`Mar`."""
    return MONTHS[day.month - 1][:3]


def moment(stamp: datetime | None) -> str:
    """31 January 2018 at 09:15 (UTC)."""
    return "" if stamp is None else f"{long_date(stamp.date())} at {stamp:%H:%M} UTC"


def count_word(count: int, *, capital: bool = False) -> str:
    """Numbers to ten as words, larger ones as figures."""
    word = NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else f"{count:,}"
    return word[:1].upper() + word[1:] if capital else word


def plural(count: int, one: str, many: str | None = None) -> str:
    """The word that fits the count."""
    return one if count == 1 else many or f"{one}s"


def joined(items: list[str], last: str = "and") -> str:
    """a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def named(period: str) -> str:
    """A period inside a sentence: "the week to 18 January 2026", but "December 2025"."""
    return f"the {period}" if " to " in period and period[:1].islower() else period


def better_when(direction: str) -> str:
    """Which way is better, in a word."""
    return {"higher": "bigger", "lower": "smaller"}.get(direction, "neither")


def target_words(
    value: Decimal | None,
    unit: Unit,
    *,
    direction: str,
    is_strict: bool,
    lower: Decimal | None = None,
    upper: Decimal | None = None,
    is_band: bool = False,
) -> str:
    """A target with its direction in words: "10.0% or less", "under 30.0 min", "within ±2.0%"."""
    if lower is not None and upper is not None and direction == "none":
        return f"{figure(lower, unit)} to {figure(upper, unit)}"
    if value is None:
        return ""
    text = figure(value, unit)
    if is_band and direction == "lower":
        return f"within ±{text}"
    if direction == "lower" and value == 0:
        return text
    if direction == "lower":
        return f"under {text}" if is_strict else f"{text} or less"
    if direction == "higher":
        return f"over {text}" if is_strict else f"{text} or more"
    return text
