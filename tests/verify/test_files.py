"""Files that do not agree with one another, or hold what they must not, are found where they are."""

from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.projects import explainer, lake_cell, own_part, replace
from tests.verify.altered import alter, record

pytestmark = pytest.mark.slow

FILES = "docs/files/charts/lake-areas"
TABLE = "the table of numbers"
WIDE = ".cache/explainer/charts/lake-areas.wide.svg"
PLACE = 'charts/lakes.py:5: the chart "lake-areas" in '


def report(project: Path) -> str:
    """What a check says of a project in which something is wrong with a chart."""
    result = explainer(project, "check")
    assert result.returncode == 1, result.stderr
    return result.stderr


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (f"{FILES}.csv", "Balkhash,3", "Balkhash,4", f"{FILES}.csv: it is not the table that the chart was drawn from"),
        (f"{FILES}.svg", ">3<", ">4<", f"{FILES}.svg: it holds another drawing than {WIDE}"),
        (
            f"{FILES}.svg",
            ">Square kilometres<",
            ">Kilometres<",
            f"{FILES}.svg: title, subtitle or note are not the chart’s",
        ),
        (f"{FILES}.svg", "<desc>Bars.", "<desc>Dots.", f"{FILES}.svg: its <desc> is not what the chart says"),
        (
            f"{FILES}.svg",
            "svg{--chart-ink:#1b2430",
            "svg{--chart-ink:#1b2431",
            f"{FILES}.svg: its colour of ink (light) is not that of docs/stylesheets/roles.css",
        ),
        (
            f"{FILES}.svg",
            ".f-ink{fill:var(--chart-ink)}",
            ".f-ink{fill:#000000}",
            f"{FILES}.svg: it holds #000000, a colour of its own",
        ),
        (
            f"{FILES}.svg",
            ".f-ink{fill:var(--chart-ink)}",
            "",
            f'{FILES}.svg: its own styles do not colour the class "f-ink"',
        ),
        (
            f"{FILES}.svg",
            "<style>",
            "<style>@import url(//elsewhere.test/font.css);",
            f"{FILES}.svg: its styles fetch something from elsewhere",
        ),
        (WIDE, 'class="f-series-4"', 'fill="#7d8794"', f'{WIDE}: fill="#7d8794" is a colour of its own'),
        (WIDE, 'class="f-series-4"', 'class="f-series-9"', f'{WIDE}: the class "f-series-9" is no colour role'),
        (WIDE, 'class="f-series-4"', 'class="board"', f"{WIDE}: a mark has no colour role and would be black"),
        (
            WIDE,
            'class="f-series-4"',
            'id="bars" class="f-series-4"',
            f'{WIDE}: the id "bars" may stand elsewhere too – begin it with lake-areas-wide-',
        ),
        (
            WIDE,
            "</svg>",
            '<use class="f-ink" href="#lake-areas-wide-m9"/></svg>',
            f"{WIDE}: it cannot be read as a drawing",
        ),
        (WIDE, "</svg>", "<script>alert()</script></svg>", f"{WIDE}: it holds <script>"),
        (WIDE, "<svg ", '<svg onload="alert()" ', f'{WIDE}: it holds onload="alert()", which acts or leads elsewhere'),
        (WIDE, 'role="img"', 'role="none"', f'{WIDE}: it lacks role="img"'),
        (WIDE, 'aria-describedby="lake-areas-alt"', "", f'{WIDE}: it lacks aria-describedby="lake-areas-alt"'),
        (WIDE, "</svg>", "</svg", f"{WIDE}: it cannot be read as a drawing"),
    ],
)
def test_altered_file(project: Path, name: str, old: str, new: str, sentence: str) -> None:
    alter(project, name, old, new)
    assert PLACE + sentence in report(project)


def test_an_id_that_stands_twice(project: Path) -> None:
    alter(project, WIDE, "</svg>", '<g id="lake-areas-wide-a"/><g id="lake-areas-wide-a"/></svg>')
    assert f'{WIDE}: the id "lake-areas-wide-a" stands there twice' in report(project)


@pytest.mark.parametrize(
    ("keyword", "sentence"),
    [
        ("Title", "its title is not what the chart says"),
        ("Description", "its description is not what the chart says"),
        ("Table", f"its table is not {FILES}.csv"),
    ],
)
def test_picture_that_carries_something_else(project: Path, keyword: str, sentence: str) -> None:
    with Image.open(project / f"{FILES}.png") as image:
        image.load()
        carried = PngInfo()
        for name, text in {**image.text, keyword: "Lake,Area\n"}.items():
            carried.add_itxt(name, text)
        image.save(project / f"{FILES}.png", pnginfo=carried)
    record(project, f"{FILES}.png")
    assert f"{PLACE}{FILES}.png: {sentence}" in report(project)


def recolour(project: Path, colour: str) -> None:
    """Give the picture another colour in place of the one that shows least."""
    with Image.open(project / f"{FILES}.png") as image:
        image.load()
        carried = PngInfo()
        for name, text in image.text.items():
            carried.add_itxt(name, text)
        palette = image.getpalette()
        (_, least), *_ = sorted(image.getcolors())
        palette[3 * least : 3 * least + 3] = bytes.fromhex(colour)
        image.putpalette(palette)
        image.save(project / f"{FILES}.png", pnginfo=carried)
    record(project, f"{FILES}.png")


@pytest.mark.parametrize("colour", ["ff0000", "f1d0bc"])
def test_picture_in_a_colour_of_no_role(project: Path, colour: str) -> None:
    recolour(project, colour)
    assert f"{PLACE}{FILES}.png: it shows #{colour}, which is no colour of its roles" in report(project)


def test_picture_in_a_colour_that_edges_may_have(project: Path) -> None:
    recolour(project, "f1d0be")
    result = explainer(project, "check")
    assert result.returncode == 0, result.stderr


def test_picture_carries_its_table_title_and_description(project: Path) -> None:
    with Image.open(project / f"{FILES}.png") as image:
        carried = image.text
    assert carried["Table"] == (project / f"{FILES}.csv").read_text(encoding="utf-8")
    assert carried["Title"] == "Areas of lakes"
    assert carried["Description"] == "Bars."
    assert carried["Source"] == "Sources: Almanac"


class TestPages:
    @pytest.mark.parametrize(
        ("page", "old", "new", "sentence"),
        [
            (
                "charts/lake-areas/index.html",
                '<td class="number">3<',
                '<td class="number">3.0<',
                f'{TABLE} says "3.0" where {FILES}.csv has "3"',
            ),
            (
                "charts/lake-areas/index.html",
                '<th scope="row">Zaysan',
                '<th scope="row">Zaisan',
                f'{TABLE} says "Zaisan" where {FILES}.csv has "Zaysan"',
            ),
            (
                "charts/lake-areas/index.html",
                '<td class="number">1</td>',
                "",
                f"{TABLE} has other rows or cells than {FILES}.csv",
            ),
            (
                "charts/lake-areas/index.html",
                'id="lake-areas-alt"',
                'id="lake-areas-alternative"',
                'the figure lacks its alternative text, "Bars."',
            ),
            (
                "charts/lake-areas/index.html",
                '<p class="figure__subtitle">Square',
                '<p class="figure__subtitle">Cubic',
                'the figure lacks its subtitle, "Square kilometres"',
            ),
            (
                "charts/index.html",
                ">Balkhash</text>",
                ">Balqash</text>",
                "the drawing is not the one that was drawn last",
            ),
        ],
    )
    def test_altered_page(self, project: Path, page: str, old: str, new: str, sentence: str) -> None:
        replace(project / "site" / page, old, new)
        assert f"{PLACE}site/{page}: {sentence}" in report(project)

    def test_a_template_that_tells_less_keeps_the_site_as_it_was(self, project: Path) -> None:
        before = (project / "site/index.html").read_bytes()
        figure = own_part(project, "html/figure.html")
        replace(figure, "{{ boards.phone }}\n", "")
        replace(figure, "<td{%", "<td></td><td{%")
        result = explainer(project, "build")
        assert result.returncode == 1
        assert f"{PLACE}site/index.html: the figure lacks the drawing for the phone board" in result.stderr
        assert f"{PLACE}site/index.html: the table of numbers has other rows or cells" in result.stderr
        assert (project / "site/index.html").read_bytes() == before

    def test_a_site_of_other_drawings_is_not_verified(self, project: Path) -> None:
        lake_cell(project)
        assert explainer(project, "charts").returncode == 0
        result = explainer(project, "check")
        assert result.returncode == 0, result.stderr
