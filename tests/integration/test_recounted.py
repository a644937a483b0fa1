"""Every computed measure against a second computation: equal at nine decimals, for any seed.

The records come in two loads, so that most stand there twice and some were corrected. What is
expected comes from tests/recount: one module for each domain, from the raw rows, in fractions, with
no SQL and no float. VITALS_RECOUNT_SEEDS says how many seeds are tried.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.extract.run import extract_all
from orchestration.horizon import Horizon
from orchestration.sandbox.sandbox import running_sandbox
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.transform.builds import new_build
from orchestration.transform.dbt import WAREHOUSE, build_arguments, run_dbt
from tests.support.recounting import Figures, absent, ninth, seed_rows, value_of

FIRST, LAST = date(2025, 10, 31), date(2026, 1, 31)
SCALE = 0.02
SEEDS = [7 + 1_009 * n for n in range(int(os.environ.get("VITALS_RECOUNT_SEEDS", "1")))]
RECOUNTS = sorted(file.stem for file in Path(__file__).parents[1].joinpath("recount").glob("*.py"))


@dataclass(frozen=True)
class Recounted:
    """What the warehouse says of one seed, and what the recounts say."""

    warehouse: duckdb.DuckDBPyConnection
    figures: Figures

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The answer of the warehouse, for the measures that were recounted."""
        measures = sorted({measure for measure, _, _ in self.figures})
        return self.warehouse.execute(f"{query} where measure_id in $1", [measures]).fetchall()


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"seed {seed}")
def recounted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Recounted]:
    """All sources read twice, three months apart, and a build of what is computed from them."""
    settings = Settings(root=PROJECT_ROOT, home=tmp_path_factory.mktemp("recount").resolve())
    for day in (FIRST, LAST):
        with running_sandbox(settings, as_of=day, seed=request.param, scale=SCALE) as sandbox:
            extract_all(settings, sandbox.sources, progress=lambda _: None)
    build = new_build(settings)
    for command, select in (("seed", "*"), ("run", "+int_observations")):
        run_dbt(settings, build, build_arguments(settings, Horizon(LAST), command, select=select))
    figures: Figures = {}
    for name in RECOUNTS:
        found = import_module(f"tests.recount.{name}").recount(settings.raw, LAST)
        assert not figures.keys() & found.keys()
        figures |= found
    with duckdb.connect(str(build / WAREHOUSE), read_only=True) as connection:
        yield Recounted(connection, figures)


def test_every_computed_measure_is_recounted(recounted: Recounted) -> None:
    computed = recounted.warehouse.execute(
        "select distinct measure_id from intermediate.int_measures_computed"
    ).fetchall()
    assert {measure for (measure,) in computed} == {key[0] for key in recounted.figures}


def test_every_figure_agrees_at_nine_decimals(recounted: Recounted) -> None:
    scales = {row["measure_id"]: Fraction(row["scale"]) for row in seed_rows("measures")}
    query = (
        "select measure_id, organisation_unit_id, period_id, numerator, denominator, value"
        " from intermediate.int_observations"
    )
    wrong = []
    for *place, numerator, denominator, value in recounted.rows(query):
        key = (place[0], place[1], place[2])
        parts = recounted.figures.get(key, absent(recounted.figures, key[0]))
        expected = (ninth(parts[0]), ninth(parts[1]), value_of(parts, scales[key[0]]))
        if (numerator, denominator, value) != expected:
            wrong.append((key, (numerator, denominator, value), expected))
    assert wrong == []


def test_no_figure_that_is_owed_is_missing(recounted: Recounted) -> None:
    columns = "select measure_id, organisation_unit_id, period_id from intermediate."
    owed = set(recounted.rows(f"{columns}int_measure_periods"))
    said = set(recounted.rows(f"{columns}int_observations"))
    assert sorted((recounted.figures.keys() & owed) - said) == []
    assert {measure for measure, _, _ in recounted.figures.keys() & said} == {
        measure for measure, _, _ in recounted.figures
    }
