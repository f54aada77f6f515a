"""That the site says all that the data say, found by ids in the built pages; and the shape that every page keeps."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from frictionless import Package, system

from explainer.data import Dataset, load_dataset
from explainer.data.models import Finding
from explainer.project import Project
from tests.projects import ROOT, build

MAIN = ("election", "reforms", "foreign", "elections2023", "claims")


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load_dataset(ROOT / "data", ROOT)


@pytest.fixture(scope="module")
def topics() -> list[str]:
    return list(Project.load(ROOT).topics)


@pytest.fixture(scope="module")
def site(own_project: Path) -> Path:
    return own_project / "site"


def html(site: Path, page: str) -> str:
    return (site / page / "index.html").read_text(encoding="utf-8")


def article(site: Path, page: str) -> str:
    """The page's own content."""
    text = html(site, page)
    return text[text.index("<article") : text.index("</article>\n</div>") if "</article>\n</div>" in text else None]


def part(text: str, anchor: str, end: str) -> str:
    """The element with an id, up to what ends it. Fails when there is none."""
    assert f'id="{anchor}"' in text, anchor
    start = text.index(f'id="{anchor}"')
    return text[start : text.index(end, start)]


class TestEverythingIsThere:
    def test_claims_with_their_findings_in_the_order_of_the_article(self, site: Path, data: Dataset) -> None:
        text = html(site, "claims")
        places = []
        for claim in data.claims.values():
            card = part(text, claim.id, "</article>")
            finding = re.search(r'class="claim__finding">([^<]+)<', card)
            assert finding is not None
            assert finding[1].lower().replace(" ", "-") == claim.finding
            assert ("Since then" in card) == (claim.since is not None)
            assert card.count("<li>") >= len(claim.evidence)
            for narrower in claim.covers:
                assert f'id="{narrower}"' in text
            places.append(text.index(f'id="{claim.id}"'))
        assert places == sorted(places)

    def test_claims_as_reviews_for_machines(self, site: Path, data: Dataset) -> None:
        text = html(site, "claims")
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        reviews = json.loads(block)["@graph"]
        assert [review["@type"] for review in reviews] == ["ClaimReview"] * len(data.claims)
        for review, claim in zip(reviews, data.claims.values(), strict=True):
            assert review["reviewRating"]["alternateName"].lower().replace(" ", "-") == claim.finding
            assert review["itemReviewed"]["appearance"]["url"] == str(data.sources[claim.source].url)
            assert "{{" not in review["reviewBody"]

    def test_tables_with_preview_columns_licence_and_download(
        self, site: Path, data: Dataset, topics: list[str]
    ) -> None:
        pages = {topic: html(site, f"data/{topic}") for topic in topics}
        for table in data.tables.values():
            section = part(pages[data.topic("table", table.id)], f"table-{table.id}", "</section>")
            assert f"tables/{table.id}.csv" in section
            assert unescape(section).count("<code>") >= len(table.descriptor.columns)
            assert table.descriptor.licence in unescape(section)
            assert len(re.findall(r"<tr>", section)) == min(len(table.rows), 5) + 1
            assert (site / f"files/tables/{table.id}.csv").is_file()

    def test_maps_with_licence_and_download(self, site: Path, data: Dataset) -> None:
        assert len(data.maps) >= 1
        for boundaries in data.maps.values():
            section = part(html(site, f"data/{data.topic('map', boundaries.id)}"), f"map-{boundaries.id}", "</section>")
            assert boundaries.descriptor.licence in section
            assert (site / f"files/maps/{boundaries.id}.geojson").is_file()

    def test_facts_with_their_values(self, site: Path, data: Dataset, topics: list[str]) -> None:
        pages = {topic: html(site, f"facts/{topic}") for topic in topics}
        for statement in data.statements.values():
            entry = '<div class="statement"'
            section = part(pages[data.topic("statement", statement.id)] + entry, statement.id, entry)
            assert {f"{statement.id}.{key}" for key in statement.facts} <= set(re.findall(r'id="([^"]+)"', section))

    def test_sources_support_something_or_are_further_reading(
        self, site: Path, data: Dataset, topics: list[str]
    ) -> None:
        pages = {topic: html(site, f"sources/{topic}") for topic in topics}
        for source in data.sources.values():
            text = pages[data.topic("source", source.id)]
            entry = text[text.index(f'<li id="{source.id}"') :]
            entry = entry[: entry.find("<li id=", 10) if "<li id=" in entry[10:] else None]
            supports = "What it supports" in entry
            assert supports != ("further reading" in entry.split("<details")[0]), source.id
            if source.seen == "not-seen":
                assert not supports, source.id

    def test_events_and_terms(self, site: Path, data: Dataset) -> None:
        pages = html(site, "reforms") + html(site, "election")
        listed = re.findall(r'<li class="timeline__event[^"]*" id="([^"]+)">', pages)
        assert sorted(listed) == sorted(data.events)
        glossary = html(site, "glossary")
        assert [term for term in data.terms if f'<dt id="{term}"' not in glossary] == []


@pytest.fixture(scope="module")
def ids(own_project: Path) -> list[str]:
    """The ids of all charts."""
    return sorted(path.stem for path in (own_project / "docs/charts").glob("*.md"))


class TestCharts:
    def test_there_are_enough_and_each_is_used(self, site: Path, ids: list[str]) -> None:
        assert len(ids) >= 24
        pages = "".join(html(site, page) for page in MAIN)
        assert [chart for chart in ids if f'<figure class="figure" id="{chart}">' not in pages] == []

    def test_each_has_a_page_that_leads_back(self, site: Path, ids: list[str]) -> None:
        for chart in ids:
            text = html(site, f"charts/{chart}")
            assert f'<figure class="figure figure--own-page" id="{chart}">' in text
            for ending in ("csv", "svg", "png"):
                assert f'files/charts/{chart}.{ending}" download' in text
            assert f"@misc{{{chart}," in text
            assert "&lt;img src=" in text
            back = re.findall(rf'<a href="../../([a-z0-9]+)/#{chart}">', text)
            assert back
            for page in back:
                assert f'href="../charts/{chart}/"' in html(site, page)
                assert f'id="{chart}"' in html(site, page)

    def test_the_gallery_shows_all(self, site: Path, ids: list[str]) -> None:
        gallery = html(site, "charts")
        assert [chart for chart in ids if f'charts/{chart}/"' not in gallery] == []

    @pytest.mark.slow
    def test_snippets_carry_full_addresses_where_it_is_known(self, drawn: Path) -> None:
        text = html(build(drawn, SITE_URL="https://host.test/deep"), "charts/lake-areas")
        assert "url    = {https://host.test/deep/charts/lake-areas/}" in text
        assert 'src="https://host.test/deep/files/charts/lake-areas.svg"' in unescape(text)


class TestShapeOfPages:
    @pytest.mark.parametrize("page", MAIN)
    def test_opens_with_three_sentences_and_ends_with_what_is_not_known(self, site: Path, page: str) -> None:
        text = Prose(html(site, page))
        assert text.headings[0] == "In short"
        assert text.headings[-1] == "What we do not know"
        assert len(sentences(text.opening)) == 3, text.opening

    @pytest.mark.parametrize("page", [*MAIN, "about"])
    def test_says_how_long_it_takes_to_read(self, site: Path, page: str) -> None:
        minutes = re.search(r"Reading time: about (\d+) minutes?", unescape(html(site, page)))
        assert minutes is not None
        assert 1 <= int(minutes[1]) <= 30


def test_the_note_on_findings_has_an_example_of_each(site: Path) -> None:
    text = article(site, "contribute/findings")
    examples = re.findall(
        r"<p><strong>([\w ]+)</strong>[^\n]*\n<aside class=\"claim claim--short claim--([\w-]+)\"", text
    )
    assert {finding for _, finding in examples} == {*get_args(Finding)}
    assert [words.lower().replace(" ", "-") for words, _ in examples] == [finding for _, finding in examples]


def sentences(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.!?])\s+(?=[A-Z\'‘])", text.strip()) if each]


class Prose(HTMLParser):
    """The headings of a page, and its first paragraph below one, without the cards of its facts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.opening = ""
        self.inside = ""
        self.card = ""
        self.feed(page[page.index('<article class="md-content__inner') : page.rindex("</article>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "h2":
            self.inside = tag
            self.headings.append("")
        elif tag == "p" and len(self.headings) == 1 and not self.opening:
            self.inside = tag
        elif "popover" in dict(attrs):
            self.card = self.inside
            self.inside = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""
        elif tag == "small" and self.card:
            self.inside, self.card = self.card, ""

    def handle_data(self, text: str) -> None:
        if self.inside == "h2":
            self.headings[-1] += text.strip("¶")
        elif self.inside == "p":
            self.opening += text


def test_the_data_package_is_valid(own_project: Path) -> None:
    """By the judgement of the format's own validator."""
    with system.use_context(trusted=True):
        report = Package(str(own_project / "site/files/datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldNumber", "type", "message"])[:5]
