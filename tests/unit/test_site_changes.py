"""The page about changes: old beside new, with who, when, why and what it did."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from orchestration.publish.site import write_site
from orchestration.publish.site.change_page import Change, changes_lead, changes_title
from orchestration.settings import Settings
from tests.support.serving import ROOT, write_release
from tests.unit.test_site_publications import Cells


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    written = write_site(Settings(root=ROOT, home=home), write_release(home / "releases" / "one"))
    return written.folder


@pytest.fixture(scope="module")
def page(site: Path) -> str:
    return (site / "changes.html").read_text("utf-8")


def test_the_newest_entry_comes_first_and_first_entries_are_no_change(page: str) -> None:
    kinds = [row[0].split(":")[0] for row in Cells(page).rows[1:]]
    assert kinds == ["Owner", "Target", "Rule"]


def test_a_target_tells_old_and_new_when_why_and_the_colours(page: str) -> None:
    (row,) = [row for row in Cells(page).rows if row[0].startswith("Target")]
    assert "Recorded 9 Dec 2025, in force from 1 Apr 2025" in row[0]
    assert row[1].startswith("Target: 9")
    assert "→ 10" in row[1]
    assert "More was asked" in row[2]
    assert "seeds/targets.csv, row" in row[2]
    assert "2 of 4 complete periods change colour" in row[3]


def test_a_rule_tells_what_stood_in_it_and_what_it_changed(page: str) -> None:
    (row,) = [row for row in Cells(page).rows if row[0].startswith("Rule")]
    assert "(variance_5, version 2)" in row[0]
    assert row[1].startswith("green: 5% → 4%")
    assert "3 of 9" in row[3]


def test_an_owner_who_is_added_follows_nobody(page: str) -> None:
    (row,) = [row for row in Cells(page).rows if row[0].startswith("Owner")]
    assert row[1].startswith("Lead: nobody → Head Librarian")
    assert row[3] == "\N{EN DASH}"


def test_text_of_people_is_text(page: str) -> None:
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script" in page


def test_cards_and_navigation_lead_to_the_page(site: Path) -> None:
    card = (site / "cards" / "library_loans.html").read_text("utf-8")
    assert 'href="../changes.html">All changes of targets, rules and owners</a>' in card
    assert 'href="changes.html"' in (site / "index.html").read_text("utf-8")


def test_without_changes_the_page_says_so() -> None:
    assert changes_title([]) == "No target, rule or owner has been changed"
    assert changes_lead([]).startswith("What a register says first")


@pytest.mark.parametrize(
    ("kinds", "title"),
    [
        (["Target"], "One target changed"),
        (["Target", "Target", "Owner"], "Two targets and one owner changed"),
        (["Rule", "Target", "Owner"], "One target, one rule and one owner changed"),
    ],
)
def test_the_title_counts_by_kind(kinds: list[str], title: str) -> None:
    day = datetime(2025, 1, 1)  # noqa: DTZ001
    changes = [Change(kind, "n", None, [], "", day, "", "", "", None, "source") for kind in kinds]
    assert changes_title(changes) == title
