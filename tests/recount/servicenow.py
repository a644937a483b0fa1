"""The service desk's measures counted a second time, from the definitions and raw rows alone."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from tests.support.recounting import (
    Figures,
    Record,
    Tally,
    london_day,
    month,
    newest,
    seed_rows,
    utc_moment,
    week,
)

ALL = ("dhcw",)
RESOLVED = {"6", "7"}
CANCELLED = "8"
MAJOR = {"1": 60, "2": 3600}
CONTACTS = {"phone", "email", "self-service", "chat"}
MONITORING = "event"


def recount(raw: Path, as_of: date) -> Figures:
    """Every figure of the six measures that has a record."""
    services = {row["service_id"]: row["is_clinical"] == "true" for row in seed_rows("services")}
    incidents = [
        record for record in standing(raw, "incident") if is_good_incident(record, services)
    ]
    tally = Tally()
    count_incidents(tally, incidents, services)
    count_requests(tally, standing(raw, "sc_request"))
    causes = {
        record["caused_by"]
        for record in incidents
        if london_day(at(record, "opened_at")) <= as_of and record["caused_by"]
    }
    changes = standing(raw, "change_request")
    count_changes(tally, changes, causes)
    return tally.figures


def standing(raw: Path, table: str) -> list[Record]:
    """The newest version of each record, unless the log says that it was deleted since."""
    deleted: dict[str, str] = {}
    for entry in newest(raw, "servicenow", "sys_audit_delete", "sys_id", "sys_created_on"):
        if entry["tablename"] == table:
            key, when = entry["documentkey"], entry["sys_created_on"]
            deleted[key] = max(when, deleted.get(key, ""))
    return [
        record
        for record in newest(raw, "servicenow", table, "sys_id", "sys_updated_on")
        if record["sys_updated_on"] > deleted.get(record["sys_id"], "")
    ]


def at(record: Record, column: str) -> datetime:
    """A moment that must be there."""
    found = utc_moment(record[column])
    assert found is not None, (record["number"], column)
    return found


def is_in_order(record: Record, *columns: str) -> bool:
    """Whether all of them are there, none before the one before it."""
    times = [utc_moment(record[column]) for column in columns]
    known = [time for time in times if time is not None]
    return len(known) == len(times) and known == sorted(known)


def is_ordinary(record: Record, parent: str) -> bool:
    """Neither made to try something nor the copy of another one."""
    return record["u_is_test"] != "true" and not record[parent]


def is_good_incident(record: Record, services: dict[str, bool]) -> bool:
    """Ordinary, possible, and clear in all that decides where it counts."""
    if not is_ordinary(record, "parent_incident") or record["state"] == CANCELLED:
        return False
    if record["priority"] not in set("12345") or record["business_service"] not in services:
        return False
    if record["contact_type"] not in {*CONTACTS, MONITORING} or not utc_moment(record["opened_at"]):
        return False
    if record["state"] not in RESOLVED:
        return True
    timed = record["priority"] not in MAJOR or is_in_order(record, "u_detected_at", "u_restored_at")
    return timed and is_in_order(record, "opened_at", "resolved_at")


def is_first_contact(record: Record, reopened: str) -> bool:
    """The first line had it alone, once."""
    never = (record["reassignment_count"], record[reopened], record["u_callback_count"])
    return record["assignment_group"] == "service_desk" and set(never) == {"0"}


def took(record: Record, start: str, end: str, unit: int) -> Fraction:
    """Whole seconds between two moments, in that many seconds."""
    return Fraction(int((at(record, end) - at(record, start)).total_seconds()), unit)


def count_incidents(tally: Tally, incidents: list[Record], services: dict[str, bool]) -> None:
    """Incidents opened, resolved and restored."""
    weekly = {}
    for record in incidents:
        opened = week(london_day(at(record, "opened_at")))
        weekly[opened] = weekly.get(opened, 0) + 1
        if record["state"] not in RESOLVED:
            continue
        resolved = month(london_day(at(record, "resolved_at")))
        if record["priority"] == "1" and services[record["business_service"]]:
            minutes = took(record, "opened_at", "resolved_at", 60)
            tally.add("dhcw_kr_2_2", ALL, resolved, minutes)
        if record["priority"] in MAJOR:
            restored = month(london_day(at(record, "u_restored_at")))
            time = took(record, "u_detected_at", "u_restored_at", MAJOR[record["priority"]])
            tally.add(f"dhcw_kpi_oe03_p{record['priority']}", ALL, restored, time)
        if record["contact_type"] != MONITORING:
            first = int(is_first_contact(record, "reopen_count"))
            tally.add("dhcw_kpi_ps02", ALL, resolved, first)
    for number, count in weekly.items():
        tally.add("dhcw_incidents_weekly", ALL, number, count)


def count_requests(tally: Tally, requests: list[Record]) -> None:
    """Requests resolved, beside the incidents."""
    for record in requests:
        is_done = record["request_state"] == "closed_complete" and is_ordinary(record, "parent")
        if not is_done or record["contact_type"] not in CONTACTS:
            continue
        if is_in_order(record, "opened_at", "closed_at"):
            closed = month(london_day(at(record, "closed_at")))
            tally.add("dhcw_kpi_ps02", ALL, closed, int(is_first_contact(record, "u_reopen_count")))


def count_changes(tally: Tally, changes: list[Record], causes: set[str]) -> None:
    """Planned changes, and which of them did no harm."""
    for record in changes:
        is_planned = record["type"] in {"standard", "normal"} and is_ordinary(record, "parent")
        if not is_planned or record["state"] not in {"0", "3"}:
            continue
        if is_in_order(record, "work_start", "work_end"):
            is_good = record["state"] == "3" and record["close_code"] == "successful"
            is_good &= record["u_backed_out"] == "false"
            is_good &= not causes & {record["sys_id"], record["number"]}
            ended = month(london_day(at(record, "work_end")))
            tally.add("dhcw_kpi_oe02", ALL, ended, int(is_good))
