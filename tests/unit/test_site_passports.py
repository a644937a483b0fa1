"""The passport of a measure: what stands on it, and that text stays text.

Here: the page of invented measures. Not here: report cards (test_site_cards.py).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.publish.site.catalogue import Catalogue, build_catalogue
from orchestration.publish.site.passport_page import Span, passport_page
from orchestration.publish.site.reading import read_rows
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
