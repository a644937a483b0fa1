"""All simulated money: one seed and scale always give the same records.

Here: the tables of `finance_ledger`, `capital` and `contracts`, drawn together. Not here: how
each is drawn.
"""

from __future__ import annotations

import numpy as np

from orchestration.sandbox.entries import Books
from orchestration.sandbox.money import capital, contracts, forecasts, ledger, plan


def generate(seed: int, scale: float) -> Books:
    """Draw the two years."""
    streams = (
        plan.LEDGER_STREAM,
        plan.FORECAST_STREAM,
        plan.CAPITAL_STREAM,
        plan.CONTRACT_STREAM,
    )
    books, meant, works, deals = (np.random.default_rng([seed, stream]) for stream in streams)
    spending = ledger.spending(scale)
    programme = capital.programme(works)
    portfolio = contracts.portfolio(deals)
    return Books(
        {
            "finance_ledger": {
                "ledger_lines": ledger.lines(books, spending, scale),
                "accounts": ledger.accounts(),
                "cost_centres": ledger.cost_centres(books),
                "budgets": forecasts.budgets(meant, spending, scale),
                "forecasts": forecasts.forecasts(meant, spending, scale),
            },
            "capital": {
                "projects": programme.projects,
                "approvals": programme.approvals,
                "capital_budgets": capital.budgets(works),
                "spend_lines": capital.spend_lines(works, programme, scale),
            },
            "contracts": {
                "contracts": portfolio.contracts,
                "contracted_values": contracts.contracted_values(deals, portfolio, scale),
                "deliveries": contracts.deliveries(deals, portfolio, scale),
            },
        }
    )
