"""Options and arguments that several commands share.

Here: what each is called and what its help says. Not here: commands.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        formats=["%Y-%m-%d"],
        help="The last day that is looked at (YYYY-MM-DD). "
        "Default: 2026-01-31 for the sandbox, today for real sources.",
    ),
]
AsKnown = Annotated[
    datetime | None,
    typer.Option(
        "--as-known",
        metavar="DATE",
        formats=["%Y-%m-%d"],
        help="Build what was known at the end of this day: no later load, no later entry of a "
        "register. It is the last day that is looked at, unless --as-of says otherwise.",
    ),
]
SourcesFile = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="A YAML file that names the source systems to read; credentials stay in the "
        "environment variables it names.",
    ),
]
Scale = Annotated[
    float,
    typer.Option(min=0.001, max=100.0, help="The sandbox's size; 1 is its everyday size."),
]
ReleaseId = Annotated[
    str | None, typer.Argument(metavar="[RELEASE]", help="A release's id; `vitals status` lists.")
]
ReleaseOption = Annotated[
    str | None,
    typer.Option("--release", metavar="ID", help="A release; without it, the current one."),
]
NoExports = Annotated[
    bool,
    typer.Option(
        "--no-exports",
        metavar="",
        help="Leave out what is made of the release for other tools (Power BI, Excel, docs).",
    ),
]
