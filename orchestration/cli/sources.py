"""The commands `vitals sources …`.

Here: looking at source systems and reading one again. Not here: connectors (extract/).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from orchestration.cli.options import AsOf, Scale, SourcesFile
from orchestration.settings import Settings
from orchestration.terminal import make_console, show_connections, shown_progress

sources_app = typer.Typer(
    help="Look at the source systems, and read one again.", no_args_is_help=True
)


@sources_app.command("check")
def check_sources(sources: SourcesFile = None) -> None:
    """Test the connection to every source system and say what is wrong; nothing is loaded."""
    from orchestration.upkeep import check_sources as look

    found = look(Settings.from_environment(), sources)
    show_connections(make_console(), found)
    if any(found.values()):
        raise typer.Exit(1)


@sources_app.command("reread")
def reread(
    source: Annotated[str, typer.Argument(help="The source system, as in `vitals sources check`.")],
    month: Annotated[
        datetime | None,
        typer.Option(
            metavar="MONTH",
            formats=["%Y-%m"],
            help="Only this month (YYYY-MM); for sources that are read by day.",
        ),
    ] = None,
    sources: SourcesFile = None,
    as_of: AsOf = None,
    scale: Scale = 1.0,
) -> None:
    """Read a source again, all of it or a month, into a load of its own; `vitals run` uses it."""
    from orchestration.run_options import RunOptions
    from orchestration.upkeep import reread_source

    options = RunOptions(as_of=as_of.date() if as_of else None, sources=sources, scale=scale)
    console = make_console()
    with shown_progress(console) as progress:
        loads = reread_source(
            Settings.from_environment(), options, source, month.date() if month else None, progress
        )
    for load in loads:
        console.print(f"{load.source}: {load.row_count:,} rows of {load.table_name} read again")
