"""Colours as roles, read from the site's stylesheet: the one place where a colour is chosen.

Charts name roles (`ink`, `accent`, `series-2` …). In SVG a role becomes a CSS custom property; in a PNG it has the
value that the stylesheet gives it for the light scheme.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from explainer.errors import Place, Problem, ProblemsFound
from explainer.files import read_text
from explainer.project import Project

PROPERTY = re.compile(r"\s*--chart-([a-z0-9-]+)\s*:\s*(#[0-9a-fA-F]{6})\s*")
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
MORE_CONTRAST = "@media (prefers-contrast: more)"
LIGHT, DARK = ":root", '[data-md-color-scheme="slate"]'


@dataclass(frozen=True)
class Roles:
    """The colour of each role as `#rrggbb`, in the light and in the dark scheme.

    `light_contrast` and `dark_contrast` hold the roles that differ for readers who ask for more contrast.
    """

    light: Mapping[str, str]
    dark: Mapping[str, str]
    light_contrast: Mapping[str, str]
    dark_contrast: Mapping[str, str]


def read_roles(project: Project) -> Roles:
    """Read the `--chart-…` properties of `:root` and of the dark scheme, in general and for more contrast.

    Raises `ProblemsFound` when a role is missing in one of the schemes.
    """
    place = Place(project.name_of(project.roles))
    css = COMMENT.sub("", read_text(project.roles, str(place)))
    rules = [*_rules(css)]
    light, dark = _schemes(rules, ())
    light_contrast, dark_contrast = _schemes(rules, (MORE_CONTRAST,))
    if not light or light.keys() != dark.keys():
        differing = ", ".join(sorted(light.keys() ^ dark.keys())) or "all"
        raise _problem(place, f"the light and the dark scheme must define the same roles – add: {differing}")
    if unknown := (light_contrast.keys() | dark_contrast.keys()) - light.keys():
        message = f"more contrast may only change roles that the schemes define – rename: {', '.join(sorted(unknown))}"
        raise _problem(place, message)
    return Roles(light, dark, light_contrast, dark_contrast)


def stand_ins(roles: Roles) -> dict[str, str]:
    """A colour for each role that nothing else uses, to find the roles again in what was drawn."""
    return {role: f"#fe{number:04x}" for number, role in enumerate(sorted(roles.light), start=1)}


def _rules(css: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Each rule without rules inside: the conditions around it, its selector, and its declarations."""
    around: list[str] = []
    words = ""
    for part in re.split(r"([{}])", css):
        if part == "{":
            around.append(" ".join(words.rpartition(";")[2].split()))
        elif part == "}" and around:
            selector = around.pop()
            if words.strip():
                yield tuple(around), selector, words
        words = part if part not in "{}" else ""


def _schemes(
    rules: Iterable[tuple[tuple[str, ...], str, str]], conditions: tuple[str, ...]
) -> tuple[dict[str, str], dict[str, str]]:
    """The roles in the rules of the light and of the dark scheme that stand under these conditions."""
    schemes: dict[str, dict[str, str]] = {LIGHT: {}, DARK: {}}
    for around, selector, declarations in rules:
        given = [(match[1], match[2]) for each in declarations.split(";") if (match := PROPERTY.fullmatch(each))]
        for part in selector.split(",") if around == conditions else ():
            if part.strip() in schemes:
                schemes[part.strip()].update(given)
    return schemes[LIGHT], schemes[DARK]


def _problem(place: Place, message: str) -> ProblemsFound:
    return ProblemsFound([Problem(place, message)])
