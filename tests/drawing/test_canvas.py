"""Measuring by the word, painting in other colours and a palette give what matplotlib would have made."""

from io import BytesIO

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from PIL import Image

from explainer.drawing.canvas import Canvas
from explainer.drawing.png import png
from explainer.drawing.words import room, room_in_pixels

LIGHT = {"#fe0001": "#1a2533", "#fe0002": "#c05717", "#fe0003": "#ffffff"}
MOST = 42
LINES = ("", " ", "AV. To  Ty,", " office fi ffl – 81.31% ", "Қазақстан & “Әділет”", "W. A. Yours\u00a0Truly")


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("words", LINES)
def test_a_line_takes_what_its_words_take(words: str, weight: str) -> None:
    font = FontProperties(family="DejaVu Sans", size=13, weight=weight)
    plain_extent = TextToPath().get_text_width_height_descent(words, font, ismath=False)
    assert room(words, font).extent == pytest.approx(plain_extent, rel=1e-12)
    for dpi in (72, 144):
        plain = RendererAgg(10, 10, dpi)

        def measure(each: str, plain: RendererAgg = plain, font: FontProperties = font) -> tuple[float, float, float]:
            return plain.get_text_width_height_descent(each, font, ismath=False)

        assert room_in_pixels(words, font, dpi, measure).extent == measure(words)


def figure(ink: str, accent: str, surface: str) -> Figure:
    """Something of everything that charts consist of, in three colours."""
    with mpl.rc_context({"font.family": "DejaVu Sans", "text.color": ink}):
        drawing = Figure(figsize=(3, 2), facecolor="none")
        axes = drawing.add_axes((0.1, 0.2, 0.8, 0.7), facecolor=surface)
        axes.tick_params(colors=accent)
        axes.grid(color=ink, linewidth=0.7)
        axes.barh([1, 2], [3, 4], height=0.4, color=accent, edgecolor=ink)
        axes.plot([0, 1, 4], [0, 2, 1], color=ink, marker="o", mfc=surface, mec=accent, linestyle="--")
        axes.scatter([1, 2, 3], [2.5, 2.5, 2.5], c=[ink, accent, surface], s=[20, 40, 60], edgecolors=accent)
        axes.scatter([1, 2], [0.5, 0.5], color=accent)
        axes.fill_between([0, 4], [2.8, 2.8], [3, 2.9], color=ink, alpha=0.4)
        axes.text(1, 1.5, "Plain", bbox={"facecolor": surface, "edgecolor": ink})
        axes.text(2, 1.5, "Up", color=accent, rotation=90, alpha=0.5)
        axes.annotate("There", (1, 1), (3, 2), color=accent, arrowprops={"arrowstyle": "->", "color": ink})
    return drawing


def pixels(drawing: Figure, colours: dict[str, str], left: float = 0, top: float = 0) -> "np.ndarray":
    canvas = Canvas(240, 170, 2, colours, "#ffffff")
    canvas.draw(drawing, left, top)
    return canvas.pixels.copy()


def test_painting_in_other_colours_is_drawing_in_them() -> None:
    stand_ins, shown = pixels(figure(*LIGHT), LIGHT), pixels(figure(*LIGHT.values()), {})
    assert len(np.unique(shown.view("<u4"))) > 50
    assert np.array_equal(stand_ins, shown)


def test_a_drawing_is_the_same_in_another_place_and_a_second_time() -> None:
    drawing = figure(*LIGHT)
    first = pixels(drawing, LIGHT)
    moved = pixels(drawing, LIGHT, left=24, top=26)
    assert np.array_equal(moved[52:340, 48:], first[:288, :432])
    assert np.array_equal(pixels(drawing, LIGHT), first)


class TestPng:
    def picture(self, count: int) -> "np.ndarray":
        """A picture of so many shades of one colour, most of it white."""
        canvas = np.full((64, 96, 4), 255, np.uint8)
        for shade in range(count):
            canvas[shade % 64, shade // 64 : shade // 64 + 3, :3] = (shade, shade // 2, 255 - shade)
        return canvas

    def shown(self, content: bytes) -> "np.ndarray":
        with Image.open(BytesIO(content)) as image:
            assert (image.format, image.mode) == ("PNG", "P")
            return np.asarray(image.convert("RGB")).astype(int)

    def test_few_colours_stay_as_they_are(self) -> None:
        few = self.picture(MOST - 1)
        assert np.array_equal(self.shown(png(few, ["#ffffff"], MOST)), few[..., :3])

    def test_of_many_those_of_roles_stay_and_others_come_near(self) -> None:
        many = self.picture(250)
        found = self.shown(png(many, ["#ffffff", "#4020bf", "#123456"], MOST))
        is_role = (many[..., :3] == (64, 32, 191)).all(axis=-1) | (many[..., :3] == 255).all(axis=-1)
        assert np.array_equal(found[is_role], many[is_role][:, :3])
        assert np.abs(found - many[..., :3]).max() < 16
        assert len(np.unique(found.reshape(-1, 3), axis=0)) <= MOST

    def test_the_same_picture_gives_the_same_bytes(self) -> None:
        many = self.picture(250)
        assert png(many, ["#ffffff"], MOST) == png(np.asfortranarray(many), ["#ffffff"], MOST)

    def test_texts_travel_along(self) -> None:
        content = png(self.picture(3), ["#ffffff"], MOST, {"Title": "Қазақстан", "Table": "a,b\n" * 1000})
        with Image.open(BytesIO(content)) as image:
            assert image.text == {"Title": "Қазақстан", "Table": "a,b\n" * 1000}
