"""Drawings laid out from the top down, in pixels: text, lines and marks are planned first, since the height follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from explainer.drawing.artboard import LABEL, SMALL, Artboard, wrap

#: Height of a line of text.
LINE = 15.0

Point = tuple[float, float]
Align = Literal["left", "center", "right"]

#: The corners of each shape that a mark can have, in pixels right of and below its middle.
SHAPES: Mapping[str, Sequence[Point]] = {
    "square": ((-6, -6), (6, -6), (6, 6), (-6, 6)),
    "diamond": ((0, -7), (7, 0), (0, 7), (-7, 0)),
    "triangle": ((0, -7), (7, 5), (-7, 5)),
    "dash": ((-6, -1), (6, -1), (6, 1), (-6, 1)),
}


@dataclass(frozen=True)
class Mark:
    """A category's mark: what it means in the key, its shape (one of `SHAPES`, or a letter), and its colour role."""

    label: str
    shape: str
    role: str
    filled: bool = True


class _TextLook(NamedTuple):
    role: str
    size: float
    bold: bool
    align: Align
    upright: bool


class _PathLook(NamedTuple):
    fill: str
    line: str
    width: float


@dataclass
class Plan:
    """What is to be drawn, in pixels right of and below the top left corner.

    `y` is where the next line of text goes; when all is planned, the height of the drawing. Things that look alike are
    drawn together, which keeps the drawing's file small.
    """

    board: Artboard
    y: float = 0
    _texts: dict[_TextLook, list[tuple[str, float, float]]] = field(default_factory=dict)
    _lines: dict[_PathLook, list[Sequence[Point]]] = field(default_factory=dict)
    _areas: dict[_PathLook, list[Sequence[Point]]] = field(default_factory=dict)

    def write(self, words: str, x: float, width: float, *, role: str = "ink", bold: bool = False) -> None:
        """Words from x on, in as many lines as they need; bold ones are a little larger."""
        for line in wrap(words, width, LABEL if bold else SMALL, bold=bold):
            self.put(line, x, self.y + LINE / 2, role=role, bold=bold, size=LABEL if bold else SMALL)
            self.y += LINE

    def put(
        self,
        words: str,
        x: float,
        y: float,
        *,
        role: str = "ink",
        size: float = SMALL,
        bold: bool = False,
        align: Align = "left",
        upright: bool = False,
    ) -> None:
        """Words on one line, the middle of its height at y; `upright` ones read upwards from y."""
        self._texts.setdefault(_TextLook(role, size, bold, align, upright), []).append((words, x, y))

    def line(self, points: Sequence[Point], role: str, width: float = 1) -> None:
        """A line through points, below all areas and marks."""
        self._lines.setdefault(_PathLook("none", role, width), []).append(points)

    def area(self, corners: Sequence[Point], role: str, *, filled: bool = True) -> None:
        """An area in a colour, or in that of the page with an outline in the colour."""
        look = _PathLook(role, "none", 0) if filled else _PathLook("surface", role, 1.5)
        self._areas.setdefault(look, []).append([*corners, corners[0]])

    def mark(self, mark: Mark, x: float, y: float) -> None:
        """A mark with its middle at this point."""
        if mark.shape in SHAPES:
            corners = [(x + right, y + down) for right, down in SHAPES[mark.shape]]
            self.area(corners, mark.role, filled=mark.filled)
        else:
            self.put(mark.shape, x, y, role=mark.role, align="center")

    def draw(self) -> Axes:
        """Draw it on axes whose units are the pixels."""
        axes = self.board.axes(self.y)
        axes.set_axis_off()
        axes.set_xlim(0, self.board.width)
        axes.set_ylim(self.y, 0)
        for path_look, paths in (*self._lines.items(), *self._areas.items()):
            self._draw_paths(axes, path_look, paths)
        for look, texts in self._texts.items():
            for words, x, y in texts:
                axes.text(
                    x,
                    y,
                    words,
                    size=look.size,
                    weight="bold" if look.bold else "normal",
                    color=self.board.colour(look.role),
                    rotation=90 if look.upright else 0,
                    ha="center" if look.upright else look.align,
                    va="bottom" if look.upright else "center_baseline",
                )
        return axes

    def _draw_paths(self, axes: Axes, look: _PathLook, paths: Sequence[Sequence[Point]]) -> None:
        """Paths that look alike, as one."""
        joined = Path.make_compound_path(*(Path(points, closed=points[0] == points[-1]) for points in paths))
        fill, line = ("none" if role == "none" else self.board.colour(role) for role in (look.fill, look.line))
        axes.add_patch(PathPatch(joined, facecolor=fill, edgecolor=line, linewidth=look.width, clip_on=False))
