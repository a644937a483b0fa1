"""The illustrative returns of Worcestershire, HEIW and PROGRESS that ship with the sandbox.

What a return must look like to be accepted is tested with the returns connector and the models.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RETURNS = ROOT / "orchestration" / "sandbox" / "returns"
SCORECARDS = ("waht", "heiw", "progress")
Row = dict[str, str]

# The two gaps that are there to be seen: a ledger closed late, a figure nobody sent.
SAID_TO_FOLLOW = ("heiw_invoices_paid", "2025-12-31")
# A figure that was approved and corrected later, after a board had been shown it.
CORRECTED = ("heiw_sickness_absence", "2025-09-30")
NOT_SENT = ("progress_agency_spend", "2025-12-31")


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files(table: str) -> list[Path]:
    """Workbooks are folders with a file for each sheet; a single file holds observations, if it
    does not hold signatures.
    """
    names = [f"*/{table}.csv"] + (["*.csv"] if table == "observations" else [])
    found = chain.from_iterable(RETURNS.glob(name) for name in names)
    return sorted(
        path
        for path in found
        if path.relative_to(RETURNS).parts[0].startswith(SCORECARDS)
        and "_sign_offs_" not in path.name
    )


def rows(table: str) -> list[Row]:
    return [row for path in files(table) for row in read(path)]


def catalogue() -> dict[str, Row]:
    found = (r for r in read(ROOT / "seeds" / "measures.csv") if r["scorecard_id"] in SCORECARDS)
    return {row["measure_id"]: row for row in found if row["source_system"] == "returns"}


def ends(measure: Row) -> list[str]:
    """The last days of the periods that are owed, by frequency and window."""
    last_months = {
        "fiscal month": tuple(range(1, 13)),
        "fiscal quarter": (3, 6, 9, 12),
        "fiscal year": (3,),
        "academic term": (4, 8, 12),
        "academic year": (8,),
    }
    wanted = last_months[f"{measure['calendar']} {measure['frequency']}"]
    first_year, years = (2022, 1) if measure["scorecard_id"] == "waht" else (2024, 2)
    months = [(first_year + (3 + i) // 12, (3 + i) % 12 + 1) for i in range(12 * years)]
    firsts_after = [(date(y + m // 12, m % 12 + 1, 1), m) for y, m in months]
    return [(day - timedelta(days=1)).isoformat() for day, m in firsts_after if m in wanted]


def test_every_period_is_returned_save_the_one_that_was_not_sent() -> None:
    sent = {(row["measure_id"], row["period_end"]) for row in rows("observations")}
    levels = {k: m for k, m in catalogue().items() if m["measure_kind"] != "milestone"}
    owed = {(k, end) for k, measure in levels.items() for end in ends(measure)}
    assert owed - sent == {NOT_SENT}
    assert {key for key in sent if key[0] in levels} <= owed


def test_a_period_is_returned_again_only_to_correct_it() -> None:
    keys = Counter((row["measure_id"], row["period_end"]) for row in rows("observations"))
    again = {key for key, count in keys.items() if count > 1}
    assert again == {SAID_TO_FOLLOW, CORRECTED}
    restated = [row for row in rows("observations") if row.get("restatement_reason")]
    assert [(row["measure_id"], row["period_end"]) for row in restated] == [CORRECTED]
    for path in files("observations"):
        within = Counter((row["measure_id"], row["period_end"]) for row in read(path))
        assert max(within.values()) == 1, path


def test_values_are_what_their_parts_give() -> None:
    measures = catalogue()
    for row in rows("observations"):
        measure = measures[row["measure_id"]]
        if row["denominator"] not in ("", "0"):
            parts = Decimal(row["numerator"]) * Decimal(measure["scale"])
            unit = Decimal(1).scaleb(-int(measure["display_decimals"]))
            value = (parts / Decimal(row["denominator"])).quantize(unit, ROUND_HALF_UP)
            assert Decimal(row["value"]) == value, row


def test_nothing_is_given_without_a_denominator_or_before_it_is_known() -> None:
    empty = [row for row in rows("observations") if not row["value"]]
    found = {(row["measure_id"], row["status"], row["denominator"]) for row in empty}
    assert found == {
        ("heiw_invoices_paid", "awaiting", ""),
        ("progress_follow_up_useful", "reported", "0"),
    }


@pytest.mark.parametrize("scorecard", SCORECARDS)
def test_a_milestone_is_delivered_once_and_silent_afterwards(scorecard: str) -> None:
    by_measure: dict[str, list[Row]] = {}
    for row in rows("observations"):
        if catalogue()[row["measure_id"]]["measure_kind"] == "milestone":
            by_measure.setdefault(row["measure_id"], []).append(row)
    for measure_id, history in by_measure.items():
        if measure_id.startswith(scorecard):
            delivered = [row["period_end"][:7] for row in history if row["value"] == "1"]
            assert delivered == [row["delivered_on"][:7] for row in history if row["delivered_on"]]
            assert delivered in ([], [max(row["period_end"] for row in history)[:7]]), measure_id


def test_a_raised_flag_has_its_reason_and_a_risk_its_reference() -> None:
    observations = rows("observations")
    for row in observations:
        assert bool(row["budget_reason"]) == (row["budget_impact"] == "yes"), row
        assert bool(row["risk_reason"]) == (row["corporate_risk"] == "yes"), row
        assert bool(row["risk_reference"]) == (row["corporate_risk"] == "yes"), row
    assert {"yes"} <= {row["budget_impact"] for row in observations}


def test_rows_name_measures_sections_and_posts_of_the_catalogue() -> None:
    posts = {row["post_id"] for row in read(ROOT / "seeds" / "posts.csv")}
    sections = {row["section_id"] for row in read(ROOT / "seeds" / "report_card_sections.csv")}
    for row in rows("observations") + rows("narratives"):
        assert row["measure_id"] in catalogue(), row
        assert row["author_post_id"] in posts, row
    for row in rows("narratives"):
        assert row["section_id"] in sections, row
        assert row["period_end"] in ends(catalogue()[row["measure_id"]]), row
    for row in rows("actions"):
        assert row["post_id"] in posts, row
        assert row["scorecard_id"] in SCORECARDS, row


def test_no_text_would_be_taken_for_a_formula() -> None:
    every = chain.from_iterable(rows(t) for t in ("observations", "narratives", "actions"))
    assert not [v for row in every for v in row.values() if re.match(r"[=+@\t-]", v)]
