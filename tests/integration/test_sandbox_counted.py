"""What the warehouse counted from the sandbox's records, against a recount that shares no code.

The expected figures come from the generator's own tables, counted here with pandas and plain rules;
neither the server, nor the connector, nor any SQL has a part in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb
import pandas as pd
import pytest

from orchestration.run_options import SANDBOX_SEED
from orchestration.sandbox.servicenow import plan
from orchestration.sandbox.servicenow.records import Records, generate
from tests.conftest import AS_OF, SCALE, PipelineRun

CLINICAL = {service.service_id for service in plan.SERVICES if service.is_clinical}
Sums = dict[str, tuple[float, int]]


@pytest.fixture(scope="module")
def records() -> Records:
    return generate(SANDBOX_SEED, SCALE)


@pytest.fixture(scope="module")
def tables(records: Records) -> Mapping[str, pd.DataFrame]:
    found = {name: rows.to_pandas() for name, rows in records.as_at(AS_OF).items()}
    for table in found.values():
        for column in table.columns:
            if column.endswith(("_at", "work_start", "work_end")):
                given = table[column].where(table[column] != "")
                table[column] = pd.to_datetime(given, utc=True)
    return found


def good_incidents(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Resolved incidents nobody would leave out."""
    rows = tables["incident"]
    major = rows["priority"].isin(["1", "2"])
    backwards = rows["u_restored_at"] < rows["u_detected_at"]
    untimed = rows["u_detected_at"].isna() | rows["u_restored_at"].isna()
    return rows[
        rows["state"].isin(["6", "7"])
        & rows["priority"].isin(list("12345"))
        & (rows["resolved_at"] >= rows["opened_at"])
        & ~(major & (backwards | untimed))
        & (rows["u_is_test"] == "false")
        & (rows["parent_incident"] == "")
    ]


def good_requests(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows = tables["sc_request"]
    return rows[
        (rows["request_state"] == "closed_complete")
        & (rows["closed_at"] >= rows["opened_at"])
        & (rows["u_is_test"] == "false")
        & (rows["parent"] == "")
    ]


def by_month(numerator: pd.Series, at: pd.Series) -> Sums:
    """Sum and number per London month of the moment."""
    months = at.dt.tz_convert("Europe/London").dt.strftime("%Y-%m")
    grouped = numerator.groupby(months).agg(["sum", "size"])
    return {str(month): (float(row["sum"]), int(row["size"])) for month, row in grouped.iterrows()}


def seconds(start: pd.Series, end: pd.Series) -> pd.Series:
    return (end - start).dt.total_seconds()


def p1_time_to_resolve(tables: Mapping[str, pd.DataFrame]) -> Sums:
    rows = good_incidents(tables)
    rows = rows[(rows["priority"] == "1") & rows["business_service"].isin(CLINICAL)]
    return by_month(seconds(rows["opened_at"], rows["resolved_at"]) / 60, rows["resolved_at"])


def time_to_restore(tables: Mapping[str, pd.DataFrame], priority: str, unit: int) -> Sums:
    rows = good_incidents(tables)
    rows = rows[rows["priority"] == priority]
    took = seconds(rows["u_detected_at"], rows["u_restored_at"]) / unit
    return by_month(took, rows["u_restored_at"])


def first_contacts(tables: Mapping[str, pd.DataFrame]) -> Sums:
    incidents = good_incidents(tables)
    incidents = incidents[incidents["contact_type"] != "event"]
    requests = good_requests(tables)
    renamed = requests.rename(
        columns={"closed_at": "resolved_at", "u_reopen_count": "reopen_count"}
    )
    rows = pd.concat([incidents, renamed[renamed["contact_type"] != "event"]])
    never = ["reassignment_count", "reopen_count", "u_callback_count"]
    first = (rows["assignment_group"] == "service_desk") & (rows[never] == "0").all(axis=1)
    return by_month(first.astype(int), rows["resolved_at"])


def successful_changes(tables: Mapping[str, pd.DataFrame]) -> Sums:
    rows = tables["change_request"]
    rows = rows[
        rows["state"].isin(["0", "3"])
        & rows["type"].isin(["standard", "normal"])
        & (rows["work_end"] >= rows["work_start"])
        & (rows["u_is_test"] == "false")
        & (rows["parent"] == "")
    ]
    is_cause = rows["sys_id"].isin(set(tables["incident"]["caused_by"]))
    good = (rows["close_code"] == "successful") & (rows["u_backed_out"] == "false") & ~is_cause
    return by_month(good.astype(int), rows["work_end"])


MEASURES = {
    "dhcw_kr_2_2": p1_time_to_resolve,
    "dhcw_kpi_oe03_p1": lambda tables: time_to_restore(tables, "1", 60),
    "dhcw_kpi_oe03_p2": lambda tables: time_to_restore(tables, "2", 3600),
    "dhcw_kpi_ps02": first_contacts,
    "dhcw_kpi_oe02": successful_changes,
}


@pytest.mark.parametrize("measure_id", MEASURES)
def test_every_month_counts_what_a_recount_finds(
    warehouse: duckdb.DuckDBPyConnection,
    tables: Mapping[str, pd.DataFrame],
    measure_id: str,
) -> None:
    counted = warehouse.execute(
        "select period_id, numerator, denominator from intermediate.int_measures_computed"
        " where measure_id = ?",
        [measure_id],
    ).fetchall()
    expected = MEASURES[measure_id](tables)
    assert len(counted) == 22, "April 2024 to January 2026"
    for month, numerator, denominator in counted:
        total, number = expected.get(month, (0.0, 0))
        assert int(denominator) == number, month
        assert float(numerator or 0) == pytest.approx(total, abs=1e-6), month


def test_as_many_records_are_rejected_as_were_planted(
    marts: duckdb.DuckDBPyConnection, records: Records
) -> None:
    planted: dict[tuple[str, str], int] = {}
    for flaw, count in records.flaws(AS_OF).items():
        place = (flaw.table, flaw.column)
        planted[place] = planted.get(place, 0) + count
    rejected = marts.execute(
        "select table_name, column_name, count(*) from fct_rejected_records"
        " where source = 'servicenow' group by all"
    ).fetchall()
    assert {(table, column): count for table, column, count in rejected} == planted


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2025, 6, 30), "2025-07"),
        (date(2025, 3, 31), "2025-04"),
        (date(2025, 11, 30), "2025-12"),
    ],
)
def test_an_incident_over_a_month_end_counts_in_the_month_of_its_end_in_london(
    pipeline_run: PipelineRun, tables: Mapping[str, pd.DataFrame], day: date, month: str
) -> None:
    assert pipeline_run.options.seed == SANDBOX_SEED
    plants = {plant.opened_at: plant for plant in plan.PLANTED}
    [plant] = [plant for opened, plant in plants.items() if opened.startswith(day.isoformat())]
    rows = good_incidents(tables)
    [row] = rows[rows["opened_at"] == pd.Timestamp(plant.opened_at, tz="UTC")].to_dict("records")
    assert row["resolved_at"].tz_convert("Europe/London").strftime("%Y-%m") == month
