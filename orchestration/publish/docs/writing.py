"""The documentation of a release: dbt's own as one page, column lineage beside it, and an index.

Here: writing the three files beside the release, from what its build left. Not here: the pages of
the scorecards (publish/site), and what dbt and colibri show on theirs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from orchestration.publish.docs.artifacts import Artifacts, read_artifacts
from orchestration.publish.docs.lineage import lineage_page
from orchestration.publish.release import Release
from orchestration.settings import Settings
from orchestration.transform.builds import latest_build
from orchestration.transform.dbt import WAREHOUSE, Progress, TransformError, target_folder

INDEX, DBT, LINEAGE = "index.html", "dbt.html", "lineage.html"
# Both pages are programs: they may run, and reach nothing.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "style-src 'unsafe-inline' data:; img-src data: blob:; font-src data:; worker-src blob:; "
    "connect-src data: blob:; base-uri 'none'; form-action 'none'"
)
INDEX_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;"
    "color:#14212d;background:#fff}a{color:#1d57b0}dt{font-weight:600;margin-top:1rem}dd{margin:0}"
    "footer{margin-top:2rem;border-top:1px solid #b9c3cc;color:#46535f}"
    "@media(prefers-color-scheme:dark){body{color:#e9eef2;background:#0f171e}a{color:#8ab4f8}"
    "footer{color:#b9c3cc}}"
)


def docs_folder(settings: Settings, release_id: str) -> Path:
    """Where the documentation of a release lies."""
    return settings.exports / release_id / "docs"


def write_docs(settings: Settings, release: Release, progress: Progress = lambda _: None) -> Path:
    """Write the documentation of a release beside it; the index page is returned.

    It is made from the build the release came from, as long as that is the newest one; after that
    what was written then stays as it is.
    """
    folder = docs_folder(settings, release.release_id)
    build, manifest = latest_build(settings), target_folder(settings) / "manifest.json"
    if build is None or not manifest.is_file() or not _is_of(manifest, release):
        if (folder / INDEX).is_file():
            return folder / INDEX
        raise TransformError(
            f"There is no build any more from which release {release.release_id} was made.",
            "`vitals run` makes a build and a release with its documentation.",
        )
    progress("exports: documentation of tables and columns")
    artifacts = read_artifacts(manifest, build / WAREHOUSE)
    pages = {DBT: _dbt_page(artifacts)}
    progress("exports: lineage of columns")
    pages[LINEAGE] = _with_policy(lineage_page(artifacts, settings.home / "dbt" / "lineage"))
    pages[INDEX] = _index_page(release, artifacts)
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        unfinished = folder / f".{name}"
        unfinished.write_text(page, encoding="utf-8")
        unfinished.replace(folder / name)
    return folder / INDEX


def _is_of(manifest: Path, release: Release) -> bool:
    metadata = json.loads(manifest.read_text(encoding="utf-8"))["metadata"]
    return bool(metadata["invocation_id"] == release.manifest.dbt_invocation_id)


def _dbt_page(artifacts: Artifacts) -> str:
    """dbt's own static page, with its data put in where dbt would put it."""
    from dbt.task.docs import DOCS_INDEX_FILE_PATH

    page = Path(DOCS_INDEX_FILE_PATH).read_text(encoding="utf-8")
    for name, content in (("MANIFEST", artifacts.manifest), ("CATALOG", artifacts.catalog)):
        place = f'"{name}.JSON INLINE DATA"'
        if place not in page:
            raise TransformError(
                f"dbt's page has no place for its {name.lower()} any more.",
                "This version of dbt writes it otherwise: see publish/docs/writing.py.",
            )
        page = page.replace(place, _in_script(content))
    return _with_policy(page)


def _in_script(content: Mapping[str, Any]) -> str:
    """JSON that cannot end the script it stands in."""
    return (
        json.dumps(content, ensure_ascii=False).replace("</", "<\\/").replace("<!--", "<\\u0021--")
    )


def _with_policy(page: str) -> str:
    head, opened, rest = page.partition("<head>")
    if not opened:
        raise TransformError(
            "A page of the documentation has no head.", "See publish/docs/writing.py."
        )
    return f'{head}{opened}<meta http-equiv="Content-Security-Policy" content="{POLICY}">{rest}'


def _index_page(release: Release, artifacts: Artifacts) -> str:
    models = [n for n in artifacts.manifest["nodes"].values() if n["resource_type"] == "model"]
    marts = sum(1 for model in models if model["schema"] == "marts")
    columns = sum(len(entry["columns"]) for entry in artifacts.catalog["nodes"].values())
    made = escape(release.release_id)
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{INDEX_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Documentation of release {made}</title>
<link rel="icon" href="data:,">
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>Documentation of release {made}</h1>
<dl>
<dt><a href="{DBT}">Tables and columns</a></dt>
<dd>What each of the {len(models)} models and {columns} columns means, its tests and its SQL;
{marts} of the models are published.</dd>
<dt><a href="{LINEAGE}">Lineage of columns</a></dt>
<dd>From the columns of {len(artifacts.catalog["sources"])} source tables to the pages and exports:
choose a model, then a column.</dd>
</dl>
</main>
<footer><p>As of {escape(release.manifest.as_of_date)}; both pages open offline and ask nothing of
any server.</p></footer>
</body>
</html>
"""
