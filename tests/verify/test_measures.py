"""What the rules measure with: numbers in text, the size of text, contrast, and what covers what."""

from decimal import Decimal
from pathlib import Path

import pytest

from explainer.drawing.artboard import text_width
from explainer.verify.colours import contrast
from explainer.verify.font import face
from explainer.verify.geometry import is_inside, overlap
from explainer.verify.numerals import agrees, numerals_of
from tests.test_scripts import squares_font


@pytest.mark.parametrize(
    ("locale", "text", "numbers"),
    [
        ("en_GB", "6,456,393 votes are 81.31% of 7,940,478.", ["6456393", "81.31", "7940478"]),
        ("en_GB", "midpoint of 50,000-55,000; 1–2", ["50000", "55000", "1", "2"]),
        ("en_GB", "−3.5 and -4", ["-3.5", "-4"]),
        ("en_GB", "On 20 November 2022 at 22:00, the 3rd of 4 since 2007–2022", ["4"]),
        ("en_GB", "2022 had 2,022 of 2022.5", ["2022", "2022.5"]),
        ("en_GB", "COVID-19, G20 and A1 hold none", []),
        ("ru_RU", "12\u00a0345,6 из 20 ноября 2022", ["12345.6"]),
        ("de_DE", "1.234,50 am 5. Juni", ["1234.50"]),
    ],
)
def test_numbers_in_text(locale: str, text: str, numbers: list[str]) -> None:
    assert [str(number) for number in numerals_of(locale).numbers(text)] == numbers


@pytest.mark.parametrize(
    ("shown", "exact", "expected"),
    [
        ("81.31", "81.31", True),
        ("81.3", "81.31", True),
        ("81", "81.5", False),
        ("82", "81.5", True),
        ("81.30", "81.31", False),
    ],
)
def test_rounded_numbers_agree(shown: str, exact: str, expected: bool) -> None:  # noqa: FBT001
    assert agrees(Decimal(shown), Decimal(exact)) is expected


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "words",
    [
        "Kassym-Jomart Tokayev",
        "AVATAR To",
        "Қазақстан Республикасы",
        "6,456,393  ·  81.31%",
        "Ἐν ἀρχῇ",
        "a\u0303o q\u0323\u0307",
        "نَصٌّ عربي (B)",
        "שָׁלוֹם (א)",
    ],
)
def test_text_is_as_wide_as_matplotlib_says(words: str, bold: bool) -> None:  # noqa: FBT001
    box = face(bold=bold).box(words, 13)
    assert box.right == pytest.approx(text_width(words, 13, bold=bold), rel=0.005)
    assert box.top < -7
    assert box.bottom < 5


def test_a_font_that_takes_the_place_of_another_is_measured(tmp_path: Path) -> None:
    font = tmp_path / "fonts/squares.ttf"
    squares_font(font)
    assert face(bold=False, others=(font,)).box("測", 10).right == pytest.approx(10, abs=0.2)
    squares_font(font, width=2000)
    assert face(bold=False, others=(font,)).box("測", 10).right == pytest.approx(20, abs=0.2)
    assert face(bold=False, others=(font,)) is face(bold=False, others=(font,))


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_overlap_of_turned_rectangles() -> None:
    square = ((0, 0), (0, 2), (2, 0), (2, 2))
    assert overlap(square, ((1, 1), (1, 3), (3, 1), (3, 3))) == 1
    assert overlap(square, ((3, 0), (3, 2), (5, 0), (5, 2))) == 0
    diamond = ((3.5, 2), (2, 3.5), (5, 3.5), (3.5, 5))
    assert overlap(square, diamond) == 0, "their upright boxes share no more than a corner"


def test_holes_are_not_covered() -> None:
    ring = ((0, 0), (9, 0), (9, 9), (0, 9))
    hole = ((3, 3), (3, 6), (6, 6), (6, 3))
    assert is_inside((1, 1), [ring, hole])
    assert not is_inside((4, 4), [ring, hole])
    assert not is_inside((10, 4), [ring, hole])
