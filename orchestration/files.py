"""Putting files where a crash cannot leave them half there.

Here: hashing, flushing to disk, the lock of a folder, the swap of a link. Not here:
which files a release or a build consists of.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".lock"


def sha256_of(file: Path) -> str:
    """The hash of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def flush(path: Path) -> None:
    """Make sure a written file, or a folder's list of names, has reached the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_tree(folder: Path) -> None:
    """Flush every file, then every folder from the inside out."""
    below = sorted(folder.rglob("*"), key=lambda path: (path.is_dir(), -len(path.parts)))
    for path in (*below, folder):
        flush(path)


def point_link(link: Path, target: str) -> None:
    """Let a link name another neighbour, in one step: there is no moment without it."""
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)
    flush(link.parent)


class BusyError(Exception):
    """Another process holds the lock."""


@contextmanager
def locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """One process at a time; the lock ends with the process, whatever ends it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(str(folder)) from error
        yield
