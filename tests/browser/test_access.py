"""What people need who use the keyboard, larger text, their own colours or less motion: on the main pages."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.visits import MAIN, add_style, sideways, visit

pytestmark = pytest.mark.browser

Opening = Callable[..., Page]

main_pages = pytest.mark.parametrize("name", MAIN, ids=lambda name: name.strip("/") or "home")

#: The least that text must bear without loss, from WCAG 1.4.12.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""

#: What shows where the focus is: the element itself, or the label of an input that has no face of its own (the theme's
#: switch of schemes shows the label of the scheme that comes next).
FOCUSED = """() => {
    const each = document.activeElement;
    const label = each.matches(".md-option") ? each.nextElementSibling : each.matches("input") && each.labels[0];
    const face = label || each;
    const box = face.getBoundingClientRect();
    const style = getComputedStyle(face);
    const middle = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 10));
    return {
        what: each.outerHTML.slice(0, 160),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
        // The second is the theme's list of results, a stop of the keyboard below its field even while it is empty.
        caret: each.matches("input[type=text], .md-search__scrollwrap"),
        seen: each.matches(".md-search__scrollwrap") || box.height > 0 && box.bottom > 0 && box.top < innerHeight,
        covered: middle !== null && middle.closest(".md-header, .md-tabs, .md-top") !== null
            && face.closest(".md-header, .md-tabs, .md-top") === null,
        last: each === document.body,
    };
}"""


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opening]:
    """Opens a page of the site in a context with the given settings."""
    contexts: list[BrowserContext] = []

    def open_page(name: str, width: int = 1280, **settings: object) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, **settings))
        return visit(contexts[-1], address + name).page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [390, 1280])
@main_pages
def test_text_can_be_spaced_out(opened: Opening, name: str, width: int) -> None:
    page = opened(name, width)
    add_style(page, SPACING)
    assert sideways(page) <= 0
    cut = page.evaluate(
        """() => [...document.querySelectorAll("article *")].filter(each => {
            const style = getComputedStyle(each);
            return each.clientWidth > 1 && each.clientHeight > 1 && each.textContent.trim()
                && !each.closest("svg, .gallery__board")
                && (["hidden", "clip"].includes(style.overflowX) && each.scrollWidth > each.clientWidth + 1
                    || ["hidden", "clip"].includes(style.overflowY) && each.scrollHeight > each.clientHeight + 1);
        }).map(each => each.outerHTML.slice(0, 160))"""
    )
    assert cut == []


@pytest.mark.parametrize("width", [390, 1280])
def test_first_stop_of_the_keyboard_leads_past_the_navigation(opened: Opening, width: int) -> None:
    page = opened("election/", width)
    page.keyboard.press("Tab")
    skip = page.locator(".md-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    expect(skip).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


@pytest.mark.parametrize(("name", "width"), [("election/", 1280), ("claims/", 390)])
def test_focus_is_always_seen(opened: Opening, name: str, width: int) -> None:
    page = opened(name, width, reduced_motion="reduce")
    stops = 0
    lost = []
    while stops < 1000:
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["last"]:
            break
        stops += 1
        if not (focused["outlined"] or focused["caret"]) or not focused["seen"] or focused["covered"]:
            lost.append(focused)
    assert lost == []
    assert 50 < stops < 1000


@main_pages
def test_nothing_moves_for_those_who_asked(opened: Opening, name: str) -> None:
    page = opened(name, reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(each => {
            const style = getComputedStyle(each);
            const longest = times => Math.max(...times.split(",").map(parseFloat));
            return style.scrollBehavior === "smooth" || longest(style.transitionDuration) > 0.01
                || (style.animationName !== "none" && longest(style.animationDuration) > 0.01);
        }).map(each => each.outerHTML.slice(0, 120))"""
    )
    assert moving == []


def test_more_contrast_marks_links_more(opened: Opening) -> None:
    def thickness(page: Page) -> float:
        return float(
            page.locator("article p a:not(.headerlink)").first.evaluate(
                "link => parseFloat(getComputedStyle(link).textDecorationThickness)"
            )
        )

    assert thickness(opened("election/", contrast="more")) > thickness(opened("election/", contrast="no-preference"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", MAIN[1:])
def test_charts_can_be_read_in_the_readers_own_colours(opened: Opening, name: str, scheme: str) -> None:
    page = opened(name, forced_colors="active", color_scheme=scheme)
    unseen = page.evaluate(
        """() => {
            const canvas = document.createElement("div");
            canvas.style.cssText = "background: Canvas; forced-color-adjust: none";
            document.body.append(canvas);
            const ground = getComputedStyle(canvas).backgroundColor;
            return [...document.querySelectorAll("svg.board")].filter(board => board.clientWidth).flatMap(board => {
                const marks = [...board.querySelectorAll("*")].filter(each => each instanceof SVGGeometryElement);
                const filled = marks.filter(mark => getComputedStyle(mark).fill !== "none");
                const under = text => {
                    const box = text.getBoundingClientRect();
                    const middle = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2);
                    const at = mark => middle.matrixTransform(mark.getScreenCTM().inverse());
                    const mark = filled.findLast(mark => mark.isPointInFill(at(mark)));
                    return mark ? getComputedStyle(mark).fill : ground;
                };
                const seen = marks.some(mark => ["fill", "stroke"].some(
                    paint => !["none", ground].includes(getComputedStyle(mark)[paint])));
                const id = board.closest("figure, a").id;
                const lost = [...board.querySelectorAll("text")].filter(
                    text => getComputedStyle(text).fill === under(text));
                return [...lost.map(text => [id, text.textContent]), ...(seen ? [] : [[id, "no marks"]])];
            });
        }"""
    )
    assert unseen == []


def test_focus_is_seen_in_the_readers_own_colours(opened: Opening) -> None:
    page = opened("election/", forced_colors="active")
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["outlined"] or focused["caret"], focused


def test_words_in_other_languages_say_so(opened: Opening) -> None:
    page = opened("glossary/")
    assert page.locator("html").get_attribute("lang") == "en"
    unmarked = page.evaluate(
        """() => {
            const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
            const unmarked = [];
            while (texts.nextNode()) {
                const words = texts.currentNode;
                if (/\\p{Script=Cyrillic}/u.test(words.data) && words.parentElement.closest("[lang]").lang === "en") {
                    unmarked.push(words.data);
                }
            }
            return unmarked;
        }"""
    )
    assert unmarked == []
    assert page.locator("article [lang]").count() > 10
