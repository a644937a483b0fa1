"""The command `vitals export powerbi`.

Here: its options and what is said at the end. Not here: the export (orchestration.publish.powerbi).
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.options import ReleaseOption
from orchestration.publish.powerbi.sources import Places, Source
from orchestration.settings import Settings
from orchestration.terminal import make_console


def powerbi(
    source: Annotated[
        Source,
        typer.Option(help="What the model reads: a release's Parquet files, or PostgreSQL."),
    ] = Source.PARQUET,
    release_id: ReleaseOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            file_okay=False,
            help="Where the project is written. Default: exports/<release>/powerbi in the home.",
        ),
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="A parameter of the model: folder, memberships (Parquet), server, database "
            "(PostgreSQL). Once for each.",
        ),
    ] = None,
    replace_model: Annotated[
        bool,
        typer.Option(
            "--replace-model",
            metavar="",
            help="Write the semantic model anew, though somebody changed it. The report keeps "
            "every change in any case.",
        ),
    ] = False,
) -> None:
    """Write a Power BI project (PBIP): a semantic model and a report of four pages."""
    from orchestration.publish.exports import report_export
    from orchestration.publish.powerbi.export import TARGET, describe, export_powerbi
    from orchestration.publish.release import read_whole_release

    settings = Settings.from_environment()
    release = read_whole_release(settings, release_id)
    folder = (output or settings.exports / release.release_id / TARGET).resolve()
    exported = export_powerbi(
        release, source, folder, replace_model=replace_model, places=_places(place or [])
    )
    report_export(settings, release, exported.generation)
    console = make_console()
    for line in describe(exported):
        console.print(line, soft_wrap=True, markup=False)


def _places(given: list[str]) -> dict[str, str]:
    told = [word.partition("=") for word in given]
    known = {field.name for field in fields(Places)}
    wrong = [name for name, sign, _ in told if name not in known or not sign]
    if wrong:
        raise typer.BadParameter(f"--set {wrong[0]}: give one of {', '.join(sorted(known))}=VALUE")
    return {name: value for name, _, value in told}
