"""A chart is drawn again when, and only when, something that it comes from has changed."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.previews import previewed
from tests.projects import contents, explainer, lake_cell, replace, rivers, run

pytestmark = pytest.mark.slow

ALL = {"river-lengths", "lake-areas", "longest-share"}


def drawn(project: Path, **environment: str) -> set[str]:
    """Draw what is out of date; the ids of the charts that were drawn."""
    result = explainer(project, "charts", **environment)
    assert result.returncode == 0, result.stderr
    return {line.removeprefix("Drew ") for line in result.stderr.splitlines() if line.startswith("Drew ")}


@pytest.fixture
def project(built_rivers: Path, tmp_path: Path) -> Path:
    """A built project in another folder than the one it was built in."""
    return Path(shutil.copytree(built_rivers, tmp_path / "rivers"))


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


def same_size_and_date(project: Path) -> None:
    table = project / "data/tables/lakes.csv"
    before = table.stat()
    lake_cell(project)
    os.utime(table, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert table.stat().st_size == before.st_size


def renamed_chart(project: Path) -> None:
    replace(project / "charts/lakes.py", '@chart("lake-areas")', '@chart("lake-sizes")')


def renamed_module(project: Path) -> None:
    (project / "charts/rivers.py").rename(project / "charts/streams.py")


def removed_term(project: Path) -> None:
    (project / "data/terms/rivers.yml").unlink()


def nothing(project: Path) -> None:
    dated(project, None)


def long_ago(project: Path) -> None:
    dated(project, 100_000_000)


def in_future(project: Path) -> None:
    dated(project, 4_000_000_000)


def dated(project: Path, seconds: int | None) -> None:
    """Give all files this date, or that of now."""
    for path in project.rglob("*"):
        if path.is_file():
            os.utime(path, None if seconds is None else (seconds, seconds))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (nothing, set()),
        (long_ago, set()),
        (in_future, set()),
        (line_moved, set()),
        (fact_nobody_draws, set()),
        (removed_term, set()),
        (lake_cell, {"lake-areas"}),
        (same_size_and_date, {"lake-areas"}),
        (other_table_and_fact, {"river-lengths", "longest-share"}),
        (name_of_source, {"lake-areas"}),
        (code, {"river-lengths"}),
        (helper_module, {"river-lengths"}),
        (package, ALL),
        (renamed_chart, {"lake-sizes", "longest-share"}),
        (renamed_module, {"river-lengths"}),
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


def test_code_beside_the_charts_counts_where_it_is_imported(project: Path) -> None:
    beside = project / "beside"
    beside.mkdir()
    (beside / "__init__.py").touch()
    (beside / "words.py").write_text("from beside.more import LAKES\n")
    (beside / "more.py").write_text('LAKES = "Areas of lakes"\n')
    replace(project / "charts/lakes.py", 'title="Areas of lakes"', "title=LAKES")
    replace(
        project / "charts/lakes.py",
        "from explainer.drawing import",
        "from beside.words import LAKES\nfrom explainer.drawing import",
    )
    assert drawn(project) == {"lake-areas", "longest-share"}
    (beside / "more.py").write_text('LAKES = "Lakes by area"\n')
    (beside / "other.py").write_text("")
    assert drawn(project) == {"lake-areas", "longest-share"}
    assert "<title>Lakes by area</title>" in (project / "docs/files/charts/lake-areas.svg").read_text()
    assert drawn(project) == set()


def library(folder: Path, name: str) -> Path:
    """Another installation of a library, which is the same until it is changed."""
    installed = distribution(name)
    for part in (name, f"{name}-{installed.version}.dist-info"):
        shutil.copytree(str(installed.locate_file(part)), folder / part, copy_function=os.symlink)
    return folder


def other_version(folder: Path) -> None:
    metadata = next(folder.glob("*.dist-info")) / "METADATA"
    text = metadata.read_text(encoding="utf-8")
    metadata.unlink()
    metadata.write_text(re.sub(r"(?m)^Version: .*", "Version: 9.9.9", text, count=1), encoding="utf-8")


def other_font(folder: Path) -> None:
    font = folder / "matplotlib/mpl-data/fonts/ttf/DejaVuSans-Bold.ttf"
    content = font.read_bytes()
    font.unlink()
    font.write_bytes(content + b"\0")


@pytest.mark.parametrize("change", [None, other_version, other_font])
def test_another_library_or_font_redraws_everything(
    project: Path, tmp_path: Path, change: Callable[[Path], None] | None
) -> None:
    before = files(project)
    folder = library(tmp_path / "libraries", "matplotlib")
    if change:
        change(folder)
    assert drawn(project, PYTHONPATH=before_others(folder)) == (ALL if change else set())
    assert files(project) == before


def test_surroundings_count_for_nothing(project: Path, tmp_path: Path) -> None:
    """Neither settings of matplotlib, nor a language or a time zone; what is drawn among others is the same."""
    settings = tmp_path / "matplotlibrc"
    settings.write_text("font.size: 30\nlines.linewidth: 9\ntext.hinting: none\naxes.facecolor: red\n")
    others = {"MATPLOTLIBRC": str(settings), "LANG": "de_DE.UTF-8", "LC_ALL": "C", "TZ": "Asia/Almaty"}
    before = files(project)
    assert drawn(project, **others) == set()
    lost_record(project)
    assert drawn(project, **others) == ALL
    assert files(project) == before


def files(project: Path) -> dict[str, bytes]:
    return contents(project / "docs/files") | contents(project / ".cache/explainer/charts")


def before_others(folder: Path) -> str:
    """Where Python looks for modules: in this folder before all others."""
    return os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])


def test_incremental_result_is_that_of_a_fresh_build(project: Path, tmp_path: Path) -> None:
    fresh = rivers(tmp_path / "fresh")
    for folder in (project, fresh):
        lake_cell(folder)
        explainer(folder, "build")
    assert contents(project / "site") == contents(fresh / "site")


def test_what_a_preview_has_drawn_has_no_png_until_somebody_asks(project: Path, tmp_path: Path) -> None:
    fresh = rivers(tmp_path / "fresh")
    for folder in (project, fresh):
        lake_cell(folder)
    assert drawn(fresh) == ALL
    (png,) = (name for name in files(fresh) if name.endswith("lake-areas.png"))
    with previewed(project) as preview:
        assert preview.get(f"files/{png}") == files(fresh)[png]
    assert files(project).keys() == files(fresh).keys() - {png}

    checked = explainer(project, "check")
    assert checked.returncode == 0, checked.stdout
    assert "Not verified" not in checked.stdout
    plain = run(project, "mkdocs", "build", "--strict")
    assert plain.returncode == 1
    assert "out of date: lake-areas – run “explainer charts” first" in plain.stderr

    assert drawn(project) == {"lake-areas"}
    assert files(project) == files(fresh)
    assert drawn(project) == set()


def test_removed_chart_leaves_no_files(project: Path) -> None:
    (project / "charts/rivers.py").unlink()
    assert drawn(project) == set()
    assert [name for name in contents(project) if "river-lengths" in name and not name.startswith("site/")] == []
    assert set(json.loads((project / ".cache/explainer/manifest.json").read_text())) == ALL - {"river-lengths"}


def test_nothing_changed_means_no_matplotlib(project: Path, tmp_path: Path) -> None:
    poison = tmp_path / "poison"
    poison.mkdir()
    (poison / "matplotlib.py").write_text("raise SystemExit('matplotlib was imported')")
    warm = explainer(project, "build", PYTHONPATH=before_others(poison))
    assert warm.returncode == 0, warm.stderr
    lake_cell(project)
    assert explainer(project, "build", PYTHONPATH=before_others(poison)).returncode != 0, "the poison must work"


def test_only_processes_that_draw_import_matplotlib(project: Path) -> None:
    lake_cell(project)
    code = "import sys; from explainer.cli import main; main(['charts'], standalone_mode=False); print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    assert "Drew lake-areas" in result.stderr
    assert "explainer.painters" in result.stdout.split()
    assert "matplotlib" not in result.stdout.split()


def test_failing_chart_keeps_all_others(project: Path) -> None:
    before = contents(project / "docs/files") | contents(project / ".cache")
    replace(project / "charts/lakes.py", 'title="Areas of lakes"', 'title=data.fact("nothing")')
    replace(project / "charts/rivers.py", "Kilometres", "In kilometres")
    result = explainer(project, "charts")
    assert result.returncode == 1
    assert 'unknown fact "nothing"' in result.stderr
    assert contents(project / "docs/files") | contents(project / ".cache") == before
