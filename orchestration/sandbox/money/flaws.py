"""The bad records planted among the simulated money, as data: each is refused with its reason.

Here: what they say and how many there are at scale 1. Not here: how they come into a table
(entries.py).
"""

from __future__ import annotations

from orchestration.sandbox.entries import BadRow
from orchestration.sandbox.money import plan

LEDGER_LINES = (
    BadRow("centre_unknown", "ledger_lines", "cost_centre_code", {"cost_centre_code": "X999"}, 40),
    BadRow("account_unknown", "ledger_lines", "account_code", {"account_code": "0000"}, 25),
    BadRow("amount_no_number", "ledger_lines", "amount", {"amount": "1.204,50"}, 30),
    BadRow(
        "date_impossible", "ledger_lines", "accounting_date", {"accounting_date": "2025-02-30"}, 15
    ),
)
FORECASTS = (
    BadRow("centre_unknown", "forecasts", "cost_centre_code", {"cost_centre_code": "X999"}, 4),
    BadRow("amount_no_number", "forecasts", "amount", {"amount": "tbc"}, 5),
    BadRow("status_unknown", "forecasts", "approval_status", {"approval_status": "OK?"}, 3),
    BadRow("approval_undated", "forecasts", "approved_on",
           {"approval_status": plan.APPROVED, "approved_on": ""}, 3),
)  # fmt: skip
BUDGETS = (
    BadRow("amount_no_number", "budgets", "amount", {"amount": "n/a"}, 4),
    BadRow("month_impossible", "budgets", "budget_month", {"budget_month": "2025-13-01"}, 2),
)
COST_CENTRES = (
    BadRow(
        "directorate_unknown", "cost_centres", "directorate", {"directorate": "dhcw_unknown"}, 1
    ),
)
CAPITAL_BUDGETS = (
    BadRow("approved_after_year", "capital_budgets", "approved_on",
           {"fiscal_year": "2024/25", "approval_status": plan.APPROVED,
            "approved_on": "2025-04-11"}, 1),
    BadRow("year_unknown", "capital_budgets", "fiscal_year", {"fiscal_year": "FY25"}, 1),
)  # fmt: skip
APPROVALS = (
    BadRow("decided_before_proposed", "approvals", "decided_on", {"decided_on": "2012-06-01"}, 1),
    BadRow("decision_unknown", "approvals", "decision", {"decision": "YES"}, 1),
)
SPEND_LINES = (
    BadRow("project_unknown", "spend_lines", "project_id", {"project_id": "PRJ-none"}, 8),
    BadRow("amount_no_number", "spend_lines", "amount", {"amount": "£1,000"}, 6),
    BadRow("date_impossible", "spend_lines", "spent_on", {"spent_on": "31/04/2025"}, 5),
)
CONTRACTS = (
    BadRow("class_unknown", "contracts", "contract_class", {"contract_class": "KEY"}, 1),
    BadRow("ends_before_start", "contracts", "ends_on", {"ends_on": "2001-01-31"}, 1),
)
CONTRACTED_VALUES = (
    BadRow("amount_no_number", "contracted_values", "amount", {"amount": ""}, 4),
    BadRow("contract_unknown", "contracted_values", "contract_id", {"contract_id": "C0"}, 3),
)
DELIVERIES = (
    BadRow("contract_unknown", "deliveries", "contract_id", {"contract_id": "C0"}, 5),
    BadRow("date_impossible", "deliveries", "delivered_on", {"delivered_on": "2025-09-31"}, 4),
    BadRow("amount_no_number", "deliveries", "amount", {"amount": "see note"}, 4),
)
