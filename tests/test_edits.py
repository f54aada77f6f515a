"""Links to where things are edited: at everything that readers see, each to the line of a file that holds it."""

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest

from explainer.bundle.markup import classes, parse, text_of
from explainer.data import load_dataset
from explainer.macros.edits import Edits
from explainer.prepare import Prepared, open_prepared
from tests.projects import REPOSITORY, explainer

ROOT = f"{REPOSITORY}/edit/main/"
#: What takes long to read and holds no links to edit: drawings, and cells of tables.
PASSED_OVER = re.compile(r"<svg.*?</svg>|<td.*?</td>", re.DOTALL)
#: What stands before an entry's own id where that could be another's.
PREFIX = re.compile("^(?:table|map|correction)-")
#: What leads to the entry of a fact or a claim.
ENTRY = re.compile(r"(?:facts/\w+|claims)/#(.+)")
#: A link to edit, or all those of one thing.
MARKUP = re.compile(r'<span class="edit".*?</span>|<a [^>]*"Edit on GitHub: [^>]*>[^<]*</a>', re.DOTALL)
#: What a link may add to a page as it is sent, in bytes: a page of facts has hundreds.
MOST = 20


@dataclass(frozen=True)
class Link:
    """A link to edit: the id of the thing that it stands at, the file and the line (0: all), its words and its name."""

    page: str
    thing: str
    file: str
    line: int
    words: str
    name: str

    @property
    def is_of_code(self) -> bool:
        return self.file.startswith("charts/")


def links_in(page: str, element: Element, around: tuple[Element, ...] = ()) -> Iterator[Link]:
    """All such links of a page, but for that of the page itself."""
    href = element.get("href", "")
    if href.startswith(ROOT) and "md-content__button" not in classes(element):
        file, _, line = href.removeprefix(ROOT).partition("#L")
        name = element.get("aria-label") or element.get("title", "")
        yield Link(page, thing_of(around), unquote(file), int(line or 0), text_of(element), name)
    for child in element:
        yield from links_in(page, child, (*around, element))


def thing_of(around: tuple[Element, ...]) -> str:
    """The id of the thing to which what stands in these elements belongs."""
    for number, each in reversed([*enumerate(around)]):
        if "popover" in each.attrib or "claim--short" in classes(each):
            return next(entry[1] for link in each.iter("a") if (entry := ENTRY.search(link.attrib["href"])))
        if each.tag == "dd":
            siblings = [*around[number - 1]]
            return siblings[siblings.index(each) - 1].attrib["id"]
        if "id" in each.attrib:
            return PREFIX.sub("", each.attrib["id"])
    return ""


def defined_at(project: Path, file: str, line: int) -> str:
    """The id of the entry, the fact or the chart that begins on a line; empty if none does."""
    lines = (project / file).read_text("utf-8").splitlines()[:line]
    if begun := re.fullmatch(r'(?:@chart\("|- id: )([\w-]+)(?:"\))?', lines[-1]):
        return begun[1]
    fact, entries = re.match(r"    (\w+):", lines[-1]), [each for each in lines if each.startswith("- id: ")]
    return f"{entries[-1].removeprefix('- id: ')}.{fact[1]}" if fact and entries else ""


@pytest.fixture(scope="module")
def pages(addressed_project: Path) -> Mapping[str, Element]:
    """The pages of this project, whose files can be edited, each as its article."""
    site = addressed_project / "site"
    html = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}
    return {
        page: parse(PASSED_OVER.sub("", text[text.index("<article") : text.rindex("</article>")]))
        for page, text in html.items()
        if page != "404.html"
    }


@pytest.fixture(scope="module")
def links(pages: Mapping[str, Element]) -> list[Link]:
    """The links of all pages."""
    return [link for page, article in pages.items() for link in links_in(page, article)]


class TestOwnSite:
    def test_each_leads_to_what_it_stands_at(self, addressed_project: Path, links: list[Link]) -> None:
        drawn_by = {link.thing: (addressed_project / link.file).read_text("utf-8") for link in links if link.is_of_code}
        wrong = []
        for link in links:
            begins = defined_at(addressed_project, link.file, link.line) if link.line else Path(link.file).stem
            if not (addressed_project / link.file).is_file():
                wrong.append(link)
            elif link.thing in drawn_by and not link.is_of_code:
                wrong += [] if begins and (link.line or begins in drawn_by[link.thing]) else [link]
            elif begins != link.thing:
                wrong.append(link)
        assert wrong == []
        assert len(drawn_by) > 30

    def test_each_is_named_after_what_it_changes(self, links: list[Link]) -> None:
        named = re.compile(r"Edit on GitHub: \S.+|Edit (data|drawing|rows|areas|description|[a-z0-9-]+): \S.+")
        assert [link for link in links if not named.fullmatch(link.name) or link.words not in link.name] == []

    def test_everything_can_be_edited(self, addressed_project: Path, links: list[Link]) -> None:
        data = load_dataset(addressed_project / "data", addressed_project)
        linked = {(link.file, link.line) for link in links}
        assert {(place.file, place.line) for place in data.places.values()} - linked == set()
        files = [path for folder in ("tables", "maps") for path in (addressed_project / "data" / folder).iterdir()]
        described = {path.relative_to(addressed_project).as_posix() for path in files}
        assert described - {link.file for link in links} == set()

    def test_wherever_it_is_shown(self, pages: Mapping[str, Element], links: list[Link]) -> None:
        lacking = []
        for page, article in pages.items():
            for each in article.iter():
                is_shown = "popover" in each.attrib or each.tag == "figure" or {"claim", "dataset"} & {*classes(each)}
                if is_shown and not any(link.get("href", "").startswith(ROOT) for link in each.iter("a")):
                    lacking.append((page, each.attrib))
        assert lacking == []
        assert {"contribute/style/index.html", "index.html", "reforms/index.html"} <= {link.page for link in links}

    def test_each_page_leads_to_its_file_and_that_of_a_chart_to_its_function(
        self, addressed_project: Path, pages: Mapping[str, Element]
    ) -> None:
        for page, article in pages.items():
            [edit] = [each.attrib["href"] for each in article.iter("a") if "md-content__button" in classes(each)]
            file, _, line = edit.removeprefix(ROOT).partition("#L")
            assert (addressed_project / file).is_file(), page
            if chart := re.fullmatch("charts/(.+)/index.html", page):
                assert defined_at(addressed_project, file, int(line)) == chart[1]

    def test_is_not_found_by_the_search(self, addressed_project: Path) -> None:
        assert "Edit on GitHub" not in (addressed_project / "site/search/search_index.json").read_text("utf-8")

    def test_weighs_little(self, addressed_project: Path) -> None:
        for page in ("claims", "reforms", "facts/elections2023", "facts/reforms", "sources/reforms", "glossary"):
            html = (addressed_project / f"site/{page}/index.html").read_text("utf-8").replace("&#58;", ":")
            bare, links = MARKUP.subn("", html)
            assert links > 100
            assert len(gzip.compress(html.encode(), 9)) - len(gzip.compress(bare.encode(), 9)) <= MOST * links, page

    def test_is_nowhere_without_a_repository(self, own_project: Path) -> None:
        written = "".join(path.read_text("utf-8") for path in (own_project / "site").rglob("*.html"))
        assert 'class="edit"' not in written
        assert ">Edit on" not in written
        assert ">Edit this" not in written


@pytest.fixture(scope="module")
def prepared(built_rivers: Path) -> Prepared:
    """What macros of the small project read."""
    return open_prepared(built_rivers)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("repository", "pages", "root"),
    [
        ("https://code.test/us/site", "edit/main/docs/", "https://code.test/us/site/edit/main/"),
        ("https://code.test/us/site/", "edit/main/docs", "https://code.test/us/site/edit/main/"),
        ("https://code.test/us/all", "-/edit/main/a/b/docs/", "https://code.test/us/all/-/edit/main/a/b/"),
        ("https://code.test/us/all", "https://edit.test/at/docs/", "https://edit.test/at/"),
        ("https://code.test/us/site", "edit/main/pages/", ""),
        ("https://code.test/us/site", "edit/main/mydocs/", ""),
        ("https://code.test/us/site", None, ""),
        ("", "edit/main/docs/", ""),
        (None, None, ""),
    ],
)
def test_files_are_where_the_folder_of_pages_is(
    prepared: Prepared, repository: str | None, pages: str | None, root: str
) -> None:
    edits = Edits.of({"repo_url": repository, "edit_uri": pages}, prepared)
    assert edits.of_thing("fact", "length.total") == (f"{root}data/facts/rivers.yml#L7" if root else "")
    assert edits.of_chart("river-lengths") == (
        [("data", f"{root}data/tables/rivers.csv"), ("drawing", f"{root}charts/rivers.py#L6")] if root else []
    )
    assert bool(edits.of_table(prepared.data.tables["lakes"])) == bool(root)


@pytest.mark.slow
def test_copies_are_not_edited(drawn: Path) -> None:
    for options in ((), ("--single-file",)):
        result = explainer(drawn, "bundle", *options, REPO_URL=REPOSITORY)
        assert result.returncode == 0, result.stderr
    [bundle], [document] = drawn.glob("dist/*.zip"), drawn.glob("dist/*.html")
    with ZipFile(bundle) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")]
    assert len(pages) > 5
    assert [page for page in (*pages, document.read_text("utf-8")) if "/edit/" in page] == []
