"""Drawings laid out from the top down, in pixels: text, lines and marks are planned first, since the height follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from explainer.drawing.artboard import LINE, SMALL, Artboard, wrap

__all__ = ["SHAPES", "Align", "Mark", "Plan", "Point"]

#: A place: pixels right of and below the top left corner.
Point = tuple[float, float]
#: Which part of words stands at their place.
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
    """A category's mark: its `label` in the key, its `shape` (one of `SHAPES`, or a letter), and its colour `role`.

    One that is not `filled` is an outline.
    """

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
    dashes: tuple[float, float] | None = None


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

    def write(
        self, words: str, x: float, width: float, *, role: str = "ink", size: float = SMALL, bold: bool = False
    ) -> None:
        """The `words` from `x` on, in as many lines as they need, none wider than `width`.

        `role`, `size` and `bold` are how they look.
        """
        for line in wrap(words, width, size, bold=bold):
            self.put(line, x, self.y + LINE / 2, role=role, size=size, bold=bold)
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
        """The `words` on one line at `x`, the middle of its height at `y`; `upright` ones read upwards from there.

        `role`, `size` and `bold` are how they look; `align` says which part of them is at `x`.
        """
        self._texts.setdefault(_TextLook(role, size, bold, align, upright), []).append((words, x, y))

    def line(
        self, points: Sequence[Point], role: str, width: float = 1, *, dashes: tuple[float, float] | None = None
    ) -> None:
        """A line through `points`, in the colour `role`, `width` pixels wide, below all areas and marks.

        `dashes` are the lengths of a dash and of a gap.
        """
        self._lines.setdefault(_PathLook("none", role, width, dashes), []).append(points)

    def area(self, corners: Sequence[Point], role: str, *, outline: str = "none") -> None:
        """An area between `corners` in the colour `role`, perhaps with a thin `outline` in another."""
        self._areas.setdefault(_PathLook(role, outline, 1), []).append([*corners, corners[0]])

    def rectangle(
        self, left: float, top: float, width: float, height: float, role: str, *, outline: str = "none"
    ) -> None:
        """A rectangle from `left` and `top` on, of this `width` and `height`, in the colour `role`.

        An `outline` stands within it.
        """
        inset = 0 if outline == "none" else 0.5
        left, top, right, bottom = left + inset, top + inset, left + width - inset, top + height - inset
        self.area([(left, top), (right, top), (right, bottom), (left, bottom)], role, outline=outline)

    def mark(self, mark: Mark, x: float, y: float) -> None:
        """A mark with its middle at `x` and `y`."""
        if mark.shape in SHAPES:
            corners = [(x + right, y + down) for right, down in SHAPES[mark.shape]]
            fill, outline = (mark.role, "none") if mark.filled else ("surface", mark.role)
            self.area(corners, fill, outline=outline)
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
        dashes = (0.0, tuple(length / look.width for length in look.dashes)) if look.dashes else "solid"
        axes.add_patch(
            PathPatch(joined, facecolor=fill, edgecolor=line, linewidth=look.width, linestyle=dashes, clip_on=False)
        )
