"""Finds a Chromium for the browser tests, or installs one where that can be done.

`python -m tests.browser.find` says which one will be used. Without any, it is an error in CI and a notice elsewhere.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_chromium() -> str | None:
    """The path of a Chromium: `CHROMIUM`, one on the path, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install_chromium() -> None:
    """Install Chromium from the system's packages where we may, else have Playwright fetch its own."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-qq", *command], stdout=subprocess.DEVNULL, env=quiet, check=False)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Find or install; the exit status says whether the tests may go on."""
    path = find_chromium()
    if path is None:
        print("No Chromium found; installing one")
        install_chromium()
        path = find_chromium()
    if path is None:
        print("No Chromium: the browser tests cannot run. Install Chromium, or name one in CHROMIUM.", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    print(f"Browser tests use {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
