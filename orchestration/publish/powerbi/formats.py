"""How a figure is written, as a format string of Power BI.

Here: the format of a metric. Not here: what the figure is (dax.py).
"""

from __future__ import annotations

import re

from orchestration.metrics.metric import Metric

DATE = "dd mmm yyyy"
WHOLE = "#,0"
YES_NO_UNIT = "yes_no"
YES_OR_NO = '"Yes";"Yes";"No"'


def format_of(metric: Metric) -> str:
    """Thousands by commas, decimals as the catalogue says, between prefix and suffix.

    A percent sign that belongs to a figure is a letter here: `29.0` is shown as `29.0%`. Only an
    attainment, which is a fraction of one, is multiplied.
    """
    if metric.unit == YES_NO_UNIT:
        return YES_OR_NO
    places = WHOLE + ("." + "0" * metric.decimals if metric.decimals > 0 else "")
    if metric.unit == "fraction":
        return places + "%"
    return _letters(metric.prefix) + places + _letters(metric.suffix)


def _letters(text: str) -> str:
    """Text that stands in a format as it is; a quotation mark cannot stand between others."""
    parts = re.split(r'(")', text)
    return "".join('\\"' if part == '"' else f'"{part}"' for part in parts if part)
