"""The pages about promises: the audit, the glossary, what stands beside a measure, a programme."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish.site.card_benchmarks import benchmark_facts, benchmark_lines, officers
from orchestration.publish.site.card_page import card_page, story
from orchestration.publish.site.catalogue import Catalogue, Measure, build_catalogue
from orchestration.publish.site.promise_pages import (
    audit_page,
    audit_title,
    glossary_page,
    smart_rows,
    stated,
    terms,
)
from orchestration.publish.site.reading import read_rows
from orchestration.publish.site.scorecard_page import programme, scorecard_page
from tests.support.serving import ROOT, write_release


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    release: Path = write_release(tmp_path_factory.mktemp("release"))
    rows = read_rows(release / "serving.duckdb", ROOT / "reports" / "queries")
    return build_catalogue(rows, {"release_id": "x", "as_of_date": "2026-02-15"})


def with_row(measure: Measure, **changed: Any) -> Measure:
    return replace(measure, row={**measure.row, **changed})


def test_the_audit_says_a_sentence_once_and_names_all_it_holds_for(catalogue: Catalogue) -> None:
    library = next(
        group
        for group in audit_page(catalogue)["groups"]
        if group.scorecard["scorecard_id"] == "library"
    )
    assert library.counts == {"specific": 3, "measurable": 2, "duplicate": 1}
    assert library.total == 6
    specific = next(test for test in library.tests if test.name == "Specific")
    assert [len(found.rows) for found in specific.found] == [1, 2]
    shared = [row["measure_id"] for row in specific.found[-1].rows]
    assert sorted(shared) == ["library_loans", "library_safe_door"]


def test_the_audit_s_heading_counts_a_part_as_its_measure(catalogue: Catalogue) -> None:
    # loans, speed and the safe, whose door it is about; three measures in the harbour, five here
    assert audit_page(catalogue)["title"] == "6 findings about 3 of 8 measures"
    assert audit_title([], catalogue) == "The audit found nothing"


def test_tests_without_a_finding_have_no_heading(catalogue: Catalogue) -> None:
    harbour = next(
        group
        for group in audit_page(catalogue)["groups"]
        if group.scorecard["scorecard_id"] == "harbour"
    )
    assert (harbour.total, harbour.tests) == (0, [])


def test_a_card_shows_its_findings_and_who_repeats_it(catalogue: Catalogue) -> None:
    found = smart_rows(catalogue, catalogue.measures["library_loans"])
    assert [(row["measure_id"], row["test"]) for row in found] == [
        ("library_loans", "specific"),
        ("library_loans", "measurable"),
        ("library_speed", "duplicate"),
    ]


def test_the_newest_figure_of_each_comparator_is_a_fact(catalogue: Catalogue) -> None:
    found = benchmark_facts(catalogue.measures["harbour_waits"])
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for _, text in found] == [
        "Other harbours: 12.5%, 31 December 2025",
        "Best harbour <script>alert('x')</script>: no figure returned yet",
    ]
    assert benchmark_facts(catalogue.measures["library_loans"]) == []


def test_a_comparator_without_a_figure_says_so_in_the_table(catalogue: Catalogue) -> None:
    lines = benchmark_lines(catalogue.measures["harbour_waits"])
    assert [(line.figure, line.is_target) for line in lines] == [
        ("12.5%", False),
        ("11.0%", False),
        ("no figure returned yet", True),
    ]
    assert lines[-1].as_at == ""


def test_that_nobody_answers_for_a_measure_is_said(catalogue: Catalogue) -> None:
    waits = catalogue.measures["harbour_waits"]
    assert officers(with_row(waits, data_owner_title="Clerk")) == [
        ("Lead", "Harbour Master"),
        ("Data owner", "Clerk"),
    ]
    nobody = with_row(waits, lead_title=None, executive_title=None)
    assert officers(nobody) == [("Lead", "not stated")]
    executive = with_row(waits, lead_title=None, executive_title="Director")
    assert officers(executive) == [("Executive", "Director")]


def test_a_section_of_the_standard_card_that_is_owed_shows_its_gap(catalogue: Catalogue) -> None:
    """Owed by a measure in exception, and by one whose return has texts for other sections."""
    tides = replace(catalogue.measures["harbour_tides"], narratives={}, exceptions=[])
    assert [texts for _, texts in story(catalogue, tides) if not texts] == []
    exception = {"organisation_unit_id": "harbour", "is_waived": False}
    owed = dict(story(catalogue, replace(tides, exceptions=[exception])))
    assert owed["What will success look like?"] == []
    waived = replace(tides, exceptions=[{**exception, "is_waived": True}])
    assert [texts for _, texts in story(catalogue, waived) if not texts] == []
    told = replace(tides, narratives={"why_important": [{"text": "Ships wait."}]})
    assert dict(story(catalogue, told)) == {
        "Why is this important?": ["Ships wait."],
        "What will success look like?": [],
    }


def test_the_glossary_has_every_measure_and_names_what_is_not_stated(catalogue: Catalogue) -> None:
    groups = glossary_page(catalogue)["groups"]
    assert sum(len(entries) for _, entries in groups) == len(catalogue.measures)
    bare = with_row(
        catalogue.measures["harbour_waits"],
        **dict.fromkeys(
            ("definition", "numerator_description", "denominator_description", "population"),
        ),
        exclusions=None,
        source_description=None,
        lead_title=None,
        executive_title=None,
    )
    assert dict(terms(bare)) == {
        "Definition": "not stated",
        "Numerator": "not stated",
        "Denominator": "not stated",
        "Population": "not stated",
        "Exclusions": "none stated",
        "Source": "not stated",
        "Owner": "not stated",
    }


def test_an_event_is_told_by_its_deliverable(catalogue: Catalogue) -> None:
    roof = with_row(catalogue.measures["library_roof"], deliverable="A roof", definition=None)
    assert roof.is_done
    said = dict(terms(roof))
    assert said["Deliverable"] == "A roof"
    assert not {"Numerator", "Denominator", "Exclusions"} & said.keys()


def test_a_programme_shows_its_years_and_the_newest_list(catalogue: Catalogue) -> None:
    shown = programme(catalogue, catalogue.scorecards[0])
    assert [(row["printed"], row["completed"], row["closed"]) for row in shown["volumes"]] == [
        ("94.44%", "68.89%", "94.44%"),
        ("", "68.89%", "94.44%"),
    ]
    assert shown["projects_period"] == "quarter to March 2026"
    assert [row["position"] for row in shown["projects"]] == [1, 2]
    assert programme(catalogue, catalogue.scorecards[1])["volumes"] == []


def test_a_card_gets_what_stands_beside_the_measure(catalogue: Catalogue) -> None:
    card = card_page(catalogue, catalogue.measures["harbour_waits"])
    assert len(card["benchmarks"]) == 3
    assert card["smart"] == []
    assert [row["field"] for row in card["measure"].definition_changes] == ["exclusions"]


def test_what_a_paper_states_is_told_from_what_it_leaves_out(catalogue: Catalogue) -> None:
    """Of an event the date is asked for; of a measure no paper prints, and of a part, nothing."""
    rows = {row["measure_id"]: row for row in catalogue.rows["measure_statements"]}
    waits, roof = catalogue.measures["harbour_waits"], catalogue.measures["library_roof"]
    assert stated(waits, rows["harbour_waits"]) == [
        (
            "Paper states",
            "unit: hours; counted: ships that wait <script>alert('x')</script>; "
            "not stated: population, deadline",
        )
    ]
    assert stated(roof, rows["library_roof"]) == [("Paper states", "date: by summer")]
    assert stated(waits, None) == []
    assert stated(catalogue.measures["library_safe_door"], rows["harbour_waits"]) == []


def test_a_scorecard_acknowledges_what_went_well(catalogue: Catalogue) -> None:
    """On target, better than before and nothing open: of this scorecard alone."""
    loans = with_row(
        catalogue.measures["library_loans"],
        rag_status="green",
        is_met=True,
        movement="improved",
        is_hollow_green=False,
        is_overdue=False,
    )
    good = replace(loans, exceptions=[])
    shown = replace(catalogue, measures={**catalogue.measures, "library_loans": good})
    library = next(row for row in shown.scorecards if row["scorecard_id"] == "library")
    harbour = next(row for row in shown.scorecards if row["scorecard_id"] == "harbour")
    well = [item.measure.measure_id for item in scorecard_page(shown, library)["well"]]
    assert "library_loans" in well
    harbours = [item.measure.measure_id for item in scorecard_page(shown, harbour)["well"]]
    assert "library_loans" not in harbours
