"""The pages about what the catalogue promises: its audit and its glossary.

Here: grouping what the marts found. Not here: drawing, and what a finding is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.formatting import count_word, plural
from orchestration.publish.site.reading import Row, grouped

NOT_STATED = "not stated"
# What a paper may state of a measure beside its definition, and of an event.
STATED_OF_EVENTS = (("deadline", "date"),)
STATED = (
    ("unit_text", "unit"),
    ("population", "population"),
    ("evidence", "counted"),
    ("deadline", "deadline"),
)


@dataclass(frozen=True)
class Found:
    """One sentence of the audit and everything it was found about."""

    explanation: str
    rows: list[Row]


@dataclass(frozen=True)
class TestFindings:
    """A test and what failed it."""

    name: str
    count: int
    found: list[Found]


@dataclass(frozen=True)
class ScorecardFindings:
    """A scorecard's findings by test, and the counts of its line in the overview."""

    scorecard: Row
    counts: dict[str, int]
    total: int
    measure_count: int
    tests: list[TestFindings]


def audit_page(catalogue: Catalogue) -> dict[str, Any]:
    """What the audit page says: counts first, then every sentence with what it is about."""
    findings = catalogue.rows["smart_findings"]
    tests = catalogue.rows["smart_tests"]
    by_scorecard = grouped(findings, "scorecard_id")
    groups = [
        _scorecard_findings(catalogue, row, by_scorecard.get(row["scorecard_id"], []))
        for row in catalogue.scorecards
    ]
    return {
        "title": audit_title(findings, catalogue),
        "lead": "Every measure is asked the same questions, about what its paper states. A finding "
        "names what the promise leaves out or contradicts. Nothing is filled in and nothing is "
        "corrected here.",
        "groups": groups,
        "tests": tests,
        "total": len(findings),
        "test_totals": Counter(row["test"] for row in findings),
    }


def audit_title(findings: list[Row], catalogue: Catalogue) -> str:
    """The heading: how many findings about how many measures; a part belongs to its measure."""
    if not findings:
        return "The audit found nothing"
    count = sum(measure.is_counted for measure in catalogue.measures.values())
    touched = len(_measures_of(findings, catalogue))
    found = f"{len(findings):,} {plural(len(findings), 'finding')}"
    return f"{found} about {touched:,} of {count:,} measures"


def _measures_of(findings: list[Row], catalogue: Catalogue) -> set[str]:
    measures = (catalogue.measures[row["measure_id"]] for row in findings if row["measure_id"])
    return {measure.row["parent_measure_id"] or measure.measure_id for measure in measures}


def _scorecard_findings(catalogue: Catalogue, scorecard: Row, rows: list[Row]) -> ScorecardFindings:
    tests = catalogue.rows["smart_tests"]
    by_test = grouped(rows, "test")
    return ScorecardFindings(
        scorecard=scorecard,
        counts={test["test"]: len(by_test.get(test["test"], [])) for test in tests},
        total=len(rows),
        measure_count=len(_measures_of(rows, catalogue)),
        tests=[
            TestFindings(test["test_name"], len(found), _sentences(found))
            for test in tests
            if (found := by_test.get(test["test"], []))
        ],
    )


def _sentences(rows: list[Row]) -> list[Found]:
    """What is said of many measures is said once; what is said of most comes last."""
    found = [Found(text, same) for text, same in grouped(rows, "explanation").items()]
    return sorted(found, key=lambda item: len(item.rows))


def smart_rows(catalogue: Catalogue, measure: Measure) -> list[Row]:
    """The findings a card shows: its own, and those that say it is repeated."""
    key = measure.measure_id
    return [
        row
        for row in catalogue.rows["smart_findings"]
        if key in (row["measure_id"], row["other_measure_id"])
    ]


def glossary_page(catalogue: Catalogue) -> dict[str, Any]:
    """What the glossary says: every measure, part and companion, scorecard by scorecard."""
    statements = {row["measure_id"]: row for row in catalogue.rows["measure_statements"]}
    groups = [
        (
            row,
            [
                (measure, [*terms(measure), *stated(measure, statements.get(measure.measure_id))])
                for measure in catalogue.measures.values()
                if measure.row["scorecard_id"] == row["scorecard_id"]
            ],
        )
        for row in catalogue.scorecards
    ]
    count = len(catalogue.measures)
    return {
        "title": f"{count_word(count, capital=True)} measures and what each one means",
        "lead": "What a paper does not state is given as not stated. Numerator, denominator and "
        "population say how a figure is counted here.",
        "groups": groups,
    }


def terms(measure: Measure) -> list[tuple[str, str]]:
    """What the glossary says of one measure, each line with its label."""
    row = measure.row
    is_event = measure.is_done
    found = [
        ("Definition", row["definition"] or NOT_STATED),
        ("Deliverable", row["deliverable"] or (NOT_STATED if is_event else "")),
        ("Numerator", row["numerator_description"] or ("" if is_event else NOT_STATED)),
        ("Denominator", row["denominator_description"] or ("" if is_event else NOT_STATED)),
        ("Population", row["population"] or ("" if is_event else NOT_STATED)),
        ("Exclusions", row["exclusions"] or ("" if is_event else "none stated")),
        ("Source", row["source_description"] or NOT_STATED),
        ("Owner", row["lead_title"] or row["executive_title"] or NOT_STATED),
    ]
    return [(label, text) for label, text in found if text]


def stated(measure: Measure, statement: Row | None) -> list[tuple[str, str]]:
    """What the paper says in its own words, and what it leaves out; nothing without a paper."""
    if statement is None or not measure.is_counted:
        return []
    asked = STATED_OF_EVENTS if measure.is_done else STATED
    said = [f"{word}: {statement[column]}" for column, word in asked if statement[column]]
    missing = [word for column, word in asked if not statement[column]]
    if missing:
        said.append(f"not stated: {', '.join(missing)}")
    return [("Paper states", "; ".join(said))]
