"""The Atom feed: valid whatever the page of changes holds, the newest first, and with ids that stay."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from explainer.built import BuiltSite
from explainer.data.load import load_dataset
from explainer.errors import ProblemsFound
from explainer.feed import write_feed
from explainer.project import Project
from tests.projects import ADDRESS, build, replace, run, with_changes
from tests.test_corrections import FINDING, LENGTH, WITHDRAWN, write

ATOM = "{http://www.w3.org/2005/Atom}"
HEAD = """<html><head><link rel="canonical" href="{0}changes/">
<link rel="alternate" type="application/atom+xml" href="../feed.xml"></head><body><article>"""
HOSTILE = "a &lt;b&gt;mean&lt;/b&gt; ]]&gt; &amp;amp; &quot;x&quot;"
PAGE = f"""<h1 id="changes">Changes &amp; more<a class="headerlink" href="#changes">¶</a></h1>
<h2 id="corrections">Corrections</h2>
<ol><li class="correction" id="correction-length-mean"><p><a href="../facts/rivers/#length.mean">Mean</a></p>
<p>Before: <del>15.25</del> {HOSTILE}</p></li>
<li id="correction-claim-deep-open"><p>Deep</p></li><li id="correction-length-shorter"><p>Shorter</p></li></ol>
<h2 id="unreleased">Unreleased</h2><p>Not yet.</p>
<h2 id="edition-2024-05-06">Edition of 6 May 2024<a class="headerlink" href="#x">¶</a></h2>
<p class="x" onclick="y">See <a href="../">the <em>start</em></a><br>, <a href="https://else.test/?a=1&amp;b=2">more</a>,
<button popovertarget="card">30.50</button><span id="card" popover>Card</span> km.</p><script>run()</script>
<h3 id="part">Part</h3><ul><li>One<li>Two</ul>
<h2 id="edition-2024-05-02">Edition of 2 May 2024</h2><p>Older.</p>
</article><footer>Foot</footer></body></html>"""


@pytest.fixture
def small(project: Path) -> Path:
    """The small project with corrections of each kind."""
    write(project, LENGTH + FINDING + WITHDRAWN)
    return project


def feed(project: Path, page: str = PAGE, address: str = "https://host.test/deep/") -> ET.Element | None:
    site = project.parent / "built"
    (site / "changes").mkdir(parents=True, exist_ok=True)
    (site / "changes/index.html").write_text(HEAD.format(address) + page, encoding="utf-8")
    loaded = Project.load(project)
    write_feed(loaded, load_dataset(loaded.data, loaded.root), BuiltSite(site))
    path = site / "feed.xml"
    return ET.fromstring(path.read_bytes()) if path.is_file() else None


def texts(element: ET.Element, name: str) -> list[str]:
    return [each.text or "" for each in element.iter(f"{ATOM}{name}")]


def links(element: ET.Element) -> dict[str, str]:
    return {each.attrib["rel"]: each.attrib["href"] for each in element.findall(f"{ATOM}link")}


def tags(html: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    found: list[tuple[str, dict[str, str | None]]] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Tags().feed(html)
    yield from found


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id="correction-length-shorter"', "", 'the correction "length-shorter" is not on this page – let it show'),
        ("edition-2024-05-02", "edition-2024-05-32", 'edition-2024-05-32: "2024-05-32" is not a day of the calendar'),
    ],
)
def test_what_is_wrong_with_the_page(small: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        feed(small, PAGE.replace(old, new))
    assert found.value.format_message().startswith(f"docs/changes.md: {says}")


@pytest.mark.parametrize("missing", ['rel="canonical"', 'type="application/atom+xml"'])
def test_without_an_address_there_is_none(small: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setitem(globals(), "HEAD", HEAD.replace(missing, 'title="other"'))
    assert feed(small) is None


def test_without_a_page_of_changes_there_is_none(small: Path) -> None:
    project = Project.load(small)
    write_feed(project, load_dataset(project.data, project.root), BuiltSite(small))
    assert not (small / "feed.xml").exists()


def test_it_has_all_that_the_standard_asks_for(small: Path) -> None:
    root = feed(small)
    assert root is not None
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            [only] = element.findall(f"{ATOM}{name}")
            assert only.text
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.findtext(f"{ATOM}updated") or "")
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Rivers"
    assert root.findtext(f"{ATOM}title") == "Rivers: Changes & more"
    assert links(root) == {"self": "https://host.test/deep/feed.xml", "alternate": "https://host.test/deep/changes/"}
    assert len(set(texts(root, "id"))) == 6
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each) for each in texts(root, "id"))


def test_each_edition_and_correction_is_an_entry_the_newest_first(small: Path) -> None:
    root = feed(small)
    assert root is not None
    entries = root.findall(f"{ATOM}entry")
    assert [(links(each)["alternate"].partition("#")[2], each.findtext(f"{ATOM}title")) for each in entries] == [
        ("edition-2024-05-06", "Edition of 6 May 2024"),
        ("correction-length-mean", "Mean"),
        ("edition-2024-05-02", "Edition of 2 May 2024"),
        ("correction-claim-deep-open", "Deep"),
        ("correction-length-shorter", "Shorter"),
    ]
    assert root.findtext(f"{ATOM}updated") == "2024-05-06T00:00:00Z"
    assert [each.find(f"{ATOM}category").attrib["term"] for each in entries][:2] == ["edition", "correction"]  # type: ignore[union-attr]
    assert not any("Not yet" in each for each in texts(root, "content"))


def test_content_is_words_and_links_that_hold_anywhere(small: Path) -> None:
    root = feed(small)
    assert root is not None
    edition, mean = texts(root, "content")[:2]
    assert [each["href"] for tag, each in tags(edition) if tag == "a"] == [
        "https://host.test/deep/",
        "https://else.test/?a=1&b=2",
    ]
    assert {tag for tag, _ in tags(edition)} == {"p", "a", "em", "br", "h3", "ul", "li"}
    assert "30.50" in edition
    assert not any(words in edition for words in ("¶", "Card", "run", "onclick", "Older", "Edition of"))
    assert edition.endswith("</ul>")
    assert 'a &lt;b&gt;mean&lt;/b&gt; ]]&gt; &amp;amp; "x"' in mean
    assert '<a href="https://host.test/deep/facts/rivers/#length.mean">Mean</a>' in mean


def test_ids_stay_when_the_site_moves(small: Path) -> None:
    here, there = feed(small), feed(small, address="https://elsewhere.test/a/b/")
    assert here is not None
    assert there is not None
    assert texts(here, "id") == texts(there, "id")
    assert links(there)["self"] == "https://elsewhere.test/a/b/feed.xml"


def test_with_nothing_to_tell_it_is_as_old_as_the_edition(project: Path) -> None:
    replace(project / "mkdocs.yml", "site_name: Rivers", "site_name: Rivers & <lakes>")
    root = feed(project, "<h1>Changes</h1></article></body></html>")
    assert root is not None
    assert root.findall(f"{ATOM}entry") == []
    assert root.findtext(f"{ATOM}updated") == "2024-05-06T00:00:00Z"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Rivers & <lakes>"


@pytest.mark.slow
def test_pages_link_to_it_where_it_is_made(drawn: Path) -> None:
    """But not where MkDocs runs by itself."""
    project = with_changes(drawn, "# Changes\n\n{{ feed() }}\n")
    site = build(project, SITE_URL=ADDRESS)
    assert f'<a href="{ADDRESS}feed.xml"' in (site / "changes/index.html").read_text(encoding="utf-8")
    assert links(ET.fromstring((site / "feed.xml").read_bytes()))["self"] == f"{ADDRESS}feed.xml"
    result = run(project, "mkdocs", "build", SITE_URL=ADDRESS)
    assert result.returncode == 0, result.stderr
    assert "feed.xml" not in (site / "changes/index.html").read_text(encoding="utf-8")
