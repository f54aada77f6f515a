"""What has moved is found, with scripts and without, under the policy, and from a folder as well as from a server."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import served
from tests.projects import build

pytestmark = pytest.mark.browser


def site_with(redirects: str, built_rivers: Path, tmp_path: Path, settings: str = "") -> Path:
    project = Path(shutil.copytree(built_rivers, tmp_path / "rivers"))
    with (project / "mkdocs.yml").open("a") as config:
        config.write(settings)
    (project / "redirects.yml").write_text(redirects)
    return build(project)


def leads(page: Page, start: str, end: str) -> None:
    page.goto(start, wait_until="commit")
    page.wait_for_url(end)


def test_an_old_address_leads_on(scriptless: Page, built_rivers: Path, tmp_path: Path) -> None:
    redirects = "once/upon.html: timeline.html#survey-ends\n"
    site = site_with(redirects, built_rivers, tmp_path, "use_directory_urls: false\n")
    leads(scriptless, (site / "once/upon.html").as_uri(), (site / "timeline.html").as_uri() + "#survey-ends")
    expect(scriptless.locator("#survey-ends")).to_be_visible()


def test_places_on_a_page_that_moved_lead_on(browser: Browser, built_rivers: Path, tmp_path: Path) -> None:
    """On a host that knows nothing of redirects, below a path."""
    redirects = "old/: glossary/\nold/#gone: claims/\nold/#second: claims/#claim-long\n"
    with served(site_with(redirects, built_rivers, tmp_path), tmp_path) as address:
        page = browser.new_page()
        messages: list[str] = []
        page.on("console", lambda message: messages.append(message.text))
        for old, new in {
            "old/#gauge": "glossary/#gauge",
            "old/#gone": "claims/",
            "old/#second": "claims/#claim-long",
            "old/": "glossary/",
        }.items():
            leads(page, address + old, address + new)
        assert messages == []
        page.close()


def test_places_on_a_page_that_moved_lead_on_among_files(browser: Browser, built_rivers: Path, tmp_path: Path) -> None:
    redirects = "old.html: glossary.html\nold.html#gone: claims.html\n"
    site = site_with(redirects, built_rivers, tmp_path, "use_directory_urls: false\n")
    page = browser.new_page()
    for old, new in {"old.html#gauge": "glossary.html#gauge", "old.html#gone": "claims.html"}.items():
        leads(page, f"{site.as_uri()}/{old}", f"{site.as_uri()}/{new}")
    page.close()
