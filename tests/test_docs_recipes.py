"""What the page of recipes tells contributors to do gives what this project holds."""

import re
from pathlib import Path

import pytest

from tests.projects import ROOT, copy_drawn
from tests.recipes import run_recipe, undo_recipe

PAGE = ROOT / "docs/contribute/recipes.md"
RECIPES = {
    match["id"]: match[0]
    for match in re.finditer(r"^## [^\n]+ \{: #(?P<id>[\w-]+) \}\n.*?(?=^## |\Z)", PAGE.read_text("utf-8"), re.M | re.S)
    if "```" in match[0]
}
#: Recipes for what the project does not hold yet.
NEW = {"add-a-chart"}


@pytest.fixture(scope="module")
def project(own_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project, with its charts drawn; each of the first recipes leaves it as it was."""
    return copy_drawn(own_project, tmp_path_factory.mktemp("recipes") / "project")


@pytest.mark.parametrize("name", sorted(RECIPES.keys() - NEW))
def test_examples_are_what_the_project_holds(name: str, project: Path) -> None:
    before = _files(project)
    undo_recipe(RECIPES[name], project)
    assert _files(project) != before
    run_recipe(RECIPES[name], project)
    assert _files(project) == before


@pytest.mark.parametrize("name", sorted(NEW))
def test_what_is_new_can_be_added(name: str, project: Path) -> None:
    run_recipe(RECIPES[name], project)


def test_there_is_a_recipe_for_each_first_contribution() -> None:
    asked = {"fix-a-number", "add-a-source", "add-an-event", "check-a-claim", "translate-a-term", "add-a-table"}
    assert RECIPES.keys() == asked | NEW


def _files(project: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted((project / "data").rglob("*")) if path.is_file()}
