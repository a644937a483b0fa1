"""From a release to a folder of pages, swapped in at once.

Here: which pages there are (reports/pages says), writing them, the swap. Not here: their content.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment

from orchestration.metrics.released import METRICS, read_metrics
from orchestration.publish.site.audit_pages import data_quality_page, exceptions_page, words_page
from orchestration.publish.site.card_page import card_page
from orchestration.publish.site.catalogue import Catalogue, build_catalogue
from orchestration.publish.site.change_page import changes_page
from orchestration.publish.site.downloads import measure_csv, whole_lists
from orchestration.publish.site.formatting import long_date, moment
from orchestration.publish.site.front_page import front_page
from orchestration.publish.site.passport_page import passport_page
from orchestration.publish.site.promise_pages import audit_page, glossary_page
from orchestration.publish.site.publication_page import publications_page
from orchestration.publish.site.reading import SiteError, read_rows
from orchestration.publish.site.register_pages import actions_page, escalations_page
from orchestration.publish.site.rendering import environment, file_stem, margin_css
from orchestration.publish.site.scorecard_page import scorecard_page
from orchestration.settings import Settings

WHOLE_RELEASE = {
    "front": front_page,
    "exceptions": exceptions_page,
    "publications": publications_page,
    "changes": changes_page,
    "escalations": escalations_page,
    "actions": actions_page,
    "data_quality": data_quality_page,
    "words": words_page,
    "audit": audit_page,
    "glossary": glossary_page,
}
# A page for each measure, under its scorecard in the navigation.
OF_MEASURES = {"report_card": card_page, "passport": passport_page}


@dataclass(frozen=True)
class SiteSummary:
    """What was written and where."""

    folder: Path
    pages: tuple[str, ...]
    release_id: str
    seconds: float

    @property
    def page_count(self) -> int:
        return len(self.pages)


@dataclass(frozen=True)
class Page:
    """One page to be: its address, its template and what the template gets."""

    path: str
    template: str
    context: Mapping[str, Any]


def page_specifications(reports: Path) -> list[dict[str, Any]]:
    """What pages exist, as data."""
    loaded = yaml.safe_load((reports / "pages" / "pages.yml").read_text("utf-8"))
    return list(loaded["pages"])


def write_site(
    settings: Settings, release: Path, templates: Mapping[str, bytes] | None = None
) -> SiteSummary:
    """Every page of a release. The former pages stand until the new ones are complete.

    `templates` are workbooks to offer beside them, by scorecard.
    """
    started = time.perf_counter()
    reports = settings.root / "reports"
    manifest = _manifest(release)
    rows = read_rows(release / "serving.duckdb", reports / "queries")
    catalogue = build_catalogue(rows, {**manifest, "metric_names": _metric_names(release)})
    draft = settings.home / ".site" / f"{file_stem_of_release(manifest)}-{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(reports / "static", draft / "static")
    release_line = _release_line(manifest)
    (draft / "static" / "release.css").write_text(margin_css(release_line), "utf-8")
    written = []
    made = environment(reports / "templates")
    offered = _write_templates(draft, templates or {})
    frame = {
        "release": release_line,
        "navigation": _navigation(reports, catalogue),
        "templates": offered,
    }
    for page in pages(reports, catalogue):
        _write(draft / page.path, _rendered(made, page, frame))
        written.append(page.path)
    for measure in catalogue.measures.values():
        _write(draft / "data" / f"{file_stem(measure.measure_id)}.csv", measure_csv(measure))
    for name, text in whole_lists(catalogue).items():
        _write(draft / "data" / name, text)
    swap(draft, settings.site)
    seconds = time.perf_counter() - started
    return SiteSummary(settings.site, tuple(written), str(manifest["release_id"]), seconds)


def _write_templates(draft: Path, templates: Mapping[str, bytes]) -> dict[str, str]:
    """Where each scorecard's workbook lies."""
    written = {}
    for scorecard_id, content in templates.items():
        written[scorecard_id] = f"templates/{file_stem(scorecard_id)}_return.xlsx"
        path = draft / written[scorecard_id]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return written


def pages(reports: Path, catalogue: Catalogue) -> Iterator[Page]:
    """Every page to be written, with what its template gets."""
    for spec in page_specifications(reports):
        for key, context in _contexts(spec, catalogue):
            path = spec["path"].format(**key)
            template = spec["template"].format(**key)
            sections = spec.get("sections", {})
            yield Page(path, template, {**context, "page": spec["page"], "sections": sections})


def _contexts(
    spec: Mapping[str, Any], catalogue: Catalogue
) -> Iterator[tuple[dict[str, str], Mapping[str, Any]]]:
    if spec["page"] == "scorecard":
        for row in catalogue.scorecards:
            key = {
                "scorecard_id": file_stem(row["scorecard_id"]),
                "page_layout": file_stem(row["page_layout"]),
            }
            yield key, scorecard_page(catalogue, row)
    elif spec["page"] in OF_MEASURES:
        for measure in catalogue.measures.values():
            key = {"measure_id": file_stem(measure.measure_id)}
            yield key, OF_MEASURES[spec["page"]](catalogue, measure)
    else:
        yield {}, WHOLE_RELEASE[spec["page"]](catalogue)


def _navigation(reports: Path, catalogue: Catalogue) -> list[tuple[str, str]]:
    links = []
    for spec in page_specifications(reports):
        if spec["page"] == "scorecard":
            links += [
                (spec["path"].format(scorecard_id=row["scorecard_id"]), row["short_name"])
                for row in catalogue.scorecards
            ]
        elif spec.get("navigation"):
            links.append((spec["path"], spec["navigation"]))
    return links


def _rendered(made: Environment, page: Page, frame: Mapping[str, Any]) -> str:
    root = "../" * page.path.count("/")
    current = page.path
    if "scorecard" in page.context and page.context["page"] in OF_MEASURES:
        current = f"{page.context['scorecard']['scorecard_id']}.html"
    return made.get_template(page.template).render(
        **frame, **page.context, root=root, path=page.path, current=current
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Bytes, so that no platform changes the line ends of a CSV.
    path.write_bytes(text.encode("utf-8"))


def _manifest(release: Path) -> dict[str, Any]:
    path = release / "manifest.json"
    if not path.is_file():
        raise SiteError(f"{path} is not there.", "Publish a release first: `vitals run`.")
    return dict(json.loads(path.read_text("utf-8")))


def file_stem_of_release(manifest: Mapping[str, Any]) -> str:
    """A release's id, fit for a file's name."""
    return "".join(c if c.isalnum() else "-" for c in str(manifest["release_id"]))


def _metric_names(release: Path) -> dict[str, tuple[str, ...]]:
    """By measure, what its metrics are called; none in a release that lists no metrics."""
    if not (release / METRICS).is_file():
        return {}
    names: dict[str, tuple[str, ...]] = {}
    for metric in read_metrics(release).metrics:
        if metric.measure_id:
            names[metric.measure_id] = (*names.get(metric.measure_id, ()), metric.name)
    return names


def _release_line(manifest: Mapping[str, Any]) -> dict[str, Any]:
    created = datetime.fromisoformat(str(manifest["created_at"]))
    as_of = datetime.fromisoformat(str(manifest["as_of_date"])).date()
    return {
        "release_id": str(manifest["release_id"]),
        "as_of": long_date(as_of).replace("\N{NO-BREAK SPACE}", " "),
        "published": moment(created),
        "hash": str(manifest["content_hash"])[:12],
        "file_count": len(manifest.get("files", [])),
        "git_commit": str(manifest["git_commit"])[:10],
    }


def swap(draft: Path, site: Path) -> None:
    """`site` is a link to the newest folder: one rename changes all pages together."""
    if site.is_dir() and not site.is_symlink():
        shutil.rmtree(site)
    link = site.with_name(f".{site.name}-{os.getpid()}")
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(draft, site.parent), target_is_directory=True)
    link.replace(site)
    for old in draft.parent.iterdir():
        if old != draft:
            shutil.rmtree(old, ignore_errors=True)
