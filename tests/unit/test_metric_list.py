"""The metrics that follow from the catalogue, and their form for MetricFlow.

Here: which metrics there are, what they are called, hostile texts, staleness. Not here: their
figures (tests/integration/test_metrics_golden.py).
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
import yaml

from orchestration.metrics.catalogue import metric_list, read_metric_list
from orchestration.metrics.definitions import (
    FILE,
    StaleMetricsError,
    refuse_stale,
    write_definitions,
)
from orchestration.metrics.metric import Aggregation, Metric, Scope
from orchestration.settings import PROJECT_ROOT

SCORECARD = {"scorecard_id": "s", "short_name": "S", "name": "Scorecard", "sort_order": 1}
MEASURE = {
    "measure_id": "s_calls_answered",
    "scorecard_id": "s",
    "objective_id": None,
    "code": "C1",
    "name": "Calls answered",
    "definition": "Calls answered in time",
    "numerator_description": "Calls answered",
    "denominator_description": "Calls.",
    "unit": "percent",
    "display_decimals": 1,
    "aggregation": "parts",
    "direction": "higher",
    "sort_order": 1,
}


def seeds(**chosen: object) -> dict[str, list[dict[str, object]]]:
    return {
        "measures": [MEASURE | chosen],
        "measure_units": [],
        "objectives": [],
        "rag_statuses": [{"rag_status": "green", "name": "Green"}],
        "scorecards": [SCORECARD],
        "targets": [],
        "units": [{"unit": "percent", "prefix": "", "suffix": "%"}],
    }


def of_measures(metrics: tuple[Metric, ...]) -> list[str]:
    return [metric.name for metric in metrics if metric.measure_id]


def test_each_measure_of_the_catalogue_has_its_metric() -> None:
    with (PROJECT_ROOT / "seeds" / "measures.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = read_metric_list(PROJECT_ROOT)
    metrics = {metric.name: metric for metric in found.metrics}
    assert found.refused == ()
    assert len(metrics) == len(found.metrics)
    assert len({metric.label for metric in found.metrics}) == len(found.metrics)
    for row in rows:
        metric = metrics[row["measure_id"]]
        assert metric.aggregation.value == row["aggregation"]
        assert metric.direction == row["direction"]


def test_a_metric_says_what_is_divided_and_how_spans_are_made() -> None:
    (metric,) = metric_list(seeds()).metrics[:1]
    assert metric.label == "S C1 Calls answered"
    assert metric.description == (
        "Calls answered in time. Numerator: Calls answered. Denominator: Calls. "
        "Over a longer span numerators and denominators are added up and divided; provisional "
        "figures count as they stand."
    )
    assert (metric.suffix, metric.decimals, metric.folder) == ("%", 1, ("Scorecard",))


def test_units_and_promises_give_metrics_of_their_own() -> None:
    rows = seeds()
    assert of_measures(metric_list(rows).metrics) == ["s_calls_answered"]
    rows["measure_units"] = [{"measure_id": "s_calls_answered"}]
    rows["targets"] = [{"measure_id": "s_calls_answered"}]
    metrics = {metric.name: metric for metric in metric_list(rows).metrics}
    by_unit = metrics["s_calls_answered_by_unit"]
    assert (by_unit.scope, by_unit.table) == (Scope.UNITS, "fct_unit_figures")
    attainment = metrics["s_calls_answered_attainment"]
    assert (attainment.aggregation, attainment.column) == (Aggregation.LATEST, "attainment")
    assert attainment.unit == "fraction"


@pytest.mark.parametrize(
    "measure_id",
    ["c", "s__calls", "S_calls", "s_calls_", "s-calls", "1_calls", "fiscal_year", "month"],
)
def test_an_id_that_metricflow_cannot_use_is_refused_with_the_reason(measure_id: str) -> None:
    found = metric_list(seeds(measure_id=measure_id))
    assert [entry.name for entry in found.refused] == [measure_id]
    assert of_measures(found.metrics) == []


def test_a_short_id_is_a_name_like_any_other() -> None:
    assert of_measures(metric_list(seeds(measure_id="p2")).metrics) == ["p2"]


def test_every_metric_survives_being_written_down() -> None:
    for metric in read_metric_list(PROJECT_ROOT).metrics:
        assert Metric.of_note(metric.note()) == metric


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT_ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / FILE).parent.mkdir(parents=True)
    shutil.copy(PROJECT_ROOT / FILE, tmp_path / FILE)
    return tmp_path


def change_measure(project: Path, column: str, text: str, aggregation: str = "latest") -> None:
    """Give the first measure of a project that is added up so another text in one column."""
    path = project / "seeds" / "measures.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    row = next(row for row in rows if row["aggregation"] == aggregation)
    row[column] = text
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_the_definitions_are_what_the_catalogue_gives(project: Path) -> None:
    kept = (project / FILE).read_bytes()
    assert write_definitions(project).read_bytes() == kept


@pytest.mark.parametrize(
    ("column", "text"),
    [("name", "Another name"), ("direction", "lower"), ("display_decimals", "3")],
)
def test_definitions_of_an_older_catalogue_are_refused(
    project: Path, column: str, text: str
) -> None:
    change_measure(project, column, text)
    with pytest.raises(StaleMetricsError) as raised:
        refuse_stale(project)
    assert "vitals metrics generate" in raised.value.remedy
    write_definitions(project)
    refuse_stale(project)


@pytest.mark.parametrize("aggregation", ["parts", "total", "latest"])
def test_a_text_of_the_catalogue_is_never_a_template(project: Path, aggregation: str) -> None:
    hostile = "{{ env_var('HOME') }} {% raw %} {# x #}: 'quoted' \"twice\""
    change_measure(project, "name", hostile, aggregation)
    written = write_definitions(project).read_text(encoding="utf-8")
    metrics = yaml.safe_load(written)["metrics"]
    texts = [text for metric in metrics for text in (metric["label"], metric["description"])]
    assert not any(sign in text for text in texts for sign in ("{{", "{%", "{#"))
    assert any("env_var('HOME')" in text for text in texts)
