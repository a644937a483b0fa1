"""The tables of a report card: facts, targets, data, lineage, all as text.

Here: one row builder for each table. Not here: the head of the card, its chart, drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orchestration.publish.site.card_benchmarks import benchmark_facts, officers
from orchestration.publish.site.card_forecast import forecast_facts, forecast_method
from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.cells import cell, no_value_words
from orchestration.publish.site.formatting import (
    MINUS,
    NO_BREAK,
    TIMES,
    long_date,
    number,
    share,
    short_date,
)
from orchestration.publish.site.reading import Row
from orchestration.publish.site.rules import legends
from orchestration.publish.site.variation import limits_fact, point_words
from orchestration.publish.site.wording import MOVEMENT_WORDS, change_words, small_numbers

AXES = ("level", "pathway", "ambition")


@dataclass(frozen=True)
class DataRow:
    """One period of the data table, all text."""

    period: str
    numerator: str
    denominator: str
    value: str
    due: str
    against: str
    status: str
    reason: str
    movement: str
    variation: str


@dataclass(frozen=True)
class TargetLine:
    """One version of a target, in words."""

    target: str
    in_force: str
    recorded: str
    approver: str
    reason: str
    change: str


def big_value(measure: Measure) -> str:
    """The figure itself, or in words why there is none."""
    row = measure.row
    if row["value"] is not None:
        return measure.text(row["value"], row["denominator"], is_short=True)
    return no_value_words(measure, row["value_status"]) if row["value_status"] else "no figure yet"


def facts(catalogue: Catalogue, measure: Measure) -> list[tuple[str, str]]:
    """The facts beside the figure, each with its label."""
    row, target = measure.row, measure.target
    found = [("Latest", _latest(measure))]
    newer = [
        p for p in measure.periods if p["value_status"] == "provisional" and p["value"] is not None
    ]
    if newer:
        text = measure.text(newer[-1]["value"], newer[-1]["denominator"])
        found.append(
            ("Provisional", f"{text}, {newer[-1]['period_label']}; no status before it is due")
        )
    if row["expected_value"] is not None and row["expected_value"] != row["target_value"]:
        found.append(("Due by then", measure.promised_text(row["expected_value"])))
    found.append(("Target", _target_fact(measure)))
    if target and (target["baseline_value"] is not None or target["baseline_text"]):
        baseline = (
            measure.promised_text(target["baseline_value"])
            if target["baseline_value"] is not None
            else target["baseline_text"]
        )
        found.append(("Baseline", f"{baseline}, {long_date(target['start_date'])}"))
    if not measure.is_done:
        found.append(("Change", change_words(measure)))
    found += forecast_facts(catalogue, measure)
    found.append(("Limits", limits_fact(measure)))
    if row["is_source_connected"] is False:
        found.append(("Source", f"{row['source_name']}, not connected yet"))
    if row["tier_reached"]:
        found.append(("Tier reached", row["tier_reached"]))
    legend = legends(catalogue.rows["rag_rules"], catalogue.as_of).get(
        row["rag_profile_id"] or "", {}
    )
    if not measure.targets and row["measure_kind"] != "composite":
        legend = {}
    words = [
        f"{status.capitalize()}: {legend[status]}"
        for status in ("green", "amber", "red")
        if status in legend
    ]
    found += [("Status rule", ". ".join(words))]
    found += [(axis.capitalize(), row[axis] or "") for axis in AXES]
    found += [*benchmark_facts(measure), *officers(measure), ("Service", row["service"] or "")]
    return [(label, text) for label, text in found if text]


def _latest(measure: Measure) -> str:
    row = measure.row
    if row["value"] is None:
        return f"{big_value(measure)}, {row['period_label']}" if row["period_label"] else ""
    return f"{measure.text(row['value'], row['denominator'])}, {row['period_label']}"


def _target_fact(measure: Measure) -> str:
    target = measure.target
    words = measure.target_text()
    if not words:
        return "" if measure.row["measure_kind"] == "composite" else "none"
    deadline = target["deadline_date"] if target else None
    by = _by(measure, deadline)
    met = {True: "; met", False: "; not met", None: ""}[measure.row["is_met"]]
    if measure.is_done and measure.row["is_met"] and measure.rag_status == "amber":
        met = "; met late"
    overdue = ", overdue" if measure.row["is_overdue"] else ""
    return f"{words}{by}{met}{overdue}"


def _by(measure: Measure, deadline: date | None) -> str:
    """The deadline behind a target; an event without one cannot be judged, which is said."""
    if deadline:
        return f" by {long_date(deadline)}"
    return ", no date stated" if measure.row["measure_kind"] == "milestone" else ""


def no_status_words(row: Row) -> str:
    """Why a period has no status, in two words; empty where it has one."""
    return (row["rag_reason"] or "").replace("_", " ") if row["rag_status"] == "none" else ""


def target_line(measure: Measure, row: Row) -> TargetLine:
    """A target's version as it stands in the target history."""
    end = row["effective_to_date"]
    in_force = f"From {short_date(row['effective_from_date'])}"
    if end:
        in_force += f" to {short_date(end)}"
    if row["superseded_at"]:
        in_force = "superseded"
    said = [text.rstrip(".") for text in (row["reason"], row["decision_reference"]) if text]
    if row["benchmark_as_at_date"]:
        said = [f"{row['comparator']} as at {long_date(row['benchmark_as_at_date'])}", *said]
    deadline = _by(measure, row["deadline_date"])
    return TargetLine(
        target=f"{measure.target_text(row) or 'no figure'}{deadline}",
        in_force=in_force,
        recorded=short_date(row["recorded_at"].date()),
        approver=row["approver_title"] or "not stated",
        reason="; ".join(said) or "not stated",
        change=row["change_explanation"] or "",
    )


def data_row(measure: Measure, row: Row, point: Row | None) -> DataRow:
    """A period as it stands in the data table, with its point of the control chart."""
    shown = cell(measure, row, period=row["period_label"], is_latest=False)
    dagger = "†" if shown.has_dagger else ""
    flag = f" {shown.flag}" if shown.flag else ""
    return DataRow(
        period=row["period_label"],
        numerator=f"{shown.numerator}{dagger}" if shown.numerator else "",
        denominator=shown.denominator,
        value=f"{shown.text}{flag}",
        due="" if measure.is_done else measure.promised_text(row["expected_value"], is_short=True),
        against=_against(row),
        status=row["rag_status"],
        reason=no_status_words(row),
        movement=MOVEMENT_WORDS.get(row["movement"] or "", ""),
        variation=point_words(point) if row["value_status"] == "reported" else "",
    )


def _against(row: Row) -> str:
    """Delivered share where the method has one, else the distance to what was expected."""
    if row["attainment"] is not None:
        return share(row["attainment"])
    if row["variance_pct"] is None:
        return ""
    pct = row["variance_pct"] * 100
    sign = "+" if pct > 0 else MINUS if pct < 0 else ""
    return f"{sign}{number(abs(pct), 1)}%"


def inside(text: str) -> str:
    """A description inside a sentence: its first letter small, unless an abbreviation begins."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def lineage(catalogue: Catalogue, measure: Measure) -> list[tuple[str, str]]:
    """Where the figure comes from, each line with its label."""
    row = measure.row
    parts = [row["numerator_description"], row["denominator_description"]]
    # A measure that is a plain count is divided by one: not worth saying.
    parts = [text for text in parts if text and text.lower() != "one"]
    counted = f"{NO_BREAK}÷ ".join([*parts[:1], *map(inside, parts[1:])])
    if len(parts) > 1 and row["scale"] and row["scale"] != 1:
        counted += f" {TIMES} {number(row['scale'])}"
    load = ""
    if measure.loads:
        latest = measure.loads[0]
        load = (
            f"{latest['load_id']}: {latest['row_count']:,} rows in, "
            f"{latest['accepted_count']:,} accepted, {latest['rejected_count']:,} rejected"
        )
    found = [
        ("Source", row["source_description"] or f"not stated; {row['source_name'].lower()}"),
        ("Measure", row["measure_id"]),
        ("Definition", row["definition"] or ""),
        ("Load", load or ("" if row["measure_kind"] == "composite" else "nothing loaded yet")),
        ("Counted", counted),
        ("Left out", row["exclusions"] or ""),
        ("Population", row["population"] or ""),
        ("Small numbers", small_numbers(measure)),
        (
            "Status rule",
            ", ".join(
                filter(
                    None,
                    (
                        row["rag_profile_id"] or row["catalogue_rag_profile_id"],
                        row["attainment_method"],
                    ),
                )
            ),
        ),
        ("Forecast", forecast_method(measure)),
        ("As printed", row["printed_text"] or ""),
        ("Paper", row["source_reference"] or ""),
        ("Release", str(catalogue.manifest["release_id"])),
    ]
    return [(label, text) for label, text in found if text]
