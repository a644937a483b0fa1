"""The project for Power BI of a whole release: complete, and expecting the right figures."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from orchestration.metrics.metric import Aggregation, Metric, Scope
from orchestration.metrics.released import read_metrics
from orchestration.publish.powerbi.export import Exported, export_powerbi
from orchestration.publish.powerbi.sources import Source
from orchestration.publish.release import Release
from tests.support.powerbi_dax import Project

ROW = re.compile(
    r'"Metric", "(?P<metric>.+)",\s+"Fiscal quarter", "(?P<quarter>.+)",\s+'
    r'"Unit", "(?P<unit>.*)",\s+"Expected", (?P<figure>.+),'
)


@pytest.fixture(scope="module")
def exported(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return export_powerbi(release, Source.PARQUET, tmp_path_factory.mktemp("powerbi"))


def test_every_metric_of_a_release_is_a_measure(exported: Exported, release: Release) -> None:
    assert exported.generation.refused == ()
    assert exported.generation.unaccounted(read_metrics(release.folder)) == ()
    told = (
        exported.folder / "VitalSigns.SemanticModel" / "definition" / "tables" / "Metrics.tmdl"
    ).read_text(encoding="utf-8")
    named = re.findall(r"annotation VitalSigns_Metric = (\S+)", told)
    assert sorted(named) == sorted(m.name for m in read_metrics(release.folder).metrics)
    for measure in {m.measure_id for m in read_metrics(release.folder).metrics if m.measure_id}:
        assert f"annotation VitalSigns_Passport = passports/{measure}.html\n" in told


def test_the_query_expects_what_pandas_counts(exported: Exported, release: Release) -> None:
    query = exported.folder / "VitalSigns.SemanticModel" / "DAXQueries" / "parity.dax"
    rows = list(ROW.finditer(query.read_text(encoding="utf-8")))
    metrics = {metric.name: metric for metric in read_metrics(release.folder).metrics}
    dates = pd.read_parquet(release.folder / "dim_dates.parquet")
    quarters = dict(zip(dates["date_day"], dates["fiscal_quarter"], strict=True))
    facts = {
        table: pd.read_parquet(release.folder / f"{table}.parquet")
        for table in {metric.table for metric in metrics.values()}
    }
    # Some measures of a small sandbox have no figure; those that have one are all told.
    with_rows = {name for name, metric in metrics.items() if len(_of(facts[metric.table], metric))}
    assert {row["metric"] for row in rows} == with_rows
    for row in rows:
        metric = metrics[row["metric"]]
        found = _of(facts[metric.table], metric)
        found = found[found[metric.date_column].map(quarters) == row["quarter"]]
        if metric.scope is Scope.UNITS:
            found = found[found["organisation_unit_id"] == row["unit"]]
        figure = _counted(found, metric)
        if figure is None:
            assert row["figure"] == "BLANK()", row["metric"]
        else:
            assert float(row["figure"]) == pytest.approx(float(figure), rel=1e-9), row["metric"]


def test_what_each_measure_says_in_dax_is_what_the_query_expects(
    exported: Exported, release: Release
) -> None:
    project = Project.of(exported.folder, release.folder)
    dates = pd.read_parquet(release.folder / "dim_dates.parquet")
    query = exported.folder / "VitalSigns.SemanticModel" / "DAXQueries" / "parity.dax"
    measures = project.measures()
    rows = list(ROW.finditer(query.read_text(encoding="utf-8")))
    assert len(rows) > len(measures) / 2
    for row in rows:
        days = set(dates[dates["fiscal_quarter"] == row["quarter"]]["date_day"])
        figure = project.worked_out(measures[row["metric"]], days, row["unit"])
        told = None if row["figure"] == "BLANK()" else float(row["figure"])
        found = None if figure is None else float(figure)
        assert found == (told if told is None else pytest.approx(told, rel=1e-9)), row["metric"]


def _of(facts: pd.DataFrame, metric: Metric) -> pd.DataFrame:
    for column, value in metric.where:
        facts = facts[facts[column] == value]
    return facts


def _counted(rows: pd.DataFrame, metric: Metric) -> Decimal | int | None:
    if metric.aggregation is Aggregation.COUNT:
        return len(rows)
    if metric.aggregation is Aggregation.PARTS:
        weights = sum(rows["weight"].dropna(), Decimal(0))
        return sum(rows["weighted_value"].dropna(), Decimal(0)) / weights if weights else None
    if metric.aggregation is Aggregation.LATEST:
        rows = rows[rows[metric.date_column] == rows[metric.date_column].max()]
    told = rows[metric.column].dropna()
    return sum(told, Decimal(0)) if len(told) else None


def test_the_command_says_where_the_project_is(
    exported: Exported, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from orchestration.cli import app

    monkeypatch.setenv("VITALS_HOME", str(release.folder.parent.parent))
    asked = ["export", "powerbi", "--source", "postgres", "--output", str(tmp_path)]
    told = CliRunner().invoke(app, [*asked, "--set", "server=bi.example:5432"])
    assert told.exit_code == 0, told.output
    assert f"{len(exported.generation.exported)} metrics exported, 0 refused." in told.output
    parameters = tmp_path / "VitalSigns.SemanticModel" / "definition" / "expressions.tmdl"
    assert '"bi.example:5432"' in parameters.read_text(encoding="utf-8")
    wrong = CliRunner().invoke(app, [*asked, "--set", "port=1"])
    assert wrong.exit_code == 2
