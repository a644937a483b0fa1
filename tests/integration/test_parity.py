"""Every metric is one number and every status one colour, whichever tool tells it.

Here: the release's own files, PostgreSQL, the workbook, the pages' data and the query for Power BI,
each held against one independent count (tests/support/metric_recount.py). MetricFlow's answers are
held against the same count in test_metrics_golden.py. Nine significant digits, statuses exactly.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import psycopg
import pytest

from orchestration.publish.postgres.publishing import publish_to_postgres
from orchestration.publish.release import Release
from tests.conftest import PipelineRun
from tests.support.metric_recount import Key, Reader, agree, parquet_of, recount
from tests.support.postgres import fresh_database

GRAINS = ("month", "fiscal_quarter", "fiscal_year")
COUNTS = ("statuses_", "exceptions", "escalations")
Status = tuple[str, str, str, str, str, str]
STATUS_COLUMNS = (
    "measure_id",
    "organisation_unit_id",
    "period_id",
    "rag_status",
    "rag_reason",
    "explanation",
)


@pytest.fixture(scope="module")
def expected(release: Release) -> dict[Key, Fraction]:
    return recount(parquet_of(release.folder), GRAINS)


@pytest.fixture(scope="module")
def statuses(release: Release) -> set[Status]:
    return statuses_of(parquet_of(release.folder)("fct_measure_statuses"))


def statuses_of(table: pd.DataFrame) -> set[Status]:
    """A status of each row, with nothing as an empty text."""
    told = table[list(STATUS_COLUMNS)].astype(object).fillna("")
    return set(told.itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def bi(postgres_server: Path, release: Release) -> Iterator[Reader]:
    """The tables of schema `bi`, as a BI tool reads them."""
    with fresh_database(postgres_server) as database:
        publish_to_postgres(release, database.admin)
        with psycopg.connect(database.admin) as connection:
            yield lambda table: _table(connection, table)


def _table(connection: psycopg.Connection[Any], table: str) -> pd.DataFrame:
    found = connection.execute(f'select * from bi."{table}"')  # type: ignore[arg-type]
    columns = [column.name for column in found.description or ()]
    return pd.DataFrame(found.fetchall(), columns=columns, dtype=object)


def test_postgresql_gives_every_metric(bi: Reader, expected: dict[Key, Fraction]) -> None:
    assert recount(bi, GRAINS) == expected
    assert_saved(bi("metric_figures"), expected)


def test_the_parquet_files_give_every_metric(
    release: Release, expected: dict[Key, Fraction]
) -> None:
    assert_saved(parquet_of(release.folder)("metric_figures"), expected)


def assert_saved(table: pd.DataFrame, expected: dict[Key, Fraction]) -> None:
    """What is saved by quarter and year is what was counted; attainment is not saved."""
    who = table["scorecard_id"].fillna(table["organisation_unit_id"]).fillna("")
    keys = zip(table["metric"], who, table["grain"], table["period_id"], strict=True)
    told = dict(zip(keys, table["value"], strict=True))
    wanted = {key for key in expected if key[2] != "month" and not key[0].endswith("_attainment")}
    assert told.keys() == wanted
    assert all(near(figure, expected[key]) for key, figure in told.items())


def near(figure: Decimal, counted: Fraction) -> bool:
    """One number, where it was kept to nine places: a small one has fewer digits than nine."""
    return abs(Fraction(figure) - counted) <= Fraction(1, 2 * 10**9) or agree(figure, counted)


@pytest.fixture(scope="module")
def workbook(pipeline_run: PipelineRun) -> openpyxl.Workbook:
    exports = pipeline_run.summary.exports
    assert exports is not None
    return openpyxl.load_workbook(exports / "excel" / "vital-signs.xlsx", read_only=True)


def sheet_rows(workbook: openpyxl.Workbook, sheet: str) -> list[dict[str, Any]]:
    """The rows of a data sheet, by its heads."""
    heads, *rows = workbook[sheet].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_the_workbook_gives_every_metric(
    workbook: openpyxl.Workbook, expected: dict[Key, Fraction]
) -> None:
    told = {
        (row["metric"], row["organisation_unit_id"] or "", row["span"], row["span_label"]): row
        for row in sheet_rows(workbook, "metric_figures")
    }
    wanted: dict[Key, Fraction] = {}
    for (metric, whose, grain, span), figure in expected.items():
        # Counts stand there over all scorecards.
        key = (metric, "" if metric.startswith(COUNTS) else whose, grain, span)
        wanted[key] = wanted.get(key, Fraction(0)) + figure
    assert told.keys() == wanted.keys()
    assert all(near(Decimal(str(row["value"])), wanted[key]) for key, row in told.items())


def test_the_workbook_gives_every_status(
    workbook: openpyxl.Workbook, statuses: set[Status]
) -> None:
    rows = pd.DataFrame(sheet_rows(workbook, "obt_measure_periods"), dtype=object)
    assert statuses_of(rows) == statuses


def test_postgresql_gives_every_status(bi: Reader, statuses: set[Status]) -> None:
    assert statuses_of(bi("fct_measure_statuses")) == statuses
    assert statuses_of(bi("obt_measure_periods")) == statuses


def test_the_pages_give_every_figure_and_status(
    pipeline_run: PipelineRun, release: Release, statuses: set[Status]
) -> None:
    site = pipeline_run.summary.site
    assert site is not None
    values = parquet_of(release.folder)("fct_measure_values")
    figures = {
        (row.measure_id, row.organisation_unit_id, row.period_id): row.value
        for row in values.itertuples()
    }
    told: set[Status] = set()
    for measure_id in sorted(set(values["measure_id"])):
        page = (site / "cards" / f"{measure_id}.html").read_text(encoding="utf-8")
        (link,) = set(re.findall(r'href="\.\./(data/[a-z0-9_]+\.csv)"', page))
        with (site / link).open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                key = (row["measure_id"], row["organisation_unit_id"], row["period_id"])
                figure = figures.pop(key)
                assert (Decimal(row["value"]) if row["value"] else None) == (
                    None if pd.isna(figure) else figure
                )
                told.add((*key, row["rag_status"], row["rag_reason"], row["explanation"]))
    assert figures == {}
    assert told == statuses


def test_the_query_for_power_bi_expects_every_metric(
    pipeline_run: PipelineRun, expected: dict[Key, Fraction]
) -> None:
    exports = pipeline_run.summary.exports
    assert exports is not None
    (query,) = exports.glob("powerbi/**/parity.dax")
    told = query.read_text(encoding="utf-8")
    asked = {key[0] for key in expected}
    missing = {metric for metric in asked if f'"{metric}"' not in told}
    assert missing == set()
