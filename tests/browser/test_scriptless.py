"""The main pages with scripts switched off: nothing that a reader came for may be missing."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visits import MAIN

pytestmark = pytest.mark.browser

main_pages = pytest.mark.parametrize("name", MAIN, ids=lambda name: name.strip("/") or "home")

#: Everything in the text that takes room on the screen, counted by kind.
COUNTED = """() => Object.fromEntries(["h2, h3", "p, li", "figure", "svg.board", "table", "article.claim",
    ".fact > button", ".timeline__event", ".filter__choices input", "details", "a[href]"].map(kind => [kind,
        [...document.querySelectorAll("article " + kind)].filter(each => each.getClientRects().length).length]))"""


@main_pages
def test_page_shows_the_same_with_and_without_script(browser: Browser, address: str, name: str) -> None:
    counts = []
    for script in (True, False):
        context = browser.new_context(java_script_enabled=script, viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.goto(address + name, wait_until="load")
        counts.append(page.evaluate(COUNTED))
        context.close()
    assert counts[0] == counts[1]
    assert counts[0]["p, li"] > 10


def sections(own_project: Path) -> list[str]:
    """The addresses that the navigation leads to first: the pages and the first page of each folder."""
    home = (own_project / "site/index.html").read_text(encoding="utf-8")
    tabs = home[home.index("md-tabs__list") :].split("</ul>")[0]
    return ["" if link == "." else link for link in re.findall(r'href="([^"]+)"', tabs)]


def menu(page: Page, address: str) -> None:
    """Open a page on a phone and its menu with it."""
    page.goto(address)
    page.locator(".md-header label[for=__drawer]").click()


@main_pages
def test_menu_of_a_phone_leads_to_every_section(scriptless: Page, address: str, own_project: Path, name: str) -> None:
    menu(scriptless, address + name)
    expect(scriptless.locator(".md-nav--primary")).to_be_in_viewport()
    links = scriptless.locator(".md-nav--primary a.md-nav__link").filter(visible=True)
    reached = {link.split("#")[0] for link in links.evaluate_all("links => links.map(link => link.href)")}
    wanted = {address + section for section in sections(own_project)} - {address + name}
    assert len(wanted) >= 8
    assert wanted <= reached


def test_menu_of_a_phone_goes_down_to_the_pages_of_a_folder(scriptless: Page, address: str) -> None:
    menu(scriptless, address)
    scriptless.locator(".md-nav--primary a.md-nav__link", has_text="Reference").click()
    scriptless.wait_for_url("**/glossary/")
    for page in ("Facts", "Sources", "Data"):
        link = scriptless.locator(".md-nav--primary").get_by_role("link", name=page).first
        assert link.count(), page
