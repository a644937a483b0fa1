"""The progress layout: objectives, their measures, and how far each has come.

Here: sections from the scorecard's own tree and the text of every column. Not here: drawing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.formatting import count_word, number, plural, share, short_date
from orchestration.publish.site.graphics import Progress, Sparkline, progress, sparkline
from orchestration.publish.site.reading import Row
from orchestration.publish.site.wording import status_counts, tally

# Groups without a promise of their own stand together under one head.
TOLD = (("success metric", "success_metric"), ("outcome", "outcome"))
GROUP_HEADS = {"kpi_group": ("Key performance indicators", "key-performance-indicators")}


@dataclass(frozen=True)
class ProgressRow:
    """One line; `reason` stands where there is nothing to draw."""

    measure: Measure
    depth: int
    owner: str
    share: str
    bar: Progress | None
    trend: Sparkline | None
    reason: str
    baseline: str
    due: str
    actual: str
    previous: str
    target: str
    deadline: str
    period: str


@dataclass(frozen=True)
class Group:
    """The measures of one node."""

    node: Row | None
    rows: list[ProgressRow]
    counts: Counter[str]
    tally: str
    marks: list[Measure]
    note: str


@dataclass(frozen=True)
class Section:
    anchor: str
    heading: str
    short: str
    node: Row | None
    groups: list[Group]
    counts: Counter[str]
    tally: str
    marks: list[Measure]
    note: str

    @property
    def has_bars(self) -> bool:
        return any(row.bar for group in self.groups for row in group.rows)


def progress_sections(catalogue: Catalogue, scorecard: Row) -> list[Section]:
    nodes = [
        row
        for row in catalogue.rows["objectives"]
        if row["scorecard_id"] == scorecard["scorecard_id"]
    ]
    by_parent: dict[Any, list[Row]] = {}
    for node in nodes:
        by_parent.setdefault(node["parent_objective_id"], []).append(node)
    measures = catalogue.of_scorecard(scorecard["scorecard_id"])
    sections: list[Section] = []
    folded: dict[str, list[Row]] = {}
    for root in by_parent.get(None, []):
        if root["node_type"] in GROUP_HEADS:
            folded.setdefault(root["node_type"], []).append(root)
            continue
        family = _descendants(root, by_parent)
        heading = ": ".join(filter(None, (root["code"], root["name"])))
        short = root["code"] or root["name"]
        sections.append(
            _section(catalogue, root["objective_id"], heading, short, root, family, measures)
        )
    for node_type, roots in folded.items():
        heading, anchor = GROUP_HEADS[node_type]
        family = [node for root in roots for node in _descendants(root, by_parent)]
        sections.append(_section(catalogue, anchor, heading, heading, None, family, measures))
    loose = [m for m in measures if m.row["objective_id"] is None]
    if loose:
        sections.append(_section(catalogue, "other", "Other measures", "Other", None, [], loose))
    return [section for section in sections if section.marks]


def _descendants(root: Row, by_parent: dict[Any, list[Row]]) -> list[Row]:
    below = by_parent.get(root["objective_id"], [])
    return [root, *(node for child in below for node in _descendants(child, by_parent))]


def _section(
    catalogue: Catalogue,
    anchor: str,
    heading: str,
    short: str,
    head: Row | None,
    family: list[Row],
    measures: list[Measure],
) -> Section:
    nodes: list[Row | None] = [*family] if family else [None]
    groups = []
    for node in nodes:
        wanted = node["objective_id"] if node else None
        own = [measure for measure in measures if measure.row["objective_id"] == wanted]
        if own:
            groups.append(_group(catalogue, node if node is not head else None, own))
    marks = sorted((m for g in groups for m in g.marks), key=lambda m: m.severity)
    counts = status_counts(marks)
    return Section(
        anchor, heading, short, head, groups, counts, tally(counts), marks, node_words(head)
    )


def _group(catalogue: Catalogue, node: Row | None, measures: list[Measure]) -> Group:
    rows = []
    for measure in measures:
        rows.append(progress_row(catalogue, measure, depth=0))
        children = catalogue.children.get(measure.measure_id, [])
        rows += [progress_row(catalogue, child, depth=1) for child in children]
    counts = status_counts(measures)
    marks = sorted(measures, key=lambda measure: measure.severity)
    owner = [node["owner_title"]] if node and node["owner_title"] else []
    note = " · ".join(filter(None, (*owner, node_words(node))))
    return Group(node, rows, counts, tally(counts), marks, note)


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


def progress_row(catalogue: Catalogue, measure: Measure, *, depth: int) -> ProgressRow:
    row, target = measure.row, measure.target
    promise = next((p for p in measure.promises if p["period_id"] == row["period_id"]), None)
    stated = target["baseline_value"] if target else None
    baseline: Decimal | None = promise["baseline_value"] if promise else stated
    edges = [
        promise[column]
        for column in ("amber_from_attainment_pct", "green_from_attainment_pct")
        if promise and promise[column] is not None
    ]
    is_size = row["measure_kind"] == "band" and row["direction"] == "lower"
    actual = abs(row["value"]) if is_size and row["value"] is not None else row["value"]
    bar = None
    if not measure.is_done and row["rag_reason"] not in ("not_started", "no_baseline"):
        bar = progress(baseline, row["target_value"], actual, row["expected_value"], edges)
    trend = None
    if bar is None and not measure.is_done and row["measure_kind"] != "composite":
        trend = (
            sparkline(measure.periods, width=288, height=30) if row["value"] is not None else None
        )
    deadline = target["deadline_date"] if target else None
    return ProgressRow(
        measure=measure,
        depth=depth,
        owner=owner_words(measure, depth),
        share=share_words(measure),
        bar=bar,
        trend=trend,
        reason="" if bar else reason_words(catalogue, measure),
        baseline=baseline_words(measure, baseline),
        due=due_words(measure, deadline),
        actual=measure.text(row["value"], row["denominator"], is_short=True),
        previous=_previous(measure),
        target=table_target(measure),
        deadline=short_date(deadline) if deadline else "none stated" if target else "",
        period=row["period_label"] or "",
    )


def table_target(measure: Measure) -> str:
    """The plain figure where "or more" goes without saying; in words where it does not."""
    row = measure.row
    is_plain = row["measure_kind"] in ("level", "maintain") and not row["is_strict"]
    if is_plain and measure.target and measure.target["target_value"] is not None:
        return measure.text(measure.target["target_value"], is_short=True)
    return measure.target_text() or ("" if row["measure_kind"] == "composite" else "none")


def owner_words(measure: Measure, depth: int) -> str:
    row = measure.row
    kind = "" if depth == 0 else "part" if row["is_part"] else "companion measure"
    return str(row["lead_title"] or row["executive_title"] or kind)


def due_words(measure: Measure, deadline: date | None) -> str:
    """What was due by the period shown; an event is due on its deadline and not before."""
    row = measure.row
    if measure.is_done and deadline and row["period_end_date"]:
        return measure.target_text() if deadline <= row["period_end_date"] else "not yet due"
    return measure.text(row["expected_value"], is_short=True)


def event_words(measure: Measure) -> str:
    """How an event stands to its deadline, in days."""
    row, target = measure.row, measure.target
    done = measure.text(row["value"]) or "nothing reported"
    text = f"{done[:1].upper()}{done[1:]}"
    deadline = target["deadline_date"] if target else None
    if deadline is not None and (row["value"] or 0) >= 1 and row["rag_status"] == "amber":
        return f"{text} after the deadline"
    if deadline is None or (row["value"] or 0) >= 1:
        return text
    left = (deadline - row["period_end_date"]).days
    days = f"{abs(left):,} {plural(abs(left), 'day')}"
    return f"{text}, {days} {'past the deadline' if left < 0 else 'left'}"


def _previous(measure: Measure) -> str:
    if measure.is_done or measure.row["measure_kind"] == "composite":
        return ""
    return measure.text(measure.row["previous_value"], is_short=True)


def baseline_words(measure: Measure, baseline: Decimal | None) -> str:
    if baseline is not None and not measure.is_done:
        return measure.text(baseline, is_short=True)
    stated = measure.target["baseline_text"] if measure.target else None
    return stated or ("" if measure.is_done else "none stated")


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
