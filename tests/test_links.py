"""Links within the site lead somewhere, or whoever wrote them is told where they stand."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from explainer.built import BuiltSite
from explainer.errors import ProblemsFound
from explainer.links import require_links
from explainer.project import Project
from tests.projects import build, contents, explainer, own_part, replace


@pytest.fixture
def copy(built_rivers: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_rivers, tmp_path / "rivers"))


@pytest.fixture(scope="module")
def shared(built_rivers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project in which tests write one more file of the site, each over the one before."""
    return Path(shutil.copytree(built_rivers, tmp_path_factory.mktemp("links") / "rivers"))


def told(project: Path, html: str, name: str = "timeline/extra.html") -> list[str]:
    """What is wrong with a site that holds one more file."""
    extra = project / "site" / name
    extra.write_text(html, encoding="utf-8")
    try:
        require_links(Project.read(project), BuiltSite(project / "site"))
    except ProblemsFound as found:
        return [str(problem).removeprefix(f"site/{name}: ") for problem in found.problems]
    finally:
        extra.unlink()
    return []


NO_FILE = "which this site does not have"
NO_ID = "but nothing there has the id"


class TestWhatLeadsNowhereIsRefused:
    @pytest.mark.parametrize(
        ("html", "told_as"),
        [
            ('<a href="../glosary/">words</a>', f'the link "words" leads to "../glosary/", {NO_FILE}'),
            ("<a href=../glosary/>words</a>", f'the link "words" leads to "../glosary/", {NO_FILE}'),
            ("<A HREF='../glossary'><b>no</b> slash</A>", f'the link "no slash" leads to "../glossary", {NO_FILE}'),
            ('<a href="../Glossary/">case</a>', f'the link "case" leads to "../Glossary/", {NO_FILE}'),
            ('<a href="../../rivers/">out</a>', f'the link "out" leads to "../../rivers/", {NO_FILE}'),
            (
                '<a href="/glossary/">start</a>',
                'the link "start" leads to "/glossary/", which begins at the host’s start',
            ),
            ('<a href="../glossary/#gage">x</a>', f'the link "x" leads to "../glossary/#gage", {NO_ID} "gage"'),
            ('<a href="#here">x</a>', f'the link "x" leads to "#here", {NO_ID} "here"'),
            ('<a href="?q=1#here">x</a>', f'the link "x" leads to "?q=1#here", {NO_ID} "here"'),
            ('<a href="../files/rivers.csv">x</a>', f'the link "x" leads to "../files/rivers.csv", {NO_FILE}'),
            ('<img src="dot.png" alt="">', f'src of <img> leads to "dot.png", {NO_FILE}'),
            (
                '<img srcset="../assets/images/favicon.png 1x, b.png 2x">',
                f'srcset of <img> leads to "b.png", {NO_FILE}',
            ),
            ('<script src="x.js"></script>', f'src of <script> leads to "x.js", {NO_FILE}'),
            ('<link rel="icon" href="x.svg">', f'href of <link> leads to "x.svg", {NO_FILE}'),
            ('<button popovertarget="card">', f'popovertarget of <button> leads to "card", {NO_ID} "card"'),
            ('<label for="a">', f'for of <label> leads to "a", {NO_ID} "a"'),
            ('<p id="a" aria-labelledby="a b">', f'aria-labelledby of <p> leads to "b", {NO_ID} "b"'),
            ('<svg><use href="#dot"/></svg>', f'href of <use> leads to "#dot", {NO_ID} "dot"'),
            ('<svg><path fill="url(#dot)"/></svg>', f'fill of <path> leads to "#dot", {NO_ID} "dot"'),
            ('<p title=">"><a href="x/">x</a>', f'the link "x" leads to "x/", {NO_FILE}'),
            ('<a href="a&amp;b.html">x</a>', f'the link "x" leads to "a&b.html", {NO_FILE}'),
            (
                '<p aria-hidden="true"></p><p aria-describedby="a">',
                f'aria-describedby of <p> leads to "a", {NO_ID} "a"',
            ),
        ],
    )
    def test_in_a_page(self, shared: Path, html: str, told_as: str) -> None:
        [problem] = told(shared, html)
        assert problem.startswith(told_as)
        assert " – " in problem

    def test_in_drawings_and_stylesheets(self, shared: Path) -> None:
        [drawing] = told(shared, '<svg><use xlink:href="#dot"/></svg>', "files/extra.svg")
        assert drawing.startswith(f'xlink:href of <use> leads to "#dot", {NO_ID} "dot"')
        style = (
            "a { background: url('no.png') } b { mask: url(data:image/png;base64,AA==) } c { fill: url(#in-a-page) }"
        )
        [sheet] = told(shared, style, "stylesheets/extra.css")
        assert sheet.startswith(f'the stylesheet leads to "no.png", {NO_FILE}')

    def test_what_may_be_meant_is_suggested(self, shared: Path) -> None:
        [page, place] = told(shared, '<a href="../glosary/">a</a> <a href="../glossary/#gauges">b</a>')
        assert place.endswith('did you mean "gauge"?')
        assert page.endswith('did you mean "../glossary/"?')

    def test_each_once_and_all_at_once(self, shared: Path) -> None:
        assert len(told(shared, '<a href="x/">a</a> <a href="x/">b</a> <a href="y/">c</a>')) == 2


@pytest.mark.parametrize(
    "html",
    [
        '<a href="../glossary/#gauge">x</a> <a href="../glossary/#%67auge">x</a> <a href="..">x</a> <a href=".">x</a>',
        '<p id="я"><a href="#%D1%8F">x</a> <a href="#я">x</a> <a href="#">x</a> <a href="#top">x</a> <a href="">x</a>',
        '<a name="old"></a><a href="#old">x</a> <a href="../files/charts/lake-areas.svg?v=1">x</a>',
        '<a href="https://elsewhere.org/x#y">x</a> <a href="//elsewhere.org">x</a> <a href="mailto:a@b.org">x</a>',
        '<!-- <a href="x/"> --> <script>"<a href=\'x/\'>"</script> <p title="&lt;a href=\'x/\'>">',
        '<span aria-hidden="true"><span></span><svg aria-labelledby="nobody-hears"></svg></span>',
    ],
)
def test_what_leads_somewhere_or_is_no_link_is_left_alone(shared: Path, html: str) -> None:
    assert told(shared, html) == []


def test_links_that_people_wrote_are_told_by_line_and_column(copy: Path) -> None:
    before = contents(copy / "site")
    page = copy / "docs/glossary.md"
    written = '[a](facts/rivers.md#lenght)\n\n<a href="../timelines/">b</a>\n\n[c](#e "f") [ok](index.md)\n'
    page.write_text(page.read_text(encoding="utf-8") + written, encoding="utf-8")
    replace(own_part(copy, "html/glossary.html"), '<dl class="', '<a href="../terms/">d</a>\n<dl class="')
    result = explainer(copy, "build")
    assert result.returncode == 1
    lines = [re.sub(r" – .*", "", line) for line in result.stderr.splitlines()]
    assert lines[-5:] == [
        f'docs/glossary.md: the link "d" leads to "../terms/", {NO_FILE}',
        f'docs/glossary.md:4:5: the link "a" leads to "../facts/rivers/#lenght", {NO_ID} "lenght"',
        f'docs/glossary.md:6:10: the link "b" leads to "../timelines/", {NO_FILE}',
        f'docs/glossary.md:8:5: the link "c" leads to "#e", {NO_ID} "e"',
        "4 problems found; nothing was written.",
    ]
    assert contents(copy / "site") == before


@pytest.mark.slow
def test_the_sites_own_address_counts_as_the_site(copy: Path) -> None:
    """Below a path, and with pages that are named as files."""
    config = copy / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + "use_directory_urls: false\n", encoding="utf-8")
    site = build(copy, SITE_URL="https://rivers.test/at")
    assert (site / "glossary.html").exists()
    html = (
        '<a href="https://rivers.test/at/glossary.html#gauge">x</a><meta content="https://rivers.test/at/facts/rivers.html">'
        '<a href="https://rivers.test/at/glosary.html">y</a> <a href="https://rivers.test/other/">z</a>'
        '<meta content="https://rivers.test/at/no.png">'
    )
    first, second = told(copy, html, "extra.html")
    assert first.startswith(f'content of <meta> leads to "https://rivers.test/at/no.png", {NO_FILE}')
    assert second.startswith(f'the link "y" leads to "https://rivers.test/at/glosary.html", {NO_FILE}')
    [outside] = told(copy, '<a href="/at/">x</a> <a href="/at/glossary.html">x</a> <a href="/other/">y</a>', "404.html")
    assert '"/other/"' in outside


class TestPages:
    """What needs no build is told by the check."""

    def test_links_to_nothing(self, project: Path) -> None:
        wrong = {
            "[x](glosary.md)": '5: the link leads to "glosary.md", which is no page – did you mean "glossary.md"?',
            "[x](glosary.md#a)": '5: the link leads to "glosary.md", which is no page',
            "[x]( <glo sary.md> 't')": '7: the link leads to "glo sary.md", which is no page',
            "[a [b] c](facts/river.md 't')": '11: the link leads to "facts/river.md", which is no page',
            "[![x](dot.png)](index.md)": '7: the link leads to "dot.png", which is no file',
            "[y]: ../index.md": '6: the link leads to "../index.md", which is no page',
            "[x](charts/lakes.md)": '5: the link leads to "charts/lakes.md", which is no page',
            "[x](https://localhost/)": '5: the address leads to "localhost", which no reader can open',
            "<http://rivers.local/>": '2: the address leads to "rivers.local", which no reader can open',
            '<a href="https://a.org/?utm_source=b">x</a>': '10: the address holds "utm_source"',
        }
        (project / "docs/glossary.md").write_text("\n".join(["{{ glossary() }}", *wrong]), encoding="utf-8")
        result = explainer(project, "check")
        assert result.returncode == 1
        *problems, count = result.stderr.splitlines()
        assert count.startswith(f"{len(wrong)} problems found")
        for line, (problem, told_as) in enumerate(zip(problems, wrong.values(), strict=True), start=2):
            assert problem.startswith(f"docs/glossary.md:{line}:{told_as}")

    def test_what_is_no_link_or_leads_somewhere(self, project: Path) -> None:
        written = """
[a](index.md) [b](charts/lake-areas.md) [c](files/tables/rivers.csv) [d](facts/rivers.md#any) [e](#any) [f](x/)
[g](https://en.wikipedia.org/wiki/Lake_(water)) [h](https://xn--e1afmkfd.xn--p1ai/) <https://пример.рф/> \\[i\\](no.md)
`[j](no.md)` ``[k](no.md)`` <!-- [l](no.md) --> [^m]: no.md

```
[n](no.md)
```
"""
        page = project / "docs/glossary.md"
        page.write_text(page.read_text(encoding="utf-8") + written, encoding="utf-8")
        result = explainer(project, "check")
        assert (result.returncode, "problem" in result.stderr.replace("No problems", "")) == (0, False), result.stderr


@pytest.mark.parametrize(
    ("address", "told_as"),
    [
        (
            "https://example.org/a.",
            'the address ends with "." – remove it, or write %2E where it belongs to the address',
        ),
        ("https://example.org/a)", 'the address ends with ")"'),
        ("https://example.org/a b", 'the address holds " "'),
        ("https://example.org/%zz", 'the address holds "%"'),
        ("https://example.org/?a=1&fbclid=2", 'the address holds "fbclid", which only tells where you came from'),
        ("https://example/", 'the address leads to "example", which no reader can open'),
        ("https://192.168.0.1/", 'the address leads to "192.168.0.1", which no reader can open'),
        ("https://https//example.org/", 'the address leads to "https", which no reader can open'),
        ("https://example..org/", 'the address leads to "example..org", which no reader can open'),
        ("https://name@example.org/", "the address holds a name or password"),
        ("ftp://example.org/", 'the address begins with "ftp"'),
    ],
)
def test_an_address_of_a_source_or_its_copy_that_is_surely_wrong_is_refused(address: str, told_as: str) -> None:
    from explainer.data.urls import mistake_in

    assert str(mistake_in(address)).startswith(told_as)


def test_addresses_in_data_are_told_by_line_and_column(project: Path) -> None:
    sources, facts = project / "data/sources/rivers.yml", project / "data/facts/rivers.yml"
    replace(sources, "  url: https://example.org/almanac\n", "  url: https://example.org/almanac?utm_medium=a\n")
    replace(sources, "  archived: https://web.archive.org/web/", "  archived: https://web.archive/web/?gclid=1#")
    facts.write_text(facts.read_text(encoding="utf-8").replace("  note: ", "  note: See https://localhost/x. ", 1))
    result = explainer(project, "check")
    lines = result.stderr.splitlines()
    assert any(line.startswith("data/sources/rivers.yml:12:8: url: the address holds") for line in lines), lines
    assert any(line.startswith("data/sources/rivers.yml:13:13: archived: the address holds") for line in lines), lines


def test_readers_are_offered_the_archived_copy(built_rivers: Path) -> None:
    copy = 'href="https://web.archive.org/web/20240506/https://example.org/almanac"'
    for page in ("sources/rivers/index.html", "index.html"):
        assert copy in unescape((built_rivers / "site" / page).read_text(encoding="utf-8")), page
    assert "https://web.archive.org/web/" in (built_rivers / "site/files/lists/rivers-sources.csv").read_text()
