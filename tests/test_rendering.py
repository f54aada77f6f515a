"""Pages are rendered by several processes and remembered, and nobody can tell from the site."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.projects import build, contents, explainer, lake_cell, own_macro, replace, run

pytestmark = pytest.mark.slow


@pytest.fixture
def project(built_rivers: Path, tmp_path: Path) -> Path:
    """A copy of the small project, with its charts drawn and its pages remembered."""
    return Path(shutil.copytree(built_rivers, tmp_path / "rivers"))


def memory(project: Path) -> Path:
    return project / ".cache/explainer/memory.db"


def built_anew(project: Path) -> dict[str, bytes]:
    """The site as a build makes it that remembers no page."""
    memory(project).unlink()
    (project / ".cache/explainer/built.json").unlink(missing_ok=True)
    return contents(build(project))


def name_in_navigation(project: Path) -> None:
    replace(project / "mkdocs.yml", "Timeline: timeline.md", "Years: timeline.md")


def title(project: Path) -> None:
    path = project / "docs/timeline.md"
    path.write_text(f"---\ntitle: Years\nsearch:\n  boost: 2\n---\n{path.read_text()}")


def setting_of_extension(project: Path) -> None:
    replace(project / "mkdocs.yml", "[attr_list, md_in_html]", "[attr_list, md_in_html, toc: {permalink: true}]")


def page_that_others_link_to(project: Path) -> None:
    (project / "docs/timeline.md").rename(project / "docs/years.md")
    replace(project / "mkdocs.yml", "timeline.md", "years.md")


def addresses(project: Path) -> None:
    replace(project / "mkdocs.yml", "theme:\n", "use_directory_urls: false\ntheme:\n")


def search(project: Path) -> None:
    replace(project / "mkdocs.yml", "  - material/search\n", "  - material/search:\n      lang: de\n")


@pytest.mark.parametrize(
    "change",
    [
        lake_cell,
        name_in_navigation,
        title,
        setting_of_extension,
        page_that_others_link_to,
        addresses,
        search,
    ],
    ids=lambda change: change.__name__,
)
def test_site_is_the_same_whatever_was_remembered(project: Path, change: Callable[[Path], None]) -> None:
    change(project)
    assert contents(build(project)) == built_anew(project)


def test_damaged_memory_is_not_believed(project: Path) -> None:
    before = contents(project / "site")
    content = memory(project).read_bytes()
    assert content.count(b"Balkhash") > 0
    memory(project).write_bytes(content.replace(b"Balkhash", b"Baikalll"))
    (project / ".cache/explainer/built.json").unlink()
    assert contents(build(project)) == before


def test_file_that_an_extension_reads_is_no_part_of_what_is_remembered(project: Path) -> None:
    replace(project / "mkdocs.yml", "[attr_list, md_in_html]", "[attr_list, md_in_html, pymdownx.snippets]")
    (project / "docs/more.md").write_text('---\nunbound: It shows how to include.\n---\n# More\n\n--8<-- "words.txt"\n')
    for words in ("First words", "Other words"):
        (project / "words.txt").write_text(words)
        assert words in (build(project) / "more/index.html").read_text()


class TestForks:
    def test_that_die_cost_nothing_but_time(self, project: Path) -> None:
        body = 'import os, multiprocessing as m; return os._exit(1) if m.parent_process() else "unharmed"'
        own_macro(project, body)
        result = run(project, "explainer", "build")
        assert result.returncode == 0, result.stderr
        assert "unharmed" in (project / "site/zebra/index.html").read_text()

    def test_leave_it_to_others_to_say_what_is_wrong(self, project: Path) -> None:
        own_macro(project, 'raise ValueError("no stripes")')
        result = explainer(project, "build")
        assert result.returncode == 1
        assert result.stderr.count("no stripes") == 1
        assert "zebra" in result.stderr

    def test_leave_it_to_others_to_warn(self, project: Path) -> None:
        replace(project / "mkdocs.yml", "  anchors: warn\n", "  anchors: warn\n  absolute_links: warn\n")
        (project / "docs/zebra.md").write_text("# Zebra\n\n[Elsewhere](/stripes.md)\n")
        result = explainer(project, "build")
        assert result.returncode == 1
        assert result.stderr.count("warning: ") == 1
        assert "/stripes.md" in result.stderr
