"""SQL that MetricFlow wrote before, for the same definitions and the same question.

Here: keeping it below the project's `.cache/`, so that not every run waits for it: MetricFlow takes
some seconds for all saved queries. Not here: the questions (engine.py). A folder that is not there,
or not whole, costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from orchestration.settings import PROJECT_ROOT

FOLDER = PROJECT_ROOT / ".cache" / "metricflow"


def remembered(semantics: Path, question: str, write: Callable[[], str]) -> str:
    """The SQL of a question about these definitions, asked of MetricFlow only once."""
    words = [version("metricflow"), semantics.read_text(encoding="utf-8"), question]
    digest = hashlib.sha256(json.dumps(words).encode()).hexdigest()
    file = FOLDER / f"{digest}.sql"
    with suppress(OSError, UnicodeDecodeError):
        return file.read_text(encoding="utf-8")
    sql = write()
    with suppress(OSError):
        FOLDER.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_text(sql, encoding="utf-8")
        unfinished.replace(file)
    return sql
