"""The commands on loads: `vitals compact`, `vitals replay`.

Here: options and what is said at the end. Not here: merging (extract/compaction.py), and the stages
of a run (pipeline.py).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from orchestration.cli.options import NoExports
from orchestration.settings import Settings
from orchestration.terminal import make_console, show_summary, shown_progress

ReplayDay = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        formats=["%Y-%m-%d"],
        help="The last day that is looked at (YYYY-MM-DD). Default: the current release's.",
    ),
]


def compact(
    source: Annotated[
        str | None, typer.Argument(metavar="[SOURCE]", help="One source; without it, each.")
    ] = None,
) -> None:
    """Merge the loads of a source into one, without changing any result."""
    from orchestration.upkeep import compact as merge

    console = make_console()
    with shown_progress(console) as progress:
        merged = merge(Settings.from_environment(), source, progress)
    for one in merged:
        console.print(
            f"{one.source:<24}{one.load_count:>6} loads"
            f"{one.files_before:>8} files before{one.files_after:>6} after"
        )


def replay(
    as_of: ReplayDay = None,
    no_exports: NoExports = False,
    no_publish: Annotated[
        bool,
        typer.Option("--no-publish", metavar="", help="Stop after the tests; publish nothing."),
    ] = False,
) -> None:
    """Build and publish from the loads that are there, without asking any source."""
    from orchestration.upkeep import replay as build_again

    day = as_of.date() if as_of else None
    console = make_console()
    with shown_progress(console) as progress:
        summary, before = build_again(
            Settings.from_environment(),
            day,
            publish=not no_publish,
            progress=progress,
            exports=not no_exports,
        )
    show_summary(console, summary)
    if summary.release and before:
        same = summary.release.manifest.content_hash == before.manifest.content_hash
        console.print(f"Content           {'as in' if same else 'not as in'} {before.release_id}")
