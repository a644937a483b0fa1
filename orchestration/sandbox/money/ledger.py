"""Draws the ledger: what every cost centre spent on every account, line by line.

Here: ledger_lines, accounts and cost_centres of `finance_ledger`, and the monthly spending that
forecasts are made from. Not here: forecasts and budgets (forecasts.py).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from orchestration.sandbox import columns
from orchestration.sandbox.calendar_months import MONTH_STARTS, MONTHS, day_number
from orchestration.sandbox.digital import plan as digital_plan
from orchestration.sandbox.digital.months import monthly
from orchestration.sandbox.entries import (
    Change,
    Entries,
    days_text,
    entered,
    numbered,
    pounds,
    shares,
)
from orchestration.sandbox.money import flaws, plan
from orchestration.sandbox.timeline import DAY, NEVER, Flags, Numbers, Seconds, scaled

Amounts = NDArray[np.float64]

CENTRES = plan.COST_CENTRES + plan.DIGITAL_CENTRES
CENTRE_CODES = tuple(centre.code for centre in CENTRES)
ACCOUNT_CODES = tuple(account.code for account in plan.ACCOUNTS)
OPERATING_SHARE = sum(a.share for a in plan.ACCOUNTS if a.kind == plan.OPERATING)


def digital_transactions(scale: float) -> Amounts:
    """How many the simulated digital services complete in each month, about."""
    completed = digital_plan.STATUS_WEIGHTS[0] / sum(digital_plan.STATUS_WEIGHTS)
    completed *= 1 - digital_plan.TEST_SHARE - digital_plan.DUPLICATE_SHARE
    made = np.array(monthly(digital_plan.TRANSACTIONS_A_MONTH, scale))
    digital: Amounts = made * completed * np.array(digital_plan.DIGITAL_PERCENT) / 100
    return digital


def spending(scale: float) -> Numbers:
    """Pence each cost centre spends in each month; digital services cost by the transaction."""
    months = np.arange(MONTHS)
    level = plan.MONTHLY_GROWTH**months * np.array(plan.MONTH_LEVELS)[months % 12]
    ordinary = np.array([centre.monthly_pounds for centre in plan.COST_CENTRES]) * 100.0
    operating = np.array(plan.PENCE_PER_TRANSACTION) * digital_transactions(scale)
    operating = operating / OPERATING_SHARE
    digital = np.array(plan.DIGITAL_SHARES)[:, None] * operating
    both = np.concatenate([ordinary[:, None] * level, digital])
    pence: Numbers = np.rint(both).astype(np.int64)
    return pence


def lines(rng: np.random.Generator, by_centre: Numbers, scale: float) -> Entries:
    """Every line of the two years: postings, late ones, corrections, reversals, bad rows."""
    split = np.array([account.share for account in plan.ACCOUNTS])
    totals = np.rint(by_centre[:, :, None] * split).astype(np.int64)
    pieces = scaled(plan.LINES_A_MONTH, scale)
    amount = shares(rng, totals.ravel(), pieces)
    place = np.repeat(np.arange(totals.size, dtype=np.int64), pieces)
    centre, month, account = np.unravel_index(place, totals.shape)
    day = MONTH_STARTS[month] + rng.integers(0, np.diff(MONTH_STARTS)[month])
    is_late = rng.random(len(day)) < plan.LATE_LINES
    posted = np.where(is_late, MONTH_STARTS[month + 1] + plan.LATE_LINES_DAYS - 1, day)
    created = entered(rng, posted)
    reversed_, reversal = _reversals(rng, account, day, created)
    text = {
        "cost_centre_code": columns.coded(
            CENTRE_CODES, np.concatenate([centre, centre[reversed_]])
        ),
        "account_code": columns.coded(ACCOUNT_CODES, np.concatenate([account, account[reversed_]])),
    }
    return _assembled(rng, text, amount, reversed_, (day, reversal), created, scale)


def _reversals(
    rng: np.random.Generator, account: Numbers, day: Numbers, created: Seconds
) -> tuple[Numbers, Numbers]:
    """Lines posted twice by mistake, and the day on which the second posting is taken back."""
    is_reversible = account == ACCOUNT_CODES.index(plan.REVERSED_ACCOUNT)
    chosen = np.flatnonzero(is_reversible & (rng.random(len(day)) < plan.REVERSED_LINES))
    last = MONTH_STARTS[-1] - 1
    back = np.minimum(day[chosen] + rng.integers(1, plan.REVERSAL_DAYS, len(chosen)), last)
    return chosen, np.maximum(back, created[chosen] // DAY)


def _assembled(
    rng: np.random.Generator,
    text: dict[str, pa.Array],
    amount: Numbers,
    reversed_: Numbers,
    days: tuple[Numbers, Numbers],
    created: Seconds,
    scale: float,
) -> Entries:
    """Postings, then the wrong second postings of some, then what takes those back."""
    day, back = days
    n, extra = len(day), len(reversed_)
    codes = {name: pa.concat_arrays([column, column.slice(n)]) for name, column in text.items()}
    pence = np.concatenate([amount, amount[reversed_], -amount[reversed_]])
    accounting = np.concatenate([day, day[reversed_], back])
    entry = np.concatenate([created, created[reversed_], entered(rng, back)])
    keys = numbered("LL", len(pence))
    changes = _corrections(rng, codes, pence, np.arange(len(pence)) < n, entry)
    of = np.concatenate([np.zeros(n + extra, dtype=np.int64), n + np.arange(extra)])
    is_reversal = np.arange(len(pence)) >= n + extra
    entries = {
        "line_id": keys,
        **codes,
        "accounting_date": days_text(accounting),
        **_first_entered(changes, pence),
        "reversal_of": columns.references(keys, of, is_reversal),
    }
    drawn = replace(Entries.of(entries, entry), changes=changes)
    return drawn.with_bad_rows(rng, "line_id", flaws.LEDGER_LINES, scale)


def _corrections(
    rng: np.random.Generator,
    codes: dict[str, pa.Array],
    pence: Numbers,
    among: Flags,
    created: Seconds,
) -> tuple[Change, Change]:
    """Amounts and cost centres put right days or weeks later: what stands then is the plan's."""
    odd = rng.random(len(pence))
    later = created + rng.integers(2 * DAY, 45 * DAY, len(pence))
    amounts = np.where(among & (odd < plan.CORRECTED_LINES), later, NEVER)
    recoded_below = plan.CORRECTED_LINES + plan.RECODED_LINES
    is_recoded = among & (odd >= plan.CORRECTED_LINES) & (odd < recoded_below)
    return (
        Change(amounts, {"amount": pounds(pence)}),
        Change(np.where(is_recoded, later, NEVER), {"cost_centre_code": codes["cost_centre_code"]}),
    )


def _first_entered(changes: tuple[Change, Change], pence: Numbers) -> dict[str, pa.Array]:
    """What is put right later: an amount too high by a quarter, or the wrong cost centre."""
    amounts, centres = changes
    wrong, misplaced = columns.flags(amounts.at < NEVER), columns.flags(centres.at < NEVER)
    right = centres.columns["cost_centre_code"]
    return {
        "amount": pc.if_else(wrong, pounds(pence + pence // 4), amounts.columns["amount"]),
        "cost_centre_code": pc.if_else(misplaced, columns.word(plan.WRONG_CENTRE), right),
    }


def accounts() -> Entries:
    """The chart of accounts, as far as it is charged."""
    text = {
        "account_code": columns.words(ACCOUNT_CODES),
        "account_name": columns.words([account.name for account in plan.ACCOUNTS]),
        "account_type": columns.words([account.kind for account in plan.ACCOUNTS]),
    }
    return Entries.of(text, _opened(len(ACCOUNT_CODES)))


def cost_centres(rng: np.random.Generator) -> Entries:
    """The cost centres with their directorates; the last ones run digital services."""
    ordinary = len(plan.COST_CENTRES)
    kinds = (np.arange(len(CENTRES)) >= ordinary).astype(np.int64)
    text = {
        "cost_centre_code": columns.words(CENTRE_CODES),
        "cost_centre_name": columns.words([centre.name for centre in CENTRES]),
        "directorate": columns.words([centre.directorate for centre in CENTRES]),
        "service_type": columns.coded(("CORPORATE", "DIGITAL"), kinds),
    }
    made = Entries.of(text, _opened(len(CENTRES)))
    return made.with_bad_rows(rng, "cost_centre_code", flaws.COST_CENTRES, 1)


def _opened(count: int) -> Seconds:
    return np.full(count, (day_number(plan.FIRST_MONTH) - 400) * DAY, dtype=np.int64)
