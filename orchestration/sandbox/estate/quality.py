"""Draws the rules that check the Master Patient Index, and their runs for every health board.

Here: rules and runs of `data_quality_engine`. Not here: how much passes when (plan.py).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.sandbox import columns
from orchestration.sandbox.calendar_months import MONTH_STARTS
from orchestration.sandbox.entries import Change, Entries, entered, numbered
from orchestration.sandbox.estate import plan
from orchestration.sandbox.timeline import DAY, HOUR, NEVER, Flags, Numbers, Seconds

WEEK = 7
# 1 January 1970 was a Thursday; three days later a week ends.
FIRST_SUNDAY = 3
BOARD_CODES = tuple(board.code for board in plan.BOARDS)


def drawn(rng: np.random.Generator, scale: float) -> dict[str, Entries]:
    """The rules, the last few of them on trial, and a run of each for each board every Sunday."""
    count = max(plan.FEWEST_RULES, round(plan.RULES * scale))
    rules = _rules(rng, count)
    first, last = MONTH_STARTS[0], MONTH_STARTS[-1]
    sundays = np.arange(first + (FIRST_SUNDAY - first) % WEEK, last, WEEK)
    shape = (count, len(plan.BOARDS), len(sundays))
    rule, board, week = (place.ravel() for place in np.indices(shape))
    apart = rng.normal(0.0, plan.RULE_SPREAD, count)
    is_live = _is_live(count)
    again = np.flatnonzero(rng.random(len(rule)) < plan.SECOND_RUNS)
    of = np.concatenate([np.arange(len(rule)), again])
    rule, board, day = rule[of], board[of], sundays[week[of]]
    # Late on Sunday: in summer some of a month's last runs are the next month's first in London.
    begun = day * DAY + 21 * HOUR + rng.integers(0, 2 * HOUR, len(of))
    begun[len(week) :] = day[len(week) :] * DAY + 23 * HOUR + rng.integers(0, 3_599, len(again))
    made = _checks_made(rng, board)
    passed = _checks_passed(rng, (rule, board, day), made, apart - apart[is_live].mean())
    is_test = rng.random(len(of)) < plan.DRY_RUNS
    named = pc.take(rules.columns["rule_id"], columns.whole_numbers(rule))
    runs = _runs(rng, (named, board, is_test), begun, (made, passed))
    grown = runs.with_removed_copies(rng, "run_id", plan.REMOVED_RUNS, plan.REMOVED_AFTER_DAYS)
    return {
        "rules": rules.with_bad_rows(rng, "rule_id", plan.RULE_FLAWS, 1),
        "runs": grown.with_bad_rows(rng, "run_id", plan.RUN_FLAWS, scale, is_live[rule] & ~is_test),
    }


def _is_live(count: int) -> Flags:
    live: Flags = np.arange(count) < count - plan.TRIAL_RULES
    return live


def _rules(rng: np.random.Generator, count: int) -> Entries:
    dimension = rng.integers(0, len(plan.DIMENSIONS), count)
    text = {
        "rule_id": numbered("R", count),
        "dimension": columns.coded(plan.DIMENSIONS, dimension),
        "rule_state": columns.coded((plan.TRIAL, plan.LIVE), _is_live(count).astype(np.int64)),
    }
    return Entries.of(text, entered(rng, MONTH_STARTS[0] - rng.integers(30, 700, count)))


def _checks_made(rng: np.random.Generator, board: Numbers) -> Numbers:
    usual = np.array([board.checks for board in plan.BOARDS])[board]
    made: Numbers = np.rint(usual * rng.uniform(0.94, 1.06, len(board))).astype(np.int64)
    return made


def _checks_passed(
    rng: np.random.Generator,
    where: tuple[Numbers, Numbers, Numbers],
    made: Numbers,
    rule_apart: Numbers,
) -> Numbers:
    """The plan's share at the month's end, on the way there before it."""
    rule, board, day = where
    at_end = np.interp(day, MONTH_STARTS[1:] - 1, plan.PASSED_PERCENT)
    board_apart = np.array([board.percent_apart for board in plan.BOARDS])[board]
    percent = at_end + board_apart + rule_apart[rule] + rng.normal(0.0, 0.25, len(day))
    passed: Numbers = np.rint(made * np.clip(percent, 0, 100) / 100).astype(np.int64)
    return passed


def _runs(
    rng: np.random.Generator,
    what: tuple[pa.Array, Numbers, Flags],
    begun: Seconds,
    checks: tuple[Numbers, Numbers],
) -> Entries:
    rules, board, is_test = what
    made, passed = checks
    n = len(begun)
    is_corrected = rng.random(n) < plan.CORRECTED_RUNS
    later = np.where(is_corrected, begun + rng.integers(2 * DAY, 30 * DAY, n), NEVER)
    first_said = np.where(is_corrected, passed * 9 // 10, passed)
    text = {
        "run_id": numbered("RUN", n),
        "rule_id": rules,
        "health_board": columns.coded(BOARD_CODES, board),
        "ran_at": columns.times(begun, begun > 0),
        "checks_made": columns.counts(made),
        "checks_passed": columns.counts(first_said),
        "is_test": columns.booleans(is_test),
    }
    changes = (Change(later, {"checks_passed": columns.counts(passed)}),)
    return replace(Entries.of(text, begun + HOUR // 4), changes=changes)
