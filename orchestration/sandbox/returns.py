"""Puts the returns that ship with the project into the drop folder, as their senders would.

Here: a CSV file is sent as it is, a folder of CSV files as one workbook with a sheet for each.
Not here: what the returns say (the CSV files below `returns/`), and reading them (the returns
connector).

A return is sent on the last day it tells of, or on a later one that `sent.csv` names for it, and
only once: the same content gives the same bytes, and so the same hash, whenever and wherever the
workbook is made. The file carries the moment it was sent as its own time.
"""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from orchestration.extract.knowledge import LONDON
from orchestration.settings import Settings
from orchestration.workbooks import bytes_of, empty_workbook, put_text

SENT = "sent.csv"
SENT_AT = time(9)
SHIPPED = Path(__file__).resolve().parent / "returns"
# The columns that say until when a table speaks. What is still to come, such as the day a
# certificate expires or a plan is due, keeps no return back.
SPOKEN_OF = (
    "period_end",
    "wave_date",
    "awarded_on",
    "withdrawn_on",
    "assessed_on",
    "went_live_on",
    "verified_on",
    "deployed_on",
    "retired_on",
    "month_end",
    "submitted_on",
    "done_on",
    "decided_on",
    "reported_back_on",
    "as_at_date",
)


def deliver(settings: Settings, as_of: date, shipped: Path = SHIPPED) -> tuple[Path, ...]:
    """Send every shipped return due by then that is neither waiting nor archived."""
    settings.incoming.mkdir(parents=True, exist_ok=True)
    known = set(_hashes(settings.incoming)) | set(_hashes(settings.archive))
    sent = []
    for name, content, sent_on in returns_in(shipped, as_of):
        if hashlib.sha256(content).hexdigest() not in known:
            sent.append(_placed(settings.incoming, name, content, sent_on))
    return tuple(sent)


def returns_in(shipped: Path, as_of: date) -> Iterator[tuple[str, bytes, date]]:
    """Name, content and day of each return that was sent by `as_of`, in order of name."""
    late = days_sent(shipped)
    for path in sorted(shipped.iterdir()):
        if path.name == SENT:
            continue
        tables = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        last_day = max(map(last_day_spoken_of, tables), default="")
        sent_on = max(last_day, late.get(path.stem, ""))
        if sent_on > as_of.isoformat():
            continue
        content = workbook(path) if path.is_dir() else path.read_bytes()
        name = f"{path.name}.xlsx" if path.is_dir() else path.name
        yield name, content, date.fromisoformat(sent_on) if sent_on else as_of


def days_sent(shipped: Path) -> dict[str, str]:
    """The returns that were sent later than the last day they tell of, and when."""
    path = shipped / SENT
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["return"]: row["sent_on"] for row in csv.DictReader(lines)}


def last_day_spoken_of(table: Path) -> str:
    """The latest day a table speaks of, as printed (ISO dates sort as text)."""
    with table.open(encoding="utf-8", newline="") as lines:
        return max(
            (row.get(column) or "" for row in csv.DictReader(lines) for column in SPOKEN_OF),
            default="",
        )


def workbook(folder: Path) -> bytes:
    """One workbook of a folder's CSV files. All cells are text: figures stay as printed."""
    book = empty_workbook()
    for path in sorted(folder.glob("*.csv")):
        sheet = book.create_sheet(path.stem)
        with path.open(encoding="utf-8", newline="") as lines:
            for row_number, row in enumerate(csv.reader(lines), start=1):
                for column_number, text in enumerate(row, start=1):
                    if text:
                        put_text(sheet.cell(row_number, column_number), text)
    return bytes_of(book)


def _placed(folder: Path, name: str, content: bytes, sent_on: date) -> Path:
    """The file appears whole or not at all, and replaces no other of its name."""
    path = folder / name
    if path.exists():
        digest = hashlib.sha256(content).hexdigest()[:8]
        path = path.with_stem(f"{path.stem}-{digest}")
    part = folder / f".{path.name}.part"
    part.write_bytes(content)
    moment = datetime.combine(sent_on, SENT_AT, LONDON).timestamp()
    os.utime(part, (moment, moment))
    return part.replace(path)


def _hashes(folder: Path) -> Iterator[str]:
    if not folder.is_dir():
        return
    for path in folder.rglob("*"):
        if path.is_file():
            yield hashlib.sha256(path.read_bytes()).hexdigest()
