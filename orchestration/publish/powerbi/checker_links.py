"""Whether the parts of a project lead to each other.

Here: the project's file, the report's model, the tables the model lists. Not here: what stands in
them (checker.py, checker_report.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from orchestration.publish.powerbi.reading import read_json

LISTED = re.compile(r"^ref table (?:'((?:[^']|'')+)'|(\S+))", re.MULTILINE)


def link_faults(folder: Path, report: str, model: str, tables: Collection[str]) -> Iterator[str]:
    """Every way from one part to another that leads nowhere, as sentences."""
    for file in sorted(folder.glob("*.pbip")):
        for artifact in read_json(file)["artifacts"]:
            path = artifact["report"]["path"]
            if not (folder / path / "definition.pbir").is_file():
                yield f"{file.name} opens the report {path}, which is not there"
    reference = read_json(folder / report / "definition.pbir")["datasetReference"]
    path = reference["byPath"]["path"]
    if not (folder / report / path / "definition.pbism").is_file():
        yield f"The report reads the model {path}, which is not there"
    told = (folder / model / "definition" / "model.tmdl").read_text(encoding="utf-8")
    names = [quoted.replace("''", "'") or bare for quoted, bare in LISTED.findall(told)]
    for name in sorted(set(names) ^ set(tables)):
        place = "is listed, and not there" if name in names else "is there, and not listed"
        yield f"The table {name} {place}"
