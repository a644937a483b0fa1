"""The command on publications: `vitals backtest`.

Here: options, the exit code and what is said at the end. Not here: building a past day again
(`orchestration.meetings`), and what a publication is (`orchestration.publications`).
"""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.settings import Settings
from orchestration.terminal import make_console, shown_progress

PublicationId = Annotated[
    str | None,
    typer.Argument(metavar="[PUBLICATION]", help="A publication's id; without it, the newest."),
]


def backtest(publication_id: PublicationId = None) -> None:
    """Build a publication again from what was known then, and compare it byte for byte.

    The files of every other publication are held against their hashes as well.
    """
    from orchestration.meetings import back_test

    console = make_console()
    with shown_progress(console) as progress:
        found = back_test(Settings.from_environment(), publication_id, progress)
    width = max((len(tested.publication.publication_id) for tested in found), default=0)
    for tested in found:
        said = "differs" if tested.differences else tested.agrees
        console.print(f"{tested.publication.publication_id:<{width}}  {said}", soft_wrap=True)
        for difference in tested.differences:
            console.print(f"  {difference}", soft_wrap=True, markup=False)
    if any(tested.differences for tested in found):
        raise typer.Exit(1)
