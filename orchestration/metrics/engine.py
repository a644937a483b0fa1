"""Asking metrics: MetricFlow writes the SQL, DuckDB runs it over the Parquet files of a release.

Here: the engine, in this process, without a server, and the answer. Not here: what may be asked by
(questions.py), the definitions (definitions.py) and drawing an answer (cli/metrics.py).

MetricFlow is imported when an engine is made: it takes more than a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import duckdb

from orchestration.metrics.metric import Metric, Scope
from orchestration.metrics.questions import (
    BY_UNIT,
    GROUPS,
    UNIT_GROUPS,
    Condition,
    MetricError,
    group_of,
    read_condition,
    template,
)
from orchestration.metrics.released import SEMANTICS, read_metrics
from orchestration.metrics.written_sql import remembered
from orchestration.publish.marts import name, text

if TYPE_CHECKING:
    from metricflow_semantic_interfaces.implementations.semantic_manifest import (
        PydanticSemanticManifest,
    )


@dataclass(frozen=True)
class Answer:
    """Rows of one question: a column for each thing it was asked by, then the metrics' own.

    A figure is a float of double precision: to nine significant digits the figure of the marts.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    sql: str


class Engine:
    """Answers questions about one release."""

    def __init__(
        self, definitions: Path, connection: duckdb.DuckDBPyConnection, metrics: Sequence[Metric]
    ) -> None:
        """`definitions` is MetricFlow's manifest; `connection` has the marts it names."""
        self._definitions = definitions
        self._semantics = _read_semantics(definitions)
        self._connection = connection
        self.metrics = {metric.name: metric for metric in metrics}

    def ask(self, names: Sequence[str], by: Sequence[str], where: Sequence[str] = ()) -> Answer:
        """The metrics by what is named in `by` (keys of GROUPS), where all conditions hold.

        A condition reads `fiscal_year = 2025/26`. A metric asked by unit is that of its units.
        Raises MetricError for what is not known or has no meaning.
        """
        names, by = list(dict.fromkeys(names)), list(dict.fromkeys(by))
        conditions = [read_condition(told) for told in where]
        asked = {*by, *(condition.group for condition in conditions)}
        groups = [group_of(word) for word in by]
        metrics = [self._metric(given, is_by_unit=bool(asked & UNIT_GROUPS)) for given in names]
        return self._run(self._sql([metric.name for metric in metrics], by, groups, conditions))

    def ask_saved(self, saved_query: str) -> Answer:
        """A saved query of the release, by its name."""
        found = next(one for one in self._semantics.saved_queries if one.name == saved_query)
        names = found.query_params.metrics

        def write() -> str:
            return self._explain(names, {"saved_query_name": saved_query})

        return self._run(remembered(self._definitions, saved_query, write))

    def _run(self, sql: str) -> Answer:
        found = self._connection.execute(sql)
        columns = [column[0] for column in found.description or ()]
        rows = sorted(
            map(_with_days, found.fetchall()), key=lambda row: [str(cell) for cell in row]
        )
        words = {metricflow: word for word, metricflow in GROUPS.items()}
        return Answer(tuple(words.get(column, column) for column in columns), tuple(rows), sql)

    def _metric(self, given: str, *, is_by_unit: bool) -> Metric:
        metric = self.metrics.get(given)
        if metric is None:
            near = ", ".join(get_close_matches(given, self.metrics, n=3))
            raise MetricError(
                f"There is no metric {given}.",
                f"Near it: {near}." if near else "`vitals metrics list` has them all.",
            )
        if metric.scope is Scope.UNITS and not is_by_unit:
            raise MetricError(
                f"{given} has no total: units need not add up to the organisation.",
                "Ask it --by organisation_unit, or ask "
                f"{given.removesuffix(BY_UNIT)} for the whole.",
            )
        if not is_by_unit or metric.scope is Scope.UNITS or metric.measure_id is None:
            return metric
        found = self.metrics.get(given + BY_UNIT)
        if found is None:
            raise MetricError(
                f"{given} is not reported by unit.", "Ask it without organisation_unit."
            )
        return found

    def _sql(
        self,
        names: Sequence[str],
        by: Sequence[str],
        groups: Sequence[str],
        conditions: Sequence[Condition],
    ) -> str:
        from metricflow_semantics.errors.error_classes import InvalidQueryException

        question = {
            "metric_names": list(names),
            "group_by_names": list(groups),
            "where_constraints": [template(condition) for condition in conditions],
        }
        try:
            return self._explain(names, question)
        except InvalidQueryException as error:
            words = [*by, *(condition.group for condition in conditions)]
            raise MetricError(
                f"{', '.join(names)} cannot be asked by {', '.join(words) or 'nothing'}: a metric "
                "is asked by what its own rows know.",
                f"Leave one of them out. There are: {', '.join(GROUPS)}.",
            ) from error

    def _explain(self, names: Sequence[str], question: Mapping[str, Any]) -> str:
        """The SQL of a question, from an engine that knows its metrics alone.

        MetricFlow compares all metrics of a table with each other: with hundreds it takes seconds.
        """
        from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
        from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

        known = {metric.name: metric for metric in self._semantics.metrics}
        asked = [known[wanted] for wanted in names]
        parts = [known[part.name] for metric in asked for part in metric.input_metrics]
        kept = {metric.name: metric for metric in (*asked, *parts)}
        semantics = self._semantics.copy(update={"metrics": list(kept.values())})
        lookup = SemanticManifestLookup(semantics)
        metricflow = MetricFlowEngine(lookup, _dialect())  # type: ignore[arg-type]
        return metricflow.explain(MetricFlowQueryRequest.create(**question)).sql_statement.sql


@contextmanager
def open_engine(folder: Path) -> Iterator[Engine]:
    """An engine over a release's folder; raises UndescribedReleaseError where it has none."""
    metrics = read_metrics(folder).metrics
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set timezone = 'UTC'")
        connection.execute("attach ':memory:' as warehouse")
        connection.execute("create schema warehouse.marts")
        for file in sorted(folder.glob("*.parquet")):
            connection.execute(
                f"create view warehouse.marts.{name(file.stem)} as from read_parquet({text(file)})"
            )
        yield Engine(folder / SEMANTICS, connection, metrics)


def _read_semantics(manifest: Path) -> PydanticSemanticManifest:
    from metricflow_semantics.model.dbt_manifest_parser import (
        parse_manifest_from_dbt_generated_manifest,
    )

    return parse_manifest_from_dbt_generated_manifest(manifest.read_text(encoding="utf-8"))


def _dialect() -> object:
    """All that MetricFlow needs to write SQL for DuckDB; it is run by the engine above."""
    from metricflow.protocols.sql_client import SqlEngine
    from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer

    return SimpleNamespace(
        sql_engine_type=SqlEngine.DUCKDB, sql_plan_renderer=DuckDbSqlPlanRenderer()
    )


def _with_days(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """MetricFlow gives the first day of a span as a moment."""
    return tuple(cell.date() if isinstance(cell, datetime) else cell for cell in row)
