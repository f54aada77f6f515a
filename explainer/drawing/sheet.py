"""A chart as a picture of its own: title, subtitle, drawing, note and sources, for those who download it."""

from collections.abc import Mapping
from dataclasses import dataclass

from matplotlib.figure import Figure

from explainer.drawing.artboard import SMALL, WIDTHS, wrap
from explainer.drawing.canvas import Canvas
from explainer.drawing.png import png
from explainer.drawing.reading import Reading

MARGIN = 24.0
TITLE = 18.0
LEADING = 1.35
#: Pixels of a PNG for each pixel of the board.
SCALE = 2
#: Colours of a PNG: flat colours and their soft edges need no more, and the file is a fifth the size.
COLOURS = 42


@dataclass(frozen=True)
class Line:
    """A line of text on the sheet: words, size, role, and the height of its baseline from the sheet's top."""

    words: str
    size: float
    role: str
    bold: bool
    baseline: float


@dataclass(frozen=True)
class Sheet:
    """Where everything stands, in pixels: the lines of text, and the top of a drawing of `drawing_height`."""

    lines: tuple[Line, ...]
    drawing_top: float
    width: float
    height: float


def lay_out(reading: Reading, source_line: str, drawing_height: float) -> Sheet:
    """Put title and subtitle above a drawing, note and sources below it."""
    inner = float(WIDTHS["wide"])
    lines: list[Line] = []
    y = MARGIN
    y = _add(lines, reading.title, TITLE, "ink", y, inner, bold=True)
    y = _add(lines, reading.subtitle, SMALL + 1, "muted", y + 4, inner)
    drawing_top = float(round(y + 14))  # on whole pixels, where the drawing's straight edges are sharp
    y = drawing_top + drawing_height + 10
    for text in (reading.note, source_line):
        if text:
            y = _add(lines, text, SMALL, "muted", y + 2, inner)
    return Sheet(tuple(lines), drawing_top, inner + 2 * MARGIN, float(round(y + MARGIN)))


def _add(
    lines: list[Line], text: str, size: float, role: str, top: float, width: float, *, bold: bool = False
) -> float:
    for words in wrap(text, width, size, bold=bold):
        lines.append(Line(words, size, role, bold, top + size))
        top += size * LEADING
    return top


def draw_sheet(sheet: Sheet, colours: Mapping[str, str]) -> Figure:
    """The sheet without its drawing, as a figure."""
    figure = Figure(figsize=(sheet.width / 72, sheet.height / 72), facecolor="none")
    for line in sheet.lines:
        figure.text(
            MARGIN / sheet.width,
            1 - line.baseline / sheet.height,
            line.words,
            size=line.size,
            color=colours[line.role],
            weight="bold" if line.bold else "normal",
        )
    return figure


def png_of(
    sheet: Sheet, frame: Figure, drawing: Figure, colours: Mapping[str, str], ground: str, texts: Mapping[str, str]
) -> bytes:
    """A picture with the drawing in its place on the sheet.

    It is painted in `colours`, by what was drawn in, on the colour of the `ground`. It carries `texts` by keyword,
    compressed, so that a picture that travels alone brings what it was drawn from.
    """
    canvas = Canvas(sheet.width, sheet.height, SCALE, colours, ground)
    canvas.draw(frame)
    canvas.draw(drawing, left=MARGIN, top=sheet.drawing_top)
    return png(canvas.pixels, colours.values(), COLOURS, texts)
