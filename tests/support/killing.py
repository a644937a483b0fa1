"""Processes killed at every step of what they do to files, and looked after by the next one.

Here: the kill, the forked child, one try after another. Not here: what is done (`killed_loads`,
`killed_protocols`). It forks before Arrow has started a thread, so a try costs milliseconds, not an
interpreter's start.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link"}
# Parquet is written by a library that raises no audit event: its calls are steps, too.
WRITES = ("__init__", "write_table", "close")
Act = Callable[[Path], None]


def nothing(_: Path) -> None:
    """A home that needs no preparation."""


@dataclass(frozen=True)
class Kind:
    """A kind of work: what is there before it, the work, and what must be there after it."""

    name: str
    act: Act
    check: Act
    prepare: Act = nothing


def kill_at(step: int, home: Path) -> None:
    """Let this process die just before its step-th change of a file or folder of the home."""
    left = step

    def touch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event in STEPS and str(arguments[0]).startswith(str(home)):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def counted_sync(_: int) -> None:
        touch("open", (home,))

    def counted(write: Callable[..., Any]) -> Callable[..., Any]:
        def written(*arguments: Any, **named: Any) -> Any:
            touch("open", (home,))
            return write(*arguments, **named)

        return written

    for name in WRITES:
        setattr(pq.ParquetWriter, name, counted(getattr(pq.ParquetWriter, name)))
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


@contextmanager
def served_apart(serve: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """A server in a process of its own, so that its threads are not in the one that forks."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with serve() as address:
                os.write(writing, address.encode())
                os.close(writing)
                signal.pause()
        finally:
            os._exit(0)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield told.read()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def killed_at_every_step(folder: Path, kind: Kind, stride: int) -> int:
    """Kill one try at each step in turn; after each, a second try must put all right."""
    template = folder / f"{kind.name}-template"
    template.mkdir()
    if in_child(lambda: kind.prepare(template)):
        raise SystemExit(f"{kind.name}: cannot be prepared")
    for kills, step in enumerate(count(1, stride)):
        home = folder / f"{kind.name}-{step}"
        shutil.copytree(template, home)

        def try_once(home: Path = home, step: int = step) -> None:
            kill_at(step, home)
            kind.act(home)

        def recover(home: Path = home) -> None:
            kind.act(home)
            kind.check(home)

        status = in_child(try_once)
        if in_child(recover):
            raise SystemExit(f"{kind.name}: killed at step {step}, not put right in {home}")
        shutil.rmtree(home)
        if status == 0:
            return kills
        if not os.WIFSIGNALED(status):
            raise SystemExit(f"{kind.name}: failed at step {step} instead of being killed")
    raise AssertionError("steps do not end")
