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
    row, fine = [row for row in Cells(page).rows if any("Corrected by a return" in c for c in row)]
    assert "92" in row[1]
    assert "94" in row[2]
    assert row[3].endswith("Known since 21 Jan 2026.")
    # Four decimals would not tell these two apart, and their target is as it was.
    assert "90.010010000" in fine[1]
    assert "90.010020000" in fine[2]
    assert "target 90.0000" not in fine[1]


def test_what_is_too_small_to_be_seen_is_counted_and_folded(page: str) -> None:
    before, folded = page.split("Too small to be seen as printed", 1)
    assert "90.010010000" not in before
    assert "90.010010000" in folded
    assert (
        "1 figure as printed, 1 too little to be seen, 4 objectives, exceptions and escalations"
        in page
    )
    assert "; 3 of them withheld" in page


def test_each_part_stands_as_reported_beside_as_now_known(page: str) -> None:
    rows = Cells(page).rows
    told = [row for row in rows if any("Tell the harbour master" in cell for cell in row)]
    assert [row[1:3] for row in told if "Withheld" not in row[3]] == [["overdue", "met"]] * 3
    assert any(row[3].startswith("What it rests on is other") for row in told)
    dredged = [row[1:3] for row in rows if any("Dredge" in cell for cell in row)]
    assert dredged == [["planned, overdue", "done"], ["planned, overdue", "not listed any more"]]
    (quays,) = [row for row in rows if any("Withheld: quays" in cell for cell in row)]
    assert (quays[1], quays[2]) == ("withheld", "Red red")
    raised = [row[1:4] for row in rows if any("Off target," in cell for cell in row)]
    assert raised[0][:2] == ["raised", "not raised"]
    assert raised[0][2].endswith("Known since 21 Jan 2026.")
    # A text of the mart, escaped: read back, it is a text again.
    assert raised[1][2].startswith('Off target "><img')
    assert "<img src=x" not in page


def test_what_should_have_been_shown_is_among_the_restatements(page: str) -> None:
    (row,) = [row for row in Cells(page).rows if row[1:3] == ["not raised", "raised"]]
    assert "Overdue" in row[0]
    assert row[3].endswith("Known since 21 Jan 2026.")


def test_nothing_unapproved_is_told_beside_what_was_withheld(page: str) -> None:
    rows = [row for row in Cells(page).rows if any(cell.startswith("Withheld: ") for cell in row)]
    untold = {row[3]: row[1:3] for row in rows if "not approved yet" in row[2]}
    assert untold == {
        "Withheld: nobody has signed yet. Now submitted.": [
            "withheld target 90.0%",
            "not approved yet target 90.0%",
        ],
        "Withheld: members.": ["withheld", "not approved yet"],
        "Withheld: tides.": ["overdue", "not approved yet"],
    }
    assert "87" not in "".join(cell for row in rows for cell in row)


def test_an_exception_of_a_unit_is_in_the_files_alone(page: str) -> None:
    assert "of_a_unit" not in page


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
