"""What stands beside a measure on its card: figures of others, and who answers for it.

Here: facts and lines as text. Not here: the measure's own figures and targets (card_tables).
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.publish.site.catalogue import Measure
from orchestration.publish.site.formatting import long_date
from orchestration.publish.site.reading import Row, grouped

NO_FIGURE = "no figure returned yet"


@dataclass(frozen=True)
class BenchmarkLine:
    """One figure of somebody else, as it stands in the table."""

    comparator: str
    figure: str
    as_at: str
    source: str
    is_target: bool


def benchmark_facts(measure: Measure) -> list[tuple[str, str]]:
    """The newest figure of each comparator, for the facts beside the chart."""
    newest = [rows[0] for rows in grouped(measure.benchmarks, "comparator").values()]
    return [("Benchmark", f"{row['comparator']}: {_said(measure, row)}") for row in newest]


def benchmark_lines(measure: Measure) -> list[BenchmarkLine]:
    """Every figure there is, the newest first."""
    return [
        BenchmarkLine(
            comparator=row["comparator"],
            figure=measure.text(row["value"]) or NO_FIGURE,
            as_at=long_date(row["as_at_date"]),
            source=row["benchmark_source"],
            is_target=bool(row["is_target"]),
        )
        for row in measure.benchmarks
    ]


def _said(measure: Measure, row: Row) -> str:
    if row["value"] is None:
        return NO_FIGURE
    return f"{measure.text(row['value'])}, {long_date(row['as_at_date'])}"


def officers(measure: Measure) -> list[tuple[str, str]]:
    """Who answers for the measure and for its data; that nobody is named is said."""
    row = measure.row
    named = [
        ("Lead", row["lead_title"] or ""),
        ("Executive", row["executive_title"] or ""),
        ("Data owner", row["data_owner_title"] or ""),
    ]
    found = [(label, title) for label, title in named if title]
    is_owned = row["lead_title"] or row["executive_title"]
    return found if is_owned else [("Lead", "not stated"), *found]
