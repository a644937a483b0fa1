"""What the simulated digital services go through: users, visits and logins by month, as data.

Here: every number a person might want to turn. Not here: how records are drawn from them, a module
for each kind of record. Months run from April 2024 to March 2026; a monthly tuple holds one figure
each.
"""

from __future__ import annotations

from datetime import date

from orchestration.sandbox.dirt import Flaw

# The history was handed over as one file a month; from this day on there is one a day.
DAILY_FROM = date(2025, 11, 1)
# What lies before the first month came in files of their own, under the day before it.
BACKLOG_DAY = date(2024, 3, 31)

# Shares of records that come days after their day, come twice, are taken back, or come wrong first.
LATE_SHARE = 0.003
REPEATED_SHARE = 0.004
WITHDRAWN_SHARE = 0.001
CORRECTED_SHARE = 0.002
TEST_SHARE = 0.002
MOST_DAYS_LATE = 9

# People registered with the App at the end of each month, in thousands, and before the first.
REGISTERED_BEFORE = 592.0
REGISTERED = (
    605.0, 617.0, 630.0, 644.0, 655.0, 668.0, 682.0, 697.0, 709.0, 724.0, 738.0, 751.0,
    800.0, 862.0, 925.0, 990.0, 1042.0, 1100.0, 1168.0, 1230.0, 1281.0, 1349.0, 1410.0, 1472.0,
)  # fmt: skip
BACKLOG_YEARS = 3
# Of a thousand people registered when a month begins, so many leave in it.
LEAVERS_PER_THOUSAND = 1.3

TRANSACTIONS_A_MONTH = 9_000
DIGITAL_PERCENT = (
    33.2, 33.5, 33.1, 33.8, 34.4, 33.9, 34.0, 34.6, 33.7, 34.1, 34.3, 34.2,
    35.6, 37.4, 39.3, 41.7, 43.6, 46.2, 48.1, 50.9, 53.3, 54.1, 54.8, 55.6,
)  # fmt: skip
CHANNELS = ("app", "web", "phone", "post", "in_person")
DIGITAL_WEIGHTS = (64, 36)
OTHER_WEIGHTS = (70, 17, 13)
UNKNOWN_CHANNEL = "kiosk"
STATUSES = ("completed", "failed", "withdrawn")
STATUS_WEIGHTS = (96.4, 1.4, 2.2)
DUPLICATE_SHARE = 0.004

BOOKINGS_A_MONTH = 1_500
BOOKING_MINUTES = (
    7.2, 7.0, 7.1, 6.9, 7.0, 7.1, 6.9, 7.0, 7.1, 6.9, 7.0, 7.0,
    6.6, 6.0, 5.3, 4.8, 4.4, 4.1, 3.95, 3.85, 3.9, 3.7, 3.5, 3.3,
)  # fmt: skip
ABANDONED_PERCENT = (
    19.0, 19.4, 18.8, 18.5, 18.9, 18.2, 18.0, 17.7, 18.3, 17.9, 17.5, 17.2,
    16.4, 15.7, 14.9, 14.1, 13.6, 13.0, 12.6, 12.9, 12.4, 12.0, 11.7, 11.5,
)  # fmt: skip
# Bookings over a month's end and over both changes of the clocks: when they began (UTC), minutes.
PLANTED_BOOKINGS = (
    ("2025-03-30 00:55:00", 10),
    ("2025-06-30 22:58:00", 5),
    ("2025-10-26 00:55:00", 10),
    ("2025-12-31 23:57:00", 6),
)

RATINGS_A_MONTH = 1_000
SCORES = (
    3.58, 3.61, 3.6, 3.57, 3.62, 3.6, 3.59, 3.61, 3.56, 3.6, 3.63, 3.61,
    3.64, 3.69, 3.74, 3.78, 3.83, 3.86, 3.9, 3.97, 4.02, 4.05, 4.07, 4.1,
)  # fmt: skip
# Chances of 1 to 5 at the extremes; a month's are a mixture of the two with the month's mean.
WORST_SCORES = (30, 28, 22, 12, 8)
BEST_SCORES = (2, 3, 9, 26, 60)
RATED_AGAIN_SHARE = 0.06
RATED_TWICE_AT_ONCE_SHARE = 0.004

RESULTS_A_MONTH = 2_200
WITHIN_A_DAY_PERCENT = (
    71.4, 71.9, 72.3, 71.6, 72.0, 72.6, 71.8, 72.1, 71.2, 71.7, 72.4, 72.2,
    74.6, 77.3, 79.9, 82.2, 84.4, 86.9, 89.4, 91.6, 93.4, 94.1, 94.6, 95.2,
)  # fmt: skip
# A board this much behind the others, in percentage points: the last is the furthest.
BOARD_LAGS = (0.0, -1.0, 0.6, 1.6, -0.4, 0.0, 3.2)
NEVER_DIGITAL_SHARE = 0.04
VIEWED_SHARE = 0.55
PLANTED_DELAYS = (86_400, 86_401)  # in time to the second, and a second late
PLANTED_RESULTS_FROM = "2025-09-10 09:00:00"

CLINICIANS = 700
CLINICIANS_FROM_THE_START = 0.82
CLINICIANS_LEAVING = 0.16
WEEKLY_USERS_PERCENT = (
    87.4, 87.9, 88.2, 87.6, 87.1, 88.0, 88.3, 88.5, 87.7, 88.1, 88.4, 88.2,
    89.0, 90.1, 91.2, 92.3, 94.0, 95.1, 94.6, 94.1, 93.5, 92.9, 93.6, 94.2,
)  # fmt: skip
SECOND_LOGIN_SHARE = 0.2
NATIONAL_SYSTEMS = (
    "welsh_clinical_portal", "patient_administration", "laboratory_information",
    "radiology_information", "nursing_care_record", "medicines_management",
)  # fmt: skip
LOCAL_SYSTEM = "local_rota"
UNKNOWN_SYSTEM = "sandpit"

ANALYSTS_TRAINED_BEFORE = 64
ANALYSTS_TRAINED = (
    68, 73, 77, 81, 84, 90, 95, 100, 103, 109, 115, 120,
    128, 138, 149, 161, 170, 184, 199, 214, 222, 241, 258, 276,
)  # fmt: skip
ACTIVE_PERCENT = (
    78, 77, 79, 78, 74, 78, 80, 79, 75, 79, 80, 81,
    82, 82, 83, 84, 80, 85, 87, 88, 84, 88, 89, 90,
)  # fmt: skip
TRAINED_AGAIN_SHARE = 0.05
UNTRAINED_ANALYSTS = 40
ACTIVITIES = ("report_created", "report_run", "dashboard_opened")

BOARDS = (
    "dhcw_aneurin_bevan", "dhcw_betsi_cadwaladr", "dhcw_cardiff_and_vale",
    "dhcw_cwm_taf_morgannwg", "dhcw_hywel_dda", "dhcw_powys", "dhcw_swansea_bay",
)  # fmt: skip
BOARD_WEIGHTS = (19, 22, 16, 14, 12, 4, 13)
UNKNOWN_BOARD = "dhcw_gwent"
UNREADABLE = "31/02/2025 10:00"

# Each of these cannot be counted as it stands and has to be refused with a reason.
FLAWS = (
    Flaw("registered_missing", "registrations", "registered_at", 40),
    Flaw("registered_unreadable", "registrations", "registered_at", 20),
    Flaw("left_before_registered", "registrations", "registered_at", 30),
    Flaw("left_unreadable", "deregistrations", "deregistered_at", 10),
    Flaw("user_unknown", "deregistrations", "user_id", 15),
    Flaw("channel_unknown", "transactions", "channel", 40),
    Flaw("channel_missing", "transactions", "channel", 30),
    Flaw("status_unknown", "transactions", "status", 10),
    Flaw("completed_missing", "transactions", "completed_at", 25),
    Flaw("finished_before_started", "booking_events", "occurred_at", 40),
    Flaw("over_a_day", "booking_events", "occurred_at", 25),
    Flaw("start_missing", "booking_events", "journey_id", 20),
    Flaw("finish_unreadable", "booking_events", "occurred_at", 10),
    Flaw("score_too_high", "ratings", "score", 30),
    Flaw("score_too_low", "ratings", "score", 15),
    Flaw("score_in_words", "ratings", "score", 10),
    Flaw("rated_missing", "ratings", "rated_at", 8),
    Flaw("user_missing", "ratings", "user_id", 5),
    Flaw("digital_before_clinical", "results", "digitally_available_at", 35),
    Flaw("clinical_missing", "results", "clinically_available_at", 20),
    Flaw("board_unknown", "results", "health_board", 25),
    Flaw("eligible_backwards", "clinicians", "eligible_to", 4),
    Flaw("eligible_missing", "clinicians", "eligible_from", 4),
    Flaw("clinician_board_unknown", "clinicians", "health_board", 3),
    Flaw("system_unknown", "logins", "system", 30),
    Flaw("login_missing", "logins", "logged_in_at", 15),
    Flaw("clinician_unknown", "logins", "clinician_id", 20),
    Flaw("trained_unreadable", "training_completions", "completed_on", 3),
    Flaw("trained_board_unknown", "training_completions", "health_board", 3),
    Flaw("active_missing", "platform_activity", "occurred_at", 12),
    Flaw("analyst_missing", "platform_activity", "analyst_id", 6),
)


def flaws_of(table: str) -> tuple[Flaw, ...]:
    """The planted flaws of one table."""
    return tuple(flaw for flaw in FLAWS if flaw.table == table)
