"""The layer of what is not known yet: the line ahead, dashed, and the band around it.

Here: from the last complete value to the deadline. Not here: actual values and promises, which no
forecast is ever mixed into.
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.publish.site.chart_series import Point, Series
from orchestration.publish.site.scales import Scale, path


@dataclass(frozen=True)
class Ahead:
    """The dashed line and the outline of its band."""

    line: str
    band: str
    end: Point


def ahead_of(series: Series, x: Scale, y: Scale) -> Ahead | None:
    """Both open at the last complete value, where nothing is in doubt any more."""
    firm = series.last_complete
    if not series.forecast or firm is None:
        return None
    begin = (x(firm[0].toordinal()), y(firm[1]))
    places = [x(step.day.toordinal()) for step in series.forecast]
    middle = [(at, y(step.value)) for at, step in zip(places, series.forecast, strict=True)]
    upper = [(at, y(step.upper)) for at, step in zip(places, series.forecast, strict=True)]
    lower = [(at, y(step.lower)) for at, step in zip(places, series.forecast, strict=True)]
    return Ahead(
        line=path([begin, *middle]),
        band=path([begin, *upper, *reversed(lower)]) + "Z",
        end=middle[-1],
    )
