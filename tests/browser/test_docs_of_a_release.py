"""The documentation of a release: what it traces, what it keeps to itself, and in a browser.

The last part is skipped, with the reason, where there is no Chromium.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from orchestration.publish.docs import lineage
from orchestration.publish.docs.writing import write_docs
from orchestration.publish.release import Release
from orchestration.settings import Settings
from orchestration.transform.dbt import TransformError
from tests.conftest import PipelineRun

CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = (
    "Said <img src=x onerror=\"document.title='hacked'\"> "
    "</script><script>document.title='hacked'</script> [this](javascript:alert(1))"
)
STATUSES = "model.vital_signs.fct_measure_statuses"
RETURNED = ("source.vital_signs.returns.observations", "value")
COUNTED = ("source.vital_signs.finance_ledger.ledger_lines", "amount")


@dataclass(frozen=True)
class Documented:
    settings: Settings
    release: Release
    folder: Path

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def lineage(self) -> dict[str, Any]:
        found = re.search(r'atob\("([^"]+)"\)', self.text("lineage.html"))
        assert found is not None
        return dict(json.loads(base64.b64decode(found.group(1))))


@pytest.fixture(scope="module")
def documented(
    pipeline_run: PipelineRun, release: Release, tmp_path_factory: pytest.TempPathFactory
) -> Documented:
    """The shared run's build, one of whose tables somebody described with ill intent."""
    home = tmp_path_factory.mktemp("documented").resolve()
    (home / "build").symlink_to(pipeline_run.settings.builds)
    target = home / "dbt" / "target"
    target.mkdir(parents=True)
    made = pipeline_run.settings.home / "dbt" / "target" / "manifest.json"
    manifest = json.loads(made.read_text(encoding="utf-8"))
    manifest["nodes"][STATUSES]["description"] = HOSTILE
    (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    settings = replace(pipeline_run.settings, home=home)
    return Documented(settings, release, write_docs(settings, release).parent)


def test_a_measure_leads_to_its_passport(documented: Documented) -> None:
    told = documented.text("dbt.html")
    # From exports/<release>/docs to the pages of the home.
    assert told.count("[Passport](../../../site/passports/dhcw_kr_2_2.html)") >= 2
    home = documented.folder.parents[2]
    assert documented.folder == home / "exports" / documented.release.release_id / "docs"


def test_a_figure_and_its_colour_are_traced_to_sources_and_seeds(documented: Documented) -> None:
    edges = documented.lineage()["lineage"]["edges"]
    comes_from: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for edge in edges:
        if edge["sourceColumn"] and edge["targetColumn"]:
            column = (edge["target"], edge["targetColumn"])
            comes_from.setdefault(column, set()).add((edge["source"], edge["sourceColumn"]))

    def traced(column: str) -> set[tuple[str, str]]:
        seen: set[tuple[str, str]] = set()
        waiting = [(STATUSES, column)]
        while waiting:
            found = waiting.pop()
            if found not in seen:
                seen.add(found)
                waiting += comes_from.get(found, ())
        return seen

    # A number that was returned, and one that was counted, through every union between.
    assert RETURNED in traced("value")
    assert COUNTED in traced("value")
    assert ("seed.vital_signs.rag_rules", "rag_status") in traced("rag_status")
    assert ("seed.vital_signs.targets", "target_value") in traced("target_value")


def test_every_model_was_traced_and_every_source_has_its_columns(documented: Documented) -> None:
    found = documented.lineage()
    assert found.get("errors", []) == []
    kinds = {name.split(".", 1)[0] for name in found["nodes"]}
    assert {"source", "seed", "model", "exposure"} <= kinds
    bare = [
        name
        for name, node in found["nodes"].items()
        if name.split(".", 1)[0] in ("source", "model") and not node["columns"]
    ]
    assert bare == []


def test_nothing_of_this_machine_is_told(documented: Documented, pipeline_run: PipelineRun) -> None:
    told = documented.text("dbt.html") + json.dumps(documented.lineage())
    for path in (pipeline_run.settings.home, pipeline_run.settings.root):
        assert str(path) not in told
    assert "read_parquet(" not in told.split("const _HTML", 1)[0]


def test_what_was_traced_is_kept_until_something_changes(
    documented: Documented, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = documented.text("lineage.html")
    monkeypatch.setattr(lineage, "_trace", lambda *_: pytest.fail("It was traced again."))
    write_docs(documented.settings, documented.release)
    assert documented.text("lineage.html") == before


def test_a_release_of_another_build_keeps_what_was_written_then(
    documented: Documented, tmp_path: Path
) -> None:
    manifest = replace(documented.release.manifest, dbt_invocation_id="another")
    other = replace(documented.release, manifest=manifest)
    assert write_docs(documented.settings, other).parent == documented.folder
    elsewhere = replace(documented.settings, home=tmp_path)
    with pytest.raises(TransformError, match="no build any more"):
        write_docs(elsewhere, other)


def test_both_pages_may_reach_nothing(documented: Documented) -> None:
    for name in ("dbt.html", "lineage.html", "index.html"):
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', documented.text(name))
        assert policy is not None
        assert "default-src 'none'" in policy.group(1)
        assert "http" not in policy.group(1)
    assert "window.colibriTelemetry = false;" in documented.text("lineage.html")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("index.html", "Lineage of columns"),
        ("dbt.html#!/model/" + STATUSES, "Said <img src=x onerror="),
        ("lineage.html", "exposures"),
    ],
)
def test_a_page_opens_offline_and_shows_texts_as_texts(
    documented: Documented, browser: Browser, address: str, shown: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    broken: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(f"{documented.folder.as_uri()}/{address}")
    page.get_by_text(shown).first.wait_for(state="visible", timeout=20_000)
    assert "hacked" not in page.title()
    assert page.locator("a[href^='javascript:alert']").count() == 0
    assert broken == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    page.close()
