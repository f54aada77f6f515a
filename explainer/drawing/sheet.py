"""A chart as a picture of its own: title, subtitle, drawing, note and sources, for those who download it."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

import numpy as np
from deflate import zlib_compress
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from explainer.drawing.artboard import SMALL, WIDTHS, wrap
from explainer.drawing.reading import Reading

MARGIN = 24.0
TITLE = 18.0
LEADING = 1.35
#: Pixels of a PNG for each pixel of the board.
SCALE = 2
#: Colours of a PNG's palette: few flat colours and their soft edges need no more, and the file is a fifth the size.
COLOURS = 64
#: What stands between keyword and text in a PNG's chunk of text: it is deflated, and in no language in particular.
ITXT_COMPRESSED = b"\0\1\0\0\0"


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
    drawing_top = y + 14
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


def draw_sheet(sheet: Sheet, colours: Mapping[str, str], background: str) -> Figure:
    """The sheet without its drawing, as a figure."""
    figure = Figure(figsize=(sheet.width / 72, sheet.height / 72), facecolor=background)
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


def svg_of(figure: Figure) -> str:
    """A figure as matplotlib's SVG, without date or program in it."""
    out = StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def png_of(sheet: Sheet, frame: Figure, drawing: Figure, texts: Mapping[str, str]) -> bytes:
    """A picture with the drawing in its place on the sheet; both are drawn in the same colours.

    It carries `texts` by keyword, compressed, so that a picture that travels alone brings what it was drawn from.
    """
    pixels, inlay = _pixels(frame), _pixels(drawing)
    top, left = round(sheet.drawing_top * SCALE), round(MARGIN * SCALE)
    area = pixels[top : top + inlay.shape[0], left : left + inlay.shape[1]]
    alpha = inlay[..., 3:].astype(float) / 255
    area[...] = np.round(inlay * alpha + area * (1 - alpha)).astype(np.uint8)
    area[..., 3] = 255
    carried = PngInfo()
    for keyword, text in texts.items():  # with a compressor that gives the same bytes on every machine
        carried.add(b"iTXt", keyword.encode("latin-1") + ITXT_COMPRESSED + zlib_compress(text.encode()))
    out = BytesIO()
    Image.fromarray(pixels[..., :3]).quantize(COLOURS).save(out, format="png", optimize=True, pnginfo=carried)
    return out.getvalue()


def _pixels(figure: Figure) -> "np.ndarray":
    figure.set_dpi(72 * SCALE)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return np.array(canvas.buffer_rgba())
