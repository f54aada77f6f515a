"""Each page has a card, a picture for where its address is shared, and tags that lead to it."""

import re
import shutil
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.previews import previewed
from tests.projects import build, contents, copy_drawn, explainer, lake_cell, replace, run

pytestmark = pytest.mark.slow

SITE = "https://rivers.test/at/"
CARD = "docs/files/cards"
CHARTS = {"charts/river-lengths", "charts/lake-areas", "charts/longest-share"}
WRITTEN = {"index", "timeline", "claims", "charts", "glossary", "facts/rivers", "sources/rivers"} | {
    "data/rivers",
    "data/lakes",
}


@pytest.fixture(scope="module")
def built(built_rivers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_drawn(built_rivers, tmp_path_factory.mktemp("cards") / "rivers")
    build(folder, SITE_URL=SITE)
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "rivers"))


def made(project: Path) -> set[str]:
    """Draw what is out of date; the pages whose card was drawn."""
    result = explainer(project, "charts", SITE_URL=SITE)
    assert result.returncode == 0, result.stderr
    assert "warning" not in result.stderr.lower()
    label = "Made the card of "
    return {line.removeprefix(label) for line in result.stderr.splitlines() if line.startswith(label)}


def cards(project: Path) -> dict[str, bytes]:
    return {name.removesuffix(".png"): picture for name, picture in contents(project / CARD).items()}


def tags(page: Path) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page.read_text())
    assert len(found) == len(dict(found)), "no tag stands twice"
    return {name: unescape(content) for name, content in found}


class TestPictures:
    def test_each_page_has_one_of_the_right_size(self, built: Path) -> None:
        found = cards(built)
        assert set(found) == WRITTEN | CHARTS
        for page, picture in found.items():
            image = Image.open(BytesIO(picture))
            assert (image.format, image.size, image.mode) == ("PNG", (1200, 630), "P"), page
            assert len(picture) <= 40 * 1024, page

    def test_no_two_are_the_same(self, built: Path) -> None:
        found = cards(built)
        assert len(set(found.values())) == len(found)

    def test_own_site_has_a_light_one_for_each_page(self, addressed_project: Path) -> None:
        docs = addressed_project / "docs"
        pages = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
        names = {re.sub(r"/index$", "", name.removesuffix(".md")) for name in pages}
        found = cards(addressed_project)
        assert set(found) == names
        assert {page: len(picture) for page, picture in found.items() if len(picture) > 40 * 1024} == {}


class TestAddress:
    """Nothing leads to a card where the site's own address is not known."""

    def test_none_is_drawn_without_one(self, project: Path) -> None:
        result = explainer(project, "charts")
        assert "card" not in result.stderr
        assert cards(project) == {}

    @pytest.mark.parametrize(
        "setting", ["site_url: https://rivers.test/", "site_url: !ENV [NOWHERE, SITE_URL, https://rivers.test/]"]
    )
    def test_one_in_the_settings_will_do(self, project: Path, setting: str) -> None:
        before = cards(project)
        explainer(project, "charts")
        replace(project / "mkdocs.yml", 'site_url: !ENV [SITE_URL, ""]', setting)
        assert explainer(project, "charts").returncode == 0
        assert cards(project) == before

    def test_a_builder_that_runs_by_itself_asks_for_them(self, project: Path) -> None:
        explainer(project, "charts")
        result = run(project, "mkdocs", "build", "--strict", SITE_URL=SITE)
        assert result.returncode == 1
        assert "not drawn yet, or out of date: cards – run “explainer charts” first" in result.stderr


class TestFreshness:
    def test_nothing_changed_means_nothing_drawn(self, project: Path) -> None:
        assert made(project) == set()

    def test_changed_heading_redraws_that_card_alone(self, project: Path) -> None:
        before = cards(project)
        replace(project / "docs/timeline.md", "# timeline", "# What happened")
        assert made(project) == {"timeline"}
        assert {page for page, picture in cards(project).items() if picture != before[page]} == {"timeline"}
        assert made(project) == set()

    def test_changed_sentence_of_a_page_redraws_nothing(self, project: Path) -> None:
        replace(project / "docs/index.md", "The survey took", "The long survey took")
        assert made(project) == set()

    def test_another_chart_first_redraws_that_card_alone(self, project: Path) -> None:
        text = (project / "docs/index.md").read_text()
        first, second = '{{ chart("river-lengths") }}', '{{ chart("lake-areas") }}'
        (project / "docs/index.md").write_text(text.replace(first, "").replace(second, f"{second}\n\n{first}"))
        assert made(project) == {"index"}

    def test_named_main_chart_is_shown_whatever_comes_first(self, project: Path) -> None:
        replace(project / "docs/index.md", "title: Rivers\n", "title: Rivers\nmain_chart: lake-areas\n")
        assert made(project) == {"index"}

    def test_changed_data_redraws_the_cards_that_show_it(self, project: Path) -> None:
        lake_cell(project)
        assert made(project) == {"charts/lake-areas"}

    def test_a_preview_leaves_them_to_who_publishes(self, project: Path) -> None:
        before = cards(project)
        lake_cell(project)
        with previewed(project, SITE_URL=SITE):
            assert cards(project) == before
        assert made(project) == {"charts/lake-areas"}

    @pytest.mark.parametrize(
        ("old", "new"), [("site_name: Rivers", "site_name: Streams"), ("2024-05-06", "2024-05-07")]
    )
    def test_what_all_cards_say_redraws_all(self, project: Path, old: str, new: str) -> None:
        replace(project / "mkdocs.yml", old, new)
        assert made(project) == WRITTEN | CHARTS

    def test_damaged_and_lost_cards_are_drawn_again(self, project: Path) -> None:
        before = cards(project)
        (project / CARD / "timeline.png").write_bytes(b"")
        (project / CARD / "claims.png").unlink()
        assert made(project) == {"timeline", "claims"}
        assert cards(project) == before

    @pytest.mark.parametrize("record", ["{", "[]", '{"timeline": 1}'])
    def test_unreadable_record_gives_the_same_cards_again(self, project: Path, record: str) -> None:
        before = cards(project)
        (project / ".cache/explainer/cards.json").write_text(record)
        assert made(project) == WRITTEN | CHARTS
        assert cards(project) == before

    def test_page_that_is_gone_leaves_no_card(self, project: Path) -> None:
        (project / "docs/timeline.md").unlink()
        assert made(project) == set()
        assert set(cards(project)) == (WRITTEN | CHARTS) - {"timeline"}


class TestTags:
    @pytest.mark.parametrize("style", ["true", "false"])
    def test_lead_to_files_that_exist(self, project: Path, style: str) -> None:
        with (project / "mkdocs.yml").open("a") as config:
            config.write(f"use_directory_urls: {style}\n")
        site = build(project, SITE_URL=SITE)
        pages = [path for path in site.rglob("*.html") if path.name != "404.html"]
        images = set()
        for path in pages:
            found = tags(path)
            address = path.relative_to(site).as_posix()
            shown = (
                re.sub(r"(^|/)index\.html$", r"\1", address) if style == "true" or address == "index.html" else address
            )
            assert found["og:url"] in (f"{SITE}{shown}", f"{SITE}{address}")
            assert found["og:image"].startswith(SITE)
            assert (site / found["og:image"].removeprefix(SITE)).is_file(), address
            assert found["twitter:card"] == "summary_large_image"
            assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
            images.add(found["og:image"])
        assert len(images) == len(pages) == len(WRITTEN | CHARTS)

    def test_name_no_address_unless_the_site_has_one(self, project: Path) -> None:
        for path in build(project).rglob("*.html"):
            if path.name != "404.html":
                assert set(tags(path)) <= {"og:type", "og:site_name", "og:locale", "og:title", "og:description"}, path
        assert SITE not in (project / "site/404.html").read_text()

    def test_say_what_the_page_says(self, project: Path) -> None:
        page = project / "docs/timeline.md"
        page.write_text(
            '---\ndescription: \'Rivers & "lakes" <b>here</b>\'\n---\n\n# Rise & "fall" of `water`\n\n'
            + page.read_text().partition("\n")[2]
        )
        found = tags(build(project, SITE_URL=SITE) / "timeline/index.html")
        assert found["og:title"] == found["og:image:alt"] == 'Rise & "fall" of water'
        assert found["og:description"] == 'Rivers & "lakes" here'
        assert found["og:site_name"] == "Rivers"

    def test_titles_of_charts_are_escaped_once(self, project: Path) -> None:
        replace(project / "charts/lakes.py", 'title="Areas of lakes"', "title='Areas & \"sizes\" of lakes'")
        found = tags(build(project, SITE_URL=SITE) / "charts/lake-areas/index.html")
        assert found["og:title"] == 'Areas & "sizes" of lakes'


class TestUnusualTitles:
    @pytest.mark.parametrize(
        "title",
        [
            "\N{WATER WAVE} 河川 \N{WATER WAVE}",
            "Rise \N{WATER WAVE} of 河川 and “lakes” & $x^2$ <b>now</b>",
            "W" * 400,
            "many words " * 60,
            '{{ fact("length.total") }}',
        ],
    )
    def test_are_drawn_without_a_warning(self, project: Path, title: str) -> None:
        replace(project / "docs/timeline.md", "# timeline", f"# {title}")
        assert made(project) == {"timeline"}
        assert Image.open(BytesIO(cards(project)["timeline"])).size == (1200, 630)

    def test_letters_that_the_font_lacks_are_left_out(self, project: Path) -> None:
        replace(project / "docs/timeline.md", "# timeline", "# Rivers of the plain")
        made(project)
        plain = cards(project)["timeline"]
        replace(project / "docs/timeline.md", "# Rivers of the plain", "# Rivers \N{WATER WAVE} of the 河川 plain")
        made(project)
        assert cards(project)["timeline"] == plain

    def test_page_that_cannot_be_read_as_a_template_has_a_card_of_words(self, project: Path) -> None:
        replace(project / "docs/index.md", '{{ chart("river-lengths") }}', '{{ chart("river-lengths" }}')
        assert made(project) == {"index"}
