"""A build that would only make again what stands there does nothing, and any other build does its work."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from explainer import environment
from explainer.project import Project
from explainer.uptodate import Sources, is_up_to_date
from tests.projects import build, contents, explainer, lake_cell, own_macro, own_part, replace

pytestmark = pytest.mark.slow

YEAR = 365 * 24 * 3600


@pytest.fixture(scope="module")
def built(built_rivers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built where it stands, with a theme of its own, for the tests to copy."""
    project = Path(shutil.copytree(built_rivers, tmp_path_factory.mktemp("built") / "rivers"))
    (project / "overrides/.icons").mkdir(parents=True)
    (project / "overrides/.icons/mark.svg").write_text("<svg></svg>")
    replace(project / "mkdocs.yml", "  name: explainer\n", "  name: explainer\n  custom_dir: overrides\n")
    own_macro(project, 'return "its own"')
    own_part(project, "html/chart.html")
    build(project)
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Iterator[Path]:
    """The project as it was built; a test may change it, since it is put back afterwards."""
    kept = Path(shutil.copytree(built, tmp_path / "kept", symlinks=True))
    yield built
    shutil.rmtree(built)
    shutil.move(kept, built)


def up_to_date(project: Path, builder: str = "mkdocs") -> bool:
    return is_up_to_date(Project.read(project), builder)


def comment_in_data(project: Path) -> None:
    path = project / "data/facts/rivers.yml"
    path.write_text("# A comment\n" + path.read_text())


def sentence(project: Path) -> None:
    path = project / "docs/index.md"
    path.write_text(path.read_text() + "\nOne more sentence.\n")


def page_added(project: Path) -> None:
    (project / "docs/more.md").write_text("# More\n")


def page_deleted(project: Path) -> None:
    (project / "docs/timeline.md").unlink()


def page_renamed(project: Path) -> None:
    (project / "docs/timeline.md").rename(project / "docs/events.md")


def picture_added(project: Path) -> None:
    (project / "docs/picture.svg").write_text("<svg></svg>")


def chart_code(project: Path) -> None:
    replace(project / "charts/rivers.py", "Kilometres", "In kilometres")


def helper_module(project: Path) -> None:
    replace(project / "charts/shared.py", "accent", "series-2")


def macro(project: Path) -> None:
    path = project / "macros/__init__.py"
    path.write_text(path.read_text() + "\n# A comment\n")


def template(project: Path) -> None:
    path = project / "macros/html/chart.html"
    path.write_text(path.read_text() + "\n")


def colours(project: Path) -> None:
    replace(project / "docs/stylesheets/roles.css", "--chart-accent: #00677f", "--chart-accent: #00687f")


def theme(project: Path) -> None:
    (project / "overrides/404.html").write_text("<title>Nothing here</title>")


def icon(project: Path) -> None:
    (project / "overrides/.icons/mark.svg").write_text("<svg><path/></svg>")


def settings(project: Path) -> None:
    replace(project / "mkdocs.yml", "site_name: Rivers", "site_name: Streams")


def redirects(project: Path) -> None:
    (project / "redirects.yml").write_text("old/: timeline/\n")


def published(project: Path) -> None:
    (project / "published.txt").write_text("timeline/\n")


def link_to_elsewhere(project: Path) -> None:
    """What lies behind it could change without anybody noticing here."""
    (project / "more").symlink_to(project.parent)


def unreadable(project: Path) -> None:
    os.mkfifo(project / "more")


def site_damaged(project: Path) -> None:
    (project / "site/index.html").write_text("")


def site_added_to(project: Path) -> None:
    (project / "site/more.html").write_text("")


def site_lost_file(project: Path) -> None:
    (project / "site/search/search_index.json").unlink()


def site_lost(project: Path) -> None:
    shutil.rmtree(project / "site")


def download_lost(project: Path) -> None:
    (project / "docs/files/charts/lake-areas.png").unlink()


def chart_page_damaged(project: Path) -> None:
    (project / "docs/charts/lake-areas.md").write_text("")


def drawing_damaged(project: Path) -> None:
    (project / ".cache/explainer/charts/lake-areas.phone.svg").write_text("<svg/>")


def record_of_charts_lost(project: Path) -> None:
    (project / ".cache/explainer/manifest.json").unlink()


def killed_while_writing(project: Path) -> None:
    (project / ".cache/explainer/lock").write_text("1")


def record_damaged(project: Path) -> None:
    (project / ".cache/explainer/built.json").write_text('{"made": []}')


def record_lost(project: Path) -> None:
    (project / ".cache/explainer/built.json").unlink()


@pytest.mark.parametrize(
    "change",
    [
        lake_cell,
        comment_in_data,
        sentence,
        page_added,
        page_deleted,
        page_renamed,
        picture_added,
        chart_code,
        helper_module,
        macro,
        template,
        colours,
        theme,
        icon,
        settings,
        redirects,
        published,
        link_to_elsewhere,
        unreadable,
        site_damaged,
        site_added_to,
        site_lost_file,
        site_lost,
        download_lost,
        chart_page_damaged,
        drawing_damaged,
        record_of_charts_lost,
        killed_while_writing,
        record_damaged,
        record_lost,
    ],
    ids=lambda change: change.__name__,
)
def test_is_out_of_date_after_any_change(project: Path, change: Callable[[Path], None]) -> None:
    assert up_to_date(project)
    change(project)
    assert not up_to_date(project)


def test_change_during_a_build_is_not_taken_for_built(project: Path) -> None:
    sources = Sources.of(Project.read(project), "mkdocs")
    sentence(project)
    sources.record(Project.read(project))
    assert not up_to_date(project)


class TestSurroundings:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("SITE_URL", "https://host.test/"),
            ("REPO_URL", "https://code.test/us/site"),
            ("SOURCE_DATE_EPOCH", "1"),
            ("COMMIT", "0" * 40),
        ],
    )
    def test_count_where_the_site_shows_them(
        self, built: Path, name: str, value: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert up_to_date(built)
        monkeypatch.setenv(name, value)
        assert not up_to_date(built)

    def test_do_not_count_elsewhere(self, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", "/nowhere")
        assert up_to_date(built)

    def test_builder_counts(self, built: Path) -> None:
        assert not up_to_date(built, "zensical")

    def test_version_of_a_library_counts(self, built: Path, libraries: Path) -> None:
        assert up_to_date(built)
        (libraries / "more-1.0.dist-info").mkdir()
        environment.environment_digest.cache_clear()
        assert not up_to_date(built)


class TestClocks:
    @pytest.mark.parametrize("shift", [-20 * YEAR, -1, 1, 20 * YEAR])
    def test_count_for_nothing(self, project: Path, shift: int) -> None:
        for path in project.rglob("*"):
            os.utime(path, times=(path.stat().st_atime, path.stat().st_mtime + shift))
        assert up_to_date(project)

    def test_that_stand_still_hide_no_change(self, project: Path) -> None:
        path = project / "data/tables/lakes.csv"
        before = path.stat()
        path.write_bytes(path.read_bytes().replace(b"75.0", b"75.1"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert path.stat().st_size == before.st_size
        assert not up_to_date(project)


class TestCommand:
    def test_says_so_and_touches_nothing(self, built: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in built.rglob("*")}
        result = explainer(built, "build")
        assert (result.returncode, result.stdout) == (0, "")
        assert result.stderr == "site/ is up to date: nothing that it is made from has changed.\n"
        assert {path: path.stat().st_mtime_ns for path in built.rglob("*")} == before

    def test_builds_again_what_went_back_to_what_it_was(self, project: Path) -> None:
        before = contents(project / "site")
        lake_cell(project)
        build(project)
        assert contents(project / "site") != before
        replace(project / "data/tables/lakes.csv", "Balkhash,1,50.0\nZaysan,1,50.0", "Balkhash,3,75.0\nZaysan,1,25.0")
        build(project)
        assert contents(project / "site") == before

    def test_looks_at_what_failed_again(self, project: Path) -> None:
        replace(project / "docs/index.md", "# ", "{{ nothing() }}\n\n# ")
        assert [explainer(project, "build").returncode for _ in range(2)] == [1, 1]
