"""What a report card says in words: sources, deadlines, both signs of a band."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish.site.card_page import card_page, unconnected
from orchestration.publish.site.card_tables import facts, inside, no_status_words
from orchestration.publish.site.catalogue import Catalogue, Measure, build_catalogue
from orchestration.publish.site.cells import no_value_words
from orchestration.publish.site.formatting import named
from orchestration.publish.site.reading import read_rows
from orchestration.publish.site.wording import chart_title
from tests.support.serving import ROOT, write_release


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    release: Path = write_release(tmp_path_factory.mktemp("release"))
    rows = read_rows(release / "serving.duckdb", ROOT / "reports" / "queries")
    return build_catalogue(rows, {"release_id": "x", "as_of_date": "2026-02-15"})


def test_a_measure_of_few_people_says_how_its_numbers_are_protected(
    catalogue: Catalogue,
) -> None:
    ships, waits = catalogue.measures["harbour_ships"], catalogue.measures["harbour_waits"]
    told = dict(card_page(catalogue, ships)["lineage"])["Small numbers"]
    assert told.startswith("1 to 7 is shown as 5. Ships are few.")
    assert told.endswith("Small-number rule, version 2.")
    assert "Small numbers" not in dict(card_page(catalogue, waits)["lineage"])


def test_the_symbol_of_what_is_withheld_is_the_rule_s_own(catalogue: Catalogue) -> None:
    ships = catalogue.measures["harbour_ships"]
    assert no_value_words(ships, "suppressed") == "[c]"
    assert no_value_words(with_row(ships, disclosure_symbol="*"), "suppressed") == "*"
    assert no_value_words(catalogue.measures["harbour_waits"], "suppressed") == "withheld"


def with_row(measure: Measure, **changed: Any) -> Measure:
    return replace(measure, row={**measure.row, **changed})


def test_a_measure_that_looks_alike_is_named_with_the_difference(catalogue: Catalogue) -> None:
    page = card_page(catalogue, catalogue.measures["harbour_waits"])
    ((other, difference),) = page["comparisons"]
    assert other.measure_id == "harbour_ships"
    assert difference.startswith("Waits are hours, ships are ships.")
    assert card_page(catalogue, catalogue.measures["library_speed"])["comparisons"] == []


def test_a_source_that_is_not_connected_is_named(catalogue: Catalogue) -> None:
    awaited = with_row(
        catalogue.measures["library_loans"],
        rag_reason="awaiting_data",
        is_source_connected=False,
        source_name="Loans desk",
    )
    assert unconnected(awaited) == "Its source, Loans desk, is not connected yet."
    assert unconnected(with_row(awaited, is_source_connected=True)) == ""


def test_an_event_delivered_late_is_said_to_be_late(catalogue: Catalogue) -> None:
    roof = catalogue.measures["library_roof"]
    late = with_row(roof, is_met=True, is_overdue=False, rag_status="amber")
    assert dict(facts(catalogue, late))["Target"].endswith("; met late")
    timely = with_row(late, rag_status="green")
    assert dict(facts(catalogue, timely))["Target"].endswith("; met")


def test_a_band_around_zero_has_a_baseline_of_both_signs(catalogue: Catalogue) -> None:
    budget = catalogue.measures["library_budget"]
    assert budget.promised_text(Decimal(4)).startswith("±4")
    assert not catalogue.measures["library_loans"].promised_text(Decimal(4)).startswith("±")


def test_a_reason_stands_only_where_there_is_no_status() -> None:
    assert no_status_words({"rag_status": "none", "rag_reason": "awaiting_data"}) == "awaiting data"
    assert no_status_words({"rag_status": "red", "rag_reason": None}) == ""


def test_a_chart_without_a_figure_says_so(catalogue: Catalogue) -> None:
    loans = catalogue.measures["library_loans"]
    empty = replace(
        loans, periods=[{**row, "value": None, "rag_status": "none"} for row in loans.periods]
    )
    assert chart_title(empty) == "Nothing has been reported yet"


@pytest.mark.parametrize(
    ("text", "said"),
    [("Calls received", "calls received"), ("WTE in post", "WTE in post"), ("", "")],
)
def test_a_description_inside_a_sentence_begins_small(text: str, said: str) -> None:
    assert inside(text) == said


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("week to 18 January 2026", "the week to 18 January 2026"),
        ("December 2025", "December 2025"),
        ("Q3 2025/26", "Q3 2025/26"),
    ],
)
def test_a_period_inside_a_sentence_has_its_article(period: str, said: str) -> None:
    assert named(period) == said
