"""The one file as readers open it: from a folder, on a phone and on a screen, with scripts and without."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_every_page import AXE
from tests.browser.visits import sideways
from tests.projects import explainer, replace, rivers

pytestmark = pytest.mark.browser

Opening = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opening]:
    """Opens a file in a context with the given settings."""
    contexts: list[BrowserContext] = []

    def open_file(path: Path, width: int = 390, **settings: object) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, **settings))
        page = contexts[-1].new_page()
        page.goto(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = rivers(tmp_path_factory.mktemp("one") / "rivers")
    replace(folder / "docs/index.md", "The rivers are", "İSTANBUL has other rivers. The rivers are")
    result = explainer(folder, "bundle", "--single-file")
    assert result.returncode == 0, result.stderr
    return folder / "dist/rivers-2024-05-06.html"


def surface(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_it_asks_for_nothing_and_fits_every_width(browser: Browser, single_file: Path) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    happened: list[str] = []
    page.on("console", lambda message: happened.append(message.text))
    page.on("pageerror", lambda error: happened.append(str(error)))
    page.on("request", lambda request: happened.append(request.url) if request.url != single_file.as_uri() else None)
    page.goto(single_file.as_uri(), wait_until="networkidle")
    assert sideways(page) <= 0
    for width in (390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert sideways(page) <= 0
    assert [each for each in happened if not each.startswith("data:,")] == []
    context.close()


def test_colours_follow_the_system_or_the_reader_without_a_script(opened: Opening, small_file: Path) -> None:
    light = surface(opened(small_file, color_scheme="light", java_script_enabled=True))
    page = opened(small_file, color_scheme="dark")
    dark = surface(page)
    assert light == "rgb(255, 255, 255)"
    assert dark != light
    page.get_by_label("light").check()
    assert surface(page) == light
    page.get_by_label("dark").check()
    assert surface(page) == dark
    page.emulate_media(media="print")
    assert surface(page) == light


def test_contents_lead_to_every_chapter(opened: Opening, single_file: Path) -> None:
    page = opened(single_file, java_script_enabled=False)
    contents = page.get_by_role("navigation", name="Contents")
    link = contents.get_by_role("link", name="The result", exact=True)
    expect(link).to_be_hidden()
    contents.get_by_text("Contents", exact=True).click()
    link.click()
    expect(page.get_by_role("heading", name="The result", exact=True)).to_be_in_viewport()
    wide = opened(single_file, 1280, java_script_enabled=False)
    expect(wide.get_by_role("navigation", name="Contents").get_by_role("link", name="The result")).to_be_visible()


def test_figure_opens_its_card_and_the_card_its_entry(opened: Opening, single_file: Path) -> None:
    page = opened(single_file, java_script_enabled=False)
    figure = page.locator("#election button[popovertarget]").first
    figure.click()
    card = page.locator("[popover]:popover-open")
    expect(card).to_be_in_viewport()
    expect(card).to_contain_text(figure.inner_text())
    card.get_by_role("link", name="Notes and all sources").click()
    expect(page.locator("[id='facts/election'] li:target")).to_be_in_viewport()


def test_words_are_found_also_where_they_are_folded_away(opened: Opening, single_file: Path) -> None:
    page = opened(single_file)
    field = page.get_by_role("searchbox", name="Find in the text")
    count = page.get_by_role("status")
    field.fill("no such words in it")
    expect(count).to_have_text("not found")
    expect(page.get_by_role("button", name="Next place")).to_be_disabled()
    field.fill("re-elected in the EARLY vote of 20 November 2022, with 81.31% of")  # across a figure that is a button
    expect(count).to_have_text("1 found")
    field.press("Enter")
    expect(count).to_have_text("1 of 1")
    expect(page.locator("#election button[popovertarget]").first).to_be_in_viewport()
    field.fill("jiguli dairabaev")
    places = int(count.inner_text().removesuffix(" found"))
    assert places > 1
    opened_before = page.locator("main details[open]").count()
    for number in range(1, places + 1):
        field.press("Enter")
        expect(count).to_have_text(f"{number} of {places}")
    assert page.locator("main details[open]").count() > opened_before
    page.get_by_role("button", name="Next place").click()
    expect(count).to_have_text(f"1 of {places}")
    field.press("Shift+Enter")
    expect(count).to_have_text(f"{places} of {places}")


def test_words_are_marked_where_they_stand_whatever_letters_are_before_them(opened: Opening, small_file: Path) -> None:
    page = opened(small_file)
    field = page.get_by_role("searchbox", name="Find in the text")
    for words, marked in (("other rivers", "other rivers"), ("istanbul", "İSTANBUL"), ("İstanbul", "İSTANBUL")):
        field.fill(words)
        expect(page.get_by_role("status")).to_have_text("1 found")
        assert page.evaluate("String([...CSS.highlights.get('found')][0])") == marked


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_frame_is_accessible(opened: Opening, small_file: Path, scheme: str) -> None:
    for width in (390, 1280):
        page = opened(small_file, width, color_scheme=scheme, bypass_csp=True)
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate(AXE, {}) == []
