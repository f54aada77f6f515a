"""Colours as roles, read from the site's stylesheet: the one place where a colour is chosen.

Charts name roles (`ink`, `accent`, `series-2` …). In SVG a role becomes a CSS custom property; in a PNG it has the
value that the stylesheet gives it for the light scheme.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from explainer.errors import Place, Problem, ProblemsFound
from explainer.files import read_text
from explainer.project import Project

PROPERTY = re.compile(r"--chart-([a-z0-9-]+)\s*:\s*(#[0-9a-fA-F]{6})\s*;")
BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: A rule with rules inside: what it asks for, and these.
CONDITION = re.compile(r"@([^{};]+)\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}")
MORE_CONTRAST = "media (prefers-contrast: more)"
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
    light, dark = _schemes(CONDITION.sub("", css))
    strong = [rules for words, rules in CONDITION.findall(css) if " ".join(words.split()) == MORE_CONTRAST]
    light_contrast, dark_contrast = _schemes("".join(strong))
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


def _schemes(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """The roles in the rules of the light and of the dark scheme."""
    schemes: dict[str, dict[str, str]] = {LIGHT: {}, DARK: {}}
    for selector, body in BLOCK.findall(css):
        for part in selector.split(","):
            if part.strip() in schemes:
                schemes[part.strip()].update(PROPERTY.findall(body))
    return schemes[LIGHT], schemes[DARK]


def _problem(place: Place, message: str) -> ProblemsFound:
    return ProblemsFound([Problem(place, message)])
