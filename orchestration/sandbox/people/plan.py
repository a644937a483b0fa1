"""What the simulated workforce goes through: posts, leaving, hiring, training, flaws, as data.

Here: every number a person might want to turn. Not here: how records are drawn from them. Months
run from April 2023, a year before the first scorecard month, because turnover looks back twelve
months; a monthly tuple holds one figure each.
"""

from __future__ import annotations

from datetime import date

from orchestration.sandbox.dirt import Flaw

FIRST_DAY = date(2023, 4, 1)
MONTHS = 36

# Posts at scale 1. With fewer than FEWEST, units have months with nobody in them, and one flaw of
# each kind is too large a share of the records.
POSTS = 1_600
FEWEST = 240
DIRECTORATES = (
    ("dhcw_digital", 30, 0.62),
    ("dhcw_technology", 28, 0.70),
    ("dhcw_data", 18, 0.45),
    ("dhcw_people", 13, 0.04),
    ("dhcw_finance", 11, 0.03),
)
"""Unit, share of the posts in percent, share of technical and digital roles."""

# The story: a level first year, then a retention offer for specialists, which the others lack, and
# a recruitment drive that fills posts faster than they fall vacant.
VACANCY_PERCENT = (
    10.8, 11.0, 11.2, 11.1, 11.3, 11.0, 10.9, 11.1, 11.2, 11.0, 10.9, 11.1,
    11.0, 11.2, 11.1, 11.4, 11.3, 11.0, 10.8, 10.9, 11.1, 11.2, 11.0, 11.0,
    10.6, 10.1, 9.6, 9.2, 9.0, 8.3, 7.9, 7.4, 7.2, 6.4, 6.1, 5.8,
)  # fmt: skip
SPECIALIST_TURNOVER_PERCENT = (
    18.2, 18.0, 18.4, 17.8, 17.6, 18.1, 18.3, 17.9, 18.0, 18.6, 18.2, 17.9,
    18.1, 18.3, 17.7, 18.0, 17.9, 18.4, 18.2, 17.8, 18.1, 18.3, 17.5, 17.0,
    16.0, 15.0, 14.0, 13.0, 12.5, 12.0, 11.5, 10.5, 10.0, 10.0, 9.8, 9.6,
)  # fmt: skip
OTHER_TURNOVER_PERCENT = (
    18.0, 17.9, 18.1, 18.2, 17.8, 18.0, 17.9, 18.3, 18.1, 18.2, 17.9, 18.0,
    18.2, 17.8, 18.0, 18.1, 18.3, 17.9, 18.0, 18.2, 17.8, 18.1, 18.4, 18.6,
    18.2, 18.0, 17.6, 17.4, 17.0, 17.2, 16.8, 16.6, 16.9, 16.4, 16.2, 16.0,
)  # fmt: skip
"""Voluntary departures in a year for a hundred in post, by the month of departure."""

INVOLUNTARY_PER_MONTH = 0.0022
MOVES_PER_MONTH = 0.005
FIXED_TERM_SHARE = 0.11
SECONDMENT_SHARE = 0.02
FIXED_TERM_MONTHS = (10, 24)
REHIRED_SHARE = 0.03
UNESTABLISHED_SHARE = 0.04
NEW_POSTS_SHARE = 0.03
DISESTABLISHED_PER_MONTH = 0.0006

VOLUNTARY_REASONS = ("better_pay", "career", "relocation", "work_life_balance", "resigned_other")
VOLUNTARY_WEIGHTS = (0.34, 0.30, 0.13, 0.15, 0.08)
OTHER_REASONS = ("retirement", "redundancy", "dismissal", "death")
OTHER_WEIGHTS = (0.68, 0.16, 0.13, 0.03)
END_OF_FIXED_TERM = "end_of_fixed_term"
NOT_STATED = "not_stated"
# For some the reason is entered only after the exit interview.
LATE_REASON_SHARE = 0.06

MANDATORY_COURSES = (
    "fire_safety", "information_governance", "cyber_security", "equality", "safeguarding",
    "health_and_safety", "moving_and_handling", "welsh_language_awareness",
)  # fmt: skip
SPECIALIST_COURSES = ("secure_development", "service_management", "clinical_risk")
OTHER_COURSES = ("public_procurement", "records_management")
DIGITAL_COURSES = ("digital_foundations", "data_literacy", "cloud_practitioner")
DEVELOPMENT_COURSES = ("coaching", "project_management")
# Training due in time, by the month it was due; the first scorecard month is April 2024. A new
# system helps until September 2025, then it slips month by month and stays amber.
FIRST_DUE_MONTH = 12
IN_TIME_PERCENT = (
    71.8, 72.4, 71.5, 72.0, 70.2, 72.6, 73.0, 72.2, 71.0, 72.5, 72.1, 71.9,
    74.0, 78.0, 83.0, 88.0, 92.5, 96.2, 95.7, 95.2, 94.6, 93.4, 94.4, 95.0,
)  # fmt: skip
LATE_SHARE = 0.7
ON_THE_DAY_SHARE = 0.06
# Staff with all of their digital training completed and valid, by month from April 2024.
DIGITAL_PERCENT = (
    70.5, 70.9, 71.2, 71.0, 71.6, 71.4, 71.9, 72.3, 71.8, 72.0, 72.2, 72.0,
    74.5, 77.0, 80.5, 83.0, 84.5, 88.0, 91.0, 93.5, 94.6, 95.6, 96.4, 97.2,
)  # fmt: skip
EXPIRING_SHARE = 0.18
VALID_MONTHS = 12

# Each of these cannot be counted as it stands and has to be refused with a reason. They are records
# of their own: nothing else refers to them.
FLAWS = (
    Flaw("post_unit_unknown", "posts", "organisation_unit_id", 6),
    Flaw("post_role_family_unknown", "posts", "role_family", 5),
    Flaw("post_establishment_unknown", "posts", "is_established", 4),
    Flaw("employment_post_unknown", "employments", "post_id", 8),
    Flaw("employment_contract_unknown", "employments", "contract_type", 7),
    Flaw("employment_start_unreadable", "employments", "started_on", 5),
    Flaw("employment_ends_early", "employments", "ended_on", 6),
    Flaw("leaver_employment_unknown", "leavers", "employment_id", 5),
    Flaw("leaver_reason_unknown", "leavers", "leaving_reason", 9),
    Flaw("leaver_day_unreadable", "leavers", "left_on", 4),
    Flaw("learner_unit_unknown", "learners", "organisation_unit_id", 6),
    Flaw("learner_ended_before_start", "learners", "active_until", 5),
    Flaw("enrolment_type_unknown", "enrolments", "training_type", 40),
    Flaw("enrolment_due_unreadable", "enrolments", "due_on", 60),
    Flaw("enrolment_due_early", "enrolments", "due_on", 30),
    Flaw("completion_enrolment_unknown", "completions", "enrolment_id", 25),
    Flaw("completion_day_unreadable", "completions", "completed_on", 45),
    Flaw("completion_before_assignment", "completions", "completed_on", 20),
    Flaw("completion_expired_before_day", "completions", "expires_on", 15),
)
UNKNOWN = "legacy"

# Records that never count, at scale 1: made for a trial, taken back, entered twice.
TEST_EMPLOYMENTS = 10
WITHDRAWN_LEAVERS = 30
WITHDRAWN_ENROLMENTS = 400
DUPLICATE_COMPLETIONS = 250
# Records entered by mistake and deleted again some days later, in every table.
DELETED_SHARE = 0.006
