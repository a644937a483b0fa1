"""Draws what was meant to be spent: the year's budgets, and the rounds of forecasts.

Here: budgets and forecasts of `finance_ledger`, so that spending misses the forecast in force by as
much as the plan says. Not here: the spending itself (ledger.py).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from orchestration.sandbox import columns
from orchestration.sandbox.calendar_months import MONTH_STARTS, MONTHS, day_number
from orchestration.sandbox.entries import Entries, days_text, entered, numbered, pounds
from orchestration.sandbox.money import flaws, plan
from orchestration.sandbox.money.ledger import CENTRE_CODES, CENTRES, Amounts
from orchestration.sandbox.timeline import Numbers

POUND = 100
YEAR = 12
ROUNDS = plan.FORECAST_ROUNDS


def rounds_in_force() -> Numbers:
    """Which round, by its place in the plan, was the last approved before each centre's month."""
    in_force = np.zeros((len(CENTRES), MONTHS), dtype=np.int64)
    for place, made in enumerate(ROUNDS):
        for centre, code in enumerate(CENTRE_CODES):
            in_force[centre, _first_month(made, code) :] = place
    return in_force


def _first_month(made: plan.ForecastRound, centre: str) -> int:
    is_late = (made.version, centre) == (plan.LATE_ROUND, plan.LATE_CENTRE)
    return made.first_month + 1 if is_late else made.first_month


def forecasts(rng: np.random.Generator, spending: Numbers, scale: float) -> Entries:
    """Every round, a draft nobody approved, an entry that is taken out again, bad rows."""
    variance = np.array([plan.VARIANCE_PERCENT[centre.directorate] for centre in CENTRES])
    drift = np.array([made.drift_percent for made in ROUNDS]) / 100
    level = spending / (1 + variance / 100) / (1 + drift[rounds_in_force()])
    rows = [_round_rows(place, level, drift) for place in range(len(ROUNDS))]
    rows += [_draft_rows(level), _mistaken_row(level)]
    centre, month, version, pence, approved, entry = (
        np.concatenate([row[column] for row in rows]) for column in range(6)
    )
    text = {
        "forecast_id": numbered("FC", len(centre)),
        "cost_centre_code": columns.coded(CENTRE_CODES, centre),
        "forecast_month": days_text(MONTH_STARTS[month]),
        "version": columns.counts(version),
        "amount": pounds(pence),
        "approval_status": columns.coded(
            (plan.DRAFT, plan.APPROVED), (approved >= 0).astype(np.int64)
        ),
        "approved_on": days_text(approved),
    }
    made = Entries.of(text, entered(rng, entry))
    deleted = made.deleted.copy()
    deleted[-1] = entered(rng, np.array([day_number(plan.MISTAKEN_REMOVED_ON)]))[0]
    gone = replace(made, deleted=deleted)
    return gone.with_bad_rows(rng, "forecast_id", flaws.FORECASTS, scale)


Rows = tuple[Numbers, Numbers, Numbers, Numbers, Numbers, Numbers]


def _round_rows(place: int, level: Amounts, drift: Amounts) -> Rows:
    """One round: every cost centre, from its first month to the end of that fiscal year."""
    made = ROUNDS[place]
    last = (made.first_month // YEAR + 1) * YEAR
    centre, month = _grid(made.first_month, last)
    approved = np.full(len(centre), day_number(made.approved_on), dtype=np.int64)
    if made.version == plan.LATE_ROUND:
        is_late = centre == CENTRE_CODES.index(plan.LATE_CENTRE)
        approved[is_late] = day_number(plan.LATE_APPROVED_ON)
    amount = _whole_pounds(level[centre, month] * (1 + drift[place]))
    return centre, month, np.full(len(centre), made.version), amount, approved, approved


def _draft_rows(level: Amounts) -> Rows:
    centre, month = _grid(plan.DRAFT_FIRST_MONTH, MONTHS)
    amount = _whole_pounds(level[centre, month] * plan.DRAFT_FACTOR)
    entry = np.full(len(centre), day_number(plan.DRAFT_ENTERED_ON), dtype=np.int64)
    version = np.full(len(centre), plan.DRAFT_VERSION)
    return centre, month, version, amount, np.full(len(centre), -1), entry


def _mistaken_row(level: Amounts) -> Rows:
    centre = np.array([CENTRE_CODES.index(plan.MISTAKEN_CENTRE)])
    month = np.array([plan.MISTAKEN_MONTH])
    amount = _whole_pounds(level[centre, month] * plan.MISTAKEN_FACTOR)
    approved = np.array([day_number(plan.MISTAKEN_APPROVED_ON)])
    return centre, month, np.array([plan.DRAFT_VERSION]), amount, approved, approved


def budgets(rng: np.random.Generator, spending: Numbers, scale: float) -> Entries:
    """What each cost centre may spend in each month, set before the year begins."""
    centre, month = _grid(0, MONTHS)
    text = {
        "budget_id": numbered("BU", len(centre)),
        "cost_centre_code": columns.coded(CENTRE_CODES, centre),
        "budget_month": days_text(MONTH_STARTS[month]),
        "amount": pounds(
            _whole_pounds(np.multiply(spending[centre, month], plan.BUDGET_SHARE, dtype=np.float64))
        ),
    }
    entry = MONTH_STARTS[month // YEAR * YEAR] - plan.BUDGET_DAYS_AHEAD
    made = Entries.of(text, entered(rng, entry))
    return made.with_bad_rows(rng, "budget_id", flaws.BUDGETS, scale)


def _grid(first: int, last: int) -> tuple[Numbers, Numbers]:
    """Every cost centre in every month from `first` to before `last`."""
    months = np.arange(first, last, dtype=np.int64)
    centres = np.arange(len(CENTRES), dtype=np.int64)
    return np.repeat(centres, len(months)), np.tile(months, len(centres))


def _whole_pounds(pence: Amounts) -> Numbers:
    whole: Numbers = np.rint(pence / POUND).astype(np.int64) * POUND
    return whole
