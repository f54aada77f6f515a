"""What comes out of a printer: the text and whole charts, no navigation, and addresses where a link was."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.browser.visits import MAIN, pages_of

pytestmark = pytest.mark.browser

PARTS = 4
NAVIGATION = ".md-header, .md-tabs, .md-sidebar, .md-footer__inner, .md-top, .md-search"
#: What leads to where something is edited.
EDITING = ".edit, .md-content__button"
MARGIN = {"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"}
#: The room on a page of A4 between those margins, in CSS pixels.
WIDTH, HEIGHT = (round((side - 30) / 25.4 * 96) for side in (210, 297))


@pytest.fixture
def paper(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


def printed(page: Page) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(format="A4", margin=MARGIN)))


@pytest.mark.parametrize("part", range(PARTS))
def test_page_prints_whole_and_nothing_to_press(paper: Page, address: str, addressed_project: Path, part: int) -> None:
    """A chart is whole when it may not break and fits: what may not break and does not fit is broken all the same."""
    wrong = []
    for name in pages_of(addressed_project / "site")[part::PARTS]:
        paper.goto(address + name)
        if paper.locator(f"{NAVIGATION}, {EDITING}").filter(visible=True).count():
            wrong.append((name, "prints what is there to be pressed"))
        if name != "404.html" and not paper.locator(".colophon").is_visible():
            wrong.append((name, "does not say which edition it is of"))
        figures = paper.locator("article figure:has(svg.board)").evaluate_all(
            "figures => figures.map(each => [each.id, getComputedStyle(each).breakInside, each.offsetHeight])"
        )
        wrong += [(name, *each) for each in figures if each[1] != "avoid" or each[2] > HEIGHT]
    assert wrong == []


@pytest.mark.parametrize("name", MAIN[1:])
def test_charts_lie_on_one_sheet_each(paper: Page, address: str, name: str) -> None:
    """Each chart's title and its sources, as its first and last words, come out on the same sheet."""
    paper.goto(address + name)
    paper.evaluate(
        """() => document.querySelectorAll("article figure:has(svg.board)").forEach((each, number) => {
            each.prepend(`QSTART${number}Q`);
            each.append(`QEND${number}Q`);
        })"""
    )
    sheets = [sheet.extract_text().replace("\n", "").replace(" ", "") for sheet in printed(paper).pages]
    charts = paper.locator("article figure:has(svg.board)").count()
    assert charts
    for number in range(charts):
        first = [index for index, text in enumerate(sheets) if f"QSTART{number}Q" in text]
        last = [index for index, text in enumerate(sheets) if f"QEND{number}Q" in text]
        assert first == last, number
        assert len(first) == 1


def test_lists_of_sources_print_addresses(paper: Page, address: str) -> None:
    paper.goto(address + "sources/election/")
    links = paper.locator(".sources cite a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    text = "".join("".join(sheet.extract_text().split()) for sheet in printed(paper).pages)
    assert len(links) >= 20
    assert [link for link in links if "".join(link.split()) not in text] == []
