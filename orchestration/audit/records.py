"""The source rows behind a number.

A computed measure's model names, in its YAML, the step in which its records stand one by one, with
their key and what each adds to the numerator and the denominator (`records`), or why there is no
such step (`records_unlisted`). The step is read out of the very view the build was made with, so
that no rule is written down twice. Of records about people nothing but their keys is told, and
where a number is protected, no more of them than the number itself tells.

Here: reading records from a build and comparing them with the number. Not here: finding the build.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from orchestration.audit.returned import returned_rows
from orchestration.audit.trail import Listing, Reconciliation, Records, Row
from orchestration.publish.site.formatting import number as plain

# Fewer than the least count that may be told, so that a list of keys tells no count.
MOST_PERSONAL = 5
PARTS = ("numerator", "denominator")
PLACES = Decimal("0.000000001")


class StepError(Exception):
    """A model's YAML names a step its view does not have."""


@dataclass(frozen=True)
class Step:
    """Where records stand one by one: a step of a model, its columns, what each record adds."""

    tables: tuple[str, ...]
    model: str
    name: str
    key: tuple[str, ...]
    day: str
    unit: str | None
    when: str | None
    adds: Mapping[str, str]

    @classmethod
    def of_note(cls, note: Mapping[str, Any], model: str) -> Step:
        return cls(
            tables=tuple(note["tables"]),
            model=note.get("model", model),
            name=note["step"],
            key=tuple(note["key"]),
            day=note["date"],
            unit=note.get("unit"),
            when=note.get("when"),
            adds={part: note[part] for part in PARTS if part in note},
        )


def find_records(
    build: duckdb.DuckDBPyConnection,
    meta: Mapping[str, Any],
    number: Row,
    counted_only: Mapping[str, bool],
    limit: int,
) -> Records:
    """The records of a computed measure by its model's notes, the rows of a returned one."""
    if not meta:
        return returned_rows(build, number, limit)
    if "records" not in meta:
        return Records((), (), str(meta.get("records_unlisted") or "Its model names no records."))
    model = f"int_measure__{number['measure_id']}"
    steps = [Step.of_note(note, model) for note in meta["records"]]
    is_personal = any(counted_only[table] for step in steps for table in step.tables)
    if is_personal and number["value_status"] == "suppressed":
        return Records(
            (), (), "They are about people and the number is withheld: a list would tell it."
        )
    limited = min(limit, _most_told(number)) if is_personal else limit
    listings: list[Listing] = []
    sums: dict[str, Decimal] = {}
    for step in steps:
        listing, added = _read(build, step, number, is_personal, limited)
        listings.append(listing)
        for part, amount in added.items():
            sums[part] = sums.get(part, Decimal(0)) + amount
    reconciled = _reconciled(build, number, sums)
    note = ""
    if is_personal:
        note = "They are about people: keys only."
        note += " How many there are is told by the number alone." if number["is_rounded"] else ""
    return Records(tuple(listings), reconciled, note)


def _most_told(number: Row) -> int:
    """How many keys tell nothing that a rounded number does not tell already."""
    if not number["is_rounded"]:
        return MOST_PERSONAL
    shown = number["denominator"] if number["denominator"] != 1 else number["numerator"]
    return MOST_PERSONAL if shown is not None and shown > 2 * MOST_PERSONAL else 0


def _read(
    build: duckdb.DuckDBPyConnection, step: Step, number: Row, is_personal: bool, limit: int
) -> tuple[Listing, dict[str, Decimal]]:
    # Only names and expressions of the project's own YAML become part of the query.
    steps = _steps(build, step.model)
    of_unit = number["organisation_unit_id"] != number["scorecard_id"]
    conditions = [f"{step.day} between ? and ?"]
    values: list[Any] = [number["period_start_date"], number["period_end_date"]]
    if of_unit and step.unit:
        conditions.append(f"{step.unit} = ?")
        values.append(number["organisation_unit_id"])
    if step.when:
        conditions.append(f"({step.when})")
    found = f"from {step.name} where {' and '.join(conditions)}"
    sums = "".join(f", sum({words})" for words in step.adds.values())
    totals = build.execute(f"{steps} select count(*){sums} {found}", values).fetchone() or (0,)
    columns = list(dict.fromkeys(step.key))
    if not is_personal:
        columns = list(dict.fromkeys([*columns, step.day, "load_id"]))
        columns += [f"{words} as {part}" for part, words in step.adds.items()]
    cursor = build.execute(
        f"{steps} select {', '.join(columns)} {found} order by {', '.join(step.key)} limit {limit}",
        values,
    )
    names = [column[0] for column in cursor.description or ()]
    rows = tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    is_told = not (is_personal and number["is_rounded"])
    listing = Listing(
        tables=step.tables,
        found_in=f"{step.model}, step {step.name}",
        count=int(totals[0]) if is_told else None,
        rows=rows,
    )
    added = {part: Decimal(amount or 0) for part, amount in zip(step.adds, totals[1:], strict=True)}
    return listing, added


def _steps(build: duckdb.DuckDBPyConnection, model: str) -> str:
    """The view's steps, without the line that ends it."""
    found = build.execute("select sql from duckdb_views() where view_name = ?", [model]).fetchone()
    if found is None:
        raise StepError(f"The build has no view {model}.")
    body = re.sub(r"^CREATE VIEW \S+ AS ", "", str(found[0]))
    steps, ending, _ = body.rpartition(" SELECT * FROM final")
    if not ending:
        raise StepError(f"The view {model} does not end with its step final.")
    return steps


def _reconciled(
    build: duckdb.DuckDBPyConnection, number: Row, sums: Mapping[str, Decimal]
) -> tuple[Reconciliation, ...]:
    found = build.execute(
        "select parameter, value from staging.stg_reference__measure_parameters "
        "where measure_id = ? and parameter like '%_divisor'",
        [number["measure_id"]],
    ).fetchall()
    divisors = {str(parameter): Decimal(value) for parameter, value in found}
    compared = []
    for part, amount in sums.items():
        published = number[part]
        if published is None:
            continue
        divisor = divisors.get(f"{part}_divisor", Decimal(1))
        counted = (amount / divisor).quantize(PLACES)
        compared.append(_compared(number, part, published, counted, divisor))
    return tuple(compared)


def _is_rounded_to(counted: Decimal, published: Decimal, number: Row) -> bool:
    """Whether a count is shown as this by its rule: a small one as one number, others near it."""
    if 0 < counted <= number["disclosure_threshold"]:
        return published == Decimal(number["disclosure_shown_as"])
    return abs(counted - published) <= Decimal(number["disclosure_base"]) / 2


def _compared(
    number: Row, part: str, published: Decimal, counted: Decimal, divisor: Decimal
) -> Reconciliation:
    by = f", divided by {plain(divisor)}," if divisor != 1 else ""
    if number["is_rounded"]:
        agrees = _is_rounded_to(counted, published, number)
        said = "give" if agrees else "do NOT give"
        sentence = f"All records together{by} {said} the {part} as it is rounded."
        return Reconciliation(part, published, None, agrees, sentence)
    agrees = abs(counted - published) <= PLACES
    said = "which is" if agrees else "which is NOT"
    sentence = f"All records together{by} give {plain(counted)}, {said} the {part} as published"
    sentence += "." if agrees else f", {plain(published)}."
    return Reconciliation(part, published, counted, agrees, sentence)
