"""Which tables and metrics each page and export uses, as exposures in dbt's graph.

Here: working `depends_on` and the sections of a page out of what uses them: the named queries of a
page, the code of an export, the metrics. `vitals metrics generate` writes them into the YAML files.
Not here: names, descriptions and owners (by hand, in those files).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from orchestration.publish.site.reading import rendered_query
from orchestration.publish.site.writing import page_specifications
from orchestration.yaml_files import read_yaml

MODELS = Path("dbt_project/models")
MARTS = MODELS / "marts"
SEMANTIC = MODELS / "semantic"
FILES = "*__exposures.yml"
ALL = "all"
READ = "read"
HEAD = (
    "# label, description, owner and `config.meta` are kept by hand (of a page: only its name);\n"
    "# the rest by `vitals metrics generate`.\n"
)


class _Indented(yaml.SafeDumper):
    """Lists stand below their key, as in every other file of the project."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def exposure_files(root: Path) -> dict[Path, str]:
    """Each file of exposures below `root` with the text it should have."""
    files = sorted((root / MARTS).rglob(FILES))
    return {file: _written(root, read_yaml(file)) for file in files}


def write_exposures(root: Path) -> None:
    """Write every file of exposures below `root` anew."""
    for file, text in exposure_files(root).items():
        file.write_text(text, encoding="utf-8")


def _written(root: Path, content: Mapping[str, Any]) -> str:
    exposures = [_completed(root, exposure) for exposure in content["exposures"]]
    text = yaml.dump(
        {"version": 2, "exposures": exposures},
        Dumper=_Indented,
        sort_keys=False,
        allow_unicode=True,
        width=100,
    )
    return HEAD + text.replace("\nexposures:", "\n\nexposures:", 1)


def _completed(root: Path, exposure: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(exposure.get("config", {}).get("meta", {}))
    if "page" in told:
        page = next(p for p in page_specifications(root / "reports") if p["page"] == told["page"])
        told |= {"path": page["path"], "sections": _headings(page)}
        marts = _read_by(root, page["queries"])
    elif told.get("marts") == ALL:
        marts = set(_mart_names(root))
    else:
        marts = _named_in(root, told.get("code", ()))
    metrics = _metric_names(root) if told.get("metrics") == ALL else []
    refs = [f"ref('{mart}')" for mart in sorted(marts)]
    refs += [f"metric('{metric}')" for metric in metrics]
    # The code of an export may not be there: what was written last stays.
    listed = refs or list(exposure.get("depends_on", ()))
    return {**exposure, "config": {"meta": told}, "depends_on": listed}


def _headings(page: Mapping[str, Any]) -> list[str]:
    sections: Iterable[Mapping[str, Any]] = (page.get("sections") or {}).values()
    return [section["heading"] for section in sections if section.get("heading")]


def _read_by(root: Path, queries: Iterable[str]) -> set[str]:
    folder = root / "reports" / "queries"
    texts = (rendered_query(folder, query, schema=READ) for query in queries)
    read = {table for text in texts for table in re.findall(rf"\b{READ}\.(\w+)", text)}
    # What a release has beside the marts is no node of the graph.
    return read & set(_mart_names(root))


def _mart_names(root: Path) -> list[str]:
    return sorted(file.stem for file in (root / MARTS).rglob("*.sql"))


def _named_in(root: Path, folders: Iterable[str]) -> set[str]:
    """The marts the code of an export names."""
    files = [file for folder in folders for file in sorted((root / folder).rglob("*.py"))]
    words = {word for file in files for word in re.findall(r"\w+", file.read_text("utf-8"))}
    return words & set(_mart_names(root))


def _metric_names(root: Path) -> list[str]:
    files = sorted((root / SEMANTIC).rglob("*.yml"))
    return sorted(
        metric["name"] for file in files for metric in (read_yaml(file) or {}).get("metrics", ())
    )
