"""What a release says of its statuses, held against what its own figures and rules give.

Here: judging every row again and saying each difference in words. Not here: hashes
(publish/verify.py), and how a status is worked out (single.py, composite.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from orchestration.audit.rederive.composite import judge_composite
from orchestration.audit.rederive.further import UNREADABLE, hold_further
from orchestration.audit.rederive.holding import difference, named
from orchestration.audit.rederive.promises import divided, expected_on, promised_on
from orchestration.audit.rederive.release import (
    TABLES,
    AbsentColumnError,
    Key,
    Record,
    Released,
    read_released,
)
from orchestration.audit.rederive.single import BY_DATE, Status, judge_single
from orchestration.publish.release import Release

STATUSES, VALUES, TRAJECTORIES = (
    "fct_measure_statuses",
    "fct_measure_values",
    "fct_measure_trajectories",
)
# What a status says beside its colour, and every table with a judgement of another kind.
NOT_REDERIVED = (
    "movements, runs of periods, hollow greens, forecasts and sentences; exceptions and "
    "escalations (only how many there are is held against the metrics); SPC; what was published "
    "(of measures only whether it is the same now; `vitals backtest` proves it) and packs; "
    "summaries, plan quarters, deliveries and thresholds; registers, actions and findings; "
    "texts of the catalogue; the values themselves, which come from sources"
)
COMPARED = tuple(
    field.name
    for field in fields(Status)
    if field.name not in ("value_status", "target_version_id", "ruled_status")
)
PROMISED = ("target_version_id", "expected_value", "target_value")


@dataclass(frozen=True)
class Rederivation:
    """How many statuses were judged again, every difference, and which rows were not and why.

    `held` are the rows of each further table that were held against those statuses.
    """

    judged: int
    differences: tuple[str, ...]
    left_out: Mapping[str, int]
    held: Mapping[str, int] = field(default_factory=dict)


def rederive(release: Release) -> Rederivation:
    """Judge every status of a release again and compare; what cannot be read is a difference."""
    folder = release.folder
    rows = {file.name.removesuffix(".parquet"): file.rows for file in release.manifest.files}
    absent = [name for name in TABLES if not (folder / f"{name}.parquet").is_file()]
    if absent:
        reason = f"the release has no {', '.join(absent)}"
        return Rederivation(0, (), {reason: rows.get(STATUSES, 0)})
    try:
        released = read_released(folder, date.fromisoformat(release.manifest.as_of_date))
        derived, left_out = judge_all(released)
        found = compare(released, derived, left_out)
        further = hold_further(folder, released, derived, rows)
    except AbsentColumnError as error:
        return Rederivation(0, (), {str(error): rows.get(STATUSES, 0)})
    except UNREADABLE as error:
        told = f"{STATUSES}: it cannot be worked out again: {type(error).__name__}: {error}"
        return Rederivation(0, (told,), {})
    left = Counter(found.left_out)
    for held in further.values():
        left.update(held.left_out)
    return replace(
        found,
        differences=(
            *found.differences,
            *(d for held in further.values() for d in held.differences),
        ),
        left_out=dict(left),
        held={table: held.rows for table, held in further.items() if held.rows},
    )


def compare(
    released: Released, derived: Mapping[Key, Status], left_out: Mapping[Key, str]
) -> Rederivation:
    """Hold the tables of statuses, values and trajectories against what was judged."""
    found = [
        *_unpaired(released.values, released.statuses),
        *(line for key, status in derived.items() for line in _status_lines(released, key, status)),
        *(line for key in released.values for line in _value_lines(released, key)),
        *(line for key in released.trajectories for line in _trajectory_lines(released, key)),
        *_trajectories_missing(released, derived),
    ]
    return Rederivation(len(derived), tuple(found), dict(Counter(left_out.values())))


def judge_all(released: Released) -> tuple[dict[Key, Status], dict[Key, str]]:
    """The status of every row with a figure, and of the rest why it has none here."""
    derived: dict[Key, Status] = {}
    left_out: dict[Key, str] = {}
    composites: list[Key] = []
    earlier: dict[tuple[str, str], Decimal] = {}
    in_order = sorted(released.values.items(), key=lambda row: row[1]["period_end_date"])
    for key, stored in in_order:
        measure, series = released.measures[key[0]], key[:2]
        if measure["measure_kind"] == "composite":
            composites.append(key)
            continue
        reason = _lacking(released, measure)
        if reason:
            left_out[key] = reason
            continue
        row = _completed(released, key, stored)
        promised = promised_on(released.promises.get(series, ()), row["period_end_date"])
        derived[key] = judge_single(measure, row, promised, earlier.get(series), released.judge)
        if row["value"] is not None:
            earlier[series] = row["value"]
    _judge_composites(released, composites, derived, left_out)
    return derived, left_out


def _judge_composites(
    released: Released, keys: Iterable[Key], derived: dict[Key, Status], left_out: dict[Key, str]
) -> None:
    for key in keys:
        of_it = [m for m in released.measures.values() if m["parent_measure_id"] == key[0]]
        part_keys = [(part["measure_id"], key[1], key[2]) for part in of_it]
        lost = [left_out[part] for part in part_keys if part in left_out]
        parts = [
            (released.measures[part[0]], derived[part]) for part in part_keys if part in derived
        ]
        if lost or not parts:
            left_out[key] = lost[0] if lost else "a composite has no part in its period"
            continue
        row = _completed(released, key, released.values[key])
        derived[key] = judge_composite(released.measures[key[0]], row, parts, released.judge)


def _lacking(released: Released, measure: Record) -> str | None:
    kind = "milestone" if measure["measure_kind"] in BY_DATE else measure["rag_profile_id"]
    return released.lacking.get(kind)


def _completed(released: Released, key: Key, row: Record) -> dict[str, Any]:
    """A row of figures with what follows from the day the release speaks of."""
    due = row["period_end_date"] + timedelta(days=released.measures[key[0]]["reporting_lag_days"])
    is_complete = released.as_of >= due
    status = row["value_status"]
    if row["value"] is not None:
        status = "reported" if is_complete else "provisional"
    return {**row, "due_date": due, "is_complete": is_complete, "value_status": status}


def _status_lines(released: Released, key: Key, derived: Status) -> Iterator[str]:
    said = released.statuses.get(key)
    if said is None:
        return
    for column in COMPARED:
        yield from _line(STATUSES, key, column, said[column], getattr(derived, column))
    said = released.values[key]
    for column in ("value", "value_status"):
        yield from _line(VALUES, key, column, said[column], getattr(derived, column))


def _value_lines(released: Released, key: Key) -> Iterator[str]:
    """A value its parts decide, the due date, and what is due by when, in both tables."""
    measure, said = released.measures[key[0]], released.values[key]
    row = _completed(released, key, said)
    yield from _line(VALUES, key, "due_date", said["due_date"], row["due_date"])
    parts = said["numerator"], said["denominator"]
    is_stated = measure["is_value_authoritative"] or measure["measure_kind"] == "composite"
    if None not in parts and not is_stated and said["value"] is not None:
        value = divided(parts[0] * measure["scale"], parts[1])
        yield from _line(VALUES, key, "value", said["value"], value)


def _trajectory_lines(released: Released, key: Key) -> Iterator[str]:
    said = released.trajectories[key]
    day = said["period_end_date"]
    promise = promised_on(released.promises.get(key[:2], ()), day).promise
    due = {
        "target_version_id": promise and promise.version_id,
        "expected_value": promise and expected_on(promise, day),
        "target_value": promise and promise.target,
    }
    for column in PROMISED:
        yield from _line(TRAJECTORIES, key, column, said[column], due[column])


def _trajectories_missing(released: Released, derived: Mapping[Key, Status]) -> Iterator[str]:
    for key, status in derived.items():
        if status.target_version_id is not None and key not in released.trajectories:
            yield (
                f"{TRAJECTORIES}, {named(key)}: there is no row, though "
                f"{status.target_version_id} is in force"
            )


def _unpaired(values: Mapping[Key, Record], statuses: Mapping[Key, Record]) -> Iterator[str]:
    for key in sorted(values.keys() - statuses.keys()):
        yield f"{STATUSES}, {named(key)}: there is no row, though there is one in {VALUES}"
    for key in sorted(statuses.keys() - values.keys()):
        yield f"{VALUES}, {named(key)}: there is no row, though there is one in {STATUSES}"


def _line(table: str, key: Key, column: str, said: object, derived: object) -> Iterator[str]:
    if said != derived:
        yield difference(table, key, column, said, derived)
