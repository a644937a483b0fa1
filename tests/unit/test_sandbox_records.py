"""The simulated records: always the same, dirty by a known number, as they stood on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

from orchestration.sandbox.servicenow import plan
from orchestration.sandbox.servicenow.records import Records, generate

AS_OF = date(2026, 1, 31)
RECORDS = ("incident", "sc_request", "change_request")
Tables = Mapping[str, pd.DataFrame]


@pytest.fixture(scope="module")
def records() -> Records:
    return generate(seed=11, scale=0.1)


@pytest.fixture(scope="module")
def tables(records: Records) -> Tables:
    return frames(records, AS_OF)


def frames(records: Records, day: date) -> Tables:
    return {name: rows.to_pandas() for name, rows in records.as_at(day).items()}


def moments(texts: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    return pd.to_datetime(texts.where(texts != ""), format="%Y-%m-%d %H:%M:%S", utc=True)


def test_one_seed_and_scale_give_one_set_of_records() -> None:
    first, again, other = (generate(seed, 0.01).as_at(AS_OF) for seed in (3, 3, 4))
    assert all(first[name].equals(again[name]) for name in first)
    assert not any(first[name].equals(other[name]) for name in first)


def test_scale_is_above_zero() -> None:
    with pytest.raises(ValueError, match="above 0"):
        generate(seed=1, scale=0)


def test_about_two_hundred_thousand_records_stand_at_the_end_of_january_2026() -> None:
    rows = {name: table.num_rows for name, table in generate(7, 1.0).as_at(AS_OF).items()}
    assert 195_000 < sum(rows.values()) < 205_000
    assert rows["incident"] > rows["sc_request"] > rows["change_request"] > 10_000


def test_keys_and_numbers_are_unique(tables: Tables) -> None:
    for table in tables.values():
        assert table["sys_id"].is_unique
        assert table["sys_id"].str.fullmatch("[0-9a-f]{32}").all()
        if "number" in table:
            assert table["number"].is_unique


def test_every_time_is_a_utc_text_or_empty_and_none_is_later_than_the_day(tables: Tables) -> None:
    for table in tables.values():
        for column in table.columns:
            if not column.endswith(("_at", "_on", "work_start", "work_end")):
                continue
            given = table.loc[table[column] != "", column]
            assert given.str.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d").all(), column
            assert (given <= "2026-01-31 23:59:59").all(), column


def test_records_are_updated_after_they_are_created(tables: Tables) -> None:
    for table in (tables[name] for name in RECORDS):
        assert (table["sys_updated_on"] >= table["sys_created_on"]).all()
        assert (table["sys_updated_on"] > table["sys_created_on"]).mean() > 0.9


def visible_flaws(tables: Tables) -> dict[tuple[str, str], int]:
    """Bad records counted in the tables themselves, by what is wrong with them."""
    incident, request, change = (
        tables[name] for name in ("incident", "sc_request", "change_request")
    )
    at = {name: moments(incident[name]) for name in incident if name.endswith("_at")}
    done = incident["state"].isin(["6", "7"])
    major = incident["priority"].isin(["1", "2"]) & done
    closed = request["request_state"] == "closed_complete"
    over = change["state"].isin(["0", "3"])
    found = {
        ("incident", "resolved_before_opened"): at["resolved_at"] < at["opened_at"],
        ("incident", "resolved_without_time"): done & at["resolved_at"].isna(),
        ("incident", "opened_missing"): at["opened_at"].isna(),
        ("incident", "priority_missing"): incident["priority"] == "",
        ("incident", "priority_unknown"): incident["priority"] == "9",
        ("incident", "restored_before_detected"): at["u_restored_at"] < at["u_detected_at"],
        ("incident", "detected_missing"): major & at["u_detected_at"].isna(),
        ("incident", "restored_missing"): major & at["u_restored_at"].isna(),
        ("sc_request", "closed_before_opened"): moments(request["closed_at"])
        < moments(request["opened_at"]),
        ("sc_request", "closed_without_time"): closed & (request["closed_at"] == ""),
        ("sc_request", "opened_missing"): request["opened_at"] == "",
        ("change_request", "work_end_before_start"): moments(change["work_end"])
        < moments(change["work_start"]),
        ("change_request", "work_end_missing"): over & (change["work_end"] == ""),
        ("change_request", "type_missing"): change["type"] == "",
    }
    return {kind: int(rows.sum()) for kind, rows in found.items()}


@pytest.mark.parametrize("day", [AS_OF, date(2025, 6, 30), date(2024, 9, 3)])
def test_bad_records_are_as_many_as_were_planted(records: Records, day: date) -> None:
    told = {(flaw.table, flaw.kind): count for flaw, count in records.flaws(day).items()}
    assert visible_flaws(frames(records, day)) == told


def test_every_planted_flaw_comes_to_light_in_the_end(records: Records) -> None:
    told = records.flaws(date(2027, 1, 1))
    assert told == {flaw: max(1, round(flaw.count * 0.1)) for flaw in plan.FLAWS}


def test_at_most_one_record_in_a_hundred_is_bad(records: Records, tables: Tables) -> None:
    assert sum(records.flaws(AS_OF).values()) <= 0.01 * sum(map(len, tables.values()))


def test_a_bad_record_is_otherwise_ordinary_and_has_one_flaw(tables: Tables) -> None:
    incident = tables["incident"]
    bad = incident["priority"].isin(["", "9"]) | (incident["opened_at"] == "")
    left_out = (incident["u_is_test"] == "true") | (incident["parent_incident"] != "")
    assert not (bad & (left_out | (incident["state"] == "8"))).any()


@pytest.mark.parametrize(
    ("table", "column", "states"),
    [
        ("incident", "state", "1 2 3 6 7 8"),
        (
            "sc_request",
            "request_state",
            "requested in_process closed_complete closed_incomplete closed_cancelled",
        ),
        ("change_request", "state", "-5 -1 0 3 4"),
    ],
)
def test_every_state_is_seen_within_a_week(
    records: Records, table: str, column: str, states: str
) -> None:
    days = [date(2026, 1, day) for day in range(25, 32)]
    seen = {state for day in days for state in frames(records, day)[table][column]}
    assert seen == set(states.split())


def test_records_show_what_real_ones_do(tables: Tables) -> None:
    incident, change = tables["incident"], tables["change_request"]
    assert set(change["type"]) == {"standard", "normal", "emergency", ""}
    assert {"successful", "successful_issues", "unsuccessful"} < set(change["close_code"])
    assert (change["u_backed_out"] == "true").any()
    assert {"phone", "email", "self-service", "chat", "event"} == set(incident["contact_type"])
    for column in ("reopen_count", "u_callback_count", "reassignment_count"):
        assert (incident[column].astype(int) > 0).any()
    named = incident.loc[incident["caused_by"] != "", "caused_by"]
    assert named.isin([*change["sys_id"], *tables["sys_audit_delete"]["documentkey"]]).all()
    log = tables["sys_audit_delete"]["documentkey"]
    assert incident["parent_incident"].isin(["", *incident["sys_id"], *log]).all()


def test_many_incidents_cross_midnight_and_month_ends_by_london_time(tables: Tables) -> None:
    incident = tables["incident"]
    opened = moments(incident["opened_at"]).dt.tz_convert("Europe/London")
    resolved = moments(incident["resolved_at"]).dt.tz_convert("Europe/London")
    both = opened.notna() & resolved.notna()
    assert (opened[both].dt.date != resolved[both].dt.date).sum() > 100
    assert (opened[both].dt.month != resolved[both].dt.month).sum() > 20


@pytest.mark.parametrize("plant", plan.PLANTED, ids=lambda plant: plant.name)
def test_planted_incidents_stand_as_planned(records: Records, plant: plan.Planted) -> None:
    incident = frames(records, date(2026, 12, 31))["incident"]
    number = records.planted_number(plant.name)
    [row] = incident[incident["number"] == number].to_dict("records")
    assert (row["opened_at"], row["priority"]) == (plant.opened_at, "1")
    assert row["business_service"] == "welsh_clinical_portal"
    minutes = pd.Timestamp(row["resolved_at"]) - pd.Timestamp(row["opened_at"])
    assert minutes == pd.Timedelta(minutes=plant.minutes)
    assert (row["u_is_test"], row["parent_incident"], row["reopen_count"]) == ("false", "", "0")


def test_a_later_day_adds_records_and_changes_some(records: Records, tables: Tables) -> None:
    later = frames(records, date(2026, 2, 28))
    log = later["sys_audit_delete"]
    for name, before in ((name, tables[name]) for name in RECORDS):
        joined = before.merge(later[name], on="sys_id", how="left", suffixes=("", "_later"))
        assert len(later[name]) > len(before)
        vanished = joined["number_later"].isna()
        named = log.loc[log["tablename"] == name, "documentkey"]
        assert joined.loc[vanished, "sys_id"].isin(named).all(), "none vanishes without a word"
        joined = joined[~vanished]
        changed = joined["sys_updated_on_later"] > joined["sys_updated_on"]
        assert changed.sum() > 5
        same = joined[~changed]
        for column in before.columns.drop("sys_id"):
            assert (same[column] == same[f"{column}_later"]).all(), f"{name}.{column}"


@pytest.mark.parametrize("scale", [0.0001, 0.003])
def test_the_smallest_scales_still_hold_what_was_planted(scale: float) -> None:
    incident = frames(generate(seed=2, scale=scale), date(2026, 12, 31))["incident"]
    assert set(incident["opened_at"]) >= {plant.opened_at for plant in plan.PLANTED}


def test_before_the_first_day_the_tables_are_empty(records: Records) -> None:
    rows = records.as_at(date(2024, 3, 30))
    assert {table.num_rows for table in rows.values()} == {0}
    assert set(records.flaws(date(2024, 3, 30)).values()) == {0}


@pytest.mark.parametrize("day", [AS_OF, date(2025, 6, 30), date(2026, 12, 31)])
def test_the_log_names_the_deleted_and_as_many_are_gone_as_told(
    records: Records, day: date
) -> None:
    """Whoever is named in the log and not in the table is gone; the rest of them are back."""
    shown = frames(records, day)
    log = shown["sys_audit_delete"]
    gone = {}
    for name in RECORDS:
        named = log[log["tablename"] == name]
        assert named["documentkey"].is_unique
        gone[name] = int((~named["documentkey"].isin(shown[name]["sys_id"])).sum())
        back = named.merge(shown[name], left_on="documentkey", right_on="sys_id")
        assert (back["sys_updated_on"] > back["sys_created_on_x"]).all()
    assert gone == records.deleted(day)
    assert len(log) > sum(gone.values()) > 0


def test_as_many_are_deleted_and_brought_back_as_planned(records: Records) -> None:
    log = frames(records, date(2027, 12, 31))["sys_audit_delete"]
    planned = {name: round(count * 0.1) for name, count in plan.DELETED.items()}
    assert log["tablename"].value_counts().to_dict() == planned
    gone = records.deleted(date(2027, 12, 31))
    assert gone == {name: count - round(count * 0.15) for name, count in planned.items()}
