"""Areas of a map, filled by classes and labelled, in an equal-area projection that suits their place on the globe."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians, sin, sqrt
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from explainer.data.maps import Boundaries, Point, Ring
from explainer.drawing.artboard import SMALL, Artboard
from explainer.drawing.marks import GAP, note

#: How far, in pixels, a simplified outline may stray from the true one.
TOLERANCE = 1.5
LEADING = 14.0
SWATCH = 14.0


@dataclass(frozen=True)
class Class:
    """A class of values: what it is called in the key, the colour role of its areas, and that of words on them."""

    label: str
    role: str
    ink: str = "ink"


@dataclass(frozen=True)
class Area:
    """What is shown of an area: its class and the lines of its label, `offset` pixels (right, up) from its middle.

    With a `leader` the label stands outside, joined to the area by a line.
    """

    key: str
    shown: Class
    lines: Sequence[str]
    offset: tuple[float, float] = (0, 0)
    leader: bool = False


def areas(
    board: Artboard, boundaries: Boundaries, shown: Sequence[Area], classes: Sequence[Class], *, key_at: Point
) -> Axes:
    """The areas as large as the board allows, and the key of their classes at a point from the upper left corner.

    Areas are drawn in the order given, so those that lie within others come last.
    """
    place, height = _fitted(boundaries, board.width)
    outlines = [[place(ring) for ring in boundaries.feature(area.key).rings] for area in shown]
    axes = board.axes(height)
    axes.set_axis_off()
    axes.set_xlim(0, board.width)
    axes.set_ylim(height, 0)
    for area, rings in zip(shown, outlines, strict=True):
        look: dict[str, Any] = {"edgecolor": board.colour("ink" if area.leader else "surface"), "linewidth": 1}
        axes.add_patch(PathPatch(_path(rings), facecolor=board.colour(area.shown.role), clip_on=False, **look))
    for area, rings in zip(shown, outlines, strict=True):
        _label(axes, board, area, _middle(max(rings, key=lambda ring: abs(_surface(ring)))))
    _key(axes, board, classes, key_at)
    return axes


def _fitted(boundaries: Boundaries, width: float) -> tuple[Callable[[Ring], list[Point]], int]:
    """A function from degrees to pixels on a board of this width, and the height that the map then has."""
    points = [point for feature in boundaries.features for ring in feature.rings for point in ring]
    project = _conic(points)
    flat = [project(point) for point in points]
    left, top = min(x for x, _ in flat), max(y for _, y in flat)
    scale = (width - 2) / (max(x for x, _ in flat) - left)

    def place(ring: Ring) -> list[Point]:
        return [(1 + (x - left) * scale, 1 + (top - y) * scale) for x, y in map(project, ring)]

    return place, round((top - min(y for _, y in flat)) * scale) + 2


def _conic(points: Sequence[Point]) -> Callable[[Point], Point]:
    """Albers' equal-area projection, its standard parallels a sixth of the height from the lower and upper edge."""
    south, north = min(y for _, y in points), max(y for _, y in points)
    lower, upper = (radians(south + (north - south) * part) for part in (1 / 6, 5 / 6))
    middle = (min(x for x, _ in points) + max(x for x, _ in points)) / 2
    n = (sin(lower) + sin(upper)) / 2
    constant = cos(lower) ** 2 + 2 * n * sin(lower)

    def project(point: Point) -> Point:
        radius = sqrt(constant - 2 * n * sin(radians(point[1]))) / n
        angle = n * radians(point[0] - middle)
        return radius * sin(angle), -radius * cos(angle)

    return project


def _path(rings: Sequence[Sequence[Point]]) -> Path:
    """Rings as one path with few points in whole pixels; a ring too small for an outline is left out."""
    simple = [[(round(x), round(y)) for x, y in _simplified(ring)] for ring in rings]
    return Path.make_compound_path(*(Path(ring, closed=True) for ring in simple if len(ring) > 3))


def _simplified(points: Sequence[Point]) -> list[Point]:
    """The points without those that lie closer than `TOLERANCE` to the line between the others (Douglas–Peucker)."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = hypot(x1 - x0, y1 - y0)

    def distance(point: Point) -> float:
        x, y = point
        return (
            abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length if length > TOLERANCE else hypot(x - x0, y - y0)
        )

    far = max(range(len(points)), key=lambda index: distance(points[index]))
    if distance(points[far]) <= TOLERANCE or not 0 < far < len(points) - 1:
        return [points[0], points[-1]]
    return _simplified(points[: far + 1])[:-1] + _simplified(points[far:])


def _surface(ring: Sequence[Point]) -> float:
    """The signed area within a ring."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2


def _middle(ring: Sequence[Point]) -> Point:
    """The centre of gravity of the area within a ring."""
    sides = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(ring)]
    whole = 6 * _surface(ring)
    return sum((a[0] + b[0]) * part for a, b, part in sides) / whole, sum(
        (a[1] + b[1]) * part for a, b, part in sides
    ) / whole


def _label(axes: Axes, board: Artboard, area: Area, middle: Point) -> None:
    right, up = area.offset
    x, y = middle[0] + right, middle[1] - up
    if area.leader:
        for role, width in (("surface", 3), ("ink", 1)):
            axes.plot([middle[0], x], [middle[1], y], color=board.colour(role), linewidth=width, clip_on=False)
        y += LEADING * len(area.lines) / 2 * (-1 if up > 0 else 1)
    for index, words in enumerate(area.lines):
        down = LEADING * (index - (len(area.lines) - 1) / 2)
        role = "ink" if area.leader else area.shown.ink
        bold = index == len(area.lines) - 1
        note(axes, board, words, (x, y + down), role=role, size=SMALL, bold=bold, align="center")


def _key(axes: Axes, board: Artboard, classes: Sequence[Class], corner: Point) -> None:
    left, top = corner
    for index, each in enumerate(classes):
        y = top + (SWATCH + GAP / 2) * (index + 0.5)
        look: dict[str, Any] = {"color": board.colour(each.role), "edgecolor": board.colour("muted"), "linewidth": 0.5}
        axes.barh(y, 2 * SWATCH, left=left, height=SWATCH, **look)
        note(axes, board, each.label, (left + 2 * SWATCH + GAP, y), size=SMALL)
