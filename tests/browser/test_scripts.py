"""An explainer in many scripts on a phone: nothing is wider than the window, and words stand and run as they should."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import served
from tests.browser.test_every_page import CUT_OFF, LAID_OUT
from tests.browser.visits import add_style, sideways, visit

pytestmark = pytest.mark.browser

#: Those with parts of every kind, the first at last.
PAGES = ("claims/", "facts/scripts/", "timeline/", "")
#: By how far the left ends of two labels of a drawing are apart that begin at the same place, on each board that shows.
APART = """words => [...document.querySelectorAll("#scripts-bars .board--phone")].map(board => {
    const [one, other] = words.map(each => [...board.querySelectorAll("text")].find(text => text.textContent === each));
    return Math.abs(one.getBoundingClientRect().left - other.getBoundingClientRect().left);
})"""
#: Where numbers stand that begin with a sign: the sign is left of all digits, whatever the page's direction.
SIGNS = """() => [...document.querySelectorAll("td.number, .fact > button, .key-figure .fact-link")].filter(each =>
    each.textContent.startsWith("−")).map(each => {
    const range = document.createRange(), words = each.firstChild;
    const left = at => (range.setStart(words, at), range.setEnd(words, at + 1), range.getBoundingClientRect().left);
    return left(0) < left(1);
})"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_pages_in_every_script_fit_and_run_as_they_should(
    context: BrowserContext, built_scripts: Path, leftwards_scripts: Path, tmp_path: Path, direction: str
) -> None:
    site = (built_scripts if direction == "ltr" else leftwards_scripts) / "site"
    start = "right" if direction == "rtl" else "left"
    with served(site, tmp_path) as address:
        for name in PAGES:
            page = visit(context, address + name, until="load").page
            add_style(page, LAID_OUT)
            assert (name, sideways(page), page.evaluate(CUT_OFF)) == (name, 0, [])
        [apart] = page.evaluate(APART, ["نص عربي (B)", "Donaudampfschifffahrtselektrizitätenhaupt"])
        assert apart < 2
        signs = page.evaluate(SIGNS)
        assert len(signs) > 5
        assert all(signs)
        title = page.locator("#scripts-bars .figure__title")
        assert title.evaluate("each => getComputedStyle(each).textAlign") == start
        assert page.locator("body").evaluate("each => getComputedStyle(each).direction") == direction
