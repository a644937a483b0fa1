"""A process whose children are killed at every step of a load, and looked after by the next run.

Run as `python -m tests.support.killed_loads FOLDER STRIDE`; a stride of 1 kills at every step. It
prints one line per kind of load with the number of kills survived, and ends with an error at the
first row lost, doubled or stuck. It forks before Arrow has started a thread, so a try costs
milliseconds, not an interpreter's start.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow.dataset  # noqa: F401  what a child imports, every child would import again

from orchestration.extract.loads import Batches, Proof, TableLoad, text_table
from orchestration.extract.raw_zone import committed_loads, locked_source, verify_load
from orchestration.extract.returns import load_returns
from orchestration.settings import PROJECT_ROOT, Settings
from tests.support.raw_reading import landed, leftovers

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}
RANDOM_KILLS = 15
Act = Callable[[Path], None]


def kill_at(step: int, home: Path) -> None:
    """Let this process die just before its step-th touch of a file or folder of the home."""
    left = step

    def touch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event in STEPS and str(arguments[0]).startswith(str(home)):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def counted_sync(_: int) -> None:
        touch("open", (home,))

    os.fsync = counted_sync
    sys.addaudithook(touch)


def in_child(act: Callable[[], None]) -> int:
    """The wait status of a forked child that did something."""
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException as error:  # a child must never return into the parent's code
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]


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


def step_by_step(folder: Path, prepare: Act, act: Act, check: Act, stride: int) -> int:
    """Kill one try at each step in turn; after each, a second try must put all right."""
    for kills, step in enumerate(count(1, stride)):
        home = folder / f"{act.__name__}-{step}"
        home.mkdir()
        prepare(home)

        def try_once(home: Path = home, step: int = step) -> None:
            kill_at(step, home)
            act(home)

        def recover(home: Path = home) -> None:
            act(home)
            check(home)

        status = in_child(try_once)
        if in_child(recover):
            raise SystemExit(f"{act.__name__}: killed at step {step}, not put right in {home}")
        shutil.rmtree(home)
        if status == 0:
            return kills
        if not os.WIFSIGNALED(status):
            raise SystemExit(f"{act.__name__}: failed at step {step} instead of being killed")
    raise AssertionError("steps do not end")


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


def nothing(_: Path) -> None:
    """A home that needs no preparation."""


def main(folder: Path, stride: int) -> None:
    """All kinds of loads."""
    # A kill, unlike a power cut, loses nothing that was written: the waits for the disk can go.
    os.fsync = lambda _: None
    say = sys.stdout.write
    cursor_kills = step_by_step(folder, nothing, load_next, check_numbers, stride)
    say(f"cursor {cursor_kills}\n")
    returns_kills = step_by_step(folder, drop_returns, load_dropped, check_returns, 3 * stride)
    say(f"returns {returns_kills}\n")
    say(f"random {at_random_times(folder)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
