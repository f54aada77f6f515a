"""Opening pages of the built site, and noting what happens while they load."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import BrowserContext, Page

#: The pages that readers are led to first.
MAIN = ("", "election/", "reforms/", "foreign/", "elections2023/", "claims/")


@dataclass
class Visit:
    """A page that was opened, and what happened while it loaded."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def visit(context: BrowserContext, address: str, *, until: Literal["load", "networkidle"] = "networkidle") -> Visit:
    """Open a page; who goes on to look at it for long need not wait until nothing is fetched any more."""
    page = context.new_page()
    visit = Visit(page)
    page.on(
        "console", lambda message: visit.messages.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: visit.messages.append(str(error)))
    page.on("request", lambda request: visit.requests.append(request.url))
    response = page.goto(address, wait_until=until)
    assert response is not None
    assert response.ok
    return visit


def add_style(page: Page, css: str) -> None:
    """Style a page as a reader's browser may, which no policy of the page forbids."""
    page.evaluate(
        """async css => {
            const sheet = await new CSSStyleSheet().replace(css);
            document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        }""",
        css,
    )


def sideways(page: Page) -> float:
    """By how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def pages_of(site: Path) -> list[str]:
    """The address of every page below the site's own, the largest first."""
    files = sorted(site.rglob("*.html"), key=lambda path: -path.stat().st_size)
    return [path.relative_to(site).as_posix().removesuffix("index.html") for path in files]
