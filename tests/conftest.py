import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from explainer.environment import environment_digest
from tests.browser.find import CHROMIUM, FIREFOX, Kind, find
from tests.pace import for_all, pytest_collection_modifyitems, pytest_runtest_setup
from tests.projects import ADDRESS, REPOSITORY, ROOT, build, clone, copy_drawn, explainer, replace, rivers, scripts
from tests.recipes import run_recipe
from tests.summary import pytest_terminal_summary

__all__ = ["pytest_collection_modifyitems", "pytest_runtest_setup", "pytest_terminal_summary"]  # hooks, found here


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh copy of the small project."""
    return rivers(tmp_path / "rivers")


@pytest.fixture
def libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which Python looks for libraries; after a change in it, `environment_digest` has to be cleared."""
    monkeypatch.syspath_prepend(tmp_path)
    environment_digest.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    environment_digest.cache_clear()


@pytest.fixture
def drawn(built_rivers: Path, tmp_path: Path) -> Path:
    """A copy of the small project, with its charts drawn, but no site."""
    return copy_drawn(built_rivers, tmp_path / "rivers")


@pytest.fixture(scope="session")
def built_rivers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, built, once for all workers; not to be changed."""
    return _made_once("rivers", tmp_path_factory, lambda folder: build(rivers(folder)))


@pytest.fixture(scope="session")
def built_scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explainer in many scripts, built, once for all workers; not to be changed."""
    return _made_once("scripts", tmp_path_factory, lambda folder: build(scripts(folder)))


@pytest.fixture(scope="session")
def leftwards_scripts(built_scripts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in Arabic, so that its pages run from right to left."""

    def make(folder: Path) -> None:
        replace(copy_drawn(built_scripts, folder) / "mkdocs.yml", "language: ru", "language: ar")
        build(folder)

    return _made_once("leftwards", tmp_path_factory, make)


@pytest.fixture(scope="session")
def own_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project itself, built in another folder, once for all workers; not to be changed."""
    return _made_once("own", tmp_path_factory, lambda folder: build(clone(folder)))


@pytest.fixture(scope="session")
def addressed_project(own_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project, built for `ADDRESS` and its files to be edited, once for all workers; not to be changed."""

    def make(folder: Path) -> None:
        build(Path(shutil.copytree(own_project, folder)), SITE_URL=ADDRESS, REPO_URL=REPOSITORY)

    return _made_once("addressed", tmp_path_factory, make)


def _made_once(name: str, tmp_path_factory: pytest.TempPathFactory, make: Callable[[Path], object]) -> Path:
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, made = shared / name, shared / f"{name}.made"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            with for_all():
                make(folder)
            made.touch()
    return folder


@pytest.fixture(scope="session")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explainer that the tutorial leaves behind, built, done once for all workers; not to be changed."""

    def make(folder: Path) -> None:
        folder.mkdir()
        run_recipe((ROOT / "docs/contribute/tutorial.md").read_text(encoding="utf-8"), folder)

    return _made_once("tutorial", tmp_path_factory, make) / "calendar"


@pytest.fixture(scope="session")
def own_bundle(own_project: Path) -> Path:
    """The offline bundle of this project, made once for all workers; not to be changed."""
    with (own_project.parent / "bundle.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not [*own_project.glob("dist/*.zip")]:
            result = explainer(own_project, "bundle")
            assert result.returncode == 0, result.stderr
    return next(own_project.glob("dist/*.zip"))


@pytest.fixture(scope="session")
def single_file(own_project: Path) -> Path:
    """This project as one file, made once for all workers; not to be changed."""
    with (own_project.parent / "bundle.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not [*own_project.glob("dist/*.html")]:
            result = explainer(own_project, "bundle", "--single-file")
            assert result.returncode == 0, result.stderr
    return next(own_project.glob("dist/*.html"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one it is an error in CI, and no test elsewhere."""
    return _required(CHROMIUM)


@pytest.fixture(scope="session")
def firefox() -> str:
    """The path of a Firefox, likewise."""
    return _required(FIREFOX)


def _required(kind: Kind) -> str:
    path = find(kind)
    if path is None:
        reason = f"no {kind.name} on this machine: install one, or name one in {kind.variable}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path
