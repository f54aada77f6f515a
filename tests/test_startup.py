"""Commands start fast: each imports what it needs and no more, as imports are most of what a start takes."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.projects import UNCOUNTED, surroundings

pytestmark = pytest.mark.slow

#: A line of the report: microseconds in the module itself and with all that it imports, and how deep it stands.
IMPORT = re.compile(r"import time:\s+\d+ \|\s+(\d+) \|((?:  )*) (\S+)")
#: What only drawing, building, judging or the network needs.
HEAVY = {
    "fontTools",
    "markdown",
    "material",
    "matplotlib",
    "mkdocs",
    "mkdocs_macros",
    "multiprocessing.managers",
    "numpy",
}
HEAVY |= {"PIL", "properdocs", "pymdownx", "pypdf", "requests", "rich", "urllib3", "xml.etree", "zensical"}
#: What no help needs.
READING = {
    "babel",
    "explainer.data",
    "explainer.project",
    "importlib.metadata",
    "jinja2",
    "pydantic",
    "sqlite3",
    "yaml",
}


@dataclass(frozen=True)
class Import:
    """A module that was imported, how long that took, and through which others it was."""

    name: str
    milliseconds: float
    through: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}, {self.milliseconds:.0f} ms: {' → '.join((*self.through, self.name))}"


def imports(report: str) -> Iterator[Import]:
    """The modules of a report, each after the one that imported it; the report has it the other way round."""
    around: list[str] = []
    for line in reversed(report.splitlines()):
        if match := IMPORT.match(line):
            del around[len(match[2]) // 2 :]
            yield Import(match[3], int(match[1]) / 1000, tuple(around))
            around.append(match[3])


def imported_by(project: Path, arguments: Sequence[str]) -> list[Import]:
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "explainer", *arguments],
        cwd=project,
        env=surroundings({"PYTHONDONTWRITEBYTECODE": "1", **UNCOUNTED}),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [*imports(result.stderr)]


@pytest.mark.parametrize(
    ("arguments", "needless"),
    [
        (["--help"], HEAVY | READING),
        (["build", "--help"], HEAVY | READING),
        (["check"], HEAVY),
        (["explain", "length.total"], HEAVY),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_nothing_is_imported_in_vain(arguments: list[str], needless: set[str], built_rivers: Path) -> None:
    found = imported_by(built_rivers, arguments)
    assert any(each.name == "click" for each in found)
    offenders = [each for each in found if each.name in needless and needless.isdisjoint(each.through)]
    assert not offenders, "\n".join(map(str, offenders))


def test_whether_there_is_anything_to_build_is_told_without_models() -> None:
    code = "import sys, explainer.painters, explainer.uptodate; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code],
        env=surroundings(UNCOUNTED),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert not (HEAVY | {"jinja2", "pydantic", "sqlite3"}) & {*result.stdout.split()}


def test_an_offender_is_named_with_its_cost_and_the_way_to_it() -> None:
    report = (
        "import time: 40 | 40 |     deep\nimport time: 2000 | 2040 |   middle\nwords\nimport time: 9 | 2049 | top\n"
    )
    assert [str(each) for each in imports(report)] == [
        "top, 2 ms: top",
        "middle, 2 ms: top → middle",
        "deep, 0 ms: top → middle → deep",
    ]
