"""From which column of which source each column comes, as one static page.

Here: dbt-colibri, called as a library: its command line asks the package index for news and its
page counts its readers, neither of which happens here. Not here: dbt's own page (writing.py).
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from orchestration.publish.docs.artifacts import Artifacts

KEPT = "lineage.json"


def lineage_page(artifacts: Artifacts, cache: Path) -> str:
    """The page as text. What was traced is kept in `cache` until the SQL or a text changes."""
    from dbt_colibri.report import generator  # type: ignore[import-untyped]

    with TemporaryDirectory() as folder, _quiet():
        traced = _kept(artifacts, cache) or _trace(artifacts, Path(folder), cache)
        metadata = artifacts.manifest["metadata"]
        traced["metadata"]["generated_at"] = metadata["generated_at"]
        traced["metadata"]["dbt_invocation_id"] = metadata["invocation_id"]
        page = Path(folder) / "page.html"
        template = Path(generator.__file__).parent / "index.html"
        generator.inject_data_into_html(traced, str(template), str(page), disable_telemetry=True)
        return page.read_text(encoding="utf-8")


def _kept(artifacts: Artifacts, cache: Path) -> dict[str, Any] | None:
    file = cache / KEPT
    if not file.is_file():
        return None
    kept = json.loads(file.read_text(encoding="utf-8"))
    return dict(kept["traced"]) if kept["made_from"] == _fingerprint(artifacts) else None


def _trace(artifacts: Artifacts, folder: Path, cache: Path) -> dict[str, Any]:
    from dbt_colibri.lineage_extractor.extractor import (  # type: ignore[import-untyped]
        DbtColumnLineageExtractor,
    )
    from dbt_colibri.report.generator import (  # type: ignore[import-untyped]
        DbtColibriReportGenerator,
    )

    _know_unions()
    files = {"manifest": artifacts.manifest, "catalog": artifacts.catalog}
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    extractor = DbtColumnLineageExtractor(*(str(folder / f"{name}.json") for name in files))
    # dbt's own page has the SQL: here it would double the size.
    generator = DbtColibriReportGenerator(extractor, light_mode=True, disable_telemetry=True)
    found = generator.build_full_lineage()
    traced = {
        "metadata": found["metadata"],
        "nodes": found["nodes"],
        "lineage": {"edges": found["lineage"]["edges"]},
        "tree": found["tree"],
        "errors": found.get("errors", []),
    }
    cache.mkdir(parents=True, exist_ok=True)
    kept = {"made_from": _fingerprint(artifacts), "traced": traced}
    (cache / KEPT).write_text(json.dumps(kept), encoding="utf-8")
    return traced


def _fingerprint(artifacts: Artifacts) -> str:
    """Everything the page is made of but when it was made."""
    manifest = {key: part for key, part in artifacts.manifest.items() if key != "metadata"}
    catalog = {key: artifacts.catalog[key] for key in ("nodes", "sources")}
    for node in (*manifest["nodes"].values(), *manifest["sources"].values()):
        node.pop("created_at", None)
    told = [version("dbt-colibri"), version("sqlglot"), manifest, catalog]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _know_unions() -> None:
    """dbt-colibri 0.3.7 asks for `union_scopes`, which sqlglot 30.30 calls by another name."""
    from sqlglot.optimizer.scope import Scope

    if "union_scopes" not in vars(Scope):
        Scope.union_scopes = property(lambda scope: scope.set_operation_scopes)  # type: ignore[attr-defined]


@contextmanager
def _quiet() -> Iterator[None]:
    """It logs a line a model; what it could not trace is in the page's data."""
    logger = logging.getLogger("colibri")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
