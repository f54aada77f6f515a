"""What a site tells hosts, crawlers and those who share its addresses, with its own address known and without."""

import gzip
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from explainer.hosting import write_headers
from explainer.project import Project
from tests.hosts import Headers
from tests.projects import ADDRESS, ROOT, build

JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
#: What each type must say, with the address of the site known: what searches require, and what is promised here.
REQUIRED = {
    "Article": {"headline", "description", "image", "datePublished", "dateModified", "author", "publisher", "license"}
    | {"inLanguage", "isBasedOn", "url", "mainEntityOfPage"},
    "Dataset": {"name", "description", "url", "license", "creator", "version", "distribution"},
    "DataDownload": {"contentUrl", "encodingFormat"},
    "PropertyValue": {"name", "description"},
    "ClaimReview": {"url", "claimReviewed", "reviewRating", "author", "datePublished", "itemReviewed", "reviewBody"},
    "Claim": {"author", "appearance"},
    "Rating": {"alternateName"},
    "Organization": {"name"},
    "CreativeWork": {"name"},
}
#: What holds an address, which is left out where the site's own is unknown.
ADDRESSED = {"url", "image", "mainEntityOfPage", "isBasedOn", "distribution"}


@pytest.fixture
def site(addressed_project: Path) -> Path:
    """The site of this project as it stands at `ADDRESS`."""
    return addressed_project / "site"


def pages(site: Path) -> dict[str, str]:
    """The HTML of every page that readers should find, by address."""
    found = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    return {name.removesuffix("index.html"): html for name, html in found.items() if name != "404.html"}


def things(html: str) -> Iterator[dict[str, object]]:
    """Everything that a page's JSON-LD describes, at any depth."""
    todo: list[object] = [json.loads(block) for block in JSON_LD.findall(html)]
    while todo:
        thing = todo.pop()
        if isinstance(thing, dict):
            if "@type" in thing:
                yield thing
            todo += thing.values()
        elif isinstance(thing, list):
            todo += thing


class TestHeaders:
    def test_no_address_has_two_lifetimes(self, own_project: Path) -> None:
        site = own_project / "site"
        headers = Headers(site / "_headers")
        for path in (path for path in site.rglob("*") if path.is_file()):
            address = "/" + path.relative_to(site).as_posix().removesuffix("index.html")
            found = headers.of(address)
            assert found["X-Content-Type-Options"] == "nosniff"
            is_hashed = re.search(r"\.[0-9a-f]{8}\.min\.(js|css)$", address)
            if is_hashed:
                assert found["Cache-Control"] == "public, max-age=31536000, immutable", address
            elif address.startswith("/files/"):
                assert found["Cache-Control"] == "public, max-age=600, must-revalidate", address
            elif path.suffix == ".html" or address.startswith(("/search/", "/stylesheets/")):
                assert found["Cache-Control"] == "no-cache", address

    def test_what_is_kept_for_good_is_named_by_its_content(self, own_project: Path) -> None:
        """The theme's script is not as the theme's authors named it."""
        [script] = (own_project / "site/assets/javascripts").glob("bundle.*.min.js")
        assert sha256(script.read_bytes()).hexdigest().startswith(script.name.split(".")[1])
        for name, html in pages(own_project / "site").items():
            assert f"assets/javascripts/{script.name}" in html, name

    def test_hosts_take_no_more_blocks_than_a_hundred(self, tmp_path: Path) -> None:
        for number in range(120):
            (tmp_path / f"page-{number}").mkdir()
        (tmp_path / "files").mkdir()
        write_headers(tmp_path, {"X-Content-Type-Options": "nosniff"})
        headers = Headers(tmp_path / "_headers")
        assert len(headers.blocks) == 100
        assert headers.of("/files/a.csv")["Cache-Control"].startswith("public, max-age=600")


class TestWithoutAddress:
    def test_nothing_full_is_invented(self, own_project: Path) -> None:
        site = own_project / "site"
        assert (site / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"
        assert [*site.glob("sitemap*")] == []
        for name, html in pages(site).items():
            assert not re.search(r'rel="canonical"|og:url|og:image|twitter:', html), name

    def test_data_leave_out_what_would_be_relative(self, own_project: Path) -> None:
        found: list[str] = []
        for name, html in pages(own_project / "site").items():
            for thing in things(html):
                found.append(str(thing["@type"]))
                addressed = ADDRESSED if thing["@type"] != "CreativeWork" else set()  # what others have published
                assert thing.keys() >= REQUIRED[found[-1]] - addressed, name
                assert not thing.keys() & addressed, name
        assert set(found) == REQUIRED.keys() - {"DataDownload"}


class TestWithAddress:
    def test_each_page_names_itself_and_a_picture_that_exists(self, site: Path) -> None:
        for name, html in pages(site).items():
            assert re.findall(r'<link rel="canonical" href="([^"]*)">', html) == [f"{ADDRESS}{name}"]
            tags = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', html))
            assert tags["og:url"] == f"{ADDRESS}{name}"
            assert (site / tags["og:image"].removeprefix(ADDRESS)).is_file(), name
            assert tags["twitter:card"] == "summary_large_image"
            assert tags["twitter:image:alt"] == tags["og:title"] != ""
            assert tags["description"] == tags["og:description"] != "", name

    def test_every_full_address_leads_somewhere(self, site: Path) -> None:
        found = pages(site)
        files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
        for name, html in {**found, "404.html": (site / "404.html").read_text(encoding="utf-8")}.items():
            for address in set(re.findall(rf"{ADDRESS}[^\"'<\s&}}]*", html)):
                path, _, anchor = unquote(address.removeprefix(ADDRESS)).partition("#")
                assert path in found or path in files, f"{name}: {address}"
                assert not anchor or f'id="{anchor}"' in found[path], f"{name}: {address}"

    def test_crawlers_find_every_page_and_nothing_else(self, site: Path) -> None:
        assert (site / "robots.txt").read_text().splitlines()[-1] == f"Sitemap: {ADDRESS}sitemap.xml"
        entries = ET.parse(site / "sitemap.xml").getroot()
        listed = [[child.text for child in entry] for entry in entries]
        edition = Project.load(ROOT).edition
        assert sorted(listed) == sorted([f"{ADDRESS}{name}", edition] for name in pages(site))

    def test_data_for_programs_are_complete(self, site: Path) -> None:
        counts: dict[str, int] = {}
        for name, html in pages(site).items():
            for thing in things(html):
                kind = str(thing["@type"])
                counts[kind] = counts.get(kind, 0) + 1
                assert thing.keys() >= REQUIRED[kind], f"{name}: {kind}"
                assert all(thing.values()), f"{name}: {thing}"
                for key in ("datePublished", "dateModified", "version"):
                    if key in thing:
                        date.fromisoformat(f"{thing[key]}-01-01"[:10])
                for key in ("url", "image", "contentUrl", "mainEntityOfPage"):
                    assert str(thing.get(key, "https://")).startswith("https://"), f"{name}: {thing}"
                if kind == "Dataset":
                    assert 50 <= len(str(thing["description"])) <= 5000, thing["name"]
        files = [*ROOT.glob("data/tables/*.csv"), *ROOT.glob("data/maps/*.geojson"), *site.glob("files/lists/*-*.csv")]
        assert counts["Dataset"] == counts["DataDownload"] == len(files)
        assert counts["Article"] == sum("\nmain_chart:" in path.read_text() for path in ROOT.glob("docs/*.md")) >= 4

    def test_time_is_covered_where_rows_are_told_apart_by_it(self, site: Path) -> None:
        found = {thing["name"]: thing for thing in things(pages(site)["data/datasets/"]) if thing["@type"] == "Dataset"}
        [cpi] = [thing for name, thing in found.items() if str(name).startswith("Corruption Perceptions Index")]
        assert cpi["temporalCoverage"] == "2012/2024"
        assert any("temporalCoverage" not in thing for thing in found.values())

    def test_data_for_programs_weigh_little(self, site: Path) -> None:
        for name, html in pages(site).items():
            without = JSON_LD.sub("", html) if name != "claims/" else html  # whose reviews are its text once more
            more = len(gzip.compress(html.encode(), 6)) - len(gzip.compress(without.encode(), 6))
            assert more <= 3 * 1024, name


@pytest.mark.slow
@pytest.mark.parametrize("address", ["https://host.test", "https://host.test/deep"])
def test_an_address_without_a_slash_is_completed(built_rivers: Path, tmp_path: Path, address: str) -> None:
    project = Path(shutil.copytree(built_rivers, tmp_path / "rivers"))
    site = build(project, SITE_URL=address)
    assert f"Sitemap: {address}/sitemap.xml" in (site / "robots.txt").read_text()
    assert f"<loc>{address}/timeline/</loc>" in (site / "sitemap.xml").read_text()


@pytest.mark.slow
def test_hostile_titles_stay_words_in_data_for_programs(built_rivers: Path, tmp_path: Path) -> None:
    hostile = "</script><!-- <script> & \\\" ' ]]>"
    project = Path(shutil.copytree(built_rivers, tmp_path / "rivers"))
    table = project / "data/tables/lakes.yml"
    text = re.sub(r"(?m)^title: .*$", lambda _: f"title: '{hostile.replace(chr(39), chr(39) * 2)}'", table.read_text())
    table.write_text(text)
    html = (build(project) / "data/lakes/index.html").read_text(encoding="utf-8")
    assert hostile in [thing.get("name") for thing in things(html)]
    assert "</script><!--" not in html
    assert unescape(html).count(hostile) >= 1
