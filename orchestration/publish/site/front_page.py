"""What the front page shows: what needs attention, every scorecard, what changed, what went well.

Here: choosing and ordering measures. Not here: judging them or drawing the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from orchestration.publish.site.catalogue import SEVERITY, Catalogue, Measure
from orchestration.publish.site.formatting import joined, named
from orchestration.publish.site.graphics import Sparkline, sparkline
from orchestration.publish.site.wording import change_words, front_lead, headline, status_counts

WENT_WELL = 4
OVERDUE = "overdue"
GROUPS: tuple[tuple[str, Callable[[Measure], bool]], ...] = (
    ("Red", lambda m: m.rag_status == "red"),
    ("Amber, with an exception or a step outstanding", lambda m: _is_pressing_amber(m)),
    ("Green, but look again", lambda m: m.rag_status == "green" and bool(second_looks(m))),
    ("Without a status, and an exception", lambda m: m.rag_status == "none" and _is_owed(m)),
)


@dataclass(frozen=True)
class Attention:
    """One line of what needs attention, with the reasons beside it."""

    measure: Measure
    line: Sparkline | None
    span: str
    reasons: list[tuple[str, str]]
    escalated: str
    change: str
    sentence: str


@dataclass(frozen=True)
class Change:
    """A measure whose colour changed: from what, and why."""

    measure: Measure
    word: str
    was: str
    why: str


def front_page(catalogue: Catalogue) -> dict[str, Any]:
    """What the front page says."""
    measures = catalogue.counted()
    groups = [
        (name, [attention(m) for m in sorted(measures, key=urgency) if belongs(m)])
        for name, belongs in GROUPS
    ]
    invented = [row for row in catalogue.scorecards if row["is_illustrative"]]
    return {
        "title": headline(measures),
        "lead": front_lead(catalogue),
        "marks_of_all": sorted(measures, key=lambda measure: measure.severity),
        "counts": status_counts(measures),
        "attention": [(name, items) for name, items in groups if items],
        "marks_by_scorecard": {
            row["scorecard_id"]: sorted(
                catalogue.of_scorecard(row["scorecard_id"]), key=lambda m: m.severity
            )
            for row in catalogue.scorecards
        },
        "changes": changes(measures),
        "went_well": went_well(measures),
        "scorecard_rows": catalogue.scorecards,
        "illustrative": invented,
        "illustrative_names": joined([row["short_name"] for row in invented]),
    }


def urgency(measure: Measure) -> tuple[int, Decimal, str]:
    """Measures with an exception first, then by how far from target, then by name."""
    return (0 if measure.open_exceptions else 1, -distance(measure), measure.name)


def distance(measure: Measure) -> Decimal:
    """How far short, as a share of what was due; a milestone has no distance."""
    row = measure.row
    if row["attainment"] is not None:
        return Decimal(1 - row["attainment"])
    return Decimal(row["variance_pct"] or 0)


def second_looks(measure: Measure) -> list[tuple[str, str]]:
    """Why a green measure still deserves a look."""
    row = measure.row
    looks = []
    if row["is_hollow_green"]:
        looks.append(("Hollow green", "what balances it is red or got worse"))
    looks += [(e["rule_name"], f"since {e['met_since_label']}") for e in measure.open_exceptions]
    is_told = any(e["exception_rule_id"] == OVERDUE for e in measure.open_exceptions)
    if row["is_overdue"] and row["is_met"] is False and not is_told:
        looks.append(("Overdue", "and not met"))
    return looks


def _is_pressing_amber(measure: Measure) -> bool:
    is_owed = any(row["is_outstanding"] for row in measure.escalations)
    return measure.rag_status == "amber" and (bool(measure.open_exceptions) or is_owed)


def _is_owed(measure: Measure) -> bool:
    return any(row["exception_rule_id"] != "missing_return" for row in measure.open_exceptions)


def attention(measure: Measure) -> Attention:
    """A measure as it stands on the front page."""
    reasons = second_looks(measure)
    if not reasons:
        reasons = [("No exception open", "")]
    known = [row for row in measure.periods if row["value"] is not None][-26:]
    span = ""
    if known and not measure.is_done:
        first, last = known[0]["period_short_label"], known[-1]["period_short_label"]
        span = str(first) if first == last else f"{first} to {last}"
    line = None if measure.is_done else sparkline(measure.periods)
    return Attention(
        measure=measure,
        line=line,
        span=span,
        reasons=reasons,
        escalated=measure.escalated,
        change=change_words(measure),
        sentence=said(measure),
    )


def said(measure: Measure) -> str:
    """The explanation without its status word: the mark beside it says that."""
    text = str(measure.row["explanation"] or "No period of this measure is complete yet.")
    head, colon, rest = text.partition(": ")
    if colon and head.lower() in SEVERITY:
        return rest[:1].upper() + rest[1:]
    return text


def changes(measures: Sequence[Measure]) -> list[Change]:
    """Where the colour is another than at the complete period before: worse ones first."""
    found = []
    for measure in measures:
        before, now = measure.row["previous_rag_status"] or "none", measure.rag_status
        if "none" in (before, now) or before == now:
            continue
        word = "Worse" if SEVERITY[now] < SEVERITY[before] else "Better"
        why = "" if measure.is_done else change_words(measure)
        since = f"since {named(str(measure.row['previous_period_label']))}"
        reason = f"{why[:1].upper()}{why[1:]} {since}." if why else said(measure)
        was = measure.text(measure.row["previous_value"], measure.row["denominator"])
        found.append(Change(measure, word, was, reason))
    return sorted(found, key=lambda change: (change.word != "Worse", change.measure.severity))


def went_well(measures: Sequence[Measure]) -> list[Attention]:
    """Met, improved, nothing open: the best of each scorecard first."""
    good = [
        measure
        for measure in measures
        if measure.rag_status == "green"
        and measure.row["is_met"]
        and measure.row["movement"] == "improved"
        and not second_looks(measure)
    ]
    good.sort(key=lambda measure: (distance(measure), measure.name))
    turns: dict[str, int] = {}
    order = []
    for position, measure in enumerate(good):
        turn = turns.get(measure.row["scorecard_id"], 0)
        turns[measure.row["scorecard_id"]] = turn + 1
        order.append((turn, position, measure))
    return [attention(measure) for _, _, measure in sorted(order, key=lambda o: o[:2])[:WENT_WELL]]
