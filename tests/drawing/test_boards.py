"""Words on boards that are too narrow for them: each piece is a letter with its marks at least, and all is drawn."""

import pytest

from explainer.drawing.artboard import Artboard, text_width, wrap
from explainer.drawing.grids import Row, Section, grid
from explainer.drawing.plan import Mark

COLOURS = dict.fromkeys(("ink", "muted", "grid"), "#123456")


@pytest.mark.parametrize("width", [-1, 0, 1])
def test_where_no_letter_fits_each_has_a_line(width: float) -> None:
    assert wrap("Bed", width) == ["B", "e", "d"]
    assert wrap("A\u0303q\u0323\u0307", width) == ["A\u0303", "q\u0323\u0307"]


@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
def test_vowel_signs_stay_with_their_letters() -> None:
    syllable = "कि"
    assert wrap(syllable * 8, 1) == [syllable] * 8
    width = 3.5 * text_width(syllable)
    assert wrap(syllable * 8, width) == [syllable * 3, syllable * 3, syllable * 2]


def test_a_grid_of_more_columns_than_fit_is_drawn() -> None:
    board = Artboard("phone", COLOURS, "en_GB")
    names = [f"Lake {number}" for number in range(20)]
    section = Section("Lakes", [Row("Depth", "2024", ["deep"] * len(names))])
    axes = grid(board, names, [section], {"deep": Mark("Deep", "square", "ink")})
    assert {*names} < {text.get_text() for text in axes.texts}
