"""What readers see, in a real browser: each page at three widths, in both schemes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

PAGES = ("", "election/", "glossary/", "facts/", "sources/", "data/", "contribute/design/", "404.html")
WIDTHS = (390, 768, 1280)
SCHEMES = ("light", "dark")


@dataclass
class Visit:
    """A page that was opened, and what happened while it loaded."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    width, scheme = getattr(request, "param", (1280, "light"))
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield context
    context.close()


def visit(context: BrowserContext, address: str) -> Visit:
    page = context.new_page()
    visit = Visit(page)
    page.on(
        "console", lambda message: visit.messages.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: visit.messages.append(str(error)))
    page.on("request", lambda request: visit.requests.append(request.url))
    response = page.goto(address, wait_until="networkidle")
    assert response is not None
    assert response.ok
    return visit


looks = pytest.mark.parametrize(
    "context",
    [(width, scheme) for width in WIDTHS for scheme in SCHEMES],
    indirect=True,
    ids=lambda look: f"{look[0]}-{look[1]}",
)


@looks
@pytest.mark.parametrize("name", PAGES, ids=lambda name: name.strip("/") or "home")
def test_page_is_sound(context: BrowserContext, address: str, name: str) -> None:
    seen = visit(context, address + name)
    assert seen.messages == []
    assert [url for url in seen.requests if not url.startswith((address, "data:"))] == []
    width = seen.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], "the page scrolls sideways"
    violations = Axe().run(seen.page).response["violations"]
    assert [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in violations] == []


@looks
def test_each_chart_shows_the_board_for_the_width(context: BrowserContext, address: str) -> None:
    page = visit(context, address + "election/").page
    figures = page.locator("figure:has(svg.board)")
    assert figures.count() >= 5
    phone = page.viewport_size is not None and page.viewport_size["width"] < 600
    for figure in figures.all():
        expect(figure.locator("svg.board--phone")).to_be_visible(visible=phone)
        expect(figure.locator("svg.board--wide")).to_be_visible(visible=not phone)
        drawn = figure.locator("svg:visible").bounding_box()
        assert drawn is not None
        assert drawn["width"] >= (300 if phone else 600)


@looks
def test_text_of_charts_stays_inside_and_apart(context: BrowserContext, address: str) -> None:
    """In the fonts that this browser really uses, as the boards were measured with another one."""
    page = visit(context, address + "election/").page
    clashes = page.evaluate(
        """() => [...document.querySelectorAll('svg.board')].filter(svg => svg.clientWidth).flatMap(svg => {
            const frame = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll('text')];
            const boxes = texts.map(text => [text.textContent, text.getBoundingClientRect()]);
            const outside = boxes.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1
                || b.top < frame.top - 1 || b.bottom > frame.bottom + 1).map(([words]) => ['outside', words]);
            const overlaps = boxes.flatMap(([words, a], i) => boxes.slice(i + 1).filter(([, b]) =>
                Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4).map(([other]) => [words, other]));
            return [...outside, ...overlaps];
        })"""
    )
    assert clashes == []


@pytest.mark.parametrize(
    ("words", "page_name"),
    [("Jetisu turnout", "election"), ("Dairabayev", "glossary")],
    ids=["words of a page", "another spelling of a name"],
)
def test_search_finds_a_page_and_opens_it(context: BrowserContext, address: str, words: str, page_name: str) -> None:
    page = visit(context, address).page
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").press_sequentially(words)
    result = page.locator(f".md-search-result__link[href*='/{page_name}/']").first
    expect(result).to_be_visible(timeout=20_000)
    result.click()
    page.wait_for_url(f"**/{page_name}/**")


def test_a_number_leads_to_its_entry(context: BrowserContext, address: str) -> None:
    page = visit(context, address + "election/").page
    fact = page.locator("p a.fact").first
    value = fact.inner_text()
    fact.click()
    page.wait_for_url("**/facts/#*")
    entry = page.locator(":target")
    expect(entry).to_be_in_viewport()
    expect(entry).to_contain_text(value)


def test_table_of_a_chart_opens_with_the_keyboard(context: BrowserContext, address: str) -> None:
    page = visit(context, address + "election/").page
    summary = page.locator("#election-votes .figure__table > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#election-votes table")).to_be_visible()


def test_downloads_are_there(context: BrowserContext, address: str) -> None:
    page = visit(context, address + "election/").page
    links = page.locator(".figure__downloads a[download]").evaluate_all("links => links.map(link => link.href)")
    assert len(links) >= 15
    for link in links:
        assert context.request.get(link).ok, link


def test_everything_is_there_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(address + "election/")
    assert page.locator("figure svg.board--phone").count() >= 5
    expect(page.locator("#election-votes svg.board--phone")).to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    context.close()


def test_prints_with_charts_and_without_navigation(context: BrowserContext, address: str, tmp_path: Path) -> None:
    page = visit(context, address + "election/").page
    page.emulate_media(media="print")
    expect(page.locator("#election-votes svg.board--wide")).to_be_visible()
    expect(page.locator(".md-header")).not_to_be_visible()
    assert page.pdf(path=tmp_path / "page.pdf").startswith(b"%PDF")
