"""The tutorial says what happens."""

from pathlib import Path

from tests.projects import ROOT
from tests.recipes import run_recipe


def test_the_tutorial_can_be_done_as_it_is_written(tmp_path: Path) -> None:
    run_recipe((ROOT / "docs/contribute/tutorial.md").read_text(encoding="utf-8"), tmp_path)
