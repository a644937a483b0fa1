"""The drop folder: returns people send, loaded once each, then filed away.

Here: which files wait, what becomes of each, the order of commit and move. Not here: what is in a
file (`return_files`). The load is committed first and the files move after it, so a run that dies
between the two leaves files whose content is already recorded, and the next run only moves them.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from orchestration.extract.errors import ExtractionError
from orchestration.extract.landed import committed_loads
from orchestration.extract.loads import Load, TableLoad, rows_load
from orchestration.extract.raw_zone import locked_source
from orchestration.extract.return_files import FileFault, ReturnFile, read_return_file
from orchestration.extract.tables import (
    RETURN_FILE_COLUMNS,
    RETURN_FILES,
    RETURN_LAYOUTS,
    RETURN_TABLES,
    RETURNS,
)
from orchestration.files import sha256_of
from orchestration.settings import Settings

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_UNFINISHED = (".part", ".tmp", ".crdownload")
_GUESSED = "Read as CP1252: it is not UTF-8."


@dataclass(frozen=True)
class Verdict:
    """What becomes of a waiting file; a recorded one was judged by a run that died too early."""

    file: ReturnFile
    outcome: str
    is_recorded: bool


def load_returns(settings: Settings, *, progress: Callable[[str], None]) -> Load:
    """Load what waits in the incoming folder, then file it as archived or rejected."""
    simulated_at = settings.simulated_at
    with locked_source(settings.raw, RETURNS, simulated_at=simulated_at) as locked:
        waiting = waiting_files(settings.incoming, progress)
        files = [read_return_file(path, is_simulated=bool(simulated_at)) for path in waiting]
        verdicts = judge(files, _recorded_files(settings.raw))
        load = locked.commit(_tables(verdicts))
        for verdict in verdicts:
            _tell(verdict, progress)
            _file_away(settings, verdict, progress)
    return load


def _tell(verdict: Verdict, progress: Callable[[str], None]) -> None:
    fault = verdict.file.fault
    reason = f": {fault.reason}" if fault else ""
    progress(f"{RETURNS}: {verdict.file.file_name} {verdict.outcome}{reason}")


def waiting_files(incoming: Path, progress: Callable[[str], None]) -> list[Path]:
    """Regular files that are not hidden, locks or still being copied, in order of name."""
    incoming.mkdir(parents=True, exist_ok=True)
    waiting = []
    for path in sorted(incoming.iterdir()):
        if path.name.startswith((".", "~$")) or path.name.endswith(_UNFINISHED):
            continue
        if path.is_symlink() or not path.is_file():
            progress(f"{RETURNS}: {path.name!r} left alone: it is no regular file")
            continue
        waiting.append(path)
    return waiting


def judge(files: Sequence[ReturnFile], recorded: Sequence[dict[str, str]]) -> list[Verdict]:
    """Rejected for a fault, duplicate when the content was loaded before, else loaded."""
    outcomes = {_arrival(row): row["outcome"] for row in recorded}
    loaded = {row["file_sha256"] for row in recorded if row["outcome"] == "loaded"}
    verdicts = []
    for file in files:
        arrival = (file.file_name, file.sha256, file.received_at)
        if arrival in outcomes:
            verdicts.append(Verdict(file, outcomes[arrival], is_recorded=True))
            continue
        outcome = "loaded"
        if file.fault:
            outcome = "rejected"
        elif file.sha256 in loaded:
            outcome = "duplicate"
        else:
            loaded.add(file.sha256)
        verdicts.append(Verdict(file, outcome, is_recorded=False))
    return verdicts


def _arrival(row: dict[str, str]) -> tuple[str, str, str]:
    return row["file_name"], row["file_sha256"], row["received_at"]


def _recorded_files(raw: Path) -> list[dict[str, str]]:
    parts = [
        part for load in committed_loads(raw, RETURNS) for part in load.glob(f"{RETURN_FILES}/*")
    ]
    columns = ["file_name", "file_sha256", "received_at", "outcome"]
    return [row for part in parts for row in pq.read_table(part, columns=columns).to_pylist()]


def _tables(verdicts: Sequence[Verdict]) -> list[TableLoad]:
    fresh = [verdict for verdict in verdicts if not verdict.is_recorded]
    loaded = [verdict.file for verdict in fresh if verdict.outcome == "loaded"]
    tables = [
        rows_load(
            layout.kind,
            RETURN_TABLES[layout.kind],
            [row for file in loaded for row in _data_rows(file, layout.kind)],
        )
        for layout in RETURN_LAYOUTS
    ]
    files = [row for verdict in fresh for row in _file_rows(verdict)]
    return [*tables, rows_load(RETURN_FILES, RETURN_FILE_COLUMNS, files)]


def _data_rows(file: ReturnFile, kind: str) -> list[dict[str, str]]:
    return [
        row.values
        | {
            "_file_name": file.file_name,
            "_file_sha256": file.sha256,
            "_sheet_name": sheet.sheet_name,
            "_row_number": str(row.row_number),
            "_received_at": file.received_at,
        }
        for sheet in file.sheets
        if sheet.kind == kind
        for row in sheet.rows
    ]


def _file_rows(verdict: Verdict) -> list[dict[str, str]]:
    """A row per table of a loaded file; one row for a file that brought no data."""
    file = verdict.file
    base = dict.fromkeys(RETURN_FILE_COLUMNS, "") | {
        "file_name": file.file_name,
        "file_sha256": file.sha256,
        "received_at": file.received_at,
        "encoding": file.encoding,
        "outcome": verdict.outcome,
        "row_count": "0",
    }
    fault = file.fault
    if verdict.outcome == "duplicate":
        fault = FileFault("the same content was loaded before.", "nothing; send only changes.")
    if fault:
        return [base | {"reason": fault.reason, "remedy": fault.remedy}]
    notes = [_GUESSED] if file.encoding == "cp1252" else []
    notes += [f"Sheet {name!r} was not read." for name in file.unread_sheets]
    return [
        base
        | {
            "kind": sheet.kind,
            "sheet_name": sheet.sheet_name,
            "row_count": str(len(sheet.rows)),
            "reason": " ".join(notes),
        }
        for sheet in file.sheets
    ]


def _file_away(settings: Settings, verdict: Verdict, progress: Callable[[str], None]) -> None:
    """Move a judged file, unless it is no longer what was judged."""
    file = verdict.file
    try:
        is_same = sha256_of(file.path) == file.sha256
    except OSError:
        is_same = False
    if not is_same:
        progress(f"{RETURNS}: {file.file_name} changed meanwhile; left for the next run")
        return
    try:
        _move(settings, verdict)
    except OSError as error:
        raise ExtractionError(
            RETURNS,
            f"{file.file_name} was judged and recorded, but could not be filed away: {error}.",
            "mend the folders below returns/ and run again: the file will only be moved.",
        ) from error


def _move(settings: Settings, verdict: Verdict) -> None:
    file = verdict.file
    name = _UNSAFE.sub("_", file.file_name)[-100:].lstrip("-.") or "return"
    if verdict.outcome == "rejected":
        target = _free_name(settings.rejected, name, file.sha256)
        _write_reason(target, file)
    else:
        settings.archive.mkdir(parents=True, exist_ok=True)
        target = settings.archive / f"{file.sha256[:12]}-{name}"
    shutil.move(file.path, target)


def _free_name(folder: Path, name: str, sha256: str) -> Path:
    """The file's own name where nothing else has it."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    is_taken = target.exists() and sha256_of(target) != sha256
    return folder / f"{sha256[:12]}-{name}" if is_taken else target


def _write_reason(target: Path, file: ReturnFile) -> None:
    fault = file.fault or FileFault("", "")
    text = f"{file.file_name} was not loaded: {fault.reason}\nWhat to do: {fault.remedy}\n"
    target.with_name(f"{target.name}.reason.txt").write_text(text, encoding="utf-8")
