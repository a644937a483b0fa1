"""The tables beside the statuses, each held against what was worked out.

Here: which tables there are, and what is said of one that cannot be held. Not here: what each of
them should say (copies.py, metric_figures.py, objectives.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa

from orchestration.audit.rederive.copies import (
    BY_UNIT,
    LATEST,
    PERIODS,
    PUBLISHED,
    WHOLE,
    hold_figures,
    hold_latest,
    hold_periods,
    hold_published,
    wide_rows,
)
from orchestration.audit.rederive.holding import Held
from orchestration.audit.rederive.metric_figures import FIGURES, hold_metric_figures
from orchestration.audit.rederive.objectives import OBJECTIVES, hold_objectives
from orchestration.audit.rederive.release import AbsentColumnError, Key, Released
from orchestration.audit.rederive.single import Status

# What a table that was altered beyond reading raises.
UNREADABLE = (
    LookupError,
    StopIteration,
    TypeError,
    ValueError,
    ArithmeticError,
    OSError,
    pa.ArrowException,
)


def hold_further(
    folder: Path, released: Released, derived: Mapping[Key, Status], rows: Mapping[str, int]
) -> dict[str, Held]:
    """By name of the table. `rows` is how many rows the manifest says each of them has."""
    wide = wide_rows(released, derived)
    ways: dict[str, Callable[[], Held]] = {
        PERIODS[0]: lambda: hold_periods(folder, PERIODS[0], wide),
        PERIODS[1]: lambda: hold_periods(folder, PERIODS[1], wide),
        LATEST: lambda: hold_latest(folder, wide),
        WHOLE: lambda: hold_figures(folder, WHOLE, wide),
        BY_UNIT: lambda: hold_figures(folder, BY_UNIT, wide),
        PUBLISHED: lambda: hold_published(folder, wide),
        FIGURES: lambda: hold_metric_figures(folder, wide, released.measures),
        OBJECTIVES: lambda: hold_objectives(folder, released, wide),
    }
    found: dict[str, Held] = {}
    for table, way in ways.items():
        if not (folder / f"{table}.parquet").is_file():
            found[table] = Held(left_out={f"the release has no {table}": rows.get(table, 0)})
            continue
        try:
            found[table] = way()
        except AbsentColumnError as error:
            found[table] = Held(left_out={str(error): rows.get(table, 0)})
        except UNREADABLE as error:
            told = f"{table}: it cannot be worked out again: {type(error).__name__}: {error}"
            found[table] = Held(differences=(told,))
    return found
