"""Draws the capital programme: projects, what was decided about them, budgets, spending.

Here: the four tables of `capital`. Not here: how much of the budget is spent when (plan.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow.compute as pc

from orchestration.sandbox import columns
from orchestration.sandbox.calendar_months import FIRST_YEAR, MONTH_STARTS, MONTHS, day_number
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
from orchestration.sandbox.timeline import DAY, NEVER, Flags, Numbers, scaled

YEAR = 12
APPROVED, REFUSED, DEFERRED, WITHDRAWN = range(4)
DECISIONS = ("APPROVED", "REFUSED", "DEFERRED", "WITHDRAWN")


@dataclass(frozen=True)
class Programme:
    """The projects, and which of them are approved when spending begins and stay so."""

    projects: Entries
    approvals: Entries
    is_approved: Flags


def programme(rng: np.random.Generator) -> Programme:
    """All projects with their decisions; a few are refused, a few withdrawn after approval."""
    n = plan.CAPITAL_PROJECTS
    proposed = MONTH_STARTS[0] - rng.integers(60, 400, n)
    odd = rng.permutation(n) / n
    is_refused = odd < plan.UNAPPROVED_SHARE
    is_withdrawn = (odd >= plan.UNAPPROVED_SHARE) & (
        odd < plan.UNAPPROVED_SHARE + plan.WITHDRAWN_SHARE
    )
    projects = Entries.of(
        {
            "project_id": numbered("PRJ", n),
            "programme": columns.coded(plan.PROGRAMMES, rng.integers(0, len(plan.PROGRAMMES), n)),
            "proposed_on": days_text(proposed),
        },
        entered(rng, proposed),
    )
    first = np.where(is_refused, np.where(odd < odd.mean(), REFUSED, DEFERRED), APPROVED)
    decided = proposed + rng.integers(20, 59, n)
    withdrawn = np.flatnonzero(is_withdrawn)
    taken_back = MONTH_STARTS[-1] - rng.integers(150, 400, len(withdrawn))
    of = np.concatenate([np.arange(n), withdrawn])
    day = np.concatenate([decided, taken_back])
    decision = np.concatenate([first, np.full(len(withdrawn), WITHDRAWN)])
    approvals = Entries.of(
        {
            "approval_id": numbered("AP", len(of)),
            "project_id": columns.references(projects.columns["project_id"], of, of >= 0),
            "decision": columns.coded(DECISIONS, decision),
            "decided_on": days_text(day),
        },
        entered(rng, day),
    )
    bad = approvals.with_bad_rows(rng, "approval_id", flaws.APPROVALS, 1)
    return Programme(projects, bad, ~is_refused & ~is_withdrawn)


def budgets(rng: np.random.Generator) -> Entries:
    """The versions of each year's budget."""
    versions = plan.CAPITAL_BUDGETS
    approved = [day_number(made.approved_on) if made.approved_on else -1 for made in versions]
    day = np.array(approved, dtype=np.int64)
    pence = np.array([made.pounds * 100 for made in versions], dtype=np.int64)
    text = {
        "budget_id": numbered("CB", len(versions)),
        "fiscal_year": columns.words([made.fiscal_year for made in versions]),
        "version": columns.words([str(made.version) for made in versions]),
        "amount": pounds(pence),
        "approval_status": columns.words([made.status for made in versions]),
        "approved_on": days_text(day),
    }
    entry = np.where(day < 0, day.max() - 30, day)
    made = Entries.of(text, entered(rng, entry))
    return made.with_bad_rows(rng, "budget_id", flaws.CAPITAL_BUDGETS, 1)


def spend_lines(rng: np.random.Generator, made: Programme, scale: float) -> Entries:
    """As much on approved projects as the plan says, and a little on projects that are not."""
    pieces = max(plan.FEWEST_SPEND_LINES, scaled(plan.SPEND_LINES_A_MONTH, scale))
    pence = shares(rng, _monthly_pence(), pieces)
    month = np.repeat(np.arange(MONTHS), pieces)
    project = rng.choice(np.flatnonzero(made.is_approved), len(pence))
    strays = np.flatnonzero(rng.random(len(pence)) < plan.UNAPPROVED_SPEND)
    others = rng.choice(np.flatnonzero(~made.is_approved), len(strays))
    project = np.concatenate([project, others])
    month = np.concatenate([month, month[strays]])
    pence = np.concatenate([pence, np.abs(pence[strays]) // 3])
    day = MONTH_STARTS[month] + rng.integers(0, np.diff(MONTH_STARTS)[month])
    created = entered(rng, day)
    odd = rng.random(len(pence))
    corrected = np.where(
        odd < plan.CORRECTED_SPEND, created + rng.integers(3 * DAY, 60 * DAY, len(pence)), NEVER
    )
    first = pc.if_else(columns.flags(corrected < NEVER), pounds(pence * 2), pounds(pence))
    text = {
        "spend_id": numbered("CS", len(pence)),
        "project_id": columns.references(
            made.projects.columns["project_id"], project, project >= 0
        ),
        "spent_on": days_text(day),
        "amount": first,
    }
    entries = replace(
        Entries.of(text, created), changes=(Change(corrected, {"amount": pounds(pence)}),)
    )
    grown = entries.with_removed_copies(
        rng, "spend_id", plan.DELETED_SPEND, plan.REMOVED_AFTER_DAYS
    )
    return grown.with_bad_rows(rng, "spend_id", flaws.SPEND_LINES, scale)


def _monthly_pence() -> Numbers:
    """Pence spent in each month: the plan's share of the budget in force at its end, so far."""
    ends = MONTH_STARTS[1:] - 1
    budget = np.zeros(MONTHS, dtype=np.int64)
    for made in plan.CAPITAL_BUDGETS:
        if made.status == plan.APPROVED:
            first = (int(made.fiscal_year[:4]) - FIRST_YEAR) * YEAR
            of_year = (np.arange(MONTHS) >= first) & (np.arange(MONTHS) < first + YEAR)
            budget[of_year & (ends >= day_number(made.approved_on))] = made.pounds
    so_far = (np.array(plan.CAPITAL_PERCENT) * budget).reshape(-1, YEAR)
    pence: Numbers = np.rint(np.diff(so_far, axis=1, prepend=0.0)).astype(np.int64)
    return pence.ravel()
