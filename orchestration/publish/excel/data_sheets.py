"""The rows behind a scorecard: published tables, every metric, and what each column means.

Here: which tables a workbook holds and what is in the sheets about metrics. Not here: how a table
is put on a sheet (tables.py); all other tables of a release come as CSV (publish.open_data).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from openpyxl import Workbook

from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.metric import Metric
from orchestration.publish.excel.figures import Figures
from orchestration.publish.excel.sheets import new_sheet
from orchestration.publish.excel.styles import SHARE, number_format
from orchestration.publish.excel.tables import LAST_ROW, Head, put_table
from orchestration.publish.marts import text
from orchestration.publish.site.formatting import Unit
from orchestration.publish.tables import Column, Table

# What somebody who opens a workbook asks for; what else there is comes as CSV.
HELD = (
    "obt_measure_periods",
    "fct_measure_exceptions",
    "fct_escalations",
    "dim_measures",
    "dim_targets",
    "fct_actions",
    "fct_restatements",
    "fct_data_quality_findings",
)
FRACTION = "fraction"
METRICS, FIGURES, COLUMNS = "metrics", "metric_figures", "columns"
METRIC_HEADS = (
    Head("metric", "The name every tool knows it by."),
    Head("label", "What it is called."),
    Head("description", "What it counts, and what it is over a longer span."),
    Head("folder", "Where lists of metrics show it."),
    Head("aggregation", "parts: added up and divided; total: added up; latest: the last; count."),
    Head("scope", "organisation: the whole; units: asked for each unit, without a total."),
    Head("unit", "The unit of its figures; a fraction is shown as a percentage."),
    Head("direction", "Which way is better."),
    Head("source_table", "The table it is worked out from."),
    Head("figure_count", "How many figures stand in metric_figures; 0 where nothing is reported."),
    Head("is_exported", "Whether this workbook has it."),
    Head("reason", "Why not."),
)
FIGURE_HEADS = (
    Head("metric", "The metric; metrics has its description."),
    Head("label", "What it is called."),
    Head("organisation_unit_id", "The unit; empty for the whole organisation."),
    Head("span", "month, fiscal_quarter or fiscal_year (1 April to 31 March)."),
    Head("span_label", "The span as the calendar calls it."),
    Head("first_date", "First day of the span."),
    Head("last_date", "Last day of the span; figures may end before it."),
    Head("value", "The figure, in its unit."),
    Head("unit", "The unit of the figure; a fraction is shown as a percentage."),
)
COLUMN_HEADS = (
    Head("table", "The table."),
    Head("column", "The column."),
    Head("type", "Its type in the release."),
    Head("unit", "The unit of its numbers, where one word says it."),
    Head("description", "What it means."),
    Head("values", "What it may hold, where that is a list."),
    Head("is_in_this_workbook", "Whether a sheet of this workbook holds the table."),
)


@dataclass(frozen=True)
class DataSheet:
    """One sheet of rows, for the list of contents; a reason where it could not be written."""

    name: str
    about: str
    rows: int
    reason: str = ""


def put_data_sheets(
    book: Workbook, folder: Path, tables: Sequence[Table], release_line: str
) -> list[DataSheet]:
    """A sheet for each table that is held and there, with its rows in the order of its key."""
    by_name = {table.name: table for table in tables}
    made = []
    for name in HELD:
        table = by_name.get(name)
        if table is None:
            made.append(DataSheet(name, "", 0, "The release has no such table."))
            continue
        rows = _rows(folder, table)
        about = table.description.split("\n", 1)[0]
        if len(rows) >= LAST_ROW:
            reason = f"Its {len(rows):,} rows are more than a sheet holds: export it as CSV."
            made.append(DataSheet(name, about, 0, reason))
            continue
        sheet = new_sheet(book, name)
        heads = [Head(c.name, c.description, _shown(c)) for c in table.columns]
        made.append(
            DataSheet(sheet.title, about, put_table(sheet, name, heads, rows, release_line))
        )
    return made


def _shown(column: Column) -> str | None:
    return SHARE if column.unit == FRACTION else None


def _rows(folder: Path, table: Table) -> list[tuple[Any, ...]]:
    with duckdb.connect() as session:
        session.execute("set timezone = 'UTC'")
        file = folder / f"{table.name}.parquet"
        return session.execute(f"select * from read_parquet({text(file)}) order by all").fetchall()


def put_metric_sheets(
    book: Workbook, metrics: MetricList, found: Figures, release_line: str
) -> list[DataSheet]:
    """Every metric with what it is, and every figure of each."""
    sheet = new_sheet(book, METRICS)
    listed = list(_listed(metrics, found))
    put_table(sheet, METRICS, METRIC_HEADS, listed, release_line)
    made = [DataSheet(METRICS, "Every metric: what it is and where it comes from.", len(listed))]
    sheet = new_sheet(book, FIGURES)
    rows: list[tuple[Any, ...]] = [
        (
            figure.metric.name,
            figure.metric.label,
            figure.unit_id or None,
            figure.span,
            figure.label,
            figure.first_date,
            figure.last_date,
            figure.value,
            figure.metric.unit,
        )
        for figure in found.figures
    ]
    put_table(sheet, FIGURES, FIGURE_HEADS, rows, release_line)
    place = [head.name for head in FIGURE_HEADS].index("value") + 1
    for number, figure in enumerate(found.figures, start=2):
        sheet.cell(number, place).number_format = _format(figure.metric, figure.value)
    about = "Every metric by month, fiscal quarter and fiscal year, worked out from the release."
    return [*made, DataSheet(FIGURES, about, len(rows))]


def _format(metric: Metric, value: Any) -> str:
    if metric.unit == FRACTION:
        return SHARE
    return number_format(Unit(metric.unit, metric.prefix, metric.suffix, metric.decimals), value)


def _listed(metrics: MetricList, found: Figures) -> Iterator[tuple[Any, ...]]:
    counts = Counter(figure.metric.name for figure in found.figures)
    reasons = {entry.name: entry.reason for entry in found.refused}
    for metric in metrics.metrics:
        yield (
            metric.name,
            metric.label,
            metric.description,
            " / ".join(metric.folder),
            metric.aggregation.value,
            metric.scope.value,
            metric.unit or None,
            metric.direction,
            metric.table,
            counts[metric.name],
            metric.name not in reasons,
            reasons.get(metric.name),
        )
    for entry in metrics.refused:
        yield (entry.name, *([None] * 8), 0, False, entry.reason)


def put_column_sheet(book: Workbook, tables: Sequence[Table], release_line: str) -> DataSheet:
    """What every column of every published table means, and of the tables made here."""
    sheet = new_sheet(book, COLUMNS)
    made_here = {METRICS: METRIC_HEADS, FIGURES: FIGURE_HEADS}
    rows: list[tuple[Any, ...]] = [
        (table, head.name, None, None, head.note, None, True)
        for table, heads in made_here.items()
        for head in heads
    ]
    rows += [
        (
            table.name,
            column.name,
            column.data_type,
            column.unit or None,
            column.description,
            ", ".join(column.allowed) or None,
            table.name in HELD,
        )
        for table in tables
        if table.name not in made_here
        for column in table.columns
    ]
    put_table(sheet, COLUMNS, COLUMN_HEADS, rows, release_line)
    return DataSheet(COLUMNS, "What each column of each published table means.", len(rows))
