"""What the simulated service desk goes through: volumes, months, services, planted flaws, as data.

Here: every number a person might want to turn. Not here: how records are drawn from them
(incidents.py, requests.py, changes.py). Months run from April 2024 to March 2026; a monthly tuple
holds one figure each.
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.sandbox.dirt import Flaw

MONTHS = 24

# Records created over the two years at scale 1; some 200,000 of them are visible on 2026-01-31.
INCIDENTS = 112_600
REQUESTS = 89_500
CHANGES = 16_300

# The story of the two years: a level baseline year, an improvement programme, a hard winter.
P1_PER_MONTH = (52, 55, 49, 51, 46, 54, 58, 62, 60, 71, 66, 61)  # April first
P2_PER_MONTH = (290, 300, 280, 285, 260, 300, 310, 320, 300, 345, 325, 310)
P1_CLINICAL_MINUTES = (
    61.0, 60.0, 57.0, 59.0, 56.0, 58.0, 57.0, 59.0, 62.0, 63.0, 60.0, 58.0,
    53.0, 50.5, 50.0, 43.0, 35.0, 30.2, 31.0, 32.4, 34.6, 36.5, 33.0, 29.2,
)  # fmt: skip
P1_OTHER_FACTOR = 1.2
P2_HOURS = (
    4.3, 4.2, 4.1, 4.2, 4.0, 4.2, 4.3, 4.2, 4.4, 4.5, 4.3, 4.2,
    4.0, 3.7, 3.3, 2.9, 2.58, 2.5, 2.4, 2.15, 2.3, 2.1, 2.05, 1.9,
)  # fmt: skip
FIRST_CONTACT_PERCENT = (
    61.2, 62.4, 62.0, 61.5, 63.0, 62.2, 61.8, 62.5, 61.0, 60.6, 61.9, 62.6,
    64.0, 66.0, 69.0, 71.8, 74.1, 74.6, 75.6, 72.6, 71.6, 70.2, 72.5, 74.0,
)  # fmt: skip
CHANGE_SUCCESS_PERCENT = (
    90.8, 91.2, 91.0, 90.5, 91.4, 91.1, 90.9, 91.3, 90.2, 90.6, 91.5, 91.2,
    92.0, 93.6, 94.5, 95.7, 96.8, 97.3, 96.7, 95.8, 94.9, 96.0, 96.6, 97.2,
)  # fmt: skip


@dataclass(frozen=True)
class Service:
    """A service incidents are logged against, and its share of them."""

    service_id: str
    is_clinical: bool
    weight: int


SERVICES = (
    Service("welsh_clinical_portal", True, 16),
    Service("results_reports_service", True, 8),
    Service("laboratory_information", True, 9),
    Service("patient_administration", True, 13),
    Service("radiology_information", True, 7),
    Service("medicines_management", True, 5),
    Service("nursing_care_record", True, 8),
    Service("immunisation_system", True, 4),
    Service("national_network", False, 8),
    Service("identity_access", False, 9),
    Service("email_collaboration", False, 8),
    Service("data_warehouse", False, 2),
    Service("intranet", False, 2),
    Service("service_desk_tool", False, 1),
)
PORTAL = 0
FIRST_LINE = 0
GROUPS = (
    "service_desk",
    "clinical_applications",
    "infrastructure",
    "networks",
    "integration",
    "end_user_computing",
)
CONTACT_TYPES = ("phone", "self-service", "email", "chat", "event")
CONTACT_WEIGHTS = (43, 27, 20, 10)  # people; monitoring events are drawn apart
EVENT = 4


# Each of these cannot be counted as it stands and has to be refused with a reason. A record
# carries at most one, and is otherwise ordinary: no test, duplicate or cancelled record is among
# them.
FLAWS = (
    Flaw("resolved_before_opened", "incident", "resolved_at", 180),
    Flaw("resolved_without_time", "incident", "resolved_at", 120),
    Flaw("opened_missing", "incident", "opened_at", 25),
    Flaw("priority_missing", "incident", "priority", 150),
    Flaw("priority_unknown", "incident", "priority", 60),
    Flaw("restored_before_detected", "incident", "u_restored_at", 20),
    Flaw("detected_missing", "incident", "u_detected_at", 15),
    Flaw("restored_missing", "incident", "u_restored_at", 15),
    Flaw("closed_before_opened", "sc_request", "closed_at", 90),
    Flaw("closed_without_time", "sc_request", "closed_at", 60),
    Flaw("opened_missing", "sc_request", "opened_at", 20),
    Flaw("work_end_before_start", "change_request", "work_end", 30),
    Flaw("work_end_missing", "change_request", "work_end", 20),
    Flaw("type_missing", "change_request", "type", 15),
)
UNKNOWN_PRIORITY = 9

# Records somebody deletes, of each table at scale 1; some are brought back under their old key.
DELETED = {"incident": 1_200, "sc_request": 900, "change_request": 220}
BROUGHT_BACK_SHARE = 0.15
DELETED_AFTER_DAYS = (2, 160)
BROUGHT_BACK_AFTER_DAYS = (1, 30)


def flaws_of(table: str) -> tuple[Flaw, ...]:
    """The flaws planted in one table."""
    return tuple(flaw for flaw in FLAWS if flaw.table == table)


@dataclass(frozen=True)
class Planted:
    """One P1 incident on the clinical portal whose times are known to the second (UTC)."""

    name: str
    opened_at: str
    minutes: int


PLANTED = (
    Planted("first_day_of_the_year", "2024-03-31 23:10:00", 40),
    Planted("clocks_back_2024", "2024-10-27 00:50:00", 30),
    Planted("fiscal_year_end", "2025-03-31 22:40:00", 40),
    Planted("clocks_forward_2025", "2025-03-30 00:50:00", 30),
    Planted("midnight", "2025-06-16 22:45:00", 35),
    Planted("month_end_in_summer", "2025-06-30 22:40:00", 30),
    Planted("clocks_back_2025", "2025-10-26 00:50:00", 30),
    Planted("month_end_in_winter", "2025-11-30 23:45:00", 40),
    Planted("year_end", "2025-12-31 23:40:00", 40),
    Planted("clocks_forward_2026", "2026-03-29 00:50:00", 30),
)
