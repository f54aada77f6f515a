"""No address that was ever published breaks: the list of them, what is refused, and what redirects make of a site."""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from explainer.addresses import file_of, unrecorded
from explainer.built import BuiltSite
from explainer.errors import ProblemsFound
from explainer.files import write_atomically
from explainer.project import Project
from explainer.redirects import keep_addresses, read_redirects
from tests.projects import ADDRESS, build, contents, explainer, own_part, replace

pytestmark = pytest.mark.slow

NO_ADDRESSES = [
    "https://elsewhere.test/",
    "//elsewhere.test/",
    "/rooted/",
    "../outside/",
    "in/../out/",
    "page/index.html",
    "_headers",
    'quoted"/',
    "<b>/",
    "spaced.txt ",
    "back\\slash/",
    "a:b/",
    "_redirects",
    "404.html",
    "question/?a=b",
    "#place",
]


@pytest.fixture(scope="module")
def recorded(built_rivers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, built and published."""
    project = Path(shutil.copytree(built_rivers, tmp_path_factory.mktemp("recorded") / "rivers"))
    result = explainer(project, "published")
    assert result.returncode == 0, result.stderr
    return project


@pytest.fixture
def project(recorded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(recorded, tmp_path / "rivers"))


def listed(project: Path) -> list[str]:
    return (project / "published.txt").read_text(encoding="utf-8").splitlines()


def redirect(project: Path, redirects: Mapping[str, str]) -> None:
    text = "".join(f"{old}: {new}\n" for old, new in redirects.items())
    (project / "redirects.yml").write_text(text, encoding="utf-8")


def refused(project: Path, command: str) -> list[str]:
    """What a command refuses, without its last line, which counts."""
    result = explainer(project, command)
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    return result.stderr.splitlines()[:-1]


class TestWrongRedirects:
    def test_each_is_one_sentence(self, project: Path) -> None:
        redirect(
            project,
            {
                "timeline/": "claims/",
                "once/": "nowhere/",
                "chain/": "later/",
                "later/": "glossary/",
                "round/": "about/",
                "about/": "round/",
                "files/old.csv": "claims/",
                "files/old.txt": "files/tables/lakes.csv",
                "lost/#place": "claims/",
            },
        )
        homeless = "stands on a page that neither exists nor has moved – say where the page has moved to"
        kind = "which is of another kind – name one that ends in the same way"
        assert refused(project, "check") == [
            'redirects.yml:1:1: "timeline/" exists, and nothing can lead away from it – take out this line',
            'redirects.yml:2:1: "once/" leads to "nowhere/", which does not exist – name an address that does',
            'redirects.yml:3:1: "chain/" leads to "later/", which has moved itself – write "glossary/" in its place',
            'redirects.yml:5:1: "round/" leads round in a circle – name an address that exists',
            'redirects.yml:6:1: "about/" leads round in a circle – name an address that exists',
            f'redirects.yml:7:1: "files/old.csv" cannot lead to "claims/", {kind}',
            f'redirects.yml:8:1: "files/old.txt" cannot lead to "files/tables/lakes.csv", {kind}',
            f'redirects.yml:9:1: "lost/#place" {homeless}',
        ]

    def test_what_is_no_address_of_the_site(self, project: Path) -> None:
        redirect(project, {f"'{each}'": "claims/" for each in NO_ADDRESSES} | {"old/": "https://elsewhere.test/"})
        remedy = "is no address of this site – write it without the site's own, as in published.txt"
        assert refused(project, "check") == [
            f'redirects.yml:{line}:1: "{each}" {remedy}'
            for line, each in enumerate([*NO_ADDRESSES, NO_ADDRESSES[0]], start=1)
        ]

    @pytest.mark.parametrize("text", ["- old/", "old/", "old/: [a/, b/]", "old/:", "old/: a/\nold/: b/", "a: {"])
    def test_what_is_no_list_of_redirects(self, project: Path, text: str) -> None:
        (project / "redirects.yml").write_text(text)
        with pytest.raises(ProblemsFound) as found:
            read_redirects(Project.load(project))
        [problem] = found.value.problems
        assert re.match(r"redirects\.yml:\d.*: .+ – .+", str(problem))

    def test_places_are_known_once_the_site_is_built(self, project: Path) -> None:
        before = contents(project / "site")
        redirect(project, {"claims/#claim-deep": "claims/#claim-long", "claims/#older": "claims/#claim-lng"})
        lost = 'which does not exist – did you mean "claims/#claim-long"?'
        assert refused(project, "build") == [
            'redirects.yml:1:1: "claims/#claim-deep" exists, and nothing can lead away from it – take out this line',
            f'redirects.yml:2:1: "claims/#older" leads to "claims/#claim-lng", {lost}',
        ]
        assert contents(project / "site") == before

    def test_what_stands_in_the_way(self, project: Path) -> None:
        redirect(
            project,
            {
                "old/": "glossary/",
                "old/#place": "claims/",
                "glossary/#place": "timeline/",
                "files/tables/lakes.csv/": "glossary/",
                "files/old.txt": "files/new.txt",
                "files/old.txt/": "glossary/",
            },
        )
        (project / "docs/files/new.txt").touch()
        looked_for = 'is looked for at "glossary/#place", as "old/#place" is, and only one of them can lead on'
        reason = "cannot both exist, as one would be a folder with the name of the other – take out this line"
        assert refused(project, "check") == [
            f'redirects.yml:3:1: "glossary/#place" {looked_for} – take out the other',
            f'redirects.yml:4:1: "files/tables/lakes.csv/" and the file "files/tables/lakes.csv" {reason}',
            f'redirects.yml:5:1: "files/old.txt" and the file "files/old.txt/index.html" {reason}',
            f'redirects.yml:6:1: "files/old.txt/" and the file "files/old.txt" {reason}',
        ]

    def test_a_place_that_its_new_page_has_by_itself(self, project: Path) -> None:
        redirect(project, {"old/": "glossary/", "old/#gauge": "claims/"})
        exists = 'is looked for at "glossary/#gauge", which exists – take out this line'
        assert refused(project, "build") == [f'redirects.yml:2:1: "old/#gauge" {exists}']

    def test_words_that_cannot_be_read(self, project: Path) -> None:
        own_part(project, "text/moved.html").write_bytes(b"\xff")
        redirect(project, {"old/": "glossary/"})
        with pytest.raises(ProblemsFound, match=r"macros/text/moved\.html:1: the file is not UTF-8"):
            keep_addresses(Project.load(project), BuiltSite(project / "site"))


class TestWhatIsGone:
    def test_is_found_without_building(self, project: Path) -> None:
        (project / "docs/timeline.md").unlink()
        replace(project / "mkdocs.yml", "  - Timeline: timeline.md\n", "")
        replace(project / "data/claims/rivers.yml", "second-long", "other-long")
        replace(project / "charts/lakes.py", '@chart("lake-areas")', '@chart("areas")')
        replace(project / "docs/index.md", '{{ chart("lake-areas") }}', "")
        lines = listed(project)
        gone = ["charts/lake-areas/", "claims/#second-long", "timeline/"]
        gone += [f"files/charts/lake-areas.{kind}" for kind in ("csv", "png", "svg")]
        assert refused(project, "check") == [
            f'published.txt:{lines.index(each) + 1}: "{each}" was published and is gone – '
            f'write into redirects.yml where it stands now: "{each}: …"'
            for each in sorted(gone)
        ]

    def test_is_found_in_the_site(self, project: Path) -> None:
        """The events still stand in the data, but on no page any more."""
        before = contents(project / "site")
        replace(project / "docs/timeline.md", '{{ timeline(["rivers"]) }}', "")
        problems = refused(project, "build")
        assert [re.findall(r'"([^"]+)" was published', each) for each in problems] == [
            ["timeline/#survey-begins"],
            ["timeline/#survey-ends"],
        ]
        assert contents(project / "site") == before


class TestTheList:
    def test_holds_pages_files_and_what_the_data_names(self, recorded: Path) -> None:
        found = listed(recorded)
        assert found == sorted(found)
        assert {
            "./",
            "timeline/",
            "charts/lake-areas/",
            "files/tables/lakes.csv",
            "files/charts/lake-areas.svg",
            "files/datapackage.json",
            "facts/rivers/#length",
            "facts/rivers/#length.total",
            "claims/#claim-long",
            "claims/#first-long",
            "glossary/#gauge",
            "sources/rivers/#almanac",
            "timeline/#survey-ends",
            "data/lakes/#table-lakes",
        } <= set(found)
        assert not [each for each in found if re.match(r"assets|search|stylesheets|files/cards|robots|404|_", each)]

    def test_only_gets_longer(self, project: Path) -> None:
        before = listed(project)
        (project / "published.txt").write_text("\n".join(["zzz/", *before[3:]]) + "\n")
        result = explainer(project, "published")
        assert "3 addresses are new" in result.stderr
        assert listed(project) == sorted([*before, "zzz/"])

    def test_holds_nothing_that_no_redirect_could_name(self, project: Path) -> None:
        """Whatever names people give, what is recorded can lead on."""
        before, site = listed(project), project / "site"
        odd = ["_notes/", "my report/", "papers/Final (2).txt", "papers/_it's 100%.txt"]
        for name in (*odd, 'a"b/', "a:b.txt", "a%20b.txt", "_notes.txt", "search.json", "tab\tname.txt"):
            write_atomically(site / file_of(name), "words")
        assert explainer(project, "published").returncode == 0
        assert sorted({*listed(project)} - {*before}) == odd
        for name in odd:
            (site / file_of(name)).unlink()
        with pytest.raises(ProblemsFound) as gone:
            keep_addresses(Project.load(project), BuiltSite(site))
        assert [re.findall(r'"(.+)" was published', str(each)) for each in gone.value.problems] == [
            [each] for each in odd
        ]
        (site / "kept.txt").write_text("words")
        redirect(
            project, {"_notes/": "claims/", "my%20report/": "glossary/"} | {f'"{each}"': "kept.txt" for each in odd[2:]}
        )
        keep_addresses(Project.load(project), BuiltSite(site))
        assert "../glossary/" in (site / "my report/index.html").read_text(encoding="utf-8")
        assert (site / odd[3]).read_text() == "words"
        assert (site / "_redirects").read_text().splitlines()[1] == "/my%20report/ /glossary/ 301"

    def test_holds_editions(self, project: Path) -> None:
        for path in (project / "docs/changes.md", project / "site/changes/index.html"):
            path.parent.mkdir(exist_ok=True)
            path.write_text('<h2 id="edition-2024-05-06">Edition</h2><h2 id="unreleased">Unreleased</h2>')
        before = listed(project)
        assert explainer(project, "published").returncode == 0
        assert sorted({*listed(project)} - {*before}) == ["changes/", "changes/#edition-2024-05-06"]

    def test_holds_all_that_this_site_has(self, own_project: Path) -> None:
        project = Project.load(own_project)
        assert unrecorded(project, BuiltSite(project.site)) == [], "run “explainer published”, and commit published.txt"

    def test_needs_a_site(self, project: Path) -> None:
        shutil.rmtree(project / "site")
        result = explainer(project, "published")
        assert result.returncode == 1
        assert "run “explainer build” first" in result.stderr


def test_what_has_moved_is_found(project: Path) -> None:
    """A page, a file, a claim on its page, a word that is now a claim, and what stood on the page that moved."""
    (project / "docs/timeline.md").rename(project / "docs/history.md")
    replace(project / "mkdocs.yml", "Timeline: timeline.md", '"Rise & \\"fall\\"": history.md')
    replace(project / "data/events/rivers.yml", "id: survey-ends", "id: survey-done")
    replace(project / "data/claims/rivers.yml", "second-long", "other-long")
    (project / "docs/files/new.txt").write_text("words")
    (project / "published.txt").write_text("\n".join([*listed(project), "files/old.txt", "glossary/#weir"]) + "\n")
    redirect(
        project,
        {
            "timeline/": "history/",
            "timeline/#survey-ends": "history/#survey-done",
            "files/old.txt": "files/new.txt",
            "claims/#second-long": "claims/#claim-long",
            "glossary/#weir": "claims/#claim-deep",
        },
    )
    site = build(project, SITE_URL=ADDRESS)
    moved = (site / "timeline/index.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../history/">' in moved
    assert f'<link rel="canonical" href="{ADDRESS}history/">' in moved
    assert '<meta name="robots" content="noindex">' in moved
    assert '<a href="../history/">Rise &amp; &#34;fall&#34; - Rivers</a>' in moved
    assert "Content-Security-Policy" in moved
    assert (site / "_redirects").read_text() == "/timeline/ /history/ 301\n"
    assert "timeline" not in (site / "sitemap.xml").read_text()
    assert re.search(r'id="survey-done"[^>]*><span id="survey-ends"></span>', (site / "history/index.html").read_text())
    assert (site / "files/old.txt").read_text() == "words"
    assert re.search(r'id="claim-long"[^>]*><span id="second-long"></span>', (site / "claims/index.html").read_text())
    glossary = (site / "glossary/index.html").read_text(encoding="utf-8")
    assert re.search(r'<p class="moved" id="weir">[^<]+<a href="../claims/#claim-deep">', glossary)


def test_places_on_a_moved_page_lead_where_they_are_now(project: Path) -> None:
    """Hosts that read no `_redirects` leave that to the page, whose script is one for all."""
    redirect(project, {"a/old/": "glossary/", "a/old/#gone": "claims/", "b/": "timeline/#survey-ends"})
    site = project / "site"
    keep_addresses(Project.load(project), BuiltSite(site))
    first, second = ((site / name / "index.html").read_text(encoding="utf-8") for name in ("a/old", "b"))
    (data, script), (others, same) = (
        re.findall(r"<script.*?>(.*?)</script>", each, re.DOTALL) for each in (first, second)
    )
    assert script == same
    there = {"page": "../../glossary/", "places": {"": "../../glossary/", "#gone": "../../claims/"}}
    assert json.loads(data) == there
    assert json.loads(others) == {"page": "../timeline/", "places": {"": "../timeline/#survey-ends"}}


def test_without_an_address_a_moved_page_is_led_to_all_the_same(project: Path) -> None:
    with (project / "mkdocs.yml").open("a") as config:
        config.write("use_directory_urls: false\n")
    (project / "published.txt").write_text("once/upon/time.html\n")
    redirect(project, {"once/upon/time.html": "./"})
    moved = (build(project) / "once/upon/time.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../../index.html">' in moved
    assert "canonical" not in moved
