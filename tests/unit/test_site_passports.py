"""The passport of a measure: what stands on it, and that text stays text.

Here: the page of invented measures, the words of the rules in force. Not here: report cards
(test_site_cards.py).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish.site.catalogue import Catalogue, build_catalogue
from orchestration.publish.site.passport_page import Span, passport_page
from orchestration.publish.site.reading import read_rows
from orchestration.publish.site.rendering import environment
from orchestration.publish.site.rules import legends
from tests.support.serving import ROOT, write_release

METRICS = {"harbour_waits": ("harbour_waits", "harbour_waits_attainment")}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    release: Path = write_release(tmp_path_factory.mktemp("release"))
    rows = read_rows(release / "serving.duckdb", ROOT / "reports" / "queries")
    manifest = {"release_id": "x", "as_of_date": "2026-02-15", "metric_names": METRICS}
    return build_catalogue(rows, manifest)


def test_longer_spans_are_the_organisation_s_by_quarter_and_year(catalogue: Catalogue) -> None:
    page = passport_page(catalogue, catalogue.measures["harbour_waits"])
    assert page["spans"] == [Span("2025/26", ("", "", "4.3%", ""), "5.5%")]
    assert page["spans_made"].startswith("Over a longer span numerators and denominators")
    assert passport_page(catalogue, catalogue.measures["harbour_ships"])["spans"] == []


def test_it_says_how_to_trace_it_and_what_tools_call_it(catalogue: Catalogue) -> None:
    page = passport_page(catalogue, catalogue.measures["harbour_waits"])
    assert ("Metrics", "harbour_waits and harbour_waits_attainment") in page["identity"]
    assert ("Trace a number", "vitals trace harbour_waits 2026-01") in page["origin"]
    assert ("Tables", "returns.observations") in page["origin"]


def test_what_was_done_to_it_names_post_reason_file_and_row(catalogue: Catalogue) -> None:
    page = passport_page(catalogue, catalogue.measures["harbour_waits"])
    (event,) = page["events"]
    assert event.who == "Harbour Master"
    assert event.source == "seeds/waivers.csv, row 2"
    assert event.what.startswith("Waived")
    assert event.why.startswith("Fog")
    assert passport_page(catalogue, catalogue.measures["library_loans"])["events"] == []


def test_a_row_of_a_workbook_is_found_by_its_sheet(catalogue: Catalogue) -> None:
    (row,) = catalogue.rows["measure_audit_events"]
    plans = {**row, "source_file": "plans.xlsx", "source_sheet": "plans"}
    decided = {**plans, "source_sheet": "decisions"}
    page = passport_page(
        replace(catalogue, rows={**catalogue.rows, "measure_audit_events": [plans, decided]}),
        catalogue.measures["harbour_waits"],
    )
    assert [event.source for event in page["events"]] == [
        "plans.xlsx, sheet plans, row 2",
        "plans.xlsx, sheet decisions, row 2",
    ]


def test_a_doubt_about_a_measure_that_repeats_it_names_that_measure(catalogue: Catalogue) -> None:
    loans = passport_page(catalogue, catalogue.measures["library_loans"])["findings"]
    assert "Minutes to find a book. Duplicate: it repeats Loans. (duplicate, version 1)" in loans
    own = passport_page(catalogue, catalogue.measures["library_speed"])["findings"]
    assert "Duplicate: it repeats Loans. (duplicate, version 1)" in own


def test_publications_count_their_figures(catalogue: Catalogue) -> None:
    shown = [
        {"publication_id": publication, "measure_id": "harbour_waits"}
        for publication in ("board-1", "board-2", "board-2")
    ]
    page = passport_page(
        replace(catalogue, rows={**catalogue.rows, "published_measures": shown}),
        catalogue.measures["harbour_waits"],
    )
    assert page["publications"] == ["board-1: 1 figure", "board-2: 2 figures"]


def dated(catalogue: Catalogue, changed_from: date) -> list[dict[str, Any]]:
    """The rules, where red of variance_5 begins at 8% from a day on, by a second version."""
    rows = []
    for row in catalogue.rows["rag_rules"]:
        if row["rag_profile_id"] != "variance_5":
            rows.append(row)
            continue
        bounds = {key: row[key] and row[key] * 8 / 5 for key in ("lower_bound", "upper_bound")}
        rows.append({**row, "valid_to_date": changed_from - timedelta(days=1)})
        rows.append({**row, **bounds, "version": 2, "valid_from_date": changed_from})
    return rows


@pytest.mark.parametrize(
    ("days", "version", "red"),
    [
        (1, 1, "more than 5% worse than target"),
        (0, 2, "more than 8% worse than target"),
        (-1, 2, "more than 8% worse than target"),
    ],
)
def test_a_rule_holds_from_its_first_day_and_not_before(
    catalogue: Catalogue, days: int, version: int, red: str
) -> None:
    rules = dated(catalogue, catalogue.as_of + timedelta(days=days))
    page = passport_page(
        replace(catalogue, rows={**catalogue.rows, "rag_rules": rules}),
        catalogue.measures["harbour_waits"],
    )
    assert ("Rule", f"variance_5, version {version}") in page["judged"]
    assert ("Red", red) in page["judged"]


def test_days_and_tiers_are_those_of_the_rules(catalogue: Catalogue) -> None:
    words = legends(catalogue.rows["rag_rules"], catalogue.as_of)
    assert words["milestone"] == {
        "green": "delivered in time, or more than 21 days left",
        "amber": "21 days or fewer left, reported off plan, or delivered late",
        "red": "deadline passed and not delivered",
    }
    assert words["tiers"] == {
        "green": "flat calm or better",
        "amber": "calm, short of flat calm",
        "red": "worse than calm",
    }


def test_a_long_name_breaks_after_its_signs_and_stays_escaped() -> None:
    made = environment(ROOT / "reports" / "templates")
    macros = made.from_string("{% from 'macros/page.html.j2' import name %}{{ name('a/b_c<i>') }}")
    assert macros.render() == "a/<wbr>b_<wbr>c&lt;i&gt;"
