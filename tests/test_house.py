"""What keeps the house in order: a map that names every module, help that names every command, quick tests."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.projects import ROOT, clone, explainer, run

ENGINE = ROOT / "explainer"


def mapped() -> set[Path]:
    """What the map names of the engine; a folder stands for all that is in it."""
    text = (ROOT / "docs/contribute/design.md").read_text(encoding="utf-8")
    house, inside = text[text.index("## The house") : text.index("## Data")].split("Inside the engine:")
    inner = {ROOT / name for name in named(house) if re.match("explainer/.", name)}
    return inner | {ENGINE / name for name in named(inside)}


def named(tables: str) -> list[str]:
    """What stands in backticks in the first cell of each row."""
    return [name for cell in re.findall(r"^\| (.+?) \|", tables, re.MULTILINE) for name in re.findall(r"`(.+?)`", cell)]


def test_every_module_is_on_the_map() -> None:
    known = mapped()
    modules = [path for path in ENGINE.rglob("*.py") if not path.stem.startswith("__")]
    lost = [each.relative_to(ENGINE).as_posix() for each in modules if known.isdisjoint({each, *each.parents})]
    assert modules
    assert not lost, f"say in docs/contribute/design.md what these hold: {', '.join(sorted(lost))}"


def test_all_that_is_on_the_map_is_there() -> None:
    gone = [each.relative_to(ENGINE).as_posix() for each in mapped() if not each.exists()]
    assert not gone, f"docs/contribute/design.md names what is not there: {', '.join(sorted(gone))}"


def test_help_names_every_command() -> None:
    rules = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", "")
    [phony] = re.findall(r"^\.PHONY: (.+)$", rules, re.MULTILINE)
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^  make (\S+) +\S", said, re.MULTILINE) == phony.split()


class TestQuickTests:
    def test_do_not_take_this_project(self, tmp_path: Path) -> None:
        with pytest.raises(pytest.fail.Exception, match=r"takes long \(clone\) – mark it"):
            clone(tmp_path)

    def test_do_not_start_a_python(self, tmp_path: Path) -> None:
        with pytest.raises(pytest.fail.Exception, match=r"takes long \(run\) – mark it"):
            run(tmp_path, "explainer")

    def test_do_not_build(self, drawn: Path) -> None:
        with pytest.raises(pytest.fail.Exception, match=r"takes long \(charts\) – mark it"):
            explainer(drawn, "charts")
