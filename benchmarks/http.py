"""A REST table, landed, beside the same pages downloaded and parsed into Arrow, nothing more.

Here: the pages, the server that replays them from a process of its own, floor and landing. The
server does no work of its own, so that what is measured is the reading.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx2
import orjson
import pandas  # noqa: F401  `pa.array` imports it on first use; the floor is not to pay for that
import pyarrow as pa

from benchmarks.page_server import ADDRESS, NEWEST, page_file
from benchmarks.records import COLUMNS, contract, pieces
from orchestration.environment import exported
from orchestration.extract.connectors import rest  # noqa: F401  imported before the clock starts
from orchestration.extract.run import extract_system
from orchestration.extract.sources import RestSource
from orchestration.settings import PROJECT_ROOT, Settings

PAGE_ROWS = 5_000
# As the contract of a real source names them; the rows come as JSON texts.
TYPES = dict.fromkeys(COLUMNS, "text") | {"updated_at": "timestamp", "occurred_at": "timestamp"}
TOKEN = "BENCH_TOKEN"  # noqa: S105  a variable's name, not a token


@contextmanager
def prepared(folder: Path, rows: int) -> Iterator[None]:
    """The pages on disk, and a process that serves them as long as the block lasts."""
    _write_pages(folder, rows)
    command = [sys.executable, "-m", "benchmarks.page_server", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        try:
            (folder / ADDRESS).write_text(server.stdout.readline().strip() if server.stdout else "")
            yield
        finally:
            server.terminate()


def _write_pages(folder: Path, rows: int) -> None:
    number = count()
    last: list[dict[str, str]] = []
    for piece in pieces(rows):
        for start in range(0, piece.num_rows, PAGE_ROWS):
            last = [_as_sent(row) for row in piece.slice(start, PAGE_ROWS).to_pylist()]
            page = next(number)
            following = None if (page + 1) * PAGE_ROWS >= rows else str(page + 1)
            _write(folder / page_file(page), last, following, rows)
    _write(folder / NEWEST, last[-1:], None, rows)


def _as_sent(row: dict[str, str]) -> dict[str, str]:
    times = {name: row[name].replace(" ", "T") + "Z" for name in ("occurred_at", "updated_at")}
    return row | times


def _write(path: Path, rows: list[dict[str, str]], cursor: str | None, total: int) -> None:
    path.write_bytes(orjson.dumps({"data": rows, "next_cursor": cursor, "total": total}))


def floor(folder: Path) -> int:
    """Page after page, parsed, and its columns made Arrow's."""
    rows, cursor = 0, "0"
    with httpx2.Client(base_url=(folder / ADDRESS).read_text(), trust_env=False) as client:
        while cursor:
            page = orjson.loads(client.get("/event", params={"cursor": cursor}).content)
            columns = {name: pa.array([row[name] for row in page["data"]]) for name in COLUMNS}
            rows += pa.table(columns).num_rows
            cursor = page["next_cursor"]
    return rows


def landing(folder: Path) -> int:
    """Count, read page by page, count again and commit."""
    home = Path(tempfile.mkdtemp(dir=folder))
    try:
        settings = Settings(root=PROJECT_ROOT, home=home)
        source = RestSource(
            name="bench",
            base_url=(folder / ADDRESS).read_text(),
            auth="bearer",
            token_variable=TOKEN,
            page_size=PAGE_ROWS,
        )
        with exported({TOKEN: "bench"}):
            loads = extract_system(
                settings, contract("rest", types=TYPES), source, progress=lambda _: None
            )
        return loads[0].row_count
    finally:
        shutil.rmtree(home)
