"""What has moved is found, without a script, under the policy, and from a folder as well as from a server."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.projects import build

pytestmark = pytest.mark.browser


def test_an_old_address_leads_on(scriptless: Page, built_rivers: Path, tmp_path: Path) -> None:
    project = Path(shutil.copytree(built_rivers, tmp_path / "rivers"))
    with (project / "mkdocs.yml").open("a") as config:
        config.write("use_directory_urls: false\n")
    (project / "redirects.yml").write_text("once/upon.html: timeline.html#survey-ends\n")
    site = build(project)
    scriptless.goto((site / "once/upon.html").as_uri(), wait_until="commit")
    scriptless.wait_for_url((site / "timeline.html").as_uri() + "#survey-ends")
    expect(scriptless.locator("#survey-ends")).to_be_visible()
