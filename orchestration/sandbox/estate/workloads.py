"""Draws the inventory of workloads and the log of their moves.

Here: workloads and migrations of `workload_inventory`. Not here: how many run in the cloud when
(plan.py).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.sandbox import columns
from orchestration.sandbox.calendar_months import MONTH_STARTS, MONTHS
from orchestration.sandbox.entries import Change, Entries, days_text, entered, numbered
from orchestration.sandbox.estate import plan
from orchestration.sandbox.timeline import DAY, NEVER, Flags, Numbers

FIRST, LAST = int(MONTH_STARTS[0]), int(MONTH_STARTS[-1])
NONE = -1
HOSTINGS = (plan.CLOUD, plan.HYBRID, plan.ON_PREMISE)


def drawn(rng: np.random.Generator, scale: float) -> dict[str, Entries]:
    """All workloads and all their moves."""
    n = max(plan.FEWEST_WORKLOADS, round(plan.WORKLOADS * scale))
    is_new = rng.random(n) < plan.NEW_WORKLOADS
    live = np.where(is_new, rng.integers(FIRST, LAST, n), FIRST - rng.integers(200, 3_000, n))
    is_retired = ~is_new & (rng.random(n) < plan.RETIRED_WORKLOADS)
    retired = np.where(is_retired, rng.integers(FIRST, LAST, n), NONE)
    odd = rng.random(n)
    is_test = odd < plan.TEST_WORKLOADS
    is_duplicate = ~is_test & (odd < plan.TEST_WORKLOADS + plan.DUPLICATE_WORKLOADS)
    keys = numbered("WL", n)
    counted = ~is_test & ~is_duplicate
    first = _first_moves(rng, live, is_new)
    completed = _moves(rng, (live, retired), counted, first)
    return {
        "workloads": _inventory(rng, keys, (live, retired), (is_test, is_duplicate), scale),
        "migrations": _log(rng, keys, live, completed, scale),
    }


def _first_moves(rng: np.random.Generator, live: Numbers, is_new: Flags) -> Numbers:
    """The day each was in the cloud that was there before the two years, or began there."""
    was_there = ~is_new & (rng.random(len(live)) < plan.CLOUD_AT_START)
    before = FIRST - rng.integers(30, 180, len(live))
    began_there = is_new & (rng.random(len(live)) < 0.7)
    return np.select([was_there, began_there], [before, live], default=NONE)


def _moves(
    rng: np.random.Generator, days: tuple[Numbers, Numbers], counted: Flags, first: Numbers
) -> Numbers:
    """Month by month as many moves as it takes to have the plan's share in the cloud."""
    live, retired = days
    completed = first.copy()
    for month in range(MONTHS):
        start, end = int(MONTH_STARTS[month]), int(MONTH_STARTS[month + 1])
        is_live = counted & (live < end) & ((retired == NONE) | (retired >= end))
        is_there = is_live & (completed != NONE) & (completed < end)
        wanted = round(plan.CLOUD_PERCENT[month] / 100 * np.count_nonzero(is_live))
        waiting = np.flatnonzero(is_live & (completed == NONE) & (live < start))
        missing = max(0, wanted - int(np.count_nonzero(is_there)))
        chosen = rng.permutation(waiting)[:missing]
        completed[chosen] = rng.integers(start, end, len(chosen))
    return completed


def _inventory(
    rng: np.random.Generator,
    keys: pa.Array,
    days: tuple[Numbers, Numbers],
    marks: tuple[Flags, Flags],
    scale: float,
) -> Entries:
    live, retired = days
    is_test, is_duplicate = marks
    n = len(live)
    known = live - rng.integers(*plan.KNOWN_DAYS_AHEAD, n)
    went_live, was_retired = entered(rng, live), entered(rng, np.maximum(retired, 0))
    text = {
        "workload_id": keys,
        "went_live_on": columns.coded(("",), np.zeros(n, dtype=np.int64)),
        "retired_on": columns.coded(("",), np.zeros(n, dtype=np.int64)),
        "duplicate_of": columns.references(keys, np.maximum(np.arange(n) - 1, 0), is_duplicate),
        "is_test": columns.booleans(is_test),
    }
    changes = (
        Change(went_live, {"went_live_on": days_text(live)}),
        Change(np.where(retired == NONE, NEVER, was_retired), {"retired_on": days_text(retired)}),
    )
    made = replace(Entries.of(text, entered(rng, known)), changes=changes)
    grown = made.with_removed_copies(
        rng, "workload_id", plan.REMOVED_WORKLOADS, plan.REMOVED_AFTER_DAYS
    )
    counted = ~is_test & ~is_duplicate
    return grown.with_bad_rows(rng, "workload_id", plan.WORKLOAD_FLAWS, scale, counted)


def _log(
    rng: np.random.Generator, keys: pa.Array, live: Numbers, completed: Numbers, scale: float
) -> Entries:
    """Each move is logged when it begins; its day of completion is filled in, and may be mended."""
    moved = np.flatnonzero(completed != NONE)
    others = np.flatnonzero((completed == NONE) & (rng.random(len(live)) < plan.OTHER_MOVES))
    under_way = np.flatnonzero((completed == NONE) & (rng.random(len(live)) < plan.OPEN_MOVES))
    back = moved[rng.random(len(moved)) < plan.MOVED_BACK]
    workload = np.concatenate([moved, others, back, under_way])
    elsewhere = np.maximum(live[others] + 1, rng.integers(FIRST, LAST, len(others)))
    returned = completed[back] + plan.BACK_AFTER_DAYS
    done = np.concatenate([completed[moved], elsewhere, returned, np.full(len(under_way), NONE)])
    target = np.zeros(len(workload), dtype=np.int64)
    elsewhere_led = slice(len(moved), len(moved) + len(others) + len(back))
    target[elsewhere_led] = rng.integers(1, 3, len(others) + len(back))
    n = len(workload)
    planned = np.where(done == NONE, rng.integers(FIRST, LAST, n), done) - plan.MOVE_DAYS
    # The inventory knows a workload before its move begins.
    begun = np.maximum(planned, live[workload] - plan.KNOWN_DAYS_AHEAD[0] + 1)
    closed = np.where(done == NONE, NEVER, entered(rng, done))
    is_wrong = (done != NONE) & (rng.random(n) < plan.DATED_WRONG)
    mended = np.where(is_wrong, closed + rng.integers(4, 50, n) * DAY, NEVER)
    first_said = days_text(np.where(is_wrong, done - 9, done))
    text = {
        "migration_id": numbered("MG", n),
        "workload_id": pc.take(keys, columns.whole_numbers(workload)),
        "target_hosting": columns.coded(HOSTINGS, target),
        "completed_on": columns.coded(("",), np.zeros(n, dtype=np.int64)),
    }
    changes = (
        Change(closed, {"completed_on": first_said}),
        Change(mended, {"completed_on": days_text(done)}),
    )
    made = replace(Entries.of(text, entered(rng, begun)), changes=changes)
    return made.with_bad_rows(rng, "migration_id", plan.MIGRATION_FLAWS, scale)
