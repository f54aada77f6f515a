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


def test_old_addresses_lead_on_among_files(
    browser: Browser, scriptless: Page, built_rivers: Path, tmp_path: Path
) -> None:
    redirects = "once/upon.html: timeline.html#survey-ends\nonce/upon.html#gone: claims.html\n"
    site = site_with(redirects, built_rivers, tmp_path, "use_directory_urls: false\n")
    start, timeline = (site / "once/upon.html").as_uri(), (site / "timeline.html").as_uri()
    leads(scriptless, start, f"{timeline}#survey-ends")
    expect(scriptless.locator("#survey-ends")).to_be_visible()
    page = browser.new_page()
    leads(page, start, f"{timeline}#survey-ends")
    leads(page, f"{start}#survey-begins", f"{timeline}#survey-begins")
    leads(page, f"{start}#gone", (site / "claims.html").as_uri())
    page.close()


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
