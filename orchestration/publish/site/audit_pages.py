"""The pages about the data itself: exceptions with their prompts, and what is doubtful.

Here: grouping. Not here: drawing, and what an exception or a finding is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from orchestration.publish.site.card_forecast import coverage_words
from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.formatting import count_word, joined, plural, share
from orchestration.publish.site.front_page import Attention, attention, urgency
from orchestration.publish.site.reading import Row, grouped
from orchestration.publish.site.rules import legends
from orchestration.publish.site.variation_words import words_of_charts

# Long lists are cut on the page; the count beside them is whole.
FINDINGS_SHOWN = 15
SHARE_DECIMALS = 2


@dataclass(frozen=True)
class ExceptionEntry:
    """One measure with every criterion it meets and the answers to the six prompts."""

    item: Attention
    rows: list[Row]
    prompts: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class ScorecardExceptions:
    """A scorecard's exceptions, and what its forum may decide about them."""

    scorecard: Row
    entries: list[ExceptionEntry]
    follow_ups: list[Row]


def exceptions_page(catalogue: Catalogue) -> dict[str, Any]:
    """What the exceptions page says: the worst first, scorecard by scorecard."""
    prompts = [row for row in catalogue.rows["report_card_sections"] if row["is_prompt"]]
    follow_ups = grouped(catalogue.rows["follow_up_actions"], "scorecard_id")
    groups = []
    for scorecard in catalogue.scorecards:
        measures = [m for m in catalogue.of_scorecard(scorecard["scorecard_id"]) if m.exceptions]
        measures.sort(key=lambda m: (not m.open_exceptions, m.severity, urgency(m)))
        entries = [
            ExceptionEntry(attention(m), _own_first(m), _answers(m, prompts)) for m in measures
        ]
        if entries:
            own = follow_ups.get(scorecard["scorecard_id"], [])
            groups.append(ScorecardExceptions(scorecard, entries, own))
    invented = [g.scorecard["short_name"] for g in groups if g.scorecard["is_illustrative"]]
    return {
        "title": exceptions_title(groups),
        "lead": exceptions_lead(groups),
        "groups": groups,
        "illustrative_names": joined(invented),
    }


def _own_first(measure: Measure) -> list[Row]:
    own = measure.row["scorecard_id"]
    return sorted(measure.exceptions, key=lambda row: row["organisation_unit_id"] != own)


def _answers(measure: Measure, prompts: list[Row]) -> list[tuple[str, list[str]]]:
    return [
        (
            prompt["heading"],
            [row["text"] for row in measure.narratives.get(prompt["section_id"], [])],
        )
        for prompt in prompts
    ]


def exceptions_title(groups: list[ScorecardExceptions]) -> str:
    """The page's heading: how many measures; the waived alone do not count."""
    count = sum(1 for g in groups for e in g.entries if not all(r["is_waived"] for r in e.rows))
    if count == 0:
        return "No measure meets the exception criteria"
    subject = f"{count_word(count, capital=True)} {plural(count, 'measure')}"
    return f"{subject} {plural(count, 'meets', 'meet')} the exception criteria"


def exceptions_lead(groups: list[ScorecardExceptions]) -> str:
    """The sentence below the heading: where they are, and what is waived."""
    if not groups:
        return "Nothing has to be reported at the latest complete periods."
    said = [f"{len(group.entries)} on {group.scorecard['short_name']}" for group in groups]
    waived = sum(row["is_waived"] for g in groups for entry in g.entries for row in entry.rows)
    tail = f"{count_word(waived, capital=True)} waived." if waived else "Nothing is waived."
    return f"At the latest complete periods: {joined(said)}. {tail}"


def data_quality_page(catalogue: Catalogue) -> dict[str, Any]:
    """What the page about the data says: findings, rejected records, loads."""
    findings = catalogue.rows["findings"]
    by_type = grouped(findings, "finding_type")
    extractions = catalogue.rows["extractions"]
    arrived = sum(row["row_count"] or 0 for row in extractions)
    rejected = sum(row["rejected_count"] or 0 for row in extractions)
    count = len(findings)
    names = {row["scorecard_id"]: row["short_name"] for row in catalogue.scorecards}
    return {
        "scorecard_names": names,
        "title": f"{count:,} {plural(count, 'finding')} about the data; "
        f"{rejected:,} of {arrived:,} records rejected",
        "lead": "Nothing doubtful is silently mended: values stand as they came, each doubt is a "
        "finding, and a record that cannot be used is kept with its reason.",
        "types": [
            (name, rows[0], len(rows), _scorecards_of(rows, names))
            for name, rows in sorted(by_type.items(), key=lambda item: -len(item[1]))
        ],
        "findings": [
            (name, rows[:FINDINGS_SHOWN], len(rows)) for name, rows in sorted(by_type.items())
        ],
        "rejected": catalogue.rows["rejected_records"],
        "shares": [
            {
                **row,
                "share": share(row["rejected_pct"], SHARE_DECIMALS),
                "limit": share(row["rejection_limit_pct"], SHARE_DECIMALS),
            }
            for row in catalogue.rows["source_rejections"]
        ],
        "extractions": extractions,
        "arrived": arrived,
        "rejected_total": rejected,
    }


def _scorecards_of(rows: list[Row], names: dict[str, str]) -> str:
    counts = Counter(names.get(row["scorecard_id"], "sources") for row in rows)
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))


def words_page(catalogue: Catalogue) -> dict[str, Any]:
    """What the page that explains marks, rules and reasons says."""
    parameters = {row["parameter"]: row["value"] for row in catalogue.rows["forecast_parameters"]}
    return {
        "title": "How to read these pages",
        "lead": "Black lines and figures show results. Blue shows targets and plans. A dashed edge "
        "marks what is still to come. Red, amber and green appear only where a rule has judged.",
        "legends": legends(catalogue.rows["rag_rules"], catalogue.as_of),
        "profiles": catalogue.rows["rag_profiles"],
        "reasons": catalogue.rows["rag_reasons"],
        "criteria": catalogue.rows["exception_rules"],
        "escalation_rules": catalogue.rows["escalation_rules"],
        "coverage": coverage_words(catalogue),
        "least_points": count_word(int(parameters["least_points"])),
        "most_points": count_word(int(parameters["most_points"])),
        **words_of_charts(catalogue),
    }
