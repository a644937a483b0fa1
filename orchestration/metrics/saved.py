"""The saved queries, asked once when a release is made: `metric_figures.parquet`.

Here: asking each of them through MetricFlow and laying their figures out as one long table, which
pages and BI tools read where they cannot ask MetricFlow. Not here: which saved queries there are
(definitions.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.metrics.engine import Answer, open_engine
from orchestration.metrics.questions import SPANS
from orchestration.metrics.released import SEMANTICS
from orchestration.publish.content import hash_relation
from orchestration.publish.marts import text
from orchestration.publish.tables import Column, Table

NAME = "metric_figures"
# As every figure of the marts.
DECIMAL = pa.decimal128(38, 9)
NINE_PLACES = Decimal("0.000000001")
COLUMNS = (
    ("metric", pa.string(), "VARCHAR", "The metric; metrics.json says what it is.", True),
    ("saved_query", pa.string(), "VARCHAR", "The saved query that asked it.", True),
    ("grain", pa.string(), "VARCHAR", "The span: fiscal_quarter or fiscal_year.", True),
    ("period_id", pa.string(), "VARCHAR", "Which span, as dim_periods names it.", True),
    ("scorecard_id", pa.string(), "VARCHAR", "The scorecard, where counts are by one.", False),
    ("organisation_unit_id", pa.string(), "VARCHAR", "The unit, where it is by unit.", False),
    ("value", DECIMAL, "DECIMAL(38,9)", "The figure, rounded to nine places.", True),
)
SCHEMA = pa.schema([(name, kind) for name, kind, *_ in COLUMNS])
FIGURES_TABLE = Table(
    name=NAME,
    description="What each metric is for each fiscal quarter and year, as the semantic layer "
    "answers it. A span without a figure has no row.\n"
    "Grain: one row per metric, grain, period, scorecard and unit.",
    owner="performance-data",
    columns=tuple(
        Column(name, data_type, said, is_required, ())
        for name, _, data_type, said, is_required in COLUMNS
    ),
    key=("metric", "grain", "period_id", "scorecard_id", "organisation_unit_id"),
    references=(),
)


@dataclass(frozen=True)
class Figures:
    """The written file, how many figures it holds, and the hash of what they say."""

    file: Path
    rows: int
    content_hash: str


def write_figures(folder: Path) -> Figures | None:
    """Ask every saved query of the release in `folder`; nothing where there is none to ask."""
    semantics = json.loads((folder / SEMANTICS).read_text(encoding="utf-8"))
    names = sorted(query["name"] for query in semantics.get("saved_queries", ()))
    if not names:
        return None
    rows: list[tuple[Any, ...]] = []
    with open_engine(folder) as engine:
        for saved_query in names:
            rows += _long(saved_query, engine.ask_saved(saved_query))
    rows.sort(key=lambda row: tuple(str(cell or "") for cell in row))
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    file = folder / f"{NAME}.parquet"
    pq.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA), file, compression="zstd")
    with duckdb.connect() as connection:
        relation = f"read_parquet({text(file)})"
        content_hash = hash_relation(connection, relation, SCHEMA.names)
    return Figures(file, len(rows), content_hash)


def _long(saved_query: str, answer: Answer) -> Iterator[tuple[Any, ...]]:
    """A row for each figure of an answer that has a column for each metric."""
    grain = next(column for column in answer.columns if column in SPANS)
    for row in answer.rows:
        cells = dict(zip(answer.columns, row, strict=True))
        span = cells.pop(grain)
        scorecard_id, unit_id = cells.pop("scorecard", None), cells.pop("organisation_unit", None)
        for metric, figure in cells.items():
            if figure is not None:
                value = Decimal(repr(figure) if isinstance(figure, float) else figure)
                yield (
                    metric,
                    saved_query,
                    grain,
                    span,
                    scorecard_id,
                    unit_id,
                    value.quantize(NINE_PLACES),
                )
