"""Releases: immutable folders, one of them current.

Here: turning a tested build into a release, finding releases, pointing back to an earlier one. Not
here: checking a release against its own manifest (verify.py) and the pages (site/).

Every release is kept: it is the record of what was said. Disk is the only limit, and a folder that
is no longer wanted may be deleted by hand as long as it is not the current one.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from orchestration.errors import ToldError
from orchestration.files import flush, flush_tree, locked, point_link
from orchestration.horizon import Horizon
from orchestration.publish.content import combine
from orchestration.publish.manifest import MANIFEST, Input, Manifest, git_state, used_versions
from orchestration.publish.marts import MartError
from orchestration.publish.release_files import Identity, ReleaseFiles, write_release_files
from orchestration.settings import Settings
from orchestration.transform.results import DbtResult

CURRENT = "current"
UNFINISHED = ".tmp-"
# What every whole release has.
FIGURES = "fct_measure_values.parquet"
ID_FORMAT = "%Y%m%dT%H%M%S%f"


class PublishError(ToldError):
    """Nothing was published, or nothing was pointed elsewhere: why, and what to do."""


@dataclass(frozen=True)
class Release:
    """A published folder and what its manifest says."""

    folder: Path
    manifest: Manifest

    @property
    def is_whole(self) -> bool:
        """Whether it holds figures; that of a past meeting holds the meeting's pack alone."""
        return any(file.name == FIGURES for file in self.manifest.files)

    @property
    def release_id(self) -> str:
        return self.manifest.release_id


def publish_release(
    settings: Settings,
    build: Path,
    result: DbtResult,
    horizon: Horizon,
    inputs: Sequence[Input],
    *,
    now: datetime | None = None,
    is_current: bool = True,
    is_whole: bool = True,
) -> Release:
    """Write a release from a build whose tests passed, and make it the current one if it is to be.

    A build of a part of the marts gives a release of that part, if it says so (`is_whole`).

    The folder gets its name only when it is complete and on disk, and `current` changes in one step
    after that: wherever this ends early, the release that was current still is.
    """
    _refuse_untested(result, is_whole=is_whole)
    moment = now or datetime.now(tz=UTC)
    with locked(settings.releases):
        _sweep_unfinished(settings)
        release_id = _next_id(settings, moment)
        unfinished = settings.releases / f"{UNFINISHED}{release_id}"
        unfinished.mkdir()
        about = Identity(release_id, moment.isoformat(timespec="milliseconds"))
        try:
            written = write_release_files(
                settings.root, build, result, unfinished, about, is_whole=is_whole
            )
        except MartError as error:
            raise PublishError(str(error), "Correct the model, then run again.") from error
        manifest = _manifest(settings, about, horizon, result, inputs, written)
        manifest.write(unfinished)
        flush_tree(unfinished)
        folder = settings.releases / release_id
        unfinished.rename(folder)
        flush(settings.releases)
        if is_current:
            point_link(settings.current_release, release_id)
    return Release(folder, manifest)


def list_releases(settings: Settings) -> list[str]:
    """The ids of all complete releases, oldest first."""
    found = settings.releases.glob(f"[0-9]*/{MANIFEST}")
    return sorted(file.parent.name for file in found if not file.parent.is_symlink())


def read_release(settings: Settings, release_id: str | None = None) -> Release:
    """One release, or the current one."""
    folder = settings.releases / (release_id or CURRENT)
    if not (folder / MANIFEST).is_file():
        known = ", ".join(list_releases(settings)) or "none"
        what = f"There is no release {release_id}" if release_id else "Nothing is published yet"
        raise PublishError(
            f"{what} in {settings.releases}.", f"`vitals run` publishes one; known: {known}."
        )
    resolved = folder.resolve()
    return Release(resolved, Manifest.read(resolved))


def read_whole_release(settings: Settings, release_id: str | None = None) -> Release:
    """One release, or the current one; a meeting's, which has no figures, is refused."""
    release = read_release(settings, release_id)
    if not release.is_whole:
        day = release.manifest.as_known_date or release.manifest.as_of_date
        raise PublishError(
            f"Release {release.release_id} holds the pack of a meeting alone.",
            f"`vitals status` lists the others. {made_by(day)}",
        )
    return release


def made_by(day: str) -> str:
    """How a whole release of what was known on a day is made, and what that does."""
    return (
        f"`vitals run --as-known {day}` makes one of that day; it becomes the current release, "
        "with its pages, until `vitals rollback`."
    )


def rollback(settings: Settings, release_id: str | None = None) -> Release:
    """Make the release before the current one current again, or the one that is named."""
    chosen = earlier_release(settings, release_id)
    with locked(settings.releases):
        point_link(settings.current_release, chosen.release_id)
    return chosen


def earlier_release(settings: Settings, release_id: str | None = None) -> Release:
    """The release a rollback goes to; nothing is changed."""
    current = read_release(settings).release_id
    if release_id is None:
        earlier = [known for known in list_releases(settings) if known < current]
        # What was known on a past day is asked for by its name.
        earlier = [known for known in earlier if not _is_of_the_past(settings, known)]
        if not earlier:
            raise PublishError(
                f"There is no release before {current}, the current one.",
                "Nothing was changed. `vitals status` lists the releases there are.",
            )
        release_id = earlier[-1]
    return read_whole_release(settings, release_id)


def _is_of_the_past(settings: Settings, release_id: str) -> bool:
    return Manifest.read(settings.releases / release_id).as_known_date is not None


def _refuse_untested(result: DbtResult, *, is_whole: bool) -> None:
    if result.failures:
        names = ", ".join(outcome.name for outcome in result.failures)
        raise PublishError(
            f"dbt's run did not end green: {names}.", "Mend what failed, then run again."
        )
    unproved = result.unproved(is_whole=is_whole)
    if unproved:
        shown = ", ".join(unproved[:5])
        raise PublishError(
            f"{len(unproved)} marts or data tests took no part in this build: {shown}.",
            "A release is made from a whole build: run `vitals run`, or dbt build unselected.",
        )


def _sweep_unfinished(settings: Settings) -> None:
    for folder in settings.releases.glob(f"{UNFINISHED}*"):
        shutil.rmtree(folder)


def _next_id(settings: Settings, moment: datetime) -> str:
    """The moment to the millisecond; later than every id there is, even if the clock went back."""
    candidate = moment.strftime(ID_FORMAT)[:-3]
    known = list_releases(settings)
    if known and candidate <= known[-1]:
        last = datetime.strptime(known[-1] + "000", ID_FORMAT).replace(tzinfo=UTC)
        candidate = (last + timedelta(milliseconds=1)).strftime(ID_FORMAT)[:-3]
    return candidate


def _manifest(
    settings: Settings,
    about: Identity,
    horizon: Horizon,
    result: DbtResult,
    inputs: Sequence[Input],
    written: ReleaseFiles,
) -> Manifest:
    commit, is_dirty = git_state(settings.root)
    return Manifest(
        release_id=about.release_id,
        created_at=about.created_at,
        as_of_date=horizon.as_of.isoformat(),
        as_known_date=horizon.as_known.isoformat() if horizon.as_known else None,
        git_commit=commit,
        git_is_dirty=is_dirty,
        dbt_invocation_id=result.invocation_id,
        versions=used_versions(),
        content_hash=combine(written.hashes),
        mart_hashes=written.hashes,
        inputs=tuple(inputs),
        files=written.files,
    )
