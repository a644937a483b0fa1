"""The trail in words: headings and lines for a terminal.

Here: plain lines without colours, so that they can be copied into a paper. Not here: JSON
(trail.py) and printing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from orchestration.audit.trail import Listing, Model, Row, Trail
from orchestration.publish.site.formatting import (
    Unit,
    figure,
    long_date,
    moment,
    number,
    plural,
    trimmed,
)

LOADS_SHOWN = 6
REASONS_SHOWN = 8
STATUS = {"green": "Green", "amber": "Amber", "red": "Red", "none": "No colour"}
NOT_STATED = "not stated"
NOBODY = "nobody on record"
SEE_PARTS = "None of its own: see its parts."


def lines_of(trail: Trail) -> Iterator[tuple[str, list[str]]]:
    """Each section's heading and its lines."""
    unit = _unit(trail.number)
    yield "Number", _number(trail, unit)
    if trail.parts:
        yield "Parts", [_part(row) for row in trail.parts]
    yield "Colour", _rule(trail)
    yield "Target", _target(trail, unit)
    yield "Way", [*_way(trail.path), trail.path_note]
    if trail.path:
        yield "Columns", _columns(trail.path)
    yield "Loads", _loads(trail)
    yield "Refused", _refused(trail)
    yield "Records", _records(trail)
    yield "Doubts", [_doubt(row) for row in trail.doubts] or ["None of the data."]
    yield "Shown in", _shown(trail, unit)
    yield "Restated", [row["explanation"] for row in trail.restatements] or ["No."]
    yield "Release", [_release(trail)]


def _unit(row: Row) -> Unit:
    prefix, suffix = row["unit_prefix"] or "", row["unit_suffix"] or ""
    return Unit(row["unit"], prefix, suffix, row["display_decimals"])


def _number(trail: Trail, unit: Unit) -> list[str]:
    row = trail.number
    name = " ".join(filter(None, (row["measure_code"], row["measure_name"])))
    said = [f"{name}, {row['organisation_unit_name']}, {row['period_label']}"]
    shown = figure(row["value"], unit) or "no figure"
    exact = f" ({trimmed(row['value']):f} exactly)" if row["value"] is not None else ""
    said.append(f"{shown}{exact}; {row['value_status'].replace('_', ' ')}, {_signed(row)}")
    for part in ("numerator", "denominator"):
        if row[part] is not None:
            what = row[f"{part}_description"] or NOT_STATED
            said.append(f"{part.capitalize()} {number(row[part])}: {what}")
    if row["disclosure_sentence"]:
        said.append(row["disclosure_sentence"])
    if row["suppression_reason"]:
        said.append(f"Withheld: {row['suppression_reason'].replace('_', ' ')}")
    return [*said, row["explanation"]]


def _signed(row: Row) -> str:
    state = row["sign_off_state"]
    return f"signed off as {state.replace('_', ' ')}" if state else "no sign-off owed"


def _part(row: Row) -> str:
    return f"{row['measure_id']}: {row['name']}, {STATUS[row['rag_status'] or 'none'].lower()}"


def _rule(trail: Trail) -> list[str]:
    row = trail.number
    status = STATUS[row["rag_status"]]
    if not trail.rule:
        reason = (row["rag_reason"] or "judged by a rule without bounds").replace("_", " ")
        return [f"{status}: {reason}"]
    name = trail.rule[0]["name"]
    said = [f"{status}, by {row['rag_profile_id']}, version {row['rag_rule_version']}: {name}"]
    said += [_bounds(one) for one in trail.rule if one["rag_status"]]
    if trail.rule_version:
        said.append(f"This version: {_entry(trail.rule_version)}")
    return said


def _bounds(row: Row) -> str:
    low, high = row["lower_bound"], row["upper_bound"]
    said = [row["basis"].replace("_", " "), f"({row['applies_to']})" if row["applies_to"] else ""]
    if low is not None:
        said += ["from" if row["is_lower_inclusive"] else "above", f"{trimmed(low):f}"]
    if high is not None:
        said += ["to" if row["is_upper_inclusive"] else "under", f"{trimmed(high):f}"]
    return f"  {STATUS[row['rag_status']]}: {' '.join(filter(None, said))}"


def _entry(row: Row) -> str:
    """Who made an entry of a register, when, why, and where it stands."""
    author, approver = row["author_title"] or NOBODY, row["approver_title"] or NOBODY
    who = f"by {author}, approved by {approver}"
    why = (row["reason"] or NOT_STATED).rstrip(".")
    decision = f" ({row['decision_reference']})" if row["decision_reference"] else ""
    where = f"{row['source_file']}, row {row['source_row']}" if row["source_file"] else ""
    said = f"{row['change_type'] or 'set'} on {moment(row['recorded_at'])} {who}. {why}{decision}."
    return f"{said} {where}".strip()


def _target(trail: Trail, unit: Unit) -> list[str]:
    row = trail.target
    if row is None:
        return [SEE_PARTS if trail.parts else "None was in force on the period's last day."]
    values = [row["target_value"], row["target_lower_value"], row["target_upper_value"]]
    shown = [figure(value, unit) for value in values if value is not None]
    by = f", by {long_date(row['deadline_date'])}" if row["deadline_date"] else ""
    words = f"; as printed: {row['target_text']}" if row["target_text"] else ""
    return [
        f"{' to '.join(shown) or 'no figure'}{by}{words}",
        f"Version {row['target_version_id']}, in force from "
        f"{long_date(row['effective_from_date'])}, {_entry(row)}",
    ]


def _way(path: tuple[Model, ...]) -> list[str]:
    """A line a folder, in the order in which it was first entered and its models were passed."""
    folders: dict[str, list[str]] = {}
    for model in path:
        folders.setdefault(_folder(model), []).append(model.name)
    return [f"{folder}: {', '.join(names)}" for folder, names in folders.items()]


def _columns(path: tuple[Model, ...]) -> list[str]:
    """Of what the value was made, from the source on."""
    said = [f"{model.name}: {', '.join(model.columns)}" for model in path if model.columns]
    return said or ["Not traced: `make docs` traces columns."]


def _folder(model: Model) -> str:
    if model.kind == "source":
        return "raw"
    return "/".join(PurePosixPath(model.file).parent.parts[-2:])


def _loads(trail: Trail) -> list[str]:
    loads = trail.loads
    if not loads:
        return [SEE_PARTS if trail.parts else "None: nothing was loaded for it."]
    said = [
        f"{one.load_id}  {one.source}.{one.table}, {one.rows:,} rows, sha256 {one.sha256}"
        for one in loads[-LOADS_SHOWN:]
    ]
    left = len(loads) - len(said)
    if left:
        said.insert(0, f"{left:,} earlier {plural(left, 'entry', 'entries')} are in --json.")
    return [f"The number rests on loads up to {trail.number['load_id'] or 'the first'}.", *said]


def _refused(trail: Trail) -> list[str]:
    found = trail.rejections
    said = [_reason(*one) for one in found.reasons[:REASONS_SHOWN]]
    if len(found.reasons) > REASONS_SHOWN:
        said.append(f"… and {len(found.reasons) - REASONS_SHOWN} more reasons")
    for row in found.first:
        where = row["record_id"] or _place(row)
        said.append(f"  {row['load_id']}  {row['table_name']} {where}: {row['reason']}")
    return [*(said or ["None."]), found.note]


def _reason(rule: str, count: int | None) -> str:
    words = rule.replace("_", " ")
    return f"{words}, a number that is not told" if count is None else f"{count:,} {words}"


def _place(row: Row) -> str:
    return f"{row['file_name']}, row {row['row_number']}" if row["file_name"] else "(not told)"


def _records(trail: Trail) -> list[str]:
    said: list[str] = []
    for listing in trail.records.listings:
        said += _listing(listing)
    said += [one.sentence for one in trail.records.reconciled]
    return [*said, *filter(None, [trail.records.note])]


def _listing(listing: Listing) -> list[str]:
    tables = " and ".join(listing.tables)
    count = "" if listing.count is None else f"{listing.count:,} of "
    shown = len(listing.rows)
    head = f"{count}{tables} ({listing.found_in}), the first {shown}:" if shown else ""
    head = head or f"{count}{tables} ({listing.found_in})"
    return [head, *(f"  {_cells(row)}" for row in listing.rows)]


def _cells(row: Row) -> str:
    return ", ".join(f"{name} {_cell(value)}" for name, value in row.items() if value is not None)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{trimmed(value):f}"
    if isinstance(value, datetime):
        return moment(value)
    return str(value)


def _doubt(row: Row) -> str:
    scope = "" if row["period_id"] else "Of every period: "
    return f"{scope}{row['explanation']}"


def _shown(trail: Trail, unit: Unit) -> list[str]:
    said = []
    for row in trail.publications:
        value = figure(row["value"], unit) or "no figure"
        shown = f"as {value}, {STATUS[row['rag_status']].lower()}"
        if row["is_withheld"]:
            shown = f"withheld: {row['withheld_reason']}"
        said.append(
            f"{row['publication_id']}, {row['forum_name']}, "
            f"{long_date(row['published_on_date'])}: {shown} (release {row['release_id']})"
        )
    return said or ["No publication: no forum was shown this number."]


def _release(trail: Trail) -> str:
    one = trail.release
    known = f", as known on {one.as_known_date}" if one.as_known_date else ""
    return f"{one.release_id}, made {one.created_at}, as at {one.as_of_date}{known}; {one.why}."
