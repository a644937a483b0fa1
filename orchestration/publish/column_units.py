"""The unit of a column's numbers, told by its name.

Here: the house's naming of columns, read as units of seeds/units.csv. Not here: the units of
measures, which stand in dim_measures, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Collection

# What a name ends in says what is counted.
NAMED = (
    (re.compile(r"_pct$|(^|_)attainment$"), "fraction"),
    (re.compile(r"_days$|^days_"), "days"),
    (re.compile(r"_hours$"), "hours"),
    (re.compile(r"_minutes$"), "minutes"),
    (re.compile(r"_gbp$"), "pounds"),
    (re.compile(r"_count$|^source_count_"), "count"),
)
# These are in the unit of their row's measure: a name with a dot is the column that holds it.
OF_THE_MEASURE = re.compile(
    r"(^|(?<!weighted)_)value$|^variance$|^mean$|_limit$|moving_range$|^forecast_.*at_deadline$"
)
MEASURE, MEASURES_UNIT = "measure_id", "dim_measures.unit"
NUMBERS = re.compile(r"DECIMAL|BIGINT|INTEGER|SMALLINT")


def column_unit(name: str, data_type: str, columns: Collection[str]) -> str:
    """The unit of a column among the columns of its table; nothing where no rule tells it."""
    if not NUMBERS.match(data_type):
        return ""
    for pattern, unit in NAMED:
        if pattern.search(name):
            return unit
    return MEASURES_UNIT if MEASURE in columns and OF_THE_MEASURE.search(name) else ""
