"""The passport of a measure: what it is, where it comes from, who answers, where it is shown.

Here: what stands on it, from what the release says. Not here: its figures (card_page.py), the way
of one number (`vitals trace`), drawing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from orchestration.metrics.catalogue import LONGER
from orchestration.publish.site.card_tables import target_line
from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.formatting import figure, joined, long_date, plural
from orchestration.publish.site.promise_pages import smart_rows, terms
from orchestration.publish.site.reading import Row
from orchestration.publish.site.rules import in_force, legends
from orchestration.publish.site.wording import FREQUENCY_WORDS, TYPE_WORDS

NOT_STATED = "not stated"
QUARTERS = (1, 2, 3, 4)
MODELS = "dbt_project/models/intermediate"


@dataclass(frozen=True)
class Event:
    """An entry of a register, a decision or a plan."""

    day: str
    what: str
    who: str
    why: str
    source: str


@dataclass(frozen=True)
class Span:
    """A fiscal year: its quarters' figures and its own, each empty where there is none."""

    year: str
    quarters: tuple[str, ...]
    whole: str


def passport_page(catalogue: Catalogue, measure: Measure) -> dict[str, Any]:
    """What the passport of a measure says."""
    return {
        "title": f"Passport: {measure.name}",
        "measure": measure,
        "scorecard": measure.scorecard,
        "identity": _identity(catalogue, measure),
        "meaning": [(label, text) for label, text in terms(measure) if label != "Owner"],
        "origin": _origin(catalogue, measure),
        "judged": _judged(catalogue, measure),
        "spans": _spans(catalogue, measure),
        "spans_made": LONGER[measure.row["aggregation"]],
        "targets": [target_line(measure, row) for row in measure.targets],
        "events": [_event(row) for row in _of(catalogue, "measure_audit_events", measure)],
        "publications": _publications(catalogue, measure),
        "findings": _findings(catalogue, measure),
    }


def _of(catalogue: Catalogue, query: str, measure: Measure) -> list[Row]:
    """The rows of a query that are about this measure."""
    return [row for row in catalogue.rows[query] if row["measure_id"] == measure.measure_id]


def _identity(catalogue: Catalogue, measure: Measure) -> list[tuple[str, str]]:
    row = measure.row
    objectives = {one["objective_id"]: one["name"] for one in catalogue.rows["objectives"]}
    found = [
        ("Id", measure.measure_id),
        ("Code", row["code"] or ""),
        ("Kind", f"{TYPE_WORDS[row['measure_type']]}, {row['measure_kind']}"),
        ("Objective", objectives.get(row["objective_id"], "")),
        ("Reported", FREQUENCY_WORDS[row["frequency"]]),
        ("Unit", (row["unit"] or "").replace("_", " ")),
        ("Lead", row["lead_title"] or NOT_STATED),
        ("Executive", row["executive_title"] or ""),
        ("Data", row["data_owner_title"] or ""),
        ("Metrics", joined(list(catalogue.manifest["metric_names"].get(measure.measure_id, ())))),
    ]
    return [(label, text) for label, text in found if text]


def _origin(catalogue: Catalogue, measure: Measure) -> list[tuple[str, str]]:
    tables = _of(catalogue, "measure_tables", measure)
    if not tables:
        parts = catalogue.children.get(measure.measure_id, [])
        return [("Parts", joined([part.measure_id for part in parts]) or "none")]
    models = {row["model_name"] for row in tables}
    folder = "records" if models == {"int_return_observations"} else "measures"
    people = [row["table_name"] for row in tables if row["is_counted_only"]]
    latest = measure.loads[0] if measure.loads else None
    found = [
        ("Source", measure.row["source_name"] or NOT_STATED),
        ("Tables", joined([f"{row['source']}.{row['table_name']}" for row in tables])),
        ("Model", joined([f"{MODELS}/{folder}/{model}.sql" for model in sorted(models)])),
        ("Latest load", f"{latest['load_id']}, {latest['row_count']:,} rows" if latest else ""),
        ("About people", f"{joined(people)}: only counts leave staging" if people else ""),
        ("Trace a number", _command(measure)),
    ]
    return [(label, text) for label, text in found if text]


def _judged(catalogue: Catalogue, measure: Measure) -> list[tuple[str, str]]:
    row = measure.row
    profile = row["rag_profile_id"] or row["catalogue_rag_profile_id"] or ""
    rules = in_force(catalogue.rows["rag_rules"], catalogue.as_of)
    version = next((r["version"] for r in rules if r["rag_profile_id"] == profile), None)
    legend = legends(catalogue.rows["rag_rules"], catalogue.as_of).get(profile, {})
    of_version = f", version {version}" if version else ""
    found = [("Rule", f"{profile}{of_version}" if profile else "none")]
    found += [
        (status.capitalize(), legend[status])
        for status in ("green", "amber", "red")
        if status in legend
    ]
    small = row["disclosure_sentence"] or "Nothing is rounded or withheld."
    if row["disclosure_version"]:
        small += f" Version {row['disclosure_version']}: {row['disclosure_reason']}"
    return [*found, ("Small numbers", small)]


def _spans(catalogue: Catalogue, measure: Measure) -> list[Span]:
    """The fiscal years it has a figure of, the newest first."""
    figures = {
        row["period_id"]: figure(row["value"], measure.unit)
        for row in _of(catalogue, "measure_spans", measure)
    }
    years = sorted({period_id.partition("-")[0] for period_id in figures}, reverse=True)
    return [
        Span(
            year=year,
            quarters=tuple(figures.get(f"{year}-Q{number}", "") for number in QUARTERS),
            whole=figures.get(year, ""),
        )
        for year in years
    ]


def _event(row: Row) -> Event:
    author, approver = row["author_title"] or NOT_STATED, row["approver_title"]
    # The sentence of a register's entry ends with the reason already.
    is_said = (row["reason"] or "") in row["description"]
    why = [None if is_said else row["reason"], row["decision_reference"]]
    sheet = f", sheet {row['source_sheet']}" if row["source_sheet"] else ""
    place = f"{sheet}, row {row['source_row']}" if row["source_row"] else sheet
    return Event(
        day=long_date(row["event_on_date"]),
        what=row["description"],
        who=f"{author}; approved by {approver}" if approver else author,
        why="; ".join(text for text in why if text),
        source=f"{row['source_file']}{place}",
    )


def _publications(catalogue: Catalogue, measure: Measure) -> list[str]:
    """By publication, how many of its figures it was shown or withheld."""
    rows = _of(catalogue, "published_measures", measure)
    counts = Counter(row["publication_id"] for row in rows)
    return [f"{key}: {count} {plural(count, 'figure')}" for key, count in counts.items()]


def _findings(catalogue: Catalogue, measure: Measure) -> list[str]:
    """What the data and the audit of the papers say against it."""
    found = _of(catalogue, "findings", measure)
    when = [f"{row['period_label']}: " if row["period_label"] else "" for row in found]
    doubts = [day + row["explanation"] for day, row in zip(when, found, strict=True)]
    return [*doubts, *(_smart(row, measure) for row in smart_rows(catalogue, measure))]


def _smart(row: Row, measure: Measure) -> str:
    """A finding of the audit; one about another measure, which repeats this one, names it."""
    is_own = row["measure_id"] == measure.measure_id
    return str(row["explanation"] if is_own else f"{row['measure_name']}. {row['explanation']}")


def _command(measure: Measure) -> str:
    """The command for its latest number."""
    period = measure.row["period_id"] or (
        measure.periods[-1]["period_id"] if measure.periods else "PERIOD"
    )
    return f"vitals trace {measure.measure_id} {period}"
