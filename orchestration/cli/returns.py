"""The commands `vitals returns …`.

Here: the workbook somebody fills in. Not here: reading what comes back (`vitals run`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orchestration.settings import Settings
from orchestration.terminal import make_console

returns_app = typer.Typer(help="Make the workbooks that returns are sent in.", no_args_is_help=True)


@returns_app.callback()
def group() -> None:
    """Keep `template` a command of its own while it is the only one."""


@returns_app.command("template")
def template(
    scorecard: Annotated[str, typer.Argument(help="A scorecard_id, such as dhcw.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="FILE", help="Where to write it. Default: SCORECARD_return.xlsx."
        ),
    ] = None,
) -> None:
    """Write an XLSX workbook with a sheet for each kind of return and lists to choose from."""
    from orchestration.catalogue.return_sheets import UnknownScorecardError, read_template
    from orchestration.catalogue.return_template import write_template

    try:
        found = read_template(Settings.from_environment().root, scorecard)
    except UnknownScorecardError as error:
        raise typer.BadParameter(str(error)) from error
    file = output or Path(f"{scorecard}_return.xlsx")
    if file.exists():
        raise typer.BadParameter(f"{file} is there already; it may have been filled in")
    file.write_bytes(write_template(found))
    make_console().print(f"Template  {file}", soft_wrap=True)
