"""How old a source's newest load may become before Dagster says so.

Here: the catalogue's hours as freshness policies. Not here: the hours (seeds/source_systems.csv).
"""

import csv
from datetime import timedelta
from pathlib import Path

import dagster as dg

_SEED = "seeds/source_systems.csv"
# A warning while there is still time to act, and not in the night before the next morning's load.
_WARNED_AFTER = 0.9


def freshness_of(root: Path) -> dict[str, dg.FreshnessPolicy]:
    """A policy for each source that has hours."""
    with (root / _SEED).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        row["source_system"]: _policy(timedelta(hours=float(row["freshness_hours"])))
        for row in rows
        if row["freshness_hours"]
    }


def _policy(age: timedelta) -> dg.FreshnessPolicy:
    return dg.FreshnessPolicy.time_window(fail_window=age, warn_window=age * _WARNED_AFTER)
