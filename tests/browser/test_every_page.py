"""Every page of the built site, in every look: by axe-core's rules, without noise, and without scrolling sideways.

A page is loaded once and axe put into it once; then the window and the scheme change around it, which is how all looks
of all pages fit into the time that continuous integration has.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.visits import MAIN, add_style, pages_of, sideways, visit

pytestmark = pytest.mark.browser

#: What axe is told to do otherwise than by itself.
Rules = dict[str, object]

#: Half and a quarter of a window of 1280: what WCAG's zooms of 200 and 400 per cent leave (1.4.4, 1.4.10).
ZOOMED = (640, 320)
#: The pages are not known before the site is built, so they are dealt out: one to each part, then the next round.
PARTS = 12

#: All rules that axe runs by itself, those for WCAG 2.2 AA and best practices among them, and the one for the size of
#: targets. Nothing is loaded anew for it, and only what fails is described.
AXE = """async look => {
    const options = {
        preload: false, resultTypes: ["violations"], ...look,
        rules: { "target-size": { enabled: true }, ...look.rules },
    };
    const found = await axe.run(document, options);
    return found.violations.map(each => [each.id, each.nodes.length, each.nodes[0].html.slice(0, 200)]);
}"""

#: The rules for colours take most of the time.
COLOURS = ["color-contrast", "link-in-text-block"]
ALL: Rules = {}
ONLY_COLOURS: Rules = {"runOnly": {"type": "rule", "values": COLOURS}}
NO_COLOURS: Rules = {"rules": {each: {"enabled": False} for each in COLOURS}}

#: The scheme and width of each look, and the rules for it, on the main pages and on the others. The dark scheme changes
#: colours and nothing else. The colours of a text are the same at every width, and those of what stands beside it are
#: the same on every page.
LOOKS: list[tuple[str, int, Rules, Rules | None]] = [
    ("light", 390, ALL, ALL),
    ("dark", 390, ONLY_COLOURS, ONLY_COLOURS),
    ("light", 768, NO_COLOURS, NO_COLOURS),
    ("light", 1280, ALL, NO_COLOURS),
    ("dark", 1280, ONLY_COLOURS, None),
]

#: Axe compares the places of things, and what is out of sight has none that is final before a reader comes there.
LAID_OUT = "* { content-visibility: visible !important; }"

#: Text of the page that is cut off on the right, which scrolling could not show. What is hidden but heard is one pixel.
CUT_OFF = """() => [...document.querySelectorAll("article *, header *")].filter(each => {
    const style = getComputedStyle(each);
    return each.clientWidth > 1 && each.scrollWidth > each.clientWidth + 1
        && ["hidden", "clip"].includes(style.overflowX) && each.textContent.trim() && style.textOverflow != "ellipsis";
}).map(each => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_page_is_sound_in_every_look(context: BrowserContext, address: str, addressed_project: Path, part: int) -> None:
    wrong = []
    for name in pages_of(addressed_project / "site")[part::PARTS]:
        seen = visit(context, address + name, until="load")
        wrong += [(name, *each) for each in faults(seen.page, is_main=name in MAIN)]
        wrong += [(name, "says", message) for message in seen.messages]
        wrong += [(name, "asks", url) for url in seen.requests if not url.startswith((address, "data:"))]
        seen.page.close()
    assert wrong == []


def faults(page: Page, *, is_main: bool) -> Iterator[tuple[object, ...]]:
    for width in ZOOMED:
        page.set_viewport_size({"width": width, "height": 400})
        if sideways(page) > 0:
            yield width, "scrolls sideways", sideways(page)
        yield from ((width, "cuts off", html) for html in page.evaluate(CUT_OFF))
    add_style(page, LAID_OUT)
    page.evaluate(AXE_SCRIPT)
    for scheme, width, of_main, of_others in LOOKS:
        rules = of_main if is_main else of_others
        if rules is not None:
            page.set_viewport_size({"width": width, "height": 800})
            if sideways(page) > 0:
                yield width, "scrolls sideways", sideways(page)
            show(page, scheme)
            yield from ((width, scheme, *violation) for violation in page.evaluate(AXE, rules))


def show(page: Page, scheme: str) -> None:
    """Show a page in the light scheme or the dark one, and wait until it is so."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    theme = "slate" if scheme == "dark" else "default"
    page.wait_for_function("theme => [theme, undefined].includes(document.body.dataset.mdColorScheme)", arg=theme)
    # The theme's script answers to a new width or scheme in the frames that follow.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))")
