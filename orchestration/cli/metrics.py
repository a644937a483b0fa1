"""The commands `vitals metrics …`.

Here: options and how an answer is shown. Not here: metrics and their engine (metrics/).
"""

from __future__ import annotations

import csv
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.cli.options import ReleaseOption
from orchestration.settings import Settings
from orchestration.terminal import make_console, show_rows

if TYPE_CHECKING:
    from orchestration.metrics.engine import Answer
    from orchestration.metrics.metric import Metric

SURE_DIGITS = 12

metrics_app = typer.Typer(
    help="The semantic layer: one metric for each thing that may be asked.", no_args_is_help=True
)


@metrics_app.command("generate")
def generate() -> None:
    """Write the metrics that follow from the catalogue, and what each page and export uses."""
    from orchestration.metrics.definitions import write_definitions
    from orchestration.publish.exposures import write_exposures

    root = Settings.from_environment().root
    file = write_definitions(root)
    write_exposures(root)
    make_console().print(f"Metrics  {file}", soft_wrap=True)


@metrics_app.command("list")
def list_metrics(
    scorecard: Annotated[
        str | None, typer.Option("--scorecard", help="Only this scorecard's.")
    ] = None,
    release: ReleaseOption = None,
) -> None:
    """List the metrics of a release: name, what it is, unit, how it is added up."""
    from orchestration.metrics.released import read_metrics
    from orchestration.publish.release import read_whole_release

    found = read_metrics(read_whole_release(Settings.from_environment(), release).folder)
    shown = [one for one in found.metrics if scorecard in (None, one.scorecard_id)]
    if not shown:
        raise typer.BadParameter(f"there is no metric of a scorecard {scorecard!r}")
    rows = [(one.name, one.label, one.unit, one.aggregation.value) for one in shown]
    console = make_console()
    show_rows(console, ("Metric", "What it is", "Unit", "Longer spans"), rows)
    for refusal in found.refused:
        console.print(f"{refusal.name}: {refusal.reason}", soft_wrap=True, markup=False)


@metrics_app.command("query")
def query(
    metrics: Annotated[list[str], typer.Argument(metavar="METRIC...", help="One or more metrics.")],
    by: Annotated[
        str,
        typer.Option("--by", metavar="NAME,…", help="Such as fiscal_quarter,organisation_unit."),
    ] = "",
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="CONDITION", help="Such as 'fiscal_year = 2025/26'."),
    ] = None,
    as_csv: Annotated[
        bool, typer.Option("--csv", metavar="", help="All digits, as comma-separated values.")
    ] = False,
    release: ReleaseOption = None,
) -> None:
    """Ask one or more metrics of a release, in this process."""
    from orchestration.metrics.engine import open_engine
    from orchestration.publish.release import read_whole_release

    folder = read_whole_release(Settings.from_environment(), release).folder
    words = [word.strip() for word in by.split(",") if word.strip()]
    with open_engine(folder) as engine:
        answer = engine.ask(metrics, words, where or [])
        if as_csv:
            _write_csv(answer)
        else:
            _show(answer, engine.metrics)


def _write_csv(answer: Answer) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_digits(cell) for cell in row] for row in answer.rows)


def _digits(cell: Any) -> Any:
    """A figure with the digits that are sure: a double has fifteen, a sum of them a few less."""
    if isinstance(cell, float):
        cell = Decimal(f"{cell:.{SURE_DIGITS}g}")
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else cell


def _show(answer: Answer, metrics: dict[str, Metric]) -> None:
    rows = [
        tuple(
            _figure(cell, metrics.get(column))
            for column, cell in zip(answer.columns, row, strict=True)
        )
        for row in answer.rows
    ]
    show_rows(make_console(), answer.columns, rows)


def _figure(cell: Any, metric: Metric | None) -> str:
    if cell is None:
        return "-"
    if metric is None:
        return str(cell)
    if metric.unit == "fraction":
        return f"{cell:.{metric.decimals}%}"
    return f"{metric.prefix}{cell:,.{metric.decimals}f}{metric.suffix}"
