"""One file, and one PDF: all that the site says, links that stay inside, and nothing that is fetched."""

import re
from base64 import b64decode, b64encode
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from pypdf import PdfReader, PdfWriter

from tests.projects import explainer, own_part, replace, rivers

#: Of the site's pages: what describes files, or leads to them, or lists what is linked from elsewhere in the document.
LEFT_OUT = {"headerlink", "statement__link", "statement__check", "sources__supports", "figure__downloads", "card"}
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "col"}
NAMING = ("for", "aria-labelledby", "aria-describedby", "popovertarget")
#: One pixel.
PICTURE = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
#: Pages whose addresses, ids and words are those of other things too, or no names for some reader of the document.
PAGES = {
    "find.md": """# Fish & chips

![A picture](assets/x.png) ![Another](assets/x.png#only-light){ srcset="../assets/x.png" }

<p aria-describedby="__search">Described.</p>
<p aria-describedby="__search this">Partly described, <span id="this">by this</span>.</p>
<label for="__search">Found.</label>

## Light { #scheme-light }

## Реки { #реки }
""",
    "contents.md": "# What is in it\n\nNothing.\n",
    "text.md": "# A text\n\nOf few words.\n",
    "2023.md": "# A year\n\nIt ended.\n",
    "a/b.md": "# Aside\n\nSomething.\n",
    "a-b.md": "# Beside\n\nAnother.\n",
}
STYLE = """
.own::before { content: "a,  b; /* c */ d" }
/* one */ .own /* two */ { margin: 0; /* three */
  padding: 1px
    2px }
.own { background: url( ../assets/x.png ) }
"""
HTML, PDF = "dist/rivers-2024-05-06.html", "dist/rivers-2024-05-06.pdf"


class Page(HTMLParser):
    """The ids, references, headings and paragraphs of a page; of what is in `left_out`, only that it is there."""

    def __init__(self, html: str, left_out: set[str] = frozenset()) -> None:  # type: ignore[assignment]
        super().__init__()
        self.left_out = left_out
        self.ids: Counter[str] = Counter()
        self.named: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.levels: list[int] = []
        self.texts: list[str] = [""]
        self._open: list[tuple[str, bool]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids.update([given["id"]] if "id" in given else [])
        self.named |= {word for name in NAMING for word in (given.get(name) or "").split()}
        self.links += [given["href"]] if "href" in given and tag != "link" else []
        self.fetched += [given[name] for name in ("src", "srcset", "data", "poster") if name in given]
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        inside_dataset = any(name == "details" for name, _ in self._open) and tag == "dl"
        is_out = bool(self.left_out.intersection((given.get("class") or "").split())) or inside_dataset
        if tag not in VOID:
            self._open.append((tag, is_out or tag in ("script", "style", "svg", "title")))
        if tag in ("p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"):
            self.texts.append("")

    def handle_endtag(self, tag):
        if tag in [name for name, _ in self._open]:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if not any(is_out for _, is_out in self._open):
            self.texts[-1] += data

    def words(self) -> list[str]:
        return [joined for text in self.texts if (joined := "".join(text.replace("¶", "").split()))]


def of_dataset(html: str) -> str:
    """A page without what describes files: columns and first rows."""
    return re.sub(r'(<section class="dataset".*?)<details.*?(</section>)', r"\1\2", html, flags=re.DOTALL)


@pytest.fixture(scope="session")
def page(single_file: Path) -> Page:
    return Page(single_file.read_text("utf-8"))


def test_it_is_small_enough_to_send(single_file: Path) -> None:
    assert re.fullmatch(r"kazakhstan-2022-explainer-\d{4}-\d\d-\d\d\.html", single_file.name)
    assert single_file.stat().st_size <= 2_000_000


def test_every_id_is_unique_and_every_reference_names_one(page: Page) -> None:
    assert [name for name, count in page.ids.items() if count > 1] == []
    inside = {unquote(link[1:]) for link in page.links if link.startswith("#")}
    assert len(inside) > 1000
    assert inside | page.named <= set(page.ids)


def test_links_lead_inside_or_to_whole_addresses_and_nothing_is_fetched(single_file: Path, page: Page) -> None:
    assert [link for link in page.links if not re.match("#|https?://", link)] == []
    assert page.fetched == []
    assert re.findall(r"url\((?!data:)|@import", single_file.read_text("utf-8")) == []


def test_outline_has_one_beginning_and_skips_nothing(page: Page) -> None:
    assert page.levels.count(1) == 1
    assert page.levels[0] == 1
    assert [pair for pair in zip(page.levels, page.levels[1:], strict=False) if pair[1] > pair[0] + 1] == []


def stays_online(project: Path, page: Path) -> bool:
    name = page.parent.relative_to(project / "site").as_posix()
    sources = (project / f"docs/{name}.md", project / f"docs/{name}/index.md")
    return any("\nonline_only: true\n" in path.read_text("utf-8") for path in sources if path.is_file())


def test_all_that_pages_say_is_in_it_but_for_those_that_stay_online(own_project: Path, page: Page) -> None:
    said = "\n".join(page.words())
    missing, unwanted = [], []
    for path in sorted((own_project / "site").rglob("index.html")):
        if path.parent.parent.name != "charts":  # charts stand in the pages that show them
            html = re.search(r"<article.*</article>", path.read_text("utf-8"), re.DOTALL)
            assert html
            words = Page(of_dataset(html[0]), LEFT_OUT).words()
            assert words
            if stays_online(own_project, path):
                unwanted += [text for text in words[1:2] if text in said]  # samples of parts stand elsewhere too
            else:
                missing += [(path.parent.name, text) for text in words if text not in said]
    assert (missing, unwanted) == ([], [])


def test_figures_share_a_card_and_chart_pages_are_the_charts(single_file: Path, page: Page) -> None:
    html = single_file.read_text("utf-8")
    opened = re.findall(r'popovertarget="([^"]+)"', html)
    assert len(opened) > html.count(' popover=""') > 100
    gallery = re.search(r'class="gallery".*?</section>', html, re.DOTALL)
    assert gallery
    targets = re.findall(r'href="#([^"]+)"', gallery[0])
    assert targets
    assert all(f'<figure class="figure" id="{target}">' in html for target in targets)


@pytest.mark.slow
class TestRivers:
    @pytest.fixture(scope="class")
    @classmethod
    def project(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = rivers(tmp_path_factory.mktemp("one") / "rivers")
        write_unusual(folder)
        bundle(folder, "--single-file")
        return folder

    def test_what_it_cannot_hold_is_one_sentence(self, project: Path) -> None:
        for name, address, what in (
            ("docs/stylesheets/own.css", "https://elsewhere.test/b.png", "no file of the site"),
            ("docs/stylesheets/own.css", "roles.css", "neither a picture nor a font (avif, "),
            ("macros/document/document.css", "assets/none.png", "no file of the site"),
        ):
            sheet = project / name
            before = sheet.read_text("utf-8")
            sheet.write_text(f'{before}\n.x {{ background: url("{address}") }}\n', "utf-8")
            result = explainer(project, "bundle", "--single-file")
            sheet.write_text(before, "utf-8")
            assert result.returncode == 1
            assert f'Error: {name}: one document cannot hold "{address}", which is {what}' in result.stderr

    def test_pictures_are_in_it(self, project: Path) -> None:
        html = (project / HTML).read_text("utf-8")
        held = f"data:image/png;base64,{b64encode(PICTURE).decode()}"
        fetched = Page(html).fetched
        assert fetched == [held, f"{held}#only-light"]
        assert re.findall(r"url\([^)]*\)", html) == [f'url("{held}")']

    def test_ids_are_unique_and_name_what_is_there(self, project: Path) -> None:
        html = (project / HTML).read_text("utf-8")
        page = Page(html)
        assert [name for name, count in page.ids.items() if count > 1] == []
        assert {"find/", "contents/", "text/", "find/:scheme-light", "реки"} <= set(page.ids)
        inside = {unquote(link[1:]) for link in page.links if link.startswith("#")}
        assert inside | page.named <= set(page.ids)
        assert "<p>Described.</p>" in html
        assert "<label>Found.</label>" in html
        assert page.ids[re.search(r'aria-describedby="([^" ]+)">Partly described', html)[1]] == 1  # type: ignore[index]

    def test_words_are_shown_as_on_the_site(self, project: Path) -> None:
        html = (project / HTML).read_text("utf-8")
        assert '&copy; <a href="https://us.test/">Us &amp; you</a>' in html
        assert ">Fish &amp; chips</a>" in html
        assert "&amp;amp;" not in html

    def test_styles_and_scripts_are_compact_and_say_the_same(self, project: Path) -> None:
        html = (project / HTML).read_text("utf-8")
        assert '.own::before{content: "a,  b; /* c */ d"}.own{margin: 0;padding: 1px 2px}' in html
        script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)
        assert script
        assert [line for line in script[1].split("\n") if line != line.strip() or line.startswith("//")] == []

    def test_same_again_in_another_zone_and_published(self, project: Path) -> None:
        first = (project / HTML).read_bytes()
        (project / HTML).unlink()
        bundle(project, "--single-file", TZ="Asia/Almaty")
        assert (project / HTML).read_bytes() == first
        assert b"files/" not in first
        bundle(project, "--single-file", SITE_URL="https://example.org/rivers")
        published = Page((project / HTML).read_text("utf-8")).links
        assert "https://example.org/rivers/files/charts/river-lengths.csv" in published
        assert "https://example.org/rivers/charts/river-lengths/" in published

    def test_failure_leaves_the_last_one(self, project: Path) -> None:
        first = (project / HTML).read_bytes()
        replace(project / "data/facts/rivers.yml", "value: 30.50", "value: 31.50")
        assert explainer(project, "bundle", "--single-file").returncode == 1
        replace(project / "data/facts/rivers.yml", "value: 31.50", "value: 30.50")
        template = own_part(project, "document/document.html")
        replace(template, "<h1>{{ site }}</h1>", "<h1>{{ sight }}</h1>")
        result = explainer(project, "bundle", "--single-file")
        replace(template, "<h1>{{ sight }}</h1>", "<h1>{{ site }}</h1>")
        assert result.returncode == 1
        assert "macros/document/document.html: it cannot be filled in" in result.stderr
        assert (project / HTML).read_bytes() == first

    def test_pdf_without_a_browser_is_one_sentence(self, project: Path) -> None:
        result = explainer(project, "bundle", "--pdf", CHROMIUM="no-such-browser")
        assert result.returncode == 1
        assert result.stderr.strip() == (
            'Error: the PDF cannot be printed: CHROMIUM names "no-such-browser", which is no program'
            " – install Chromium, or name one in CHROMIUM"
        )
        assert not (project / PDF).exists()

    def test_browser_that_prints_nothing_is_one_sentence(self, project: Path) -> None:
        result = explainer(project, "bundle", "--pdf", CHROMIUM="true")
        assert result.returncode == 1
        assert "true: it printed nothing – name another" in result.stderr

    def test_what_a_browser_that_prints_nothing_says_is_told(self, project: Path, tmp_path: Path) -> None:
        browser = script(tmp_path, "printf 'Hello.\\nNo usable sandbox! See elsewhere.\\n\\n' >&2; exit 1")
        result = explainer(project, "bundle", "--pdf", CHROMIUM=browser)
        assert result.returncode == 1
        assert result.stderr.strip().endswith(
            ': it printed nothing and said "No usable sandbox! See elsewhere." – name another Chromium in CHROMIUM'
        )

    def test_pdf_that_does_not_say_where_things_are_is_one_sentence(self, project: Path, tmp_path: Path) -> None:
        blank = PdfWriter()
        blank.add_blank_page(100, 100)
        blank.write(tmp_path / "blank.pdf")
        copying = f'for each; do case $each in --print-to-pdf=*) cp {tmp_path}/blank.pdf "${{each#*=}}";; esac; done'
        result = explainer(project, "bundle", "--pdf", CHROMIUM=script(tmp_path, copying))
        assert result.returncode == 1
        assert 'the PDF does not say on which page "index" is' in result.stderr
        assert not (project / PDF).exists()

    def test_both_forms_are_written_where_both_are_asked_for(self, project: Path) -> None:
        (project / HTML).unlink()
        result = explainer(project, "bundle", "--single-file", "--pdf", CHROMIUM="no-such-browser")
        assert "the PDF cannot be printed" in result.stderr
        assert (project / HTML).exists()

    @pytest.mark.browser
    def test_pdf_is_whole_and_the_same_again(self, project: Path, chromium: str) -> None:
        bundle(project, "--pdf", CHROMIUM=chromium)
        first = (project / PDF).read_bytes()
        bundle(project, "--pdf", CHROMIUM=chromium, TZ="Asia/Almaty")
        assert (project / PDF).read_bytes() == first
        pdf = PdfReader(project / PDF)
        assert pdf.metadata == {
            "/Title": "Rivers",
            "/Author": "Rivers",
            "/CreationDate": "D:20240506000000Z",
            "/ModDate": "D:20240506000000Z",
        }
        assert pdf.root_object["/Lang"] == "en"
        assert pdf.root_object["/MarkInfo"]["/Marked"]
        bookmarks = dict(flat(pdf, pdf.outline))
        sheets = [sheet.extract_text() for sheet in pdf.pages]
        for title, number in bookmarks.items():
            assert "".join(title.split()) in "".join(sheets[number].split())
        # What the contents say is where it is: each entry is followed by its number.
        entries = {
            "The rivers": "Rivers",
            "timeline": "Timeline",
            "glossary": "Glossary",
            "Press": "Press",
            "Реки": "Реки",
        }
        assert set(entries) <= set(bookmarks)
        for title, entry in entries.items():
            assert re.search(rf"{entry}\s+{bookmarks[title] + 1}\b", sheets[1])
            assert re.search(rf"^{bookmarks[title] + 1}$", sheets[bookmarks[title]], re.MULTILINE)
        for title, path in {
            "A year": "A year",
            "Aside": "Aside",
            "Beside": "Beside",
            "Fish & chips": "Fish & chips",
        }.items():
            assert sheets[bookmarks[title]].count(path) == 2, "its heading, and that of the sheet"
        links = [link.get_object() for sheet in pdf.pages for link in sheet.get("/Annots", [])]
        inside = {link["/Dest"] for link in links if "/Dest" in link}
        assert inside <= set(pdf.named_destinations)
        assert len(inside) > 15


def write_unusual(project: Path) -> None:
    """Add pages, a picture, a stylesheet and terms."""
    for name, text in {**PAGES, "stylesheets/own.css": STYLE}.items():
        (project / "docs" / name).parent.mkdir(exist_ok=True)
        (project / "docs" / name).write_text(text, "utf-8")
    (project / "docs/assets").mkdir()
    (project / "docs/assets/x.png").write_bytes(PICTURE)
    config = project / "mkdocs.yml"
    replace(config, "not_in_nav:", "".join([*(f"  - {name}\n" for name in PAGES), "not_in_nav:"]))
    replace(config, "plugins:", "extra_css: [stylesheets/own.css]\nplugins:")
    own_part(project, "document/document.css")
    replace(config, "theme:", "copyright: '&copy; <a href=\"https://us.test/\">Us &amp; you</a>'\ntheme:")


def bundle(project: Path, *options: str, **environment: str) -> None:
    result = explainer(project, "bundle", *options, **environment)
    assert result.returncode == 0, result.stderr


def script(folder: Path, commands: str) -> str:
    """The path of a program that does what a shell is told."""
    path = folder / "browser"
    path.write_text(f"#!/bin/sh\n{commands}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def flat(pdf: PdfReader, outline: list) -> list[tuple[str, int]]:
    entries = []
    for each in outline:
        if isinstance(each, list):
            entries += flat(pdf, each)
        else:
            entries.append((each.title, pdf.get_destination_page_number(each)))
    return entries
