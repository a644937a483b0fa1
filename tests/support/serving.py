"""A serving database of invented rows: two scorecards nobody has, with hostile text in them.

Here: writing rows as the marts that the pages read; the `rpt_` marts come from their own models,
and so does the one that one of them reads.
Not here: what the rows say (serving_rows). Types follow the project's naming of columns.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment

from tests.support.serving_escalations import escalation_rows
from tests.support.serving_measures import AS_OF
from tests.support.serving_rows import invented_rows

ROOT = Path(__file__).resolve().parents[2]
MARTS = ROOT / "dbt_project" / "models" / "marts"
REPORTING_ORDER = (
    "rpt_measure_periods",
    "rpt_latest_statuses",
    "rpt_current_exceptions",
    "rpt_scorecard_summaries",
    "rpt_rag_thresholds",
    "fct_register_entries",
    "rpt_action_register",
    "rpt_quarterly_deliveries",
    "rpt_plan_quarters",
    "rpt_spc_latest",
    "rpt_spc_matrices",
)
TYPES = (
    (r"^(is|has|are)_", "boolean"),
    (r"_date$", "date"),
    (r"_at$", "timestamp"),
    (r"^(position|precedence|.*_number|.*_order|.*_count|.*_days|.*_decimals)$", "integer"),
    (
        r"^(consecutive|days)_|(^|_)version$|^segment$|_(length|points|sigmas|rank)$",
        "integer",
    ),
    (r"(^mean|_limit|_range|_factor|_difference)$", "decimal(38, 9)"),
    (
        r"(^|_)(value|bound|numerator|denominator|variance|attainment|scale|pct|at_deadline)$",
        "decimal(38, 9)",
    ),
)
TEXT = ("rejected_value", "example_value", "target_on_limit")


def column_type(column: str) -> str:
    if column in TEXT:
        return "varchar"
    return next((sql for pattern, sql in TYPES if re.search(pattern, column)), "varchar")


def write_release(folder: Path, rows: dict[str, list[dict[str, Any]]] | None = None) -> Path:
    """A release folder with serving.duckdb and manifest.json."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "release_id": "2026-02-15T061500Z-4fe1",
        "created_at": "2026-02-15T06:15:00Z",
        "as_of_date": AS_OF.isoformat(),
        "git_commit": "0123456789abcdef",
        "content_hash": "7f3c2a91d4e0b5a6",
        "files": [{"name": "fct_measure_values.parquet", "rows": 1, "sha256": "00"}],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with duckdb.connect(str(folder / "serving.duckdb")) as connection:
        for table, lines in (rows or invented_rows() | escalation_rows()).items():
            _create(connection, table, lines)
        for model in REPORTING_ORDER:
            connection.execute(f"create table {model} as {compiled(model)}")
    return folder


def _create(connection: duckdb.DuckDBPyConnection, table: str, lines: list[dict[str, Any]]) -> None:
    columns = list(lines[0])
    ddl = ", ".join(f"{name} {column_type(name)}" for name in columns)
    connection.execute(f"create table {table} ({ddl})")
    marks = ", ".join("?" for _ in columns)
    connection.executemany(
        f"insert into {table} values ({marks})",
        [[line.get(name) for name in columns] for line in lines],
    )


def compiled(model: str) -> str:
    """The model's SQL with dbt's words resolved to plain table names."""
    environment = Environment()  # noqa: S701 -- SQL, not markup
    (path,) = MARTS.glob(f"*/{model}.sql")
    sql = path.read_text()
    return environment.from_string(sql).render(
        ref=lambda name: name,
        config=lambda **_: "",
        multiply=lambda left, right: f"cast(({left}) * ({right}) as decimal(38, 9))",
    )
