"""Whether the report's files hold together with each other and with the model.

Here: fields, pages, places and resources. Not here: the model itself (checker.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from orchestration.publish.powerbi.reading import fields, read_json

# Columns and measures by table.
Known = Mapping[str, tuple[set[str], set[str]]]
LONGEST_NAME = 50


def report_faults(folder: Path, known: Known) -> Iterator[str]:
    """Every fault of a report, as sentences."""
    definition = folder / "definition"
    listed = read_json(definition / "pages" / "pages.json")["pageOrder"]
    found = sorted(file.parent.name for file in definition.glob("pages/*/page.json"))
    if sorted(listed) != found:
        yield f"The pages {sorted(listed)} are listed, and {found} are there"
    for name in found:
        try:
            yield from _page(definition / "pages" / name, known)
        except (KeyError, TypeError, ValueError) as error:
            yield f"The page {name} cannot be read: {error!r}"
    for package in read_json(definition / "report.json").get("resourcePackages", []):
        if package["type"] == "RegisteredResources":
            for item in package["items"]:
                if not (folder / "StaticResources" / package["name"] / item["path"]).is_file():
                    yield f"The report names the resource {item['path']}, which is not there"


def _page(folder: Path, known: Known) -> Iterator[str]:
    page = read_json(folder / "page.json")
    if page["name"] != folder.name:
        yield f"The page {page['name']} stands in the folder {folder.name}"
    for file in sorted(folder.glob("visuals/*/visual.json")):
        visual = read_json(file)
        where = f"The visual {visual['name']} of the page {page['name']}"
        if visual["name"] != file.parent.name or len(visual["name"]) > LONGEST_NAME:
            yield f"{where} stands in the folder {file.parent.name}, or its name is too long"
        yield from _place(where, visual["position"], page)
        yield from _fields(where, visual, known)


def _place(where: str, place: Mapping[str, float], page: Mapping[str, Any]) -> Iterator[str]:
    right, bottom = place["x"] + place["width"], place["y"] + place["height"]
    if place["x"] < 0 or place["y"] < 0 or right > page["width"] or bottom > page["height"]:
        yield f"{where} stands beyond the page"


def _fields(where: str, visual: Mapping[str, Any], known: Known) -> Iterator[str]:
    for kind, table, name in fields(visual):
        columns, measures = known.get(table, (set(), set()))
        if name not in (measures if kind == "Measure" else columns):
            yield f"{where} shows the {kind.lower()} {table}[{name}], which is not there"
    state = visual["visual"].get("query", {}).get("queryState", {})
    for role, told in state.items():
        references = [projection["queryRef"] for projection in told["projections"]]
        if len(set(references)) < len(references):
            yield f"{where} shows a field twice as {role}"
        for projection in told["projections"]:
            wanted = {f"{table}.{name}" for _, table, name in fields(projection)}
            if wanted != {projection["queryRef"]}:
                yield f"{where} calls {sorted(wanted)} {projection['queryRef']}"
