"""Publishes to PostgreSQL that die at a step, each in a process of its own.

Here: the process and where it dies. Not here: what must hold after it. The process of this module
forks before any library has started a thread, so that a try costs no interpreter's start.

Called as `python -m tests.support.killed_publishes URL HOME RELEASE [STEP …]`; for each step it
prints how far the publish came: `killed`, or `done` once a step is later than the last one.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from orchestration.publish.postgres import session as sessions
from orchestration.publish.postgres.publishing import publish_to_postgres
from orchestration.publish.release import read_release
from orchestration.settings import PROJECT_ROOT, Settings


def die_before(step: int) -> None:
    """Let this process die just before the step-th thing that it tells the server."""
    left = step

    def counted(name: str) -> None:
        told = getattr(sessions.Session, name)

        def telling(*arguments: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return told(*arguments)

        setattr(sessions.Session, name, telling)

    for name in ("execute", "rows", "copy"):
        counted(name)


def main(url: str, home: str, release_id: str, step: str) -> None:
    """Publish in a child that dies at the step; say what became of it."""
    child = os.fork()
    if child == 0:
        die_before(int(step))
        settings = Settings(PROJECT_ROOT, Path(home))
        publish_to_postgres(read_release(settings, release_id), url)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    sys.stdout.write("killed\n" if os.WIFSIGNALED(status) else "done\n")
    sys.stdout.flush()


if __name__ == "__main__":
    address, folder = sys.argv[1:3]
    # One line for each try: a release and a step; the answer comes before the next is read.
    for line in sys.stdin:
        wanted, at = line.split()
        main(address, folder, wanted, at)
