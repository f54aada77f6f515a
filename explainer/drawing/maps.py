"""Areas of a map, filled by classes and labelled, in an equal-area projection that suits their place on the globe."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from math import cos, radians, sin, sqrt

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from explainer.data.maps import Boundaries, Point
from explainer.drawing.artboard import GAP, LINE, SMALL, Artboard
from explainer.drawing.marks import note

__all__ = ["Area", "Class", "areas", "areas_in_head", "head_height"]

#: The smallest part of an area, in square pixels, that an outline shows.
DETAIL = 8.0
#: From one line of a label to the next, closer than elsewhere since areas are small; room above and below the map for
#: labels that stand outside.
LEADING = 14.0
TOP, BOTTOM = 36, 8
#: Height of a colour in the key, and of the whole key where it is a line.
SWATCH = 14.0
KEY = 64.0


@dataclass(frozen=True)
class Class:
    """A class of values: its `label` in the key, its lower `limit` in words, and the colour `role` of its areas.

    A `pale` one takes words in the colour of ink, and an outline, since it hardly stands out from the page.
    """

    label: str
    limit: str
    role: str
    pale: bool

    @property
    def edge(self) -> str:
        """The colour role of the outline."""
        return "muted" if self.pale else "surface"

    @property
    def ink(self) -> str:
        """The colour role of words."""
        return "ink" if self.pale else "surface"


@dataclass(frozen=True)
class Area:
    """What is shown of the area `key`: its class, and the `lines` of its label.

    These stand `offset` pixels (right, up) from the middle of the area. With a `leader` the label stands outside,
    above or below the end of a line from the area. An `inset` area lies within another and is drawn over it.
    """

    key: str
    shown: Class
    lines: Sequence[str]
    offset: tuple[float, float] = (0, 0)
    leader: bool = False
    inset: bool = False


def areas(
    board: Artboard,
    boundaries: Boundaries,
    shown: Sequence[Area],
    classes: Sequence[Class],
    *,
    key_at: Point,
    around: Mapping[str, Point],
) -> Axes:
    """The areas as large as the board allows, and the key of their classes: `key_at` counts from the upper left corner.

    Outlines of pale areas lie over those of others, so that they are whole. `around` are the names of what lies beyond
    the areas, by their places in degrees.
    """
    place, height = _fitted(boundaries, board.width)
    axes = board.axes(height + TOP + BOTTOM)
    _draw(axes, board, boundaries, shown)
    for words, point in around.items():
        note(axes, board, words, place(point), role="muted", size=SMALL, align="center")
    _key(axes, board, classes, key_at)
    return axes


def head_height(board: Artboard, boundaries: Boundaries) -> float:
    """The height that `areas_in_head` needs."""
    return _fitted(boundaries, board.width)[1] + TOP + KEY


def areas_in_head(board: Artboard, boundaries: Boundaries, shown: Sequence[Area], classes: Sequence[Class]) -> Axes:
    """The areas above other things that have been drawn on the board, their key in a line below them."""
    axes = board.head(head_height(board, boundaries))
    bottom = _draw(axes, board, boundaries, shown, below=KEY)
    _key_line(axes, board, classes, bottom + 1.75 * SWATCH)
    return axes


def _draw(
    axes: Axes, board: Artboard, boundaries: Boundaries, shown: Sequence[Area], *, below: float = BOTTOM
) -> float:
    """The areas and their labels, with so many pixels free below; gives the map's lower edge."""
    shown = sorted(shown, key=lambda area: (area.inset, area.shown.pale, area.shown.role))
    place, height = _fitted(boundaries, board.width)
    fixed = _meeting_points(boundaries)
    axes.set_axis_off()
    axes.set_xlim(0, board.width)
    axes.set_ylim(height + below, -TOP)
    middles = []
    for area in shown:
        rings = boundaries.feature(area.key).rings
        flat = [[place(point) for point in ring] for ring in rings]
        path = _path(
            [_simplified(points, [p in fixed for p in ring]) for points, ring in zip(flat, rings, strict=True)]
        )
        fill, edge = board.colour(area.shown.role), board.colour("ink" if area.inset else area.shown.edge)
        axes.add_patch(PathPatch(path, facecolor=fill, edgecolor=edge, linewidth=1, clip_on=False))
        middles.append(_middle(max(flat, key=lambda ring: abs(_surface(ring)))))
    _labels(axes, board, shown, middles)
    return height


def _fitted(boundaries: Boundaries, width: float) -> tuple[Callable[[Point], Point], int]:
    """A function from degrees to pixels on a board of this width, and the height that the map then has."""
    points = [point for feature in boundaries.features for ring in feature.rings for point in ring]
    project = _conic(points)
    flat = [project(point) for point in points]
    left, top = min(x for x, _ in flat), max(y for _, y in flat)
    scale = (width - 2) / (max(x for x, _ in flat) - left)

    def place(point: Point) -> Point:
        x, y = project(point)
        return 1 + (x - left) * scale, (top - y) * scale

    return place, round((top - min(y for _, y in flat)) * scale)


def _meeting_points(boundaries: Boundaries) -> set[Point]:
    """The corners at which borders meet: those whose neighbours differ from ring to ring."""
    neighbours: dict[Point, set[frozenset[Point]]] = {}
    for feature in boundaries.features:
        for ring in feature.rings:
            for before, point, after in zip([ring[-2], *ring], ring[:-1], ring[1:], strict=False):
                neighbours.setdefault(point, set()).add(frozenset((before, after)))
    return {point for point, pairs in neighbours.items() if len(pairs) > 1}


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
    """Rings as one path in whole pixels."""
    return Path.make_compound_path(*(Path([(round(x), round(y)) for x, y in ring], closed=True) for ring in rings))


def _simplified(ring: Sequence[Point], fixed: Sequence[bool]) -> list[Point]:
    """The ring without the corners that matter least: those that cut off less than `DETAIL` (Visvalingam–Whyatt).

    Where borders meet, corners are `fixed`; since what a corner cuts off does not depend on where a ring begins,
    neighbours stay together.
    """
    points, held = list(ring[:-1]), list(fixed[:-1])
    while len(points) > 3:
        corners = zip([points[-1], *points], points, [*points[1:], points[0]], strict=False)
        sizes = [abs(_surface([*corner, corner[0]])) for corner in corners]
        sizes = [DETAIL if hold else size for size, hold in zip(sizes, held, strict=True)]
        around = zip([sizes[-1], *sizes], sizes, [*sizes[1:], sizes[0]], strict=False)
        kept = [size >= DETAIL or size > before or size >= after for before, size, after in around]
        if all(kept):
            break
        points, held = list(compress(points, kept)), list(compress(held, kept))
    return [*points, points[0]]


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


def _labels(axes: Axes, board: Artboard, shown: Sequence[Area], middles: Sequence[Point]) -> None:
    """The labels' lines, the last of each bold; like beside like, which keeps the drawing small."""
    lines = []
    for area, (x, y) in zip(shown, middles, strict=True):
        at = (x + area.offset[0], y - area.offset[1])
        if area.leader:
            for role, width in (("surface", 3), ("ink", 1)):
                axes.plot([x, at[0]], [y, at[1]], color=board.colour(role), linewidth=width, clip_on=False)
        away = (-0.5 if area.offset[1] > 0 else 0.5) * area.leader * len(area.lines)
        for index, words in enumerate(area.lines):
            row = at[1] + LEADING * (index - (len(area.lines) - 1) / 2 + away)
            lines.append((index == len(area.lines) - 1, "ink" if area.leader else area.shown.ink, at[0], row, words))
    for bold, role, column, row, words in sorted(lines):
        note(axes, board, words, (column, row), role=role, size=SMALL, bold=bold, align="center")


def _key_line(axes: Axes, board: Artboard, classes: Sequence[Class], y: float) -> None:
    """The classes beside each other, rising, with the limits between them below."""
    left, width = 0.5, (board.width - 1) / len(classes)
    for index, each in enumerate(sorted(classes, key=lambda each: each.role)):
        x = left + width * index
        _swatch(axes, board, each, (x, y), width)
        note(axes, board, each.limit, (x, y), (0, -LINE), role="muted", size=SMALL, align="center")


def _key(axes: Axes, board: Artboard, classes: Sequence[Class], corner: Point) -> None:
    left, top = corner
    for index, each in enumerate(classes):
        y = top + (SWATCH + GAP / 2) * (index + 0.5)
        _swatch(axes, board, each, (left + 0.5, y), 2 * SWATCH)
        note(axes, board, each.label, (left + 2 * SWATCH + GAP, y), size=SMALL)


def _swatch(axes: Axes, board: Artboard, each: Class, at: Point, width: float) -> None:
    """A class's colour to the right of a point."""
    fill, edge = board.colour(each.role), board.colour("muted" if each.pale else each.role)
    axes.barh(at[1], width, left=at[0], height=SWATCH, color=fill, edgecolor=edge, linewidth=1)
