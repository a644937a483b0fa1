"""What an export wrote, remembered, so that nobody's work is overwritten.

Here: the hashes of the files as they were generated, and which files may be written again. Not
here: what is in them.

The model is one thing: its files are written all or none. The report is many: a file that somebody
changed, made or removed stays as it is, the others are written anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from orchestration.errors import ToldError

RECORD = ".vitals-generated.json"
VERSION = 1


class EditedModelError(ToldError):
    """The semantic model was changed since it was generated; nothing was written."""

    def __init__(self, folder: Path, files: list[str]) -> None:
        shown = ", ".join(files[:5]) + (f" and {len(files) - 5} more" if len(files) > 5 else "")
        super().__init__(
            f"The semantic model in {folder} was changed since it was made: {shown}.",
            "Keep what you changed under version control or in a copy, then use --replace-model; "
            "or export to another folder. The report is never replaced.",
        )


@dataclass(frozen=True)
class Written:
    """What was written, and which files of the report were left as somebody had made them."""

    files: int
    left: tuple[str, ...]


def write_project(
    folder: Path,
    model: Mapping[str, str],
    report: Mapping[str, str],
    *,
    replace_model: bool,
) -> Written:
    """Write the files, by path below the folder, and remember their hashes."""
    before = _remembered(folder)
    # A file of the model that is no longer made is still read, if somebody keeps it.
    own = {path.split("/", 1)[0] for path in model}
    once = {path for path in before if path.split("/", 1)[0] in own}
    edited = _changed(folder, before, model, once)
    if edited and not replace_model:
        raise EditedModelError(folder, sorted(edited))
    left = tuple(sorted(_changed(folder, before, report)))
    kept = {path: text for path, text in report.items() if path not in left}
    for path in _outdated(folder, before, {**model, **report}, once):
        (folder / path).unlink(missing_ok=True)
    for path, text in {**model, **kept}.items():
        _write(folder / path, text)
    hashes = {path: before[path] for path in left if path in before}
    hashes |= {path: _hash(text.encode()) for path, text in {**model, **kept}.items()}
    record = {"version": VERSION, "files": dict(sorted(hashes.items()))}
    _write(folder / RECORD, json.dumps(record, indent=1) + "\n")
    return Written(len(model) + len(kept), left)


def _remembered(folder: Path) -> dict[str, str]:
    file = folder / RECORD
    if not file.is_file():
        return {}
    files: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))["files"]
    return files


def _changed(
    folder: Path,
    before: Mapping[str, str],
    wanted: Mapping[str, str],
    once: Iterable[str] = (),
) -> list[str]:
    """Files that are not as they were written: changed, removed, or somebody's own from the start.

    A file that is already what it would be is nobody's work to lose.
    """
    changed = []
    for path in {*wanted, *once}:
        file = folder / path
        found = _hash(file.read_bytes()) if file.is_file() else None
        is_wanted = path in wanted and found == _hash(wanted[path].encode())
        if not is_wanted and found != before.get(path):
            changed.append(path)
    return changed


def _outdated(
    folder: Path, before: Mapping[str, str], wanted: Mapping[str, str], replace: set[str]
) -> list[str]:
    """Files that were written once and are no longer, as long as nobody changed them."""
    return [
        path
        for path in before
        if path not in wanted
        and (folder / path).is_file()
        and (path in replace or _hash((folder / path).read_bytes()) == before[path])
    ]


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode("utf-8"))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
