"""Built pages are read strictly, once, and anew whenever anything has changed that the proofs could depend on."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from explainer import built, memory
from explainer.built import BuiltSite
from explainer.errors import ProblemsFound
from explainer.inert import require_inert, scripts_of
from explainer.links import require_links
from explainer.memory import Memory
from explainer.policy import write_policy
from explainer.project import Project
from tests.projects import replace

HEAD = '<!doctype html>\n<html><head><meta charset="utf-8"></head><body>{}</body></html>'


def page(folder: Path, text: str, name: str = "index.html") -> BuiltSite:
    """A site of one more page."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(HEAD.format(text), encoding="utf-8")
    return BuiltSite(folder)


class TestReading:
    @pytest.mark.parametrize(
        "text",
        [
            "<p",
            "<p onclick",
            '<p title="a>x</p>',
            "<p title='a\">x</p>",
            '<p title="<b>">x</p>',
            "<p title=`a`>x</p>",
            "<p =a>x</p>",
            '<p title="a"/class="b">x</p>',
            "<p / >x</p>",
            "<p\x0bclass=a>x</p>",
            "<p>x</p class='>'>",
            "<p>x</>",
            "<p>x</ p>",
            "<!--",
            "<!-- <b> -->",
            "<!-->x-->",
            "<!x>",
            "<![CDATA[x]]>",
            "<?x?>",
            "<script>",
            "<style>",
            "<style>a</style b>",
            "<style><!-- a { } --></style>",
            "<script/>",
            "<svg:style>a</svg:style>",
            "<title><a title='</title><img src=x onerror=alert()>'></title>",
        ],
    )
    def test_what_could_be_read_otherwise_is_refused(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(ProblemsFound, match=r"^index.html: readers' browsers would run"):
            require_inert(page(tmp_path, text), [])

    @pytest.mark.parametrize(
        "text",
        [
            "1 < 2 <3 a<- b > c </p>",
            "<P CLASS=a ID='b' title=\"'>'\"hidden>x</P >",
            "<a href=x/?a=b&amp;c>x</a><br/><br />",
            '<p title="a" title="a">x</p>',
            "<!-- a - b -- c > d ---><!---->",
            "<style>a > b { content: '<' }</style>",
            '<script type="application/json">{"a": "< b"}</script>',
            '<script src="assets/javascripts/bundle.1.min.js"> </script>',
            "<title>a &lt;b&gt;</title><textarea>a < b</textarea>",
        ],
    )
    def test_what_cannot_is_not(self, tmp_path: Path, text: str) -> None:
        require_inert(page(tmp_path, text), [])

    def test_text_in_another_encoding_is_refused(self, tmp_path: Path) -> None:
        for number, content in enumerate(
            [b"\xff\xfe", b"caf\xe9", b'<meta charset="iso-2022-jp">', b"\x1b(J", b'<?xml version="1.0" encoding="x"?>']
        ):
            (tmp_path / f"{number}.svg").write_bytes(content)
        site = BuiltSite(tmp_path)
        assert [name for name in sorted(site.files) if not site.pages[name].active] == []

    def test_a_policy_stands_before_all_that_it_holds_for(self, tmp_path: Path) -> None:
        for text in ("<script></script><head></head>", "x<html><head></head>", "<header></header>", "<head>"):
            (tmp_path / "index.html").write_text(text, encoding="utf-8")
            with pytest.raises(ProblemsFound, match="there is no <head>"):
                write_policy(BuiltSite(tmp_path, policy=True))

    def test_a_page_that_is_written_again_says_its_policy_once(self, tmp_path: Path) -> None:
        page(tmp_path, "")
        site = BuiltSite(tmp_path, policy=True)
        site.write("index.html", site.text("index.html").replace("<body>", "<body><style>a { color: red }</style>"))
        [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', site.text("index.html"))
        assert "style-src 'self' 'sha256-" in policy


@pytest.fixture
def folder(built_rivers: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_rivers / "site", tmp_path / "site"))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read for want of knowledge."""
    names: list[str] = []

    def spy(name: str, content: bytes, home: str) -> dict[str, object]:
        names.append(name)
        return found_in(name, content, home)

    found_in = built._found_in
    monkeypatch.setattr(built, "_found_in", spy)
    return names


@pytest.fixture
def kept(folder: Path, read: list[str]) -> Iterator[Memory]:
    """A memory in which there is what was found in the site."""
    remembered = Memory(folder.parent / "found.db")
    BuiltSite(folder, remembered)
    read.clear()
    yield remembered
    remembered.close()


@pytest.mark.slow
class TestMemory:
    def test_gives_back_what_was_found(self, folder: Path, read: list[str], kept: Memory) -> None:
        site = BuiltSite(folder, kept)
        assert read == []
        assert site.pages == BuiltSite(folder).pages

    def test_is_not_asked_about_a_page_that_has_changed(self, folder: Path, read: list[str], kept: Memory) -> None:
        """Not even where its size and its date are the same."""
        path = folder / "glossary/index.html"
        before = path.stat()
        replace(path, "<title>Glossary", "<p onclick=xary")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert path.stat().st_size == before.st_size
        site = BuiltSite(folder, kept)
        assert read == ["glossary/index.html"]
        with pytest.raises(ProblemsFound, match=r"^glossary/index.html: readers' browsers would run"):
            require_inert(site, scripts_of([str(folder)]))

    def test_says_nothing_of_what_a_page_leads_to(
        self, built_rivers: Path, folder: Path, read: list[str], kept: Memory
    ) -> None:
        """A place and a file that others link to are gone: the links are told, in pages that are not read again."""
        replace(folder / "glossary/index.html", 'id="gauge"', 'id="gouge"')
        (folder / "files/tables/rivers.csv").unlink()
        site = BuiltSite(folder, kept)
        assert read == ["glossary/index.html"]
        with pytest.raises(ProblemsFound) as found:
            require_links(Project.read(built_rivers), site)
        told = found.value.format_message()
        assert 'but nothing there has the id "gauge" – did you mean "gouge"?' in told
        assert 'rivers.csv", which this site does not have' in told

    def test_says_nothing_of_the_scripts_of_the_theme(self, folder: Path, tmp_path: Path, kept: Memory) -> None:
        template = tmp_path / "theme" / "base.html"
        template.parent.mkdir()
        shutil.copyfile(folder / "index.html", template)
        require_inert(BuiltSite(folder, kept), scripts_of([str(template.parent)]))
        template.write_text(
            template.read_text(encoding="utf-8").replace("location.hash", "location.href"), encoding="utf-8"
        )
        with pytest.raises(ProblemsFound, match=r"index.html: readers' browsers would run"):
            require_inert(BuiltSite(folder, kept), scripts_of([str(template.parent)]))

    def test_is_not_believed_for_a_site_at_another_address(self, folder: Path, read: list[str], kept: Memory) -> None:
        replace(folder / "index.html", "<head>", '<head><link rel="canonical" href="https://rivers.test/">')
        BuiltSite(folder, kept)
        assert {"index.html", "glossary/index.html"} <= {*read}

    def test_is_not_believed_for_a_page_with_another_name(self, folder: Path, read: list[str], kept: Memory) -> None:
        (folder / "glossary").rename(folder / "words")
        site = BuiltSite(folder, kept)
        assert read == ["words/index.html"]
        assert "words/index.html" in site.pages["words/index.html"].leads

    def test_is_not_believed_once_the_rules_are_others(
        self, folder: Path, read: list[str], kept: Memory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(memory, "environment_digest", lambda: "other code")
        site = BuiltSite(folder, kept)
        assert sorted(read) == sorted(site.pages)
