"""When charts are verified, and what a check says when they are not."""

from pathlib import Path

import pytest

from tests.projects import explainer, replace
from tests.verify.altered import alter


def test_only_what_is_up_to_date(project: Path) -> None:
    replace(project / "charts/rivers.py", "Kilometres", "In kilometres")
    result = explainer(project, "check")
    assert result.returncode == 0, result.stderr
    assert "Not verified, as not drawn yet: 1 of the charts – run “explainer build”." in result.stderr


def test_all_that_was_built(project: Path) -> None:
    result = explainer(project, "check")
    assert result.returncode == 0, result.stderr
    assert "Not verified" not in result.stderr


@pytest.mark.slow
def test_without_matplotlib(project: Path) -> None:
    (project / ".cache/explainer/verified.json").unlink()
    result = explainer(project, "check", PYTHONPROFILEIMPORTTIME="1")
    imported = {
        line.rpartition("|")[2].strip() for line in result.stderr.splitlines() if line.startswith("import time")
    }
    assert "explainer.verify" in imported
    assert not imported & {"matplotlib", "numpy"}


def test_this_project_agrees(own_project: Path) -> None:
    """Read anew, without what the build found."""
    remembered = own_project / ".cache/explainer/verified.json"
    content = remembered.read_bytes()
    remembered.write_bytes(content.partition(b'"good"')[0] + b'"good": []}')
    try:
        result = explainer(own_project, "check")
    finally:
        remembered.write_bytes(content)
    assert result.returncode == 0, result.stderr
    assert "Not verified" not in result.stderr


def test_drawings_and_what_they_come_from_are_reported_together(project: Path) -> None:
    alter(project, "docs/files/charts/lake-areas.csv", "Balkhash,3", "Balkhash,4")
    replace(project / "docs/index.md", 'fact("survey.days")', 'fact("survey.dais")')
    replace(project / "data/tables/rivers.yml", "= length.total", "= survey.days")
    lines = explainer(project, "check").stderr.splitlines()
    places = list(dict.fromkeys(line.split(":")[0] for line in lines[:-1]))
    assert places == ["charts/lakes.py", "data/tables/rivers.yml", "docs/index.md"], lines
