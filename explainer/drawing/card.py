"""A page's card: the picture that is shown where its address is shared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib import rcParams
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.patches import Circle, Rectangle
from matplotlib.transforms import Affine2D

from explainer.drawing.artboard import shorten, text_width, wrap
from explainer.drawing.canvas import Canvas
from explainer.drawing.png import png

if TYPE_CHECKING:
    from explainer.cards import Card

#: Width and height in pixels, as those who show cards expect them.
WIDTH, HEIGHT = 1200, 630
MARGIN = 56.0
#: The column of words beside a chart, and the distance between the two.
COLUMN, GUTTER = 440.0, 48.0
SMALL, LEADING = 19.0, 1.25
#: Sizes of the text beneath the title: the first at which it fits.
TEXT_SIZES = (25.0, 22.0, 19.0)
TOP = MARGIN + 52  # below the site's name
BOTTOM = HEIGHT - 84  # above sources and edition
#: No chart is enlarged more or made smaller to fit: of one that is taller, the upper part is shown in its own size.
LARGEST, SMALLEST = 1.7, 0.75
#: Pixels over which a chart fades out that does not end on the card.
FADE = 70
#: Colours of the picture.
COLOURS = 28
#: The mark in a square of 16: its bars as left, top, width, height and role; its dot as middle and radius.
BARS = ((1, 1, 9, 4, "series-4"), (1, 6, 14, 4, "accent"), (1, 11, 5, 4, "series-4"))
DOT = (10.5, 13, 2)
#: Size of the mark where it fills the place of a chart.
EMBLEM = 260.0


class Box(NamedTuple):
    """A rectangle, in pixels right of and below the card's top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Heading:
    """Lines of the title and of the text beneath it with their sizes, and where they end."""

    title: Sequence[str]
    size: float
    text: Sequence[str]
    text_size: float
    bottom: float


def draw_card(card: "Card", colours: Mapping[str, str], drawings: Sequence[Figure]) -> bytes:
    """A card as PNG: its words, and of a chart's drawings the one that can stand largest, beneath or beside them."""
    full = WIDTH - 2 * MARGIN
    if not drawings:
        figure = _words(card, colours, _heading(card, full - EMBLEM, (64, 56, 48, 42), 4))
        _mark(figure, dict.fromkeys(colours, colours["soft"]), WIDTH - MARGIN - EMBLEM, BOTTOM - EMBLEM, EMBLEM)
        return png(_pixels(figure, 1, colours["surface"]), colours.values(), COLOURS)
    above = _heading(card, full, (46, 42, 38, 34), 3)
    beside = _heading(card, COLUMN, (42, 38, 35, 32, 29, 26), 8)
    left = MARGIN + COLUMN + GUTTER
    areas = {
        above: Box(MARGIN, above.bottom + 20, full, BOTTOM - above.bottom - 20),
        beside: Box(left, TOP - 40, WIDTH - MARGIN - left, BOTTOM - TOP + 40),
    }
    heading, drawing = max(
        ((heading, drawing) for heading in areas for drawing in drawings),
        key=lambda pair: _fit(pair[1], areas[pair[0]]),
    )
    words = _pixels(_words(card, colours, heading), 1, colours["surface"])
    return png(_inlaid(words, drawing, areas[heading]), colours.values(), COLOURS)


def _heading(card: "Card", width: float, sizes: Sequence[float], most: int) -> Heading:
    """Title and text in a column, both as large as they can be; a text that does not fit whole is left out."""
    title = drawable(card.title) or drawable(card.site)
    size = next((each for each in sizes if _fits(title, width, each, most)), sizes[-1])
    lines = _lines(title, width, size, most)
    bottom = TOP + len(lines) * size * LEADING
    for text_size in TEXT_SIZES:
        text = wrap(drawable(card.text), width, text_size, breaks=False)
        end = bottom + 14 + len(text) * text_size * LEADING
        if text and end <= BOTTOM and len(text) <= 2 * most and _widest(text, text_size) <= width:
            return Heading(tuple(lines), size, tuple(text), text_size, end)
    return Heading(tuple(lines), size, (), TEXT_SIZES[0], bottom)


def _fits(words: str, width: float, size: float, most: int) -> bool:
    lines = wrap(words, width, size, bold=True, breaks=False)
    return len(lines) <= most and _widest(lines, size, bold=True) <= width


def _widest(lines: Iterable[str], size: float, *, bold: bool = False) -> float:
    return max((text_width(line, size, bold=bold) for line in lines), default=0)


def _lines(words: str, width: float, size: float, most: int) -> list[str]:
    """At most so many bold lines, none wider than the column; what is left out is marked by an ellipsis."""
    lines = wrap(words, width, size, bold=True, breaks=False)
    lines = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
    return [shorten(line, width, size, bold=True) for line in lines]


def _words(card: "Card", colours: Mapping[str, str], heading: Heading) -> Figure:
    """The card without its chart."""
    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), facecolor="none")

    def put(words: str, y: float, size: float, role: str, *, x: float = MARGIN, **look: Any) -> None:
        figure.text(x / WIDTH, 1 - y / HEIGHT, words, size=size, color=colours[role], **look)

    _shape(figure, Rectangle((0, 0), WIDTH, 10, color=colours["accent"], linewidth=0))
    _mark(figure, colours, MARGIN, 42, 30)
    put(shorten(drawable(card.site), 900, SMALL, bold=True), 64, SMALL, "muted", x=MARGIN + 42, weight="bold")
    y = TOP + heading.size * 0.9
    for line in heading.title:
        put(line, y, heading.size, "ink", weight="bold")
        y += heading.size * LEADING
    y = TOP + len(heading.title) * heading.size * LEADING + 14 + heading.text_size * 0.9
    for line in heading.text:
        put(line, y, heading.text_size, "muted")
        y += heading.text_size * LEADING
    edition = drawable(card.edition)
    put(edition, HEIGHT - 36, SMALL, "muted", x=WIDTH - MARGIN, ha="right")
    room = WIDTH - 2 * MARGIN - text_width(edition, SMALL) - 40
    put(shorten(drawable(card.sources), room, SMALL), HEIGHT - 36, SMALL, "muted")
    return figure


def _mark(figure: Figure, colours: Mapping[str, str], left: float, top: float, size: float) -> None:
    unit = size / 16
    for x, y, width, height, role in BARS:
        corner = (left + x * unit, top + y * unit)
        _shape(figure, Rectangle(corner, width * unit, height * unit, color=colours[role], linewidth=0))
    across, down, radius = DOT
    middle = (left + across * unit, top + down * unit)
    _shape(figure, Circle(middle, radius * unit, color=colours["accent"], linewidth=0))


def _shape(figure: Figure, shape: Any) -> None:
    """Add a shape that is given in pixels right of and below the top left corner."""
    shape.set_transform(Affine2D().scale(1 / WIDTH, -1 / HEIGHT).translate(0, 1) + figure.transFigure)
    figure.add_artist(shape)


def _fit(drawing: Figure, area: Box) -> float:
    """How much a drawing can be enlarged to fill an area."""
    width, height = drawing.get_size_inches() * 72
    return float(min(area.width / width, area.height / height, LARGEST))


def _inlaid(card: "np.ndarray", drawing: Figure, area: Box) -> "np.ndarray":
    """The card with a drawing in an area of it; what would reach below the area fades out."""
    fit = _fit(drawing, area)
    scale = fit if fit >= SMALLEST else min(1, area.width / (drawing.get_size_inches()[0] * 72))
    inlay = _pixels(drawing, scale).astype(float)
    end = round(area.height)
    if len(inlay) > end + 1:
        inlay = inlay[:end]
        inlay[-FADE:, :, 3] *= np.linspace(1, 0, FADE)[:, None]
    top, left = round(area.top), round(area.left)
    place = card[top : top + len(inlay), left : left + inlay.shape[1]]
    inlay = inlay[: place.shape[0], : place.shape[1]]
    alpha = inlay[..., 3:] / 255
    place[..., :3] = np.round(inlay[..., :3] * alpha + place[..., :3] * (1 - alpha))
    return card


def _pixels(figure: Figure, scale: float, ground: str = "none") -> "np.ndarray":
    width, height = figure.get_size_inches() * 72
    canvas = Canvas(width, height, scale, {}, ground)
    canvas.draw(figure)
    return canvas.pixels


def drawable(words: str) -> str:
    """The words without the characters that no font has: an empty box in their place would tell nobody anything."""
    known = _letters(tuple(rcParams["font.family"]))
    return " ".join("".join(letter for letter in words if letter == " " or ord(letter) in known).split())


@cache
def _letters(families: tuple[str, ...]) -> frozenset[int]:
    fonts: list[Any] = [get_font(findfont(FontProperties(family=family))) for family in families]
    return frozenset(letter for font in fonts for letter in font.get_charmap())
