"""An explainer in many scripts and another locale: what its charts, pages and files hold, and what is refused."""

import json
import re
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from tests.projects import build, explainer, lake_cell, replace

#: Letters that the usual font lacks, in three scripts.
LETTERS = "計測 🌊 दव"
FONTS = ("    topics:\n", "    fonts: [fonts/squares.ttf]\n    topics:\n")

#: Forms that are given nothing, or what they cannot show, and why they are not drawn.
REFUSED = {
    "bars(board, [])": "it has no bars to draw – leave it out as long as there is no data for it",
    "grouped_bars(board, [Group('Lakes', [])])": "it has no bars to draw",
    "bars(board, [Bar('Balkhash', -ONE, '')])": '"Balkhash" is below zero (-1) – draw such values as dots or as lines',
    "strip(board, [Share('Balkhash', 0 * ONE, '0', '', 'ink')])": "it has no parts to draw",
    "dots(board, [], SCALE)": "it has no rows to draw",
    "dumbbells(board, [Dumbbell('x', (None, ONE), ('', '1'))], ENDS, SCALE)": "it has no pairs of values to draw",
    "dumbbells(board, [Dumbbell('x', (ONE, ONE), ('', '')), Dumbbell('y', (None, None), ('', ''))], ENDS, SCALE)": (
        '"y" has neither value – leave the row out'
    ),
    "lines(board, [])": "it has no values to draw",
    "lines(board, [Line('Balkhash', [(1, ONE)]), Line('Zaysan', [(1, None)])])": '"Zaysan" has no values',
    "lines(board, [Line('x', [(1, -ONE), (2, ONE)])])": "a value is below zero (-1) – name the ticks of the axis",
    "squares(board, [])": "it has no rows to draw",
    "grid(board, ['Lake'], [Section('Lakes', [])], {})": "it has no rows to draw",
    "tracks(board, [Track('Lakes', [])], {})": "it has no moments to draw",
}
MODULE = """from decimal import Decimal

from explainer.drawing import chart
from explainer.drawing.dots import *
from explainer.drawing.grids import *
from explainer.drawing.lines import *
from explainer.drawing.marks import *
from explainer.drawing.squares import *
from explainer.drawing.tracks import *

ONE, ENDS, SCALE = Decimal(1), (End("Before", "ink"), End("After", "ink")), Scale(0, 1, 1, "number")
"""


def squares_font(path: Path, width: int = 1000) -> None:
    """A font whose letters are squares, in a room as wide as they are high unless it is another `width`."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, -100))
    for corner in ((100, 800), (900, 800), (900, -100)):
        pen.lineTo(corner)
    pen.closePath()
    names = {ord(letter): f"letter{ord(letter)}" for letter in LETTERS if letter != " "}
    font = FontBuilder(1000)
    font.setupGlyphOrder([".notdef", *names.values()])
    font.setupCharacterMap(names)
    font.setupGlyf(dict.fromkeys([".notdef", *names.values()], pen.glyph()))
    font.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (width, 100)))
    font.setupHorizontalHeader(ascent=900, descent=-200)
    font.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    path.parent.mkdir(exist_ok=True)
    font.save(path)


class TestRefused:
    @pytest.mark.slow
    def test_a_form_that_has_nothing_to_show_says_so(self, project: Path) -> None:
        charts = "".join(
            f'\n\n@chart("refused-{number}")\ndef refused_{number}(data, board):\n    {call}\n'
            for number, call in enumerate(REFUSED)
        )
        (project / "charts/refused.py").write_text(MODULE + charts, encoding="utf-8")
        result = explainer(project, "charts")
        assert result.returncode == 1
        said = [line for line in result.stderr.splitlines() if line.startswith("charts/refused.py:")]
        assert len(said) == len(REFUSED)
        for number, (call, reason) in enumerate(REFUSED.items()):
            [line] = [line for line in said if f'"refused-{number}"' in line]
            assert f"cannot be drawn: {reason}" in line, call

    @pytest.mark.slow
    def test_letters_of_no_font_are_named_once_with_the_remedy_and_drawn_with_it(self, drawn: Path) -> None:
        lake_cell(drawn)
        replace(drawn / "data/tables/lakes.csv", "Balkhash", LETTERS)
        result = explainer(drawn, "build")
        assert result.returncode == 1
        [line] = [line for line in result.stderr.splitlines() if line.startswith("charts/lakes.py:5: ")]
        assert f'"{LETTERS}" holds "द" (U+0926), "व" (U+0935), "測" (U+6E2C), ' in line
        assert line.endswith('name a font that has them in mkdocs.yml, under "extra: explainer: fonts:"')
        assert "Warning" not in result.stderr

        squares_font(drawn / "fonts/squares.ttf")
        replace(drawn / "mkdocs.yml", *FONTS)
        svg = (build(drawn) / "files/charts/lake-areas.svg").read_text(encoding="utf-8")
        # Five letters are an em wide each, and a space is a third of one; a bar begins two gaps of eight pixels later.
        [start] = re.findall(r'<path class="f-series-4" d="M(\d+)', svg)
        assert int(start) == pytest.approx(5 * 13 + 2 * 0.318 * 13 + 1 + 16, abs=1)

    @pytest.mark.parametrize("content", [None, b"", b"no font"])
    def test_a_font_that_cannot_be_read_is_refused(self, project: Path, content: bytes | None) -> None:
        replace(project / "mkdocs.yml", *FONTS)
        if content is not None:
            (project / "fonts").mkdir()
            (project / "fonts/squares.ttf").write_bytes(content)
        result = explainer(project, "check")
        assert result.returncode == 1
        assert 'mkdocs.yml:10:5: "fonts/squares.ttf" is no font of this project – name a file ' in result.stderr

    def test_a_font_elsewhere_is_refused(self, project: Path) -> None:
        squares_font(project.parent / "fonts/squares.ttf")
        replace(project / "mkdocs.yml", FONTS[0], FONTS[1].replace("fonts/squares", "../fonts/squares"))
        assert "is no font of this project" in explainer(project, "check").stderr

    def test_a_link_to_a_font_is_refused(self, project: Path) -> None:
        squares_font(project / "fonts/own.ttf")
        (project / "fonts/squares.ttf").symlink_to("own.ttf")
        replace(project / "mkdocs.yml", *FONTS)
        assert '"fonts/squares.ttf" is no font of this project' in explainer(project, "check").stderr


def page(project: Path, name: str) -> str:
    return (project / "site" / name).read_text(encoding="utf-8")


def test_numbers_and_dates_are_those_of_the_locale(built_scripts: Path) -> None:
    html = page(built_scripts, "index.html")
    for written in (
        ">1\xa0234,75<",
        ">81,0\xa0%<",
        ">−273,15<",
        ">0,000000000001<",
        ">1\xa0000\xa0000\xa0000\xa0000\xa0000<",
        ">−999\xa0999\xa0999\xa0999\xa0999,5<",
        ">январь 2023\xa0г.<",
    ):
        assert written in html.replace("\u202f", "\xa0").replace("январь 2023 г.", "январь 2023\xa0г."), written
    assert ">1,234.75<" not in html


def test_words_that_run_leftwards_say_so_in_drawings_and_stand_where_others_do(built_scripts: Path) -> None:
    svg = (built_scripts / "site/files/charts/scripts-bars.svg").read_text(encoding="utf-8")
    texts = {words: look for look, words in re.findall(r"<text([^>]*)>([^<]*)</text>", svg)}
    arabic, russian = texts["نص عربي (B)"], texts["Съешь же ещё этих мягких французских булок"]
    assert ' direction="rtl"' in arabic
    assert ' text-anchor="end"' in arabic
    assert "direction" not in russian
    assert re.findall(r' x="\d+"', arabic) == re.findall(r' x="\d+"', russian) == [' x="0"']


def test_a_word_that_is_longer_than_its_column_goes_on_below(built_scripts: Path) -> None:
    svg = (built_scripts / ".cache/explainer/charts/scripts-groups.phone.svg").read_text(encoding="utf-8")
    words = re.findall(r">([^<]+)</text>", svg)
    [first] = [index for index, each in enumerate(words) if each.startswith("Donau")]
    assert words[first] + words[first + 1] == "Donaudampfschifffahrtselektrizitätenhaupt"


def test_a_table_without_rows_says_so(built_scripts: Path) -> None:
    for name in ("index.html", "data/void/index.html"):
        assert page(built_scripts, name).count("No rows yet") == 1, name
    assert ">единица<" in page(built_scripts, "index.html")


def test_what_a_chart_of_events_or_areas_rests_on_is_named(built_scripts: Path) -> None:
    for chart, source in (("scripts-tracks", "مكتب القياس"), ("scripts-map", "Палата невозможных мер")):
        html = page(built_scripts, f"charts/{chart}/index.html")
        [sources] = re.findall(r'class="figure__sources">(.*?)</div>', html, re.DOTALL)
        assert f">{source}<" in sources


def test_the_licence_is_that_of_the_settings(built_scripts: Path, built_rivers: Path) -> None:
    def licences(project: Path) -> set[str]:
        package = json.loads((project / "site/files/datapackage.json").read_bytes())
        lists = [each for each in package["resources"] if each["path"].startswith("lists/")]
        return {licence["name"] for each in lists for licence in each.get("licenses", [])}

    assert licences(built_scripts) == {"CC0-1.0"}
    assert licences(built_rivers) == set()
    assert "may be used under CC0 1.0: name this site" in page(built_scripts, "charts/scripts-bars/index.html")
    assert "may be used under" not in page(built_rivers, "charts/lake-areas/index.html")


def test_pages_of_a_language_that_runs_leftwards_do_so(leftwards_scripts: Path) -> None:
    assert '<body dir="rtl"' in page(leftwards_scripts, "index.html")
    result = explainer(leftwards_scripts, "bundle", "--single-file")
    assert result.returncode == 0, result.stderr
    [file] = (leftwards_scripts / "dist").glob("*.html")
    assert '<html lang="ar" dir="rtl">' in file.read_text(encoding="utf-8")
