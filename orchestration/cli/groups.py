"""The groups of commands that take a release elsewhere: `vitals export …`, `vitals publish …`.

Here: what each group is for. Not here: its commands; each stands in a module of its own.
"""

from __future__ import annotations

import typer

export_app = typer.Typer(
    help="Make of a release what another tool opens: files, written on this machine.",
    no_args_is_help=True,
)
publish_app = typer.Typer(
    help="Bring a release into a server that others read from.", no_args_is_help=True
)


@export_app.callback()
def exports() -> None:
    """Keep commands of one group together, however few there are."""


@publish_app.callback()
def publications() -> None:
    """Keep commands of one group together, however few there are."""
