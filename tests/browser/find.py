"""Finds the browsers for the browser tests, or installs those that can be installed.

`python -m tests.browser.find` says which ones will be used. Without one, it is an error in CI and a notice elsewhere.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Kind:
    """A browser: its name, what it is called on machines, and the system's package; `CHROMIUM` and such name one."""

    name: str
    commands: Sequence[str]
    package: str

    @property
    def variable(self) -> str:
        return self.name.upper()


CHROMIUM = Kind(
    "Chromium", ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"), "chromium"
)
FIREFOX = Kind("Firefox", ("firefox-esr", "firefox"), "firefox-esr")
BROWSERS = (CHROMIUM, FIREFOX)


def find(kind: Kind) -> str | None:
    """The path of a browser: the one that its variable names, one on the path, or Playwright's own Chromium."""
    named = os.environ.get(kind.variable)
    if named:
        return named
    found = next(filter(None, map(shutil.which, kind.commands)), None)
    return found or (_playwrights_own() if kind is CHROMIUM else None)


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install(kind: Kind) -> None:
    """Install a browser from the system's packages where we may; else have Playwright fetch its own Chromium."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", kind.package]):
            subprocess.run(["apt-get", "-qq", *command], stdout=subprocess.DEVNULL, env=quiet, check=False)
    elif kind is CHROMIUM:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Find or install each; the exit status says whether the tests may go on."""
    missing = 0
    for kind in BROWSERS:
        path = find(kind)
        if path is None:
            print(f"No {kind.name} found; installing one")
            install(kind)
            path = find(kind)
        if path is None:
            message = f"No {kind.name}: its tests cannot run. Install one, or name one in {kind.variable}."
            print(message, file=sys.stderr)
            missing += 1
        else:
            print(f"Browser tests use {path}")
    return 1 if missing and os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
