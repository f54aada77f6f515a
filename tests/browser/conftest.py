import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.hosts import Headers
from tests.projects import ADDRESS

#: As root in a container there is no sandbox; a test browser has no business with anything but our pages.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


class HostHandler(http.server.SimpleHTTPRequestHandler):
    """Gives a site below a path, as hosts do that read the site's `_headers`."""

    def __init__(self, *args: object, below: str, headers: Headers, **options: str) -> None:
        self.below, self.site_headers = below, headers
        super().__init__(*args, **options)  # type: ignore[arg-type,misc]

    def end_headers(self) -> None:
        for name, value in self.site_headers.of(self.path.removeprefix(self.below)).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def address(addressed_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site as it is published, behind a server on this machine, under a path of its own."""
    with served(addressed_project / "site", tmp_path_factory.mktemp("served")) as address:
        yield address


@contextmanager
def served(site: Path, root: Path) -> Iterator[str]:
    """The address of a site below a path of a host on this machine, whose folder is `root`."""
    below = urlsplit(ADDRESS).path.rstrip("/")
    (root / below[1:]).parent.mkdir()
    (root / below[1:]).symlink_to(site, target_is_directory=True)
    headers = Headers(site / "_headers")
    handler = functools.partial(HostHandler, below=below, headers=headers, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}{below}/"
        server.shutdown()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    """A page on a phone with scripts switched off."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()
