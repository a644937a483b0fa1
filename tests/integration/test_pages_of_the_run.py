"""The pages of the shared run say what its release says."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import PipelineRun


@pytest.fixture(scope="module")
def pages(pipeline_run: PipelineRun) -> Path:
    assert pipeline_run.summary.site is not None
    return pipeline_run.summary.site


def read(pages: Path, name: str) -> str:
    return (pages / name).read_text("utf-8")


def test_the_printed_table_of_norfolk_has_its_colours(pages: Path) -> None:
    kinds = Counter(
        re.findall(r'<td role="cell" class="g-cell k-(\w+)', read(pages, "norfolk.html"))
    )
    assert kinds == {"green": 60, "amber": 11, "red": 16, "none": 20, "not_expected": 10}


def test_twenty_three_printed_values_are_marked_as_doubtful(pages: Path) -> None:
    assert read(pages, "norfolk.html").count("†</span>") == 23


def test_every_scorecard_is_on_the_front_page_and_has_its_own(pages: Path) -> None:
    front = read(pages, "index.html")
    for scorecard in ("norfolk", "dhcw", "heiw", "progress", "waht"):
        assert f'href="{scorecard}.html"' in front
        assert (pages / f"{scorecard}.html").is_file()
    assert front.count("Illustrative.") + front.count("Part illustrative.") == 1


def test_illustrative_figures_say_so_wherever_they_stand(pages: Path) -> None:
    box = '<p class="box"><b>Illustrative.</b>'
    for path in pages.glob("cards/*.html"):
        text, scorecard = path.read_text("utf-8"), path.name.partition("_")[0]
        if scorecard in ("dhcw", "heiw", "progress"):
            assert box in text, path.name
        elif scorecard == "norfolk":
            assert box not in text, path.name


def test_the_abandonment_rate_is_the_only_exception_of_norfolk(pages: Path) -> None:
    text = read(pages, "exceptions.html")
    section = text[text.index('id="norfolk"') : text.index('id="norfolk-follow-up"')]
    assert section.count("<article") == 1
    assert "1 Off target" in section
    assert len(re.findall(r"tick-box", text)) >= 6
