"""An SVG file as it was written: its elements with their looks, its words with their boxes, its areas with their rings.

Understands what our drawings consist of – paths in absolute coordinates, text, markers by reference, groups that share
a look or are moved – and keeps the XML for rules about anything else.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import cos, radians, sin
from pathlib import Path

from explainer.verify.font import Face, face
from explainer.verify.geometry import Box, Point, is_inside, on_curve

#: Attributes that an element takes over from the group it is in.
INHERITED = ("class", "fill", "stroke-width", "font-size", "font-weight", "text-anchor", "direction")
STEP = re.compile(r"([A-Za-z])|(-?\d+(?:\.\d+)?(?:e-?\d+)?)")
#: Numbers that follow each letter of a path.
ARITY = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "C": 6, "Z": 0}
#: Where curves are sampled, and where in a text's box we look at what is beneath it: parts of width and height.
CURVE = (0.25, 0.5, 0.75, 1.0)
SAMPLES = tuple(product((0.05, 0.275, 0.5, 0.725, 0.95), (0.1, 0.5, 0.9)))


@dataclass(frozen=True)
class Words:
    """A line of text: its words, role, size in pixels, weight, anchor (x, y), alignment and angle in degrees."""

    order: int
    words: str
    role: str
    size: float
    bold: bool
    x: float
    y: float
    anchor: str
    angle: float
    face: Face

    @cached_property
    def corners(self) -> tuple[Point, ...]:
        """The corners of what the text covers, as it is measured."""
        box = self.face.box(self.words, self.size)
        back = {"middle": box.right / 2, "end": box.right}.get(self.anchor, 0.0)
        turn = radians(self.angle)
        flat = ((x - back, y) for x in (box.left, box.right) for y in (box.top, box.bottom))
        return tuple((self.x + x * cos(turn) - y * sin(turn), self.y + x * sin(turn) + y * cos(turn)) for x, y in flat)

    @cached_property
    def box(self) -> Box:
        """The upright rectangle around the text."""
        return Box.around(self.corners)

    @property
    def samples(self) -> Iterator[Point]:
        """Points all over the text."""
        (left, top), down, right, _ = self.corners
        for along, across in SAMPLES:
            yield (
                left + along * (right[0] - left) + across * (down[0] - left),
                top + along * (right[1] - top) + across * (down[1] - top),
            )


@dataclass(frozen=True)
class Shape:
    """A path or a placed marker: the roles of its fill and stroke (empty: none), its stroke's width, and its rings."""

    order: int
    fill: str
    stroke: str
    width: float
    rings: tuple[tuple[Point, ...], ...]

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The rectangle around each ring."""
        return tuple(Box.around(ring) for ring in self.rings)

    def covers(self, point: Point) -> bool:
        """Whether the fill covers a point."""
        return is_inside(point, (ring for ring, box in zip(self.rings, self.boxes, strict=True) if box.holds(point)))


class Picture:
    """An SVG file that messages call `file`. Raises `ValueError` when it is no SVG that we could have drawn.

    `fonts` are those that a project adds for letters that the usual one lacks.
    """

    def __init__(self, file: str, text: str, fonts: tuple[Path, ...] = ()) -> None:
        self.file = file
        self._fonts = fonts
        self.text = text
        try:
            self.root = ET.fromstring(text)  # noqa: S314 – expat refuses entities that grow without bound
            for element in self.root.iter():
                element.tag = str(element.tag).rpartition("}")[2]
            self.width, self.height = (float(number) for number in self.root.attrib["viewBox"].split()[2:])
            self._definitions = {
                str(each.get("id")): rings_of(each.get("d", "")) for each in self.root.iterfind(".//defs/path")
            }
            drawn = list(self._drawn())
        except (ET.ParseError, KeyError, ValueError, IndexError) as error:
            raise ValueError(f"cannot be read as a drawing ({error})") from None
        self.words = [each for each in drawn if isinstance(each, Words)]
        self.shapes = [each for each in drawn if isinstance(each, Shape)]

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return len(self.text.encode())

    def areas_near(self, text: Words) -> list[Shape]:
        """The filled shapes that may lie above or beneath a text, in the order in which they are painted."""
        return [shape for shape in self.shapes if shape.fill and any(text.box.meets(box) for box in shape.boxes)]

    def _drawn(self) -> Iterator[Words | Shape]:
        """Everything that leaves a mark, in the order in which it is painted."""
        todo: list[tuple[ET.Element, Mapping[str, str], Point]] = [(self.root, {}, (0.0, 0.0))]
        order = 0
        while todo:
            element, look, (right, down) = todo.pop()
            look = {**look, **{name: element.attrib[name] for name in INHERITED if name in element.attrib}}
            if element.tag == "g" and "transform" in element.attrib:
                right, down = (float(number) for number in element.attrib["transform"][len("translate(") : -1].split())
            if element.tag in ("svg", "g"):
                todo += [(child, look, (right, down)) for child in reversed(element)]
            elif element.tag == "text":
                yield _words(element, look, order, (right, down), self._fonts)
            elif element.tag in ("path", "use"):
                yield _shape(element, look, order, (right, down), self._definitions)
            order += 1


def _words(element: ET.Element, look: Mapping[str, str], order: int, moved: Point, fonts: tuple[Path, ...]) -> Words:
    fill, _ = roles_of(look)
    anchor = look.get("text-anchor", "start")
    if look.get("direction") == "rtl":
        anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
    is_bold = look.get("font-weight", "400") in ("700", "bold")
    return Words(
        order=order,
        words="".join(element.itertext()),
        role=fill,
        size=float(look["font-size"]),
        bold=is_bold,
        x=float(element.get("x", "0")) + moved[0],
        y=float(element.get("y", "0")) + moved[1],
        anchor=anchor,
        angle=float(element.get("transform", "rotate(0").removeprefix("rotate(").split()[0]),
        face=face(bold=is_bold, others=fonts),
    )


def _shape(
    element: ET.Element,
    look: Mapping[str, str],
    order: int,
    moved: Point,
    definitions: Mapping[str, Sequence[Sequence[Point]]],
) -> Shape:
    fill, stroke = roles_of(look)
    if element.tag == "use":
        rings = definitions[element.attrib["href"].removeprefix("#")]
        right, down = moved[0] + float(element.get("x", "0")), moved[1] + float(element.get("y", "0"))
    else:
        rings, (right, down) = rings_of(element.get("d", "")), moved
    placed = tuple(tuple((x + right, y + down) for x, y in ring) for ring in rings)
    return Shape(order, fill, stroke, float(look.get("stroke-width", "1")), placed)


def roles_of(look: Mapping[str, str]) -> tuple[str, str]:
    """The roles of fill and stroke that the classes of an element name; empty for one that it lacks."""
    roles = {"f": "", "s": ""}
    for name in look.get("class", "").split():
        kind, _, role = name.partition("-")
        roles[kind] = role
    if look.get("fill") == "var(--chart-surface)":  # the background of a file of its own
        roles["f"] = "surface"
    return roles["f"], roles["s"]


def rings_of(path: str) -> tuple[tuple[Point, ...], ...]:
    """A path's subpaths as points, its curves sampled. Raises `ValueError` for commands that we do not write."""
    rings: list[list[Point]] = []
    for letter, numbers in _commands(path):
        x, y = rings[-1][-1] if rings else (0.0, 0.0)
        match letter:
            case "M":
                rings.append([(numbers[0], numbers[1])])
            case "L":
                rings[-1].append((numbers[0], numbers[1]))
            case "H":
                rings[-1].append((numbers[0], y))
            case "V":
                rings[-1].append((x, numbers[0]))
            case "Q" | "C":
                points = [(x, y), *zip(numbers[::2], numbers[1::2], strict=True)]
                rings[-1] += [on_curve(points, part) for part in CURVE]
            case "Z":
                rings[-1].append(rings[-1][0])
    return tuple(tuple(ring) for ring in rings)


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    letter, numbers = "", list[float]()
    for name, number in STEP.findall(path):
        if name:
            letter = name if name != "z" else "Z"
            if letter not in ARITY:
                raise ValueError(f'the path has a command "{name}"')
        else:
            numbers.append(float(number))
        if len(numbers) == ARITY[letter]:
            yield letter, numbers
            numbers = []
