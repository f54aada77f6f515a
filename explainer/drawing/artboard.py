"""The boards that charts are drawn on, and the measuring of text.

One unit is one CSS pixel: a board of 720 units fills 720 pixels. Text is measured with DejaVu Sans, which is wider
than the fonts that readers' systems use, so what fits here fits there.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sized
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Literal
from unicodedata import category

from babel.dates import get_month_names
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from explainer.data.dates import PartialDate
from explainer.data.models import Value
from explainer.drawing.fonts import FAMILY
from explainer.drawing.words import room
from explainer.errors import ExplainerError
from explainer.numbers import format_partial_date, format_value

__all__ = ["GAP", "LABEL", "LINE", "SMALL", "WIDTHS", "Artboard", "BoardName", "shorten", "text_width", "wrap"]

#: The names of the boards: one for a screen, one for a narrow screen.
BoardName = Literal["wide", "phone"]

#: Width of each board in pixels.
WIDTHS: Mapping[BoardName, int] = {"wide": 720, "phone": 358}

#: Sizes of text in pixels, the height of a line of it, and the distance between things that belong together.
LABEL = 13.0
SMALL = 12.0
LINE = 16.0
GAP = 8.0

#: matplotlib's settings for every chart: real text, stable ids, no frame.
STYLE = {
    "font.family": [FAMILY],
    "font.size": LABEL,
    "svg.fonttype": "none",
    "text.parse_math": False,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.spines.bottom": False,
    "axes.axisbelow": True,
    "lines.solid_capstyle": "round",
    "figure.dpi": 72,
    "savefig.dpi": 72,
}


@dataclass
class Artboard:
    """A board to draw on; its `name` is `wide` for a screen, `phone` for a narrow one.

    `colours` maps each role to a colour that matplotlib understands; the `locale` decides how values are written.
    `axes()` gives the drawing area; its figure is kept in `figure`.
    """

    name: BoardName
    colours: Mapping[str, str]
    locale: str
    figure: Figure | None = field(default=None, init=False)

    @property
    def is_phone(self) -> bool:
        """Whether the board is the narrow one."""
        return self.name == "phone"

    @property
    def width(self) -> int:
        """Width in pixels."""
        return WIDTHS[self.name]

    def colour(self, role: str) -> str:
        """The colour of a `role`. Raises `KeyError` when the stylesheet defines no such role."""
        return self.colours[role]

    def axes(self, height: float, *, left: float = 0, right: float = 0, top: float = 0, bottom: float = 0) -> Axes:
        """A figure of this board's width and of `height` pixels, with axes inside the margins.

        These are in pixels too: `left`, `right`, `top`, `bottom`.
        """
        self.figure = Figure(figsize=(self.width / 72, height / 72), facecolor="none")
        return self._add(self.figure, height, (left, right, top, bottom))

    def head(self, height: float) -> Axes:
        """Further axes on the upper `height` pixels of the figure that `axes` gave, which must be free."""
        assert self.figure is not None
        whole = round(self.figure.get_figheight() * 72)
        return self._add(self.figure, whole, (0, 0, 0, whole - height))

    def _add(self, figure: Figure, height: float, margins: tuple[float, float, float, float]) -> Axes:
        left, right, top, bottom = margins
        area = (
            left / self.width,
            bottom / height,
            (self.width - left - right) / self.width,
            (height - top - bottom) / height,
        )
        axes = figure.add_axes(area, facecolor="none")
        axes.tick_params(labelsize=SMALL, labelcolor=self.colour("muted"), bottom=False, left=False, pad=6)
        return axes

    def date(self, date: object) -> str:
        """A cell that holds a `date` in words; an empty one is the empty string."""
        return format_partial_date(date, self.locale) if isinstance(date, PartialDate) else ""

    def months(self) -> list[str]:
        """The twelve months by their initials."""
        return [get_month_names("narrow", "stand-alone", self.locale)[month] for month in range(1, 13)]

    def value(self, value: Value | int, unit: str, decimals: int | None = None) -> str:
        """A `value` in its `unit` as readers see it, for labels; `decimals` rounds it."""
        return format_value(Decimal(value) if isinstance(value, int) else value, unit, self.locale, decimals)


def require(things: Sized, what: str) -> None:
    """Refuse to draw nothing: raises `ExplainerError` when there are no things of this kind, such as `bars`."""
    if not things:
        raise ExplainerError(f"it has no {what} to draw – leave it out as long as there is no data for it")


def text_width(text: str, size: float = LABEL, *, bold: bool = False) -> float:
    """Width of a line of `text` in pixels, in this `size`, perhaps `bold`."""
    return room(text, _font(tuple(rcParams["font.family"]), size, bold=bold)).width


@cache
def _font(families: tuple[str, ...], size: float, *, bold: bool) -> FontProperties:
    return FontProperties(family=families, size=size, weight="bold" if bold else "normal")


def shorten(text: str, width: float, size: float = LABEL, *, bold: bool = False) -> str:
    """The `text`, or as much of it as fits into `width` pixels with an ellipsis, in this `size`, perhaps `bold`."""
    if len(text) <= width and text_width(text, size, bold=bold) <= width:
        return text
    lengths = range(int(width))  # no letter is narrower than a pixel
    fitting = bisect_right(lengths, width, key=lambda length: text_width(f"{text[:length]}…", size, bold=bold))
    return f"{text[: max(fitting - 1, 0)].rstrip()}…"


def wrap(text: str, width: float, size: float = LABEL, *, bold: bool = False, breaks: bool = True) -> list[str]:
    """The `text` in lines that are at most `width` pixels wide, measured in this `size`, perhaps `bold`.

    A single word that is longer goes on in the next line or, if nothing `breaks` words, has a line of its own.
    """
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, bold=bold) <= width:
            lines[-1] += f" {word}"
        else:
            lines += _broken(word, width, size, bold=bold) if breaks else [word]
    return lines


def _broken(word: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    """A word in pieces that are at most `width` pixels wide, or else of a single letter with its marks."""
    while text_width(word, size, bold=bold) > width:
        ends = [end for end in range(1, len(word)) if not category(word[end]).startswith("M")]
        if not ends:
            break
        fitting = bisect_right(ends, width, key=lambda end: text_width(word[:end], size, bold=bold))
        end = ends[max(fitting - 1, 0)]
        yield word[:end]
        word = word[end:]
    yield word
