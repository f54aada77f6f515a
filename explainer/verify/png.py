"""The PNG to download carries the data that it was drawn from, and shows the colours that the SVG names."""

from collections.abc import Iterator
from itertools import combinations_with_replacement
from math import hypot

from PIL import Image

from explainer.verify.chart import WrittenChart
from explainer.verify.picture import roles_of

Colour = tuple[int, int, int]

#: The part of a picture from which on a colour is no edge between others.
FLAT = 0.005
#: How far, of 255 in each part, the colour of an edge may lie from a mixture of two roles: a few mix three, and the
#: palette has 42 colours. A strip in eight roles, whose parts and letters meet, has some that lie more than 30 away.
#: A colour of another kind, such as plain red, lies 100 away.
NEAR = 40.0


def png_carries_its_data(chart: WrittenChart) -> Iterator[str]:
    """Title, description and table stand in the file, and are those of the chart."""
    with Image.open(chart.path("png")) as image:
        carried = image.info
    expected = {"Title": chart.reading.title, "Description": chart.reading.alt, "Table": chart.csv}
    for keyword, text in expected.items():
        if carried.get(keyword) != text:
            where = "what the chart says" if keyword != "Table" else chart.name("csv")
            yield f"{chart.name('png')}: its {keyword.lower()} is not {where} – draw the chart again"


def png_has_the_roles_colours(chart: WrittenChart) -> Iterator[str]:
    """Every colour is one of the roles in the SVG, in the light scheme; those of soft edges are a mixture of two."""
    used = {role for element in chart.sheet.root.iter() for role in roles_of(element.attrib)}
    roles = [_parts(chart.roles.light[role]) for role in sorted(used & chart.roles.light.keys())]
    pairs = list(combinations_with_replacement(roles, 2))
    with Image.open(chart.path("png")) as image:
        counts, pixels = image.histogram(), image.width * image.height
        palette = bytes(image.palette.palette) if image.palette else b""
    if not palette:
        yield f"{chart.name('png')}: it has no palette – draw the chart again"
    for colour, count in zip(zip(palette[::3], palette[1::3], palette[2::3], strict=True), counts, strict=False):
        is_edge = count < FLAT * pixels and any(_distance(colour, pair) <= NEAR for pair in pairs)
        if not is_edge and colour not in roles:
            yield (
                f"{chart.name('png')}: it shows #{bytes(colour).hex()}, which is no colour of its roles – "
                "draw with board.colour(…)"
            )


def _parts(colour: str) -> Colour:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _distance(colour: Colour, pair: tuple[Colour, Colour]) -> float:
    """How far a colour lies from the nearest mixture of two others."""
    start, end = pair
    way = [b - a for a, b in zip(start, end, strict=True)]
    length = sum(each * each for each in way)
    along = sum((c - a) * each for a, c, each in zip(start, colour, way, strict=True)) / length if length else 0.0
    share = min(max(along, 0.0), 1.0)
    return hypot(*(c - a - share * each for a, c, each in zip(start, colour, way, strict=True)))
