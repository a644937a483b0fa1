"""The command `vitals export excel`.

Here: its options and what it says at the end. Not here: the workbook (publish.excel).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.options import ReleaseOption
from orchestration.settings import Settings
from orchestration.terminal import make_console

OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--output",
        metavar="FILE",
        dir_okay=False,
        help="The workbook to write. Default: var/exports/RELEASE/excel/vital-signs.xlsx.",
    ),
]


def export_excel(release: ReleaseOption = None, output: OutputFile = None) -> None:
    """A workbook: a sheet for each scorecard, every metric's figures, the rows behind them."""
    from orchestration.publish.excel.export import export_excel as export
    from orchestration.publish.exports import report_export
    from orchestration.publish.release import read_whole_release

    settings = Settings.from_environment()
    chosen = read_whole_release(settings, release)
    made = export(settings, chosen.release_id, output)
    report_export(settings, chosen, made.generation)
    said = f"{len(made.sheets)} sheets, {len(made.generation.exported)} metrics"
    console = make_console()
    console.print(f"{made.file}  {said}", soft_wrap=True, markup=False)
    for entry in made.generation.refused:
        console.print(f"  refused {entry.name}: {entry.reason}", soft_wrap=True, markup=False)
