"""Every broken project ends in a clean report, quickly, and with nothing written."""

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import explainer.site  # noqa: F401 – forks find it imported
from explainer.project import Project
from explainer.survey import survey
from tests.hostile.forked import remember, run
from tests.hostile.mutations import corpus, write
from tests.projects import clone, own_part, own_roles

pytestmark = pytest.mark.slow

CORPUS = dict(corpus())
#: A problem: where, what, and the remedy.
LINE = re.compile(r"(?:Error: )?.+?: .+ – .+")


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project, once for each worker; copies share its files."""
    everything = clone(tmp_path_factory.mktemp("original") / "everything")
    original = everything.parent / "project"
    for name in ("data", "docs", "charts"):
        shutil.copytree(everything / name, original / name)
    own_part(original, "html/fact.html")
    own_roles(original)
    shutil.copy(everything / "mkdocs.yml", original)
    shutil.rmtree(everything)
    for name in ("datasets-wdi", "datasets-wgi"):  # the largest tables: a few of the rows are as good as all
        path = original / f"data/tables/{name}.csv"
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        write(path, "\n".join([header, *(line for line in lines if "Kazakhstan" in line)]) + "\n")
    remember()
    survey(Project.read(original)).require_well()
    return original


@pytest.mark.parametrize("name", CORPUS)
def test_ends_in_a_clean_report(
    name: str, original: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    project = Path(shutil.copytree(original, tmp_path / "inside" / "project", copy_function=os.link))
    CORPUS[name](project, random.Random(name))
    before = surroundings(tmp_path)
    ending = run(["check", "--project", str(project)], original.parent)
    after = surroundings(tmp_path)
    shutil.rmtree(project)
    assert ending.status == 1, ending
    assert "Traceback" not in ending.report
    *lines, _ = ending.report.splitlines() if "found;" in ending.report else [*ending.report.splitlines(), ""]
    assert lines
    assert [line for line in lines if not (line.isprintable() and LINE.fullmatch(line))] == []
    assert after == before
    record_property("bad input", "ended in a clean report")


def surroundings(folder: Path) -> set[tuple[str, int]]:
    return {(str(path), path.lstat().st_mtime_ns) for path in folder.rglob("*")}
