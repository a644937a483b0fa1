"""The sandbox speaks the catalogue's language: the same services, the same codes."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date

import pytest

from orchestration.sandbox.servicenow import changes, incident_table, plan, requests
from orchestration.sandbox.servicenow.records import generate
from orchestration.sandbox.servicenow.served_table import REFERENCES
from orchestration.settings import PROJECT_ROOT
from tests.support.tables import source_tables


def seed(name: str) -> list[dict[str, str]]:
    with (PROJECT_ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_services_are_those_of_the_seed_and_as_clinical() -> None:
    known = {row["service_id"]: row["is_clinical"] == "true" for row in seed("services")}
    assert {service.service_id: service.is_clinical for service in plan.SERVICES} == known


@pytest.mark.parametrize(
    ("table", "column", "codes"),
    [
        ("incident", "state", incident_table.STATES),
        ("incident", "contact_type", plan.CONTACT_TYPES),
        ("incident", "priority", [str(priority) for priority in range(1, 6)]),
        ("sc_request", "request_state", requests.STATES),
        ("change_request", "state", changes.STATES),
        ("change_request", "type", changes.TYPES[: changes.UNSTATED]),
        ("change_request", "close_code", changes.CLOSE_CODES[: changes.UNDECIDED]),
    ],
)
def test_codes_are_those_of_the_seed(table: str, column: str, codes: Sequence[str]) -> None:
    known = {
        row["code"]
        for row in seed("source_codes")
        if (row["source"], row["table_name"], row["column_name"]) == ("servicenow", table, column)
    }
    assert set(codes) == known


def test_the_wrong_codes_are_wrong() -> None:
    known = {row["code"] for row in seed("source_codes") if row["column_name"] == "priority"}
    assert str(plan.UNKNOWN_PRIORITY) not in known


def test_tables_and_columns_are_those_the_connector_reads() -> None:
    served = generate(seed=1, scale=0.001).as_at(date(2025, 1, 31))
    wanted = {table.name: set(table.columns) for table in source_tables("servicenow")}
    assert {name: set(rows.column_names) for name, rows in served.items()} == wanted
    assert set(REFERENCES) <= set.union(*wanted.values())
