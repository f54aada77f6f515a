"""The same pages by each builder: what a reader would notice is the same, or stands in `ALLOWED` with a reason."""

import fcntl
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from explainer.builders import BUILDERS
from explainer.builders import run as run_builder_by_name
from explainer.cli import BUILDERS as NAMES
from explainer.errors import ExplainerError
from explainer.project import Project
from tests.projects import RIVERS, ROOT, UNKNOWN, contents, explainer, own_macro, replace, run
from tests.reading import Difference, differences, pages

pytestmark = pytest.mark.slow

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
        r"article (anchors: \+ __skip|looks: \+ a \[\('tabindex', '-1'\)\])",
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


@pytest.fixture
def drawn(built_rivers: Path, tmp_path: Path) -> Path:
    """The small project with its charts drawn."""
    return copy_of(built_rivers, tmp_path / "rivers")


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
                result = run(copy_of(own_project, folder), "explainer", "build", "--builder", builder)
                assert result.returncode == 0, result.stderr
            found[builder] = folder / "site"
    return found


def is_allowed(difference: Difference, allowed: Allowed) -> bool:
    return re.fullmatch(allowed.pattern, str(difference).partition(": ")[2]) is not None


def sections(site: Path) -> set[tuple[str, str]]:
    """The addresses and titles of all that can be found."""
    [index] = [path for path in (site / "search/search_index.json", site / "search.json") if path.is_file()]
    entries = json.loads(index.read_text("utf-8"))
    return {(entry["location"], entry["title"]) for entry in entries.get("docs") or entries["items"]}


@pytest.mark.parametrize("builder", OTHERS)
class TestReadersNoticeNothing:
    def test_on_any_page_and_what_is_allowed_still_occurs(self, sites: Mapping[str, Path], builder: str) -> None:
        first, second = pages(sites["mkdocs"]), pages(sites[builder])
        found = [each for page in first.keys() & second.keys() for each in differences(page, first[page], second[page])]
        allowed = [each for each in ALLOWED if each.builder == builder]
        noticed = [str(each) for each in found if not any(is_allowed(each, allowance) for allowance in allowed)]
        assert not noticed, "\n".join(sorted(noticed)[:20])
        for allowance in allowed:
            assert any(is_allowed(each, allowance) for each in found), f"no longer so: {allowance.reason}"

    def test_of_which_pages_and_files_there_are(self, sites: Mapping[str, Path], builder: str) -> None:
        one, other = (contents(sites[each]) for each in ("mkdocs", builder))
        assert {name for name in one.keys() ^ other.keys() if not OF_THEME.fullmatch(name)} == set()
        assert {
            name
            for name in one.keys() & other.keys()
            if one[name] != other[name] and not name.endswith(".html") and not OF_THEME.fullmatch(name)
        } <= {"_headers"}

    def test_of_what_the_search_finds(self, sites: Mapping[str, Path], builder: str) -> None:
        assert sections(sites[builder]) == sections(sites["mkdocs"])

    def test_and_every_page_says_what_it_may_run(self, sites: Mapping[str, Path], builder: str) -> None:
        for name, html in pages(sites[builder]).items():
            assert html.count('http-equiv="Content-Security-Policy"') == 1, name
        assert "Content-Security-Policy" in (sites[builder] / "_headers").read_text("utf-8")
        scripts = [path.read_bytes() for path in sites[builder].glob("assets/javascripts/bundle.*.js")]
        assert len(scripts) == 1
        for unwanted in (b"unpkg.com", b'("style",{}'):  # which the policy would refuse
            assert unwanted not in scripts[0]


@pytest.fixture(scope="module")
def addressed(built_rivers: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The small project with this project's looks by two builders, where its addresses are known."""
    found = {}
    for builder in ("mkdocs", "zensical"):
        folder = copy_of(built_rivers, tmp_path_factory.mktemp("addressed") / "rivers")
        addresses = {"SITE_URL": "https://host.test/deep", "REPO_URL": "https://code.test/rivers"}
        result = run(folder, "explainer", "build", "--builder", builder, **addresses)
        assert result.returncode == 0, result.stderr
        found[builder] = folder / "site"
    return found


def test_addresses_are_the_same(addressed: Mapping[str, Path]) -> None:
    first, second = (pages(addressed[each]) for each in ("mkdocs", "zensical"))
    assert "https://host.test/deep/facts/rivers/" in first["facts/rivers/index.html"]
    assert "https://code.test/rivers/edit/main/docs/facts/rivers.md" in first["facts/rivers/index.html"]
    assert "https://code.test/rivers/edit/main/charts/rivers.py#L6" in first["charts/river-lengths/index.html"]
    fact = 'data/facts/rivers.yml#L7" title="Edit this fact: Length of both rivers"'
    assert f'"https://code.test/rivers/edit/main/{fact}' in first["facts/rivers/index.html"]
    told = {"frame head", "article links", "frame data", "article data"}
    for page in first:
        assert [str(each) for each in differences(page, first[page], second[page]) if each.what in told] == []
    one, other = (
        sorted(re.findall("<loc>(.*)</loc>", (site / "sitemap.xml").read_text("utf-8"))) for site in addressed.values()
    )
    assert one
    assert other == one
    robots = {(site / "robots.txt").read_text("utf-8") for site in addressed.values()}
    assert robots == {"User-agent: *\nAllow: /\n\nSitemap: https://host.test/deep/sitemap.xml\n"}


class TestFailures:
    @pytest.mark.parametrize("builder", OTHERS)
    def test_are_told_in_sentences_and_leave_the_last_site(self, drawn: Path, builder: str) -> None:
        (drawn / "site").mkdir()
        (drawn / "site/index.html").write_text("the last one", encoding="utf-8")
        own_macro(drawn, UNKNOWN)
        result = run(drawn, "explainer", "build", "--builder", builder)
        assert result.returncode == 1
        assert result.stderr.startswith(("error: ", "warning: "))
        assert 'unknown fact "length.totl" – did you mean "length.total"?' in result.stderr
        assert "mkdocs.yml: the site was not built" in result.stderr
        assert "Traceback" not in result.stderr
        assert (drawn / "site/index.html").read_text("utf-8") == "the last one"
        assert not (drawn / ".zensical.yml").exists()

    @pytest.mark.parametrize("builder", OTHERS)
    def test_a_builder_that_is_missing_is_named_with_the_remedy(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, builder: str
    ) -> None:
        monkeypatch.setattr("explainer.builders.find_spec", lambda name: None)
        with pytest.raises(ExplainerError) as missing:
            run_builder_by_name(builder, Project.load(RIVERS), tmp_path / "site", ())
        assert str(missing.value) == (f"{builder} is not installed – “pip install {builder}” installs it")

    def test_an_unknown_builder_is_a_wrong_call(self, drawn: Path) -> None:
        result = run(drawn, "explainer", "build", "--builder", "hugo")
        assert result.returncode == 2
        assert "'hugo' is not one of 'mkdocs', 'zensical', 'properdocs'" in result.stderr

    def test_make_names_the_builders(self) -> None:
        make = shutil.which("make")
        assert make
        command = [make, "--no-print-directory", "site", "BUILDER=hugo"]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert result.returncode == 2
        assert '"hugo" is no builder – set BUILDER to mkdocs, zensical or properdocs' in result.stderr
        assert result.stdout == ""


def test_zensical_runs_by_itself_and_its_cache_hides_no_change_of_data(drawn: Path) -> None:
    assert explainer(drawn, "charts").returncode == 0
    repository = {"REPO_URL": "https://code.test/rivers", "EDIT_URI": "-/edit/main/docs/"}
    result = run(drawn, "zensical", "build", "--strict", **repository)
    assert result.returncode == 0, result.stdout + result.stderr
    glossary = (drawn / "site/glossary/index.html").read_text("utf-8")
    assert "A post that measures" in glossary
    assert '<a class="edit" href="https://code.test/rivers/-/edit/main/data/terms/rivers.yml#L1"' in glossary
    replace(drawn / "data/terms/rivers.yml", "A post that measures", "A post or mark that shows")
    assert run(drawn, "explainer", "build", "--builder", "zensical").returncode == 0
    assert "A post or mark that shows" in (drawn / "site/glossary/index.html").read_text("utf-8")


PAGE = """<!doctype html><html lang="en"><head><title>A page</title><meta name="description" content="On rivers">
<script type="application/ld+json">{"name": "Rivers", "url": "a"}</script></head>
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
            ('"name": "Rivers"', '"name": "Lakes"', 'frame data: - {"name": "Rivers"'),
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
        [
            ('{"name": "Rivers", "url": "a"}', '{"url":"a","name":"Rivers"}'),
            ("../other/", "../other/index.html/../"),
            ("Rivers are", "Rivers\n  are"),
            ("A river", "A&#32;river"),
        ],
    )
    def test_leaves_alone_what_is_only_written_otherwise(self, old: str, new: str) -> None:
        assert differences("page/index.html", PAGE, PAGE.replace(old, new)) == []


def test_names_of_builders_are_those_that_can_be_chosen() -> None:
    assert tuple(BUILDERS) == NAMES
