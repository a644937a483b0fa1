"""dbt's seeds and models as one set of assets; its data tests are their checks.

Here: starting dbt with the arguments `vitals run` uses, and passing on what it says. Not here: the
arguments (transform/dbt.py), names (translator.py).
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, dbt_assets
from dagster_dbt.errors import DagsterDbtCliRuntimeError

from orchestration.defs.failures import told_to_dagster
from orchestration.defs.pools import BUILD_FILE
from orchestration.defs.run_resource import RunResource
from orchestration.defs.transformation.described import read_tables, with_tables
from orchestration.defs.transformation.project import ReadProject
from orchestration.environment import exported
from orchestration.pipeline import begin_build, end_build
from orchestration.settings import Settings
from orchestration.transform.builds import latest_build
from orchestration.transform.dbt import (
    WAREHOUSE,
    TransformError,
    build_arguments,
    dbt_environment,
    target_folder,
)


def dbt_resource(read: ReadProject) -> DbtCliResource:
    """dbt of this environment, whatever PATH says."""
    program = Path(sys.executable).with_name("dbt")
    return DbtCliResource(project_dir=read.project, dbt_executable=str(program))


def build_warehouse_assets(read: ReadProject) -> dg.AssetsDefinition:
    """Every seed and model; the whole set goes into a fresh build file, a part into the newest."""

    @dbt_assets(
        manifest=read.manifest,
        project=read.project,
        dagster_dbt_translator=read.translator,
        name="warehouse",
        pool=BUILD_FILE,
    )
    def warehouse(
        context: dg.AssetExecutionContext, dbt: DbtCliResource, vitals: RunResource
    ) -> Iterator[Any]:
        settings = vitals.settings
        with told_to_dagster():
            folder = _build_folder(settings, vitals, is_part=context.is_subset)
            with exported(dbt_environment(settings, folder)):
                arguments = build_arguments(settings, vitals.horizon)
                invocation = dbt.cli(
                    [*arguments, "--log-path", str(settings.logs)],
                    context=context,
                    target_path=target_folder(settings),
                )
                events, error = _all_events(invocation.stream())
            tables = read_tables(folder / WAREHOUSE)
            yield from with_tables(events, read.manifest, tables)
            end_build(settings, folder)
            if error is not None:
                raise error
            context.log.info(f"The build is {folder}.")

    return warehouse


def _build_folder(settings: Settings, vitals: RunResource, *, is_part: bool) -> Path:
    if not is_part:
        return begin_build(settings, vitals.horizon)
    newest = latest_build(settings)
    if newest is None:
        raise TransformError(
            "There is no build to put a part into.", "Run the job over everything first."
        )
    return newest


def _all_events(
    stream: Iterator[Any],
) -> tuple[list[Any], DagsterDbtCliRuntimeError | None]:
    """Everything dbt says until it ends: only then can anybody else open its file."""
    events: list[Any] = []
    try:
        events.extend(stream)  # an error half-way leaves what came before it
    except DagsterDbtCliRuntimeError as error:
        return events, error
    return events, None
