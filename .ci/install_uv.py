"""Put one pinned uv into a folder of its own, with nothing but the machine's Python.

Here: the one step before uv exists. A virtual environment with pip is the ordinary way; where
Debian left out `ensurepip`, the machine's own pip fetches the wheel, and without any pip the
registry's index is read directly. Not here: the project's packages (uv installs those).
"""

import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

INDEX_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
DEFAULT_INDEX = "https://pypi.org/simple"
MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


def with_environment(version: str, target: Path) -> bool:
    """The ordinary way: a virtual environment and its pip."""
    try:
        import ensurepip  # noqa: F401 -- asked for, not used: Debian splits it off
    except ImportError:
        return False
    return run("-m", "venv", "--clear", str(target)) and run(
        "-m", "pip", "install", "--quiet", f"uv=={version}", python=str(target / "bin" / "python")
    )


def with_machine_pip(version: str, target: Path) -> bool:
    """The machine's pip may fetch a wheel even where it may not install one."""
    with tempfile.TemporaryDirectory() as folder:
        if not run("-m", "pip", "download", "--quiet", "--no-deps", "-d", folder, f"uv=={version}"):
            return False
        return any(unpack(wheel, target) for wheel in Path(folder).glob("uv-*.whl"))


def with_index(version: str, target: Path) -> bool:
    """No pip at all: read the registry's index (PEP 691) and check the wheel's hash."""
    index = next((os.environ[name] for name in INDEX_VARIABLES if os.environ.get(name)), None)
    page = f"{(index or DEFAULT_INDEX).rstrip('/')}/uv/"
    request = urllib.request.Request(  # noqa: S310 -- the configured registry
        page, headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 -- the configured registry
        files = json.load(answer)["files"]
    wheel = next(f for f in files if fits(f["filename"], version))
    address = urllib.parse.urljoin(page, wheel["url"])
    with urllib.request.urlopen(address) as answer:  # noqa: S310 -- the configured registry
        body = answer.read()
    if hashlib.sha256(body).hexdigest() != wheel["hashes"]["sha256"]:
        raise SystemExit(
            f"{address}: the sha256 is not the one its index names; nothing was installed."
        )
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / wheel["filename"]
        saved.write_bytes(body)
        return unpack(saved, target)


def fits(filename: str, version: str) -> bool:
    """The wheel of this version for this kind of machine."""
    machine = MACHINES.get(platform.machine().lower(), "?")
    system = "macosx" if sys.platform == "darwin" else "manylinux"
    return filename.startswith(f"uv-{version}-") and system in filename and machine in filename


def unpack(wheel: Path, target: Path) -> bool:
    """uv is one executable inside its wheel."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith("/scripts/uv"))
        program = target / "bin" / "uv"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_bytes(archive.read(name))
    program.chmod(0o755)
    return True


def run(*arguments: str, python: str = sys.executable) -> bool:
    """Whether a Python command succeeded; what it printed stays visible."""
    command = [python, *arguments]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603 -- fixed words


def main() -> None:
    version, target = sys.argv[1], Path(sys.argv[2])
    for way in (with_environment, with_machine_pip, with_index):
        try:
            if way(version, target):
                return
        except OSError as error:
            print(f"{way.__name__}: {error}", file=sys.stderr)  # noqa: T201 -- a command's output
    raise SystemExit(
        f"uv {version} could not be installed from the package registry. Check the network and the "
        "registry settings (PIP_INDEX_URL, PIP_CERT), then run make again."
    )


if __name__ == "__main__":
    main()
