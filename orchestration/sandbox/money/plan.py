"""What the simulated money goes through: cost centres, budgets, projects, contracts, as data.

Here: every number a person might want to turn. Not here: how records are drawn from them
(ledger.py, forecasts.py, capital.py, contracts.py). A monthly tuple holds 24 figures, from April
2024 to March 2026.
"""

from __future__ import annotations

from dataclasses import dataclass

# Random streams of these records; no other sandbox draws from them.
LEDGER_STREAM, FORECAST_STREAM, CAPITAL_STREAM, CONTRACT_STREAM = 500, 501, 502, 503


@dataclass(frozen=True)
class CostCentre:
    """Where money is spent; `monthly_pounds` is the level of April 2024."""

    code: str
    name: str
    directorate: str
    monthly_pounds: int


@dataclass(frozen=True)
class Account:
    """What money is spent on, and its share of a cost centre's spending."""

    code: str
    name: str
    kind: str
    share: float


COST_CENTRES = (
    CostCentre("D200", "Product and design", "dhcw_digital", 640_000),
    CostCentre("D210", "Delivery management", "dhcw_digital", 410_000),
    CostCentre("T100", "Hosting and cloud", "dhcw_technology", 2_150_000),
    CostCentre("T110", "National network", "dhcw_technology", 1_480_000),
    CostCentre("T120", "Service operations", "dhcw_technology", 1_260_000),
    CostCentre("T200", "Cyber security", "dhcw_technology", 520_000),
    CostCentre("A100", "National data resource", "dhcw_data", 980_000),
    CostCentre("A110", "Analytics", "dhcw_data", 610_000),
    CostCentre("A120", "Data quality", "dhcw_data", 240_000),
    CostCentre("P100", "People services", "dhcw_people", 310_000),
    CostCentre("P110", "Learning and development", "dhcw_people", 150_000),
    CostCentre("F100", "Financial services", "dhcw_finance", 280_000),
    CostCentre("F110", "Procurement", "dhcw_finance", 190_000),
    CostCentre("F120", "Estates", "dhcw_finance", 330_000),
)
DIGITAL_CENTRES = (
    CostCentre("S100", "NHS Wales App", "dhcw_digital", 0),
    CostCentre("S110", "Booking and prescriptions", "dhcw_digital", 0),
    CostCentre("S120", "Digital contact centre", "dhcw_digital", 0),
)
DIGITAL_SHARES = (0.5, 0.3, 0.2)
OPERATING, DEPRECIATION = "OPEX", "DEPN"
ACCOUNTS = (
    Account("3100", "Pay: substantive staff", OPERATING, 0.44),
    Account("3150", "Pay: agency", OPERATING, 0.07),
    Account("4100", "Software licences", OPERATING, 0.17),
    Account("4200", "Hosting and cloud services", OPERATING, 0.15),
    Account("4300", "Contracted services", OPERATING, 0.08),
    Account("4900", "Other running costs", OPERATING, 0.03),
    Account("6100", "Depreciation", DEPRECIATION, 0.06),
)
MONTHLY_GROWTH = 1.0025
# Busy at the year's end, quiet in August.
MONTH_LEVELS = (0.97, 0.98, 0.99, 1.0, 0.96, 0.99, 1.0, 1.01, 1.0, 1.01, 1.02, 1.07)  # April first

# Spending against the forecast in force, in percent, above zero for overspending.
VARIANCE_PERCENT = {
    "dhcw_digital": (
        5.1, 4.8, 5.6, 4.9, 5.2, 4.4, 5.0, 4.7, 5.9, 5.3, 4.6, 5.5,
        5.2, 4.9, 5.4, 5.8, 5.5, 6.1, 6.4, 6.2, 7.1, 6.8, 5.2, 4.4,
    ),
    "dhcw_technology": (
        4.6, 4.1, 4.3, -3.8, 4.4, 4.2, 3.9, 4.5, 4.0, 4.8, 4.3, 3.7,
        3.9, 3.4, 3.1, 2.9, 2.4, 2.6, 2.1, 1.4, 0.9, 1.2, 0.8, 1.1,
    ),
    "dhcw_data": (
        3.8, 4.4, 3.9, -4.6, 4.1, 3.6, 4.2, 4.0, 4.5, 3.9, 4.4, 4.0,
        3.5, 3.2, 2.7, 2.5, 1.9, 1.6, 1.2, 0.7, -0.6, -0.9, -0.4, 0.3,
    ),
    "dhcw_people": (
        2.9, 3.4, 2.7, -3.1, 3.0, 2.8, 3.3, 2.6, 3.1, 2.9, 2.5, 3.2,
        2.4, 2.1, 1.8, 1.5, 1.1, 0.9, 0.4, -0.8, -2.6, -3.1, -2.2, -1.4,
    ),
    "dhcw_finance": (
        3.5, 3.9, 3.3, -3.6, 3.8, 3.2, 3.6, 3.4, 4.1, 3.7, 3.3, 3.0,
        2.8, 2.6, 2.2, 1.8, 1.7, 1.3, 0.9, 0.6, 0.4, 0.7, 0.5, 0.2,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class ForecastRound:
    """A forecast of every cost centre for the months from `first_month`, out by `drift_percent`."""

    version: int
    first_month: int
    approved_on: str
    drift_percent: float


# What a later round says of a month replaces an earlier one, if it was approved before the month.
FORECAST_ROUNDS = (
    ForecastRound(1, 0, "2024-03-21", 1.6),
    ForecastRound(2, 4, "2024-07-25", -0.9),
    ForecastRound(3, 7, "2024-10-24", 0.7),
    ForecastRound(4, 10, "2025-01-23", 0.0),
    ForecastRound(5, 12, "2025-03-27", 1.9),
    ForecastRound(6, 16, "2025-07-31", -1.1),
    ForecastRound(7, 18, "2025-09-30", 0.8),
    ForecastRound(8, 22, "2026-01-29", 0.0),
)
# One cost centre's share of a round was approved on the first day of its first month: too late.
LATE_ROUND, LATE_CENTRE, LATE_APPROVED_ON = 7, "F120", "2025-10-01"
# A round that was drafted and never approved, and an entry approved by mistake and taken out again.
DRAFT_VERSION, DRAFT_FIRST_MONTH, DRAFT_ENTERED_ON, DRAFT_FACTOR = 9, 19, "2025-10-27", 1.06
MISTAKEN_CENTRE, MISTAKEN_MONTH, MISTAKEN_FACTOR = "A110", 15, 10.0
BUDGET_SHARE, BUDGET_DAYS_AHEAD = 0.975, 20
MISTAKEN_APPROVED_ON, MISTAKEN_REMOVED_ON = "2025-06-27", "2025-07-15"
DRAFT, APPROVED, REFUSED = "DRAFT", "APPROVED", "REFUSED"

# Pence for a digital transaction, by month.
PENCE_PER_TRANSACTION = (
    42.3, 42.1, 41.9, 42.4, 42.2, 42.0, 41.8, 41.7, 42.0, 41.9, 41.6, 41.8,
    41.2, 40.9, 40.6, 40.2, 39.8, 39.5, 38.8, 38.6, 38.5, 38.3, 38.1, 37.9,
)  # fmt: skip

# Lines of one cost centre and account in a month at scale 1, and what happens to them.
LINES_A_MONTH = 14
LATE_LINES = 0.02
LATE_LINES_DAYS = 6
CORRECTED_LINES = 0.008
RECODED_LINES = 0.001
WRONG_CENTRE = "T100"
REVERSED_ACCOUNT, REVERSED_LINES = "4900", 0.05
REVERSAL_DAYS = 10

FIRST_MONTH = "2024-04-01"
CAPITAL_PERCENT = (
    3.1, 8.2, 14.0, 20.8, 27.5, 35.9, 43.8, 51.2, 58.0, 66.3, 75.1, 87.0,
    2.6, 7.1, 12.9, 19.4, 25.8, 33.7, 42.0, 49.9, 57.6, 66.0, 77.5, 92.4,
)  # fmt: skip


@dataclass(frozen=True)
class CapitalBudget:
    """A version of a fiscal year's capital budget."""

    fiscal_year: str
    version: int
    pounds: int
    status: str
    approved_on: str


CAPITAL_BUDGETS = (
    CapitalBudget("2024/25", 1, 21_500_000, APPROVED, "2024-03-28"),
    CapitalBudget("2024/25", 2, 22_250_000, APPROVED, "2024-11-21"),
    CapitalBudget("2025/26", 1, 24_000_000, APPROVED, "2025-03-20"),
    CapitalBudget("2025/26", 2, 25_100_000, REFUSED, ""),
    CapitalBudget("2025/26", 3, 26_400_000, APPROVED, "2025-10-09"),
    CapitalBudget("2025/26", 4, 28_000_000, DRAFT, ""),
)
CAPITAL_PROJECTS = 64
UNAPPROVED_SHARE = 0.12
WITHDRAWN_SHARE = 0.05
UNAPPROVED_SPEND = 0.03
SPEND_LINES_A_MONTH, FEWEST_SPEND_LINES = 90, 32
CORRECTED_SPEND = 0.01
DELETED_SPEND = 0.02
REMOVED_AFTER_DAYS = 21
PROGRAMMES = ("infrastructure", "cyber", "clinical systems", "data platform", "workplace")

# Value delivered in percent of the value contracted, by quarter.
CONTRACT_PERCENT = (88.6, 89.4, 90.2, 101.3, 96.8, 94.1, 91.9, 94.4)
MAJOR_CONTRACTS = 24
MINOR_CONTRACTS = 90
WITHDRAWN_CONTRACTS = 3
MAJOR, MINOR = "MAJOR", "MINOR"
LIVE, WITHDRAWN = "LIVE", "WITHDRAWN"
MAJOR_QUARTERLY_POUNDS = (150_000, 2_400_000)
MINOR_QUARTERLY_POUNDS = (4_000, 60_000)
DELIVERIES_A_QUARTER = 9
CREDIT_NOTES = 0.04
CORRECTED_DELIVERIES = 0.012
DELETED_DELIVERIES = 0.015
