"""The command `vitals publish postgres`.

Here: its options and what is said at the end. Not here: the work (`orchestration.publish`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.options import ReleaseOption
from orchestration.settings import Settings
from orchestration.terminal import make_console, shown_progress

Url = Annotated[
    str | None,
    typer.Option(
        "--url",
        metavar="URL",
        help="postgresql://user@host:5432/database. Default: VITALS_POSTGRES_URL, then PGHOST and "
        "its like. Keep the password in PGPASSWORD: others on this machine can read a command.",
    ),
]
Memberships = Annotated[
    Path | None,
    typer.Option(
        "--memberships",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="A CSV file of who may see what; it takes the place of the list on the server.",
    ),
]


def postgres(
    url: Url = None, release: ReleaseOption = None, memberships: Memberships = None
) -> None:
    """Bring a release into PostgreSQL: schema bi, every reader with the rows that are theirs.

    Until the last step readers see the release before. An earlier release can be published again.
    """
    from orchestration.publish.postgres.address import address
    from orchestration.publish.postgres.publishing import publish_to_postgres
    from orchestration.publish.release import read_whole_release

    chosen = read_whole_release(Settings.from_environment(), release)
    server = address(url, os.environ)
    console = make_console()
    with shown_progress(console) as progress:
        done = publish_to_postgres(chosen, server, memberships=memberships, progress=progress)
    console.print(
        f"Release {done.release_id} is in schema bi: {done.tables} tables, {done.rows:,} rows.",
        soft_wrap=True,
    )
    if done.memberships is not None:
        console.print(f"Memberships  {done.memberships}, from {memberships}", soft_wrap=True)
