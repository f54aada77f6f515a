import fcntl
import os
from pathlib import Path

import pytest

from tests.browser.find import find_chromium
from tests.projects import build, clone, rivers
from tests.summary import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]  # a hook: pytest finds it here


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh copy of the small project."""
    return rivers(tmp_path / "rivers")


@pytest.fixture(scope="session")
def built_rivers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, built; not to be changed."""
    folder = rivers(tmp_path_factory.mktemp("built") / "rivers")
    build(folder)
    return folder


@pytest.fixture(scope="session")
def own_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project itself, built in another folder, once for all workers; not to be changed."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = shared / "own"
    with (shared / "own.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "site").is_dir():
            build(clone(folder))
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser; without one it is an error in CI, and no test elsewhere."""
    path = find_chromium()
    if path is None:
        reason = "no Chromium on this machine: install one, or name one in CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path
