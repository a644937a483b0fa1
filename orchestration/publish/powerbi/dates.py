"""The table of dates: the fiscal year, its quarters and months, each sorted as time runs.

Here: the columns that are added to the mart, what sorts what, and the hierarchy. Not here: which
day belongs to which fiscal year; the mart says that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from orchestration.publish.powerbi.model import Column, Hierarchy, Table
from orchestration.publish.powerbi.names import column_name, table_name
from orchestration.publish.powerbi.sources import Computed, Read, Source, partition
from orchestration.publish.tables import Table as Mart

MART = "dim_dates"
KEY = "date_day"
ADDED = (
    Computed(
        "month",
        'Date.ToText([date_day], [Format = "MMMM yyyy", Culture = "en-GB"])',
        "string",
        "The month with its year, such as April 2025.",
    ),
    Computed(
        "month_sort",
        "Date.Year([date_day]) * 100 + Date.Month([date_day])",
        "int64",
        "Sorts months as time runs.",
    ),
    Computed(
        "fiscal_year_sort",
        "Number.FromText(Text.Start([fiscal_year], 4))",
        "int64",
        "Sorts fiscal years: the year in which one begins.",
    ),
    Computed(
        "fiscal_quarter_sort",
        "[fiscal_year_sort] * 10 + Number.FromText(Text.End([fiscal_quarter], 1))",
        "int64",
        "Sorts fiscal quarters as time runs.",
    ),
)
# A year of months begins where the fiscal year does.
SORTED_BY = {
    "month": "month_sort",
    "month_name": "fiscal_month_number",
    "fiscal_year": "fiscal_year_sort",
    "fiscal_quarter": "fiscal_quarter_sort",
}
LEVELS = ("fiscal_year", "fiscal_quarter", "month", KEY)


def table(mart: Mart, source: Source, own: Sequence[Column]) -> Table:
    """The dates as a table of the model; `own` are the mart's columns as any table has them."""
    added = [
        Column(
            name=column_name(MART, computed.name),
            source=computed.name,
            data_type=computed.data_type,
            description=computed.description,
            is_hidden=computed.name.endswith("_sort"),
        )
        for computed in ADDED
    ]
    columns = tuple(_marked(column) for column in (*own, *added))
    types = {"boolean": "boolean", "int64": "int64", "string": "string", "dateTime": "date"}
    read = Read(MART, [(column.source, types[column.data_type]) for column in own], computed=ADDED)
    return Table(
        name=table_name(MART),
        mart=MART,
        description="Every day, with its fiscal year, quarter and month. Grain: one row per day. "
        f"Mart: {mart.name}.",
        columns=columns,
        partition=partition(source, read),
        is_dates=True,
        hierarchies=(
            Hierarchy("Fiscal calendar", tuple(column_name(MART, level) for level in LEVELS)),
        ),
    )


def _marked(column: Column) -> Column:
    by = SORTED_BY.get(column.source)
    return replace(
        column,
        is_key=column.source == KEY,
        sort_by=column_name(MART, by) if by else "",
    )
