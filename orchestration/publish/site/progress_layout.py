"""The progress layout: objectives, their measures, and how far each has come.

Here: sections from the scorecard's own tree and the text of every column. Not here: drawing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.formatting import short_date
from orchestration.publish.site.graphics import Progress, Sparkline, progress, sparkline
from orchestration.publish.site.plan_words import ObjectiveState, objective_state
from orchestration.publish.site.progress_words import (
    baseline_words,
    due_words,
    node_words,
    owner_words,
    previous_words,
    reason_words,
    share_words,
    table_target,
)
from orchestration.publish.site.reading import Row
from orchestration.publish.site.wording import status_counts, tally

# Groups without a promise of their own stand together under one head.
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
    baseline_value: Decimal | None
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
    tally: str
    note: str
    level: int
    actions: list[Row]
    status: Row | None


@dataclass(frozen=True)
class Section:
    """A part of a progress page: one goal and what stands below it."""

    anchor: str
    heading: str
    short: str
    node: Row | None
    groups: list[Group]
    counts: Counter[str]
    tally: str
    marks: list[Measure]
    note: str
    state: ObjectiveState | None

    @property
    def has_bars(self) -> bool:
        return any(row.bar for group in self.groups for row in group.rows)


def progress_sections(catalogue: Catalogue, scorecard: Row) -> list[Section]:
    """The scorecard's tree as sections, in the order of the paper."""
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
    groups = [_group(catalogue, None, 0, measures, [])] if not family else []
    for node in family:
        below = _below(node, family)
        own = [m for m in measures if m.row["objective_id"] == node["objective_id"]]
        inside = [m for m in measures if m.row["objective_id"] in below]
        if inside and (own or node is not head):
            level = 0 if node is head else _level(node, family)
            groups.append(_group(catalogue, None if node is head else node, level, own, inside))
    shown = [row.measure for g in groups for row in g.rows if row.depth == 0]
    marks = sorted(shown, key=lambda m: m.severity)
    counts = status_counts(marks)
    return Section(
        anchor=anchor,
        heading=heading,
        short=short,
        node=head,
        groups=groups,
        counts=counts,
        tally=tally(counts),
        marks=marks,
        note=node_words(head),
        state=objective_state(catalogue, head),
    )


def _below(node: Row, family: list[Row]) -> set[str]:
    """The node and everything under it."""
    found = {node["objective_id"]}
    for other in family:
        if other["parent_objective_id"] in found:
            found.add(other["objective_id"])
    return found


def _level(node: Row, family: list[Row]) -> int:
    """1 for a node with others below it, 2 for one that holds measures alone."""
    return 1 if len(_below(node, family)) > 1 else 2


def _group(
    catalogue: Catalogue, node: Row | None, level: int, own: list[Measure], inside: list[Measure]
) -> Group:
    rows = []
    for measure in own:
        rows.append(progress_row(catalogue, measure, depth=0))
        children = catalogue.children.get(measure.measure_id, [])
        rows += [progress_row(catalogue, child, depth=1) for child in children]
    owner = [node["owner_title"]] if node and node["owner_title"] else []
    return Group(
        node=node,
        rows=rows,
        tally=tally(status_counts(inside or own)),
        note=" · ".join(filter(None, (*owner, node_words(node)))),
        level=level,
        actions=[row for row in catalogue.rows["measure_actions"] if _is_of(row, node)],
        status=catalogue.objective_statuses.get(node["objective_id"]) if node else None,
    )


def _is_of(action: Row, node: Row | None) -> bool:
    return node is not None and action["objective_id"] == node["objective_id"]


def progress_row(catalogue: Catalogue, measure: Measure, *, depth: int) -> ProgressRow:
    """A measure as a row: the bar, the words, the status."""
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
        baseline_value=baseline,
        baseline=baseline_words(measure, baseline),
        due=due_words(measure, deadline),
        actual=measure.text(row["value"], row["denominator"], is_short=True),
        previous=previous_words(measure),
        target=table_target(measure),
        deadline=short_date(deadline) if deadline else "none stated" if target else "",
        period=row["period_label"] or "",
    )
