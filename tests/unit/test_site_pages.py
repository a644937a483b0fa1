"""The written pages: safe with hostile text, whole, linked, and replaced together."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest
import yaml

from orchestration.publish.site import SiteSummary, write_site
from orchestration.publish.site.downloads import safe
from orchestration.publish.site.reading import SiteError, query_names, rendered_query
from orchestration.publish.site.rendering import css_string, file_stem
from orchestration.settings import Settings
from tests.support.serving import ROOT, write_release

QUERIES = ROOT / "reports" / "queries"
CSP = "default-src 'none'; style-src 'self'; img-src 'self' data:"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def site(home: Path) -> SiteSummary:
    release = write_release(home / "releases" / "one")
    return write_site(Settings(root=ROOT, home=home), release)


class Reading(HTMLParser):
    """Tags, attributes and ids of one page, as a browser would meet them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def values(self, name: str) -> list[str]:
        return [value for found, value in self.attributes if found == name]


def pages_of(site: SiteSummary) -> dict[str, str]:
    return {path: (site.folder / path).read_text("utf-8") for path in site.pages}


def test_there_is_a_page_for_every_scorecard_and_measure(site: SiteSummary) -> None:
    assert {"index.html", "harbour.html", "library.html", "exceptions.html"} <= set(site.pages)
    assert sum(path.startswith("cards/") for path in site.pages) == 9


def test_hostile_text_stays_text(site: SiteSummary) -> None:
    for path, text in pages_of(site).items():
        reading = Reading(text)
        assert "script" not in reading.tags, path
        assert "img" not in reading.tags, path
        assert not [name for name, _ in reading.attributes if name.startswith("on")], path
        assert not [v for v in reading.values("href") if v.lower().startswith("javascript")], path
    told = (site.folder / "cards" / "harbour_waits.html").read_text("utf-8")
    assert "&lt;script&gt;" in told


def test_a_card_tells_what_changed_a_target_and_not_that_it_was_set(site: SiteSummary) -> None:
    cards = site.folder / "cards"
    assert "Target changed from 9 to 10 &lt;script" in (cards / "library_loans.html").read_text(
        "utf-8"
    )
    assert "Target changed" not in (cards / "library_speed.html").read_text("utf-8")


def test_a_scorecard_with_small_numbers_says_whose_are_rounded(site: SiteSummary) -> None:
    pages = pages_of(site)
    assert "<dt>[c]</dt>" in pages["harbour.html"]
    assert "worked out from them, for Ships &amp; boats berthed;" in pages["harbour.html"]
    assert "<dt>[c]</dt>" not in pages["library.html"]
    assert "1 to 7 is shown as 5." in pages["cards/harbour_ships.html"]


def test_of_records_about_people_the_page_tells_that_there_are_some(site: SiteSummary) -> None:
    page = pages_of(site)["data-quality.html"]
    assert 'data-label="Records">some<' in page
    assert 'data-label="Records">1<' in page


def test_every_page_is_strict_about_what_it_loads(site: SiteSummary) -> None:
    for path, text in pages_of(site).items():
        reading = Reading(text)
        assert any(value.startswith(CSP) for value in reading.values("content")), path
        assert "style" not in [name for name, _ in reading.attributes], path
        assert "style" not in reading.tags, path
        links = [*reading.values("href"), *reading.values("src")]
        assert not [link for link in links if re.match(r"(https?:)?//", link)], path


def test_every_page_has_its_language_title_and_headings_in_order(site: SiteSummary) -> None:
    titles = []
    for path, text in pages_of(site).items():
        reading = Reading(text)
        assert "en-GB" in reading.values("lang"), path
        found = re.search(r"<title>(.+?)</title>", text)
        assert found, path
        titles.append(found[1])
        assert reading.headings[0] == 1, path
        assert reading.headings.count(1) == 1, path
        steps = zip(reading.headings, reading.headings[1:], strict=False)
        assert all(after - before <= 1 for before, after in steps), path
    assert len(set(titles)) == len(titles)


def test_every_link_leads_to_a_file_and_every_anchor_to_a_place(site: SiteSummary) -> None:
    ids = {path: set(Reading(text).values("id")) for path, text in pages_of(site).items()}
    for path, text in pages_of(site).items():
        for link in Reading(text).values("href"):
            if link.startswith("data:"):
                continue
            target, _, anchor = link.partition("#")
            there = (site.folder / path).parent / unquote(target) if target else site.folder / path
            assert there.is_file(), f"{path}: {link}"
            if anchor:
                name = str(there.resolve().relative_to(site.folder.resolve()))
                assert anchor in ids[name], f"{path}: {link}"


def test_every_kind_of_cell_says_what_it_is(site: SiteSummary) -> None:
    grid = (site.folder / "harbour.html").read_text("utf-8")
    for words in ("none expected", "to come", "[c]", "rejected", "none counted", "1,255†"):
        assert words in grid
    assert grid.count("is-latest") >= 3
    assert ">Red </span>" in grid


def test_the_share_a_source_had_rejected_stands_beside_its_limit(site: SiteSummary) -> None:
    """1 of 128 is 0.78125%, of which two decimals are shown."""
    page = pages_of(site)["data-quality.html"]
    shares = page.split('id="shares"')[1].split("</section>")[0]
    cells = re.findall(r'data-label="(\w[\w ]*)">([^<]*)</td>', shares)
    assert cells == [("Rows in", "128"), ("Rejected", "1"), ("Share", "0.78%"), ("Limit", "2.00%")]


def test_an_unanswered_prompt_is_said_and_a_waiver_is_shown(site: SiteSummary) -> None:
    text = (site.folder / "exceptions.html").read_text("utf-8")
    assert "Not answered in the return: " in text
    assert '<td role="cell" data-label="Waived">Yes</td>' in text
    assert text.count("tick-box") == 1


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_text_that_a_spreadsheet_would_run_is_disarmed(start: str) -> None:
    assert safe(start) == f"'{start}"


def test_the_download_keeps_numbers_as_numbers(site: SiteSummary) -> None:
    lines = (site.folder / "data" / "library_budget.csv").read_text("utf-8").splitlines()
    assert len(lines) == 14
    assert ",-2.4," in lines[1]


def test_new_pages_replace_the_old_ones_together(home: Path, site: SiteSummary) -> None:
    release = write_release(home / "releases" / "two")
    again = write_site(Settings(root=ROOT, home=home), release)
    assert again.folder == site.folder
    assert (again.folder / "index.html").is_file()
    assert len(list((home / ".site").iterdir())) == 1


def test_templates_lie_beside_the_pages_and_are_linked(tmp_path: Path) -> None:
    release = write_release(tmp_path / "release")
    without = write_site(Settings(root=ROOT, home=tmp_path), release)
    assert "_return.xlsx" not in (without.folder / "data-quality.html").read_text("utf-8")
    written = write_site(Settings(root=ROOT, home=tmp_path), release, {"harbour": b"a workbook"})
    file = "templates/harbour_return.xlsx"
    assert (written.folder / file).read_bytes() == b"a workbook"
    assert f'href="{file}"' in (written.folder / "data-quality.html").read_text("utf-8")


def test_a_release_that_is_not_there_leaves_the_pages_alone(home: Path, site: SiteSummary) -> None:
    with pytest.raises(SiteError, match="vitals run"):
        write_site(Settings(root=ROOT, home=home), home / "nowhere")
    assert (site.folder / "index.html").is_file()


def test_a_query_that_fails_names_its_file(tmp_path: Path) -> None:
    release = write_release(tmp_path / "broken")
    with duckdb.connect(str(release / "serving.duckdb")) as connection:
        connection.execute("drop table fct_narratives")
    with pytest.raises(SiteError, match="measure_narratives"):
        write_site(Settings(root=ROOT, home=tmp_path), release)


def test_a_measure_without_anything_still_has_its_card(tmp_path: Path) -> None:
    release = write_release(tmp_path / "bare")
    with duckdb.connect(str(release / "serving.duckdb")) as connection:
        for table in ("fct_measure_trajectories", "dim_targets", "rpt_latest_statuses"):
            connection.execute(f"delete from {table}")
    written = write_site(Settings(root=ROOT, home=tmp_path), release)
    assert "cards/harbour_waits.html" in written.pages


@pytest.mark.parametrize("name", ["../up", "a/b", "A", "", "a b", "a.b"])
def test_only_plain_ids_become_file_names(name: str) -> None:
    with pytest.raises(SiteError):
        file_stem(name)


def test_text_in_the_margin_cannot_leave_its_string() -> None:
    assert css_string('a"; } body') == '"a\\22 \\3b  \\7d  body"'


def test_every_query_belongs_to_a_page_and_reads_marts_alone() -> None:
    listed = yaml.safe_load((ROOT / "reports" / "pages" / "pages.yml").read_text("utf-8"))
    used = {name for page in listed["pages"] for name in page["queries"]}
    assert used == set(query_names(QUERIES))
    for name in used:
        sql = rendered_query(QUERIES, name, schema="marts")
        found = re.findall(r"(?:from|join)\s+(\w[\w.]*)", sql)
        assert found, name
        assert all(table.startswith("marts.") for table in found), name
