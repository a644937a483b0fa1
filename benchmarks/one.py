"""One sample: `python -m benchmarks.one PROTOCOL floor|landing FOLDER` prints it as JSON.

Here: which module measures which protocol. Everything is imported before the clock starts.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from benchmarks.measuring import take

PROTOCOLS = ("files", "http", "postgres")


def main() -> None:
    protocol, what, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    if protocol not in PROTOCOLS or what not in ("floor", "landing"):
        raise SystemExit(__doc__)
    work = getattr(import_module(f"benchmarks.{protocol}"), what)
    print(json.dumps(asdict(take(lambda: int(work(folder))))))


if __name__ == "__main__":
    main()
