"""A real Prometheus server for tests: Debian's package, unpacked without being installed.

Here: finding or fetching the programs, writing history, running the server. A machine that has
neither the programs nor a Debian archive gets a reason instead. The package is kept in
`var/cache/prometheus`, so that it is fetched once.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from orchestration.settings import PROJECT_ROOT

PROGRAMS = ("prometheus", "promtool")
# The pair of the vendor's own guide to basic authentication.
USER, PASSWORD = "admin", "test"
_HASH = "$2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay"
_SECONDS_TO_START = 30
Samples = Iterable[tuple[int, str]]


class NotToBeHadError(Exception):
    """Why there is no real Prometheus on this machine."""


@dataclass(frozen=True)
class Programs:
    """Where the two programs are."""

    prometheus: Path
    promtool: Path


def programs() -> Programs:
    """The programs on the path, or those of Debian's package."""
    found = [shutil.which(name) for name in PROGRAMS]
    if all(found):
        return Programs(*(Path(str(path)) for path in found))
    folder = PROJECT_ROOT / "var" / "cache" / "prometheus"
    unpacked = [folder / "usr" / "bin" / name for name in PROGRAMS]
    if not all(path.is_file() for path in unpacked):
        _unpack(folder)
    return Programs(*unpacked)


def _unpack(folder: Path) -> None:
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise NotToBeHadError("no prometheus on the path, and this is no Debian machine")
    folder.mkdir(parents=True, exist_ok=True)
    fetched = subprocess.run(
        ["apt-get", "download", "prometheus"], cwd=folder, capture_output=True, text=True
    )
    packages = sorted(folder.glob("prometheus_*.deb"))
    if fetched.returncode or not packages:
        said = (fetched.stderr.strip().splitlines() or ["it gives no reason"])[-1]
        raise NotToBeHadError(f"apt-get download prometheus: {said}")
    subprocess.run(["dpkg-deb", "-x", packages[-1], folder], check=True, capture_output=True)
    packages[-1].unlink()


@contextmanager
def running(folder: Path, history: Iterable[tuple[Mapping[str, str], Samples]]) -> Iterator[str]:
    """A server that holds this history (milliseconds and values), at the address it gives."""
    found = programs()
    _write_history(folder, found, history)
    (folder / "prometheus.yml").write_text("global: {scrape_interval: 1m}\n")
    (folder / "web.yml").write_text(f'basic_auth_users: {{{USER}: "{_HASH}"}}\n')
    port = _free_port()
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [
                found.prometheus,
                f"--config.file={folder / 'prometheus.yml'}",
                f"--web.config.file={folder / 'web.yml'}",
                f"--web.listen-address=127.0.0.1:{port}",
                f"--storage.tsdb.path={folder / 'data'}",
                # The default, 15 days, would delete the history without a word.
                "--storage.tsdb.retention.time=100y",
            ],
            stdout=log,
            stderr=log,
        )
    try:
        _wait_until_ready(server, port, folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=_SECONDS_TO_START)


def _write_history(
    folder: Path, found: Programs, history: Iterable[tuple[Mapping[str, str], Samples]]
) -> None:
    path = folder / "history.om"
    with path.open("w") as lines:
        lines.write("# TYPE probe_success gauge\n")
        for labels, samples in history:
            named = ",".join(f'{k}="{v}"' for k, v in labels.items() if k != "__name__")
            lines.writelines(
                f"{labels['__name__']}{{{named}}} {value} {moment / 1000:.3f}\n"
                for moment, value in samples
            )
        lines.write("# EOF\n")
    # Without the flag it writes a block for each two hours.
    command = [found.promtool, "tsdb", "create-blocks-from", "--max-block-duration=4374h"]
    command += ["openmetrics", path, folder / "data"]
    subprocess.run(command, check=True, capture_output=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until:
        if server.poll() is not None:
            raise AssertionError(f"prometheus ended: {log.read_text()[-500:]}")
        try:
            urlopen(f"http://127.0.0.1:{port}/-/ready", timeout=1)
        except URLError as error:
            # With a door it answers 401 once it listens.
            if getattr(error, "code", None) == 401:
                return
        time.sleep(0.05)
    raise AssertionError(f"prometheus was not ready in {_SECONDS_TO_START} s")
