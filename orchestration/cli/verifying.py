"""The command on a release's truth: `vitals verify-release`.

Here: what is said of the differences, and the exit code. Not here: recomputing hashes
(`orchestration.publish.verify`) and judging again (`orchestration.audit.rederive`).
"""

from __future__ import annotations

import typer

from orchestration.cli.options import ReleaseId
from orchestration.settings import Settings
from orchestration.terminal import make_console


def verify(release_id: ReleaseId = None) -> None:
    """Recompute every hash and count of a release, and judge every status again.

    The current release by default. Statuses are worked out from the release's own values, targets
    and rules, by code of their own.
    """
    from orchestration.audit.rederive.comparing import NOT_REDERIVED, rederive
    from orchestration.publish.release import read_release
    from orchestration.publish.verify import verify_release

    settings = Settings.from_environment()
    release = read_release(settings, release_id)
    console = make_console()

    def tell(line: str) -> None:
        console.print(line, soft_wrap=True, markup=False, highlight=False)

    altered = verify_release(settings, release.release_id)
    for difference in altered:
        tell(difference)
    judged = rederive(release)
    for difference in judged.differences:
        tell(difference)
    for reason, rows in judged.left_out.items():
        tell(f"Not judged again: {rows} rows, because {reason}.")
    if altered:
        tell(f"Release {release.release_id} is not what its manifest says.")
    else:
        tell(f"Release {release.release_id} is whole: {len(release.manifest.files)} files.")
    count = len(judged.differences)
    tell(
        f"{judged.judged} statuses judged again from its own values, targets and rules: "
        f"{count or 'no'} difference{'' if count == 1 else 's'}."
    )
    if judged.held:
        tables = ", ".join(f"{rows} of {table}" for table, rows in judged.held.items())
        tell(f"Rows held against them: {tables}.")
    tell(f"Not part of this: {NOT_REDERIVED}.")
    if altered or judged.differences:
        raise typer.Exit(1)
