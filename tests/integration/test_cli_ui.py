"""`vitals ui`: it answers on the loopback address, and when it ends nothing of it stays."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT, Settings

VITALS = Path(sys.executable).with_name("vitals")
PATIENCE_SECONDS = 90


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def processes_of(home: Path) -> list[int]:
    """Every process that was started with this home in its environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = str(home).encode() in (folder / "environ").read_bytes()
        except OSError:
            continue
        if is_ours:
            found.append(int(folder.name))
    return found


def wait_for_answer(address: str, process: subprocess.Popen[bytes]) -> bytes:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "it ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise AssertionError(f"{address} did not answer in {PATIENCE_SECONDS} s")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="it reads Linux's /proc")
def test_nothing_stays_when_it_ends(settings: Settings) -> None:
    port = free_port()
    environment = {**os.environ, "VITALS_HOME": str(settings.home)}
    process = subprocess.Popen(
        [VITALS, "ui", "--port", str(port)],
        cwd=PROJECT_ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert b"dagster" in wait_for_answer(f"http://127.0.0.1:{port}/server_info", process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    finally:
        process.kill()
        process.wait()
    assert processes_of(settings.home) == []
    assert "enabled: false" in (settings.dagster / "dagster.yaml").read_text()
