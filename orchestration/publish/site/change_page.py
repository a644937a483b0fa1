"""The page about changes: targets, rules and owners in the order in which they were recorded.

Here: old beside new, in words. Not here: drawing, and what a change did (marts).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.formatting import count_word, joined, long_date, plural, short_date
from orchestration.publish.site.reading import Row

NOT_STATED = "not stated"
# What a change of a target may be about, as its columns are called and as people call it.
FIGURES = (
    ("target_value", "Target"),
    ("target_lower_value", "Lower edge"),
    ("target_upper_value", "Upper edge"),
    ("baseline_value", "Baseline"),
)
WORDS = (
    ("target_text", "As printed"),
    ("trajectory_shape", "Path"),
    ("attainment_method", "Method"),
)


@dataclass(frozen=True)
class Difference:
    """One thing that is other now; a text without a pair stands in `new` alone."""

    what: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One entry of a register."""

    kind: str
    name: str
    measure: Measure | None
    differences: list[Difference]
    in_force: str
    recorded_at: datetime
    who: str
    why: str
    effect: str
    colours: tuple[str, str] | None
    source: str


def changes_page(catalogue: Catalogue) -> dict[str, Any]:
    """What the page says: the newest entry first."""
    changes = [
        *(_target(catalogue, row) for row in catalogue.rows["target_changes"]),
        *(_rule(row) for row in catalogue.rows["rule_changes"]),
        *(_owner(catalogue, row) for row in catalogue.rows["owner_changes"]),
    ]
    changes.sort(key=lambda change: change.recorded_at, reverse=True)
    return {"title": changes_title(changes), "lead": changes_lead(changes), "changes": changes}


def changes_title(changes: list[Change]) -> str:
    """The page's heading: how many, of what."""
    if not changes:
        return "No target, rule or owner has been changed"
    said = []
    for kind in ("target", "rule", "owner"):
        count = sum(change.kind.lower() == kind for change in changes)
        if count:
            said.append(f"{count_word(count)} {plural(count, kind)}")
    subject = joined(said)
    return f"{subject[:1].upper()}{subject[1:]} changed"


def changes_lead(changes: list[Change]) -> str:
    """The sentence below the heading."""
    if not changes:
        return "What a register says first is no change; a later entry would stand here."
    return (
        "Nothing on record is overwritten. A period is judged by what was in force then; what a "
        "change did is told by judging the same periods by the old version as well."
    )


def _target(catalogue: Catalogue, row: Row) -> Change:
    measure = catalogue.measures[row["measure_id"]]
    found = [
        *((name, *(measure.promised_text(v) for v in _pair(row, key))) for key, name in FIGURES),
        *((name, *(v or "" for v in _pair(row, key))) for key, name in WORDS),
        ("Deadline", *(long_date(v) if v else "" for v in _pair(row, "deadline_date"))),
    ]
    before, after = row["rag_status_before"], row["rag_status_after"]
    return Change(
        kind="Target",
        name=measure.name,
        measure=measure,
        differences=[
            Difference(what, old or NOT_STATED, new or NOT_STATED)
            for what, old, new in found
            if old != new
        ],
        in_force=_from(row["effective_from_date"], corrected=row["change_type"] == "corrected"),
        recorded_at=row["recorded_at"],
        who=_who(row),
        why=_why(row),
        effect=row["effect"],
        colours=(before, after) if before and after and before != after else None,
        source=_source(row),
    )


def _rule(row: Row) -> Change:
    return Change(
        kind="Rule",
        name=f"{row['rule_name']} ({row['rule_id']}, version {row['version']})",
        measure=None,
        differences=[Difference("", "", row["difference"] or "The same content")],
        in_force=_from(row["valid_from_date"]),
        recorded_at=row["recorded_at"],
        who=_who(row),
        why=_why(row),
        effect=row["effect"],
        colours=None,
        source=_source(row),
    )


def _owner(catalogue: Catalogue, row: Row) -> Change:
    measure = catalogue.measures[row["measure_id"]]
    old, new = row["old_post_title"] or "nobody", row["new_post_title"] or "nobody"
    return Change(
        kind="Owner",
        name=measure.name,
        measure=measure,
        differences=[Difference(row["role"].capitalize(), old, new)],
        in_force=_from(row["effective_from_date"]),
        recorded_at=row["recorded_at"],
        who=_who(row),
        why=_why(row),
        effect="",
        colours=None,
        source=_source(row),
    )


def _pair(row: Row, column: str) -> tuple[Any, Any]:
    return row[f"old_{column}"], row[f"new_{column}"]


def _from(day: Any, *, corrected: bool = False) -> str:
    return f"{'corrected, ' if corrected else ''}in force from {short_date(day)}"


def _who(row: Row) -> str:
    author, approver = row["author_title"], row["approver_title"]
    return f"{author or NOT_STATED}; approved by {approver or NOT_STATED}"


def _why(row: Row) -> str:
    reason = (row["reason"] or NOT_STATED).rstrip(".")
    decision = row["decision_reference"]
    return f"{reason}. {decision}." if decision else f"{reason}."


def _source(row: Row) -> str:
    return f"{row['source_file']}, row {row['source_row']}"
