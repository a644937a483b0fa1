"""A folder of files, here or in a storage: bytes by name.

Here: opening, and turning what goes wrong into words without a credential in them. Not here: what
the files hold.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, cast

import orjson

from orchestration.extract.connectors.event_files.listing import ListedFile, Refuse
from orchestration.extract.errors import ExtractionError
from orchestration.extract.sources.event_files import EventFilesSource
from orchestration.extract.sources.shared import read_credential

_CHUNK = 4 * 1024 * 1024


@dataclass(frozen=True)
class Folder:
    """The folder of one source: a file system of fsspec and a place in it."""

    source: str
    files: Any
    root: str
    is_remote: bool

    def path(self, *parts: str) -> str:
        return "/".join((self.root, *parts))

    def content(self, path: str, most: int, refuse: Refuse) -> bytes:
        """A file's bytes, one more than `most` at the utmost."""
        try:
            return cast(bytes, self.files.cat_file(path, start=0, end=most + 1))
        except FileNotFoundError:
            refuse(f"{_last(path)} is missing.", _DELIVER_AGAIN)
        except Exception as error:  # each storage has errors of its own
            refuse(f"{_last(path)} cannot be read: {_words(error)}.", _TRY_AGAIN)

    def checked(self, path: str, file: ListedFile, refuse: Refuse) -> bytes:
        """A small file's bytes, once they are what the list says."""
        data = self.content(path, file.byte_count, refuse)
        digest = hashlib.sha256(data).hexdigest()
        _expect(file, min(len(data), file.byte_count + 1), digest, refuse)
        return data

    @contextmanager
    def opened(self, path: str, file: ListedFile, refuse: Refuse) -> Iterator[IO[bytes]]:
        """A large file to read from its start, once it is what the list says.

        What is read afterwards is what was hashed: the open file itself, or a copy of it.
        """
        with tempfile.TemporaryFile() as copy:
            try:
                handle = self.files.open(path, "rb")
            except FileNotFoundError:
                refuse(f"{file.name} is missing.", _DELIVER_AGAIN)
            except Exception as error:  # each storage has errors of its own
                refuse(f"{file.name} cannot be read: {_words(error)}.", _TRY_AGAIN)
            with handle:
                size, digest = _hashed(handle, copy if self.is_remote else None, file, refuse)
                _expect(file, size, digest, refuse)
                whole = copy if self.is_remote else handle
                whole.seek(0)
                yield whole


def open_folder(name: str, source: EventFilesSource) -> Folder:
    """The source's folder; the storage's options are read from the environment now."""
    from fsspec.core import url_to_fs

    options = _options(name, source)
    try:
        files, root = url_to_fs(source.base_url, use_listings_cache=False, **options)
    except ImportError as error:
        raise ExtractionError(
            name,
            f"{source.base_url} needs a package that is not installed"
            f" ({error.name or 'see the documentation of fsspec'}).",
            "install it beside this one.",
        ) from None
    except Exception as error:  # each storage has errors of its own
        raise ExtractionError(
            name,
            f"{source.base_url} cannot be opened: {_words(error)}.",
            "check the address and the storage's options.",
        ) from None
    return Folder(name, files, root.rstrip("/"), source.is_remote)


_DELIVER_AGAIN = "ask its owners to deliver it again, and the list after it; nothing has landed."
_TRY_AGAIN = "check the storage and the account's permissions, and run again."


def _options(name: str, source: EventFilesSource) -> dict[str, Any]:
    variable = source.storage_options_variable
    if not variable:
        return {}
    text = read_credential(name, variable, "options of the storage, a JSON object,")
    try:
        options = orjson.loads(text)
    except orjson.JSONDecodeError:
        options = None
    if not isinstance(options, dict):
        raise ExtractionError(
            name,
            f"the environment variable {variable} holds no JSON object.",
            'write the storage\'s options as one, as in {"key": "…", "secret": "…"}.',
        )
    return options


def _hashed(
    handle: IO[bytes], copy: IO[bytes] | None, file: ListedFile, refuse: Refuse
) -> tuple[int, str]:
    """Size and hash of what comes, copied on the way; it stops where it is too long."""
    digest = hashlib.sha256()
    size = 0
    try:
        while size <= file.byte_count and (chunk := handle.read(_CHUNK)):
            size += len(chunk)
            digest.update(chunk)
            if copy is not None:
                copy.write(chunk)
    except Exception as error:  # each storage has errors of its own
        refuse(f"{file.name} cannot be read: {_words(error)}.", _TRY_AGAIN)
    return size, digest.hexdigest()


def _expect(file: ListedFile, size: int, digest: str, refuse: Refuse) -> None:
    if size != file.byte_count:
        than = "shorter" if size < file.byte_count else "longer"
        refuse(
            f"{file.name} is {than} than the {file.byte_count:,} bytes in the list.",
            _DELIVER_AGAIN,
        )
    if digest != file.sha256:
        refuse(f"{file.name} is not the file in the list: its hash differs.", _DELIVER_AGAIN)


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _words(error: Exception) -> str:
    """What went wrong without what a storage may have put into its message."""
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno)
    return type(error).__name__
