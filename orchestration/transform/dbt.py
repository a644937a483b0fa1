"""dbt, run in this process.

Here: the arguments and the environment of an invocation (pure functions that Dagster uses too), the
invocation itself, and the translation of its failures. Not here: which stage comes when
(pipeline.py) and what happens to a tested build (publish/).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from orchestration.environment import exported
from orchestration.errors import ToldError
from orchestration.horizon import Horizon
from orchestration.settings import Settings
from orchestration.transform.builds import NEWEST, steady_path
from orchestration.transform.failing_rows import failing_rows
from orchestration.transform.results import RESULTS, DbtResult, NodeOutcome

WAREHOUSE = "warehouse.duckdb"
SHOWN_FAILURES = 20
NODES_PER_WORD = 25

Progress = Callable[[str], None]


class TransformError(ToldError):
    """dbt did not end green: what failed, where it stands and what to do."""


def target_folder(settings: Settings) -> Path:
    """Where dbt leaves its artifacts."""
    return settings.home / "dbt" / "target"


def dbt_environment(settings: Settings, build: Path) -> dict[str, str]:
    """The variables the project and the profile read."""
    return {
        "VITALS_HOME": str(settings.home),
        "VITALS_RAW": str(settings.raw),
        "VITALS_BUILD": str(steady_path(settings, build)),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def build_arguments(
    settings: Settings,
    horizon: Horizon | None,
    command: str = "build",
    *,
    select: str | None = None,
    exclude_unit_tests: bool = True,
) -> list[str]:
    """The words of one dbt command, without the program's name.

    Without a horizon the project's own default holds (parsing and documentation need no day).
    """
    arguments = [command, "--project-dir", str(settings.root), "--profiles-dir", str(settings.root)]
    arguments += ["--target-path", str(target_folder(settings))]
    if horizon is not None:
        arguments += ["--vars", json.dumps(horizon.variables(settings.raw))]
    if select is not None:
        arguments += ["--select", select]
    if command == "build" and exclude_unit_tests:
        arguments += ["--exclude-resource-type", "unit_test"]
    return arguments


def invoke_dbt(
    settings: Settings,
    build: Path,
    arguments: list[str],
    *,
    progress: Progress = lambda _: None,
) -> bool:
    """Run one dbt command; whether it succeeded. What dbt could not even start raises."""
    from dbt.cli.main import dbtRunner

    settings.logs.mkdir(parents=True, exist_ok=True)
    build.mkdir(parents=True, exist_ok=True)
    quiet = ["--log-level", "none", "--log-level-file", "info", "--log-path", str(settings.logs)]
    quiet += ["--no-version-check", "--no-use-colors"]
    with exported(dbt_environment(settings, build)), _released_build():
        outcome = dbtRunner(callbacks=[_counting(progress)]).invoke([*quiet, *arguments])
    if outcome.exception is not None:
        raise TransformError(
            f"dbt could not run `{arguments[0]}`: {outcome.exception}",
            f"Mend the file it names; the log is {settings.logs / 'dbt.log'}.",
        )
    return outcome.success


def run_dbt(
    settings: Settings,
    build: Path,
    arguments: list[str],
    *,
    progress: Progress = lambda _: None,
) -> DbtResult:
    """Build or test; return what was done, or raise naming every node and test that failed."""
    success = invoke_dbt(settings, build, arguments, progress=progress)
    result = green_result(settings)
    if not success:
        log = settings.logs / "dbt.log"
        raise TransformError(f"dbt ended `{arguments[0]}` without success.", f"Read {log}.")
    return result


def forget_result(settings: Settings) -> None:
    """Take away what dbt left last time, so that it is never read as this time's."""
    (target_folder(settings) / RESULTS).unlink(missing_ok=True)


def green_result(settings: Settings) -> DbtResult:
    """What dbt left, whoever started it; raises when anything in it failed."""
    log = settings.logs / "dbt.log"
    if not (target_folder(settings) / RESULTS).exists():
        raise TransformError("dbt ended before it had any result.", f"Read {log}.")
    result = DbtResult.from_target(target_folder(settings))
    if result.failures:
        warehouse = settings.builds / NEWEST / WAREHOUSE
        raise TransformError(_describe(result.failures, warehouse), _remedy(result.failures, log))
    return result


def _describe(failures: tuple[NodeOutcome, ...], warehouse: Path) -> str:
    lines = [f"{len(failures)} of dbt's nodes failed:"]
    for node in failures[:SHOWN_FAILURES]:
        kind = node.kind.replace("_", " ")
        lines.append(f"- {kind} {node.name} ({node.path}): {node.message.strip()}")
        if node.query:
            lines += [f"  {row}" for row in failing_rows(warehouse, node.query)]
    if len(failures) > SHOWN_FAILURES:
        lines.append(f"- and {len(failures) - SHOWN_FAILURES} more")
    return "\n".join(lines)


def _remedy(failures: tuple[NodeOutcome, ...], log: Path) -> str:
    if any(node.kind == "test" and node.path.startswith("seeds/") for node in failures):
        advice = "`vitals check` names file, row and column of each fault: correct the catalogue"
    elif all(node.kind == "test" for node in failures):
        advice = "Each test found rows that break a rule: correct the records or the catalogue"
    else:
        advice = "Mend the files named above"
    return f"{advice}, then run again. dbt's log is {log}."


def _counting(progress: Progress) -> Callable[[Any], None]:
    """Tell the progress every so often which node of how many begins."""

    def listen(event: Any) -> None:
        if event.info.name != "LogStartLine":
            return
        index, total = event.data.index, event.data.total
        if index % NODES_PER_WORD == 0 or index == total:
            progress(f"{index} of {total}: {event.data.node_info.node_name}")

    return listen


@contextmanager
def _released_build() -> Iterator[None]:
    """Give the build file back: while dbt's adapter holds it, nobody else can open it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import reset_adapters

    try:
        yield
    finally:
        reset_adapters()  # type: ignore[no-untyped-call]
        # Closing every connection leaves the database itself open; it is closed by its own object.
        with suppress(Exception):  # it raises a bare Exception where nothing was ever opened
            DuckDBConnectionManager.env().close()  # type: ignore[no-untyped-call]
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
