"""The pages in a real browser: from files, at three widths, in the dark and on paper.

Skipped, with the reason, where there is no Chromium.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from orchestration.publish.site import SiteSummary, write_site
from orchestration.settings import Settings
from tests.conftest import PipelineRun
from tests.support.serving import ROOT, write_release

CHROMIUM = Path("/usr/bin/chromium")
# Fonts and drawing are the same with and without a display and a graphics card.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]
WIDTHS = (1280, 820, 390)
MILLIMETRE = 72 / 25.4
CELLS_THAT_RUN_OVER = """
[...document.querySelectorAll('.grid tbody td, .rows tbody td, .plain td')].filter(cell => {
    const box = cell.getBoundingClientRect();
    return box.width < 20 || box.height < 10 || cell.scrollWidth > cell.clientWidth + 1;
}).map(cell => cell.textContent.trim())
"""

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"{CHROMIUM} is not there: apt-get install chromium"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteSummary:
    home = tmp_path_factory.mktemp("home")
    return write_site(Settings(root=ROOT, home=home), write_release(home / "release"))


@pytest.fixture(scope="module")
def real_pages(pipeline_run: PipelineRun) -> Path:
    """The pages of the shared run: real names, real lengths."""
    assert pipeline_run.summary.site is not None
    return pipeline_run.summary.site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def visit(page: Page, site: SiteSummary, path: str) -> Page:
    page.goto((site.folder / path).as_uri())
    return page


def test_no_page_scrolls_sideways_complains_or_loads_anything_from_elsewhere(
    page: Page, site: SiteSummary
) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for path, width in product(site.pages, WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        visit(page, site, path)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{path} at {width}"
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_real_names_and_figures_fit_as_well(page: Page, real_pages: Path) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    paths = sorted(real_pages.glob("*.html")) + sorted(real_pages.glob("cards/*.html"))[::8]
    assert len(paths) > 20
    for path, width in product(paths, (1280, 390)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path.as_uri())
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{path.name} at {width}"
        assert page.evaluate(CELLS_THAT_RUN_OVER) == [], f"{path.name} at {width}"
    assert said == []


def test_the_stylesheets_hold_from_a_file(page: Page, site: SiteSummary) -> None:
    visit(page, site, "cards/library_loans.html")
    assert page.evaluate("getComputedStyle(document.body).maxWidth") == "1280px"


@pytest.mark.parametrize("width", WIDTHS)
def test_no_cell_is_hidden_or_runs_over(page: Page, site: SiteSummary, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, site, "harbour.html")
    assert page.evaluate(CELLS_THAT_RUN_OVER) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_cells_are_read_with_their_status_at_every_width(
    page: Page, site: SiteSummary, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, site, "harbour.html")
    monthly = page.get_by_role("table", name=re.compile("^Monthly"))
    assert monthly.get_by_role("row").count() == 3
    # Thirteen periods, the direction and the target, for each of the two measures.
    assert monthly.get_by_role("cell").count() == 2 * 15
    assert monthly.get_by_role("cell", name=re.compile(r"Red\s+29\.0%\s*1,255†")).count() == 1
    assert monthly.get_by_role("rowheader").count() == 2


def test_the_phone_sees_its_own_chart(page: Page, site: SiteSummary) -> None:
    visit(page, site, "cards/library_loans.html")
    assert page.locator(".chart-wide").is_visible()
    assert not page.locator(".chart-phone").is_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.locator(".chart-phone").is_visible()
    assert not page.locator(".chart-wide").is_visible()


def test_the_names_of_lines_do_not_touch(page: Page, site: SiteSummary) -> None:
    visit(page, site, "cards/library_loans.html")
    boxes = page.evaluate(
        """[...document.querySelectorAll('.chart-wide .line-label')].map(text => {
            const box = text.getBoundingClientRect();
            return [box.top, box.bottom];
        })"""
    )
    # Target, where green and red begin, the forecast, and three limits of the control chart.
    assert len(boxes) == 7
    ordered = sorted(boxes)
    assert all(after[0] >= before[0] + 15.5 for before, after in pairwise(ordered))


def test_the_current_page_is_marked_and_the_keyboard_reaches_the_content(
    page: Page, site: SiteSummary
) -> None:
    visit(page, site, "cards/library_loans.html")
    assert page.locator("nav [aria-current=page]").inner_text() == "Library"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXT_PAIRS = (
    ("ink", "paper"),
    ("ink-2", "paper"),
    ("promise", "paper"),
    ("green", "paper"),
    ("green", "green-tint"),
    ("red-letter", "red"),
    ("amber-letter", "amber"),
    ("ink", "red-tint"),
    ("ink", "amber-tint"),
    ("ink", "green-tint"),
    ("ink-2", "green-tint"),
    ("ink-2", "none-fill"),
    ("ink", "due"),
    ("ink", "band"),
    ("focus-text", "focus"),
)
MARK_PAIRS = (("mute", "paper"), ("red", "paper"), ("amber-edge", "paper"), ("red", "red-tint"))


@pytest.mark.parametrize(
    ("scheme", "medium"), [("light", "screen"), ("dark", "screen"), ("dark", "print")]
)
def test_the_colours_can_be_read(
    browser: Browser, site: SiteSummary, scheme: str, medium: str
) -> None:
    page = browser.new_page()
    page.emulate_media(color_scheme=scheme, media=medium)  # type: ignore[arg-type]
    visit(page, site, "index.html")
    names = sorted({name for pair in (*TEXT_PAIRS, *MARK_PAIRS) for name in pair})
    colours = page.evaluate(
        """names => Object.fromEntries(names.map(name => [name,
            getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()]))""",
        names,
    )
    page.close()
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in colours.values())
    for pairs, floor in ((TEXT_PAIRS, 4.5), (MARK_PAIRS, 3.0)):
        for one, other in pairs:
            found = contrast(colours[one], colours[other])
            assert found >= floor, f"{one} on {other}: {found:.2f}"


def test_the_dark_scheme_is_dark_and_paper_is_white(browser: Browser, site: SiteSummary) -> None:
    page = browser.new_page(color_scheme="dark")
    visit(page, site, "index.html")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(background) == "rgb(15, 23, 30)"
    page.emulate_media(media="print")
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    page.close()


@pytest.mark.parametrize(
    ("path", "width", "most"),
    [("harbour.html", 297, 2), ("library.html", 297, 2), ("cards/library_loans.html", 210, 3)],
)
def test_paper_is_the_right_way_round_and_not_wasted(
    page: Page, site: SiteSummary, path: str, width: int, most: int
) -> None:
    visit(page, site, path)
    printed = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) [\d.]+\s*\]", printed)
    assert 1 <= len(boxes) <= most
    assert all(abs(float(box) - width * MILLIMETRE) < 2 for box in boxes)
