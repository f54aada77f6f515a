"""Whatever data hold becomes words on a site that runs nothing; pages that would run something are not published."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.built import BuiltSite
from explainer.data.cells import inert
from explainer.errors import ExplainerError
from explainer.inert import require_inert
from tests.hostile.mutations import write
from tests.projects import build, contents, copy_drawn, explainer

pytestmark = pytest.mark.slow

#: Words that are code somewhere: in HTML, Markdown, JSON-LD, SVG, BibTeX, YAML, spreadsheets.
WORDS = {
    "script": "<script>alert(b)</script>",
    "end of a script": "</script><script>alert(c)</script>",
    "image that runs": "<img src=x onerror=alert(d)>",
    "end of an attribute": '" onmouseover="alert(e)" x="',
    "end of another attribute": "' onmouseover='alert(f)' x='",
    "link that runs": "[x](javascript:alert(g))",
    "reference that runs": "[x]: javascript:alert(h)",
    "link by itself": "<javascript:alert(i)>",
    "comment": "--> <b onclick=alert(j)> <!--",
    "data of XML": "]]> <svg onload=alert(k)> <![CDATA[",
    "code": "``` { onclick=alert(l) } x",
    "another code": "~~~ { onclick=alert(m) } x",
    "attributes": "{: onclick=alert(n) }",
    "frame": "<iframe srcdoc='<script>alert(o)</script>'></iframe>",
    "refresh": "<meta http-equiv=refresh content='x;url=javascript:alert(p)'>",
    "base": "<base href=//example.org/>",
    "end of a title": "</title></style></textarea><script>alert(q)</script>",
    "template of text": "<template><script>alert(r)</script></template>",
    "entity": "&lt;script&gt;alert(s)&lt;/script&gt;",
    "formula": "=cmd|' /C calc'!A",
    "formula of a plus": "+cmd|' /C calc'!A",
    "formula of a minus": "-x+cmd|' /C calc'!A",
    "formula of an at": "@SUM(x)*cmd|' /C calc'!A",
    "formula behind a semicolon": "a;=cmd|' /C calc'!A",
    "end of BibTeX": "}, url = {javascript:alert(t)}, x = {",
    "slashes": "\\x \\n \\u",
}


class Active(HTMLParser):
    """What a browser would run in a page, besides the theme's scripts in their known number."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts = 0
        self.words = ""
        self._is_json = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_json = ("type", "application/ld+json") in attrs
        self.scripts += tag == "script" and not self._is_json
        self.found += [name for name, _ in attrs if name.startswith("on") or name == "srcdoc"]
        self.found += [
            value for _, value in attrs if re.match(r"\s*(javascript|data:(?!,$).)", value or "", re.IGNORECASE)
        ]
        self.found += [tag] * (tag in ("iframe", "base", "object", "embed"))

    def handle_data(self, data: str) -> None:
        if self._is_json and data.strip():
            assert json.loads(data)["@context"] == "https://schema.org"
            self._is_json = False
        self.words += data


@pytest.fixture(scope="module")
def hostile(built_rivers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with all of these words in every place for text, built once."""
    project = copy_drawn(built_rivers, tmp_path_factory.mktemp("hostile") / "rivers")
    add = {
        "data/sources/rivers.yml": "- {{id: s{}, title: {w}, publisher: {w}, url: 'https://example.org/{}', "
        "kind: press, language: en, seen: stored-page, note: {w}}}\n",
        "data/terms/rivers.yml": "- {{id: t{}, term: {w}, definition: {w}, aliases: [{w}], "
        "translations: {{kk: [{w}]}}}}\n",
        "data/events/rivers.yml": "- {{id: e{}, date: 2023, title: {w}, category: survey, summary: {w}, "
        "sources: [almanac], confidence: confirmed}}\n",
        "data/claims/rivers.yml": "- {{id: c{}, claim: {w}, source: s{}, topic: rivers, section: {w}, kind: {w}, "
        "finding: opinion, explanation: {w}, since: {w}, evidence: [almanac]}}\n",
        "data/facts/rivers.yml": "- {{id: f{}, statement: {w}, note: {w}, sources: [s{}], confidence: confirmed, "
        "facts: {{x: {{label: {w}, value: {w}, unit: text, note: {w}}}}}}}\n",
    }
    for name, line in add.items():
        path = project / name
        entries = "".join(
            line.format(number, number, w="'" + words.replace("'", "''") + "'")
            for number, words in enumerate(WORDS.values())
        )
        write(path, path.read_text(encoding="utf-8") + entries)
    build(project)
    return project


@pytest.fixture(scope="module")
def pages(hostile: Path) -> list[Active]:
    """Its pages."""
    return [Active(path.read_text(encoding="utf-8")) for path in (hostile / "site").rglob("*.html")]


@pytest.mark.parametrize("name", WORDS)
def test_words_stay_words(name: str, pages: list[Active], record_property: Callable[[str, object], None]) -> None:
    assert [page.found for page in pages if page.found] == []
    assert len({page.scripts for page in pages}) <= 2  # the page for addresses that lead nowhere has none
    assert sum(page.words.count(WORDS[name]) for page in pages) >= 5
    record_property("bad input", "gave a correct site")


def test_downloads_hold_no_formulas(hostile: Path) -> None:
    for path in (hostile / "site/files").rglob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))):
            parts = [part for cell in row for part in cell.split(";")]  # as some spreadsheets do
            assert [part for part in parts if re.match(r"[=+@\t\r]|-(?![0-9.]+$)", part)] == []


PAGES = {
    "script": "<script>alert()</script>",
    "script elsewhere": '<script src="https://example.org/x.js"></script>',
    "script of data": '<script type="application/ld+json">{"a": </script>',
    "handler": "<p onclick=alert()>x</p>",
    "handler in other letters": "<P OnClick=alert()>x</P>",
    "handler of Markdown": 'x\n{: onclick="alert()" }',
    "link": "[x](javascript:alert())",
    "link in references": "[x](java&#115;cript:alert())",
    "link by itself": "<a href=' javascript:alert()'>x</a>",
    "document in a link": "[x](data:text/html,x)",
    "frame": "<iframe src='https://example.org/'></iframe>",
    "object": "<object data='https://example.org/'></object>",
    "base": "<base href='https://example.org/'>",
    "refresh": "<meta http-equiv='Refresh' content='0;url=https://example.org/'>",
    "form": "<form action='https://example.org/'><button>x</button></form>",
    "comment that ends early": "<!--><img src=x onerror=alert()>-->",
    "drawing": "<svg><set attributeName=href to=javascript:alert() /></svg>",
    "area of text": "<textarea><a title='</textarea><img src=x onerror=alert()>'></textarea>",
    "link with two addresses": "<a href='javascript:alert()' href='x'>x</a>",
    "script of a drawing": "<svg><script src='assets/javascripts/x.js'>alert()</script></svg>",
    "data in a drawing": "<svg><script type='application/json'>\"<img src=x onerror=alert()>\"</script></svg>",
    "encoding": "<meta charset='iso-2022-jp'>",
    "letters of another encoding": "\x1b(J<p title='\x1b$B'>",
}


@pytest.fixture(scope="module")
def project(built_rivers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, built, to be changed a little."""
    return Path(shutil.copytree(built_rivers, tmp_path_factory.mktemp("pages") / "rivers"))


@pytest.mark.parametrize("name", ["script", "handler of Markdown", "link in references", "comment that ends early"])
def test_page_that_would_run_something_is_not_published(
    name: str, project: Path, record_property: Callable[[str, object], None]
) -> None:
    page = project / "docs/timeline.md"
    before, site = page.read_text(encoding="utf-8"), contents(project / "site")
    write(page, f"{before}\n\n{PAGES[name]}\n")
    result = explainer(project, "build")
    write(page, before)
    assert result.returncode == 1, PAGES[name]
    assert "timeline/index.html: readers' browsers would run" in result.stderr
    assert "Traceback" not in result.stderr
    assert contents(project / "site") == site
    record_property("bad input", "ended in a clean report")


def test_description_stays_words(project: Path) -> None:
    """The theme beneath writes it as it stands."""
    page = project / "docs/timeline.md"
    before = page.read_text(encoding="utf-8")
    write(
        page,
        "---\ndescription: '\"><script>alert()</script>'\n---\n" + re.sub(r"\A---\n.*?\n---\n", "", before, flags=re.S),
    )
    result = explainer(project, "build")
    write(page, before)
    assert result.returncode == 0, result.stderr
    built = (project / "site/timeline/index.html").read_text(encoding="utf-8")
    assert built.count('content="&#34;&gt;alert()"') == 2
    assert Active(built).scripts == Active((project / "site/claims/index.html").read_text(encoding="utf-8")).scripts


@pytest.mark.parametrize("name", [name for name in PAGES if "Markdown" not in name and not PAGES[name].startswith("[")])
def test_markup_that_runs_is_found(name: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(f"<html><body>{PAGES[name]}</body></html>", encoding="utf-8")
    with pytest.raises(ExplainerError, match=r"index.html: readers' browsers would run"):
        require_inert(BuiltSite(tmp_path), [])


@pytest.mark.parametrize("name", ["drawing.svg", "code.js", "page.htm", "list.xml"])
def test_files_that_run_are_found(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', encoding="utf-8"
    )
    with pytest.raises(ExplainerError, match=name):
        require_inert(BuiltSite(tmp_path), [])


@pytest.mark.parametrize(
    "drawing",
    [
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert()</h:script>',
        '<a xl:href="javascript:alert()" xmlns:xl="http://www.w3.org/1999/xlink">x</a>',
        '<?xml-stylesheet href="x.xsl" type="text/xsl"?>',
        "<style><img src=x onerror=alert()></style>",
        "<a\0onclick=alert()>x</a>",
        "<!DOCTYPE svg [<!ENTITY x \"<a onclick='alert()'>x</a>\">]>",
    ],
)
@pytest.mark.parametrize("name", ["drawing.SVG", "index.html"])
def test_drawings_that_run_are_found(name: str, drawing: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{drawing}</svg>', encoding="utf-8")
    with pytest.raises(ExplainerError, match=f"{name}: readers' browsers would run"):
        require_inert(BuiltSite(tmp_path), [])


@pytest.mark.parametrize(
    "address", ["x.js", "//elsewhere.example/assets/javascripts/x.js", "../assets/javascripts/../x.js"]
)
def test_scripts_of_others_are_found(address: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(f'<article></article><script src="{address}"></script>', encoding="utf-8")
    with pytest.raises(ExplainerError, match=r"index.html: readers' browsers would run"):
        require_inert(BuiltSite(tmp_path), [])


def test_every_file_that_runs_something_is_named(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text("<p onclick=alert()>", encoding="utf-8")
    with pytest.raises(ExplainerError, match=r"a\.html(?s:.*)b\.html"):
        require_inert(BuiltSite(tmp_path), [])


def test_links_that_lead_outside_are_not_published(project: Path, tmp_path: Path) -> None:
    link = project / "docs/files/secret.txt"
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    link.symlink_to(secret)
    result = explainer(project, "build")
    link.unlink()
    assert result.stderr.startswith("docs/files/secret.txt: this is a link to another place – put the file itself here")


def test_place_that_cannot_be_written_to_outside(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    cache = project / ".cache"
    kept = cache.rename(project / ".kept")
    cache.symlink_to(outside)
    result = explainer(project, "build")
    cache.unlink()
    kept.rename(cache)
    assert result.returncode == 1
    assert list(outside.iterdir()) == []


@given(st.text())
def test_cells_are_no_formulas(text: str) -> None:
    safe = inert(text).split(";")
    assert [each.removeprefix("'") for each in safe] == [each.removeprefix("'") for each in text.split(";")]
    for part in safe:
        assert not part.startswith(("=", "+", "@", "\t", "\r"))
        assert not part.startswith("-") or re.fullmatch(r"-[0-9]+(\.[0-9]+)?", part)


@given(st.from_regex(r"-?[0-9]{1,9}(\.[0-9]{1,4})?", fullmatch=True))
def test_numbers_stay_numbers(text: str) -> None:
    assert inert(text) == text
