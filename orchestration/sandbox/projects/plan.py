"""What the simulated portfolio goes through: projects, benefits, closures, innovation, as data.

Here: every number a person might want to turn. Not here: how records are drawn from them. A monthly
tuple starts in April 2024, a quarterly one where its comment says; both run to March 2026.
"""

from __future__ import annotations

from datetime import date

from orchestration.sandbox.dirt import Flaw

# The stream of random numbers that belongs to this domain alone.
STREAM = 41

# Completed projects reach back a year further than the figures: benefits are counted a year later.
FIRST_YEAR = 2023
QUARTERS = 12
COMPLETED_PER_QUARTER = 6
FEWEST_COMPLETED_PER_QUARTER = 3
STILL_RUNNING = 30
FEWEST_STILL_RUNNING = 12
DURATION_DAYS = (240, 780)
BUDGET_POUNDS = (60_000, 4_000_000)
# A leap day, and last days of a quarter and of a month: one project of the quarter completes then.
COMPLETED_ON = (date(2024, 2, 29), date(2025, 6, 30), date(2025, 9, 30), date(2025, 10, 31))

# Earned over planned value, and earned value over cost: delivery caught up, costs hardly did.
SCHEDULE_RATIO = (
    0.874, 0.871, 0.868, 0.872, 0.866, 0.869, 0.873, 0.868, 0.863, 0.866, 0.872, 0.874,
    0.879, 0.888, 0.897, 0.905, 0.915, 0.922, 0.929, 0.933, 0.937, 0.939, 0.942, 0.944,
)  # fmt: skip
COST_RATIO = (
    0.918, 0.921, 0.924, 0.919, 0.922, 0.917, 0.920, 0.923, 0.916, 0.919, 0.922, 0.921,
    0.924, 0.928, 0.931, 0.935, 0.933, 0.938, 0.936, 0.934, 0.931, 0.937, 0.939, 0.942,
)  # fmt: skip
PROJECT_SPREAD = 0.05
FORTNIGHTLY_SHARE = 0.4
LATE_REPORT_SHARE = 0.04
CORRECTED_SHARE = 0.05
DELETED_SHARE = 0.012
WITHDRAWN_SHARE = 0.012

# Share of projected benefit realised within twelve months, by the quarter of completion from April
# 2023; requirements delivered as specified, by the quarter of closure from April 2024.
REALISED_PERCENT = (64.2, 66.0, 64.8, 65.3, 69.5, 74.4, 79.6, 80.4)
DELIVERED_PERCENT = (82.4, 81.6, 82.9, 84.3, 83.5, 82.6, 81.2, 83.0)
BENEFITS_PER_PROJECT = (1, 4)
BENEFIT_SHARE_OF_BUDGET = (0.3, 1.2)
REALISATIONS = 6
REQUIREMENTS = (24, 90)

# Innovation projects open at each month's end, and those of them in pilot.
INNOVATION_OPEN = (
    3, 3, 4, 4, 4, 3, 4, 4, 5, 4, 4, 4,
    4, 5, 6, 6, 7, 8, 8, 9, 10, 11, 12, 12,
)  # fmt: skip
INNOVATION_IN_PILOT = (
    0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1,
    1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4,
)  # fmt: skip
STAGES = ("ideation", "feasibility", "prototype", "pilot", "adopted")

PROJECT_FLAWS = (
    Flaw("completed_before_started", "projects", "completed_on", 2),
    Flaw("started_missing", "projects", "started_on", 1),
    Flaw("status_unknown", "projects", "status", 1),
)
REPORT_FLAWS = (
    Flaw("planned_value_negative", "project_reports", "planned_value_gbp", 9),
    Flaw("earned_value_missing", "project_reports", "earned_value_gbp", 7),
    Flaw("actual_cost_negative", "project_reports", "actual_cost_gbp", 5),
    Flaw("report_date_missing", "project_reports", "report_date", 4),
    Flaw("project_unknown", "project_reports", "project_id", 3),
)
BENEFIT_FLAWS = (
    Flaw("completed_unreadable", "benefits", "project_completed_on", 2),
    Flaw("projected_negative", "benefits", "projected_gbp", 3),
)
REALISATION_FLAWS = (
    Flaw("realised_missing", "benefit_realisations", "realised_gbp", 6),
    Flaw("realised_on_missing", "benefit_realisations", "realised_on", 4),
    Flaw("benefit_unknown", "benefit_realisations", "benefit_id", 3),
)
CLOSURE_FLAWS = (
    Flaw("delivered_above_agreed", "closure_reports", "requirements_delivered", 2),
    Flaw("closed_missing", "closure_reports", "closed_on", 1),
)
INNOVATION_FLAWS = (Flaw("closed_before_opened", "innovation_projects", "closed_at", 1),)
STAGE_FLAWS = (
    Flaw("stage_unknown", "stage_gates", "stage", 1),
    Flaw("entered_missing", "stage_gates", "entered_at", 1),
)
UNKNOWN = "unknown"
UNREADABLE_DAY = "31/02/2025"
STATUSES = ("active", "completed", "withdrawn")
