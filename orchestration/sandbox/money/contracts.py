"""Draws the contracts: what each promises for a quarter, and what it delivers.

Here: the three tables of `contracts`. Not here: how much of the promise is kept (plan.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.sandbox import columns
from orchestration.sandbox.calendar_months import MONTH_STARTS, QUARTER_STARTS
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

QUARTERS = len(QUARTER_STARTS) - 1
THOUSAND_POUNDS = 100_000


@dataclass(frozen=True)
class Portfolio:
    """The contracts and, per contract and quarter, the pence promised."""

    contracts: Entries
    promised: Numbers
    is_major: Flags


def portfolio(rng: np.random.Generator) -> Portfolio:
    """All contracts: the major ones first, then the many small ones, the last few withdrawn."""
    major, minor = plan.MAJOR_CONTRACTS, plan.MINOR_CONTRACTS
    n = major + minor + plan.WITHDRAWN_CONTRACTS
    is_major = (np.arange(n) < major) | (np.arange(n) >= major + minor)
    is_withdrawn = np.arange(n) >= major + minor
    begins = MONTH_STARTS[0] - rng.integers(30, 900, n)
    text = {
        "contract_id": numbered("CON", n),
        "contract_class": columns.coded((plan.MINOR, plan.MAJOR), is_major.astype(np.int64)),
        "contract_status": columns.coded(
            (plan.LIVE, plan.WITHDRAWN), is_withdrawn.astype(np.int64)
        ),
        "starts_on": days_text(begins),
        "ends_on": days_text(MONTH_STARTS[-1] + rng.integers(30, 900, n)),
    }
    made = Entries.of(text, entered(rng, begins))
    bad = made.with_bad_rows(rng, "contract_id", flaws.CONTRACTS, 1)
    size = np.where(
        is_major, rng.integers(*plan.MAJOR_QUARTERLY_POUNDS, n),
        rng.integers(*plan.MINOR_QUARTERLY_POUNDS, n),
    )  # fmt: skip
    promised = np.rint(size / 1_000).astype(np.int64)[:, None] * THOUSAND_POUNDS
    return Portfolio(bad, np.repeat(promised, QUARTERS, axis=1), is_major)


def contracted_values(rng: np.random.Generator, made: Portfolio, scale: float) -> Entries:
    """What each contract promises for a quarter, due on its last day."""
    contract, quarter = _cells(made)
    text = {
        "value_id": numbered("CV", len(contract)),
        "contract_id": _named(made, contract),
        "due_on": days_text(QUARTER_STARTS[quarter + 1] - 1),
        "amount": pounds(made.promised.ravel()),
    }
    entry = QUARTER_STARTS[quarter] - rng.integers(5, 25, len(contract))
    values = Entries.of(text, entered(rng, entry))
    return values.with_bad_rows(rng, "value_id", flaws.CONTRACTED_VALUES, scale)


def deliveries(rng: np.random.Generator, made: Portfolio, scale: float) -> Entries:
    """The share of each quarter's promise that was delivered, in pieces, some credited back."""
    contract, quarter = _cells(made)
    share = np.array(plan.CONTRACT_PERCENT)[quarter] / 100
    delivered = np.rint(made.promised.ravel() * share).astype(np.int64)
    pieces = scaled(plan.DELIVERIES_A_QUARTER, scale)
    pence = shares(rng, delivered, pieces)
    contract, quarter = np.repeat(contract, pieces), np.repeat(quarter, pieces)
    credited = np.flatnonzero(rng.random(len(pence)) < plan.CREDIT_NOTES)
    credit = np.abs(pence[credited]) // 5
    pence[credited] += credit
    contract = np.concatenate([contract, contract[credited]])
    quarter = np.concatenate([quarter, quarter[credited]])
    pence = np.concatenate([pence, -credit])
    day = QUARTER_STARTS[quarter] + rng.integers(0, np.diff(QUARTER_STARTS)[quarter])
    created = entered(rng, day)
    odd = rng.random(len(pence)) < plan.CORRECTED_DELIVERIES
    corrected = np.where(odd, created + rng.integers(3 * DAY, 50 * DAY, len(pence)), NEVER)
    text = {
        "delivery_id": numbered("DV", len(pence)),
        "contract_id": _named(made, contract),
        "delivered_on": days_text(day),
        "amount": pc.if_else(columns.flags(odd), pounds(pence + pence // 2), pounds(pence)),
    }
    entries = replace(
        Entries.of(text, created), changes=(Change(corrected, {"amount": pounds(pence)}),)
    )
    grown = entries.with_removed_copies(
        rng, "delivery_id", plan.DELETED_DELIVERIES, plan.REMOVED_AFTER_DAYS
    )
    return grown.with_bad_rows(rng, "delivery_id", flaws.DELIVERIES, scale)


def _cells(made: Portfolio) -> tuple[Numbers, Numbers]:
    """Every contract in every quarter."""
    contract, quarter = np.indices(made.promised.shape)
    return contract.ravel(), quarter.ravel()


def _named(made: Portfolio, positions: Numbers) -> pa.Array:
    return columns.references(made.contracts.columns["contract_id"], positions, positions >= 0)
