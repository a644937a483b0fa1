"""The report's files, and the ones that join report and model to a project.

Here: every file beside the model's own. Not here: pages (pages.py), the theme
(theme.py) and the model (tmdl.py).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from orchestration.publish.powerbi.names import lineage_tag
from orchestration.publish.powerbi.pages import HEIGHT, WIDTH, Page
from orchestration.publish.powerbi.theme import NAME as THEME
from orchestration.publish.powerbi.theme import theme
from orchestration.publish.powerbi.visuals import SCHEMAS

FABRIC = "https://developer.microsoft.com/json-schemas/fabric"
NAME = "VitalSigns"
MODEL = f"{NAME}.SemanticModel"
REPORT = f"{NAME}.Report"
THEME_FILE = f"{THEME}.json"
IGNORED = "**/.pbi/localSettings.json\n**/.pbi/cache.abf\n"
# The versions of visuals, pages and reports that the theme is written for.
THEME_FOR = {"visual": "2.7.0", "page": "2.1.0", "report": "3.2.0"}


def project_files() -> dict[str, str]:
    """The files of the project itself."""
    return {
        f"{NAME}.pbip": _json(
            {
                "$schema": f"{FABRIC}/pbip/pbipProperties/1.0.0/schema.json",
                "version": "1.0",
                "artifacts": [{"report": {"path": REPORT}}],
                "settings": {"enableAutoRecovery": True},
            }
        ),
        ".gitignore": IGNORED,
    }


def model_item_files() -> dict[str, str]:
    """The files that make a folder of TMDL a semantic model."""
    return {
        "definition.pbism": _json(
            {
                "$schema": f"{FABRIC}/item/semanticModel/definitionProperties/1.0.0/schema.json",
                "version": "4.2",
                "settings": {},
            }
        ),
        ".platform": _platform("SemanticModel"),
    }


def report_files(pages: Sequence[Page]) -> dict[str, str]:
    """The files of the report."""
    files = {
        "definition.pbir": _json(
            {
                "$schema": f"{SCHEMAS}/definitionProperties/2.0.0/schema.json",
                "version": "4.0",
                "datasetReference": {"byPath": {"path": f"../{MODEL}"}},
            }
        ),
        ".platform": _platform("Report"),
        f"StaticResources/RegisteredResources/{THEME_FILE}": _json(theme()),
        "definition/version.json": _json(
            {
                "$schema": f"{SCHEMAS}/definition/versionMetadata/1.0.0/schema.json",
                "version": "2.0.0",
            }
        ),
        "definition/report.json": _json(_report()),
        "definition/pages/pages.json": _json(
            {
                "$schema": f"{SCHEMAS}/definition/pagesMetadata/1.0.0/schema.json",
                "pageOrder": [page.name for page in pages],
                "activePageName": pages[0].name,
            }
        ),
    }
    for page in pages:
        files |= _page(page)
    return files


def _page(page: Page) -> dict[str, str]:
    folder = f"definition/pages/{page.name}"
    files = {
        f"{folder}/page.json": _json(
            {
                "$schema": f"{SCHEMAS}/definition/page/2.1.0/schema.json",
                "name": page.name,
                "displayName": page.title,
                "displayOption": "FitToPage",
                "height": HEIGHT,
                "width": WIDTH,
            }
        )
    }
    for order, visual in enumerate(page.visuals):
        files[f"{folder}/visuals/{visual.name}/visual.json"] = _json(visual.as_json(order))
    return files


def _report() -> dict[str, Any]:
    return {
        "$schema": f"{SCHEMAS}/definition/report/3.2.0/schema.json",
        "themeCollection": {
            "customTheme": {
                "name": THEME_FILE,
                "reportVersionAtImport": THEME_FOR,
                "type": "RegisteredResources",
            },
        },
        "resourcePackages": [
            {
                "name": "RegisteredResources",
                "type": "RegisteredResources",
                "items": [{"name": THEME_FILE, "path": THEME_FILE, "type": "CustomTheme"}],
            },
        ],
    }


def _platform(kind: str) -> str:
    return _json(
        {
            "$schema": f"{FABRIC}/gitIntegration/platformProperties/2.0.0/schema.json",
            "metadata": {"type": kind, "displayName": NAME},
            "config": {"version": "2.0", "logicalId": lineage_tag("item", kind)},
        }
    )


def _json(content: Any) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
