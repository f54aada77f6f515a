"""The browser that pages are looked at in while they are measured."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGUMENTS
from tests.browser.find import CHROMIUM, find


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a window. Ends the program with a sentence when there is none."""
    path = find(CHROMIUM)
    if path is None:
        raise SystemExit("No Chromium: pages cannot be measured. Install it, or name one in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
