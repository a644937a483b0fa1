"""Every metric, asked of MetricFlow, is the figure of the marts and of an independent count.

Here: all metrics by month, fiscal quarter and fiscal year, of organisations, units and scorecards;
the saved queries of the release; questions without an answer. Not here: other tools
(test_parity.py), and the list of metrics (tests/unit/test_metric_list.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from orchestration.metrics.engine import Answer, Engine, open_engine
from orchestration.metrics.metric import Aggregation, Metric, Scope
from orchestration.metrics.questions import MetricError
from tests.conftest import PipelineRun
from tests.support.metric_recount import Key, agree, parquet_of, recount

GRAINS = ("month", "fiscal_quarter", "fiscal_year")
# So many are asked at once: MetricFlow's work grows faster than their number.
AT_ONCE = 12


@pytest.fixture(scope="module")
def folder(pipeline_run: PipelineRun) -> Path:
    assert pipeline_run.summary.release
    return pipeline_run.summary.release.folder


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[Engine]:
    with open_engine(folder) as opened:
        yield opened


@pytest.mark.parametrize("grain", GRAINS)
def test_every_metric_is_what_was_counted_independently(
    engine: Engine, folder: Path, grain: str
) -> None:
    expected = recount(parquet_of(folder), [grain])
    answered = dict(_answers(engine, grain))
    assert answered.keys() == expected.keys()
    wrong = {
        key: (figure, float(expected[key]))
        for key, figure in answered.items()
        if not agree(figure, expected[key])
    }
    assert not wrong
    with_figures = {key[0] for key in expected}
    assert with_figures <= set(engine.metrics)


def _answers(engine: Engine, grain: str) -> Iterator[tuple[Key, float]]:
    metrics = engine.metrics.values()
    counts = [metric for metric in metrics if metric.aggregation is Aggregation.COUNT]
    units = [metric for metric in metrics if metric.scope is Scope.UNITS]
    wholes = [metric for metric in metrics if metric not in counts and metric not in units]
    for group, found in (("scorecard", counts), ("organisation_unit", units), ("", wholes)):
        by = [grain, group] if group else [grain]
        for some in _batched(found):
            yield from _cells(engine.ask(some, by), grain, group)


def _batched(metrics: list[Metric]) -> Iterator[list[str]]:
    for start in range(0, len(metrics), AT_ONCE):
        yield [metric.name for metric in metrics[start : start + AT_ONCE]]


def _cells(answer: Answer, grain: str, group: str) -> Iterator[tuple[Key, float]]:
    for row in answer.rows:
        cells = dict(zip(answer.columns, row, strict=True))
        span = cells.pop(grain)
        whose = cells.pop(group) if group else ""
        span = f"{span:%Y-%m}" if isinstance(span, date) else span
        for name, figure in cells.items():
            if figure is not None:
                yield (name, whose, grain, span), figure


def test_a_month_of_a_monthly_measure_is_the_figure_of_the_mart(
    engine: Engine, folder: Path
) -> None:
    values = pd.read_parquet(folder / "fct_measure_values.parquet")
    measures = pd.read_parquet(folder / "dim_measures.parquet").set_index("measure_id")
    values = values[values["value"].notna()]
    monthly = values[values["measure_id"].map(measures["frequency"]) == "month"]
    wholes = monthly[
        monthly["organisation_unit_id"] == monthly["measure_id"].map(measures["scorecard_id"])
    ]
    printed = {
        (row.measure_id, "", "month", row.period_id): Fraction(row.value)
        for row in wholes.itertuples()
    }
    names = sorted({key[0] for key in printed})
    answered = {
        key: figure
        for some in _batched([engine.metrics[name] for name in names])
        for key, figure in _cells(engine.ask(some, ["month"]), "month", "")
    }
    assert answered.keys() == printed.keys()
    assert all(agree(answered[key], figure) for key, figure in printed.items())


def test_the_saved_figures_of_a_release_are_the_answers(folder: Path) -> None:
    expected = recount(parquet_of(folder), GRAINS[1:])
    saved = duckdb.sql(
        "select metric, coalesce(scorecard_id, organisation_unit_id, ''), grain, period_id, value "
        f"from '{folder}/metric_figures.parquet'"
    ).fetchall()
    figures = {row[:4]: row[4] for row in saved}
    assert len(figures) == len(saved)
    without_attainment = {key for key in expected if not key[0].endswith("_attainment")}
    assert figures.keys() == without_attainment
    for key, figure in figures.items():
        nine_places = Fraction(1, 2 * 10**9)
        assert isinstance(figure, Decimal)
        assert abs(Fraction(figure) - expected[key]) <= nine_places + abs(expected[key]) / 10**12


@pytest.mark.parametrize(
    ("names", "by", "where", "said"),
    [
        (["dhcw_kr_9_9"], [], [], "There is no metric dhcw_kr_9_9"),
        (["dhcw_kr_1_2"], ["colour"], [], "Nothing can be asked by colour"),
        (["dhcw_kr_1_2"], ["month", "objective"], [], "cannot be asked by month, objective"),
        (["dhcw_kr_1_2"], ["organisation_unit"], [], "is not reported by unit"),
        (["dhcw_kr_1_4_by_unit"], ["month"], [], "has no total"),
        (["dhcw_kr_1_2"], ["month"], ["fiscal_year"], "cannot be read"),
        (["dhcw_kr_1_2"], ["month"], ["fiscal_year = {{ x }}"], "holds a brace"),
        (["dhcw_kr_1_2"], ["month"], ["day >= tomorrow"], "'tomorrow' is no day"),
        (["dhcw_kr_1_2"], ["month"], ["month = 2025-13"], "'2025-13' is no month"),
    ],
)
def test_a_question_without_an_answer_says_why(
    engine: Engine, names: list[str], by: list[str], where: list[str], said: str
) -> None:
    with pytest.raises(MetricError, match=said) as raised:
        engine.ask(names, by, where)
    assert raised.value.remedy


def test_a_value_in_a_condition_is_a_value_and_nothing_else(engine: Engine) -> None:
    hostile = "organisation_unit = x' or 'a' = 'a"
    answer = engine.ask(["dhcw_kr_1_4"], ["month", "organisation_unit"], [hostile])
    assert answer.rows == ()


def test_a_month_is_written_as_people_write_it_and_nothing_is_asked_twice(engine: Engine) -> None:
    names, by = ["dhcw_kr_1_2", "dhcw_kr_1_2"], ["month", "month"]
    answer = engine.ask(names, by, ["month = 2025-12"])
    assert answer.columns == ("month", "dhcw_kr_1_2")
    assert [row[0] for row in answer.rows] == [date(2025, 12, 1)]


def test_a_condition_narrows_the_answer_to_one_unit_and_year(engine: Engine) -> None:
    where = ["fiscal_year = 2025/26", "organisation_unit = dhcw_powys"]
    answer = engine.ask(["dhcw_kr_1_4"], ["fiscal_quarter", "organisation_unit"], where)
    assert answer.columns == ("fiscal_quarter", "organisation_unit", "dhcw_kr_1_4_by_unit")
    assert [row[0] for row in answer.rows] == [f"2025/26-Q{number}" for number in (1, 2, 3, 4)]
    assert {row[1] for row in answer.rows} == {"dhcw_powys"}


FIGURES = """
copy (
    select
        measure_id, {unit} period_id, 'dhcw' as scorecard_id,
        cast(value as decimal(38, 9)) as value, cast(null as decimal(38, 9)) as weighted_value,
        cast(null as decimal(38, 9)) as weight, cast(null as decimal(38, 9)) as attainment,
        cast(day as date) as period_start_date, cast(day as date) as period_end_date
    from (values {rows}) as figures(measure_id, organisation_unit_id, period_id, value, day)
) to '{file}' (format parquet)
"""


@pytest.fixture
def stopped(folder: Path, tmp_path: Path) -> Path:
    """A release in which one measure, and one unit, reported in April and never again."""
    for file in folder.iterdir():
        (tmp_path / file.name).symlink_to(file)
    months = (("2025-04", 10, "2025-04-30"), ("2025-05", 20, "2025-05-31"))
    wholes = [("dhcw_kr_1_1", "dhcw", *month) for month in months]
    wholes.append(("dhcw_kr_2_4", "dhcw", *months[0]))
    units = [("dhcw_kpi_pl04", "dhcw_data", *month) for month in months]
    units.append(("dhcw_kpi_pl04", "dhcw_people", "2025-04", 5, "2025-04-30"))
    for mart, unit, rows in (
        ("fct_organisation_figures", "", wholes),
        ("fct_unit_figures", "organisation_unit_id,", units),
    ):
        (tmp_path / f"{mart}.parquet").unlink()
        file = tmp_path / f"{mart}.parquet"
        duckdb.sql(FIGURES.format(unit=unit, rows=", ".join(map(str, rows)), file=file))
    return tmp_path


def test_what_stopped_reporting_keeps_its_last_figure_in_a_longer_span(stopped: Path) -> None:
    with open_engine(stopped) as engine:
        wholes = engine.ask(["dhcw_kr_1_1", "dhcw_kr_2_4"], ["fiscal_year"])
        units = engine.ask(["dhcw_kpi_pl04"], ["fiscal_quarter", "organisation_unit"])
        months = engine.ask(["dhcw_kr_1_1", "dhcw_kr_2_4"], ["month"])
    assert wholes.rows == (("2025/26", 20, 10),)
    assert units.rows == (("2025/26-Q1", "dhcw_data", 20), ("2025/26-Q1", "dhcw_people", 5))
    assert months.rows == ((date(2025, 4, 1), 10, 10), (date(2025, 5, 1), 20, None))
