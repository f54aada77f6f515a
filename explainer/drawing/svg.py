"""From matplotlib's SVG to a small one whose colours are roles and whose text is text.

What is kept: paths, text, and markers by reference. Nested groups, metadata, clipping and editor-only attributes go;
colours become classes (`f-ink` fills, `s-grid` strokes) that a stylesheet colours by custom properties.
"""

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from html import escape
from itertools import groupby

from explainer.drawing.roles import Roles

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?|-?\d+e-?\d+")
RECTANGLE = re.compile(r"M(\S+) (\S+)L(\S+) \2L\3 (\S+)L\1 \4z")
KEPT = {
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "opacity",
    "fill-opacity",
    "stroke-opacity",
    "text-anchor",
    "font-size",
    "font-weight",
}
#: Where words that run leftwards are held, by where they would be held if they ran to the right.
TURNED = {"start": "end", "middle": "middle", "end": "start"}
DEFAULTS = {
    ("stroke-linecap", "butt"),
    ("text-anchor", "start"),
    ("stroke-width", "1"),
}


class UnusableSvg(ValueError):
    """A drawing uses something that a chart may not: a colour that is no role, an image, a gradient."""


@dataclass(frozen=True)
class Shape:
    """One element: its tag, what it looks like, and what is its own (position, path, words)."""

    tag: str
    look: tuple[tuple[str, str], ...]
    own: tuple[tuple[str, str], ...]
    words: str = ""


def compact_svg(raw: str, prefix: str, roles_by_colour: Mapping[str, str]) -> tuple[str, float, float]:
    """The content of a drawing as compact SVG, its width and its height.

    `prefix` starts every id, so that charts can share a page. Raises `UnusableSvg`.
    """
    root = ET.fromstring(raw)  # noqa: S314 – matplotlib's own output
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    markers: dict[str, str] = {}
    shapes = list(_shapes(root, prefix, roles_by_colour, markers))
    definitions = "".join(f'<path id="{name}" d="{path}"/>' for path, name in markers.items())
    content = (f"<defs>{definitions}</defs>" if definitions else "") + "".join(_grouped(shapes))
    return content, width, height


def _shapes(root: ET.Element, prefix: str, roles: Mapping[str, str], markers: dict[str, str]) -> Iterator[Shape]:
    paths = {element.get("id"): element.get("d", "") for element in root.iter(f"{SVG}path") if element.get("id")}
    defined = {id(element) for defs in root.iter(f"{SVG}defs") for element in defs.iter()}
    for element in root.iter():
        if id(element) in defined or not isinstance(element.tag, str):
            continue
        tag = element.tag.removeprefix(SVG)
        if tag in ("image", "linearGradient", "radialGradient", "pattern"):
            raise UnusableSvg(f"it draws a <{tag}>, which has no colour role – use paths and text only")
        look = _look(element, roles) if tag in ("path", "text", "use") else None
        if look is None:
            continue
        match tag:
            case "path":
                yield Shape("path", look, (("d", _short_path(element.get("d", ""))),))
            case "text":
                words = "".join(element.itertext())
                yield Shape("text", _leftwards(look) if runs_leftwards(words) else look, _text_position(element), words)
            case "use":
                path = _short_path(paths[element.get(HREF, "").removeprefix("#")])
                name = markers.setdefault(path, f"{prefix}-m{len(markers)}")
                position = tuple((axis, _short(element.get(axis, "0"))) for axis in ("x", "y"))
                yield Shape("use", look, (("href", f"#{name}"), *position))


def _look(element: ET.Element, roles: Mapping[str, str]) -> tuple[tuple[str, str], ...] | None:
    """Classes and attributes; None for something that leaves no mark."""
    style = dict(part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    style = {name.strip(): value.strip() for name, value in style.items()}
    fill, stroke = style.get("fill", "#000000"), style.get("stroke", "none")
    if fill == stroke == "none" or style.get("opacity") == "0":
        return None
    classes = [f"{kind}-{_role(colour, roles)}" for kind, colour in (("f", fill), ("s", stroke)) if colour != "none"]
    short = {name: _short(value.removesuffix("px")) for name, value in style.items() if name in KEPT}
    kept = {name: value for name, value in short.items() if (name, value) not in DEFAULTS}
    if stroke == "none":
        kept = {name: value for name, value in kept.items() if not name.startswith("stroke")}
    if fill == "none":
        kept["fill"] = "none"
    return (("class", " ".join(classes)), *sorted(kept.items()))


def _role(colour: str, roles: Mapping[str, str]) -> str:
    try:
        return roles[colour.lower()]
    except KeyError:
        raise UnusableSvg(f"it uses the colour {colour}, which is no role – use board.colour(…)") from None


def runs_leftwards(words: str) -> bool:
    """Whether a line is one of a script that runs from right to left: whether its first letter is."""
    directions = (unicodedata.bidirectional(letter) for letter in words)
    return next((each for each in directions if each in ("L", "R", "AL")), "L") != "L"


def _leftwards(look: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The look of words that run from right to left, held where they were: for these the start is the right end."""
    given = dict(look)
    turned = {**given, "direction": "rtl", "text-anchor": TURNED[given.get("text-anchor", "start")]}
    return tuple((name, value) for name, value in turned.items() if (name, value) not in DEFAULTS)


def _text_position(element: ET.Element) -> tuple[tuple[str, str], ...]:
    """Matplotlib turns text about its anchor, or moves and scales it; only upright text keeps plain x and y."""
    transform = element.get("transform", "")
    turn = re.match(r"rotate\((\S+) (\S+) (\S+)\)", transform)
    move = re.match(r"translate\((\S+) (\S+)\)(?: rotate\((\S+)\))?", transform)
    if turn:
        angle, x, y = turn.groups()
    elif move:
        x, y, angle = move[1], move[2], move[3] or "0"
    else:
        x, y, angle = element.get("x", "0"), element.get("y", "0"), "0"
    position = (("x", _short(x)), ("y", _short(y)))
    if float(angle) == 0:
        return position
    return (*position, ("transform", f"rotate({_short(angle)} {_short(x)} {_short(y)})"))


def _grouped(shapes: Iterable[Shape]) -> Iterator[str]:
    """Neighbours that look alike share a group, so that their look is written once."""
    for look, group in groupby(shapes, key=lambda shape: shape.look):
        members = list(group)
        if len(members) == 1:
            yield _element(members[0], look)
        else:
            yield f"<g{_attributes(look)}>{''.join(_element(member, ()) for member in members)}</g>"


def _element(shape: Shape, look: tuple[tuple[str, str], ...]) -> str:
    start = f"<{shape.tag}{_attributes((*look, *shape.own))}"
    return f"{start}>{escape(shape.words, quote=False)}</{shape.tag}>" if shape.words else f"{start}/>"


def _attributes(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs)


def _short(text: str) -> str:
    """Numbers with one decimal at the most: a tenth of a pixel cannot be seen."""
    return NUMBER.sub(lambda match: f"{round(float(match[0]), 1) + 0.0:g}", text)


def _short_path(path: str) -> str:
    short = re.sub(r"\s*([A-Za-z])\s*", r"\1", _short(" ".join(path.split())))
    return RECTANGLE.sub(r"M\1 \2H\3V\4H\1z", short)


def inline_svg(content: str, width: float, height: float, chart_id: str, board: str) -> str:
    """The SVG element for a page. Its name and description are given by the figure around it."""
    return (
        f'<svg class="board board--{board}" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'role="img" aria-labelledby="{chart_id}-title" aria-describedby="{chart_id}-alt">{content}</svg>'
    )


def standalone_svg(content: str, width: float, height: float, roles: Roles, title: str, alt: str) -> str:
    """A file of its own: colours for both schemes and for more contrast, a background, a name and a description."""
    used = {role for role in roles.light if re.search(rf'[" ][fs]-{role}[" ]', content)}
    schemes = (roles.light, roles.dark, roles.light_contrast, roles.dark_contrast)
    light, dark, light_contrast, dark_contrast = (_properties(scheme, used | {"surface"}) for scheme in schemes)
    rules = "".join(
        f".f-{role}{{fill:var(--chart-{role})}}.s-{role}{{stroke:var(--chart-{role})}}" for role in sorted(used)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img">'
        f"<title>{escape(title, quote=False)}</title><desc>{escape(alt, quote=False)}</desc>"
        f"<style>svg{{{light}font-family:system-ui,sans-serif}}"
        f"@media(prefers-color-scheme:dark){{svg{{{dark}}}}}"
        f"@media(prefers-contrast:more){{svg{{{light_contrast}}}}}"
        f"@media(prefers-contrast:more)and (prefers-color-scheme:dark){{svg{{{dark_contrast}}}}}{rules}</style>"
        f'<path fill="var(--chart-surface)" d="M0 0H{width:g}V{height:g}H0z"/>{content}</svg>\n'
    )


def _properties(scheme: Mapping[str, str], used: Set[str]) -> str:
    return "".join(f"--chart-{role}:{colour};" for role, colour in sorted(scheme.items()) if role in used)
