"""A release of a handful of rows for the tests on Power BI, with hostile words in it.

Here: the rows, written as a release writes them, and the project that is made of them; as a module
(`python -m tests.support.powerbi_release`) it writes the golden files anew. Not here: what is held.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from orchestration.metrics.catalogue import MetricList
from orchestration.metrics.metric import Aggregation, Metric, Refusal, Scope
from orchestration.metrics.released import write_metrics
from orchestration.publish.datapackage import write_descriptor
from orchestration.publish.manifest import Manifest, ReleasedFile
from orchestration.publish.powerbi.export import Exported, export_powerbi
from orchestration.publish.powerbi.sources import Source
from orchestration.publish.release import Release
from orchestration.publish.tables import Column, Table

GOLDEN = Path(__file__).parents[1] / "fixtures" / "powerbi" / "golden"
RELEASE_ID = "20250131T000000000"
HOSTILE = "It's \"A\" [b]\\c;\n'd' #(lf) é"

# Columns with their types, then rows as SQL.
TABLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "dim_scorecards": (
            "scorecard_id varchar, name varchar, sort_order integer, source_document varchar, "
            "licence_id varchar, licence_url varchar, rights_statement varchar",
            "('toy', 'Toys', 1, 'A paper', null, null, null)",
        ),
        "dim_objectives": (
            "objective_id varchar, scorecard_id varchar, name varchar",
            "('o1', 'toy', 'Joy')",
        ),
        "dim_measures": (
            "measure_id varchar, scorecard_id varchar, objective_id varchar, code varchar, "
            "name varchar, unit varchar, unit_prefix varchar, unit_suffix varchar, "
            "display_decimals integer, is_part boolean",
            "('toy_rate', 'toy', 'o1', '1', 'Rate', 'percent', null, '%', 1, false), "
            "('toy_sold', 'toy', null, '2', 'Sold', null, null, null, 0, false), "
            "('toy_stock', 'toy', null, '3', 'Stock', 'pounds', '£', null, 2, false)",
        ),
        "dim_organisation_units": (
            "organisation_unit_id varchar, scorecard_id varchar, "
            "parent_organisation_unit_id varchar, name varchar",
            "('toy', 'toy', null, 'All'), ('toy_a', 'toy', 'toy', 'A'), "
            "('toy_b', 'toy', 'toy', 'B')",
        ),
        "dim_dates": (
            "date_day date, month_name varchar, fiscal_year varchar, fiscal_quarter varchar, "
            "fiscal_month_number integer",
            "('2024-09-30', 'September', '2024/25', '2024/25-Q2', 6), "
            "('2024-10-31', 'October', '2024/25', '2024/25-Q3', 7), "
            "('2024-11-30', 'November', '2024/25', '2024/25-Q3', 8)",
        ),
        "dim_periods": (
            "period_id varchar, label varchar, sort_order bigint, start_date date, end_date date",
            "('2024-09', 'September 2024', 1, '2024-09-01', '2024-09-30'), "
            "('2024-10', 'October 2024', 2, '2024-10-01', '2024-10-31'), "
            "('2024-11', 'November 2024', 3, '2024-11-01', '2024-11-30')",
        ),
        "dim_rag_statuses": (
            "rag_status varchar, name varchar, letter varchar, severity integer",
            "('green', 'Green', 'G', 1), ('red', 'Red', 'R', 3)",
        ),
        "dim_exception_rules": (
            "exception_rule_id varchar, name varchar",
            "('twice', 'Twice red')",
        ),
        "fct_organisation_figures": (
            "measure_id varchar, period_id varchar, scorecard_id varchar, value decimal(38,9), "
            "weighted_value decimal(38,9), weight decimal(38,9), attainment decimal(38,9), "
            "period_end_date date",
            "('toy_rate', '2024-09', 'toy', 50, 500, 10, 0.5, '2024-09-30'), "
            "('toy_rate', '2024-10', 'toy', 20, 200, 10, 0.2, '2024-10-31'), "
            "('toy_rate', '2024-11', 'toy', 40, 1200, 30, null, '2024-11-30'), "
            "('toy_sold', '2024-10', 'toy', 7, null, null, null, '2024-10-31'), "
            "('toy_sold', '2024-11', 'toy', 5, null, null, null, '2024-11-30'), "
            "('toy_stock', '2024-10', 'toy', 1.25, null, null, 0.75, '2024-10-31'), "
            "('toy_stock', '2024-11', 'toy', 2.5, null, null, 0.8, '2024-11-30')",
        ),
        "fct_unit_figures": (
            "measure_id varchar, organisation_unit_id varchar, period_id varchar, "
            "scorecard_id varchar, value decimal(38,9), weighted_value decimal(38,9), "
            "weight decimal(38,9), attainment decimal(38,9), period_end_date date",
            "('toy_rate', 'toy_b', '2024-11', 'toy', 10, 10, 1, null, '2024-11-30'), "
            "('toy_rate', 'toy_a', '2024-10', 'toy', 30, 60, 2, null, '2024-10-31'), "
            "('toy_rate', 'toy_a', '2024-11', 'toy', 60, 360, 6, null, '2024-11-30')",
        ),
        "fct_measure_statuses": (
            "measure_id varchar, organisation_unit_id varchar, period_id varchar, "
            "rag_status varchar, explanation varchar, value decimal(38,9), "
            "expected_value decimal(38,9), period_end_date date",
            "('toy_rate', 'toy', '2024-11', 'red', 'Red: 40%.', 40, 50, '2024-11-30')",
        ),
        "fct_measure_values": (
            "measure_id varchar, organisation_unit_id varchar, period_id varchar, "
            "value_status varchar, sign_off_state varchar",
            "('toy_rate', 'toy', '2024-11', 'reported', 'submitted')",
        ),
        "fct_sign_offs": ("measure_id varchar, period_id varchar", "('toy_rate', '2024-11')"),
        "fct_measure_exceptions": (
            "measure_id varchar, organisation_unit_id varchar, period_id varchar, "
            "exception_rule_id varchar, explanation varchar, is_waived boolean, "
            "period_end_date date",
            "('toy_rate', 'toy', '2024-11', 'twice', 'Twice.', false, '2024-11-30'), "
            "('toy_sold', 'toy', '2024-11', 'twice', 'Twice.', true, '2024-11-30')",
        ),
        "fct_objective_statuses": (
            "objective_id varchar, period_id varchar, scorecard_id varchar, rag_status varchar, "
            "explanation varchar, period_end_date date",
            "('o1', '2024-11', 'toy', 'red', 'Red.', '2024-11-30')",
        ),
        "fct_escalations": (
            "escalation_id varchar, scorecard_id varchar, measure_id varchar, "
            "objective_id varchar, period_id varchar, step varchar, escalation_status varchar, "
            "explanation varchar, triggered_on_date date, due_on_date date",
            "('e1', 'toy', 'toy_rate', null, '2024-11', 'Tell', 'due', 'Late.', "
            "'2024-10-31', '2024-11-30')",
        ),
        "obt_measure_periods": (
            "measure_id varchar, organisation_unit_id varchar, period_id varchar, "
            "scorecard_id varchar, objective_id varchar, rag_status varchar, is_counted boolean, "
            "period_end_date date",
            "('toy_rate', 'toy', '2024-11', 'toy', 'o1', 'red', true, '2024-11-30'), "
            "('toy_rate', 'toy_a', '2024-11', 'toy', 'o1', 'red', false, '2024-11-30'), "
            "('toy_rate', 'toy', '2024-10', 'toy', 'o1', 'red', true, '2024-10-31')",
        ),
    }
)


def metric(name: str, label: str, aggregation: Aggregation, **changed: Any) -> Metric:
    """A metric of the whole organisation, but for what is changed."""
    made = Metric(
        name=name,
        label=label,
        description=f"{label}. Said once.",
        aggregation=aggregation,
        scope=Scope.ORGANISATION,
        table="fct_organisation_figures",
        column="value",
        date_column="period_end_date",
        where=(("measure_id", name),),
        unit="percent",
        prefix="",
        suffix="%",
        decimals=1,
        direction="higher",
        folder=("Toys", "Joy"),
        measure_id=name,
        scorecard_id="toy",
    )
    return replace(made, **changed)


def metrics() -> MetricList:
    """One metric of each way of adding up, one that nothing can say, one that has no name."""
    rate = metric("toy_rate", "Toys 1 Rate", Aggregation.PARTS)
    red = metric(
        "statuses_red",
        "Statuses: red",
        Aggregation.COUNT,
        table="obt_measure_periods",
        column="",
        where=(("is_counted", True), ("rag_status", "red")),
        unit="count",
        suffix="",
        decimals=0,
        folder=("Counts",),
        measure_id=None,
        scorecard_id=None,
    )
    found = (
        rate,
        replace(
            rate,
            name="toy_rate_by_unit",
            label="Toys 1 Rate, by unit",
            scope=Scope.UNITS,
            table="fct_unit_figures",
        ),
        replace(
            rate,
            name="toy_rate_attainment",
            label="Toys 1 Rate, attainment",
            aggregation=Aggregation.LATEST,
            column="attainment",
            unit="fraction",
            suffix="",
        ),
        metric("toy_sold", HOSTILE, Aggregation.TOTAL, suffix='" pcs', decimals=0),
        metric("toy_stock", "Toys 1 Rate", Aggregation.LATEST, prefix="£", suffix="", decimals=2),
        metric("toy_hostile", "Nothing", Aggregation.TOTAL, where=(("measure_id", HOSTILE),)),
        metric("toy_lost", "Lost", Aggregation.TOTAL, table="fct_lost"),
        red,
        replace(
            red,
            name="exceptions",
            label="Exceptions",
            table="fct_measure_exceptions",
            where=(("is_waived", False),),
        ),
        replace(
            red,
            name="escalations",
            label="Escalations",
            table="fct_escalations",
            where=(),
            date_column="triggered_on_date",
        ),
    )
    return MetricList(found, (Refusal("toy__bad", "MetricFlow cannot use its id as a name."),))


def write_release(folder: Path) -> Release:
    """The release, in an empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    tables, files = [], []
    with duckdb.connect() as connection:
        for name, (columns, rows) in sorted(TABLES.items()):
            connection.execute(f"create table {name} ({columns})")
            connection.execute(f"insert into {name} values {rows}")
            file = folder / f"{name}.parquet"
            connection.execute(f"copy {name} to '{file}' (format parquet)")
            described = connection.execute(f"describe {name}").fetchall()
            tables.append(_table(name, [(row[0], row[1]) for row in described]))
            files.append(ReleasedFile(file.name, 0, "0"))
    write_descriptor(folder, tables, files, release_id=RELEASE_ID, created_at="2025-01-31")
    write_metrics(folder, metrics())
    manifest = Manifest(
        release_id=RELEASE_ID,
        created_at="2025-01-31",
        as_of_date="2025-01-31",
        as_known_date=None,
        git_commit="",
        git_is_dirty=False,
        dbt_invocation_id="",
        versions={},
        content_hash="",
        mart_hashes={},
        inputs=(),
        files=tuple(files),
    )
    return Release(folder, manifest)


def _table(name: str, columns: list[tuple[str, str]]) -> Table:
    return Table(
        name=name,
        description=f"What {name} holds. Grain: one row per toy.\n\nMore of it.",
        owner="post",
        columns=tuple(Column(told, kind, f"The {told}.", False, ()) for told, kind in columns),
        key=(),
        references=(),
    )


def export(folder: Path, source: Source = Source.PARQUET, **changed: Any) -> Exported:
    """The project of the release, both below a folder."""
    release = write_release(folder / "release")
    return export_powerbi(release, source, folder / "project", **changed)


def golden_files(folder: Path) -> dict[str, str]:
    """The project's files as text, by path; the folder they were made in is left out."""
    export(folder)
    project = folder / "project"
    return {
        str(file.relative_to(project)): file.read_text(encoding="utf-8").replace(
            str(folder), "FOLDER"
        )
        for file in sorted(project.rglob("*"))
        if file.is_file() and file.name != ".vitals-generated.json"
    }


def main() -> None:
    """Write the golden files anew; what changed is read as a diff."""
    shutil.rmtree(GOLDEN, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        for path, text in golden_files(Path(folder).resolve()).items():
            file = GOLDEN / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
