"""Which waiting returns may be read yet: a copy in progress keeps growing, a finished one does not.

Here: what was seen in the drop folder, when a file is settled, and the key under which a set of
files is loaded once. Not here: reading and filing away (`returns`), and who looks how often.

Look, remember what was seen (`remembered`), look again later: a file that is there both times with
the same size and the same change time is settled. Its content hash names it from then on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from orchestration.extract.returns import waiting_files
from orchestration.files import sha256_of


@dataclass(frozen=True)
class Sighting:
    """A waiting file as it was seen once. `changed_at` is its change time in nanoseconds."""

    file_name: str
    size: int
    changed_at: int


@dataclass(frozen=True)
class SettledFile:
    """A file that may be read, by its content."""

    file_name: str
    sha256: str


def sightings(incoming: Path) -> tuple[Sighting, ...]:
    """What waits now, in order of name; a file that goes away meanwhile was never seen."""
    seen = []
    for path in waiting_files(incoming, lambda _: None):
        try:
            state = path.stat()
        except FileNotFoundError:
            continue
        seen.append(Sighting(path.name, state.st_size, state.st_ctime_ns))
    return tuple(seen)


def settled(before: Iterable[Sighting], now: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """Those that were there before and have not changed since, in the order of `now`."""
    known = frozenset(before)
    return tuple(sighting for sighting in now if sighting in known)


def settled_files(incoming: Path, sighted: Iterable[Sighting]) -> tuple[SettledFile, ...]:
    """The settled files with their content hashes; one that changes while it is read waits on."""
    files = []
    for sighting in sighted:
        path = incoming / sighting.file_name
        try:
            sha256 = sha256_of(path)
            state = path.stat()
        except FileNotFoundError:
            continue
        if (state.st_size, state.st_ctime_ns) == (sighting.size, sighting.changed_at):
            files.append(SettledFile(sighting.file_name, sha256))
    return tuple(files)


def run_key(files: Iterable[SettledFile]) -> str:
    """One key for a set of contents, whatever the files are called; a single file's own hash."""
    hashes = sorted({file.sha256 for file in files})
    if len(hashes) == 1:
        return hashes[0]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def remembered(seen: Iterable[Sighting]) -> str:
    """Sightings as a text, for whoever keeps them between two looks."""
    return orjson.dumps([asdict(sighting) for sighting in seen]).decode()


def recalled(text: str | None) -> tuple[Sighting, ...]:
    """The sightings of a text; none where there is no text, or one of another form."""
    try:
        return tuple(Sighting(**entry) for entry in orjson.loads(text or "[]"))
    except (orjson.JSONDecodeError, TypeError):
        return ()
