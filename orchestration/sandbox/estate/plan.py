"""What the simulated estate goes through: workloads and their moves, rules and their runs, as data.

Here: every number a person might want to turn. Not here: how records are drawn from them
(workloads.py, quality.py). A monthly tuple holds 24 figures, April 2024 to March 2026.
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.sandbox.entries import BadRow

# Random streams of these records; no other sandbox draws from them.
WORKLOAD_STREAM, QUALITY_STREAM = 510, 511

WORKLOADS, FEWEST_WORKLOADS = 420, 240
NEW_WORKLOADS, KNOWN_DAYS_AHEAD = 0.1, (5, 40)
RETIRED_WORKLOADS = 0.09
TEST_WORKLOADS, DUPLICATE_WORKLOADS = 0.02, 0.015
REMOVED_WORKLOADS = 0.01
# Live workloads whose last completed move went to the cloud, in percent.
CLOUD_PERCENT = (
    38.2, 38.8, 39.3, 40.1, 40.6, 41.0, 41.9, 42.6, 43.1, 43.7, 44.3, 45.0,
    48.3, 51.0, 54.2, 57.4, 60.1, 62.8, 66.5, 69.7, 72.6, 75.4, 77.8, 80.3,
)  # fmt: skip
CLOUD_AT_START = 0.375
MOVE_DAYS = 70
DATED_WRONG = 0.03
# Moves that do not lead to the cloud, moves back out of it, and moves still under way at the end.
OTHER_MOVES = 0.05
MOVED_BACK, BACK_AFTER_DAYS = 0.02, 75
OPEN_MOVES = 0.06
CLOUD, HYBRID, ON_PREMISE = "CLOUD", "HYBRID", "ON_PREM"


@dataclass(frozen=True)
class Board:
    """A health board as the engine names it; its checks a run, and how its pass rate differs."""

    code: str
    checks: int
    percent_apart: float


BOARDS = (
    Board("dhcw_betsi_cadwaladr", 46_000, 0.9),
    Board("dhcw_hywel_dda", 26_000, -1.4),
    Board("dhcw_swansea_bay", 27_000, -0.3),
    Board("dhcw_cardiff_and_vale", 34_000, 1.1),
    Board("dhcw_cwm_taf_morgannwg", 31_000, -2.2),
    Board("dhcw_aneurin_bevan", 40_000, 0.4),
    Board("dhcw_powys", 9_000, 1.6),
)
RULES, FEWEST_RULES, TRIAL_RULES = 36, 6, 2
DIMENSIONS = ("completeness", "validity", "consistency", "uniqueness")
RULE_SPREAD = 2.5
LIVE, TRIAL = "LIVE", "TRIAL"
# Checks passed in the last runs of a month, in percent of those made.
PASSED_PERCENT = (
    86.9, 87.0, 86.8, 87.1, 87.0, 86.9, 87.2, 87.1, 86.8, 86.9, 87.1, 87.0,
    87.4, 88.0, 88.7, 89.3, 89.8, 90.2, 90.9, 91.4, 91.8, 92.3, 93.0, 93.6,
)  # fmt: skip
SECOND_RUNS, DRY_RUNS = 0.03, 0.02
CORRECTED_RUNS = 0.01
REMOVED_RUNS = 0.015
REMOVED_AFTER_DAYS = 17

WORKLOAD_FLAWS = (
    BadRow("date_impossible", "workloads", "went_live_on", {"went_live_on": "2024-13-01"}, 1),
    BadRow("retired_before_live", "workloads", "retired_on",
           {"went_live_on": "2020-05-01", "retired_on": "2019-05-01"}, 2),
)  # fmt: skip
MIGRATION_FLAWS = (
    BadRow("workload_unknown", "migrations", "workload_id", {"workload_id": "WL-none"}, 3),
    BadRow("hosting_unknown", "migrations", "target_hosting", {"target_hosting": "basement"}, 2),
    BadRow("date_impossible", "migrations", "completed_on", {"completed_on": "Q3 2025"}, 2),
)
RULE_FLAWS = (BadRow("state_unknown", "rules", "rule_state", {"rule_state": "?"}, 1),)
RUN_FLAWS = (
    BadRow("passed_above_made", "runs", "checks_passed", {"checks_passed": "900000000"}, 30),
    BadRow("rule_unknown", "runs", "rule_id", {"rule_id": "R-000"}, 15),
    BadRow("board_unknown", "runs", "health_board", {"health_board": "dhcw_gwent"}, 12),
    BadRow("time_impossible", "runs", "ran_at", {"ran_at": "2025-02-30 23:10:00"}, 8),
    BadRow("made_no_number", "runs", "checks_made", {"checks_made": "all"}, 10),
)
