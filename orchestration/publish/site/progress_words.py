"""The words of the progress layout: what stands in each column of a measure's row.

Here: text from a measure's own rows. Not here: which rows there are (progress_layout), drawing.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.formatting import count_word, number, plural, share, short_date
from orchestration.publish.site.reading import Row

TOLD = (("success metric", "success_metric"), ("outcome", "outcome"))


def node_words(node: Row | None) -> str:
    """What the paper says of an objective besides its name: time, success, outcome."""
    if node is None:
        return ""
    said = []
    if node["timeline_start_date"] and node["timeline_end_date"]:
        start, end = node["timeline_start_date"], node["timeline_end_date"]
        said.append(f"{short_date(start)} to {short_date(end)}")
    said += [f"{name}: {node[key]}" for name, key in TOLD if node[key]]
    return " · ".join(said)


def owner_words(measure: Measure, depth: int) -> str:
    """The post that answers, or what the row is to the one above."""
    row = measure.row
    kind = "" if depth == 0 else "part" if row["is_part"] else "companion measure"
    return str(row["lead_title"] or row["executive_title"] or kind)


def due_words(measure: Measure, deadline: date | None) -> str:
    """What was due by the period shown; an event is due on its deadline and not before."""
    row = measure.row
    if measure.is_done and deadline and row["period_end_date"]:
        return measure.target_text() if deadline <= row["period_end_date"] else "not yet due"
    return measure.promised_text(row["expected_value"], is_short=True)


def event_words(measure: Measure) -> str:
    """How an event stands to its deadline, in days."""
    row, target = measure.row, measure.target
    done = measure.text(row["value"]) or "nothing reported"
    text = f"{done[:1].upper()}{done[1:]}"
    deadline = target["deadline_date"] if target else None
    if deadline is not None and (row["value"] or 0) >= 1 and row["rag_status"] == "amber":
        return f"{text} after the deadline"
    if deadline is None or row["period_end_date"] is None or (row["value"] or 0) >= 1:
        return text
    left = (deadline - row["period_end_date"]).days
    days = f"{abs(left):,} {plural(abs(left), 'day')}"
    return f"{text}, {days} {'past the deadline' if left < 0 else 'left'}"


def table_target(measure: Measure) -> str:
    """The plain figure where "or more" goes without saying; in words where it does not."""
    row = measure.row
    is_plain = row["measure_kind"] in ("level", "maintain") and not row["is_strict"]
    if is_plain and measure.target and measure.target["target_value"] is not None:
        return measure.text(measure.target["target_value"], is_short=True)
    return measure.target_text() or ("" if row["measure_kind"] == "composite" else "none")


def previous_words(measure: Measure) -> str:
    """The value before, where it can be compared."""
    if measure.is_done or measure.row["measure_kind"] == "composite":
        return ""
    return measure.text(measure.row["previous_value"], is_short=True)


def baseline_words(measure: Measure, baseline: Decimal | None) -> str:
    """The baseline, or the paper's words for it."""
    if baseline is not None and not measure.is_done:
        return measure.promised_text(baseline, is_short=True)
    stated = measure.target["baseline_text"] if measure.target else None
    is_counted = not measure.is_done and measure.row["measure_kind"] != "composite"
    return stated or ("none stated" if is_counted else "")


def share_words(measure: Measure) -> str:
    """What was delivered of what was due, or how far from target."""
    row = measure.row
    if row["attainment"] is not None and not measure.is_done:
        return share(row["attainment"])
    if row["variance_pct"] is not None and not measure.is_done:
        size = f"{number(abs(row['variance_pct']) * 100, 1)}%"
        return (
            "on target"
            if row["variance_pct"] == 0
            else (f"{size} worse" if row["variance_pct"] > 0 else f"{size} better")
        )
    return "" if row["rag_status"] in ("red", "amber", "green") else "none"


def reason_words(catalogue: Catalogue, measure: Measure) -> str:
    """Why nothing is drawn: composite, event, no figure, or nothing to measure from."""
    row = measure.row
    if row["measure_kind"] == "composite":
        count = len([m for m in catalogue.children.get(measure.measure_id, []) if m.row["is_part"]])
        noun = plural(count, "part")
        return f"{count_word(count, capital=True)} {noun}; the worst of them gives the colour"
    if row["rag_reason"] == "awaiting_data" and row["is_source_connected"] is False:
        return "Its source is not connected yet"
    if row["rag_reason"]:
        reasons = {r["rag_reason"]: r["sentence"] for r in catalogue.rows["rag_reasons"]}
        sentence = reasons.get(row["rag_reason"]) or row["rag_reason"].replace("_", " ")
        return f"{sentence[:1].upper()}{sentence[1:]}"
    if measure.is_done:
        return event_words(measure)
    return "" if row["value"] is not None else "No complete period yet"
