"""The same pages by each builder: whatever a reader would notice is the same, or stands in `ALLOWED` with the reason."""

import fcntl
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from explainer.builders import BUILDERS
from explainer.cli import BUILDERS as NAMES
from tests.projects import build, contents, explainer, replace, run
from tests.reading import Difference, differences, pages

OTHERS = ("zensical", "properdocs")


@dataclass(frozen=True)
class Allowed:
    """A difference that is meant: what the builder gives instead, as a pattern of differences, and why."""

    builder: str
    pattern: str
    reason: str


ALLOWED = (
    Allowed(
        "zensical",
        r'frame (links|anchors|words): [-+] ("Skip to content" to \S+|__skip|Skip to content)',
        "its link past the navigation leads to the article and is on every page; MkDocs' leads to the first heading",
    ),
    Allowed(
        "zensical",
        r"article anchors: \+ __skip",
        "where the link past the navigation leads",
    ),
    Allowed(
        "zensical",
        r"contents words: (- Table of contents|\+ On this page)",
        "its theme's name for the contents of a page",
    ),
    Allowed(
        "zensical",
        r"frame (words: (- Initializing search|\+ Search)|controls: - (input .*search-query.*|button .*'Clear'.*"
        r"|label \[\('for', '__search'\)\])|controls: \+ button \[\('type', 'button'\)\]|pictures: - drawing \"\" \w+)",
        "its search is a button, and its script writes the dialog when that is used",
    ),
    Allowed(
        "zensical",
        r"frame (words: \+ Navigation|controls: [-+] label \[(\('aria-hidden', 'true'\), )?\('for', '__drawer'\)\])",
        "its button for the navigation has a name, and what closes it is hidden from screen readers",
    ),
)
#: Files that are the theme's own: names, scripts, styles, and how the search index is written.
OF_THEME = re.compile(r"assets/(javascripts|stylesheets|images)/.*|search(/search_index)?\.json|sitemap\.xml(\.gz)?")


def copy_of(project: Path, target: Path) -> Path:
    """A project with all that was drawn, without its site."""
    return Path(
        shutil.copytree(project, target, ignore=lambda folder, _: {"site"} if folder == str(project) else set())
    )


@pytest.fixture(scope="module")
def sites(own_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The site of this project by each builder, built once for all workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    found = {"mkdocs": own_project / "site"}
    with (shared / "builders.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for builder in OTHERS:
            folder = shared / f"own-{builder}"
            if not (folder / "site").is_dir():
                result = explainer(copy_of(own_project, folder), "build", "--builder", builder)
                assert result.returncode == 0, result.stderr
            found[builder] = folder / "site"
    return found


@pytest.fixture(scope="module")
def found(sites: Mapping[str, Path]) -> Mapping[str, list[Difference]]:
    """In what the site of each other builder differs."""
    first = pages(sites["mkdocs"])
    return {
        builder: [
            each
            for page, html in pages(sites[builder]).items()
            if page in first
            for each in differences(page, first[page], html)
        ]
        for builder in OTHERS
    }


def is_allowed(difference: Difference, allowed: Allowed) -> bool:
    return re.fullmatch(allowed.pattern, str(difference).partition(": ")[2]) is not None


@pytest.mark.parametrize("builder", OTHERS)
class TestReadersNoticeNothing:
    def test_on_any_page(self, found: Mapping[str, list[Difference]], builder: str) -> None:
        allowed = [each for each in ALLOWED if each.builder == builder]
        noticed = [
            str(each) for each in found[builder] if not any(is_allowed(each, allowance) for allowance in allowed)
        ]
        assert not noticed, "\n".join(noticed[:20])

    def test_of_which_pages_and_files_there_are(self, sites: Mapping[str, Path], builder: str) -> None:
        one, other = (contents(sites[each]) for each in ("mkdocs", builder))
        assert {name for name in one.keys() ^ other.keys() if not OF_THEME.fullmatch(name)} == set()
        assert {
            name
            for name in one.keys() & other.keys()
            if one[name] != other[name] and not name.endswith(".html") and not OF_THEME.fullmatch(name)
        } <= {"_headers"}

    def test_and_every_page_says_what_it_may_run(self, sites: Mapping[str, Path], builder: str) -> None:
        for name, html in pages(sites[builder]).items():
            assert html.count('http-equiv="Content-Security-Policy"') == 1, name
        assert "Content-Security-Policy" in (sites[builder] / "_headers").read_text("utf-8")
        scripts = [path.read_bytes() for path in sites[builder].glob("assets/javascripts/bundle.*.js")]
        assert [b"unpkg.com" in script for script in scripts] == [False]


@pytest.mark.parametrize("allowed", ALLOWED, ids=lambda each: each.reason)
def test_what_is_allowed_still_occurs(found: Mapping[str, list[Difference]], allowed: Allowed) -> None:
    assert any(is_allowed(each, allowed) for each in found[allowed.builder]), "take it out of the table"


PAGE = """<!doctype html><html lang="en"><head><title>A page</title><meta name="description" content="On rivers"></head>
<body><nav class="md-nav md-nav--primary"><ul><li><a href="../other/">Other</a></li></ul></nav>
<article class="md-content__inner md-typeset"><h1 id="page">A <em>page</em></h1><p class="lead">Rivers are long.</p>
<a id="place"></a><a href="../other/#there">There</a><img src="../a.png" alt="A river">
<figure><svg aria-label="Lengths"><path d="M0 0h9"/><text>Long</text></svg></figure>
<table><tr><th>River</th><td>7</td></tr><tr><th>Brook</th><td>3</td></tr></table>
<button popovertarget="card-1">7</button></article></body></html>"""


class TestComparison:
    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            ("are long", "are short", "article words: - Rivers are long."),
            ('<a id="place"></a>', "", "article anchors: - place"),
            ("../other/#there", "../other/#here", 'article links: - "There" to /other/#there'),
            ("../other/#there", "other/#there", 'article links: + "There" to /page/other/#there'),
            ("../a.png", "a.png", 'article pictures: - /a.png "A river"'),
            ('alt="A river"', 'alt=""', 'article pictures: - /a.png "A river"'),
            ("M0 0h9", "M0 0h8", 'article pictures: - drawing "Lengths"'),
            ("<text>Long</text>", "", "article words: - Long"),
            ("<figure>", "<figure hidden>", "article looks: - figure []"),
            ("em>", "strong>", "article looks: - em []"),
            ('<h1 id="page">', '<h1 id="pages">', "article headings: - h1 #page A page"),
            ("h1", "h2", "article headings: - h1 #page A page"),
            ("<td>7</td>", "<td>8</td>", "article tables: - River | 7 |"),
            ("<td>7</td>", "<td>7</td><td>7</td>", "article tables: + River | 7 | 7 |"),
            ('popovertarget="card-1"', "", "article controls: - button"),
            ('class="lead"', "", "article looks: - p [('class', 'lead')]"),
            ("<title>A page", "<title>The page", "frame head: - title = A page"),
            ("On rivers", "On lakes", "frame head: - description  = On rivers"),
            ('lang="en"', 'lang="kk"', "frame head: - language = en"),
            ("../other/", "../another/", 'navigation links: - "Other" to /other/'),
            (">Other<", ">Others<", "navigation words: - Other"),
            (
                "<tr><th>River</th><td>7</td></tr><tr><th>Brook</th><td>3</td></tr>",
                "<tr><th>Brook</th><td>3</td></tr><tr><th>River</th><td>7</td></tr>",
                "article tables: + in another order",
            ),
        ],
    )
    def test_finds(self, old: str, new: str, says: str) -> None:
        assert old in PAGE
        said = [str(each) for each in differences("page/index.html", PAGE, PAGE.replace(old, new))]
        assert any(line.startswith(f"page/index.html: {says}") for line in said), said

    @pytest.mark.parametrize(
        ("old", "new"),
        [("../other/", "../other/index.html/../"), ("Rivers are", "Rivers\n  are"), ("A river", "A&#32;river")],
    )
    def test_leaves_alone_what_is_only_written_otherwise(self, old: str, new: str) -> None:
        assert differences("page/index.html", PAGE, PAGE.replace(old, new)) == []


def test_names_of_builders_are_those_that_can_be_chosen() -> None:
    assert tuple(BUILDERS) == NAMES
