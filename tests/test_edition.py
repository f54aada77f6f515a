"""What a site says of itself: edition, commit and date of the data, and where its feed is."""

import re
import shutil
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from explainer.data.load import load_dataset
from explainer.edition import colophon, data_until
from explainer.errors import ExplainerError
from explainer.prepare import Prepared
from explainer.project import Project
from tests.projects import build, contents, explainer, replace, rivers, run, with_changes
from tests.test_corrections import LENGTH, write
from tests.test_diff import commit, git

CHANGES = """# Changes

{{ corrections() }}

## Edition of 6 May 2024 {: #edition-2024-05-06 }

[Both](index.md) are {{ fact("length.total") }} kilometres long.

{{ feed() }}
"""
COMMIT = "0123456789abcdef0123456789abcdef01234567"


PUBLISHED = {"SITE_URL": "https://host.test/deep/", "REPO_URL": "https://code.test/us/site"}


@pytest.fixture(scope="module")
def published(built_rivers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with a page of changes, its theme and a correction, built for its address."""
    project = with_changes(rivers(tmp_path_factory.mktemp("edition") / "rivers"), CHANGES)
    write(project, LENGTH.replace("was read wrongly", "was <b>read</b> ]]> & wrongly"))
    for folder in (".cache", "docs/files", "docs/charts"):
        shutil.copytree(built_rivers / folder, project / folder)
    build(project, COMMIT=COMMIT, **PUBLISHED)
    return project


@pytest.fixture
def drawn(published: Path, tmp_path: Path) -> Path:
    """A copy of it to build anew."""
    return Path(shutil.copytree(published, tmp_path / "copy"))


def footer(site: Path, page: str = "index.html") -> list[str]:
    """What stands at the foot of a page."""
    html = (site / page).read_text(encoding="utf-8")
    [block] = re.findall(r'<div class="colophon">(.*?)</div>', html, re.DOTALL)
    return [
        " ".join(unescape(re.sub("<[^>]+>", "", each)).split())
        for each in re.findall("<span>.*?</span>", block, re.DOTALL)
    ]


@pytest.mark.slow
def test_a_published_site_says_which_state_it_is_and_has_a_feed(published: Path) -> None:
    site = published / "site"
    for page in ("index.html", "charts/lake-areas/index.html"):
        assert footer(site, page) == ["Edition of 6 May 2024", "Data up to 5 April 2023", "Commit 0123456"]
        html = (site / page).read_text(encoding="utf-8")
        assert f'<a href="https://code.test/us/site/commit/{COMMIT}">0123456</a>' in html
        up = "../" * page.count("/")  # wherever the site stands
        assert f'type="application/atom+xml" title="Changes and corrections" href="{up}feed.xml">' in html
    changes = (site / "changes/index.html").read_text(encoding="utf-8")
    assert 'href="https://host.test/deep/feed.xml"' in changes
    assert re.search(
        r'href="https://code.test/us/site/edit/main/data/corrections/\w+\.yml#L1" title="Edit this', changes
    )
    feed = ET.fromstring((site / "feed.xml").read_bytes())
    edition, correction = (each.text or "" for each in feed.iter("{http://www.w3.org/2005/Atom}content"))
    assert edition.startswith('<p><a href="https://host.test/deep/">Both</a> are 30.50 kilometres long.</p>')
    assert '<a href="https://host.test/deep/facts/rivers/#length.total">Length of both rivers</a>' in correction
    assert "<del>31.00</del>" in correction
    assert "The gauge book was &lt;b&gt;read&lt;/b&gt; ]]&gt; &amp; wrongly." in correction
    assert "/edit/" not in correction


@pytest.mark.slow
def test_a_site_without_an_address_has_no_feed_and_leads_to_none(drawn: Path) -> None:
    found = contents(build(drawn))
    assert "feed.xml" not in found
    assert [name for name, content in found.items() if b"feed.xml" in content] == []


@pytest.mark.slow
def test_a_builder_that_runs_by_itself_knows_the_edition_alone(drawn: Path) -> None:
    address = {"SITE_URL": "https://host.test/"}
    explainer(drawn, "charts", **address)
    plain = run(drawn, "mkdocs", "build", "--strict", **address)
    assert plain.returncode == 0, plain.stderr
    assert footer(drawn / "site") == ["Edition of 2024-05-06"]
    assert "application/atom+xml" not in (drawn / "site/index.html").read_text(encoding="utf-8")


class TestCommit:
    """Which commit a site names."""

    def test_one_that_is_none_is_refused(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COMMIT", "main")
        with pytest.raises(ExplainerError, match=r'COMMIT: "main" is no commit – give its full hash, or nothing'):
            named(project)

    def test_the_one_of_the_repository_unless_one_is_given(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        git(project, "init", "-q")
        assert named(project) == ""
        head = commit(project)
        assert named(project) == head
        replace(project / "docs/index.md", "The survey took", "It took")
        assert named(project) == f"{head}-changed"
        monkeypatch.setenv("COMMIT", COMMIT)
        assert named(project) == COMMIT

    def test_none_outside_of_one_and_in_that_of_somebody_else(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert named(project) == ""
        (project.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        git(project.parent, "init", "-q")
        git(project.parent, "commit", "-q", "--allow-empty", "-m", "Somebody else's")
        assert named(project) == ""
        monkeypatch.setenv("PATH", "")
        assert named(project) == ""


def named(project: Path) -> str:
    loaded = Project.load(project)
    prepared = Prepared(loaded, load_dataset(loaded.data, loaded.root), (), {}, {})
    return colophon(prepared)["SITE_COMMIT"]


def test_data_reach_to_the_latest_day_that_any_is_about(project: Path) -> None:
    def until() -> str | None:
        loaded = Project.load(project)
        return data_until(load_dataset(loaded.data, loaded.root))

    assert until() == "2023-04-05"
    replace(project / "data/tables/lakes.yml", "as_of: 2023", "as_of: 2023-06")
    assert until() == "2023-06"
    replace(project / "data/facts/rivers.yml", "as_of: 2023-04-05", "as_of: 2023-06-01")
    assert until() == "2023-06-01"
