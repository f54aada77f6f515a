"""The preview shows changes where the reader stands, tells what is wrong, and survives it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.previews import Preview, previewed
from tests.projects import build, contents, copy_drawn, own_macro, own_part, replace

pytestmark = pytest.mark.browser

PATIENCE = 30_000


@pytest.fixture
def preview(drawn: Path) -> Iterator[Preview]:
    own_part(drawn, "html/table.html")
    own_macro(drawn, 'return "A macro of its own"')
    with previewed(drawn) as preview:
        yield preview


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window that is low, so that there is something to scroll."""
    context = browser.new_context(viewport={"width": 1280, "height": 300})
    page = context.new_page()
    yield page
    context.close()


def test_changes_are_shown_where_the_reader_stands(drawn: Path, preview: Preview, page: Page) -> None:
    index = drawn / "docs/index.md"
    page.goto(preview.address)
    lakes = page.locator("#lake-areas")
    lakes.evaluate("figure => scrollTo(0, figure.getBoundingClientRect().top + scrollY - 50)")
    before = page.locator("#river-lengths svg").first.inner_html()

    # A cell, and what depends on it.
    replace(drawn / "data/facts/rivers.yml", "value: 30.50", "value: 31.50")
    replace(drawn / "data/facts/rivers.yml", "value: 67.2", "value: 68.3")
    replace(drawn / "data/tables/rivers.csv", "20.50", "21.50")
    expect(page.locator("article p").first).to_contain_text("31.50", timeout=PATIENCE)
    assert page.locator("#river-lengths svg").first.inner_html() != before
    expect(page.get_by_role("alert")).to_be_empty(timeout=PATIENCE)
    stands_at(lakes, 50)
    assert "Drew lake-areas" not in preview.said

    # A sentence, and more words above.
    replace(index, "# The rivers\n", f"# The rivers\n\n{'More words above. ' * 60}\n")
    expect(page.get_by_text("More words above.").first).to_be_attached(timeout=PATIENCE)
    stands_at(lakes, 50)

    # A page that is new, found by the search, and gone.
    with page.expect_event("load"):
        (drawn / "docs/rapids.md").write_text("# Rapids\n\nWhere water whirls.\n")
    page.goto(f"{preview.address}rapids/")
    page.get_by_role("textbox", name="Search").fill("whirls")
    expect(page.locator(".md-search-result__item").first).to_contain_text("Rapids", timeout=PATIENCE)
    (drawn / "docs/rapids.md").unlink()
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible(timeout=PATIENCE)


def stands_at(figure: Locator, top: int) -> None:
    """Whether something stands where it did in the window, once the page is there."""
    figure.page.wait_for_function(
        "([id, top]) => Math.abs(document.getElementById(id).getBoundingClientRect().top - top) < 3",
        arg=[figure.get_attribute("id"), top],
    )


def test_a_png_is_drawn_when_it_is_asked_for(drawn: Path, preview: Preview, page: Page, tmp_path: Path) -> None:
    """Nobody gets an old one, neither who asks for it in the preview nor who looks at a site built after it."""
    kept = drawn / "docs/files/charts/lake-areas.png"
    old = kept.read_bytes()
    page.goto(preview.address)
    lakes = page.locator("#lake-areas")
    before = lakes.locator("svg").first.inner_html()
    with page.expect_event("load"):
        replace(drawn / "data/tables/lakes.csv", "Balkhash,3,75.0\nZaysan,1,25.0", "Balkhash,1,50.0\nZaysan,1,50.0")
    assert lakes.locator("svg").first.inner_html() != before
    assert not kept.exists()

    with page.expect_download() as download:
        lakes.get_by_role("link", name="PNG").click()
    shown = download.value.path().read_bytes()
    assert shown != old
    preview.stop()

    site = contents(build(drawn))
    assert site["files/charts/lake-areas.png"] == shown
    fresh = copy_drawn(drawn, tmp_path / "fresh")
    shutil.rmtree(fresh / ".cache")
    assert contents(build(fresh)) == site


#: How to do something wrong, and what is then told.
MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "a cell of the wrong type": (
        "data/tables/lakes.csv",
        "Balkhash,3",
        "Balkhash,three",
        'data/tables/lakes.csv:2:2: area: "three" is not a whole number',
    ),
    "broken YAML": ("data/facts/rivers.yml", "- id: length", "- id: [length", "data/facts/rivers.yml"),
    "a chart whose code fails": (
        "charts/lakes.py",
        '    rows = data.table("lakes").rows\n',
        '    rows = data.table("lakes").lines\n',
        "charts/lakes.py",
    ),
    "broken settings": ("mkdocs.yml", "site_name: Rivers", "site_name: [Rivers", "mkdocs.yml:2"),
    "a setting that the theme does not know": ("mkdocs.yml", "name: explainer", "name: maternal", "maternal"),
    "an unknown plug-in": ("mkdocs.yml", "  - material/search\n", "  - material/search\n  - seek\n", "seek"),
    "a misspelt macro": (
        "docs/index.md",
        '{{ chart("lake-areas") }}',
        '{{ chrt("lake-areas") }}',
        'docs/index.md:15:4: unknown macro "chrt" – did you mean "chart"?',
    ),
    "a macro's code": ("macros/__init__.py", "def own()", "def own(", "macros"),
    "a template": ("macros/html/table.html", "{%", "{% oops", "oops"),
}


def test_mistakes_are_told_and_survived(drawn: Path, preview: Preview, page: Page) -> None:
    page.goto(preview.address)
    for name, (file, old, new, told) in MISTAKES.items():
        page.evaluate("window.stays = true")
        heard = len(preview.said)
        right = (drawn / file).read_text()
        (drawn / file).write_text(right.replace(old, new, 1))
        expect(page.get_by_role("alert"), name).to_contain_text(told, timeout=PATIENCE)
        preview.wait_for(told, heard)
        assert page.evaluate("window.stays"), f"{name}: the page was asked for again"
        with page.expect_event("load"):
            (drawn / file).write_text(right)
        expect(page.get_by_role("alert"), name).to_be_empty(timeout=PATIENCE)
        expect(page.locator("#lake-areas"), name).to_be_visible()

    assert preview.process.poll() is None
    preview.stop()
    assert preview.process.returncode == 0
    assert "Traceback" not in preview.said
