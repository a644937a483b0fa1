"""The shipped Norfolk returns say what the committee paper printed, cell by cell.

The expectation is the paper's own table, kept as tests/fixtures/norfolk_printed_table.tsv and
read here by code that shares nothing with the project.
"""

from __future__ import annotations

import calendar
import csv
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RETURNS = ROOT / "orchestration" / "sandbox" / "returns"
PRINTED = ROOT / "tests" / "fixtures" / "norfolk_printed_table.tsv"
WORKBOOK = RETURNS / "norfolk_vital_signs_2018_03"
OBSERVATION_FILES = [
    RETURNS / "norfolk_vital_signs_monthly_2018_03.csv",
    WORKBOOK / "observations.csv",
]

ROWS = {
    "norfolk_my_norfolk_accounts": "{CIL} Number of active My Norfolk accounts",
    "norfolk_web_satisfaction": "{CIL} Customer satisfaction with web access",
    "norfolk_call_abandonment": (
        "{IMT} Abandonment Rate - % of calls abandoned on the ICT Service Desk"
    ),
    "norfolk_incidents_per_customer": "{IMT} ICT incidents per customer per month",
    "norfolk_first_line_fix": "{IMT} First line fix",
    "norfolk_resolved_within_sla": "{IMT} Incidents resolved within SLA",
    "norfolk_ict_satisfaction": "{IMT} Customer satisfaction with ICT services",
    "norfolk_systems_availability": "{IMT} Systems availability",
    "norfolk_superfast_broadband": "{BBfN} % of Norfolk homes with superfast Broadband coverage",
}
Cell = tuple[str, str, str]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def last_day(heading: str) -> str:
    month_name, year = heading.split()
    month = list(calendar.month_abbr).index(month_name)
    return f"20{year}-{month:02d}-{calendar.monthrange(2000 + int(year), month)[1]:02d}"


def printed_cells() -> dict[tuple[str, str], Cell]:
    """(measure, period end) -> (value, numerator, denominator), signs and thousands commas off."""
    ids = {label: measure for measure, label in ROWS.items()}
    cells: dict[tuple[str, str], Cell] = {}
    headings: list[str] = []
    measure = ""
    for line in PRINTED.read_text(encoding="utf-8").splitlines():
        fields = (line.split("\t") + [""] * 16)[:16]
        if fields[1].startswith("Bigger or"):
            headings = [last_day(heading) for heading in fields[2:15]]
        elif fields[0]:
            measure = ids[fields[0]]
            for day, text in zip(headings, fields[2:15], strict=True):
                cells[measure, day] = (text.replace(",", "").rstrip("%"), "", "")
        else:
            for day, text in zip(headings, fields[2:15], strict=True):
                numerator, _, denominator = text.partition(" / ")
                cells[measure, day] = (cells[measure, day][0], numerator, denominator)
    return cells


def returned_rows() -> list[dict[str, str]]:
    return [row for path in OBSERVATION_FILES for row in read_csv(path)]


def amount(text: str) -> Decimal:
    return Decimal(text[:-1]) * 1000 if text.endswith("k") else Decimal(text)


def half_step(text: str) -> Decimal:
    """How far the true figure may lie from a part printed in thousands."""
    return Decimal(50) if text.endswith("k") else Decimal(0)


def pairs() -> Iterator[tuple[str, Decimal, str, str]]:
    for row in returned_rows():
        if row["numerator"] not in ("", "n/a"):
            yield row["measure_id"], Decimal(row["value"]), row["numerator"], row["denominator"]


def pair_class(value: Decimal, numerator: str, denominator: str) -> str:
    n, d = amount(numerator), amount(denominator)
    ratio = 100 * n / d
    low = 100 * (n - half_step(numerator)) / (d + half_step(denominator))
    high = 100 * (n + half_step(numerator)) / (d - half_step(denominator))
    tenth, whole = Decimal("0.1"), Decimal(1)
    if low - tenth / 2 <= value <= high + tenth / 2:
        return "agrees"
    if value == ratio.quantize(whole, ROUND_HALF_UP):
        return "rounded"
    if value in (ratio.quantize(tenth, ROUND_DOWN), ratio.quantize(whole, ROUND_DOWN)):
        return "truncated"
    return "inconsistent"


def test_every_printed_cell_is_returned_as_printed() -> None:
    returned = {
        (row["measure_id"], row["period_end"]): (row["value"], row["numerator"], row["denominator"])
        for row in returned_rows()
    }
    assert len(returned) == len(returned_rows()) == 9 * 13
    assert returned == printed_cells()


def test_the_ten_blank_cells_are_returned_as_grey() -> None:
    rows = returned_rows()
    blank = [row for row in rows if not row["value"]]
    assert len(blank) == 10
    assert {row["status"] for row in blank} == {"not_expected"}
    assert {row["status"] for row in rows if row["value"]} == {"reported"}
    notes = {
        row["measure_id"]
        for row in read_csv(WORKBOOK / "narratives.csv")
        if row["section_id"] == "note" and "grey" in row["text"]
    }
    assert notes == {row["measure_id"] for row in blank}


@pytest.mark.parametrize(
    ("measure", "total"),
    [
        ("norfolk_my_norfolk_accounts", "138803"),
        ("norfolk_web_satisfaction", "707.8"),
        ("norfolk_call_abandonment", "171.2"),
        ("norfolk_first_line_fix", "405.4"),
        ("norfolk_resolved_within_sla", "1035.1"),
    ],
)
def test_the_printed_values_add_up(measure: str, total: str) -> None:
    values = [row["value"] for row in returned_rows() if row["measure_id"] == measure]
    assert sum(Decimal(value) for value in values if value) == Decimal(total)


def test_twenty_three_of_fifty_printed_values_differ_from_their_parts() -> None:
    differing = Counter(
        measure
        for measure, value, numerator, denominator in pairs()
        if (100 * amount(numerator) / amount(denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        != value
    )
    assert sum(differing.values()) == 23
    classes = Counter(pair_class(value, n, d) for _, value, n, d in pairs())
    assert classes == {"agrees": 27, "rounded": 13, "truncated": 5, "inconsistent": 5}


def test_the_catalogue_prints_the_paper_s_row_and_target() -> None:
    printed_target = {}
    for line in PRINTED.read_text(encoding="utf-8").splitlines():
        fields = (line.split("\t") + [""] * 16)[:16]
        printed_target[fields[0]] = (fields[1], fields[15].rstrip("%"))
    targets = {
        row["measure_id"]: row["target_value"] for row in read_csv(ROOT / "seeds" / "targets.csv")
    }
    measures = {row["measure_id"]: row for row in read_csv(ROOT / "seeds" / "measures.csv")}
    for measure, label in ROWS.items():
        direction, target = printed_target[label]
        assert measures[measure]["printed_text"] == label
        assert measures[measure]["direction"] == {"Bigger": "higher", "Smaller": "lower"}[direction]
        assert targets.get(measure, "") == target


def test_no_person_is_named() -> None:
    posts = {row["post_id"] for row in read_csv(ROOT / "seeds" / "posts.csv")}
    actions = read_csv(WORKBOOK / "actions.csv")
    assert {row["post_id"] for row in actions} <= posts
    assert not [row for row in returned_rows() if row["author_post_id"]]
