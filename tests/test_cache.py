"""A chart is drawn again when, and only when, something that it comes from has changed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.projects import contents, explainer, replace, rivers

ALL = {"river-lengths", "lake-areas", "longest-share"}


def drawn(project: Path) -> set[str]:
    """Draw what is out of date; the ids of the charts that were drawn."""
    result = explainer(project, "charts")
    assert result.returncode == 0, result.stderr
    return {line.removeprefix("Drew ") for line in result.stderr.splitlines() if line.startswith("Drew ")}


@pytest.fixture
def project(built_rivers: Path, tmp_path: Path) -> Path:
    """A built project in another folder than the one it was built in."""
    import shutil

    return Path(shutil.copytree(built_rivers, tmp_path / "rivers"))


def lake_cell(project: Path) -> None:
    replace(project / "data/tables/lakes.csv", "Balkhash,3,75.0\nZaysan,1,25.0", "Balkhash,1,50.0\nZaysan,1,50.0")


def other_table_and_fact(project: Path) -> None:
    replace(project / "data/tables/rivers.csv", "20.50", "20.60")
    replace(project / "data/facts/rivers.yml", "value: 30.50", "value: 30.60")
    replace(project / "data/facts/rivers.yml", "value: 67.2", "value: 67.3")


def fact_nobody_draws(project: Path) -> None:
    replace(project / "data/facts/rivers.yml", "Days of the survey", "Days that the survey took")


def name_of_source(project: Path) -> None:
    replace(project / "data/sources/rivers.yml", "publisher: Almanac", "publisher: New almanac")


def code(project: Path) -> None:
    replace(project / "charts/rivers.py", "Kilometres", "In kilometres")


def helper_module(project: Path) -> None:
    replace(project / "charts/shared.py", "accent", "series-2")


def package(project: Path) -> None:
    (project / "charts/__init__.py").write_text("from .shared import ROLE\n")


def style(project: Path) -> None:
    replace(project / "docs/stylesheets/roles.css", "--chart-accent: #00677f", "--chart-accent: #00687f")


def locale(project: Path) -> None:
    replace(project / "mkdocs.yml", "edition:", "locale: de_DE\n    edition:")


def deleted_file(project: Path) -> None:
    (project / "docs/files/charts/lake-areas.png").unlink()


def damaged_file(project: Path) -> None:
    (project / ".cache/explainer/charts/lake-areas.phone.svg").write_text("<svg/>")


def lost_record(project: Path) -> None:
    (project / ".cache/explainer/manifest.json").write_text("{")


def line_moved(project: Path) -> None:
    path = project / "data/tables/lakes.yml"
    path.write_text("# A comment\n" + path.read_text())


def nothing(project: Path) -> None:
    for path in project.rglob("*"):
        if path.is_file():
            path.touch()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (nothing, set()),
        (line_moved, set()),
        (fact_nobody_draws, set()),
        (lake_cell, {"lake-areas"}),
        (other_table_and_fact, {"river-lengths", "longest-share"}),
        (name_of_source, {"lake-areas"}),
        (code, {"river-lengths"}),
        (helper_module, {"river-lengths"}),
        (package, ALL),
        (style, ALL),
        (locale, ALL),
        (deleted_file, {"lake-areas"}),
        (damaged_file, {"lake-areas"}),
        (lost_record, ALL),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_draws_exactly_what_changed(project: Path, change: Callable[[Path], None], expected: set[str]) -> None:
    change(project)
    assert drawn(project) == expected
    assert drawn(project) == set()


def test_incremental_result_is_that_of_a_fresh_build(project: Path, tmp_path: Path) -> None:
    fresh = rivers(tmp_path / "fresh")
    for folder in (project, fresh):
        lake_cell(folder)
        explainer(folder, "build")
    assert contents(project / "site") == contents(fresh / "site")


def test_removed_chart_leaves_no_files(project: Path) -> None:
    (project / "charts/rivers.py").unlink()
    assert drawn(project) == set()
    assert [name for name in contents(project) if "river-lengths" in name and not name.startswith("site/")] == []
    assert set(json.loads((project / ".cache/explainer/manifest.json").read_text())) == ALL - {"river-lengths"}


def test_nothing_changed_means_no_matplotlib(project: Path, tmp_path: Path) -> None:
    poison = tmp_path / "poison"
    poison.mkdir()
    (poison / "matplotlib.py").write_text("raise SystemExit('matplotlib was imported')")
    warm = explainer(project, "build", PYTHONPATH=str(poison))
    assert warm.returncode == 0, warm.stderr
    lake_cell(project)
    assert explainer(project, "build", PYTHONPATH=str(poison)).returncode != 0, "the poison must work"


def test_failing_chart_keeps_all_others(project: Path) -> None:
    before = contents(project / "docs/files") | contents(project / ".cache")
    replace(project / "charts/lakes.py", 'title="Areas of lakes"', 'title=data.fact("nothing")')
    replace(project / "charts/rivers.py", "Kilometres", "In kilometres")
    result = explainer(project, "charts")
    assert result.returncode == 1
    assert 'unknown fact "nothing"' in result.stderr
    assert contents(project / "docs/files") | contents(project / ".cache") == before
