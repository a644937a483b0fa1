"""`python -m benchmarks.landing`: each protocol beside its floor, and memory at many rows.

Here: options, preparation, the table that is printed. Not here: a protocol's own part.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import files, http, postgres
from benchmarks.measuring import Comparison, compare
from benchmarks.one import PROTOCOLS
from tests.support.postgres import Postgres, fresh_database, running_server

DEFAULT_ROWS = {"files": 10_000_000, "http": 1_000_000, "postgres": 10_000_000}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, help="rows of each protocol; default: its own")
    parser.add_argument("--runs", type=int, default=3, help="turns of floor and landing")
    parser.add_argument("--only", choices=PROTOCOLS, action="append", help="these alone")
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}")
    print("protocol        rows   floor s  landing s  of floor   peak MB")
    for protocol in chosen.only or PROTOCOLS:
        rows = chosen.rows or DEFAULT_ROWS[protocol]
        with prepared(protocol, rows) as folder:
            print(line(compare(protocol, folder, chosen.runs)), flush=True)


def line(one: Comparison) -> str:
    """A row of the table."""
    return (
        f"{one.protocol:<10}{one.rows:>12,}{one.floor_seconds:>10.2f}{one.landing_seconds:>11.2f}"
        f"{one.share_of_floor:>10.0%}{one.landing_peak_mb:>10,.0f}"
    )


@contextmanager
def prepared(protocol: str, rows: int) -> Iterator[Path]:
    """A folder with what floor and landing both read, and the servers they ask."""
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="vitals-bench-")))
        ready: dict[str, Callable[[], None]] = {
            "files": lambda: files.prepare(folder, rows),
            "http": lambda: held.enter_context(http.prepared(folder, rows)),
            "postgres": lambda: postgres.prepare(folder, rows, _database(held).admin),
        }
        ready[protocol]()
        yield folder


def _database(held: ExitStack) -> Postgres:
    return held.enter_context(fresh_database(held.enter_context(running_server())))


if __name__ == "__main__":
    main()
