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
DARK = '[data-md-color-scheme="slate"]'


@dataclass(frozen=True)
class Roles:
    """The colour of each role as `#rrggbb`, in the light and in the dark scheme."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


def read_roles(project: Project) -> Roles:
    """Read the `--chart-…` properties of `:root` and of the dark scheme. Raises `ProblemsFound` when any is missing."""
    place = Place(project.name_of(project.roles))
    css = COMMENT.sub("", read_text(project.roles, str(place)))
    schemes: dict[str, dict[str, str]] = {":root": {}, DARK: {}}
    for selector, body in BLOCK.findall(css):
        for part in selector.split(","):
            if part.strip() in schemes:
                schemes[part.strip()].update(PROPERTY.findall(body))
    light, dark = schemes[":root"], schemes[DARK]
    if not light or light.keys() != dark.keys():
        differing = ", ".join(sorted(light.keys() ^ dark.keys())) or "all"
        message = f"the light and the dark scheme must define the same roles – add: {differing}"
        raise ProblemsFound([Problem(place, message)])
    return Roles(light, dark)


def stand_ins(roles: Roles) -> dict[str, str]:
    """A colour for each role that nothing else uses, to find the roles again in what was drawn."""
    return {role: f"#fe{number:04x}" for number, role in enumerate(sorted(roles.light), start=1)}
