"""The simulated HR and learning systems: repeatable, plausible, with as much dirt as planned."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from orchestration.sandbox.people import plan
from orchestration.sandbox.people.records import HR, LEARNING, Records, generate
from tests.support.tables import source_tables

SEED, SCALE = 20260131, 0.02
DAY = date(2026, 1, 31)
LATER = date(2026, 2, 28)


@pytest.fixture(scope="module")
def records() -> Records:
    return generate(SEED, SCALE)


def rows(records: Records, source: str, table: str, day: date = DAY) -> list[dict[str, str]]:
    found: list[dict[str, str]] = records.as_at(source, day)[table].to_pylist()
    return found


@pytest.mark.parametrize("source", [HR, LEARNING])
def test_tables_have_the_columns_of_their_contract_all_text(records: Records, source: str) -> None:
    tables = records.as_at(source, DAY)
    promised = {table.name: table for table in source_tables(source)}
    assert tables.keys() == promised.keys()
    for name, table in tables.items():
        assert set(table.column_names) == set(promised[name].columns)
        assert set(table.schema.types) == {pa.string()}
        keys = table[promised[name].key]
        assert len(pc.unique(keys)) == table.num_rows > 0


def test_one_seed_and_scale_give_the_same_records_and_others_do_not(records: Records) -> None:
    again, other = generate(SEED, SCALE), generate(SEED + 1, SCALE)
    for source in (HR, LEARNING):
        for name, table in records.as_at(source, DAY).items():
            assert table.equals(again.as_at(source, DAY)[name])
            assert not table.equals(other.as_at(source, DAY)[name])


def test_nobody_is_named_and_keys_say_nothing(records: Records) -> None:
    for row in rows(records, HR, "employments"):
        assert re.fullmatch("[0-9a-f]{32}", row["staff_key"])


def test_a_stamp_is_never_later_than_the_day_that_is_shown(records: Records) -> None:
    for source in (HR, LEARNING):
        for table in records.as_at(source, DAY).values():
            assert pc.max(table["last_changed_at"]).as_py() <= "2026-01-31 23:59:59"


def test_what_changed_between_two_days_has_a_later_stamp_and_some_records_are_gone(
    records: Records,
) -> None:
    """Late entries, corrections and deletions: the reasons for cursors, overlaps and sweeps."""
    changed = gone = late = 0
    for table, key in (("employments", "employment_id"), ("leavers", "leaver_id")):
        before = {row[key]: row for row in rows(records, HR, table)}
        after = {row[key]: row for row in rows(records, HR, table, LATER)}
        for name, row in before.items():
            if name not in after:
                gone += 1
            elif after[name] != row:
                changed += 1
                assert after[name]["last_changed_at"] > row["last_changed_at"]
        late += sum(
            "" < row.get("left_on", "") <= DAY.isoformat()
            for name, row in after.items()
            if name not in before
        )
    before = {row["enrolment_id"] for row in rows(records, LEARNING, "enrolments")}
    gone += len(
        before - {row["enrolment_id"] for row in rows(records, LEARNING, "enrolments", LATER)}
    )
    assert changed > 0
    assert gone > 0


def test_moves_end_and_begin_on_one_day_and_are_no_departures(records: Records) -> None:
    stays: dict[str, list[dict[str, str]]] = {}
    for row in rows(records, HR, "employments"):
        stays.setdefault(row["staff_key"], []).append(row)
    left = {row["employment_id"] for row in rows(records, HR, "leavers")}
    moves = [
        (first, second)
        for held in stays.values()
        for first in held
        for second in held
        if first["ended_on"] and first["ended_on"] == second["started_on"] and first is not second
    ]
    assert moves
    assert not {first["employment_id"] for first, _ in moves} & left


def test_flaws_are_as_many_as_planned_once_they_show(records: Records) -> None:
    planned = Counter({flaw.kind: max(1, round(flaw.count * SCALE)) for flaw in plan.FLAWS})
    shown = {flaw.kind: count for flaw, count in records.flaws(date(2027, 1, 31)).items()}
    assert shown == dict(planned)
    assert sum(records.flaws(DAY).values()) <= sum(planned.values())


@pytest.mark.parametrize("scale", [0, -1])
def test_a_scale_without_records_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        generate(SEED, scale)
