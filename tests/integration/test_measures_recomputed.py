"""The computed measures against a second computation: the same to the ninth decimal, for any seed.

The records come in two loads, so that most stand there twice. What is expected is worked out here
from the newest version of each record, in whole seconds and fractions, with no SQL and no float.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from orchestration.extract.run import extract_calendar
from orchestration.sandbox.servicenow import plan
from orchestration.sandbox.servicenow.records import generate
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.transform.builds import new_build
from orchestration.transform.dbt import WAREHOUSE, build_arguments, run_dbt
from tests.support.raw_loads import load_servicenow

FIRST, LAST = date(2025, 10, 31), date(2026, 1, 31)
SCALE = 0.003
LONDON = ZoneInfo("Europe/London")
CLINICAL = {service.service_id for service in plan.SERVICES if service.is_clinical}
SERVICES = {service.service_id for service in plan.SERVICES}
NINTH = 10**9

Record = dict[str, str]
Counted = dict[tuple[str, str], tuple[Decimal, Decimal]]


def moment(text: str) -> datetime | None:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) if text else None


def at(record: Record, column: str) -> datetime:
    found = moment(record[column])
    assert found is not None, (record["number"], column)
    return found


def month(when: datetime) -> str:
    return when.astimezone(LONDON).strftime("%Y-%m")


def week(when: datetime) -> str:
    year, number, _ = when.astimezone(LONDON).isocalendar()
    return f"{year}-W{number:02d}"


def is_in_order(record: Record, *columns: str) -> bool:
    times = [moment(record[column]) for column in columns]
    known = [time for time in times if time is not None]
    return len(known) == len(times) and known == sorted(known)


def is_ordinary(record: Record, parent: str) -> bool:
    return record["u_is_test"] != "true" and not record[parent]


def good_incident(record: Record) -> bool:
    if not is_ordinary(record, "parent_incident") or record["state"] == "8":
        return False
    if record["priority"] not in set("12345") or not moment(record["opened_at"]):
        return False
    if record["state"] not in {"6", "7"}:
        return True
    major = record["priority"] in {"1", "2"}
    timed = not major or is_in_order(record, "u_detected_at", "u_restored_at")
    return timed and is_in_order(record, "opened_at", "resolved_at")


def rounded(value: Fraction) -> Decimal:
    return Decimal((2 * value * NINTH + 1) // 2) / NINTH


def first_contact(record: Record, reopened: str) -> bool:
    never = (record["reassignment_count"], record[reopened], record["u_callback_count"])
    return record["assignment_group"] == "service_desk" and set(never) == {"0"}


class Tally:
    """Numerators and denominators by measure and period."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], tuple[Fraction, int]] = {}

    def add(self, measure_id: str, period_id: str, amount: Fraction | int) -> None:
        total, count = self._sums.get((measure_id, period_id), (Fraction(0), 0))
        self._sums[measure_id, period_id] = (total + amount, count + 1)

    def figures(self) -> Counted:
        return {key: (rounded(n), Decimal(d)) for key, (n, d) in self._sums.items()}


def took(record: Record, start: str, end: str, unit: int) -> Fraction:
    return Fraction(int((at(record, end) - at(record, start)).total_seconds()), unit)


def count_incidents(tally: Tally, incidents: list[Record]) -> None:
    for record in incidents:
        tally.add("dhcw_incidents_weekly", week(at(record, "opened_at")), 1)
        if record["state"] not in {"6", "7"}:
            continue
        resolved = month(at(record, "resolved_at"))
        if record["priority"] == "1" and record["business_service"] in CLINICAL:
            tally.add("dhcw_kr_2_2", resolved, took(record, "opened_at", "resolved_at", 60))
        for priority, unit in (("1", 60), ("2", 3600)):
            if record["priority"] == priority:
                restored = month(at(record, "u_restored_at"))
                time = took(record, "u_detected_at", "u_restored_at", unit)
                tally.add(f"dhcw_kpi_oe03_p{priority}", restored, time)
        if record["contact_type"] != "event":
            tally.add("dhcw_kpi_ps02", resolved, int(first_contact(record, "reopen_count")))


def count_requests(tally: Tally, requests: list[Record]) -> None:
    for record in requests:
        is_done = record["request_state"] == "closed_complete"
        if not (is_done and is_ordinary(record, "parent")) or record["contact_type"] == "event":
            continue
        if is_in_order(record, "opened_at", "closed_at"):
            done = int(first_contact(record, "u_reopen_count"))
            tally.add("dhcw_kpi_ps02", month(at(record, "closed_at")), done)


def count_changes(tally: Tally, changes: list[Record], causes: set[str]) -> None:
    for record in changes:
        is_planned = record["type"] in {"standard", "normal"} and is_ordinary(record, "parent")
        if not is_planned or record["state"] not in {"0", "3"}:
            continue
        if is_in_order(record, "work_start", "work_end"):
            is_good = record["state"] == "3" and record["close_code"] == "successful"
            is_good &= record["u_backed_out"] == "false" and record["sys_id"] not in causes
            tally.add("dhcw_kpi_oe02", month(at(record, "work_end")), int(is_good))


def expected(newest: dict[str, list[Record]]) -> Counted:
    incidents = [record for record in newest["incident"] if good_incident(record)]
    assert {record["business_service"] for record in incidents} <= SERVICES
    tally = Tally()
    count_incidents(tally, incidents)
    count_requests(tally, newest["sc_request"])
    causes = {record["caused_by"] for record in incidents if record["caused_by"]}
    count_changes(tally, newest["change_request"], causes)
    return tally.figures()


@pytest.fixture(params=[7, 20_250_401], ids=lambda seed: f"seed {seed}")
def computed(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Counted]]:
    """The measures of a build over two loads, and what they should be."""
    settings = Settings(root=PROJECT_ROOT, home=tmp_path.resolve())
    records = generate(request.param, SCALE)
    newest: dict[str, list[Record]] = {}
    for day in (FIRST, LAST):
        newest = {name: table.to_pylist() for name, table in records.as_at(day).items()}
        load_servicenow(settings.raw, **newest)
    extract_calendar(settings)
    build = new_build(settings)
    for command in ("seed", "run"):
        words = build_arguments(settings, LAST, command, select="+int_measures_computed")
        run_dbt(settings, build, words)
    with duckdb.connect(str(build / WAREHOUSE), read_only=True) as connection:
        yield connection, expected(newest)


def test_every_figure_agrees_at_nine_decimals(
    computed: tuple[duckdb.DuckDBPyConnection, Counted],
) -> None:
    connection, figures = computed
    found = connection.execute(
        "select measure_id, period_id, numerator, denominator"
        " from intermediate.int_measures_computed"
    ).fetchall()
    periods = {period_id for _, period_id, *_ in found}
    assert len({measure_id for measure_id, *_ in found}) == 6
    assert all(d > 0 for (_, period_id), (_, d) in figures.items() if period_id in periods)
    for measure_id, period_id, numerator, denominator in found:
        total, count = figures.get((measure_id, period_id), (Decimal(0), Decimal(0)))
        below = Decimal(1) if measure_id == "dhcw_incidents_weekly" else count
        assert (numerator, denominator) == (total, below), (measure_id, period_id)
