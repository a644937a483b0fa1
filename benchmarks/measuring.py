"""Takes one thing's time and memory in a process of its own, and sets it beside another's.

Here: child processes, medians, the ratio. Not here: what is measured.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024


@dataclass(frozen=True)
class Sample:
    """What one process needed: seconds of work (imports apart), the most memory it ever held."""

    seconds: float
    peak_mb: float
    rows: int


@dataclass(frozen=True)
class Comparison:
    """A landing beside its floor: medians of several runs, one after the other in turns."""

    protocol: str
    rows: int
    floor_seconds: float
    landing_seconds: float
    landing_peak_mb: float

    @property
    def share_of_floor(self) -> float:
        """1 is as fast as the floor, 0.5 takes twice as long."""
        return self.floor_seconds / self.landing_seconds


def take(work: Callable[[], int]) -> Sample:
    """Do the work in this process and measure it; it returns how many rows went through."""
    began = time.perf_counter()
    rows = work()
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    return Sample(seconds, peak, rows)


def in_child(protocol: str, what: str, folder: Path) -> Sample:
    """One sample in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.one", protocol, what, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{protocol} {what} failed:\n{done.stderr}")
    return Sample(**json.loads(done.stdout.splitlines()[-1]))


def compare(protocol: str, folder: Path, runs: int) -> Comparison:
    """Floor and landing in turns, so that a busy machine slows both."""
    floors, landings = [], []
    for _ in range(runs):
        floors.append(in_child(protocol, "floor", folder))
        landings.append(in_child(protocol, "landing", folder))
    rows = {sample.rows for sample in (*floors, *landings)}
    if len(rows) != 1:
        raise RuntimeError(f"{protocol}: floor and landing saw different rows: {sorted(rows)}")
    return Comparison(
        protocol=protocol,
        rows=rows.pop(),
        floor_seconds=statistics.median(sample.seconds for sample in floors),
        landing_seconds=statistics.median(sample.seconds for sample in landings),
        landing_peak_mb=max(sample.peak_mb for sample in landings),
    )
