from pathlib import Path

import pytest

from tests.projects import build, clone, rivers


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
    """This project itself, built in another folder; not to be changed."""
    folder = clone(tmp_path_factory.mktemp("own"))
    build(folder)
    return folder
