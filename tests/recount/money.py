"""Variance, cost per transaction, capital and contract value counted again, from raw rows alone.

Pounds are fractions. What is deleted, replaced or unusable is left out by the rules as they are
written, not as the warehouse applies them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from tests.recount import digital
from tests.support.recounting import (
    Figures,
    Record,
    Tally,
    fiscal_quarter,
    fiscal_year,
    landed,
    london_day,
    month,
    newest,
    seed_rows,
    utc_moment,
)

ALL = "dhcw"
STAMP = "updated_at"
APPROVED = "APPROVED"
STATUSES = {"DRAFT", APPROVED, "REFUSED"}
DECISIONS = {APPROVED, "REFUSED", "DEFERRED", "WITHDRAWN"}
FIRST = date(2024, 4, 1)


def recount(raw: Path, as_of: date) -> Figures:
    """Every figure of the measures about money that has a record."""
    tally = Tally()
    count_variance(tally, raw)
    count_transactions(tally, raw)
    count_capital(tally, raw, as_of)
    count_contracts(tally, raw)
    return tally.figures


def standing(raw: Path, source: str, table: str, key: str) -> list[Record]:
    """The newest version of each record whose key the last sweep still found."""
    swept = landed(raw, source, f"{table}__keys")
    last = max(row["_load"] for row in swept)
    left = {row[key] for row in swept if row["_load"] == last}
    return [row for row in newest(raw, source, table, key, STAMP) if row[key] in left]


def day(text: str) -> date | None:
    """A day written as 2025-04-30; None for anything else."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text or ""):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def pounds(text: str) -> Fraction | None:
    """An amount; None for anything but digits, a point and a minus."""
    return Fraction(text) if re.fullmatch(r"-?\d+(\.\d+)?", text or "") else None


def month_ends(as_of: date) -> Iterator[date]:
    """The last day of every month from April 2024 that has ended."""
    start = FIRST
    while True:
        following = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
        if following - timedelta(days=1) > as_of:
            return
        yield following - timedelta(days=1)
        start = following


def directorates(raw: Path) -> dict[str, str]:
    """The directorate of each usable cost centre."""
    units = {
        row["organisation_unit_id"]
        for row in seed_rows("organisation_units")
        if row["unit_type"] == "directorate"
    }
    rows = newest(raw, "finance_ledger", "cost_centres", "cost_centre_code", STAMP)
    return {
        row["cost_centre_code"]: row["directorate"]
        for row in rows
        if row["directorate"] in units and row["service_type"] in {"DIGITAL", "CORPORATE"}
    }


def accounts(raw: Path) -> dict[str, str]:
    """The type of each usable account."""
    rows = newest(raw, "finance_ledger", "accounts", "account_code", STAMP)
    types = {row["account_code"]: row["account_type"] for row in rows}
    return {code: kind for code, kind in types.items() if kind in {"OPEX", "DEPN"}}


def ledger(raw: Path) -> Iterator[tuple[Record, date, Fraction]]:
    """The usable lines of the ledger with their days and amounts."""
    centres, charged = directorates(raw), accounts(raw)
    for row in newest(raw, "finance_ledger", "ledger_lines", "line_id", STAMP):
        booked, amount = day(row["accounting_date"]), pounds(row["amount"])
        is_placed = row["cost_centre_code"] in centres and row["account_code"] in charged
        if is_placed and booked and amount is not None:
            yield row, booked, amount


def count_variance(tally: Tally, raw: Path) -> None:
    """KPI-FN01: actual less forecast, over the latest forecast approved before the month."""
    centres = directorates(raw)
    for row, booked, amount in ledger(raw):
        units = (ALL, centres[row["cost_centre_code"]])
        tally.add("dhcw_kpi_fn01", units, month(booked), amount, 0)
    latest: dict[tuple[str, date], tuple[tuple[date, int, str], Fraction]] = {}
    for row in standing(raw, "finance_ledger", "forecasts", "forecast_id"):
        of_month, approved = day(row["forecast_month"]), day(row["approved_on"])
        amount = pounds(row["amount"])
        if row["cost_centre_code"] not in centres or row["approval_status"] != APPROVED:
            continue
        if not of_month or not approved or amount is None or approved >= of_month.replace(day=1):
            continue
        place = (row["cost_centre_code"], of_month.replace(day=1))
        rank = (approved, int(row["version"]), row["forecast_id"])
        if place not in latest or rank > latest[place][0]:
            latest[place] = (rank, amount)
    for (centre, of_month), (_, amount) in latest.items():
        tally.add("dhcw_kpi_fn01", (ALL, centres[centre]), month(of_month), -amount, amount)


def count_transactions(tally: Tally, raw: Path) -> None:
    """KPI-FN02: operating cost of digital cost centres, over transactions done by app or web."""
    rows = newest(raw, "finance_ledger", "cost_centres", "cost_centre_code", STAMP)
    centres = {row["cost_centre_code"] for row in rows if row["service_type"] == "DIGITAL"}
    charged = accounts(raw)
    for row, booked, amount in ledger(raw):
        if row["cost_centre_code"] in centres and charged[row["account_code"]] == "OPEX":
            tally.add("dhcw_kpi_fn02", (ALL,), fiscal_quarter(booked), amount, 0)
    for row in digital.standing(raw, "transactions", "transactions", "transaction_id"):
        ended = utc_moment(row["completed_at"])
        is_one = row["is_test"] != "true" and not row["duplicate_of"]
        if is_one and row["status"] == "completed" and row["channel"] in {"app", "web"} and ended:
            tally.add("dhcw_kpi_fn02", (ALL,), fiscal_quarter(london_day(ended)), 0, 1)


def count_capital(tally: Tally, raw: Path, as_of: date) -> None:
    """KPI-FN03: spending on approved projects so far this year, over the budget approved by now."""
    proposed = {
        row["project_id"]: found
        for row in newest(raw, "capital", "projects", "project_id", STAMP)
        if (found := day(row["proposed_on"]))
    }
    decisions = decided(raw, proposed)
    budgets = approved_budgets(raw)
    spent = [
        (row["project_id"], spent_on, amount)
        for row in standing(raw, "capital", "spend_lines", "spend_id")
        if row["project_id"] in proposed
        and (spent_on := day(row["spent_on"]))
        and (amount := pounds(row["amount"])) is not None
    ]
    for end in month_ends(as_of):
        by_now = [decision for decision in decisions if decision[0] <= end]
        standing_now = {project: verdict for _, _, project, verdict in sorted(by_now)}
        approved = {p for p, verdict in standing_now.items() if verdict == APPROVED}
        in_force = [b for b in budgets if b[0] <= end and b[3] == fiscal_year(end)]
        so_far = [
            amount
            for project, spent_on, amount in spent
            if project in approved and spent_on <= end and fiscal_year(spent_on) == fiscal_year(end)
        ]
        budget = max(in_force)[4] if in_force else Fraction(0)
        tally.add("dhcw_kpi_fn03", (ALL,), month(end), sum(so_far, Fraction(0)), budget)


def decided(raw: Path, proposed: dict[str, date]) -> list[tuple[date, str, str, str]]:
    """Day, id, project and verdict of each usable decision."""
    return [
        (decided_on, row["approval_id"], row["project_id"], row["decision"])
        for row in newest(raw, "capital", "approvals", "approval_id", STAMP)
        if row["decision"] in DECISIONS
        and row["project_id"] in proposed
        and (decided_on := day(row["decided_on"]))
        and decided_on >= proposed[row["project_id"]]
    ]


def approved_budgets(raw: Path) -> list[tuple[date, int, str, str, Fraction]]:
    """Approval, version, id, year and pounds of each usable budget, within its year."""
    return [
        (approved_on, int(row["version"]), row["budget_id"], row["fiscal_year"], amount)
        for row in newest(raw, "capital", "capital_budgets", "budget_id", STAMP)
        if row["approval_status"] == APPROVED
        and re.fullmatch(r"\d{4}/\d{2}", row["fiscal_year"])
        and (approved_on := day(row["approved_on"]))
        and approved_on <= date(int(row["fiscal_year"][:4]) + 1, 3, 31)
        and (amount := pounds(row["amount"])) is not None
    ]


def count_contracts(tally: Tally, raw: Path) -> None:
    """KPI-FN04: what major contracts delivered, over what they promised for the quarter."""
    major = set()
    for row in newest(raw, "contracts", "contracts", "contract_id", STAMP):
        begins, ends = day(row["starts_on"]), day(row["ends_on"])
        is_possible = begins and (not row["ends_on"] or (ends and ends >= begins))
        is_live = row["contract_status"] in {"LIVE", "ENDED"}
        if row["contract_class"] == "MAJOR" and is_live and is_possible:
            major.add(row["contract_id"])
    for row in newest(raw, "contracts", "contracted_values", "value_id", STAMP):
        due, amount = day(row["due_on"]), pounds(row["amount"])
        if row["contract_id"] in major and due and amount is not None:
            tally.add("dhcw_kpi_fn04", (ALL,), fiscal_quarter(due), 0, amount)
    for row in standing(raw, "contracts", "deliveries", "delivery_id"):
        delivered, amount = day(row["delivered_on"]), pounds(row["amount"])
        if row["contract_id"] in major and delivered and amount is not None:
            tally.add("dhcw_kpi_fn04", (ALL,), fiscal_quarter(delivered), amount, 0)
