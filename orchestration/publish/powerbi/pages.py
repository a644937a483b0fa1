"""The report's four pages: Board, Scorecard, Measure, Exceptions.

Here: which page shows what. Not here: how a visual is written (visuals.py) and the files around the
pages (report.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.publish.powerbi import dax, shown
from orchestration.publish.powerbi.measures import TABLE
from orchestration.publish.powerbi.names import column_name, table_name
from orchestration.publish.powerbi.visuals import (
    Field,
    Place,
    Visual,
    chart,
    slicer,
    table,
    text,
)

WIDTH = 1280
HEIGHT = 720
LEGEND = (
    "R red, A amber, G green, and a dash where there is no status: the letter and the word say it, "
    "the tint repeats it."
)
HEAD = Place(24, 16, 1232, 76)


@dataclass(frozen=True)
class Page:
    """A page: its name in the files, its name for readers, and what stands on it."""

    name: str
    title: str
    visuals: tuple[Visual, ...]


def pages(counts: Sequence[str], events: Sequence[str]) -> tuple[Page, ...]:
    """All pages; `counts` are the measures that count, `events` those of them that count no status.

    Statuses are drawn nowhere: a column in a status's colour would say it by the colour alone.
    """
    board = _board([_measure(name) for name in counts], [_measure(name) for name in events])
    return (board, _scorecard(), _of_one(), _exceptions())


def _board(counts: list[Field], events: list[Field]) -> Page:
    by = "periods judged, exceptions and escalations"
    quarter = _column("dim_dates", "fiscal_quarter")
    visuals = (
        text("head", HEAD, "Board", f"What was judged, and what needs a decision. {LEGEND}"),
        slicer("fiscal-year", Place(24, 104, 240, 72), _column("dim_dates", "fiscal_year")),
        slicer("scorecard", Place(280, 104, 400, 72), _column("dim_scorecards", "name")),
        table(
            "by-scorecard",
            Place(24, 188, 1232, 220),
            f"Scorecards: {by}",
            [_column("dim_scorecards", "name"), *counts],
        ),
        table(
            "by-quarter",
            Place(24, 420, 608, 284),
            f"Fiscal quarters: {by}",
            [quarter, *counts],
            sort=quarter,
        ),
    )
    return Page("board", "Board", (*visuals, *_events(quarter, events)))


def _events(quarter: Field, events: list[Field]) -> tuple[Visual, ...]:
    if not events:
        return ()
    drawn = chart(
        "exceptions-by-quarter",
        Place(648, 420, 608, 284),
        "clusteredColumnChart",
        "Exceptions and escalations by fiscal quarter",
        quarter,
        events,
    )
    return (drawn,)


def _scorecard() -> Page:
    visuals = (
        text("head", HEAD, "Scorecard", f"Each measure's last period in what is chosen. {LEGEND}"),
        slicer("scorecard", Place(24, 104, 400, 72), _column("dim_scorecards", "name")),
        slicer("unit", Place(440, 104, 400, 72), _column("dim_organisation_units", "name")),
        slicer("fiscal-quarter", Place(856, 104, 400, 72), _column("dim_dates", "fiscal_quarter")),
        table(
            "measures",
            Place(24, 188, 1232, 516),
            "Measures: value, what was promised, status and why",
            [
                _column("dim_measures", "code"),
                _column("dim_measures", "name"),
                _column("dim_organisation_units", "name"),
                *_shown(),
            ],
            tint=_tint(),
        ),
    )
    return Page("scorecard", "Scorecard", visuals)


def _of_one() -> Page:
    period = _column("dim_periods", "label")
    visuals = (
        text("head", HEAD, "Measure", f"Choose a measure and a unit. {LEGEND}"),
        slicer("scorecard", Place(24, 104, 400, 72), _column("dim_measures", "scorecard_name")),
        slicer("measure", Place(440, 104, 400, 72), _column("dim_measures", "name")),
        slicer("unit", Place(856, 104, 400, 72), _column("dim_organisation_units", "name")),
        chart(
            "over-time",
            Place(24, 188, 1232, 256),
            "lineChart",
            "Value (ink) and what was promised (blue)",
            _column("dim_dates", "date_day"),
            [_measure(shown.VALUE), _measure(dax.PROMISED)],
        ),
        table(
            "periods",
            Place(24, 456, 1232, 248),
            "Periods: value, what was promised, status and why",
            [period, *_shown()],
            sort=period,
            tint=_tint(),
        ),
    )
    return Page("measure", "Measure", visuals)


def _exceptions() -> Page:
    visuals = (
        text("head", HEAD, "Exceptions", "What the rules found, and which steps followed."),
        slicer("scorecard", Place(24, 104, 400, 72), _column("dim_scorecards", "name")),
        slicer("fiscal-quarter", Place(440, 104, 400, 72), _column("dim_dates", "fiscal_quarter")),
        table(
            "exceptions",
            Place(24, 188, 1232, 256),
            "Exceptions: rule, period and why",
            [
                _column("dim_measures", "name"),
                _column("dim_organisation_units", "name"),
                _column("dim_exception_rules", "name"),
                _column("dim_periods", "label"),
                _column("fct_measure_exceptions", "explanation"),
                _column("fct_measure_exceptions", "is_waived"),
            ],
        ),
        table(
            "escalations",
            Place(24, 456, 1232, 248),
            "Escalations: step, days and why",
            [
                _column("dim_scorecards", "name"),
                _column("fct_escalations", "step"),
                _column("fct_escalations", "escalation_status"),
                _column("fct_escalations", "triggered_on_date"),
                _column("fct_escalations", "due_on_date"),
                _column("fct_escalations", "explanation"),
            ],
        ),
    )
    return Page("exceptions", "Exceptions", visuals)


def _shown() -> list[Field]:
    return [
        _measure(shown.VALUE_SHOWN),
        _measure(shown.PROMISE_SHOWN),
        _measure(shown.STATUS_SHOWN),
        _measure(shown.SENTENCE_SHOWN),
    ]


def _tint() -> tuple[Field, Field]:
    return _measure(shown.STATUS_SHOWN), _measure(shown.STATUS_TINT)


def _measure(name: str) -> Field:
    return Field(TABLE, name, is_measure=True)


def _column(mart: str, column: str) -> Field:
    return Field(table_name(mart), column_name(mart, column))
