"""What a report card says about the time ahead, as text.

Here: the facts, the table of periods ahead, and why there is no forecast. Not here: the drawing
(chart_forecast) and the arithmetic, which the marts have done.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from orchestration.publish.site.catalogue import Catalogue, Measure
from orchestration.publish.site.formatting import count_word, figure, long_date, number, plural


@dataclass(frozen=True)
class AheadRow:
    """A period that has no complete value yet, all text."""

    period: str
    due: str
    forecast: str
    between: str


def coverage_words(catalogue: Catalogue) -> str:
    """8 in 10: how many single outcomes the interval is made to hold."""
    values = {row["parameter"]: row["value"] for row in catalogue.rows["forecast_parameters"]}
    return f"{number(values['coverage'] * 10)} in 10"


def forecast_facts(catalogue: Catalogue, measure: Measure) -> list[tuple[str, str]]:
    """The forecast or why there is none, and the day the target would be met."""
    if measure.is_done or measure.row["measure_kind"] == "composite":
        return []
    return [("Forecast", _forecast(catalogue, measure)), ("Expected", _expected(measure))]


def _forecast(catalogue: Catalogue, measure: Measure) -> str:
    row = measure.row
    if row["period_id"] is None:
        return ""
    if row["forecast_reason"]:
        reasons = {
            reason["forecast_reason"]: reason["sentence"]
            for reason in catalogue.rows["forecast_reasons"]
        }
        return f"none: {reasons[row['forecast_reason']]}"
    if row["value"] is not None and row["period_end_date"] == row["deadline_date"]:
        return "none: the deadline has come"
    ends = _between(measure, row["forecast_lower_at_deadline"], row["forecast_upper_at_deadline"])
    at_deadline = forecast_text(measure, row["forecast_at_deadline"])
    return f"{at_deadline} at the deadline ({coverage_words(catalogue)}: {ends})"


def _expected(measure: Measure) -> str:
    row = measure.row
    if row["expected_met_reason"] == "not_in_sight":
        return "not met at this pace"
    if row["expected_met_date"] is None:
        return ""
    late = (row["expected_met_date"] - row["deadline_date"]).days
    lateness = f", {late:,} {plural(late, 'day')} late" if late > 0 else ""
    return f"met on {long_date(row['expected_met_date'])} at this pace{lateness}"


def forecast_text(measure: Measure, value: Decimal) -> str:
    """A forecast as it is written; a band around zero is on either side, no nearer than at it."""
    if measure.row["measure_kind"] != "band":
        return figure(value, measure.unit.ahead(value))
    size = max(value, Decimal(0))
    return f"±{figure(size, measure.unit.ahead(size))}"


def _between(measure: Measure, lower: Decimal, upper: Decimal) -> str:
    return f"{forecast_text(measure, lower)} to {forecast_text(measure, upper)}"


def ahead_rows(measure: Measure) -> list[AheadRow]:
    """The periods of the chart that lie ahead, up to the deadline."""
    return [
        AheadRow(
            period=row["period_label"],
            due=measure.promised_text(row["expected_value"], is_short=True),
            forecast=forecast_text(measure, row["forecast_value"]),
            between=_between(measure, row["forecast_lower_value"], row["forecast_upper_value"]),
        )
        for row in measure.promises
        if row["forecast_value"] is not None
    ]


def forecast_method(measure: Measure) -> str:
    """How the forecast was made, for the lineage."""
    count = measure.row["forecast_point_count"]
    return f"straight line through the last {count_word(count)} complete values" if count else ""
