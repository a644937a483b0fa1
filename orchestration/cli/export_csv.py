"""The command `vitals export csv`.

Here: its options and what it says at the end. Not here: the files (publish.open_data).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.options import ReleaseOption
from orchestration.settings import Settings
from orchestration.terminal import make_console

TableNames = Annotated[
    list[str] | None,
    typer.Option("--table", metavar="NAME", help="A table; may be given often. Default: all."),
]
OutputFolder = Annotated[
    Path | None,
    typer.Option(
        "--output",
        metavar="FOLDER",
        file_okay=False,
        help="The folder to write. Default: var/exports/RELEASE/csv.",
    ),
]
Check = Annotated[
    bool,
    typer.Option(
        "--check",
        metavar="",
        help="Hold every row against the description, with the frictionless library; "
        "all tables take a minute or two.",
    ),
]


def export_csv(
    release: ReleaseOption = None,
    table: TableNames = None,
    output: OutputFolder = None,
    check: Check = False,
) -> None:
    """Tables as CSV, safe to open in a spreadsheet, with a data package that describes them."""
    from orchestration.publish.exports import report_export
    from orchestration.publish.open_data.export import export_csv as export
    from orchestration.publish.release import read_release

    settings = Settings.from_environment()
    made = export(settings, release, table or (), output)
    report_export(settings, read_release(settings, made.release_id), made.generation)
    console = make_console()
    console.print(f"{made.folder}  {len(made.files)} tables", soft_wrap=True, markup=False)
    if not check:
        return
    from orchestration.publish.open_data.check import check_package

    found = check_package(made.folder)
    for line in found:
        console.print(f"  {line}", soft_wrap=True, markup=False)
    console.print("not valid" if found else "valid by frictionless")
    if found:
        raise typer.Exit(1)
