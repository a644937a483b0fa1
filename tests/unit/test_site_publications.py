"""The page about publications: what was shown stands beside what is known, with its reason."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from orchestration.publish.site import write_site
from orchestration.publish.site.publication_page import publications_lead, publications_title
from orchestration.settings import Settings
from tests.support.serving import ROOT, write_release


class Cells(HTMLParser):
    """The text of each row's cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "tr":
            self.rows.append([])
        self._open = tag in ("td", "th") or (self._open and tag not in ("tr", "table"))
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {data}".split())


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    home = tmp_path_factory.mktemp("home")
    written = write_site(Settings(root=ROOT, home=home), write_release(home / "releases" / "one"))
    return Path(written.folder / "publications.html").read_text("utf-8")


def test_what_was_shown_stands_beside_what_is_known_with_the_reason(page: str) -> None:
    (row,) = [row for row in Cells(page).rows if any("Corrected by a return" in c for c in row)]
    assert "92" in row[1]
    assert "94" in row[2]
    assert row[3].endswith("Known since 21 Jan 2026.")


def test_a_withheld_figure_is_not_shown_as_reported(page: str) -> None:
    (row,) = [row for row in Cells(page).rows if any("Withheld: returned" in c for c in row)]
    assert "withheld" in row[1]
    assert "88" not in row[1]
    assert "Now approved." in row[3]


def test_the_publication_names_its_release_and_its_hash(page: str) -> None:
    assert "0a1b2c3d4e5f" in page
    assert "20 Jan 2026 at 23:59 UTC" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "2 of units, in the files alone" in page


def test_without_publications_the_page_says_so() -> None:
    assert publications_title([]) == "Nothing has been published to a forum yet"
    assert publications_lead([]).startswith("On the day a forum meets")
