"""From a folder of files to a site: what is published, and that nothing else is."""

import os
import re
import shutil
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.projects import REPOSITORY, UNKNOWN, build, clone, contents, explainer, lake_cell, own_macro, replace, run

pytestmark = pytest.mark.slow

#: What our own command adds to a page.
POLICY = re.compile(rb'\n<meta http-equiv="Content-Security-Policy"[^>]*>')
#: The theme's script, which our own command changes.
SCRIPT = re.compile(r"bundle\.[0-9a-f]{8}\.min\.js\b(?!\.map)")
#: Attributes by which a browser fetches something without being asked.
FETCHING = {"src", "srcset", "data", "poster", "action"}


class Page(HTMLParser):
    """What the tests need to know of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.scripts: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "script" and values.get("type") not in ("application/json", "application/ld+json"):
            self.scripts.append(values.get("src"))
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
        if tag == "link" and values.get("rel") not in ("canonical", "next", "prev"):
            self.fetched.append(str(values["href"]))
        self.fetched += [str(values[name]) for name in FETCHING if values.get(name)]


def pages(site: Path) -> dict[str, Page]:
    return {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def is_elsewhere(address: str) -> bool:
    return bool(urlsplit(address).netloc) or address.startswith("//")


class TestOwnSite:
    def test_fetches_nothing_from_elsewhere(self, own_project: Path) -> None:
        site = own_project / "site"
        for name, page in pages(site).items():
            assert [address for address in page.fetched if is_elsewhere(address)] == [], name
        for path in site.rglob("*.css"):
            addresses = re.findall(r"(?:url\(|@import\s*)[\"']?([^\"')]+)", path.read_text(encoding="utf-8"))
            assert [address for address in addresses if is_elsewhere(address)] == [], path
        bundles = list((site / "assets/javascripts").glob("bundle.*.js"))
        assert bundles
        assert [path.name for path in bundles if b"unpkg.com" in path.read_bytes()] == []

    def test_needs_no_path_of_its_own(self, own_project: Path) -> None:
        for name, page in pages(own_project / "site").items():
            assert [address for address in [*page.fetched, *page.links] if address.startswith("/")] == [], name

    def test_has_no_script_and_no_style_attribute_of_its_own(self, own_project: Path) -> None:
        for name, page in pages(own_project / "site").items():
            sources = [source for source in page.scripts if source is not None]
            assert all("assets/javascripts/bundle." in source for source in sources), name
        ours = [path.name for folder in ("docs", "explainer/macros") for path in (own_project / folder).rglob("*.js")]
        assert ours == ["find.js"], "which belongs to the one document"
        assert not re.search(
            r"<script(?! type=\"application/ld\+json\">)|\s(on\w+|style)=",
            "".join(p.read_text() for p in (own_project / "explainer/macros/html").rglob("*.html")),
        )

    def test_every_internal_link_and_anchor_leads_somewhere(self, own_project: Path) -> None:
        found = pages(own_project / "site")
        files = set(contents(own_project / "site"))
        for name, page in found.items():
            for link in page.links:
                if is_elsewhere(link) or link.startswith("mailto:"):
                    continue
                target = urlsplit(urljoin(f"https://site.test/{name}", link))
                path = unquote(target.path).lstrip("/")
                path = f"{path}index.html" if path.endswith("/") or not path else path
                assert path in files, f"{name} links to {link}"
                if target.fragment:
                    assert unquote(target.fragment) in found[path].ids, f"{name} links to {link}"

    def test_ids_are_unique(self, own_project: Path) -> None:
        for name, page in pages(own_project / "site").items():
            assert sorted(page.ids) == sorted(set(page.ids)), name

    def test_votes_add_up_to_the_registered_voters(self, own_project: Path) -> None:
        html = (own_project / "site/election/index.html").read_text(encoding="utf-8")
        figure = html[html.index('<figure class="figure" id="election-registered">') :]
        figure = figure[: figure.index("</figure>")]
        rows = re.findall(r'<tr><th scope="row">([^<]+)</th><td class="number">([\d,]+)</td>', figure)
        assert len(rows) == 9
        registered = re.search(r"All ([\d,]+) registered voters", figure)
        assert registered is not None
        assert sum(number(count) for _, count in rows) == number(registered[1])

    def test_artboards_and_pages_are_light(self, own_project: Path) -> None:
        import gzip

        boards = sorted((own_project / ".cache/explainer/charts").glob("*.svg"))
        assert len(boards) >= 10
        assert {path.name: path.stat().st_size for path in boards if path.stat().st_size > 12 * 1024} == {}
        for page in ("index", "election/index", "foreign/index", "elections2023/index", "claims/index"):
            html = (own_project / f"site/{page}.html").read_bytes()
            assert len(gzip.compress(html, 9)) <= 60 * 1024, page

    def test_names_no_host_or_repository_unless_told(self, own_project: Path) -> None:
        html = (own_project / "site/election/index.html").read_text(encoding="utf-8")
        assert 'rel="canonical"' not in html
        assert "md-content__button" not in html
        assert "md-source" not in html

    def test_is_the_same_bytes_anywhere(self, own_project: Path, tmp_path: Path) -> None:
        other = clone(tmp_path / "with a space" / "деревня")
        umask = os.umask(0o077)
        try:
            build(other, PYTHONHASHSEED="4711", TZ="Pacific/Auckland", LC_ALL="C")
        finally:
            os.umask(umask)
        ours, theirs = contents(own_project / "site"), contents(other / "site")
        assert ours.keys() == theirs.keys()
        assert [name for name in ours if ours[name] != theirs[name]] == []


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_addresses_come_from_the_environment(drawn: Path) -> None:
    site = build(drawn, SITE_URL="https://host.test/deep/", REPO_URL="https://code.test/rivers")
    html = (site / "facts/rivers/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://host.test/deep/facts/rivers/">' in html
    assert "https://code.test/rivers" in html


def test_edit_links_point_at_the_page(addressed_project: Path) -> None:
    site = addressed_project / "site"
    html = (site / "election/index.html").read_text(encoding="utf-8")
    assert f'href="{REPOSITORY}/edit/main/docs/election.md"' in html
    chart = (site / "charts/election-votes/index.html").read_text(encoding="utf-8")
    assert f'href="{REPOSITORY}/edit/main/charts/election.py#L' in chart
    assert "docs/charts" not in chart


def test_failed_build_leaves_the_last_site_as_it_was(drawn: Path) -> None:
    site = build(drawn)
    before = contents(site)
    replace(drawn / "docs/index.md", "Edition of", "[Nowhere](#nowhere). Edition of")
    result = explainer(drawn, "build")
    assert result.returncode == 1
    assert "#nowhere" in result.stderr
    assert "Traceback" not in result.stderr
    assert contents(site) == before
    assert list((drawn / ".cache/explainer").glob("build-*")) == []


def test_an_address_that_stands_twice_on_a_page_fails_the_build(drawn: Path) -> None:
    claims = drawn / "docs/claims.md"
    claims.write_text(claims.read_text(encoding="utf-8") * 2, encoding="utf-8")
    result = explainer(drawn, "build")
    assert result.returncode == 1
    assert re.search(r'claims/index.html: the id "[a-z0-9-]+" stands on this page twice', result.stderr)
    assert not (drawn / "site").exists()


def test_macro_that_fails_while_rendering_fails_the_build(drawn: Path) -> None:
    own_macro(drawn, UNKNOWN)
    result = explainer(drawn, "build")
    assert result.returncode == 1
    assert 'zebra.md: unknown fact "length.totl" – did you mean' in result.stderr
    assert "Traceback" not in result.stderr
    assert not (drawn / "site").exists()


def plain(content: bytes) -> bytes:
    """A page without what our own command changes in it."""
    return re.sub(SCRIPT.pattern.encode(), b"bundle", POLICY.sub(b"", content))


class TestPlainMkDocs:
    """The builder run by itself, without the engine's command."""

    def test_says_what_to_run_first(self, project: Path) -> None:
        result = run(project, "mkdocs", "build")
        assert result.returncode != 0
        assert "run “explainer charts” first" in result.stdout + result.stderr
        assert "Traceback" not in result.stderr

    def test_gives_the_same_pages(self, project: Path) -> None:
        repository = {"REPO_URL": REPOSITORY, "EDIT_URI": "edit/main/docs/"}
        ours = contents(build(project, **repository))
        shutil.rmtree(project / "site")
        result = run(project, "mkdocs", "build", "--strict", SOURCE_DATE_EPOCH="1714953600", **repository)
        assert result.returncode == 0, result.stderr
        assert b"Edit on GitHub" in ours["facts/rivers/index.html"]
        theirs = contents(project / "site")
        ours, theirs = ({SCRIPT.sub("bundle", name): each for name, each in site.items()} for site in (ours, theirs))
        differing = {name for name, content in ours.items() if plain(content) != plain(theirs.get(name, b""))}
        assert differing == {"_headers", "robots.txt", "assets/javascripts/bundle"}

    def test_refuses_what_is_out_of_date(self, drawn: Path) -> None:
        build(drawn)
        lake_cell(drawn)
        result = run(drawn, "mkdocs", "build")
        assert result.returncode != 0
        assert "out of date: lake-areas" in result.stdout + result.stderr


def test_data_never_becomes_markup(drawn: Path) -> None:
    hostile = "<script>alert()</script> *_`[x](y)`_* {: #id } &amp; \"' --> {"
    for name, old in (
        ("data/tables/lakes.csv", "Balkhash"),
        ("data/sources/rivers.yml", "title: Almanac of rivers"),
        ("data/facts/rivers.yml", "label: Length of both rivers"),
        ("data/terms/rivers.yml", "term: Gauge"),
    ):
        quoted = hostile.replace('"', '""') if name.endswith(".csv") else hostile.replace("'", "''")
        new = f'"{quoted}"' if name.endswith(".csv") else f"{old.split(':')[0]}: '{quoted}'"
        replace(drawn / name, old, new)
    site = build(drawn)
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert "<script>alert" not in html, path
        assert "<code>[x](y)</code>" not in html, path
        assert '<a href="y"' not in html, path
    import xml.etree.ElementTree as ET

    for path in site.rglob("*.svg"):
        tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(path.read_text(encoding="utf-8")).iter()}
        assert "script" not in tags, path
    text = Text((site / "index.html").read_text(encoding="utf-8")).text
    assert text.count(hostile) >= 3


def test_titles_made_from_data_are_neither_run_nor_markup(drawn: Path) -> None:
    hostile = "<script>alert()</script> {{ cycler.__init__.__globals__ }} {% x %} ```"
    for name in ("data/tables/rivers.csv", "data/facts/rivers.yml"):
        path = drawn / name
        assert "Ырғыз" in path.read_text(encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace("Ырғыз", hostile), encoding="utf-8")
    site = build(drawn)
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert "<script>alert" not in html, path
        assert "builtins" not in html, path
    page = (site / "charts/river-lengths/index.html").read_text(encoding="utf-8")
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert heading is not None
    assert Text(heading[1]).text == f"{hostile} is 20.50 km long"


def test_code_fences_in_data_are_words(drawn: Path) -> None:
    replace(drawn / "data/claims/rivers.yml", "No source says so.", "'``` { .x onclick=a() } b ``` c ~~~ d'")
    html = (build(drawn) / "claims/index.html").read_text(encoding="utf-8")
    assert "onclick=a() } b ``` c ~~~ d" in Text(html).text
    assert not re.search(r"<[^>]*onclick", html)


class Text(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_downloads_say_what_the_chart_says(built_rivers: Path) -> None:
    files = built_rivers / "site/files"
    assert (
        files / "charts/river-lengths.csv"
    ).read_text() == 'River,Length (kilometres)\nЫрғыз,20.50\n"Little, River",10.00\n'
    assert (files / "tables/rivers.csv").read_bytes() == (built_rivers / "data/tables/rivers.csv").read_bytes()
    assert (files / "charts/river-lengths.png").read_bytes().startswith(b"\x89PNG")
    svg = (files / "charts/river-lengths.svg").read_text(encoding="utf-8")
    for words in ("Ырғыз is 20.50 km long", "Little, River", "20.50", "10.00", "Sources: River Office"):
        assert words in svg


def test_files_of_others_are_left_alone(project: Path) -> None:
    mine = project / "docs/files/report.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    build(project)
    assert mine.read_text() == "mine"


def test_pages_that_macros_link_to_must_exist(drawn: Path) -> None:
    (drawn / "docs/glossary.md").unlink()
    replace(drawn / "mkdocs.yml", "  - Glossary: glossary.md\n", "")
    result = explainer(drawn, "build")
    assert result.returncode == 1
    assert "macros link to the page glossary.md, which does not exist" in result.stderr


def test_charts_of_one_topic_have_a_page(drawn: Path) -> None:
    replace(drawn / "charts/lakes.py", "lake-areas", "lakes-areas")
    replace(drawn / "docs/index.md", "lake-areas", "lakes-areas")
    replace(drawn / "docs/charts.md", "charts()", 'charts("lakes")')
    gallery = (build(drawn) / "charts/index.html").read_text(encoding="utf-8")
    assert re.findall(r'<a href="([^"]+)"><span class="gallery__title">', gallery) == ["../charts/lakes-areas/"]
    replace(drawn / "docs/charts.md", "lakes", "seas")
    assert "docs/charts.md:3" in explainer(drawn, "check").stderr


def test_another_project_can_be_named(drawn: Path, tmp_path: Path) -> None:
    result = explainer(tmp_path, "build", "--project", str(drawn))
    assert result.returncode == 0, result.stderr
    assert (drawn / "site/index.html").is_file()
