"""Colours are roles of the stylesheet, in pages and in files, and stand out in every scheme.

The schemes are the light one and the dark one, each also for readers who ask for more contrast.
Text needs a contrast of 4.5 to 1 against everything that it stands on, marks one of 3 to 1 against the page, by their
fill or by their outline (WCAG 2.2, 1.4.3 and 1.4.11). Exempt by their role are lines in `grid`, areas and lines in
`surface`, which part other things, and areas in `soft`, which lie behind what is to be read.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from explainer.drawing.roles import PROPERTY, Roles
from explainer.verify.chart import WrittenChart
from explainer.verify.picture import Picture, Words

TEXT, MARKS = 4.5, 3.0
BACKGROUND_FILLS = ("", "surface", "soft")
BACKGROUND_STROKES = ("", "surface", "grid")
#: A colour in any of CSS's notations, or a paint that is no plain colour.
LITERAL = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|url)\(")
#: The background of a file of its own, whose class no page would have.
BACKGROUND = "var(--chart-surface)"
#: What a scheme asks for in a file of its own, in the order of `Roles`, and how it stands there.
CONDITIONS = (
    "",
    "@media(prefers-color-scheme:dark)",
    "@media(prefers-contrast:more)",
    "@media(prefers-contrast:more)and (prefers-color-scheme:dark)",
)
SCHEME = re.compile(r"(@media[^{}]*)?\{?svg\{([^{}]*)\}")
PAINTS = ("fill", "stroke", "color", "style", "stop-color")
TRANSLUCENT = ("opacity", "fill-opacity", "stroke-opacity")


def classes_are_roles(chart: WrittenChart) -> Iterator[str]:
    """Every mark is coloured by classes that the stylesheet defines, and by nothing else."""
    rules = _class_rules(chart.project.roles.read_text(encoding="utf-8"))
    for picture in chart.boards.values():
        for element in picture.root.iter():
            for name in (name for name in PAINTS if element.get(name, "none") != "none"):
                yield f'{picture.file}: {name}="{element.get(name)}" is a colour of its own – use the class of a role'
        used = {name for element in picture.root.iter() for name in element.get("class", "").split()}
        for name in sorted(used - {"board", *(f"board--{board}" for board in chart.boards)}):
            kind, _, role = name.partition("-")
            if kind not in ("f", "s") or role not in chart.roles.light:
                yield f'{picture.file}: the class "{name}" is no colour role – use one that the stylesheet defines'
            elif name not in rules:
                yield (
                    f"{picture.file}: the stylesheet {chart.project.name_of(chart.project.roles)} does not colour the "
                    f'class "{name}" – add “.{name}” with var(--chart-{role})'
                )


def nothing_is_translucent(chart: WrittenChart) -> Iterator[str]:
    """No mark lets what is beneath it shine through: its colour would be none of the roles."""
    for picture in chart.pictures:
        if any(element.get(name) for element in picture.root.iter() for name in TRANSLUCENT):
            yield f"{picture.file}: a mark is translucent – use a paler role, such as soft, instead of opacity"
        if any(not (each.fill or each.stroke) for each in picture.shapes) or any(
            not each.role for each in picture.words
        ):
            yield f"{picture.file}: a mark has no colour role and would be black in both schemes – give it one"


def file_has_the_roles_colours(chart: WrittenChart) -> Iterator[str]:
    """The SVG to download defines the colours of the stylesheet for every scheme, and names no other colour."""
    sheet = chart.sheet
    style = "".join(each.text or "" for each in sheet.root.iter("style"))
    classes = {name for element in sheet.root.iter() for name in element.get("class", "").split()}
    used = {"surface", *(name.partition("-")[2] for name in classes)}
    given = {condition: dict(PROPERTY.findall(body)) for condition, body in SCHEME.findall(style)}
    for condition, colours in zip(CONDITIONS, vars(chart.roles).values(), strict=True):
        expected = {role: colour for role, colour in colours.items() if role in used}
        differing = sorted(expected.items() ^ given.get(condition, {}).items())
        if differing:
            yield (
                f"{sheet.file}: its colour of {differing[0][0]} {condition or '(light)'} is not that of "
                f"{chart.project.name_of(chart.project.roles)} – draw the chart again"
            )
    painted = [element.get(name, "").replace(BACKGROUND, "") for element in sheet.root.iter() for name in PAINTS]
    literal = LITERAL.search(" ".join([PROPERTY.sub("", style), *painted]))
    if literal:
        yield f"{sheet.file}: it holds {literal[0]}, a colour of its own – use the class of a role"
    missing = sorted(classes - _class_rules(style))
    if missing:
        yield f'{sheet.file}: its own styles do not colour the class "{missing[0]}" – draw the chart again'


def text_stands_out(chart: WrittenChart) -> Iterator[str]:
    """Text has enough contrast with the page, or with each area that it stands on."""
    for picture in chart.pictures:
        pairs = {(text.role, ground): text for text in picture.words for ground in _grounds(text, picture)}
        for (role, ground), text in pairs.items():
            for scheme, ratio in _too_low(chart.roles, role, ground, TEXT):
                yield (
                    f'{picture.file}: the text "{text.words}" in {role} on {ground} has a contrast of {ratio:.1f} in '
                    f"the {scheme} – choose roles with at least {TEXT}"
                )


def marks_stand_out(chart: WrittenChart) -> Iterator[str]:
    """Marks have enough contrast with the page, by their fill or their outline."""
    for picture in chart.pictures:
        for fill, stroke in sorted({(shape.fill, shape.stroke) for shape in picture.shapes}):
            paints = [fill] * (fill not in BACKGROUND_FILLS) + [stroke] * (stroke not in BACKGROUND_STROKES)
            low = [dict(_too_low(chart.roles, role, "surface", MARKS)) for role in paints if role in chart.roles.light]
            for scheme in _schemes(chart.roles):
                if low and all(scheme in each for each in low):
                    yield (
                        f"{picture.file}: a mark in {' with an outline in '.join(paints)} has a contrast of "
                        f"{max(each[scheme] for each in low):.1f} with the page in the {scheme} – choose a role "
                        f"or an outline with at least {MARKS:g}"
                    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@cache
def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _schemes(roles: Roles) -> dict[str, Mapping[str, str]]:
    """The colours that readers can have, by the name of the scheme."""
    return {
        "light scheme": roles.light,
        "dark scheme": roles.dark,
        "light scheme of more contrast": {**roles.light, **roles.light_contrast},
        "dark scheme of more contrast": {**roles.dark, **roles.dark_contrast},
    }


def _too_low(roles: Roles, role: str, ground: str, least: float) -> Iterator[tuple[str, float]]:
    """The schemes in which two roles have too little contrast, and how much they have."""
    for scheme, colours in _schemes(roles).items():
        if role in colours and ground in colours:
            ratio = contrast(colours[role], colours[ground])
            if ratio < least:
                yield scheme, ratio


def _class_rules(css: str) -> set[str]:
    """The classes that a stylesheet colours by the role that they are named after."""
    rules = re.findall(r"\.([fs])-([a-z0-9-]+)\s*\{\s*(fill|stroke)\s*:\s*var\(--chart-([a-z0-9-]+)\)\s*;?\s*\}", css)
    return {f"{kind}-{role}" for kind, role, paint, colour in rules if role == colour and paint[0] == kind}


def _grounds(text: Words, picture: Picture) -> set[str]:
    """The roles of what lies beneath a text: of the area painted last before it at several points, else the page."""
    beneath = [shape for shape in picture.areas_near(text) if shape.order < text.order]
    if not beneath:
        return {"surface"}
    return {
        next((shape.fill for shape in reversed(beneath) if shape.covers(point)), "surface") for point in text.samples
    }
