"""Loads whose process is killed at every step, and looked after by the next run.

Run as `python -m tests.support.killed_loads FOLDER STRIDE`; a stride of 1 kills at every step. It
prints one line per kind of work with the number of kills survived, and ends with an error at the
first row lost, doubled or stuck.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import pyarrow.dataset  # noqa: F401  what a child imports, every child would import again

from orchestration.extract.compaction import compact
from orchestration.extract.landed import committed_loads, verify_load
from orchestration.extract.loads import Batches, Proof, TableLoad, text_table
from orchestration.extract.raw_zone import REPLACED, locked_source
from orchestration.extract.returns import load_returns
from orchestration.settings import PROJECT_ROOT, Settings
from tests.support.killed_protocols import protocols
from tests.support.killing import Kind, in_child, killed_at_every_step
from tests.support.raw_reading import landed, leftovers

RANDOM_KILLS = 15


def load_next(home: Path) -> None:
    """Load the ten rows after the cursor: strictly, without an overlap that would forgive."""
    with locked_source(home / "raw", "counter") as locked:
        start = int(locked.last_cursor("numbers") or 0)

        def batches() -> Batches:
            for number in range(start, start + 10, 5):
                yield text_table(["n"], [[str(each)] for each in range(number, number + 5)])
            return Proof(10, 10, 2, cursor_after=str(start + 10))

        locked.commit([TableLoad("numbers", ("n",), batches())])


def check_numbers(home: Path) -> None:
    numbers = [int(row["n"]) for row in landed(home / "raw", "counter", "numbers")]
    assert numbers == list(range(len(numbers))), f"lost or doubled: {numbers}"
    check_loads(home, "counter")


def check_loads(home: Path, source: str) -> None:
    assert not leftovers(home / "raw")
    for number, load in enumerate(committed_loads(home / "raw", source), start=1):
        assert load.name == f"{number:08d}"
        assert verify_load(load) == []


def drop_returns(home: Path) -> None:
    """Two returns, a copy of one of them, and one that must be refused."""
    incoming = Settings(PROJECT_ROOT, home).incoming
    incoming.mkdir(parents=True)
    head = "measure_id,organisation_unit_id,period_end,value\n"
    for name, text in {
        "a.csv": f"{head}m,u,2018-01-31,1\nm,u,2018-02-28,2\n",
        "b.csv": f"{head}m,u,2018-03-31,3\n",
        "copy of b.csv": f"{head}m,u,2018-03-31,3\n",
        "c.csv": "measure_id,value\nm,1\n",
    }.items():
        (incoming / name).write_text(text)


def load_dropped(home: Path) -> None:
    load_returns(Settings(PROJECT_ROOT, home), progress=lambda _: None)


def check_returns(home: Path) -> None:
    settings = Settings(PROJECT_ROOT, home)
    values = [row["value"] for row in landed(settings.raw, "returns", "observations")]
    assert sorted(values) == ["1", "2", "3"], f"lost or doubled: {values}"
    outcomes = [row["outcome"] for row in landed(settings.raw, "returns", "files")]
    assert sorted(outcomes) == ["duplicate", "loaded", "loaded", "rejected"], outcomes
    assert not list(settings.incoming.iterdir())
    assert len(list(settings.archive.iterdir())) == 3
    names = sorted(path.name for path in settings.rejected.iterdir())
    assert names == ["c.csv", "c.csv.reason.txt"], names
    check_loads(home, "returns")


def load_three(home: Path) -> None:
    """Three loads to be merged."""
    for _ in range(3):
        load_next(home)


def merge(home: Path) -> None:
    compact(home / "raw", "counter")


def check_merged(home: Path) -> None:
    raw = home / "raw"
    numbers = [int(row["n"]) for row in landed(raw, "counter", "numbers")]
    assert numbers == list(range(30)), f"lost or doubled: {numbers}"
    ledger = [row["load_id"] for row in landed(raw, "counter", "_ledger")]
    assert ledger == [f"counter-0000000{number}" for number in (1, 2, 3)], ledger
    (merged,) = committed_loads(raw, "counter")
    assert verify_load(merged) == []
    assert not (raw / "counter" / REPLACED).exists()
    assert not leftovers(raw)
    load_next(home)
    assert len(landed(raw, "counter", "numbers")) == 40


def at_random_times(folder: Path) -> int:
    """Kill a process that loads without a pause, again and again, in one home."""
    chance = random.Random(20260131)  # noqa: S311  a test's dice
    home = folder / "random"
    home.mkdir()

    def load_for_ever() -> None:
        while True:
            load_next(home)

    for _ in range(RANDOM_KILLS):
        child = os.fork()
        if child == 0:
            load_for_ever()
        time.sleep(chance.uniform(0.02, 0.15))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    def recover() -> None:
        load_next(home)
        check_numbers(home)

    if in_child(recover):
        raise SystemExit(f"not put right after {RANDOM_KILLS} kills in {home}")
    return RANDOM_KILLS


KINDS = (
    Kind("cursor", load_next, check_numbers),
    Kind("returns", load_dropped, check_returns, drop_returns),
    Kind("merging", merge, check_merged, load_three),
)


def main(folder: Path, stride: int) -> None:
    """All kinds of work."""
    # A kill, unlike a power cut, loses nothing that was written: the waits for the disk can go.
    os.fsync = lambda _: None
    say = sys.stdout.write
    for kind in KINDS:
        say(f"{kind.name} {killed_at_every_step(folder, kind, stride)}\n")
    with protocols(folder) as kinds:
        for kind in kinds:
            say(f"{kind.name} {killed_at_every_step(folder, kind, stride)}\n")
    say(f"random {at_random_times(folder)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
