"""What figures are drawn on: SVG, and pixels, which several figures can share."""

from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.figure import Figure

from explainer.drawing.words import Extent, room, room_in_pixels

Rgba = tuple[float, float, float, float]


def svg_of(figure: Figure) -> str:
    """A figure as matplotlib's SVG, without date or program in it."""
    out = StringIO()
    box, whole = figure.bbox_inches, {"Date": None, "Creator": None}
    renderer: Any = _Svg(box.width * 72, box.height * 72, out, image_dpi=72, metadata=whole)  # type: ignore[no-untyped-call]
    figure.draw(renderer)
    renderer.finalize()
    return out.getvalue()


class _Svg(RendererSVG):
    """Writes SVG as matplotlib does, but measures each word once."""

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> Extent:
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-any-return,no-untyped-call]
        return room(s, prop).extent


class Canvas:
    """Pixels that figures are drawn on, one after the other; `scale` of them go to a unit of a board.

    `colours` are those to paint in, by what figures are drawn in; `ground` is the colour that they stand on, if any.
    """

    def __init__(
        self, width: float, height: float, scale: float, colours: Mapping[str, str], ground: str = "none"
    ) -> None:
        self._height = height
        self._scale = scale
        self._renderer: Any = _Agg(round(width * scale), round(height * scale), 72 * scale, colours)
        self.pixels[:] = np.rint(np.multiply(to_rgba(ground), 255)).astype(np.uint8)

    @property
    def pixels(self) -> "np.ndarray":
        """What was drawn: rows of RGBA."""
        return np.asarray(self._renderer.buffer_rgba())

    def draw(self, figure: Figure, left: float = 0, top: float = 0) -> None:
        """Draw a figure, its top left corner at this place (in units of a board)."""
        box, dpi = figure.bbox_inches.frozen(), figure.get_dpi()
        figure.set_dpi(72 * self._scale)
        bottom = (self._height - top) / 72 - box.height
        figure.bbox_inches.set_points(np.add(box.get_points(), (left / 72, bottom)))
        figure.draw(self._renderer)
        figure.bbox_inches.set_points(box.get_points())
        figure.set_dpi(dpi)


class _Agg(RendererAgg):
    """Paints as matplotlib does, but in other colours: a chart need not be made again for them."""

    def __init__(self, width: int, height: int, dpi: float, colours: Mapping[str, str]) -> None:
        super().__init__(width, height, dpi)  # type: ignore[no-untyped-call]
        self._colours: dict[tuple[float, ...], Sequence[float]] = {
            to_rgb(drawn): to_rgb(shown) for drawn, shown in colours.items()
        }
        # These are no methods of the class, but what it has set just now.
        self._plain_markers: Any = self.draw_markers
        self._plain_collection: Any = self.draw_path_collection
        self.draw_markers = self._markers  # type: ignore[assignment,method-assign]
        self.draw_path_collection = self._collection  # type: ignore[method-assign]

    def shown(self, colour: Any) -> Rgba:
        """The colour to paint in, in the place of another."""
        *parts, opacity = to_rgba(colour)
        red, green, blue = self._colours.get(tuple(parts), parts)
        return red, green, blue, opacity

    def new_gc(self) -> GraphicsContextBase:
        return _Pen(self)

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> Extent:
        def measure(words: str) -> Extent:
            return plain(words, prop, ismath)  # type: ignore[no-any-return]

        plain: Any = super().get_text_width_height_descent
        return measure(s) if ismath else room_in_pixels(s, prop, self.dpi, measure).extent

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803
        super().draw_path(gc, path, transform, self._face(rgbFace))  # type: ignore[no-untyped-call]

    def _markers(self, *given: Any) -> None:
        *others, face = given
        self._plain_markers(*others, self._face(face))

    def _collection(self, *given: Any, **more: Any) -> None:
        faces, edges = (np.reshape([self.shown(each) for each in colours], (-1, 4)) for colours in given[6:8])
        self._plain_collection(*given[:6], faces, edges, *given[8:], **more)

    def _face(self, colour: Any) -> Rgba | None:
        return None if colour is None else self.shown(colour)


class _Pen(GraphicsContextBase):
    """Draws lines and words in the colours of a renderer."""

    def __init__(self, renderer: _Agg) -> None:
        super().__init__()
        self._renderer = renderer

    def set_foreground(self, fg: Any, isRGBA: bool = False) -> None:  # noqa: ARG002, N803, FBT001, FBT002
        super().set_foreground(self._renderer.shown(fg), isRGBA=True)
