"""The page about publications: what forums were shown, as reported beside as now known.

Here: figures, grouping and the words of a line. Not here: drawing, objectives and what follows
(publication_parts), and what a publication is (marts).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.formatting import count_word, figure, plural, short_date
from orchestration.publish.site.publication_parts import UNAPPROVED, Parts, parts_of
from orchestration.publish.site.reading import Row, grouped

HASH_SHOWN = 12
PARTS = "objectives and steps"
# What a small change needs to be seen, and the last place that is kept.
FINE_DECIMALS = (4, 9)
STATES = {
    "awaiting_data": "awaiting data",
    "not_expected": "not expected",
    "no_denominator": "nothing to count",
    "suppressed": "suppressed",
    "rejected": "rejected",
}


@dataclass(frozen=True)
class Shown:
    """One figure as it was or is, with its target and its colour, all text."""

    figure: str
    target: str
    rag_status: str


@dataclass(frozen=True)
class Line:
    """A measure and period of a publication."""

    row: Row
    measure: Measure
    reported: Shown
    known: Shown
    why: str


@dataclass(frozen=True)
class Pack:
    """One publication: its facts and its lines, the restated ones first."""

    row: Row
    facts: list[tuple[str, str]]
    restated: list[Line]
    fine: list[Line]
    withheld: list[Line]
    unchanged: list[Line]
    parts: Parts


def publications_page(catalogue: Catalogue) -> dict[str, Any]:
    """What the page says: the newest publication first."""
    lines = grouped(catalogue.rows["published_measures"], "publication_id")
    parts = parts_of(catalogue)
    packs = [
        _pack(catalogue, row, lines.get(row["publication_id"], []), parts(row["publication_id"]))
        for row in catalogue.rows["publications"]
    ]
    return {"title": publications_title(packs), "lead": publications_lead(packs), "packs": packs}


def publications_title(packs: list[Pack]) -> str:
    """The page's heading: how many there are, and how many figures a reader sees restated."""
    if not packs:
        return "Nothing has been published to a forum yet"
    material = sum(pack.row["material_count"] for pack in packs)
    count = len(packs)
    subject = f"{count_word(count, capital=True)} {plural(count, 'publication')}"
    if material:
        return f"{subject}; {count_word(material)} {plural(material, 'figure')} restated since"
    if any(pack.row["restated_count"] for pack in packs):
        return f"{subject}; every figure reads as it was reported"
    return f"{subject}, all of {plural(count, 'it', 'them')} as reported"


def publications_lead(packs: list[Pack]) -> str:
    """The sentence below the heading."""
    if not packs:
        return "On the day a forum meets, what it is shown is frozen here."
    withheld = sum(pack.row["withheld_count"] for pack in packs)
    parts = sum(pack.row["withheld_part_count"] for pack in packs)
    said = f"{count_word(withheld)} {plural(withheld, 'figure')}"
    if parts:
        said += (
            f", and {count_word(parts)} {plural(parts, 'objective or step', PARTS)} for their sake,"
        )
    return (
        "What a forum was shown is frozen and never rewritten; later corrections stand beside it. "
        "Only approved figures are published: "
        f"{said} {plural(withheld + parts, 'was', 'were')} withheld."
    )


def _pack(catalogue: Catalogue, row: Row, rows: list[Row], parts: Parts) -> Pack:
    lines = [_line(catalogue.measures[each["measure_id"]], each) for each in rows]
    restated = [line for line in lines if line.row["is_restated"]]
    return Pack(
        row,
        _facts(row, len(rows)),
        # A colour that changed is what a board has to hear first.
        sorted(
            (line for line in restated if line.row["is_material"]),
            key=lambda line: line.reported.rag_status == line.known.rag_status,
        ),
        [line for line in restated if not line.row["is_material"]],
        [line for line in lines if line.row["is_withheld"]],
        [line for line in lines if not line.row["is_restated"] and not line.row["is_withheld"]],
        parts,
    )


def _facts(row: Row, shown: int) -> list[tuple[str, str]]:
    below = row["row_count"] - shown
    figures = f"{row['row_count']:,}, {row['withheld_count']:,} withheld"
    withheld = row["withheld_part_count"]
    known = row["known_before_at"] - timedelta(seconds=1)
    parts = (
        (row["objective_count"], "objective"),
        (row["exception_count"], "exception"),
        (row["escalation_count"], "escalation"),
        (row["action_count"], "action"),
    )
    other = (
        (row["material_count"], f"{plural(row['material_count'], 'figure')} as printed"),
        (row["restated_count"] - row["material_count"], "too little to be seen"),
        (row["restated_part_count"], "objectives, exceptions and escalations"),
    )
    return [
        ("Figures", f"{figures}; {below:,} of units, in the files alone" if below else figures),
        (
            "Also shown",
            ", ".join(f"{count:,} {plural(count, name)}" for count, name in parts)
            + (f"; {withheld:,} of them withheld" if withheld else ""),
        ),
        ("Restated", ", ".join(f"{count:,} {words}" for count, words in other)),
        ("Known until", f"{short_date(known.date())} at {known:%H:%M} UTC"),
        ("Release", row["release_id"]),
        ("Content", row["content_hash"][:HASH_SHOWN]),
    ]


def _line(measure: Measure, row: Row) -> Line:
    reported = Shown(
        "withheld" if row["is_withheld"] else _figure(measure, row, ""),
        measure.promised_text(row["target_value"]),
        row["rag_status"] or "",
    )
    # What was held back for want of an approval is not told here until it has one.
    is_untold = row["is_withheld"] and row["current_sign_off_state"] != "approved"
    known = Shown(
        UNAPPROVED if is_untold else _figure(measure, row, "current_"),
        measure.promised_text(row["current_target_value"]),
        "" if is_untold else row["current_rag_status"] or "none",
    )
    if row["is_restated"]:
        for decimals in FINE_DECIMALS:
            if reported == known:
                reported = _finely(measure, reported, row, "", decimals)
                known = _finely(measure, known, row, "current_", decimals)
    return Line(row, measure, reported, known, _why(row))


def _finely(measure: Measure, shown: Shown, row: Row, when: str, decimals: int) -> Shown:
    """What changed, with so many decimals that a small change can be seen."""
    unit = replace(measure.unit, decimals=decimals)
    value, target = row[f"{when}value"], row[f"{when}target_value"]
    if row["value"] != row["current_value"] and value is not None:
        shown = replace(shown, figure=figure(value, unit))
    if row["target_value"] != row["current_target_value"] and target is not None:
        shown = replace(shown, target=figure(target, unit))
    return shown


def _figure(measure: Measure, row: Row, when: str) -> str:
    value, status = row[f"{when}value"], row[f"{when}value_status"]
    if value is not None:
        return measure.text(value)
    if row["denominator"] is not None and measure.row["measure_kind"] == "composite":
        return f"{row['numerator']:.0f} of {row['denominator']:.0f}"
    return STATES.get(status or "", "no figure")


def _why(row: Row) -> str:
    if row["is_withheld"]:
        state = row["current_sign_off_state"]
        now = f"Now {state}." if state and state != row["sign_off_state"] else ""
        return f"{row['withheld_reason']} {now}".strip()
    since = row["known_since_at"]
    if row["is_restated"]:
        return (
            f"{row['reason']} Known since {short_date(since.date())}." if since else row["reason"]
        )
    return str(row["explanation"] or "")
