"""dbt's documentation as one static page.

Here: having dbt write it from the newest build. Not here: the pages of the scorecards.
"""

from __future__ import annotations

from pathlib import Path

from orchestration.settings import Settings
from orchestration.transform.builds import latest_build
from orchestration.transform.dbt import Progress, TransformError, build_arguments, invoke_dbt


def write_docs(settings: Settings, progress: Progress) -> Path:
    """Write `docs/index.html` below the home; it opens from a file, offline."""
    build = latest_build(settings)
    if build is None:
        raise TransformError(
            f"There is no build in {settings.builds} to document.", "`vitals run` makes one."
        )
    folder = settings.home / "docs"
    arguments = build_arguments(settings, None, "docs")
    arguments[0:1] = ["docs", "generate", "--static"]
    arguments += ["--target-path", str(folder)]
    progress("dbt docs …")
    if not invoke_dbt(settings, build, arguments, progress=progress):
        raise TransformError(
            "dbt could not write its documentation.", f"Read {settings.logs / 'dbt.log'}."
        )
    page = folder / "index.html"
    (folder / "static_index.html").replace(page)
    return page
