"""The command `vitals trace`.

Here: options, and printing. Not here: finding (`orchestration.audit`).
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Annotated

import typer

from orchestration.settings import Settings
from orchestration.terminal import make_console

KnownOn = Annotated[
    datetime | None,
    typer.Option(
        "--as-known",
        metavar="DATE",
        formats=["%Y-%m-%d"],
        help="Of the releases, the one that tells what was known on this day.",
    ),
]


def trace(
    measure: Annotated[str, typer.Argument(metavar="MEASURE", help="A measure's id.")],
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[UNIT] PERIOD",
            help="A unit's id (the whole organisation without it), and a period's: 2025-12.",
        ),
    ],
    release: Annotated[
        str | None,
        typer.Option(metavar="ID", help="A release's id; without it, the current one."),
    ] = None,
    as_known: KnownOn = None,
    records: Annotated[
        int, typer.Option(min=0, max=100_000, metavar="N", help="How many records to list.")
    ] = 10,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="All of it, as JSON.")
    ] = False,
) -> None:
    """Tell where a number came from, back to the source rows."""
    from orchestration.audit.tracing import trace as find
    from orchestration.audit.words import lines_of

    if len(words) > 2:
        raise typer.BadParameter("a measure, a unit (or none) and a period are all there is")
    *unit, period = words
    trail = find(
        Settings.from_environment(),
        measure,
        unit[0] if unit else None,
        period,
        release_id=release,
        as_known=as_known.date() if as_known else None,
        limit=records,
    )
    if as_json:
        sys.stdout.write(json.dumps(trail.note(), indent=1, ensure_ascii=False) + "\n")
        return
    console = make_console()
    for heading, lines in lines_of(trail):
        console.print(f"[bold]{heading}[/]")
        for line in lines:
            console.print(f"  {line}", soft_wrap=True, markup=False)
