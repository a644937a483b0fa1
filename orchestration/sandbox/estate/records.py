"""The simulated estate: one seed and scale always give the same records.

Here: the tables of `workload_inventory` and `data_quality_engine`, drawn together. Not here: how
each is drawn.
"""

from __future__ import annotations

import numpy as np

from orchestration.sandbox.entries import Books
from orchestration.sandbox.estate import plan, quality, workloads


def generate(seed: int, scale: float) -> Books:
    """Draw the two years."""
    moves = np.random.default_rng([seed, plan.WORKLOAD_STREAM])
    checks = np.random.default_rng([seed, plan.QUALITY_STREAM])
    return Books(
        {
            "workload_inventory": workloads.drawn(moves, scale),
            "data_quality_engine": quality.drawn(checks, scale),
        }
    )
