"""What a report card shows: one measure in the standard format.

Here: its head, story and units. Not here: its tables (card_tables), the chart, drawing.
"""

from __future__ import annotations

from typing import Any

from orchestration.publish.site.card_benchmarks import benchmark_lines
from orchestration.publish.site.card_forecast import ahead_rows, coverage_words
from orchestration.publish.site.card_tables import (
    big_value,
    data_row,
    facts,
    lineage,
    no_status_words,
    target_line,
)
from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.cells import Cell, cell
from orchestration.publish.site.charts import Chart, charts_of
from orchestration.publish.site.formatting import parts_of
from orchestration.publish.site.promise_pages import smart_rows
from orchestration.publish.site.reading import Row
from orchestration.publish.site.register_pages import step_line
from orchestration.publish.site.variation import chart_readings, event_lines
from orchestration.publish.site.wording import (
    FREQUENCY_WORDS,
    TYPE_WORDS,
    chart_title,
)

ROWS_SHOWN = 60
UNIT_WORDS = {"percent": "%", "pounds": "£"}


def card_page(catalogue: Catalogue, measure: Measure) -> dict[str, Any]:
    """What the report card of a measure says."""
    points = {row["period_id"]: row for row in measure.spc_points}
    data = [data_row(measure, row, points.get(row["period_id"])) for row in measure.periods]
    has_charts = charts_of(measure)
    return {
        "title": measure.name,
        "measure": measure,
        "scorecard": measure.scorecard,
        "kicker": kicker(catalogue, measure),
        "big": big_value(measure),
        "caption": caption(measure),
        "no_chart": no_chart_words(measure),
        "sentence": split_sentence(measure.row["explanation"]),
        "after_sentence": unconnected(measure),
        "charts": has_charts,
        "chart_title": chart_title(measure),
        "chart_note": chart_note(measure, has_charts),
        "facts": facts(catalogue, measure),
        "control": measure.control_chart,
        "readings": chart_readings(measure),
        "chart_events": event_lines(measure),
        "story": story(catalogue, measure),
        "children": [
            (child, no_status_words(child.row))
            for child in catalogue.children.get(measure.measure_id, [])
        ],
        "parent": catalogue.measures.get(measure.row["parent_measure_id"] or ""),
        "balancing": catalogue.measures.get(measure.row["balancing_measure_id"] or ""),
        "comparisons": [
            (catalogue.measures[row["other_measure_id"]], row["difference"])
            for row in measure.comparisons
        ],
        "benchmarks": benchmark_lines(measure),
        "smart": smart_rows(catalogue, measure),
        "units": unit_cells(measure),
        "steps": [step_line(catalogue, row) for row in measure.escalations],
        "no_steps": no_steps_words(catalogue, measure),
        "targets": [target_line(measure, row) for row in measure.targets],
        "coverage": coverage_words(catalogue),
        "ahead": ahead_rows(measure),
        "data": data[-ROWS_SHOWN:],
        "data_total": len(data),
        "has_parts": any(row.numerator for row in data),
        "has_attainment": any(row["attainment"] is not None for row in measure.periods),
        "has_distance": any(row["variance_pct"] is not None for row in measure.periods),
        "has_variation": any(row.variation for row in data),
        "has_due": any(row.due for row in data),
        "lineage": lineage(catalogue, measure),
    }


def kicker(catalogue: Catalogue, measure: Measure) -> str:
    """The line above the name: code, type, what it belongs to, how often."""
    row = measure.row
    words: list[str] = [row["code"] or "", TYPE_WORDS[row["measure_type"]]]
    if row["parent_measure_id"]:
        # Whose part it is follows as a link.
        return ", ".join(filter(None, (row["code"], FREQUENCY_WORDS[row["frequency"]])))
    objective = next(
        (o for o in catalogue.rows["objectives"] if o["objective_id"] == row["objective_id"]), None
    )
    if objective:
        # A code like Q2 or D1 says nothing alone; "OKR 2" does.
        is_coded = row["measure_type"] == "key_result" and objective["code"]
        words[1] += f" of {objective['code']}" if is_coded else f" under {objective['name']}"
    return ", ".join(filter(None, [*words, FREQUENCY_WORDS[row["frequency"]]]))


def caption(measure: Measure) -> str:
    """The line below the figure: unit and period, or why the parts disagree."""
    row = measure.row
    if row["period_label"] is None:
        return "No complete period yet"
    latest = next((p for p in measure.periods if p["period_id"] == row["period_id"]), None)
    if latest and latest["has_contradicting_parts"]:
        parts = " of ".join(parts_of(row["numerator"], row["denominator"]))
        return f"{row['period_label']}, as printed; its parts, {parts}, give another figure"
    unit = measure.unit.suffix.strip() if measure.unit.is_long and row["value"] is not None else ""
    return ", ".join(filter(None, (unit, str(row["period_label"]))))


def split_sentence(explanation: str | None) -> tuple[str, str]:
    """The status word in front of the colon, and the rest of the sentence."""
    head, colon, rest = (explanation or "").partition(":")
    if colon and len(head) <= 20:
        return head + colon, rest.strip()
    return "", explanation or "No period of this measure is complete yet."


def unconnected(measure: Measure) -> str:
    """A figure that cannot have come yet, because nothing is connected that could bring it."""
    row = measure.row
    if row["rag_reason"] == "awaiting_data" and row["is_source_connected"] is False:
        return f"Its source, {row['source_name']}, is not connected yet."
    return ""


def no_steps_words(catalogue: Catalogue, measure: Measure) -> str:
    """Why nothing is escalated: nothing was raised, or no rule would raise it."""
    ruled = {row["scorecard_id"] for row in catalogue.rows["escalation_rules"]}
    if not measure.is_counted:
        return "Its own colour is not escalated: that of the measure it belongs to is."
    if measure.row["scorecard_id"] not in ruled:
        return "This scorecard has no rule of escalation."
    return "No rule has raised anything about this measure."


def no_chart_words(measure: Measure) -> str:
    """Why there is no chart: said, not left blank."""
    if measure.row["measure_kind"] == "composite":
        return "A composite has no line of its own: its parts have, on their cards."
    if measure.is_done:
        return "An event has no line: it is delivered or not. The table below has every period."
    return "There is no figure to draw yet."


def chart_note(measure: Measure, charts: list[Chart]) -> str:
    """How often, in which unit, and whether the scale is cut."""
    unit = "" if measure.is_done or not charts else measure.unit.name or ""
    long = measure.unit.suffix.strip() if unit and measure.unit.is_long else ""
    words = long or UNIT_WORDS.get(unit, unit.replace("_", " "))
    note = ", ".join(filter(None, [FREQUENCY_WORDS[measure.row["frequency"]].capitalize(), words]))
    if charts and charts[0].is_cut:
        note += f"; the vertical scale starts at {charts[0].axis_start}"
    return note


def story(catalogue: Catalogue, measure: Measure) -> list[tuple[str, list[str]]]:
    """The sections of the standard card that are not prompts.

    One of the standard format that a return owes is there without texts: it was not answered.
    """
    found: list[tuple[str, list[str]]] = []
    is_owed = bool(measure.open_exceptions) or any(measure.narratives.values())
    for section in catalogue.rows["report_card_sections"]:
        if section["is_prompt"]:
            continue
        texts = [row["text"] for row in measure.narratives.get(section["section_id"], [])]
        if section["section_id"] == "why_important" and not texts and measure.row["story"]:
            texts = [measure.row["story"]]
        if section["section_id"] == "limits" and measure.row["note"]:
            texts = [*texts, measure.row["note"]]
        if texts or (is_owed and section["is_standard"]):
            found.append((section["heading"], texts))
    return found


def unit_cells(measure: Measure) -> list[tuple[str, Cell, str, Row | None]]:
    """The latest complete period of every unit, why it has no status, and its control chart."""
    found = []
    for unit_id, rows in measure.unit_periods.items():
        complete = [row for row in rows if row["is_complete"]]
        if complete:
            latest = complete[-1]
            shown = cell(measure, latest, period=latest["period_label"], is_latest=True)
            name, chart = latest["organisation_unit_name"], measure.control_charts.get(unit_id)
            found.append((name, shown, no_status_words(latest), chart))
    return sorted(found, key=lambda item: item[0])
