"""The policy bites, and nothing that readers do needs what it forbids. All other tests here run under it too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.visits import visit

pytestmark = pytest.mark.browser

INTRUDERS = """
<script>document.title = "run"</script>
<img src="https://elsewhere.invalid/picture.png" alt="" onerror="document.title = 'run'">
<p id="intruder" style="opacity: 0.5">Text</p>
</article>"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    yield context
    context.close()


@pytest.mark.parametrize("policy", ["page", "headers"])
def test_intruders_are_blocked(context: BrowserContext, address: str, policy: str) -> None:
    """By the policy in the page, and by the one in the headers, each by itself."""

    def intrude(route: Route) -> None:
        response = route.fetch()
        html = response.text().replace("</article>", INTRUDERS, 1)
        headers = {name: value for name, value in response.headers.items() if name != "content-security-policy"}
        if policy == "headers":
            html = html.replace('http-equiv="Content-Security-Policy"', "", 1)
            headers["content-security-policy"] = response.headers["content-security-policy"]
        route.fulfill(response=response, headers=headers, body=html)

    context.route("**/glossary/", intrude)
    seen = visit(context, address + "glossary/")
    assert seen.page.title() != "run"
    blocked = [message for message in seen.messages if "Content Security Policy" in message]
    for what in ("inline script", "inline event handler", "the image 'https://elsewhere.invalid", "inline style"):
        assert len([message for message in blocked if what in message]) == 1, what
    expect(seen.page.locator("#intruder")).to_have_css("opacity", "1")


@pytest.mark.parametrize("name", ["index.html", "election/index.html", "claims/index.html"])
def test_pages_opened_as_files_work(context: BrowserContext, own_project: Path, name: str) -> None:
    page = context.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto((own_project / "site" / name).as_uri())
    expect(page.locator("html.js")).to_be_attached()
    expect(page.locator("body")).to_have_css("margin-top", "0px")
    switch_scheme(page)
    assert messages == []


def test_a_drawing_opened_by_itself_keeps_its_colours(context: BrowserContext, address: str) -> None:
    """Though its style stands in it: this is what the headers allow and the pages do not."""
    page = visit(context, address + "files/charts/claims-findings.svg").page
    expect(page.locator(".f-accent").first).to_have_css("fill", "rgb(0, 103, 127)")


def switch_scheme(page: Page) -> None:
    """Press the switch of the header, which needs the inline scripts and the theme's own."""
    before = page.locator("body").get_attribute("data-md-color-media")
    page.locator("form[data-md-component=palette] label:visible").click()
    expect(page.locator("body")).not_to_have_attribute("data-md-color-media", before or "")
