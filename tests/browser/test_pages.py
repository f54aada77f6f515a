"""What readers see and do, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.visits import MAIN, visit

pytestmark = pytest.mark.browser

WITH_CHARTS = MAIN[1:]


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    width, scheme = getattr(request, "param", (1280, "light"))
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield context
    context.close()


def in_looks(*looks: tuple[int, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("context", looks, indirect=True, ids=lambda look: f"{look[0]}-{look[1]}")


@in_looks((390, "light"), (768, "light"), (1280, "light"))
@pytest.mark.parametrize("name", WITH_CHARTS)
def test_each_chart_shows_the_board_for_the_width(context: BrowserContext, address: str, name: str) -> None:
    page = visit(context, address + name).page
    figures = page.locator("figure:has(svg.board)")
    assert figures.count() >= 1
    phone = page.viewport_size is not None and page.viewport_size["width"] < 600
    for figure in figures.all():
        expect(figure.locator("svg.board--phone")).to_be_visible(visible=phone)
        expect(figure.locator("svg.board--wide")).to_be_visible(visible=not phone)
        drawn = figure.locator("svg:visible").bounding_box()
        assert drawn is not None
        assert drawn["width"] >= (300 if phone else 600)


@in_looks((390, "light"), (1280, "light"))
@pytest.mark.parametrize("name", WITH_CHARTS)
def test_text_of_charts_stays_inside_and_apart(context: BrowserContext, address: str, name: str) -> None:
    """In the fonts that this browser really uses, as the boards were measured with another one."""
    page = visit(context, address + name).page
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
    seen = visit(context, address)
    page = seen.page
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").press_sequentially(words)
    result = page.locator(f".md-search-result__link[href*='/{page_name}/']").first
    expect(result).to_be_visible(timeout=20_000)
    result.click()
    page.wait_for_url(f"**/{page_name}/**")
    assert seen.messages == []


def test_a_number_opens_a_card_that_leads_to_source_and_entry(context: BrowserContext, address: str) -> None:
    page = visit(context, address + "election/").page
    fact = page.locator("p .fact").first
    value = fact.locator("button").inner_text()
    fact.locator("button").click()
    card = fact.locator("[popover]")
    expect(card).to_be_visible()
    for words in (
        value,
        "Official share of Kassym-Jomart Tokayev",
        "As of 22 November 2022",
        "Kazinform",
        "checked against other figures",
    ):
        expect(card).to_contain_text(words)
    assert (card.get_by_role("link", name="Open the source").get_attribute("href") or "").startswith("https://")
    page.keyboard.press("Escape")
    expect(page.locator(":popover-open")).to_have_count(0)
    fact.locator("button").click()
    card.get_by_role("link", name="Notes and all sources").click()
    page.wait_for_url("**/facts/election/#*")
    entry = page.locator(":target")
    expect(entry).to_be_in_viewport()
    expect(entry).to_contain_text(value)


@in_looks((390, "light"), (768, "dark"), (1280, "light"))
def test_a_card_stays_on_the_screen(context: BrowserContext, address: str) -> None:
    page = visit(context, address + "election/").page
    screen = page.viewport_size
    assert screen is not None
    for fact in page.locator("p .fact").all()[:12]:
        fact.locator("button").click()
        box = fact.locator("[popover]").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= screen["width"]
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= screen["height"]
        page.keyboard.press("Escape")


def test_a_number_in_focus_shows_its_card_and_hides_no_text(context: BrowserContext, address: str) -> None:
    page = visit(context, address + "election/").page
    first = page.locator("p .fact").first
    page.locator("#in-short").evaluate("heading => { heading.tabIndex = -1; heading.focus(); }")
    while not first.locator("button").evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    card = first.locator("[popover]")
    expect(card).to_be_visible()
    expect(page.locator(":popover-open")).to_have_count(0)
    hidden = card.evaluate(
        """card => {
            const own = card.getBoundingClientRect();
            const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
            const hidden = [];
            while (texts.nextNode()) {
                const range = document.createRange();
                range.selectNodeContents(texts.currentNode);
                if (!card.contains(texts.currentNode) && texts.currentNode.data.trim()) {
                    hidden.push(...[...range.getClientRects()].filter(box => box.width && box.right > own.left + 1
                        && box.left < own.right - 1 && box.bottom > own.top + 1 && box.top < own.bottom - 1)
                        .map(() => texts.currentNode.data));
                }
            }
            return hidden;
        }"""
    )
    assert hidden == []
    page.keyboard.press("Tab")
    expect(card).not_to_be_visible()


def test_cards_open_without_script(scriptless: Page, address: str) -> None:
    scriptless.goto(address + "claims/")
    fact = scriptless.locator("article.claim .fact").first
    fact.locator("button").click()
    expect(fact.locator("[popover]")).to_be_visible()


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


def test_everything_is_there_without_script(scriptless: Page, address: str) -> None:
    scriptless.goto(address + "election/")
    assert scriptless.locator("figure svg.board--phone").count() >= 5
    expect(scriptless.locator("#election-votes svg.board--phone")).to_be_visible()
    expect(scriptless.locator("h1")).to_be_visible()


def test_timeline_is_filtered_by_category_without_script(scriptless: Page, address: str) -> None:
    scriptless.goto(address + "reforms/")
    events = scriptless.locator(".timeline.filter .timeline__event")
    everything = events.count()
    assert everything >= 60
    choice = scriptless.locator(".timeline.filter label", has_text="Constitution")
    stated = int(choice.locator("small").inner_text())
    choice.locator("input").check()
    shown = events.filter(visible=True)
    expect(shown).to_have_count(stated)
    assert 0 < stated < everything
    assert {words.split()[-1] for words in shown.locator(".timeline__date").all_text_contents()} == {"Constitution"}
    for year in scriptless.locator(".timeline.filter .timeline__year").filter(visible=True).all():
        expect(year.locator(".timeline__event").filter(visible=True)).not_to_have_count(0)
    scriptless.locator(".timeline.filter label", has_text="All").locator("input").check()
    expect(shown).to_have_count(everything)


def test_claims_are_filtered_by_finding_and_topic_without_script(scriptless: Page, address: str) -> None:
    scriptless.goto(address + "claims/")
    shown = scriptless.locator("article.claim").filter(visible=True)
    everything = shown.count()
    assert everything >= 50
    scriptless.get_by_role("radio", name="Contradicted").check()
    contradicted = shown.count()
    assert set(shown.locator(".claim__finding").all_text_contents()) == {"Contradicted"}
    scriptless.get_by_role("radio", name="The election of 2022").check()
    assert 0 < shown.count() < contradicted < everything
    expect(scriptless.locator(".filter__none").filter(visible=True)).to_have_count(0)
    scriptless.get_by_role("radio", name="Foreign policy").check()
    expect(shown).to_have_count(0)
    expect(scriptless.locator(".filter__none").filter(visible=True)).to_have_count(1)
    scriptless.get_by_role("radio", name="All topics").check()
    expect(shown).to_have_count(contradicted)


@pytest.mark.parametrize("place", ["claims/#tokayev-82-percent", "claims/#claim-82-pct", "reforms/#tokayev-sworn-in"])
def test_entries_have_addresses_of_their_own(context: BrowserContext, address: str, place: str) -> None:
    page = visit(context, address + place).page
    expect(page.locator(":target")).to_be_in_viewport()


def test_a_chart_leads_to_its_page_and_back(context: BrowserContext, address: str) -> None:
    page = visit(context, address + "election/").page
    page.locator("#election-votes .figure__title a").click()
    page.wait_for_url("**/charts/election-votes/")
    title = page.locator("h1").inner_text()
    page.locator("#used-on + ul a").first.click()
    page.wait_for_url("**/election/#election-votes")
    expect(page.locator("#election-votes .figure__title")).to_have_text(title)


@pytest.mark.parametrize(
    ("first", "answer"),
    [
        ("The election", "81.31%"),
        ("how many did not vote", "No ballot issued"),
        ("what the observers found", "lack of competit"),
        ("What did the reforms change?", "Before"),
        ("Where does Kazakhstan stand on Ukraine?", "abstained"),
        ("What came of the 2023 elections?", "53.90%"),
    ],
)
def test_home_leads_to_the_answers(context: BrowserContext, address: str, first: str, answer: str) -> None:
    page = visit(context, address).page
    page.locator(".md-content, .md-tabs").get_by_role("link", name=first, exact=True).first.click()
    page.wait_for_load_state()
    assert answer.lower() in page.locator("article").inner_text().lower()
