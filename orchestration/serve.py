"""Local servers a person starts and stops by hand: the pages and Dagster.

Here: starting them on the loopback address and leaving nothing behind. Not here: anything served on
a network; neither server has a login.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType

from orchestration.dagster_home import dagster_environment, prepare_dagster_home
from orchestration.settings import Settings

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 10


def serve_pages(settings: Settings, port: int, say: Callable[[str], None]) -> None:
    """Serve the pages until interrupted."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(settings.site))
    with ThreadingHTTPServer((LOOPBACK, port), handler) as server:
        say(f"The pages are at http://{LOOPBACK}:{server.server_port}. Ctrl-C ends this.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("Stopped.")


def serve_dagster(settings: Settings, port: int, say: Callable[[str], None]) -> int:
    """Run Dagster's web server and daemon until interrupted or until one of them ends."""
    prepare_dagster_home(settings)
    environment = {**os.environ, **dagster_environment(settings)}
    programs = [
        ["dagster-webserver", "-h", LOOPBACK, "-p", str(port), "-m", "orchestration.definitions"],
        ["dagster-daemon", "run", "-m", "orchestration.definitions"],
    ]
    # Both, also where a shell started this in the background and had Ctrl-C ignored.
    _on_signals(_interrupt)
    say(f"Dagster is starting at http://{LOOPBACK}:{port}. Ctrl-C ends it.")
    running = [_start(words, settings.root, environment) for words in programs]
    try:
        while all(process.poll() is None for process in running):
            time.sleep(0.2)
        return max(process.poll() or 0 for process in running)
    except KeyboardInterrupt:
        return 0
    finally:
        # make passes on a signal that its child has had already: one is enough.
        _on_signals(signal.SIG_IGN)
        _stop(running)


def _start(words: list[str], root: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A process in a session of its own, so that its children can be ended with it."""
    program = Path(sys.executable).with_name(words[0])
    command = [str(program), *words[1:]]
    return subprocess.Popen(  # noqa: S603 -- the words stand above
        command, cwd=root, env=environment, start_new_session=True
    )


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    for wanted in (signal.SIGTERM, signal.SIGKILL):
        for process in running:
            try:
                os.killpg(process.pid, wanted)
            except ProcessLookupError:
                continue
        for process in running:
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                continue


def _on_signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
