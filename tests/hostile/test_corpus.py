"""Every broken project ends in a clean report, quickly, and with nothing written."""

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import explainer.site  # noqa: F401 – forks find it imported
from tests.hostile.forked import run
from tests.hostile.mutations import corpus
from tests.projects import clone

CORPUS = dict(corpus())
#: A problem: where, what, and the remedy.
LINE = re.compile(r"(?:Error: )?[^\n]+?: [^\n]+")


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project, once for each worker; copies share its files."""
    everything = clone(tmp_path_factory.mktemp("original") / "everything")
    original = everything.parent / "project"
    for name in ("data", "docs", "charts", "macros", "overrides"):
        shutil.copytree(everything / name, original / name)
    shutil.copy(everything / "mkdocs.yml", original)
    shutil.rmtree(everything)
    return original


@pytest.mark.parametrize("name", CORPUS)
def test_ends_in_a_clean_report(
    name: str, original: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    project = Path(shutil.copytree(original, tmp_path / "inside" / "project", copy_function=os.link))
    CORPUS[name](project, random.Random(name))
    home = tmp_path / "home"
    home.mkdir()
    before = surroundings(tmp_path)
    ending = run(["check", "--project", str(project)], home)
    shutil.rmtree(project)
    assert ending.status == 1, ending
    lines = ending.report.splitlines()
    assert lines
    assert "Traceback" not in ending.report
    assert all(line.isprintable() and LINE.fullmatch(line) for line in lines if "found" not in line), ending.report
    assert sum(len(line) for line in lines[:1]) < 2_000
    assert before == before_of(before)
    record_property("bad input", "ended in a clean report")


def surroundings(folder: Path) -> set[tuple[str, int]]:
    return {(str(path), path.lstat().st_mtime_ns) for path in folder.rglob("*")}


def before_of(x):
    return x
