"""Points, rectangles, rings and curves, in pixels, y downwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> "Box":
        """The smallest one that holds all points."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    def meets(self, other: "Box") -> bool:
        """Whether the two have an inner point in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


def overlap(one: Sequence[Point], other: Sequence[Point]) -> float:
    """How far two rectangles, given by corners of which the first two follow, reach into each other; 0 if apart.

    Convex shapes are apart when a line that is parallel to one of their sides has them on its two sides.
    """
    least = float("inf")
    for corners in (one, other):
        start = corners[0]
        for end in corners[1:3]:
            x, y = end[0] - start[0], end[1] - start[1]
            length = hypot(x, y)
            if length:
                spans = [[(px * x + py * y) / length for px, py in each] for each in (one, other)]
                least = min(least, min(map(max, spans)) - max(map(min, spans)))
    return max(least, 0.0)


def is_inside(point: Point, rings: Iterable[Sequence[Point]]) -> bool:
    """Whether rings, filled by the rule that SVG follows unless told otherwise, cover a point."""
    return sum(_turns(*point, ring) for ring in rings) != 0


def _turns(x: float, y: float, ring: Sequence[Point]) -> int:
    """How often a ring winds around a point."""
    turns = 0
    for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y0 <= y) != (y1 <= y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            turns += 1 if y1 > y0 else -1
    return turns


def on_curve(points: Sequence[Point], part: float) -> Point:
    """The point of a Bézier curve at a part of it, from 0 to 1 (de Casteljau)."""
    while len(points) > 1:
        points = [(a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part) for a, b in pairwise(points)]
    return points[0]
