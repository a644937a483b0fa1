"""What the simulated vulnerability scanner goes through: volumes, months, planted flaws, as data.

Here: every number a person might want to turn. Not here: how findings are drawn (findings.py).
Months run from April 2024 to March 2026; a monthly tuple holds one figure each.
"""

from __future__ import annotations

from orchestration.sandbox.dirt import Flaw

# The stream of random numbers that belongs to this domain alone.
STREAM = 51

# Critical and high findings whose time limit ends in a week, and those of lower severity first seen
# in it, at scale 1. However small the scale, a week has some of the former.
URGENT_PER_WEEK = 62
FEWEST_URGENT_PER_WEEK = 7
OTHERS_PER_WEEK = 150
CRITICAL_SHARE = 0.22
LIMIT_HOURS = {"critical": 48, "high": 168}

# A level baseline year, then a new patching service, with a setback when a supplier was late.
IN_TIME_PERCENT = (
    83.2, 84.1, 84.6, 83.4, 82.9, 84.8, 85.0, 84.2, 82.6, 83.7, 84.9, 84.3,
    85.6, 87.2, 88.9, 90.1, 89.4, 91.8, 93.0, 92.2, 94.6, 95.8, 96.4, 97.0,
)  # fmt: skip
WEEKLY_NOISE_POINTS = 1.6

SEVERITIES = ("critical", "high", "medium", "low")
STATUSES = ("open", "remediated", "false_positive", "accepted_risk")
# What becomes of findings apart from being remediated, as shares of all.
TEST_SHARE = 0.004
DUPLICATE_SHARE = 0.012
FALSE_POSITIVE_SHARE = 0.04
ACCEPTED_SHARE = 0.03
APPROVED_SHARE = 0.8
DELETED_SHARE = 0.006
RESCORED_SHARE = 0.01
# Of those that miss their limit: fixed in time at first and found again, or never fixed so far.
REOPENED_SHARE = 0.2
NEVER_FIXED_SHARE = 0.15
LATE_DAYS = 9.0
EXACTLY_AT_THE_LIMIT = 12
ASSETS = 420

FLAWS = (
    Flaw("remediated_before_first_seen", "findings", "remediated_at", 24),
    Flaw("remediated_without_time", "findings", "remediated_at", 14),
    Flaw("severity_unknown", "findings", "severity", 18),
    Flaw("status_unknown", "findings", "status", 8),
    Flaw("first_seen_missing", "findings", "first_seen_at", 10),
)
UNKNOWN_SEVERITY = "sev-2"
UNKNOWN_STATUS = "in_triage"
